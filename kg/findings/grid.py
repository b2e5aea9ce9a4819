"""A grid: the rows of a CSV file as people's programs write it, and CSV as spreadsheets may safely open it.

Read: UTF-8 with or without byte order mark, or the UTF-16 of "Unicode text"; commas, semicolons or tabs; any line ending; Excel's
`sep=;` line. Cells keep every character (curly quotes too) but for the apostrophe that neutralised a formula.
Written: RFC 4180 with line feeds, UTF-8, cells that a spreadsheet would run as a formula neutralised by an apostrophe
(OWASP, "CSV Injection"); reading takes exactly that apostrophe away again.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.errors import BadSheet

#: What starts a formula in a spreadsheet, full-width forms included.
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_NEUTRALISED = re.compile(r"''*[=+\-@\t\r＝＋－＠]")
_SPECIAL = re.compile(r"[\",;\t\r\n]|^\s|\s$")
#: Longest cell read, in characters.
LONGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a grid: the line of the file it starts in (1 is the first) and its cells."""

    number: int
    cells: tuple[str, ...]


def neutral(cell: str) -> str:
    """The cell as a spreadsheet may open it without running it.

    >>> neutral("=1+1"), neutral("'=x"), neutral("plain"), neutral("'tis")
    ("'=1+1", "''=x", 'plain', "'tis")
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def restored(cell: str) -> str:
    """The cell before `neutral`: exactly its inverse.

    >>> [restored(neutral(cell)) for cell in ("=1+1", "'=x", "plain", "'tis")]
    ['=1+1', "'=x", 'plain', "'tis"]
    """
    return cell[1:] if cell[:1] == "'" and _NEUTRALISED.match(cell) else cell


def parse(data: bytes, name: str, known: Sequence[str]) -> tuple[Line, ...]:
    """All rows that hold anything, the header first; raises `BadSheet` where no rows can be made of the bytes.

    `known` are the columns expected: the delimiter under which most of them are found is the one the file was written with.
    """
    text = _text(data, name)
    first, _, rest = text.partition("\n")
    skipped = 0
    delimiter = ""
    if sep := re.fullmatch(r'"?sep=(.)"?\r?', first, re.I):
        delimiter, text, skipped = sep[1], rest, 1
    lines = _lines(text, name, delimiter or _delimiter(text, known), skipped)
    if not lines:
        raise BadSheet(f"{name} is empty; export a sheet with 'kg sheet export' and fill that in.")
    return lines


def _text(data: bytes, name: str) -> str:
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data[: wrong.start].count(b"\n") + 1
        raise BadSheet(
            f"{name}, line {line}: the file is not UTF-8, so letters would be lost; save it again as 'CSV UTF-8' (Excel) "
            "or with character set UTF-8 (LibreOffice)."
        ) from wrong


def _delimiter(text: str, known: Sequence[str]) -> str:
    """The delimiter under which the first line holds most of the known columns."""

    def found(delimiter: str) -> int:
        header = next(csv.reader([text.lstrip("\r\n").splitlines()[0]] if text.strip() else [""], delimiter=delimiter), [])
        return len({column(cell) for cell in header} & set(known))

    return max((",", ";", "\t"), key=found)


def column(cell: str) -> str:
    """A header cell as a column name: `Stated level ` is stated_level."""
    return re.sub(r"[\s-]+", "_", cell.strip().lower())


def _lines(text: str, name: str, delimiter: str, skipped: int) -> tuple[Line, ...]:
    csv.field_size_limit(LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[Line] = []
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append(Line(start + skipped, tuple(restored(cell) for cell in cells)))
            start = reader.line_num + 1
    except csv.Error as wrong:
        raise BadSheet(
            f"{name}, line {start + skipped}: the row cannot be told from the next ({wrong}); a cell with quotation marks in it must be "
            'enclosed in them, and each one inside doubled (""): open the file in a spreadsheet and save it again as CSV UTF-8.'
        ) from wrong
    return tuple(lines)


def text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV text with every cell safe for spreadsheets."""
    return "".join(",".join(_cell(neutral(cell)) for cell in row) + "\n" for row in rows)


def _cell(cell: str) -> str:
    """A cell, enclosed where any reader could stumble: the csv module leaves a lone carriage return bare."""
    return '"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell
