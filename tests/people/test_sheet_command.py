"""Exporting and importing sheets: people decide, every row is checked, none is lost, nobody's sheet is overwritten."""

import csv
import re
from pathlib import Path

import pytest

from kg import walk
from kg.findings import sheet
from kg.findings.quote import seal, stands
from tests.people.conftest import Bench


def test_an_export_shows_candidates_with_the_words_around_them(bench: Bench) -> None:
    rows = bench.rows(bench.export("out.csv", "--candidates"))
    assert [row["quote"] for row in rows] == [one.quote for one in bench.candidates]
    assert rows[0]["before"].endswith("Nurses said that")
    assert rows[0]["after"].startswith("kept people away. Clients spoke")
    assert rows[0]["label"] == "Waiting times"
    assert sheet.read(bench.review.root / "out.csv").faults == ()


def test_an_export_to_standard_output_is_the_same_sheet(bench: Bench) -> None:
    path = bench.export("out.csv", "--candidates")
    result = bench.run("sheet", "export", "--candidates")
    assert result.stdout_bytes == path.read_bytes()


def test_before_anybody_has_coded_an_export_gives_the_candidates(bench: Bench) -> None:
    rows = bench.rows(bench.export("out.csv"))
    assert len(rows) == 4
    assert bench.take([rows[0] | {"decision": "accept"}]).exit_code == 0
    assert [row["quote"] for row in bench.rows(bench.export("out.csv"))] == ["long waits"]


def test_accept_reject_edit_add_and_leave(bench: Bench) -> None:
    rows = bench.rows(bench.export("out.csv", "--candidates"))
    rows[0]["decision"] = "accept"
    rows[1] |= {"decision": "reject", "note": "a compliment"}
    rows[2] |= {"decision": "edit", "quote": "A lack of beds", "start": "", "end": ""}
    new = dict.fromkeys(rows[0], "") | {"decision": "add", "report": rows[0]["report"], "kind": "barrier"}
    new |= {"quote": "forms in one   language", "concepts": "Languages of forms", "perspective": "clients"}
    result = bench.take([*rows, new])
    assert result.exit_code == 0, result.output
    assert "1 accepted, 1 rejected, 1 changed, 1 undecided, 1 added" in result.output
    kept = {one.quote: one for one in bench.kept()}
    assert kept["long waits"].decision == "accept"
    assert (kept["kind staff"].decision, kept["kind staff"].note) == ("reject", "a compliment")
    assert kept["A lack of beds"].decision == ""
    assert kept["lack of beds"].decision == "reject"
    assert kept["lack of beds"].note == f"changed to {kept['A lack of beds'].id}"
    added = kept["forms in one language"]
    assert (added.concepts, added.perspective, added.decision) == (("languages",), ("clients",), "")
    assert added.checked == walk.gather(bench.review).evidence.texts[0].kind
    assert "hire more nurses" not in kept
    for one in kept.values():
        assert stands(bench.document.text, one.quote, one.start, one.end)
    assert added.seal == seal(added.document, added.start, added.end, added.quote)


def test_a_concept_exchanged_in_an_accepted_row_is_a_correction_on_the_same_finding(bench: Bench) -> None:
    rows = bench.rows(bench.export("out.csv", "--candidates"))[:1]
    rows[0] |= {"decision": "accept", "concepts": "waiting-times; beds"}
    result = bench.take(rows)
    assert result.exit_code == 0, result.output
    (one,) = bench.kept()
    assert (one.id, one.decision, one.concepts) == (bench.candidates[0].id, "accept", ("waiting-times", "beds"))
    assert {match.reason for match in one.matches} == {"reader"}


def test_a_changed_row_counts_though_its_decision_was_forgotten(bench: Bench) -> None:
    rows = bench.rows(bench.export("out.csv", "--candidates"))[:1]
    rows[0]["kind"] = "context"
    assert bench.take(rows).exit_code == 0
    assert {(one.kind, one.decision) for one in bench.kept()} == {("context", ""), ("barrier", "reject")}


FAULTS = [
    ({"quote": "long waits kept persons away"}, "column quote", "the nearest passage is 'long waits kept people away"),
    ({"quote": "“kind staff’"}, "column quote", "is not in the text"),
    ({"quote": "lack of beds … long waits"}, "column quote", "do not stand in this order"),
    ({"quote": " ".join(["Clients spoke"] + ["word"] * 30)}, "column quote", "is not in the text"),
    ({"quote": "Queues are known to harm. Methods: We interviewed 12 nurses. Results: Nurses said that long waits kept people away. "
      "Clients spoke of “kind staff” and of forms"}, "column quote", "the quote has 27 words"),
    ({"concepts": "waitingtimes"}, "column concepts", "the nearest are waiting-times"),
    ({"concepts": "hire-staff"}, "column concepts", "'hire-staff' is a strategy, but a barrier speaks of a determinant"),
    ({"kind": "hurdle"}, "column kind", "write one of barrier"),
    ({"stakeholders": "nurse practitioners of the moon"}, "column stakeholders", "there is no stakeholder"),
    ({"links": "opposes 00"}, "column links", "'opposes' is not a link"),
    ({"decision": "perhaps"}, "column decision", "accept, reject, edit, add"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "column", "words"), FAULTS)
def test_a_row_with_a_fault_is_reported_and_kept_aside(bench: Bench, change: dict[str, str], column: str, words: str) -> None:
    rows = bench.rows(bench.export("out.csv", "--candidates"))[:2]
    rows[0] |= {"decision": "edit", "start": "", "end": ""} | change
    rows[1]["decision"] = "accept"
    result = bench.take(rows)
    assert result.exit_code == 3
    assert f"edited.csv, line 2, {column}: " in result.output
    assert words in result.output
    assert [one.quote for one in bench.kept()] == ["kind staff"]
    (refused,) = bench.rows(bench.review.codings / "jane.rejected.csv")
    assert refused["problem"]
    assert {name: refused[name] for name in change} == change


def test_a_refused_row_comes_in_once_it_is_corrected_and_leaves_the_others(bench: Bench) -> None:
    rows = bench.rows(bench.export("out.csv", "--candidates"))[:3]
    for row in rows[:2]:
        row |= {"decision": "accept", "concepts": "nowhere"}
    rows[2]["decision"] = "accept"
    assert bench.take(rows).exit_code == 3
    aside = bench.review.codings / "jane.rejected.csv"
    again = bench.rows(aside)
    assert len(again) == 2
    again[0]["concepts"] = "waiting-times"
    assert bench.take(again[:1]).exit_code == 0
    assert [row["quote"] for row in bench.rows(aside)] == ["kind staff"]
    assert {one.quote for one in bench.kept()} == {"long waits", "lack of beds"}
    again[1]["concepts"] = "staff-kindness"
    assert bench.take(again[1:]).exit_code == 0
    assert not aside.exists()
    assert len(bench.kept()) == 3


def test_both_coders_are_kept_and_a_second_import_changes_only_its_own(bench: Bench) -> None:
    rows = bench.rows(bench.export("out.csv", "--candidates"))
    for row in rows:
        row["decision"] = "accept"
    assert bench.take(rows[:2], "jane").exit_code == 0
    first = (bench.review.codings / "jane.csv").read_bytes()
    assert bench.take([row | {"decision": "reject"} for row in rows[:2]], "Ali B.").exit_code == 0
    assert (bench.review.codings / "jane.csv").read_bytes() == first
    assert {one.decision for one in bench.kept("ali-b")} == {"reject"}
    assert bench.take(rows[2:], "jane").exit_code == 0
    assert len(bench.kept("jane")) == 4
    assert (bench.review.codings / "earlier" / "jane.0001.csv").read_bytes() == first


def test_the_same_import_twice_changes_nothing(bench: Bench) -> None:
    rows = bench.rows(bench.export("out.csv", "--candidates"))
    rows[0]["decision"] = "accept"
    assert bench.take(rows).exit_code == 0
    before = (bench.review.codings / "jane.csv").read_bytes()
    assert bench.take(rows, "jane").exit_code == 0
    assert (bench.review.codings / "jane.csv").read_bytes() == before
    assert not (bench.review.codings / "earlier").exists()


def test_another_coders_file_is_never_taken(bench: Bench) -> None:
    rows = bench.rows(bench.export("out.csv", "--candidates"))
    assert bench.take([rows[0] | {"decision": "accept"}], "Ali B").exit_code == 0
    result = bench.take([rows[0] | {"decision": "reject"}], "ali b")
    assert result.exit_code == 1
    assert "is the sheet of Ali B" in str(result.exception)


def test_a_persons_own_sheet_goes_round(bench: Bench) -> None:
    rows = bench.rows(bench.export("out.csv", "--candidates"))
    assert bench.take([row | {"decision": "accept"} for row in rows]).exit_code == 0
    kept = bench.kept()
    again = bench.rows(bench.export("own.csv", "--coder", "jane"))
    assert bench.take(again).exit_code == 0
    assert bench.kept() == kept
    assert bench.rows(bench.export("rest.csv", "--candidates", "--coder", "jane")) == []


def test_ones_own_finding_can_be_changed_and_withdrawn(bench: Bench) -> None:
    new = dict.fromkeys(sheet.COLUMNS, "") | {
        "report": bench.candidates[0].report,
        "kind": "barrier",
        "quote": "Queues",
        "concepts": "waiting-times",
    }
    other = new | {"quote": "forms in one\nlanguage only", "concepts": "languages"}
    assert bench.take([new, other]).exit_code == 0
    rows = bench.rows(bench.export("own.csv", "--coder", "jane"))
    rows[0]["quote"] = "Queues are known to harm"
    rows[1]["decision"] = "reject"
    result = bench.take(rows)
    assert "1 changed, 1 withdrawn" in result.output
    assert [one.quote for one in bench.kept()] == ["Queues are known to harm"]


def test_two_findings_in_the_same_words_need_telling_apart(bench: Bench) -> None:
    row = dict.fromkeys(sheet.COLUMNS, "") | {
        "report": bench.candidates[0].report,
        "kind": "barrier",
        "quote": "Queues",
        "concepts": "waiting-times",
    }
    result = bench.take([row, row | {"concepts": "beds"}, row])
    assert result.exit_code == 3
    assert "line 3, column discriminator: it has the same words and kind as line 2" in result.output
    assert bench.take([row | {"concepts": "beds", "discriminator": "beds"}]).exit_code == 0
    assert len(bench.kept()) == 2


def test_without_its_text_a_quote_is_kept_unchecked_and_said_so(bench: Bench) -> None:
    row = dict.fromkeys(sheet.COLUMNS, "") | {"report": "10.1000/unknown", "kind": "barrier", "quote": "no text here", "concepts": "beds"}
    result = bench.take([row, row | {"quote": "nor here"}])
    assert result.exit_code == 0
    assert "the review holds no report '10.1000/unknown'" in result.output
    kept = bench.kept()
    assert {(one.checked, one.seal) for one in kept} == {("unchecked", "")}
    assert len({one.id for one in kept}) == 2


def test_a_sealed_quote_whose_text_is_gone_must_stay_as_it_was(bench: Bench) -> None:
    rows = bench.rows(bench.export("out.csv", "--candidates"))[:1]
    assert bench.take([rows[0] | {"decision": "add", "id": ""}]).exit_code == 0
    (one,) = bench.kept()
    for path in sorted((bench.review.root / "archive").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    row = sheet.cells(one, "jane")
    assert bench.take([row]).exit_code == 0
    result = bench.take([row | {"quote": "short waits"}])
    assert result.exit_code == 3
    assert "changed after it was verified" in result.output


def test_check_writes_nothing(bench: Bench) -> None:
    rows = bench.rows(bench.export("out.csv", "--candidates"))
    result = bench.take([rows[0] | {"decision": "accept"}, rows[1] | {"decision": "edit", "quote": "x"}], "jane", "--check")
    assert result.exit_code == 3
    assert "nothing was written" in result.output
    assert not (bench.review.codings / "jane.csv").exists()
    assert not (bench.review.codings / "jane.rejected.csv").exists()


def test_a_workbook_has_lists_a_frozen_header_and_no_formula_and_goes_round(bench: Bench) -> None:
    from openpyxl import load_workbook

    plain = bench.rows(bench.export("out.csv", "--candidates"))
    (bench.review.codings / "candidates" / "cues.csv").unlink()
    sheet.save(
        bench.review.codings / "candidates" / "cues.csv",
        [plain[0] | {"note": '=HYPERLINK("http://x","y")'}, *plain[1:]],
        ["extractor", "confidence"],
    )
    path = bench.export("out.xlsx", "--candidates")
    assert path.read_bytes() == bench.export("again.xlsx", "--candidates").read_bytes()
    book = load_workbook(path)
    page = book["Findings"]
    header = [cell.value for cell in page[1]]
    note = page.cell(2, header.index("note") + 1)
    assert (note.data_type, note.value) == ("s", '\'=HYPERLINK("http://x","y")')
    assert page.freeze_panes == "A2"
    assert page.cell(2, header.index("quote") + 1).alignment.wrap_text
    rules = {rule.formula1 for rule in page.data_validations.dataValidation}
    assert '"accept,reject,edit,add"' in rules
    assert "Concepts!$A$2:$A$7" in rules
    assert [cell.value for cell in book["Concepts"]["A"]][:2] == ["slug", "beds"]
    for number in range(2, page.max_row + 1):
        page.cell(number, header.index("decision") + 1).value = "accept"
    book.save(bench.review.root / "edited.xlsx")
    result = bench.run("sheet", "import", str(bench.review.root / "edited.xlsx"), "--coder", "jane")
    assert result.exit_code == 0, result.output
    assert [one.quote for one in bench.kept()] == [one.quote for one in bench.candidates]
    assert bench.kept()[0].note == '=HYPERLINK("http://x","y")'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04 no zip", "not a workbook that can be read"),
        (b"\x89PNG\x00\x00", "neither CSV nor XLSX"),
        (b"kind;quote\nbarrier;x\n", "missing: id, report"),
    ],
)
def test_a_file_that_is_no_sheet_is_a_sentence(bench: Bench, data: bytes, words: str) -> None:
    path = bench.review.root / "bad.csv"
    path.write_bytes(data)
    result = bench.run("sheet", "import", str(path), "--coder", "jane")
    assert result.exit_code == 1
    assert words in str(result.exception)


@pytest.mark.parametrize("words", [["export", "--to", "x.doc"], ["export", "--as", "xlsx"], ["import", "x.csv"]])
def test_wrong_use_is_a_usage_error(bench: Bench, words: list[str]) -> None:
    assert bench.run("sheet", *words).exit_code == 2


def test_a_spreadsheet_in_another_country_reads_the_export(bench: Bench) -> None:
    path: Path = bench.export("out.csv", "--candidates")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["decision"] = "accept"
    with path.open("w", encoding="utf-16", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    result = bench.run("sheet", "import", str(path), "--coder", "jane")
    assert result.exit_code == 0, result.output
    assert len(bench.kept()) == 4


CELLS = {
    "decision": ["", "accept", "reject", "edit", "add", "Accept ", "nonsense"],
    "quote": ["long waits", "kind staff", "nowhere in it", "", "=1+1", "“kind staff”", "lack … all"],
    "kind": ["barrier", "facilitator", "recommendation", "context", "", "Hurdle"],
    "concepts": ["", "waiting-times", "beds; waiting-times", "nobody knows", "hire-staff"],
    "id": ["", "a1", "00" * 10],
    "report": ["", "10.1000/none"],
    "start": ["", "0", "many", "12.0"],
    "links": ["", "contrastsWith a1", "nonsense"],
}


def test_whatever_people_write_no_row_is_lost(bench: Bench) -> None:
    """300 rows mutated at random: each is kept, refused with a problem, or left where it was; the counts add up."""
    from random import Random

    chance = Random(7)
    rows = bench.rows(bench.export("out.csv", "--candidates"))
    mutated = []
    for number in range(300):
        row = dict(chance.choice(rows)) | {"discriminator": f"d{number}", "note": f"note {number}"}
        for column in chance.sample(sorted(CELLS), chance.randrange(4)):
            row[column] = chance.choice(CELLS[column])
        mutated.append(row)
    result = bench.take(mutated)
    assert result.exit_code == 3
    counted = [int(number) for number in re.findall(r"(\d+) [a-z]", result.output.rpartition("import: ")[2].partition(";")[0])]
    assert sum(counted) == 300
    refused = {row["note"] for row in bench.rows(bench.review.codings / "jane.rejected.csv")}
    kept = {one.note for one in bench.kept()}
    for row in mutated:
        assert row["note"] in refused or row["note"] in kept or row["decision"] in ("", "reject"), row
    for one in bench.kept():
        assert one.checked == "unchecked" or stands(bench.document.text, one.quote, one.start, one.end)
