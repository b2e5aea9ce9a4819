"""Sentences keep every offset; sections are found by labels, glued labels, headings and the source's own marks."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.errors import UnreadableFile
from harvest.record import Passage, Record
from kg.text.labels import role_of
from kg.text.load import load, load_all
from kg.text.sections import is_furniture, read, read_text
from kg.text.sentences import LONGEST, sentences


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One is here. Two is there.", ["One is here.", "Two is there."]),
        ("Costs (e.g. travel) vs. Time, p = 0.03. Next", ["Costs (e.g. travel) vs. Time, p = 0.03.", "Next"]),
        ("Dr. A. Smith spoke. J. R. Lee left.", ["Dr. A. Smith spoke.", "J. R. Lee left."]),
        ("We met staff.Methods We asked.RESULTS: None.", ["We met staff.", "Methods We asked.", "RESULTS: None."]),
        (
            "Heading\n\nA line that goes\non here.\n- item one\n- item two",
            ["Heading", "A line that goes\non here.", "- item one", "- item two"],
        ),
        ("1. First thing\n2. Second thing", ["1. First thing", "2. Second thing"]),
        ("“Why?” she said. (It was late.) Done!", ["“Why?” she said.", "(It was late.)", "Done!"]),
        ("", []),
        (" \n \n", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("aB. \n?!”(1é中٠-•:;")), max_size=200))
def test_sentences_lose_nothing_but_white_space(text: str) -> None:
    spans = sentences(text)
    assert all(a < b <= c for (a, b), (c, _) in zip(spans, [*spans, (len(text), 0)][1:], strict=True))
    assert "".join("".join(words(text)).split()) == "".join(text.split())


@pytest.mark.parametrize("hostile", ["a " * 500_000, "\n" * 1_000_000, "." * 1_000_000, "a.B" * 300_000, "- \n" * 300_000, "x" * 1_000_000])
def test_a_hostile_megabyte_is_read_in_linear_time(hostile: str) -> None:
    started = time.process_time()
    assert all(end - start <= LONGEST for start, end in sentences(hostile))
    assert time.process_time() - started < 5


def roles(text: str) -> list[tuple[str, str]]:
    document = read_text(text)
    return [(section.role, document.text[section.start : section.end].split()[0]) for section in document.sections]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BACKGROUND: Old news.\nMETHODS: We asked.\nRESULTS: They said.\nCONCLUSIONS: So it is.",
         [("background", "Old"), ("method", "We"), ("result", "They"), ("conclusion", "So")]),
        ("Background Old news is known.Methods We asked.Results They said.Conclusions So it is.",
         [("background", "Old"), ("method", "We"), ("result", "They"), ("conclusion", "So")]),
        ("Abstract:BACKGROUND: Old news.METHODS: We asked.RESULTS: They said.",
         [("background", "Old"), ("method", "We"), ("result", "They")]),
        ("Old news is known. Methods: We asked. Results: They said.", [("background", "Old"), ("method", "We"), ("result", "They")]),
        ("Design, setting and participants: A survey.\nFindings: They said.", [("method", "A"), ("result", "They")]),
        ("Results indicated that nurses agreed. Findings highlight care.", [("abstract", "Results")]),
        ("Participants were recruited. Results Were mixed in all places.", [("abstract", "Participants")]),
    ],
)  # fmt: skip
def test_labels_make_sections(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles(text) == expected


def test_a_title_line_is_not_prose() -> None:
    document = read_text("Barriers to care: what nurses say\n\nNurses were asked what hinders care. They named time and money.")
    assert [section.role for section in document.sections] == ["title", "abstract"]


def test_a_structured_record_keeps_its_labels() -> None:
    record = Record(
        "pubmed", "1", title="Care", abstract=(Passage("We asked.", "SETTING", "METHODS"), Passage("They said.", "RESULTS", "RESULTS"))
    )
    document = read(record)
    assert [(one.role, document.text[one.start : one.end]) for one in document.sections] == [
        ("title", "Care"), ("method", "We asked."), ("result", "They said.")]  # fmt: skip


def test_a_text_is_the_whole_file_in_one_normal_form() -> None:
    document = read_text("\ufeffCafe\u0301 is open.\r\nYes.")
    assert document.text == "Café is open.\nYes."


@pytest.mark.parametrize(
    ("label", "role"), [("Main Outcome Measures", "method"), ("Policy and people", ""), ("4. CONCLUSION:", "conclusion")]
)
def test_labels_are_known_by_their_words(label: str, role: str) -> None:
    assert role_of(label) == role


@pytest.mark.parametrize(
    "line", ["Ann Lee, Bob M. Ray & Cy Oh", "13 Jul 2020", "Post comment", "| a | b |", "Jo Lee is a professor at a school."]
)
def test_lines_that_are_no_prose(line: str) -> None:
    assert is_furniture(f"Text.\n{line}\n", 6, 6 + len(line))


def test_files_are_read_by_what_they_hold(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("Nurses spoke.", encoding="utf-8")
    (tmp_path / "gold.json").write_text('{"id": "g1", "text": "Nurses wrote."}', encoding="utf-8")
    (tmp_path / "many.jsonl").write_text('{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\n', encoding="utf-8")
    (tmp_path / "old.txt").write_bytes("Café".encode("cp1252"))
    found = [(one.name, one.text) for name in ("plain.txt", "gold.json", "many.jsonl", "old.txt") for one in load(tmp_path / name)]
    assert found == [("plain", "Nurses spoke."), ("g1", "Nurses wrote."), ("a", "One."), ("b", "Two."), ("old", "Café")]


def test_what_cannot_be_read_is_lost_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "binary.txt").write_bytes(b"a\x00b")
    losses: list[str] = []
    found = load_all([str(tmp_path / "binary.txt"), str(tmp_path / "absent.txt"), "-"], lambda: b"Yes.", losses)
    assert [one.text for one in found] == ["Yes."]
    assert len(losses) == 2
    assert "binary" in losses[0]
    with pytest.raises(UnreadableFile):
        load(tmp_path / "absent.txt")
