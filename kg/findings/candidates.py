"""Machines' candidates on disk: one sheet an extractor, beside people's sheets and never mixed with them.

A candidate counts only once a person has accepted it (`kg sheet import`), or where counts are asked for with candidates.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from harvest import durable
from kg.findings import sheet
from kg.findings.finding import Finding
from kg.findings.quote import seal


def path_of(codings: Path, extractor: str) -> Path:
    """The sheet of an extractor in a review's codings."""
    return codings / "candidates" / f"{re.sub(r'[^a-z0-9.]+', '-', extractor.lower()).strip('-.') or 'machine'}.csv"


def save(path: Path, findings: Iterable[Finding], read: Collection[str], extractor: str, date: str) -> int:
    """Put the candidates of the texts `read` (digests) into the sheet of an extractor; those of other texts stay.

    A candidate that is there already keeps its date, so a run again over the same texts changes nothing. Gives their number.
    """
    before = sheet.read(path).rows if path.exists() else ()
    there = {row.finding.id: row.cells for row in before if row.finding}
    rows = [row.cells for row in before if row.finding is None or row.finding.document not in read]
    for one in findings:
        cells = sheet.cells(one, extractor, date)
        old = there.get(one.id)
        rows.append(old if old and {**old, "date": date} == {**old, **cells} else cells)
    rows.sort(key=_order)
    columns = (*sheet.COLUMNS, "extractor", "confidence")
    data = sheet.text(rows, columns)
    if not path.exists() or path.read_bytes() != data:
        durable.write(path, data)
    return len(rows)


def placed(finding: Finding, reports: Mapping[str, str], kinds: Mapping[str, str]) -> Finding:
    """A machine's finding with its report, what it was checked against, and the seal of its quote, by digest of its text."""
    return replace(
        finding,
        report=reports.get(finding.document, finding.report),
        checked=kinds.get(finding.document, "abstract"),
        seal=seal(finding.document, finding.start, finding.end, finding.quote),
    )


def _order(cells: Mapping[str, str]) -> tuple[str, str, int, int, str]:
    start, end = (int(cells[name]) if cells[name].isdigit() else 0 for name in ("start", "end"))
    return (cells["report"], cells["document"], start, end, cells["id"])
