"""Coding sheets: what was written comes back as it was, spreadsheets' habits are tolerated, faults are named and no row is lost."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import BadSheet
from kg.findings import grid, sheet
from kg.findings.finding import BASES, KINDS, ROLES, Finding, Match

FINDING = Finding(
    kind="barrier",
    quote="“poor, local” treatment\nand service capacity; or =none",
    start=1897,
    end=1938,
    document="9bdaa9eb" * 8,
    report="doi:10.1000/x",
    section="results",
    role="result",
    basis="author-finding",
    perspective=("pooled-participants",),
    stakeholders=("overdose-survivors", "outreach-teams"),
    stated_level="exo",
    matches=(Match("treatment-capacity", "synonym", "service capacity", 0.75), Match("housing-supply")),
    units="3 of 4 police divisions: Participants in three divisions",
    links=(("negativeCaseOf", "0d0f538451c816e64d08"),),
    checked="abstract",
    seal="0011223344556677",
    note="-1 is a formula to a spreadsheet",
)

words = st.text(st.characters(codec="utf-8"), max_size=30)
word = words.map(str.strip)
item = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).map(str.strip).filter(bool)
slug = st.from_regex(r"[a-z]{1,8}(-[a-z]{1,8})?", fullmatch=True)
share = st.floats(0, 1)
findings = st.builds(
    Finding,
    kind=st.sampled_from(KINDS),
    quote=words.filter(str.strip),
    start=st.integers(0, 10**6),
    end=st.integers(1, 10**6),
    document=st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    report=word,
    section=words,
    role=st.sampled_from(("", *ROLES)),
    basis=st.sampled_from(("", *BASES)),
    perspective=st.lists(item, max_size=3).map(tuple),
    stakeholders=st.lists(item, max_size=3).map(tuple),
    affects=st.lists(item, max_size=2).map(tuple),
    addressee=st.lists(item, max_size=2).map(tuple),
    stated_level=st.sampled_from(("", "macro", "micro")),
    level=st.sampled_from(("", "exo", "meso")),
    matches=st.lists(st.builds(Match, slug, slug, word, share), max_size=3).map(tuple),
    addresses=st.lists(slug, max_size=2).map(tuple),
    units=words,
    discriminator=word,
    extractor=words,
    confidence=share,
    checked=st.sampled_from(("unchecked", "abstract", "full-text")),
    seal=slug,
    decision=st.sampled_from(("", "accept", "reject")),
    note=words,
    links=st.lists(st.tuples(slug, slug), max_size=2).map(tuple),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(findings, max_size=3))
def test_what_was_written_is_read_back_exactly(several: list[Finding]) -> None:
    rows = [sheet.cells(one, "jane", "2026-11-22") for one in several]
    columns = (*sheet.COLUMNS, "extractor", "confidence")
    data = grid.text([columns, *([row[column] for column in columns] for row in rows)]).encode()
    back = sheet.parse(data, "jane.csv")
    assert back.faults == ()
    assert list(back.findings) == several


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=8))
def test_neutralising_is_undone_exactly(cell: str) -> None:
    assert grid.restored(grid.neutral(cell)) == cell
    assert not grid.neutral(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


def written(tmp_path: Path, *several: Finding, coder: str = "jane") -> Path:
    path = tmp_path / f"{coder}.csv"
    sheet.write(path, several or (FINDING,), coder, "2026-11-22")
    return path


def test_a_sheet_on_disk_goes_round_and_has_no_formula(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert sheet.read(path).findings == (FINDING,)
    machine = replace(FINDING, extractor="cues:lack-of", confidence=0.7)
    assert sheet.read(written(tmp_path, machine, coder="cues")).findings == (machine,)
    assert ",'-1 is a formula" in path.read_text(encoding="utf-8")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["cues.csv", "jane.csv"]


def test_same_findings_give_the_same_bytes(tmp_path: Path) -> None:
    assert written(tmp_path).read_bytes() == written(tmp_path, coder="jane").read_bytes()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_habits_of_spreadsheets(delimiter: str, ending: str, encoding: str) -> None:
    plain = replace(FINDING, quote="“fear” of arrest")
    values = sheet.cells(plain, "jane")
    values["start"] = "1897.0"
    header = [column.replace("_", " ").title() for column in sheet.COLUMNS]
    rows = [header, [values[column] for column in sheet.COLUMNS], [""] * len(header)]
    lines = [delimiter.join('"' + grid.neutral(cell).replace('"', '""') + '"' for cell in row) for row in rows]
    read = sheet.parse((ending.join(lines) + ending).encode(encoding), "jane.csv")
    assert read.faults == ()
    assert read.findings == (plain,)


def test_excels_line_that_names_the_delimiter_is_skipped_but_counted() -> None:
    values = sheet.cells(FINDING) | {"kind": "barier"}
    data = "sep=;\n" + ";".join(sheet.COLUMNS) + "\n" + ";".join('"' + values[c].replace('"', '""') + '"' for c in sheet.COLUMNS)
    (fault,) = sheet.parse(data.encode(), "a.csv").faults
    assert fault.line == 3


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"kind": "bariers"}, "kind", "did you mean 'barrier'"),
        ({"kind": ""}, "kind", "it is empty; write one of barrier"),
        ({"role": "finding"}, "role", "write one of result"),
        ({"level": "mega"}, "level", "macro, exo, meso, micro"),
        ({"quote": "  "}, "quote", "copy the words of the report"),
        ({"start": "many"}, "start", "not a whole number"),
        ({"report": "", "document": ""}, "report", "the report is missing"),
        ({"match": "synonym: x; rule: y"}, "match", "2 reasons for 1 concepts"),
        ({"links": "contrastsWith"}, "links", "names no finding"),
        ({"confidence": "sure"}, "confidence", "a number from 0 to 1"),
        ({"decision": "maybe"}, "decision", "accept, reject, edit, add"),
    ],
)
def test_a_fault_is_named_and_its_row_kept(tmp_path: Path, change: dict[str, str], column: str, words: str) -> None:
    good = replace(FINDING, matches=(Match("treatment-capacity"),))
    path = tmp_path / "jane.csv"
    sheet.save(path, [sheet.cells(good), sheet.cells(good) | change], sheet.EXTRAS)
    read = sheet.read(path)
    (fault,) = read.faults
    assert (fault.column, fault.file) == (column, str(path))
    assert words in str(fault)
    assert read.findings == (good,)
    assert len(read.rows) == 2
    assert {key: read.rows[1].cells[key] for key in change} == change


def test_lines_are_those_of_the_file_even_after_a_quote_of_two_lines() -> None:
    values = sheet.cells(FINDING)
    text = grid.text([sheet.COLUMNS, [values[c] for c in sheet.COLUMNS], [(values | {"kind": "x"})[c] for c in sheet.COLUMNS]])
    (fault,) = sheet.parse(text.encode(), "a.csv").faults
    assert text.splitlines()[fault.line - 1].startswith(FINDING.id)
    assert fault.line == 4


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (["kinds" if column == "kind" else column for column in sheet.COLUMNS], "no column 'kinds' (did you mean 'kind'?)"),
        ([column for column in sheet.COLUMNS if column != "quote"], "missing: quote"),
        ([*sheet.COLUMNS, "note"], "more than once: note"),
        (["Title", "Author"], "no column 'title'"),
    ],
)
def test_wrong_columns_are_named_with_the_right_ones(header: list[str], words: str) -> None:
    with pytest.raises(BadSheet) as wrong:
        sheet.parse(grid.text([header]).encode(), "a.csv")
    assert words in str(wrong.value)
    assert ", ".join(sheet.COLUMNS) in str(wrong.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        ("kind,quote\nbarrier,peur d’été".encode("cp1252"), "line 2: the file is not UTF-8"),
        (b'kind,quote\nbarrier,"unclosed', "cannot be told from the next"),
    ],
)
def test_a_file_that_is_no_sheet_is_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(BadSheet, match=words):
        sheet.parse(data, "a.csv")


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadSheet, match="cannot be read"):
        sheet.read(tmp_path / "none.csv")


def test_a_cell_beyond_the_columns_is_a_fault_and_is_not_dropped_in_silence() -> None:
    values = sheet.cells(FINDING)
    text = grid.text([sheet.COLUMNS, [*(values[c] for c in sheet.COLUMNS), "lost"]])
    (fault,) = sheet.parse(text.encode(), "a.csv").faults
    assert "'lost'" in str(fault)


def test_links_follow_a_row_whose_id_a_person_chose_or_changed() -> None:
    first = sheet.cells(FINDING) | {"id": "a1", "links": ""}
    second = sheet.cells(replace(FINDING, kind="facilitator")) | {"id": "a2", "links": "contrastsWith a1"}
    text = grid.text([sheet.COLUMNS, *([row[c] for c in sheet.COLUMNS] for row in (first, second))])
    one, two = sheet.parse(text.encode(), "a.csv").findings
    assert two.links == (("contrastsWith", one.id),)


def test_a_sheet_gives_a_coding_for_each_coder(tmp_path: Path) -> None:
    path = tmp_path / "both.csv"
    sheet.save(path, [sheet.cells(FINDING, "jane", "2026-01-02"), sheet.cells(FINDING), sheet.cells(FINDING, "ali")])
    codings = sheet.read(path).codings(priority=2)
    assert [(one.coder, len(one.findings), one.date, one.priority) for one in codings] == [
        ("ali", 1, "", 2),
        ("both", 1, "", 2),
        ("jane", 1, "2026-01-02", 2),
    ]


def test_a_failed_write_leaves_the_old_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("harvest.durable.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        sheet.write(path, [])
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_an_id_names_words_place_and_kind_but_not_the_concept() -> None:
    assert FINDING.id == FINDING.matched(Match("housing-supply")).id == replace(FINDING, note="", perspective=()).id
    others = {
        replace(FINDING, **change).id for change in ({"kind": "facilitator"}, {"start": 1}, {"discriminator": "b"}, {"document": "00"})
    }
    assert len(others | {FINDING.id}) == 5
