"""The errors of `kg`, hanging below the tree drawn in `harvest.errors`."""

from harvest.errors import EvidenceError, InputError, OurError, OutsideError

__all__ = [
    "BadQuery", "BadReview", "BadSheet", "EvidenceError", "InputError", "NotBuilt", "OurError", "OutsideError",
    "OverLimit", "StoreBusy", "UnknownConcept", "UnmatchedQuote",
]  # fmt: skip


class BadReview(InputError):
    """The review folder or its review.toml cannot be used."""


class NotBuilt(InputError):
    """The review has no graph yet: `kg build` comes first."""


class BadSheet(InputError):
    """A coding sheet with wrong columns or rows."""


class UnmatchedQuote(InputError):
    """A quote that does not stand in the text it is said to come from."""


class UnknownConcept(InputError):
    """A concept that no loaded scheme holds; the text offers the nearest ones."""


class BadQuery(InputError):
    """SPARQL that does not parse, or asks for something that is refused (SERVICE, LOAD, updates)."""


class OverLimit(InputError):
    """A query that was stopped at its limit of time, memory, rows or size."""


class StoreBusy(OutsideError):
    """Another process is writing the store."""
