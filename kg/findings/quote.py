"""The quote gate: `text[start:end] == quote`, or nothing.

Only white space may be folded when a person's quote is matched, and an ellipsis must keep order and section.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import UnmatchedQuote

_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:…|\.{3})\s*\]|…|\.{3})\s*")

#: Longest quote we keep, in words (DESIGN 6).
MOST_WORDS = 25


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands: `text[start:end]`, code points."""

    start: int
    end: int


def stands(text: str, quote: str, start: int, end: int) -> bool:
    """Whether the quote stands verbatim at its offsets."""
    return 0 <= start < end <= len(text) and text[start:end] == quote


def seal(document: str, start: int, end: int, quote: str) -> str:
    """A short digest of a verified quote and its place, kept beside it.

    It lets `kg check` see a changed letter even where the text itself may not be shipped. 16 hexadecimal digits.
    """
    return hashlib.sha256(f"{document}\x1f{start}\x1f{end}\x1f{quote}".encode()).hexdigest()[:16]


def locate(text: str, quote: str, near: int = 0, sections: Sequence[tuple[int, int]] = ()) -> Place:
    """Find a person's quote in a text, folding white space only; the place nearest to `near` wins.

    A quote with an ellipsis is the passage from its first part to its last: all parts must stand in that order in one of the
    `sections` (offsets; none given: in the text). Raises `UnmatchedQuote` with the nearest passage shown.
    """
    if not quote.split():
        raise UnmatchedQuote("The quote is empty; copy the words of the report that carry the finding.")
    places = _places(text, quote)
    parts = [part for part in _ELLIPSIS.split(quote) if part]
    if not places and len(parts) > 1:
        places = [place for start, end in sections or ((0, len(text)),) for place in _in_order(text, parts, start, end)]
        if not places and all(_places(text, part) for part in parts):
            raise UnmatchedQuote(
                f"The parts of the quote {short(quote)!r} do not stand in this order in one section; quote each in a row of its own."
            )
    if places:
        return min(places, key=lambda place: (abs(place.start - near), place.end))
    raise UnmatchedQuote(
        f"The quote {short(quote)!r} is not in the text; the nearest passage is {nearest(text, quote)!r}: copy it exactly."
    )


def verbatim(text: str, quote: str, near: int = 0) -> Place | None:
    """Where a quote stands letter for letter (white space folded), nearest to an offset; None when it does not: for machines."""
    places = _places(text, quote) if quote.split() else []
    return min(places, key=lambda place: (abs(place.start - near), place.start)) if places else None


def _places(text: str, quote: str, start: int = 0, end: int | None = None) -> list[Place]:
    """Where words stand in a stretch of text, white space folded."""
    pattern = re.compile(r"\s+".join(re.escape(word) for word in quote.split()))
    return [Place(match.start(), match.end()) for match in pattern.finditer(text, start, len(text) if end is None else end)]


def _in_order(text: str, parts: Sequence[str], start: int, end: int) -> list[Place]:
    """The shortest passages of a stretch that hold all parts in order, one for each place of the first part."""
    found: list[Place] = []
    for first in _places(text, parts[0], start, end):
        last = first
        for part in parts[1:]:
            after = _places(text, part, last.end, end)
            if not after:
                return found
            last = after[0]
        found.append(Place(first.start, last.end))
    return found


def nearest(text: str, quote: str) -> str:
    """The passage of a text most like a quote, whole words only, for an error a person can act on."""
    from rapidfuzz import fuzz

    found = fuzz.partial_ratio_alignment(quote, text) if len(quote) < len(text) else None
    start, end = (found.dest_start, found.dest_end) if found else (0, len(text))
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return " ".join(text[start:end].split())


def short(words: str, most: int = 80) -> str:
    """A text cut for a message."""
    return words if len(words) <= most else words[: most - 1] + "…"
