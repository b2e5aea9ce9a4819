"""Records to reports: what merges, what never does, and that no order of the input changes anything."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.format import read
from harvest.identifier import Identifier
from harvest.merge import merge, studies
from harvest.names import people
from harvest.record import PartialDate, Passage, Record, Relation, Span
from harvest.report import Join

ABSTRACT = (
    "We followed rain gauges in eleven villages over two winters. Readers told us that the forms were too long and that nobody "
    "answered their letters. Shorter forms and a yearly visit would help, and so would a telephone number that somebody picks up."
)
OTHER = (
    "Snow depth was measured with sticks painted red. The sticks were stolen, and those that stayed had been moved by sheep, so that "
    "the series begins anew each spring and cannot be joined to the older one without a long table of corrections."
)


def rain(source: str, **facts: object) -> Record:
    base = Record(source, title="Reading rain gauges in hill villages: a study of volunteers", authors=people("Roe, Ann; Doe, Bo"))
    return replace(base, **{"issued": PartialDate(2019), **facts})  # type: ignore[arg-type]


def doi(value: str) -> tuple[Identifier, ...]:
    return (Identifier.of("doi", value),)


def test_an_identifier_merges_and_says_so() -> None:
    reports = merge([rain("ris", key="1", identifiers=doi("10.5555/rain")), rain("crossref", key="2", identifiers=doi("10.5555/RAIN"))])
    assert [report.key for report in reports] == ["doi-10.5555-rain"]
    assert [(join.decision, join.rule) for join in reports[0].joins] == [("merged", "identifier")]
    assert "10.5555/rain" in reports[0].joins[0].words


def test_title_authors_and_year_merge() -> None:
    reports = merge([rain("ris", key="1"), rain("csl", key="2", title="Reading Rain Gauges in Hill Villages – A Study of Volunteers.")])
    assert len(reports) == 1
    assert "authors and year agree" in reports[0].joins[0].words


def test_a_title_alone_never_merges_but_is_offered() -> None:
    bare = Record("text", key="a", title="Reading rain gauges in hill villages: a study of volunteers")
    reports = merge([bare, rain("ris", key="1"), replace(bare, key="b", source="table")])
    assert len(reports) == 3
    assert {join.decision for report in reports for join in report.joins} == {"candidate"}
    assert "a title alone never merges" in reports[0].joins[0].words


def test_title_and_abstract_merge_and_say_so() -> None:
    page = Record(
        "text",
        key="a",
        title="READING RAIN GAUGES IN HILL VILLAGES: A STUDY OF VOLUNTEERS",
        text=ABSTRACT,
        spans=(Span("abstract", 0, len(ABSTRACT)),),
    )
    reports = merge([page, rain("vufind", key="b", abstract=(Passage(ABSTRACT.replace(".", ". ")),))])
    assert len(reports) == 1
    assert "titles agree and abstract texts agree" in reports[0].joins[0].words


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"identifiers": doi("10.5555/sun")}, "DOIs differ"),
        ({"authors": people("Poe, Cy; Moe, Di")}, "authors differ"),
        ({"abstract": (Passage(OTHER),)}, "abstracts speak of different things"),
        ({"title": "Correction: Reading rain gauges in hill villages: a study of volunteers"}, "notice"),
    ],
)
def test_what_contradicts_refuses_with_the_reason(change: dict[str, object], why: str) -> None:
    first = rain("ris", key="1", identifiers=doi("10.5555/rain"), abstract=(Passage(ABSTRACT),))
    reports = merge([first, rain("csl", key="2", **change)])
    assert len(reports) == 2
    words = [join.words for join in reports[0].joins if join.decision == "refused"]
    assert words == [] if "notice" in why and not words else any(why in one for one in words)


def test_parts_of_a_series_stay_apart() -> None:
    title = "A long history of the measuring of rain in hill villages, part {}"
    reports = merge([rain("ris", key=str(number), title=title.format(number)) for number in (1, 2)])
    assert len(reports) == 2


def test_conflicting_identifiers_forbid_a_merge_by_another_identifier() -> None:
    both = (Identifier.of("pmid", "11"),)
    reports = merge([rain("a", key="1", identifiers=doi("10.5555/a") + both), rain("b", key="2", identifiers=doi("10.5555/b") + both)])
    assert len(reports) == 2
    assert any(join.decision == "refused" and "DOIs differ (10.5555/a and 10.5555/b)" in join.words for join in reports[0].joins)


def test_a_work_that_openalex_keeps_twice_is_one_report() -> None:
    twice = [rain("openalex", key=name, identifiers=doi("10.5555/a") + (Identifier.of("openalex", name),)) for name in ("W1", "W2")]
    reports = merge(twice)
    assert len(reports) == 1
    assert len(reports[0].identifiers) == 3


def test_a_wrong_doi_copied_from_another_report_is_offered_not_merged() -> None:
    other = rain("ris", key="2", identifiers=doi("10.5555/a"), title="Snow on red sticks", authors=people("Moe, Di"))
    reports = merge([rain("crossref", key="1", identifiers=doi("10.5555/a")), other])
    assert len(reports) == 2
    assert [join.decision for join in reports[0].joins] == ["candidate"]
    assert "by mistake" in reports[0].joins[0].words


def test_a_record_that_fits_two_reports_equally_is_offered_to_both() -> None:
    sure = [rain("crossref", key=name, identifiers=doi(f"10.5555/{name}"), abstract=(Passage(ABSTRACT),)) for name in ("a", "b")]
    page = Record("text", key="p", title=sure[0].title, abstract=(Passage(ABSTRACT),))
    reports = merge([*sure, page])
    assert len(reports) == 3
    found = next(report for report in reports if report.records[0].source == "text")
    assert [join.decision for join in found.joins] == ["candidate", "candidate"]


def test_disagreements_are_listed() -> None:
    shared = doi("10.5555/rain")
    first = rain("pubmed", key="1", identifiers=shared, container="Weather Notes", issued=PartialDate(2019, 5))
    other = rain("ris", key="2", identifiers=shared, container="Weather Not", issued=PartialDate(2020))
    report = merge([other, first])[0]
    assert report.container == "Weather Notes"
    assert report.disagreements == (("issued", "ris:2", "2020"),)


def test_people_join_and_split_and_take_back() -> None:
    one, other = rain("ris", key="1", identifiers=doi("10.5555/a")), rain("csl", key="2", identifiers=doi("10.5555/b"))
    assert len(merge([one, other])) == 2
    join = Join("doi-10.5555-a", "doi-10.5555-b", "merged", "person:report", "same text")
    joined = merge([one, other], [join])
    assert len(joined) == 1
    assert joined[0].joins[0].rule == "person"
    assert ("doi", "csl:2", "10.5555/b") in joined[0].disagreements
    assert len(merge([one, other], [join, replace(join, decision="refused")])) == 2
    twin = rain("bibtex", key="3", identifiers=doi("10.5555/a"))
    split = Join("ris:1", "bibtex:3", "refused", "person:report", "another edition")
    apart = merge([one, twin], [split])
    assert [report.key for report in apart] == ["doi-10.5555-a", "doi-10.5555-a-b"]
    assert any(found.decision == "refused" for found in apart[0].joins)


def test_preprint_and_article_are_two_reports_of_one_study() -> None:
    article = rain("crossref", key="a", identifiers=doi("10.5555/a"))
    preprint = rain("crossref", key="p", identifiers=doi("10.5555/p"), types=("posted-content",), issued=PartialDate(2018))
    stated = replace(preprint, relations=(Relation("preprint-of", Identifier.of("doi", "10.5555/a")),))
    reports = merge([article, stated])
    assert len(reports) == 2
    found = studies(reports)
    assert [(study.key, study.reports) for study in found] == [("roe-2019-reading-rain-gauges", ("doi-10.5555-a", "doi-10.5555-p"))]
    assert found[0].joins[0].rule == "relation"
    unstated = studies(merge([article, preprint]))
    assert len(unstated) == 2
    assert "perhaps one study" in unstated[0].candidates[0].words


def test_study_decisions_and_families() -> None:
    first = rain("crossref", key="a", identifiers=doi("10.5555/a"))
    second = rain("crossref", key="b", identifiers=doi("10.5555/b"), title="Rain gauges and the letters nobody answered")
    reports = merge([first, second])
    pair = ("roe-2019-reading-rain-gauges", "roe-2019-rain-gauges-letters")
    assert [study.candidates[0].rule for study in studies(reports)] == ["family", "family"]
    kin = studies(reports, [Join(*pair, "merged", "person:family", "one survey")])
    assert {study.family for study in kin} == {"roe-2019-rain-gauges-letters"}
    assert not any(study.candidates for study in kin)
    strangers = studies(reports, [Join(*pair, "refused", "person:family", "two villages")])
    assert not any(study.candidates or study.family for study in strangers)
    assert len(studies(reports, [Join(*pair, "merged", "person:study", "one survey")])) == 1


def test_the_seeds_are_five_records_four_reports_four_studies(shared: Path) -> None:
    records = [record for path in sorted((shared / "seeds").glob("*.txt")) for record in read(path.read_bytes(), path.name).records]
    reports = merge(records)
    assert (len(records), len(reports), len(studies(reports))) == (5, 4, 4)
    butler = next(report for report in reports if len(report.records) == 2)
    assert {str(one) for one in butler.identifiers} == {"doi:10.1186/s12954-022-00629-1", "pmid:35590421", "pmcid:PMC9117855"}
    assert "titles agree and abstract texts agree" in butler.joins[0].words
    found = {study.key: study for study in studies(reports)}
    assert "butler-2022-total-systems-failure" in found
    blog = next(study for study in found.values() if study.key.startswith("watson"))
    assert [join.rule for join in blog.candidates] == ["family"]
    assert "Toronto" in blog.candidates[0].words
    assert not blog.family


WORDS = ("rain", "gauge", "village", "reader", "winter", "letter", "hill", "measure", "form", "volunteer", "visit", "sheep")


@st.composite
def worlds(draw: st.DrawFn) -> list[Record]:
    """Records that share titles, people, years and identifiers in every way, conflicts and chains included."""
    made = []
    for number in range(draw(st.integers(2, 9))):
        title = " ".join(draw(st.permutations(WORDS))[:5]) if draw(st.booleans()) else "The rain gauge readers of the hill villages"
        names = tuple(
            Identifier.of(scheme, value)
            for scheme, value in draw(
                st.lists(st.sampled_from([("doi", "10.5555/a"), ("doi", "10.5555/b"), ("pmid", "1"), ("pmid", "2")]), max_size=2)
            )
        )
        made.append(
            Record(
                draw(st.sampled_from(("ris", "pubmed", "text"))),
                key=str(number) if draw(st.booleans()) else "",
                identifiers=tuple(dict.fromkeys(names)),
                title=title,
                authors=people(draw(st.sampled_from(("", "Roe, Ann; Doe, Bo", "Roe A", "Poe, Cy")))),
                abstract=(Passage(draw(st.sampled_from((ABSTRACT, OTHER)))),) if draw(st.booleans()) else (),
                issued=PartialDate(draw(st.sampled_from((2018, 2019, 2021)))) if draw(st.booleans()) else None,
            )
        )
    return made


@given(worlds(), st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=150, deadline=None)
def test_no_order_of_the_input_changes_anything(records: list[Record], random: object, decided: bool) -> None:
    decisions = [
        Join("doi:10.5555/a", "pmid:2", "merged", "person:report", "so"),
        Join("doi:10.5555/b", "pmid:1", "refused", "person:report", "so"),
    ]
    reports = merge(records, decisions if decided else ())
    shuffled = list(records)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = merge(shuffled, decisions if decided else ())
    assert again == reports
    assert studies(again) == studies(reports)
    assert sum(len(report.records) for report in reports) == len(records)
    if not decided and all(len({one.scheme for one in record.identifiers}) == len(record.identifiers) for record in records):
        for report in reports:
            assert len({one.scheme for one in report.identifiers}) == len(report.identifiers)


def test_the_same_text_merges_even_where_only_its_digest_is_kept() -> None:
    text = "What officers said about the new site. " * 10
    told = Record("text", key="a", title="A title nobody shares", text=text)
    fact = Record("facts", key="b", text_sha256=hashlib.sha256(text.encode()).hexdigest(), text_length=len(text))
    short = Record("facts", key="c", text_sha256="0" * 64, text_length=20)
    twin = Record("facts", key="d", text_sha256="0" * 64, text_length=20)
    joined, *others = sorted(merge([told, fact, short, twin]), key=lambda report: -len(report.records))
    assert [len(joined.records), *(len(one.records) for one in others)] == [2, 1, 1]
    assert "same text" in joined.joins[0].words
