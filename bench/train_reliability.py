"""Estimate how often each rule is right, from gold readings and coded summaries, and write kg/findings/reliability.json.

usage: python bench/train_reliability.py GOLD... (folders or JSON lines; the coded summaries of tests/data are always used)
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)  # this folder has modules named like our packages

from kg.findings import gold, reliability  # noqa: E402
from kg.findings.find import raw  # noqa: E402
from kg.text.sections import read_text  # noqa: E402

SUMMARIES = ROOT / "tests" / "data" / "findings" / "summaries.jsonl"


def rows(report: gold.Gold) -> Sequence[Mapping[str, Any]]:
    """What the rules find in a report, before reliability is known."""
    return [
        {"kind": one.kind, "start": one.start, "end": one.end, "extractor": one.extractor} for one in raw(read_text(report.text, report.id))
    ]


def main() -> None:
    """Read, estimate, write."""
    reports = [report for path in (SUMMARIES, *map(Path, sys.argv[1:])) for report in gold.read(path)]
    shares = reliability.estimate(reports, rows)
    target = ROOT / "kg" / "findings" / "reliability.json"
    target.write_text(json.dumps({"reports": len(reports), "rules": shares}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for name, share in sorted(shares.items(), key=lambda one: one[1]):
        print(f"{share:.3f}  {name}")


if __name__ == "__main__":
    main()
