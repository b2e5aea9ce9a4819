"""PubMed XML to records: every fact a citation states, nothing of what it cites, and no good neighbour lost to a broken one."""

import gzip
from pathlib import Path

import pytest
from lxml import etree

from harvest import format as formats
from harvest.errors import UnreadableFile
from harvest.formats import pubmedxml
from harvest.record import Record


@pytest.fixture
def raw(data: Path) -> bytes:
    return (data / "citations.pubmed.xml").read_bytes()


@pytest.fixture
def records(raw: bytes) -> dict[str, Record]:
    reading = formats.read(raw, "citations.pubmed.xml")
    assert reading.format == "pubmedxml"
    assert not reading.refusals
    return {one.key: one for one in reading.records}


def test_identifiers_are_the_citations_own(records: dict[str, Record]) -> None:
    assert [str(one) for one in records["101"].identifiers] == ["pmid:101", "doi:10.1234/wait.1", "pmcid:PMC77"]


def test_title_and_abstract_are_the_joined_text(records: dict[str, Record]) -> None:
    one = records["101"]
    assert one.title == "Effect of CO2 on in vitro waiting: a x2 design."
    assert [(piece.label, piece.category, piece.text) for piece in one.abstract] == [
        ("AIM", "OBJECTIVE", "To see if waiting helps."),
        ("RESULTS", "RESULTS", "It did not (p < 0.05)."),
    ]
    assert [(piece.text, piece.language, piece.category) for piece in one.other_abstracts] == [("Para ver.", "es", "Publisher")]
    assert [(piece.text, piece.label, piece.language) for piece in one.other_titles] == [("Väntans verkan.", "vernacular", "sv")]


def test_people_bodies_and_the_incomplete_list(records: dict[str, Record]) -> None:
    first, second = records["101"].authors
    assert (first.family, first.given, first.suffix, first.orcid) == ("Ångström", "Åsa B", "Jr", "0000-0001-2345-678X")
    assert first.affiliations == ("First House.", "Second House.")
    assert second.collective == "The Waiting Group"
    assert not records["101"].authors_complete


def test_dates_of_every_precision(records: dict[str, Record]) -> None:
    assert str(records["101"].issued) == "2023-03-04"
    assert {name: str(day) for name, day in records["101"].dates} == {
        "electronic": "2023-01-31", "revised-in-pubmed": "2024-05-06", "received": "2022-06-01",
    }  # fmt: skip
    dated = records["103"].issued
    assert dated is not None
    assert (dated.year, dated.words) == (1998, "1998 Dec-1999 Jan")
    booked = records["104"].issued
    assert booked is not None
    assert (booked.year, booked.words) == (2011, "2011 Spring")


def test_notices_and_versions_become_relations_and_references_do_not(records: dict[str, Record]) -> None:
    found = [(one.kind, str(one.target) if one.target else "") for one in records["101"].relations]
    assert found == [("retracted-by", "pmid:102"), ("has-preprint", "doi:10.1101/2022.01.01.1")]


def test_the_other_facts(records: dict[str, Record]) -> None:
    one = records["101"]
    assert (one.language, one.volume, one.issue, one.pages, one.container) == ("sv", "7", "2", "11-9", "Journal of Made-up Services")
    assert one.headings[0].words == "Waiting Lists"
    assert one.headings[0].qualifiers == ("ethics",)
    assert one.headings[0].major
    assert one.grants[0].agency == "NIDA"
    assert one.licence.startswith("©")
    assert "ClinicalTrials.gov: NCT00000001" in one.notes
    assert one.keywords == ("waiting",)


def test_books_and_withdrawn_numbers(records: dict[str, Record]) -> None:
    book = records["104"]
    assert (book.title, book.container, book.publisher) == ("Waiting indoors", "The Book of Waiting", "Some Press")
    assert [str(one) for one in book.authors] == ["Writer, Wri"]
    assert book.notes == ("editor: Red, Ed",)
    assert [records[key].relations[0].kind for key in ("105", "106")] == ["withdrawn-by", "withdrawn-by"]


def test_gzip_reads_the_same(raw: bytes, records: dict[str, Record]) -> None:
    reading = formats.read(gzip.compress(raw), "pubmed25n0001.xml.gz")
    assert {one.key: one for one in reading.records} == records


@pytest.mark.parametrize(
    ("damage", "kept"),
    [
        (lambda raw: raw.replace(b"To see", b"To\x0b see"), {"103", "104", "105", "106"}),
        (lambda raw: raw.replace(b"To see", b"To \xe9\xff"), {"103", "104", "105", "106"}),
        (lambda raw: raw[: raw.index(b"</PubmedBookArticle>")], {"101", "103"}),
        (lambda raw: raw[: raw.rindex(b"</PubmedArticleSet>")], {"101", "103", "104", "105", "106"}),
        (lambda raw: raw.replace(b"To see", b"To & see"), {"103", "104", "105", "106"}),
        (lambda raw: raw + raw, {"101", "103", "104", "105", "106"}),
    ],
)
def test_what_breaks_is_named_and_its_neighbours_are_kept(raw: bytes, damage: object, kept: set[str]) -> None:
    reading = pubmedxml.read(damage(raw), "broken.xml")  # type: ignore[operator]
    assert {one.key for one in reading.records} == kept
    assert "not whole XML" in reading.refusals[0].reason


def test_nothing_to_keep_is_an_error() -> None:
    with pytest.raises(UnreadableFile, match="not whole XML"):
        pubmedxml.read(b"<PubmedArticleSet><Pub", "cut.xml")


def test_every_citation_of_the_recordings_keeps_its_words(shared: Path) -> None:
    seen = 0
    paths = [*sorted((shared / "wire" / "eutils").glob("*.xml")), *sorted((shared / "wire" / "pubmed_baseline").iterdir())]
    for path in paths:
        raw = path.read_bytes()
        if not pubmedxml.recognises(raw[: formats.HEAD], path.name):
            continue
        reading = pubmedxml.read(raw, path.name)
        assert reading.records or reading.refusals or b"<PubmedArticle>" not in raw, path.name
        try:
            root = etree.fromstring(gzip.decompress(raw) if path.suffix == ".gz" else raw)
        except etree.XMLSyntaxError:
            assert reading.refusals, path.name
            continue
        whole = [one for one in root.iter("PubmedArticle", "PubmedBookArticle") if len(one)]
        records = [one for one in reading.records if one.types != ("Deleted Citation",)]
        assert len(whole) == len(records), path.name
        for element, record in zip(whole, records, strict=True):
            title = next(element.iter("ArticleTitle"), next(element.iter("BookTitle"), None))
            assert record.title == ("" if title is None else "".join(title.itertext()).strip()), path.name
            own = [one for parent in element.iter("Abstract") for one in parent.iter("AbstractText")]
            assert [one.text for one in record.abstract] == [text for one in own if (text := "".join(one.itertext()).strip())], path.name
            seen += 1
    assert seen > 200
