"""The actions of advice: what stands after should, need to, or it is vital to, cut into one action each."""

from collections.abc import Iterator
from itertools import pairwise

from kg.findings.clause import Sentence
from kg.findings.items import items
from kg.findings.lexis import lexis
from kg.findings.stretch import clause, phrase

#: First and last token of a recommendation, the rule's name and its weight.
Found = Iterator[tuple[int, int, str, float]]


def actions(s: Sentence, first: int, name: str, weight: float) -> Found:
    """The actions of a predicate, one for each verb joined by a comma or and."""
    last = clause(s, first)
    cuts = [k for k in range(first + 1, last - 1) if s.tags[k] in ",c" and acts(s, k)]
    for a, b in pairwise([first, *cuts, last]):
        start = a
        while start < b and s.tags[start] in ",crt":
            start += 1
        yield start, b, name, weight


def acts(s: Sentence, k: int) -> bool:
    """Whether a second action begins after the comma or and at `k`."""
    n = k + 1
    while n < len(s.tags) and s.tags[n] in "crt":
        n += 1
    if n + 1 >= len(s.tags) or (s.tags[k] == "," and s.tags[k + 1] == "c" and n == k + 1):
        return False
    return s.tags[n] == "b" and s.tags[n + 1] in "dpnbge" and lexis().bases.get(s.words[n]) == s.words[n]


def second(s: Sentence, n: int) -> int:
    """Where a second action begins after the first of a clause; 0 when there is none."""
    last = clause(s, n)
    return next((k for k in range(n + 3, last - 2) if s.tags[k] in ",c" and acts(s, k)), 0)


def after_colon(s: Sentence, n: int) -> list[tuple[int, int]]:
    """The items of a list after a colon near `n` ("should go further in four ways: A; B; C")."""
    colon = next((k for k in range(n, min(len(s.words), n + 10)) if s.tags[k] == ":"), -1)
    found = items(s, colon + 1, len(s.words)) if colon > 0 else []
    return found if len(found) > 1 else []


def objects(s: Sentence, first: int, name: str, weight: float, empty: frozenset[str] = frozenset()) -> Found:
    """The items of the object that begins at `first`, without those that name nothing (all words in `empty`)."""
    for a, b in items(s, first, phrase(s, first, commas=True)):
        if not set(s.words[a:b]) <= empty:
            yield a, b, name, weight
