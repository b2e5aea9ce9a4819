"""Coding sheets as workbooks (XLSX): the same columns, with lists to choose from, a header that stays, and wrapped text.

Cells are text, never formulas, and carry the apostrophe of `kg.findings.grid` where a spreadsheet might run them once saved as CSV.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from kg.errors import BadSheet
from kg.findings import grid
from kg.findings.row import WORDS
from kg.findings.zipped import steady

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: Most characters a cell of a workbook can hold.
LONGEST = 32_767
#: Widths of columns in characters; the others are 14.
WIDTHS = {
    "quote": 60,
    "before": 45,
    "after": 45,
    "label": 28,
    "concepts": 28,
    "note": 40,
    "problem": 50,
    "report": 30,
    "links": 24,
    "id": 12,
}
_HIDDEN = ("document", "seal")
_NUMBERS = ("start", "end", "confidence")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ESCAPED = re.compile("_x00([01][0-9A-Fa-f])_")

HELP = (
    "One row is one finding. Write into 'decision': accept (it is right), reject (it is not a finding), edit (you changed the row), "
    "add (a new row of your own). Leave it empty to decide later.",
    "A quote must be copied word for word from the report (at most 25 words); only line breaks and spaces may differ. To leave words "
    "out write … (they must stand in this order in one section).",
    "Lists in one cell are separated by a semicolon: police-officers; scs-staff. Concepts are named by their slug (second sheet).",
    "Leave 'start', 'end', 'seal', 'checked' and 'id' empty in new rows; they are filled in.",
    "Then run: kg sheet import THIS-FILE --coder YOUR-NAME",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A concept a coder can choose: its slug, label, definition and scheme."""

    slug: str
    label: str
    definition: str
    scheme: str


def write(columns: Sequence[str], rows: Iterable[dict[str, str]], choices: Sequence[Choice]) -> bytes:
    """The bytes of a workbook, the same for the same rows; raises `BadSheet` for a cell no workbook can hold."""
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Findings"
    page.append(list(columns))
    for number, row in enumerate(rows, 2):
        for place, column in enumerate(columns, 1):
            _put(page, number, place, column, row.get(column, ""))
    _dress(page, columns)
    _offer(
        book.create_sheet("Concepts"),
        ("slug", "label", "definition", "scheme"),
        ([one.slug, one.label, one.definition, one.scheme] for one in choices),
    )
    _offer(book.create_sheet("How to"), ("How to code in this workbook",), ([words] for words in HELP))
    _lists(page, columns, len(choices))
    body = io.BytesIO()
    book.save(body)
    return steady(body.getvalue())


def lines(data: bytes, name: str) -> tuple[grid.Line, ...]:
    """The rows of a workbook's sheet of findings that hold anything, the header first; raises `BadSheet`."""
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        page = book["Findings"] if "Findings" in book.sheetnames else book.worksheets[0]
        rows = [(number, [_text(cell) for cell in row]) for number, row in enumerate(page.iter_rows(values_only=True), 1)]
    except (BadZipFile, KeyError, ValueError, IndexError, OSError, EOFError) as wrong:
        raise BadSheet(f"{name} is not a workbook that can be read ({wrong}); save it again as XLSX, or as CSV UTF-8.") from wrong
    found = tuple(grid.Line(number, tuple(cells)) for number, cells in rows if any(cell.strip() for cell in cells))
    if not found:
        raise BadSheet(f"{name} is empty; export a sheet with 'kg sheet export --to FILE.xlsx' and fill that in.")
    return found


def _put(page: "Worksheet", number: int, place: int, column: str, words: str) -> None:
    if len(words) > LONGEST:
        raise BadSheet(f"A cell in column {column} has {len(words)} characters, more than a workbook can hold; export to CSV instead.")
    cell = page.cell(number, place)
    if column in _NUMBERS and re.fullmatch(r"\d{1,9}(\.\d+)?", words):
        cell.value = float(words) if "." in words else int(words)
    elif words:
        cell.value = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", grid.neutral(words))
        cell.data_type = "s"


def _text(value: Any) -> str:
    """A cell as the text a person meant: whole numbers without a fraction, days without an hour."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return value.isoformat()[:10]
    if not isinstance(value, str):
        return str(value)
    return grid.restored(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), value))


def _dress(page: "Worksheet", columns: Sequence[str]) -> None:
    """A header that stays in sight, widths, wrapped text, and the columns only kg needs put away."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions
    for place, column in enumerate(columns, 1):
        shape = page.column_dimensions[get_column_letter(place)]
        shape.width = WIDTHS.get(column, 14)
        shape.hidden = column in _HIDDEN
        head = page.cell(1, place)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", start_color="FFE8EEF4")
    for row in page.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _offer(page: "Worksheet", header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A sheet to look things up in."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    page.append(list(header))
    for number, row in enumerate(rows, 2):
        for place, words in enumerate(row, 1):
            _put(page, number, place, "", words)
            page.cell(number, place).alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = "A2"
    for place in range(1, len(header) + 1):
        page.cell(1, place).font = Font(bold=True)
        page.column_dimensions[get_column_letter(place)].width = 100 if len(header) == 1 else (28, 36, 80, 14)[place - 1]


def _lists(page: "Worksheet", columns: Sequence[str], choices: int) -> None:
    """Drop-down lists: the words of a column, strict; concepts, open (a cell may name several)."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    last = max(page.max_row + 500, 1000)
    for column in columns:
        letter = get_column_letter(columns.index(column) + 1)
        if column in WORDS:
            rule = DataValidation("list", formula1=f'"{",".join(WORDS[column])}"', allow_blank=column != "kind", showErrorMessage=True)
            rule.errorTitle, rule.error = "Not one of its words", f"Choose one of {', '.join(WORDS[column])}."[:255]
        elif column in ("concepts", "addresses") and choices:
            rule = DataValidation("list", formula1=f"Concepts!$A$2:$A${choices + 1}", allow_blank=True, showErrorMessage=False)
        else:
            continue
        rule.add(f"{letter}2:{letter}{last}")
        page.add_data_validation(rule)
