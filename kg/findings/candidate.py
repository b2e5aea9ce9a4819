"""What an extractor offers: a kind, a stretch of the document, the rule that made it, and how sure the rule is."""

from dataclasses import dataclass

from kg.findings.clause import Sentence
from kg.findings.quote import MOST_WORDS
from kg.findings.stretch import trim


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible finding: offsets into the document, the sentence it was read in, the rule's name and weight (0 to 1)."""

    kind: str
    start: int
    end: int
    sentence: Sentence
    extractor: str
    weight: float


def candidate(s: Sentence, kind: str, first: int, last: int, extractor: str, weight: float) -> Candidate | None:
    """The candidate of a stretch of tokens, trimmed; nothing when nothing is left of it."""
    first, last = trim(s, first, last)
    if last - first > MOST_WORDS:
        first, last = trim(s, first, _shorter(s, first, last))
    if last <= first or (last - first == 1 and s.tags[first] not in "nbge"):
        return None
    start, end = s.span(first, last)
    return Candidate(kind, start, end, s, extractor, weight)


def _shorter(s: Sentence, first: int, last: int) -> int:
    """Where to cut a stretch too long to quote: at its last comma, purpose or joint within the longest quote."""
    for marks in (",", "t", "c"):
        for k in range(min(last, first + MOST_WORDS) - 1, first + 6, -1):
            if s.tags[k] in marks and (marks != "t" or (k + 1 < last and s.tags[k + 1] in "br")):
                return k
    return last
