"""Recommendations by duty: "X should Y", "it is vital that", "ensuring that X is crucial"."""

from collections.abc import Iterator

from kg.findings.actions import Found, actions, after_colon, second
from kg.findings.candidate import Candidate, candidate
from kg.findings.clause import Sentence
from kg.findings.items import items
from kg.findings.lexis import hints, lexis, words
from kg.findings.stretch import clause, phrase, subject

_LISTING = words("advice.listing")
_WITH = words("advice.with")
_ASKING = words("advice.asking")
_DOING = words("advice.doing")


def triggers() -> dict[str, str]:
    """Words this part wakes up at, and the rule each starts."""
    return dict.fromkeys(lexis()["advice.crucial"], "crucial") | hints("advice")


def find(s: Sentence, i: int, rule: str) -> Iterator[Candidate]:
    """Recommendations that start at token `i` by a rule."""
    for first, last, name, weight in _RULES[rule](s, i):
        if made := candidate(s, "recommendation", first, last, f"advice:{name}", weight):
            yield made


def _deontic(s: Sentence, i: int) -> Found:
    """Who should do what: the action alone when its subject is only a vehicle, else the whole clause."""
    n = _verb(s, i)
    if n >= len(s.words) - 1 or s.words[-1] == "?" or (s.words[i] == "must" and s.role == "result"):
        return
    passive = s.words[n] == "be"
    verb = n + 1 if passive else n
    while passive and verb < len(s.words) - 1 and s.tags[verb] == "r":
        verb += 1
    first, last = subject(s, i)
    if (first and s.words[first - 1] in _ASKING) or (last > first and s.words[first] in _ASKING):
        return
    if s.words[verb] in lexis()["advice.idle"]:
        if cut := second(s, n):
            yield from actions(s, cut + 1, "should-also", 0.7)
    elif found := _told_by(s, n, verb, passive=passive):
        yield from found
    elif not passive and (last <= first or s.tags[first] in "ow" or _vehicle(s, first, last)):
        yield from actions(s, n, "should-do", 0.85)
    elif last <= first or s.tags[first] == "o":
        yield n, clause(s, n), "should", 0.6
    else:
        yield from _whole(s, first, last, n)


def _verb(s: Sentence, i: int) -> int:
    """The verb after should at `i`, past adverbs."""
    n = i + 1
    while n < len(s.words) and (s.tags[n] == "r" or s.words[n] in {"to", "also", "not"}):
        n += 1
    return n


def _told_by(s: Sentence, n: int, verb: int, *, passive: bool) -> list[tuple[int, int, str, float]]:
    """Advice whose items stand in a list: what should come with it, be included in it, or follows a colon."""
    if passive and verb + 2 < len(s.words) and s.words[verb] in _WITH and s.words[verb + 1] in {"by", "with"}:
        return [(a, b, "should-come-with", 0.7) for a, b in items(s, verb + 2, phrase(s, verb + 2, commas=True))]
    if listed := after_colon(s, n):
        return [(a, b, "should-list-after", 0.75) for a, b in listed]
    if s.words[n] in _LISTING and "," in s.tags[n : clause(s, n)]:
        return [(a, b, "should-include", 0.75) for a, b in items(s, n + 1, clause(s, n))]
    return []


def _whole(s: Sentence, first: int, last: int, n: int) -> Found:
    """The clause with its subject, and what else it says should (not) be done."""
    parts = items(s, first, last) if "," in s.tags[first:last] else [(first, last)]
    for a, b in parts[:-1]:
        yield a, b, "should-list", 0.7
    again = next((k for k in range(n + 1, len(s.words) - 1) if s.tags[k] == "c" and s.words[k + 1] in {"should", "must"}), len(s.words))
    cut, end = second(s, n), min(clause(s, n), again)
    yield parts[-1][0] if parts else first, cut or end, "should-clause", 0.8
    if end + 2 < len(s.words) and s.tags[end] == "," and s.words[end + 1] == "nor":
        yield end + 1, clause(s, end + 3), "should-nor", 0.65
    if cut:
        yield from actions(s, cut + 1, "should-also", 0.7)


def _vehicle(s: Sentence, first: int, last: int) -> bool:
    """Whether the head of a subject is only a vehicle of the advice ("interventions that ...", "future research")."""
    vehicles = lexis()["advice.vehicles"]
    return any(s.words[k] in vehicles and (k == last - 1 or s.tags[k + 1] in "swpteg") for k in range(first, last))


def _crucial(s: Sentence, i: int) -> Found:
    """What is called vital: "it is vital that S", "to V"; doing something that is crucial, promising or an important step."""
    near = range(max(0, i - 3), i)
    if "it" in s.words[max(0, i - 4) : i] and any(s.tags[j] in "xr" for j in near):
        yield from _it_is(s, i)
        return
    start = next(
        (k for k in range(max(0, i - 25), i - 2) if s.words[k] in {"ensuring", "making"} and s.words[k + 1] in {"that", "sure"}), -1
    )
    if start >= 0 and (start == 0 or s.tags[start - 1] in ",;rc"):
        yield start, i - 1, "doing-is-crucial", 0.7
    elif i and any(s.tags[j] == "x" for j in near) and s.role in {"conclusion", "recommendation", "unstructured"}:
        first, last = subject(s, i)
        if last > first and s.words[first] in _DOING:
            yield from ((a, b, "doing-is-crucial", 0.7) for a, b in items(s, first, last))
        else:
            yield from _promising(s, i)


def _it_is(s: Sentence, i: int) -> Found:
    """After "it is vital": "that S", or "to V"."""
    if i + 2 >= len(s.words):
        return
    if s.words[i + 1] == "that":
        end = clause(s, i + 2)
        yield i + 2, end, "vital-that", 0.75
        if s.words[end : end + 2] == ["and", "that"]:
            yield end + 2, clause(s, end + 2), "vital-that", 0.7
    elif s.words[i + 1] == "to":
        yield from actions(s, i + 2, "vital-to", 0.65)
    elif s.words[i + 1] == "for" and "to" in s.words[i + 2 : i + 9]:
        yield from actions(s, s.words.index("to", i + 2) + 1, "vital-to", 0.65)


def _promising(s: Sentence, i: int) -> Found:
    """Doing something that is called promising or an important step."""
    k = i - 1
    while k > 0 and s.tags[k] in "dr":
        k -= 1
    if k > 0 and s.words[k] in {"is", "are"} and s.role == "conclusion":
        first, last = subject(s, k)
        if last > first and s.tags[first] == "g":
            yield from ((a, b, "doing-is-promising", 0.55) for a, b in items(s, first, last))


_RULES = {"deontic": _deontic, "crucial": _crucial, "promising": _promising}
