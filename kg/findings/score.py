"""How right found findings are against gold readings: precision, recall and F1, with the most favourable one-to-one pairing.

A found and a gold finding match when their kinds are equal and their spans' intersection over union is at least 0.5, a second
reader's span counting too. Findings on which the readers did not agree (`arguable`) neither help nor hurt. The pairing is the
optimal assignment (Kuhn 1955, in the shortest-path form of Jonker and Volgenant 1987), solved here so that no solver is needed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KINDS = ("barrier", "facilitator", "recommendation")


@dataclass(frozen=True, slots=True)
class Count:
    """Hits, findings predicted that count, and gold findings that count."""

    hits: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.hits + other.hits, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Share of what was predicted that is right; 1 when nothing was."""
        return self.hits / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold findings that were found; 1 when there are none."""
        return self.hits / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """Intersection over union of two spans with `start` and `end`."""
    inter = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return float(max(inter, 0) / (max(one["end"], other["end"]) - min(one["start"], other["start"])))


def closeness(found: Mapping[str, Any], gold: Mapping[str, Any]) -> float:
    """How near a found finding is to a gold one: 0 for another kind, else the better overlap with either reader's span."""
    if found["kind"] != gold["kind"]:
        return 0.0
    return max(overlap(found, span) for span in (gold, gold.get("alternative") or gold))


def pair(found: Sequence[Mapping[str, Any]], gold: Sequence[Mapping[str, Any]], least: float = 0.5) -> list[tuple[int, int]]:
    """The most favourable pairs of indices (found, gold); an agreed gold finding is preferred to an arguable one."""
    if not found or not gold:
        return []
    near = [[value if (value := closeness(one, other)) >= least else 0.0 for other in gold] for one in found]
    bonus = [0.0 if other.get("status", "core") != "core" else 1.0 for other in gold]
    gain = [[value + (value > 0) * extra for value, extra in zip(row, bonus, strict=True)] for row in near]
    return [(i, j) for i, j in _assign(gain) if near[i][j] > 0]


def _assign(gain: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The one-to-one pairs of rows and columns with the largest sum of gains."""
    flipped = len(gain) > len(gain[0])
    rows = [list(column) for column in zip(*gain, strict=True)] if flipped else [list(row) for row in gain]
    count, width = len(rows), len(rows[0])
    up, down, owner = [0.0] * (count + 1), [0.0] * (width + 1), [0] * (width + 1)
    for row in range(1, count + 1):
        _augment(rows, row, up, down, owner)
    pairs = [(owner[column] - 1, column - 1) for column in range(1, width + 1) if owner[column]]
    return sorted((column, row) if flipped else (row, column) for row, column in pairs)


def _augment(rows: list[list[float]], row: int, up: list[float], down: list[float], owner: list[int]) -> None:
    """Add one row to the assignment along its cheapest alternating path (potentials `up`, `down`; column 0 is the start)."""
    width = len(owner)
    least, way, done = [float("inf")] * width, [0] * width, [False] * width
    owner[0], column = row, 0
    while owner[column]:
        done[column] = True
        here, step, following = owner[column], float("inf"), 0
        for other in range(1, width):
            if not done[other]:
                cost = -rows[here - 1][other - 1] - up[here] - down[other]
                if cost < least[other]:
                    least[other], way[other] = cost, column
                if least[other] < step:
                    step, following = least[other], other
        for other in range(width):
            if done[other]:
                up[owner[other]] += step
                down[other] -= step
            else:
                least[other] -= step
        column = following
    while column:
        owner[column], column = owner[way[column]], way[column]


def score(found: Sequence[Mapping[str, Any]], gold: Sequence[Mapping[str, Any]]) -> dict[str, Count]:
    """Counts of one report: `all`, and one for each kind."""
    pairs = pair(found, gold)
    hits = [(i, j) for i, j in pairs if gold[j].get("status", "core") == "core"]
    ignored = {i for i, j in pairs} - {i for i, _ in hits}
    return {
        kind: Count(
            sum(1 for i, _ in hits if kind in ("all", found[i]["kind"])),
            sum(1 for i, one in enumerate(found) if i not in ignored and kind in ("all", one["kind"])),
            sum(1 for one in gold if one.get("status", "core") == "core" and kind in ("all", one["kind"])),
        )
        for kind in ("all", *KINDS)
    }
