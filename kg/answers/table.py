"""A table: rows with named columns, and the ways a table is shown (text, CSV, TSV, JSON, JSON lines, Markdown)."""

import csv
import io
import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import click

#: The ways `show` knows, in the order `--as` lists them.
WAYS = ("text", "csv", "tsv", "json", "jsonl", "md")

#: A cell: text, number, yes/no, not stated (None), several values, or something with fields (only JSON keeps its shape).
Cell = str | int | float | bool | Decimal | date | None | Sequence["Cell"] | Mapping[str, "Cell"]

#: Characters a reader cannot see but a terminal or a browser obeys: controls, bidirectional overrides, zero widths.
UNSEEN = re.compile("[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_SPACE = re.compile(r"[ \t\r\n\u0085\u2028\u2029]+")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\Z")

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns, with a title above and a note below.

    >>> table = Table(("barrier", "studies"), (("Funding", 2),))
    >>> print(show(table))
    barrier  studies
    -------  -------
    Funding        2
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"A row has {len(row)} cells for the {len(self.columns)} columns {', '.join(self.columns)}.")

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def show(table: Table, as_: str = "text", *, width: int = 0) -> str:
    """Show the table in one of `WAYS`, without a final line break; `width` (columns of a terminal) wraps the text form, 0 does not."""
    if as_ == "text":
        return _rich(table, width) if width else _plain(table)
    if as_ in ("csv", "tsv"):
        return _separated(table, "," if as_ == "csv" else "\t")
    if as_ == "json":
        return json.dumps([_jsonable(row) for row in table], ensure_ascii=False, indent=2)
    if as_ == "jsonl":
        return "\n".join(json.dumps(_jsonable(row), ensure_ascii=False) for row in table)
    if as_ == "md":
        return _markdown(table)
    raise ValueError(f"A table cannot be shown as {as_!r}; it can be shown as {', '.join(WAYS)}.")


def write(table: Table, as_: str = "text") -> None:
    """Show a table on standard output: fitted to the window on a terminal, plain and unwrapped in a pipe or file."""
    import shutil

    width = shutil.get_terminal_size().columns if as_ == "text" and sys.stdout.isatty() else 0
    text = show(table, as_, width=width)
    if text:
        click.echo(text)


def as_choice(*more: str) -> Callable[[F], F]:
    """Make the option `--as` (parameter `as_`) with the ways of a table and those in `more`."""
    help_ = "How rows are shown (default: text)."
    return click.option("--as", "as_", type=click.Choice([*WAYS, *more]), default="text", help=help_, metavar="|".join([*WAYS, *more]))


def as_option(command: F) -> F:
    """Give a command the option `--as`, which reaches it as the parameter `as_`; hand that to `write`."""
    return as_choice()(command)


def visible(text: str) -> str:
    r"""Fold white space and write every character that hides or reorders others as its code point.

    >>> visible("a\u202eb\nc")
    'a<U+202E>b c'
    """
    return UNSEEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", _SPACE.sub(" ", text))


def plain(cell: Cell) -> str:
    """Write a cell as one string: several values joined by '; ', fields as 'name: value', not stated as nothing."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return f"{cell:g}"
    if isinstance(cell, Mapping):
        return ", ".join(f"{name}: {plain(value)}" for name, value in cell.items())
    if isinstance(cell, Sequence):
        return "; ".join(plain(value) for value in cell)
    return str(cell)


def _jsonable(cell: Cell) -> Any:
    """Turn a cell into what JSON keeps: exact decimals and dates become strings."""
    if isinstance(cell, Mapping):
        return {name: _jsonable(value) for name, value in cell.items()}
    if isinstance(cell, Sequence) and not isinstance(cell, str):
        return [_jsonable(value) for value in cell]
    return str(cell) if isinstance(cell, Decimal | date) else cell


def _columns_wide(text: str) -> int:
    """How many columns of a terminal a text takes (East Asian wide characters take two, combining marks none)."""
    return sum(0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _numeric(table: Table, place: int) -> bool:
    """Whether a column holds numbers only, so that it is set to the right."""
    cells = [row[place] for row in table.rows if row[place] is not None]
    return bool(cells) and all(isinstance(cell, int | float | Decimal) and not isinstance(cell, bool) for cell in cells)


def _plain(table: Table) -> str:
    """Aligned columns under a rule; every row one line."""
    right = [_numeric(table, place) for place in range(len(table.columns))]
    lines = [tuple(visible(name) for name in table.columns)] + [tuple(visible(plain(cell)) for cell in row) for row in table.rows]
    wide = [max(_columns_wide(line[place]) for line in lines) for place in range(len(table.columns))]

    def laid(line: Sequence[str]) -> str:
        gaps = [" " * (wide[place] - _columns_wide(text)) for place, text in enumerate(line)]
        return "  ".join(
            gap + text if right[place] else text + gap for place, (text, gap) in enumerate(zip(line, gaps, strict=True))
        ).rstrip()

    body = [laid(lines[0]), laid(["-" * number for number in wide]), *(laid(line) for line in lines[1:])]
    return "\n".join(([table.title, ""] if table.title else []) + body + (["", table.note] if table.note else []))


def _rich(table: Table, width: int) -> str:
    """Fit the table into a window, long cells wrapped, drawn by rich; nothing in a cell is read as markup."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as Drawn
    from rich.text import Text

    drawn = Drawn(title=Text(table.title) if table.title else None, caption=Text(table.note) if table.note else None, box=box.SIMPLE_HEAD)
    drawn.title_justify = drawn.caption_justify = "left"
    for place, name in enumerate(table.columns):
        right = _numeric(table, place)
        drawn.add_column(Text(visible(name)), justify="right" if right else "left", overflow="fold", no_wrap=right)
    for row in table.rows:
        drawn.add_row(*(Text(visible(plain(cell))) for cell in row))
    into = io.StringIO()
    Console(file=into, width=width, force_terminal=True).print(drawn)
    return into.getvalue().rstrip("\n")


def harmless(cell: Cell) -> str:
    """Write a cell as text that no spreadsheet runs: text that starts like a formula gets an apostrophe before it, numbers stay.

    Source: OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection
    """
    text = plain(cell)
    risky = text.lstrip(" \u00a0\u3000\ufeff")[:1] in ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20") or text[:1] in (
        "\t",
        "\r",
        "\n",
    )
    return "'" + text if isinstance(cell, str | Sequence | Mapping) and risky and not _NUMBER.match(text) else text


def _separated(table: Table, sign: str) -> str:
    """Write CSV (RFC 4180, lines end in LF), or TSV with tab, line break and backslash escaped as in PostgreSQL."""
    lines = [[harmless(name) for name in table.columns], *([harmless(cell) for cell in row] for row in table.rows)]
    if sign == "\t":
        flat = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
        return "\n".join("\t".join(text.translate(flat) for text in line) for line in lines)
    into = io.StringIO()
    csv.writer(into, lineterminator="\n").writerows(lines)
    return into.getvalue().removesuffix("\n")


def _markdown(table: Table) -> str:
    """Write a table in GitHub's Markdown; what Markdown or HTML would obey is escaped."""

    def cell(value: Cell) -> str:
        return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", visible(plain(value)).replace("&", "&amp;"))

    rule = ["---:" if _numeric(table, place) else "---" for place in range(len(table.columns))]
    lines = [[cell(name) for name in table.columns], rule, *([cell(value) for value in row] for row in table.rows)]
    body = ["| " + " | ".join(line) + " |" for line in lines]
    return "\n".join(([f"**{cell(table.title)}**", ""] if table.title else []) + body + (["", cell(table.note)] if table.note else []))
