"""Gold readings: reports with the findings two readers agreed on, as JSON files of a folder or JSON lines."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import BadSheet
from kg.findings.score import Count, score


@dataclass(frozen=True, slots=True)
class Gold:
    """One report: its text and its gold findings (`kind`, `start`, `end`, `status` core or arguable, `alternative` span)."""

    id: str
    set: str
    text: str
    findings: tuple[dict[str, Any], ...]


def read(path: Path) -> tuple[Gold, ...]:
    """The gold reports in a folder of JSON files (or in its `reports` folder), or in a file of JSON lines; raises `BadSheet`."""
    if path.is_dir():
        inner = path / "reports"
        files = sorted((inner if inner.is_dir() else path).glob("*.json"))
        lines = [one.read_text(encoding="utf-8") for one in files]
    else:
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()] if path.exists() else []
    if not lines:
        raise BadSheet(f"{path} holds no gold reports; give a folder of JSON files, or a file of JSON lines, with id, text and findings.")
    try:
        rows = [json.loads(line) for line in lines]
        return tuple(Gold(str(row["id"]), str(row.get("set", "")), row["text"], tuple(row["findings"])) for row in rows)
    except (json.JSONDecodeError, KeyError, TypeError) as wrong:
        raise BadSheet(f"A gold report in {path} lacks id, text or findings ({wrong}); see docs/accuracy.md for the form.") from wrong


def agreement(reports: Sequence[Gold]) -> Count:
    """What the two readers agree on, as a count of one against the other.

    Core findings were given by both readers, arguable ones by one of them; with the arguable ones shared out evenly, each reader
    found all core ones and half of the arguable ones.
    """
    core = sum(1 for report in reports for one in report.findings if one.get("status", "core") == "core")
    single = sum(1 for report in reports for one in report.findings if one.get("status", "core") != "core")
    half = round(single / 2)
    return Count(core, core + half, core + single - half)


def halves(reports: Sequence[Gold]) -> tuple[tuple[Gold, ...], tuple[Gold, ...]]:
    """The reports in two halves, every set split evenly by order of id."""
    left: list[Gold] = []
    right: list[Gold] = []
    for name in sorted({report.set for report in reports}):
        members = sorted((report for report in reports if report.set == name), key=lambda report: report.id)
        for number, report in enumerate(members):
            (left if number % 2 == 0 else right).append(report)
    return tuple(left), tuple(right)


def total(found: dict[str, list[dict[str, Any]]], reports: Sequence[Gold]) -> dict[str, Count]:
    """Counts over reports by name: `all`, `kind barrier`, ..., `set A`, ..."""
    sums: dict[str, Count] = {}
    for report in reports:
        for kind, count in score(found.get(report.id, []), report.findings).items():
            names = ["all", f"set {report.set}"] if kind == "all" else [f"kind {kind}"]
            for name in names:
                sums[name] = sums.get(name, Count()) + count
    return dict(sorted(sums.items()))
