"""What is good or bad for something, listed: "conditions conducive to success - A, B and C", "elements contribute to trust: (1) A"."""

from collections.abc import Iterator

from kg.findings.announce import following
from kg.findings.candidate import Candidate, candidate
from kg.findings.clause import Sentence, closing
from kg.findings.items import Range, items, listed
from kg.findings.lexis import lexis, words

_NOUNS = words("conditions.nouns")
_GOOD = words("conditions.good")
_SERVES = words("conditions.serves")
_OPENERS = words("lists.openers")
_DASHES = frozenset("–—-")


def triggers() -> dict[str, str]:
    """Words this part wakes up at."""
    return dict.fromkeys(_NOUNS, "noun")


def find(s: Sentence, i: int, _: str) -> Iterator[Candidate]:
    """The items of the list that the noun at token `i` announces, when the words between say what they are good or bad for."""
    then = s.words[i + 1 : i + 9]
    place = next((k for k, word in enumerate(then) if word in _GOOD and then[k + 1 : k + 2] and then[k + 1] in {"to", "for", "in"}), -1)
    if place < 0 or any(tag in ",;:.(" for tag in s.tags[i + 1 : i + 1 + place]):
        return
    if not all(word in _SERVES or s.tags[i + 1 + k] in "rxm" for k, word in enumerate(then[:place])):
        return
    kind = "facilitator" if lexis()["polarity.bad_outcome"].isdisjoint(s.words[i + place + 2 : i + place + 6]) else "barrier"
    for first, last in _list(s, i + place + 2):
        if made := candidate(s, kind, first, last, f"conditions:{kind}", 0.9):
            yield made


def _list(s: Sentence, start: int) -> list[Range]:
    """The items after a colon, between dashes, in brackets, or after an opening word."""
    for k in range(start, min(len(s.words) - 1, start + 40)):
        if s.tags[k] == ":":
            return following(s, k + 1)
        if s.tags[k] in _DASHES:
            end = next((j for j in range(k + 1, len(s.words)) if s.tags[j] in _DASHES), len(s.words))
            return items(s, k + 1, end) if listed(s, k + 1, end) else []
        if s.tags[k] == "(" and listed(s, k + 1, closing(s, k) - 1):
            return items(s, k + 1, closing(s, k) - 1)
        if s.words[k] in _OPENERS or (s.words[k] in {"are", "were"} and k - start < 12):
            found = following(s, k + 1)
            return found if len(found) > 1 else []
        if s.tags[k] in ";.":
            break
    return []
