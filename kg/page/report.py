"""Reports: the tables of the pages as Markdown, as a workbook, or as HTML that word processors open, with figures as SVG files."""

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from kg.answers.table import Table, plain, show
from kg.errors import InputError
from kg.page import cerqual, figures, frame, safe, site
from kg.page.gathered import Gathered
from kg.page.tables import BY_VIEW

#: What each way is written as.
NAMES = {"md": "report.md", "xlsx": "report.xlsx", "word": "report-for-word.html"}

#: Longest text in a cell of a workbook (Excel's limit is 32,767 characters).
_CELL = 32_000


def write(gathered: Gathered, folder: Path, as_: str, views: Sequence[str] = ()) -> Path:
    """Write a report of the chosen tables (all when none is chosen) and, beside text, its figures; returns the report.

    Raises `InputError` for a view without a table.
    """
    tables = chosen(gathered, views)
    if as_ == "xlsx":
        site.put(folder / NAMES[as_], workbook(tables))
        return folder / NAMES[as_]
    drawn = figures.drawn(gathered)
    for name, _, picture in drawn:
        site.put(folder / "figures" / f"{name}.svg", picture.encode())
    made = markdown(gathered, tables, drawn) if as_ == "md" else word(gathered, tables, drawn)
    site.put(folder / NAMES[as_], made.encode())
    return folder / NAMES[as_]


def chosen(gathered: Gathered, views: Sequence[str] = ()) -> list[Table]:
    """The tables of views, or all tables and the GRADE-CERQual worksheet."""
    for name in views:
        if name not in BY_VIEW and name != "cerqual":
            raise InputError(f"The view {name!r} has no table for a report; choose of {', '.join(BY_VIEW)}, cerqual.")
    tables = [table for name, make in BY_VIEW.items() if not views or name in views for table in make(gathered)]
    return tables + (cerqual.worksheet(gathered) if not views or "cerqual" in views else [])


def markdown(gathered: Gathered, tables: Sequence[Table], drawn: Sequence[tuple[str, str, str]]) -> str:
    """The report as Markdown; others' words carry no markup."""
    parts = [f"# {_inert(gathered.title)}\n"] + ([f"{_inert(gathered.question)}\n"] if gathered.question else [])
    parts += [f"![{words}](figures/{name}.svg)\n" for name, words, _ in drawn]
    for table in tables:
        body = Table(table.columns, table.rows)
        parts.append(f"## {table.title}\n\n{show(body, 'md')}\n" + (f"\n{table.note}\n" if table.note else ""))
    return "\n".join(parts)


def _inert(text: str) -> str:
    """One line of text in which Markdown finds nothing to obey."""
    return re.sub(r"([\\`*_{}\[\]()#+!|<>&~-])", r"\\\1", " ".join(safe.shown(text).split()))


def word(gathered: Gathered, tables: Sequence[Table], drawn: Sequence[tuple[str, str, str]]) -> str:
    """The report as plain HTML that word processors open and keep as tables."""
    rows = [(table.title, table.note, table.columns, [[plain(cell) for cell in row] for row in table.rows]) for table in tables]
    style = frame.asset("word.css")
    own = Markup(style)  # noqa: S704 - our own package file
    return str(frame.render("word.html", g=gathered, tables=rows, figures=drawn, style=own, policy=_policy(style)))


def _policy(style: str) -> str:
    return f"default-src 'none'; style-src {frame.digest(style)}; img-src 'self'; base-uri 'none'; form-action 'none'"


def workbook(tables: Sequence[Table]) -> bytes:
    """The tables as sheets of an XLSX file: text is always text, never a formula; the same tables give the same bytes."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "evidence-kg"
    names: set[str] = set()
    for table in tables:
        sheet = book.create_sheet(_sheet_name(table.title, names))
        for column, name in enumerate(table.columns, 1):
            cell = sheet.cell(1, column)
            cell.value, cell.data_type, cell.quotePrefix, cell.font = _text(name), "s", True, Font(bold=True)
        for at, row in enumerate(table.rows, 2):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(at, column)
                if isinstance(value, int | float):
                    cell.value = value
                elif text := _text(plain(value)):
                    cell.value, cell.data_type, cell.quotePrefix = text, "s", True
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        for column, name in enumerate(table.columns, 1):
            longest = max([len(name), *(len(plain(row[column - 1])) for row in table.rows[:200])])
            sheet.column_dimensions[get_column_letter(column)].width = min(max(9, longest * 0.9), 48)
        sheet.freeze_panes = "B2"
    if not names:
        book.create_sheet("Nothing to show")
    made = io.BytesIO()
    book.save(made)
    return _timeless(made.getvalue())


def _text(value: str) -> str:
    """Text a workbook can hold."""
    return safe.shown(value)[:_CELL]


def _sheet_name(title: str, taken: set[str]) -> str:
    """A sheet's name: at most 31 characters, none of those Excel refuses, each once."""
    plain_ = re.sub(r"[\[\]:*?/\\']", " ", title.replace("GRADE-CERQual: ", "CERQual "))[:28].strip() or "Table"
    name = next(one for one in (plain_, *(f"{plain_} {number}" for number in range(2, 100))) if one.lower() not in taken)
    taken.add(name.lower())
    return name


def _timeless(body: bytes) -> bytes:
    """The same archive with every time in it set to one day, so that equal tables are equal files."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for name in sorted(before.namelist()):
            data = before.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", data)
            after.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()
