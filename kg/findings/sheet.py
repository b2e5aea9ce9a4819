r"""Coding sheets: one row a finding, as a person edits them in a spreadsheet; reading what was written gives the same findings.

Lists are separated by "; " (a semicolon inside an item is written `\\;`). Nothing a person wrote is lost: a row that cannot be
a finding is kept with its cells, and every fault names file, line, column and what to do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from harvest import durable
from kg.errors import BadSheet
from kg.findings import grid
from kg.findings import row as _row
from kg.findings.finding import Coding, Finding
from kg.findings.row import COLUMNS, EXTRAS, Fault, Row, cells, joined

__all__ = ["COLUMNS", "EXTRAS", "Fault", "Row", "Sheet", "cells", "joined", "parse", "read", "rows", "save", "text", "write"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was read: every row, with or without faults."""

    name: str
    rows: tuple[Row, ...]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All faults, in the order of the lines."""
        return tuple(fault for row in self.rows for fault in row.faults)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the rows without faults."""
        return tuple(row.finding for row in self.rows if row.finding)

    def codings(self, *, machine: bool = False, priority: int = 1) -> tuple[Coding, ...]:
        """A coding for each coder named in the sheet (the file's name where a row names none), sorted by name."""
        fallback = Path(self.name).stem
        coders = sorted({row.coder or fallback for row in self.rows if row.finding})
        return tuple(self._coding(coder, fallback, machine, priority) for coder in coders)

    def _coding(self, coder: str, fallback: str, machine: bool, priority: int) -> Coding:
        rows = [row for row in self.rows if row.finding and (row.coder or fallback) == coder]
        date = max((row.cells["date"] for row in rows), default="")
        own = {"add", "edit"}  # what a person says of a row on its way in; once it is in, it is simply theirs
        findings = tuple(replace(row.finding, decision="") if row.finding.decision in own else row.finding for row in rows if row.finding)
        return Coding(coder, findings, machine, priority, date, Path(self.name).name)


def read(path: Path) -> Sheet:
    """Read a sheet; raises `BadSheet` for a file that is none (missing, empty, wrong columns), keeps faulty rows as such."""
    try:
        data = path.read_bytes()
    except OSError as wrong:
        raise BadSheet(f"{path} cannot be read ({wrong.strerror}); name a coding sheet, as 'kg sheet export' writes them.") from wrong
    return parse(data, str(path))


def parse(data: bytes, name: str) -> Sheet:
    """The sheet in the bytes of a CSV file."""
    return rows(grid.parse(data, name, COLUMNS), name)


def rows(lines: Sequence[grid.Line], name: str) -> Sheet:
    """The sheet in the lines of a grid (of a CSV file or a workbook), the first of which is the header."""
    header = _header(lines[0], name)
    return Sheet(name, _relinked([_row.read(line, header, name) for line in lines[1:]]))


def write(path: Path, findings: Iterable[Finding], coder: str = "", date: str = "") -> None:
    """Write findings as a sheet, whole or not at all; a column for extractor and confidence is added where one says them."""
    filled = [cells(finding, coder, date) for finding in findings]
    save(path, filled, [column for column in ("extractor", "confidence") if any(row[column] for row in filled)])


def save(path: Path, rows: Iterable[dict[str, str]], extras: Sequence[str] = ()) -> None:
    """Write rows of cells by column as a sheet, whole or not at all; the extra columns come last."""
    durable.write(path, text(rows, (*COLUMNS, *extras)))


def text(rows: Iterable[dict[str, str]], columns: Sequence[str] = COLUMNS) -> bytes:
    """Rows of cells by column as the bytes of a sheet."""
    return grid.text([columns, *([row.get(column, "") for column in columns] for row in rows)]).encode()


def _header(line: grid.Line, name: str) -> tuple[str, ...]:
    """The columns, in the order of the file; raises `BadSheet` naming the wrong, missing and doubled ones."""
    header = tuple(grid.column(cell) for cell in line.cells)
    problems = []
    for column in header:
        if column and column not in COLUMNS and column not in EXTRAS:
            near = get_close_matches(column, COLUMNS + EXTRAS, n=1)
            problems.append(f"there is no column {column!r}" + (f" (did you mean {near[0]!r}?)" if near else ""))
    if missing := [column for column in COLUMNS if column not in header]:
        problems.append(f"missing: {', '.join(missing)}")
    if doubled := sorted({column for column in header if column and header.count(column) > 1}):
        problems.append(f"more than once: {', '.join(doubled)}")
    if problems:
        raise BadSheet(
            f"{name}, line {line.number}: the columns are not those of a coding sheet ({'; '.join(problems)}); "
            f"the first line must read {', '.join(COLUMNS)}, and may add {', '.join(EXTRAS)}."
        )
    return header


def _relinked(rows: list[Row]) -> tuple[Row, ...]:
    """The rows with their links made to follow: a link names the id a row *carries*, which may be a person's own word for it."""
    now = {row.stated_id: row.finding.id for row in rows if row.finding and row.stated_id}
    known = set(now.values())
    out = []
    for row in rows:
        if row.finding and any(target in now and target not in known for _, target in row.finding.links):
            links = tuple((kind, now[target] if target in now and target not in known else target) for kind, target in row.finding.links)
            row = replace(row, finding=replace(row.finding, links=links))
        out.append(row)
    return tuple(out)
