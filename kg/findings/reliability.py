"""How often each rule was right on read texts: a small learned model that turns rules into calibrated confidence.

A rule's reliability is its share of right findings, drawn towards its extractor's and that towards the overall share (a
beta-binomial estimate in two steps), so that a rule seen twice is not believed twice over. `bench/train_reliability.py` estimates
it from gold readings and coded summaries and writes `reliability.json`; only shares ship, no text.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from kg.findings.gold import Gold
from kg.findings.score import pair

#: Weight of the extractor's share in a rule's, and of the overall share in an extractor's, in findings.
STRENGTH = 5.0
#: Share of right findings before anything was read.
BEFORE = 0.7


@cache
def shipped() -> Mapping[str, float]:
    """The reliability of each rule as estimated on all read texts."""
    found: dict[str, float] = json.loads(files("kg.findings").joinpath("reliability.json").read_text(encoding="utf-8"))["rules"]
    return found


def of(rule: str, known: Mapping[str, float]) -> float:
    """The reliability of a rule; of its extractor where the rule was never seen."""
    return known.get(rule, known.get(rule.partition(":")[0], BEFORE))


def estimate(reports: Iterable[Gold], found: Callable[[Gold], Sequence[Mapping[str, Any]]]) -> dict[str, float]:
    """The reliability of rules on gold reports; `found` gives the findings of a report with their `extractor`."""
    seen, right = Counter[str](), Counter[str]()
    for report in reports:
        rows = found(report)
        pairs = dict(pair(rows, report.findings))
        for number, row in enumerate(rows):
            status = report.findings[pairs[number]].get("status", "core") if number in pairs else "wrong"
            if status == "arguable":
                continue
            for name in (row["extractor"], row["extractor"].partition(":")[0]):
                seen[name] += 1
                right[name] += status == "core"
    shares: dict[str, float] = {}
    for name in sorted(seen, key=lambda one: (":" in one, one)):
        prior = shares.get(name.partition(":")[0], BEFORE) if ":" in name else BEFORE
        shares[name] = round((right[name] + STRENGTH * prior) / (seen[name] + STRENGTH), 3)
    return shares
