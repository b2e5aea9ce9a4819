"""What one query may take, and the errors that say it took too much."""

from dataclasses import dataclass

from kg.errors import OverLimit


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, bytes of memory (of the whole process) and bytes of answer of one query; `strangers` bounds its text tightly."""

    seconds: float = 10.0
    memory: int = 1 << 30
    answer: int = 10_000_000
    strangers: bool = True


class LargeAnswer(OverLimit):
    """An answer larger than its cap: nothing of it is given, never a part."""


class Stopped(OverLimit):
    """A query that was ended at its limit of time or memory."""


class Died(Stopped):
    """A query whose worker ended by itself: out of memory, or out of depth."""


class Busy(OverLimit):
    """All workers are taken, or all places for long queries are."""
