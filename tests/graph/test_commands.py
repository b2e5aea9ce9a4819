"""`kg build`, `kg check` and `kg export` on a small review folder, as a person runs them."""

import dataclasses
import hashlib
import subprocess

import pytest
from click.testing import CliRunner, Result

from harvest.formats import facts
from harvest.identifier import Identifier
from harvest.record import Passage, Record
from kg.cli import kg
from kg.commands.export import WAYS as OFFERED
from kg.errors import EvidenceError
from kg.findings import sheet
from kg.findings.finding import Finding, Match
from kg.findings.quote import seal
from kg.graph import dataset, export, open_store
from kg.graph.project import project
from kg.review import Review
from kg.text.sections import read
from kg.walk import keep_files

RECORDS = (
    Record("made", "1", (Identifier("doi", "10.5555/one"),), "Beds in the north", abstract=(Passage("Officers said beds were lacking."),)),
    Record("made", "2", (Identifier("doi", "10.5555/two"),), "Beds in the south", abstract=(Passage("Here beds were lacking as well."),)),
)


def finding(record: Record, words: str, **more: object) -> Finding:
    text = read(record)
    start = text.text.index(words)
    facts = {"matches": (Match("treatment-capacity"),), "perspective": ("police-officers",), "affects": ("police-officers",)} | more
    one = Finding("barrier", words, start, start + len(words), text.sha256, str(record.identifiers[0]), role="result",
                  basis="author-finding", checked="abstract", **facts)  # type: ignore[arg-type] # fmt: skip
    return dataclasses.replace(one, seal=seal(one.document, one.start, one.end, one.quote))


@pytest.fixture
def review(tmp_path):
    review = Review.create(tmp_path / "review")
    source = tmp_path / "made.records.jsonl"
    source.write_bytes(facts.write(list(RECORDS)))
    from kg.tally import Tally

    tally = Tally("harvest")
    assert list(keep_files(review, [source], tally))
    assert tally.complete, tally.losses
    write(review, [finding(RECORDS[0], "beds were lacking"), finding(RECORDS[1], "beds were lacking")])
    return review


def write(review: Review, findings: list[Finding]) -> None:
    sheet.write(review.codings / "ann.csv", findings, "Ann", "2026-11-21")


def run(review: Review, *args: str) -> Result:
    return CliRunner().invoke(kg, ["--review", str(review.root), *args])


def test_build_counts_what_it_built_and_opens(review):
    done = run(review, "build")
    assert done.exit_code == 0, done.output
    assert "2 studies, 2 reports, 2 records, 2 findings, 0 candidates" in done.output
    rows = dataset(review).query(
        "PREFIX ev: <https://w3id.org/evidence-kg/ont#> SELECT ?s WHERE { ?s ev:hinderedBy ?c . ?c ev:poleScope ?p }"
    )
    assert len({row[0] for row in rows}) == 2


def test_a_build_with_losses_says_so_and_ends_with_3(review):
    write(review, [finding(RECORDS[0], "beds were lacking"), finding(RECORDS[1], "beds were lacking", matches=(Match("no-such-thing"),))])
    done = run(review, "build")
    assert done.exit_code == 3
    assert "no-such-thing" in done.output


def test_check_finds_nothing_wrong(review):
    done = run(review, "check")
    assert (done.exit_code, done.output.splitlines()[-1][:49]) == (0, "Checked 2 findings in 1 sheets: 2 quotes verbatim")


def changed(letter: str, by: str, of: Finding) -> Finding:
    return dataclasses.replace(of, quote=of.quote.replace(letter, by, 1))


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        (lambda one: changed("b", "d", one), "deds were lacking"),
        (lambda one: dataclasses.replace(one, start=one.start + 1, end=one.end + 1), "does not stand"),
        (lambda one: dataclasses.replace(one, end=one.end + 1), "offsets count characters"),
        (lambda one: one.matched(Match("treatment-capasity")), "the nearest are treatment-capacity"),
        (lambda one: one.matched(Match("police-officers")), "'police-officers' is a stakeholder, where a determinant belongs"),
        (lambda one: dataclasses.replace(one, addressee=("poverty",)), "'poverty' is a determinant, where a stakeholder belongs"),
        (lambda one: dataclasses.replace(one, links=(("qualifies", "0" * 20),)), "qualifies points at"),
        (lambda one: dataclasses.replace(one, document="0" * 64, report="10.5555/none"), "no report of this review is"),
    ],
)
def test_a_fault_is_one_line_with_file_line_and_remedy(review, fault, named):
    good, bad = finding(RECORDS[1], "beds were lacking"), fault(finding(RECORDS[0], "beds were lacking"))
    write(review, [good, bad])
    done = run(review, "check", "--no-shapes")
    lines = [line for line in done.output.splitlines() if named in line]
    assert done.exit_code == 1
    assert lines, done.output
    assert lines[0].startswith("ann.csv, line 3, column "), "the good row above is not blamed"


def test_a_changed_letter_shows_by_its_seal_where_the_text_is_not_at_hand(review):
    text = read(RECORDS[0])
    facts_only = dataclasses.replace(RECORDS[0], abstract=(), text_sha256=text.sha256, text_length=len(text.text))
    other = Review.create(review.root.parent / "other")
    source = review.root.parent / "facts.records.jsonl"
    source.write_bytes(facts.write([facts_only]))
    from kg.tally import Tally

    list(keep_files(other, [source], Tally("harvest")))
    write(other, [finding(RECORDS[0], "beds were lacking")])
    assert "0 quotes verbatim in their text, 1 by seal" in run(other, "check").output
    write(other, [changed("b", "d", finding(RECORDS[0], "beds were lacking"))])
    done = run(other, "check")
    assert done.exit_code == 1
    assert "its seal does not fit" in done.output


def test_the_same_words_twice_by_one_coder_are_a_fault(review):
    write(review, [finding(RECORDS[0], "beds were lacking")] * 2)
    done = run(review, "check", "--no-shapes")
    assert "coded as the same barrier already in ann.csv, line 2" in done.output


def test_the_shapes_see_what_the_columns_do_not(review):
    write(review, [finding(RECORDS[0], "beds were lacking", matches=()), finding(RECORDS[1], "beds were lacking")])
    done = run(review, "check")
    assert done.exit_code == 1
    assert [line for line in done.output.splitlines() if line.startswith("ann.csv, line 2")], done.output


@pytest.mark.parametrize("way", export.WAYS)
def test_an_export_is_the_same_twice_and_its_sidecar_fits(review, tmp_path, way):
    run(review, "build")
    one, two = tmp_path / f"one.{way}", tmp_path / "two"
    assert run(review, "export", str(one)).exit_code == 0
    run(review, "build")
    done = run(review, "export", "--as", way, str(two))
    assert done.exit_code == 0, done.output
    assert one.read_bytes() == two.read_bytes()
    number, digest = (tmp_path / f"one.{way}.sha256").read_text().split("\n")[:2]
    assert digest == f"{hashlib.sha256(one.read_bytes()).hexdigest()}  one.{way}"
    assert int(number.split()[1]) > 0
    assert not list(tmp_path.glob(".*")), "nothing half is left"


def test_exports_of_quads_hold_the_whole_graph(review, tmp_path):
    import pyoxigraph

    run(review, "build")
    store = open_store(review)
    formats = {"nq": pyoxigraph.RdfFormat.N_QUADS, "trig": pyoxigraph.RdfFormat.TRIG, "jsonld": pyoxigraph.RdfFormat.JSON_LD}
    for way, format in formats.items():
        written = export.export(store, tmp_path / f"all.{way}", way)
        again = pyoxigraph.Store()
        again.load(path=str(written.path), format=format)
        assert export.lines(again) == export.lines(store), way
        assert written.number == len(store)


def test_csv_cells_that_a_spreadsheet_would_run_are_made_harmless(review, tmp_path):
    record = dataclasses.replace(RECORDS[0], abstract=(Passage("Officers said: =cmd|calc was lacking."),))
    source = tmp_path / "evil.records.jsonl"
    source.write_bytes(facts.write([dataclasses.replace(record, key="3", identifiers=(Identifier("doi", "10.5555/three"),), title="Evil")]))
    from kg.tally import Tally

    list(keep_files(review, [source], Tally("harvest")))
    evil = dataclasses.replace(record, key="3", identifiers=(Identifier("doi", "10.5555/three"),), title="Evil")
    write(review, [finding(evil, "=cmd|calc was lacking")])
    run(review, "build")
    export.export(open_store(review), tmp_path / "all.csv", "csv")
    assert ",'=cmd|calc was lacking," in (tmp_path / "all.csv").read_text(encoding="utf-8")


def test_a_folder_that_is_not_there_is_a_sentence_and_leaves_nothing(review, tmp_path):
    run(review, "build")
    with pytest.raises(EvidenceError, match="cannot be written"):
        export.export(open_store(review), tmp_path / "none" / "all.nq", "nq")
    assert run(review, "export", str(tmp_path / "all.xyz")).exit_code == 2


def test_the_command_offers_what_the_room_writes():
    assert tuple(export.WAYS) == OFFERED


def test_networks_have_weights_and_labels(review):
    run(review, "build")
    store = open_store(review)
    network = project(store, "study-determinant")
    concept = "determinant/treatment-capacity"
    assert network.nodes[concept]["label"] == "Treatment and service capacity"
    assert sorted(data["weight"] for _, _, data in network.edges(concept, data=True)) == [1, 1]
    voices = project(store, "determinant-stakeholder")
    (edge,) = voices.edges(data=True)
    assert (edge[2]["weight"], edge[2]["pole"]) == (2, "barrier")
    assert project(store, "determinant-cooccurrence").number_of_edges() == 0
    with pytest.raises(EvidenceError, match="choose one of"):
        project(store, "moon")


def test_sha256sum_accepts_the_sidecar(review, tmp_path):
    run(review, "build")
    run(review, "export", str(tmp_path / "all.nq"))
    checked = subprocess.run(["sha256sum", "-c", "all.nq.sha256"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, "all.nq: OK\n"), checked.stderr
