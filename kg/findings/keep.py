"""Keeping a coder's sheet: new findings beside the old ones, rows with faults in a file of their own, earlier versions for good."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from harvest import durable
from kg.errors import BadSheet
from kg.findings import sheet
from kg.findings.finding import Finding
from kg.findings.row import Row

#: The coding folder's drawer of earlier versions; never read as codings.
EARLIER = "earlier"


def file_of(folder: Path, coder: str) -> Path:
    """The sheet of a coder; raises `BadSheet` for a name no file can have, or one that another coder's file has."""
    slug = re.sub(r"[^\w-]+", "-", coder.strip().casefold()).strip("-_")
    if not slug:
        raise BadSheet(f"{coder!r} cannot be a coder's name; use letters and digits, like 'jane'.")
    path = folder / f"{slug}.csv"
    if path.exists():
        others = sorted({row.coder for row in sheet.read(path).rows if row.coder and row.coder != coder})
        if others:
            raise BadSheet(f"{path} is the sheet of {', '.join(others)}; choose another name than {coder!r}.")
    return path


def rejected_of(path: Path) -> Path:
    """The file that keeps the rows of a sheet which were refused."""
    return path.with_name(f"{path.stem}.rejected.csv")


def keep(path: Path, kept: Mapping[str, Finding], gone: Collection[str], coder: str, date: str) -> int:
    """Put findings into a coder's sheet and take some out; the version before is kept. Gives the number of findings in it now.

    What is in the sheet and in neither stays as it is, also a row that cannot be read; a finding that did not change keeps its date.
    """
    rows = []
    left = dict(kept)
    for row in sheet.read(path).rows if path.exists() else ():
        id = row.finding.id if row.finding else row.stated_id
        if id in left:
            new = left.pop(id)
            same = row.finding is not None and replace(row.finding, extractor="", confidence=1.0) == new
            rows.append(row.cells if same else sheet.cells(new, coder, date))
        elif id not in gone or row.finding is None:
            rows.append(row.cells)
    rows += [sheet.cells(finding, coder, date) for finding in left.values()]
    _replace(path, rows, [])
    return len(rows)


def keep_rejected(path: Path, refused: Iterable[Row], taken: Collection[tuple[str, ...]], coder: str, date: str) -> int:
    """Keep refused rows with their problem, and those refused before that have not come back since; gives how many there are.

    `taken` are the keys (`key`) of all rows of the sheet that came in: a row that came again replaces its earlier refusal.
    """
    aside = rejected_of(path)
    before = sheet.read(aside).rows if aside.exists() else ()
    rows = [row.cells for row in before if key(row) not in taken]
    for row in refused:
        problem = " ".join(f"{fault.column}: {fault.words}" if fault.column else fault.words for fault in row.faults)
        rows.append(row.cells | {"problem": problem, "coder": row.coder or coder, "date": row.cells["date"] or date})
    if rows or aside.exists():
        _replace(aside, rows, sheet.EXTRAS)
    if not rows:
        aside.unlink(missing_ok=True)
    return len(rows)


def key(row: Row) -> tuple[str, ...]:
    """What makes a refused row the same row when it comes in again: its id, else report, kind and quote as written."""
    if row.stated_id:
        return (row.stated_id,)
    return (row.cells["report"], row.cells["kind"], " ".join(row.cells["quote"].split()))


def _replace(path: Path, rows: list[dict[str, str]], extras: Collection[str]) -> None:
    """Write a sheet, unless it would stay as it is; the version before goes into the drawer."""
    before = path.read_bytes() if path.exists() else None
    data = sheet.text(rows, (*sheet.COLUMNS, *extras))
    if data == before:
        return
    if before is not None:
        number = 1 + len(list((path.parent / EARLIER).glob(f"{path.stem}.*.csv")))
        durable.write(path.parent / EARLIER / f"{path.stem}.{number:04}.csv", before)
    durable.write(path, data)
