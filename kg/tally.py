"""A tally: what a run did, asked, got, lost and why; nothing is dropped in silence."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that was asked for and did not come through: what, its outcome word, and why in a sentence."""

    what: str
    outcome: str
    why: str


@dataclass(slots=True)
class Tally:
    """Counts by outcome and the list of losses of one run; it only ever grows.

    >>> tally = Tally("harvest")
    >>> tally.add("got", 2)
    >>> tally.lose("pmid:1", "absent", "PubMed has no record of this number.")
    >>> tally.sentence()
    'harvest: 2 got, 1 absent'
    >>> tally.complete
    False
    """

    run: str
    counts: Counter[str] = field(default_factory=Counter)
    losses: list[Loss] = field(default_factory=list)

    def add(self, outcome: str, number: int = 1) -> None:
        """Count something that went as hoped (or a neutral outcome)."""
        self.counts[outcome] += number

    def lose(self, what: str, outcome: str, why: str) -> None:
        """Count and keep something that was lost, with its reason."""
        self.counts[outcome] += 1
        self.losses.append(Loss(what, outcome, why))

    @property
    def complete(self) -> bool:
        """Whether nothing was lost."""
        return not self.losses

    def sentence(self) -> str:
        """The counts in one line."""
        return f"{self.run}: " + (", ".join(f"{number} {outcome}" for outcome, number in self.counts.items()) or "nothing done")

    def to_json(self) -> dict[str, Any]:
        """Counts and losses as a JSON object."""
        return {
            "run": self.run,
            "counts": dict(self.counts),
            "losses": [{"what": loss.what, "outcome": loss.outcome, "why": loss.why} for loss in self.losses],
        }
