"""A table shows alike wherever rows come out, and nothing in a cell is obeyed by a terminal, spreadsheet or browser."""

import csv
import io
import json

import click
import pytest
from click.testing import CliRunner

from kg.answers.table import Table, as_option, show, visible, write

TABLE = Table(("barrier", "studies", "ids"), (("Funding", 12, ("a-2020", "b-2021")), ("日本", 3, ()), ("Trust", None, ("c",))))


def test_text_is_aligned_and_numbers_stand_right():
    lines = show(TABLE).splitlines()
    assert lines[0] == "barrier  studies  ids"
    assert lines[2] == "Funding       12  a-2020; b-2021"
    assert lines[3] == "日本           3"
    assert lines[4] == "Trust             c"


def test_title_and_note_frame_the_text():
    text = show(Table(("a",), (("b",),), title="What recurs", note="Two studies."))
    assert text.startswith("What recurs\n\na\n")
    assert text.endswith("b\n\nTwo studies.")


def test_csv_reads_back():
    rows = list(csv.reader(io.StringIO(show(Table(("a", "b"), (('say "x", y', "two\nlines"),)), "csv"))))
    assert rows == [["a", "b"], ['say "x", y', "two\nlines"]]


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\uff1d1", "=HYPERLINK(1)"])
@pytest.mark.parametrize("way", ["csv", "tsv"])
def test_a_spreadsheet_runs_nothing(text, way):
    cell = show(Table(("a",), ((text,),)), way).split("\n", 1)[1]
    assert cell.lstrip('"').startswith("'")


@pytest.mark.parametrize("value", [-5, -0.5, "-5", "+1.5e3", 7])
def test_numbers_stay_numbers(value):
    assert not show(Table(("a",), ((value,),)), "csv").split("\n")[1].startswith("'")


def test_tsv_keeps_a_row_on_a_line():
    assert show(Table(("a", "b"), (("x\ty", "1\n2\\"),)), "tsv").splitlines() == ["a\tb", "x\\ty\t1\\n2\\\\"]


def test_json_keeps_shapes():
    table = Table(("a", "b"), (((1, None), {"quote": "é", "n": 2}),))
    assert json.loads(show(table, "json")) == [{"a": [1, None], "b": {"quote": "é", "n": 2}}]
    assert json.loads(show(table, "jsonl")) == {"a": [1, None], "b": {"quote": "é", "n": 2}}
    assert json.loads(show(Table(("a",), ()), "json")) == []


def test_markdown_escapes():
    lines = show(Table(("a|b", "n"), (("<script>*x*", 1),)), "md").splitlines()
    assert lines == ["| a\\|b | n |", "| --- | ---: |", "| \\<script\\>\\*x\\* | 1 |"]


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\x1b", "\x07", "\u0085"])
def test_what_hides_is_shown(sign):
    for way in ("text", "md"):
        assert sign not in show(Table(("a",), ((f"x{sign}y",),)), way)
    assert visible("x\u202ey") == "x<U+202E>y"


def test_a_terminal_gets_wrapped_rows_without_markup():
    text = show(Table(("quote",), (("[red]word[/red] " * 20,),), title="T"), width=40)
    assert "[red]word" in text
    assert max(len(line) for line in text.splitlines()) < 80


def test_rows_must_fit_columns():
    with pytest.raises(ValueError, match="2 cells for the 1 columns"):
        Table(("a",), ((1, 2),))


def test_the_option_reaches_the_command():
    @click.command()
    @as_option
    def rows(as_: str) -> None:
        write(Table(("a",), ((1,),)), as_)

    assert CliRunner().invoke(rows, ["--as", "jsonl"]).output == '{"a": 1}\n'
    assert CliRunner().invoke(rows, []).output == "a\n-\n1\n"
    assert CliRunner().invoke(rows, ["--as", "xml"]).exit_code == 2
