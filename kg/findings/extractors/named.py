"""What a report names outright: "a lack of training", "experienced discrimination", "valued the anonymity", "lacked time"."""

from collections.abc import Iterator

from kg.findings.candidate import Candidate, candidate
from kg.findings.clause import Sentence, finite
from kg.findings.items import items
from kg.findings.lexis import followers, lexis, words
from kg.findings.stretch import comma, counted, phrase

Found = Iterator[tuple[str, int, int, str, float]]
#: Nouns that name a barrier or a facilitator by themselves, and what must follow them.
_HEADS = followers("named.heads")
_GOOD = followers("named.good")
_TELL = words("named.tell")
_OPENS = words("lists.openers")
_NAMING = words("named.naming")
_RAISED = words("lists.raised")
_VALUED = words("named.valued")
_WITHOUT = words("named.without")
_PLAIN = words("named.plain")
_MET = words("named.met")
_OBJECTS = words("states.believe")


def triggers() -> dict[str, str]:
    """Words this part wakes up at, and the rule each starts."""
    found = (
        dict.fromkeys(_OBJECTS, "object") | dict.fromkeys(_HEADS, "head") | dict.fromkeys(_GOOD, "good") | dict.fromkeys(_VALUED, "valued")
    )
    return found | {"importance": "valued"} | dict.fromkeys(("lacked", "lacks", "received", "had", "have"), "lacked")


def find(s: Sentence, i: int, rule: str) -> Iterator[Candidate]:
    """Barriers and facilitators that start at token `i`."""
    if s.role not in {"result", "conclusion", "unstructured"}:
        return
    for reading in _RULES[rule]:
        for kind, first, last, name, weight in reading(s, i):
            if made := candidate(s, kind, first, last, f"named:{name}", weight):
                yield made


def _head(s: Sentence, i: int) -> Found:
    """A noun that is a barrier by itself, where the sentence tells of it: as its subject, or as what people reported."""
    need = _HEADS[s.words[i]]
    after = s.words[i + 1] if i + 1 < len(s.words) else "."
    if need and after not in need:
        return
    first = i
    while first > 0 and s.tags[first - 1] in "ne" and i - first < 4 and not _speaks(s, first - 1):
        first -= 1
    if not _told(s, first) or any(word in _OPENS or word == "attributed" for word in s.words[i:]):
        return
    end = comma(s, i + 2) if after == "that" else max(phrase(s, i + 1), i + 1)
    if end - first < 2:
        return
    raised = s.words[i] in _RAISED and after in _HEADS["concerns"]
    if raised and "," not in s.tags[:first] and s.tags[end : end + 1] == [","]:
        end = phrase(s, i + 2, commas=True)
    found = items(s, first, end)
    for a, b in found if len(found) > 2 and raised else found[:1]:
        yield "barrier", a, b, "named", 0.55


def _speaks(s: Sentence, k: int) -> bool:
    """Whether token `k` is the verb before a noun phrase, not a part of it."""
    return s.words[k] in _TELL or s.words[k] in _OPENS or finite(s, k)


def _told(s: Sentence, first: int) -> bool:
    """Whether the phrase at `first` opens its clause, or follows somebody's telling, or "there was"."""
    k = first - 1
    while k >= 0 and s.tags[k] in "dr#":
        k -= 1
    if k < 0 or (s.tags[k] == "," and k < 6):
        return True
    if "w" in s.tags[max(0, k - 4) : k + 1]:
        return False
    if s.words[k] in _TELL or (s.words[k] in lexis()["verbs.report"] and s.tags[k] in "ev"):
        return True
    return s.tags[k] == "x" and k > 0 and s.words[k - 1] == "there"


def _good(s: Sentence, i: int) -> Found:
    """What people tell they have that helps: "94% expressed desire to receive support"."""
    first = i
    while first > 0 and s.tags[first - 1] in "nedr" and i - first < 3 and s.words[first - 1] not in _TELL:
        first -= 1
    need = _GOOD[s.words[i]]
    if first and s.words[first - 1] in _TELL and (not need or s.words[i + 1 : i + 2] in [[one] for one in need]):
        yield "facilitator", first, phrase(s, first, commas=s.words[i] == "desire"), "told-facilitator", 0.55


def _valued(s: Sentence, i: int) -> Found:
    """What people valued, or stressed the importance of; in conclusions that is advice."""
    n, name, kind = i + 1, "valued", "facilitator"
    if s.words[i] == "importance":
        if s.words[n : n + 1] != ["of"] or lexis()["verbs.report"].isdisjoint(s.words[max(0, i - 4) : i]):
            return
        n, name = n + 1, "importance"
        kind = "recommendation" if s.role == "conclusion" else "facilitator"
    elif s.role != "result" or n >= len(s.words) or s.tags[n] not in "dngbe":
        return
    for a, b in items(s, n, phrase(s, n, commas=True)):
        yield kind, a, b, name, 0.55


def _lacked(s: Sentence, i: int) -> Found:
    """What people lacked: "lacked knowledge of the law", "had limited training", "received little support"."""
    if i + 1 >= len(s.words) or (i and s.tags[i - 1] not in "nocr)bw") or s.role not in {"result", "conclusion"}:
        return
    if s.words[i] == "lack":
        if s.words[i + 1] == "of" or not i or s.tags[i - 1] not in "no":
            return
    elif s.words[i] not in {"lacked", "lacks"} and s.words[i + 1] not in _WITHOUT:
        return
    yield "barrier", i, phrase(s, i + 1), "lacked", 0.55


def _object(s: Sentence, i: int) -> Found:
    """What people report or meet with, when its own words are bad: "experienced violence, extortion, or arbitrary arrest"."""
    n, met = i + 1, s.words[i] in _MET
    bad = lexis()["polarity.negative"] if met else lexis()["polarity.heads"]
    if s.role != "result" or n >= len(s.words) or not _takes(s, i, bad):
        return
    last = phrase(s, n, commas=True)
    if any(word in _OPENS or word in _NAMING for word in s.words[n:last]) or s.tags[last : last + 1] == [":"]:
        return
    found = items(s, n, last)
    marked = [not bad.isdisjoint(s.words[a:b]) for a, b in found]
    most = sum(marked) * 2 >= len(found) and (met or len(found) > 2)
    for (a, b), own in zip(found, marked, strict=True):
        if (own or most) and b - a <= 14:
            yield "barrier", a, b, "met-with" if met else "told-barrier", 0.55


def _takes(s: Sentence, i: int, bad: frozenset[str]) -> bool:
    """Whether the verb at `i` takes a noun phrase as its object, in an account and not in a count of people."""
    after = s.words[i + 1]
    if after == "that" or (after not in _PLAIN and counted(s)) or (s.tags[i + 1] not in "ndr" and after not in bad):
        return False
    before = s.tags[i - 1] if i else "n"
    return before not in "dw" and (before != "x" or s.words[i - 1] in {"had", "have"})


_RULES = {"head": (_head, _lacked), "good": (_good,), "valued": (_valued,), "lacked": (_lacked,), "object": (_object,)}
