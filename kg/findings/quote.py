"""The quote gate: `text[start:end] == quote`, or nothing.

Only white space may be folded when a person's quote is matched, and an ellipsis must keep order and section.
"""

import hashlib
import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from kg.errors import UnmatchedQuote

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


def locate(text: str, quote: str, near: int = 0) -> Place:
    """Find a person's quote in a text, folding white space only; the place nearest to `near` wins.

    Raises `UnmatchedQuote` with the nearest passage shown.
    """
    words = quote.split()
    if not words:
        raise UnmatchedQuote("The quote is empty; copy the words of the report that carry the finding.")
    pattern = r"\s+".join(re.escape(word) for word in words)
    places = [Place(match.start(), match.end()) for match in re.finditer(pattern, text)]
    if places:
        return min(places, key=lambda place: abs(place.start - near))
    raise UnmatchedQuote(
        f"The quote {short(quote)!r} is not in the text; the nearest passage is {nearest(text, quote)!r}: copy it exactly."
    )


def nearest(text: str, quote: str) -> str:
    """The passage of a text most like a quote, for an error a person can act on."""
    size = len(quote)
    matcher = SequenceMatcher(None, text, quote, autojunk=False) if len(text) < 20_000 else SequenceMatcher(None, text, quote)
    block = matcher.find_longest_match()
    start = max(0, block.a - block.b)
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    end = min(len(text), start + size + 10)
    while end < len(text) and not text[end].isspace():
        end += 1
    return " ".join(text[start:end].split())


def short(words: str, most: int = 80) -> str:
    """A text cut for a message."""
    return words if len(words) <= most else words[: most - 1] + "…"
