"""Gathering from an opened graph: what the graph says is what the pages show; here on the sample review that ships."""

import json
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest
from click.testing import CliRunner

import kg.answers.ask
import kg.views
from harvest.identifier import Identifier
from harvest.record import Relation
from kg import sample, walk
from kg.cli import kg as command
from kg.findings.finding import Coding
from kg.graph.build import build
from kg.page.counting import recurrences
from kg.page.gather import gather
from kg.page.gathered import Gathered, evidence
from kg.review import Review
from kg.tally import Tally


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("sample") / "review"
    files = sample.lay_out(to)
    review = Review.open(to)
    for _ in walk.keep_files(review, files, Tally("harvest")):
        pass
    walk.build(review)
    return to


@pytest.fixture(scope="module")
def gathered(place: Path) -> Gathered:
    return gather(kg.answers.ask.open(place), "A question?")


def test_records_reports_studies_and_findings_come_as_they_are(gathered: Gathered) -> None:
    assert gathered.records == 5
    assert sum(len(study.reports) for study in gathered.studies) == 4
    assert len(gathered.studies) == 4
    assert len(gathered.findings) == 80
    assert gathered.question == "A question?"
    butler = next(study for study in gathered.studies if study.key.startswith("butler"))
    assert {scheme: value for scheme, value, _ in butler.reports[0].identifiers}["pmid"] == "35590421"
    assert [len(study.reports[0].authors) for study in gathered.studies if study.key.startswith("carroll")] == [9]


def test_findings_carry_voice_level_coder_and_check(gathered: Gathered) -> None:
    one = next(one for one in gathered.findings if one.quote == "poor local treatment and service capacity")
    assert one.concepts == ("determinant/treatment-capacity",)
    assert one.voice == ("stakeholder/pooled-participants",)
    assert one.concerns == ("stakeholder/treatment-providers",)
    assert (one.level, one.level_stated) == ("level/exo", True)
    assert one.checked == "abstract"
    assert one.coders
    assert one.counts
    assert not one.machine


def test_background_is_kept_and_not_counted(gathered: Gathered) -> None:
    assert any(one.basis == "basis/background-claim" for one in gathered.findings)
    assert all(not one.counts for one in gathered.findings if one.basis == "basis/background-claim")


def test_pages_count_as_kg_recur_counts(place: Path, gathered: Gathered) -> None:
    graph = kg.answers.ask.open(place)
    for level in ("leaf", "parent", "top"):
        for kind in ("barrier", "facilitator", "recommendation"):
            theirs = {
                (row.concept.rpartition("/")[2], len(row.studies), row.findings) for row in graph.recur(kind=kind, level=level, min=1).rows
            }
            ours = {
                (row.concept.rpartition("/")[2], row.studies, row.findings)
                for row in recurrences(gathered, level=level)
                if row.kind == kind
            }
            assert ours == theirs, (level, kind)


def test_links_between_findings_lead_to_findings(gathered: Gathered) -> None:
    links = [(one, kind, other) for one in gathered.findings for kind, other in one.links]
    assert {kind for _, kind, _ in links} >= {"contrastsWith"}
    assert all(other in gathered.finding for _, _, other in links)


def test_the_command_draws_and_says_where(place: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(command, ["--review", str(place), "show", "--to", str(tmp_path / "site")])
    assert done.exit_code == 0, done.output
    assert "index.html" in done.output
    page = lxml.html.fromstring((tmp_path / "site" / "recurrence.html").read_bytes())
    first = page.xpath("//table[@id='recurrence']/tbody/tr")[0]
    assert "Treatment and service capacity" in first.text_content() or "ollaboration" in first.text_content()
    barrier = next(row for row in page.xpath("//table[@id='recurrence']/tbody/tr") if row.xpath(".//@data-kind") == ["barrier"])
    assert "Treatment and service capacity" in barrier.text_content()
    assert barrier.xpath("string(td[2]/@data-value)") == "2"


def test_the_command_draws_one_view_or_one_file(place: Path, tmp_path: Path) -> None:
    run = CliRunner()
    assert run.invoke(command, ["--review", str(place), "show", "matrix", "--to", str(tmp_path / "part")]).exit_code == 0
    assert [path.name for path in (tmp_path / "part").iterdir()] == ["matrix.html"]
    assert run.invoke(command, ["--review", str(place), "show", "--single", str(tmp_path / "one.html")]).exit_code == 0
    assert (tmp_path / "one.html").stat().st_size < 2_000_000
    both = run.invoke(command, ["--review", str(place), "show", "--single", str(tmp_path / "one.html"), "--to", str(tmp_path)])
    assert both.exit_code == 2


def test_the_worksheet_fills_inputs_and_judges_nothing(gathered: Gathered) -> None:
    from kg.page.cerqual import worksheet

    summary, profile = worksheet(gathered)
    judged = [at for table in (summary, profile) for at, name in enumerate(table.columns) if "judged" in name or "Explanation" in name]
    assert judged
    for table in (summary, profile):
        for row in table.rows:
            for name, cell in zip(table.columns, row, strict=True):
                assert (cell == "") == ("judged" in name or "Explanation" in name), name
    capacity = next(row for row in profile.rows if "treatment and service capacity" in str(row[1]))
    assert "Butler" in str(capacity[2])
    assert "Carroll" in str(capacity[2])
    assert "2 studies, 2 independent" in str(capacity[7])
    assert "British Columbia" in str(capacity[9])


@pytest.mark.parametrize(("way", "name"), [("md", "report.md"), ("xlsx", "report.xlsx"), ("word", "report-for-word.html")])
def test_reports_hold_every_quote_and_are_the_same_twice(place: Path, tmp_path: Path, gathered: Gathered, way: str, name: str) -> None:
    run = CliRunner()
    bodies = []
    for folder in ("one", "two"):
        done = run.invoke(command, ["--review", str(place), "show", "--as", way, "--to", str(tmp_path / folder)])
        assert done.exit_code == 0, done.output
        bodies.append((tmp_path / folder / name).read_bytes())
    assert bodies[0] == bodies[1]
    quotes = {one.quote for one in gathered.findings}
    if way == "xlsx":
        from openpyxl import load_workbook

        book = load_workbook(tmp_path / "one" / name)
        cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
        assert quotes <= cells
        assert any("CERQual" in sheet for sheet in book.sheetnames)
        return
    text = lxml.html.fromstring(bodies[0]).text_content() if way == "word" else bodies[0].decode()
    plain = [quote for quote in quotes if quote.replace(" ", "").isalpha()]
    assert plain
    assert all(quote in text for quote in plain)
    figures = sorted(path.name for path in (tmp_path / "one" / "figures").iterdir())
    assert "flow.svg" in figures
    for figure in figures:
        from xml.etree import ElementTree

        assert ElementTree.parse(tmp_path / "one" / "figures" / figure).getroot().tag == "{http://www.w3.org/2000/svg}svg"


def test_a_report_of_a_view_without_a_table_says_which_have_one(place: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(command, ["--review", str(place), "show", "graph", "--as", "md", "--to", str(tmp_path)])
    assert done.exit_code != 0
    assert "recurrence" in str(done.exception)


@pytest.fixture(scope="module")
def troubled(place: Path, tmp_path_factory: pytest.TempPathFactory) -> Gathered:
    """The same evidence, with a machine's candidate and a retraction."""
    review = Review.open(place)
    found = walk.gather(review).evidence
    first = found.codings[0].findings[0]
    guess = replace(first, start=first.start + 1, end=first.end, quote=first.quote[1:], extractor="cues", seal="", links=())
    notice = Relation("retracted-by", Identifier.of("doi", "10.5555/retraction"), "Retraction", "crossref", "2025-01-02")
    reports = tuple(replace(report, relations=(notice,)) if report.key == first.report else report for report in found.reports)
    machine = Coding("cues", (guess,), machine=True, priority=9)
    build(
        replace(found, reports=reports, codings=(*found.codings, machine)),
        walk.lexicon(review),
        tmp_path_factory.mktemp("troubled") / "graph",
    )
    return gather(_open(tmp_path_factory.getbasetemp(), review))


def _open(base: Path, review: Review) -> kg.answers.ask.Graph:
    from kg.graph.build import current
    from kg.graph.stores import oxigraph

    folder = max(base.glob("troubled*/graph"), key=lambda path: path.stat().st_mtime)
    return kg.answers.ask.Graph(oxigraph.read(current(folder).folder / "store"), review.title)


def test_machine_candidates_come_marked_from_their_own_graph(gathered: Gathered, troubled: Gathered) -> None:
    assert [one for one in gathered.findings if one.machine] == []
    (candidate,) = [one for one in troubled.findings if one.machine]
    assert candidate.coders == ("cues",)
    assert candidate.study in troubled.study
    assert len(evidence(troubled.findings)) == len(evidence(gathered.findings))


def test_a_retraction_reaches_its_study_with_where_it_is_told(troubled: Gathered, tmp_path: Path) -> None:
    (study,) = [study for study in troubled.studies if study.notices]
    notice = study.notices[0]
    assert (notice.kind, notice.url, notice.date, notice.grave) == ("retracted", "https://doi.org/10.5555/retraction", "2025-01-02", True)
    kg.views.draw_gathered(troubled, tmp_path)
    concept = next(one.concepts[0] for one in troubled.by_study[study.key] if one.kind == "barrier" and one.concepts)
    for path in ("index.html", "studies.html", f"study/{study.key}.html", f"{concept}.html", "places.html", "recommendations.html"):
        if path != "recommendations.html" or any(one.kind == "recommendation" and one.counts for one in troubled.by_study[study.key]):
            assert "retracted" in lxml.html.fromstring((tmp_path / path).read_bytes()).text_content(), path


def test_the_accuracy_card_of_the_review_stands_on_the_overview(place: Path, tmp_path: Path) -> None:
    card = {"date": "2026-01-02", "reports": 31, "figures": {"all reports": {"kind barrier": {"precision": 0.937, "recall": 0.808}}}}
    (place / "accuracy.json").write_text(json.dumps(card), encoding="utf-8")
    try:
        assert CliRunner().invoke(command, ["--review", str(place), "show", "overview", "--to", str(tmp_path)]).exit_code == 0
        text = lxml.html.fromstring((tmp_path / "index.html").read_bytes()).text_content()
        assert "31 reports read by people" in text
        assert "barriers: 94 % of what it finds is right, it finds 81 %" in text
        (place / "accuracy.json").write_text("[]", encoding="utf-8")
        wrong = CliRunner().invoke(command, ["--review", str(place), "show", "overview", "--to", str(tmp_path)])
        assert "is not an accuracy card" in str(wrong.exception)
    finally:
        (place / "accuracy.json").unlink()
