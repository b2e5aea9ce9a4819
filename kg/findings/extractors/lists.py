"""Enumerations that a noun of findings announces: "barriers included ...", "... were facilitators", "challenges (...)"."""

from collections.abc import Iterator

from kg.findings.announce import after, before, following, inside
from kg.findings.candidate import Candidate, candidate
from kg.findings.clause import Sentence, closing
from kg.findings.items import Range, items, listed
from kg.findings.lexis import lexis, words
from kg.findings.stretch import subject

_OPENERS = words("lists.openers")
_COPULAS = words("lists.copulas")
_AWAY = words("lists.away")
_TOWARD = words("lists.toward")
_USED = words("lists.used")
_SUGGESTED = words("lists.suggested")
_LEVELS = words("lists.levels")
_COUNTS = words("lists.measures") - {"level", "levels"}
_TOLD = words("lists.told")
_HELPED = words("lists.helped")
_HINDERED = words("lists.hindered")


def triggers() -> dict[str, str]:
    """Words this part wakes up at, and the kind each announces (`neutral` when it announces none)."""
    lists = lexis()
    found = dict.fromkeys(_HELPED, "opens-facilitator") | dict.fromkeys(_HINDERED, "opens-barrier")
    found |= dict.fromkeys(_TOLD, "told") | dict.fromkeys(("these", "they", "among", "those"), "opens-again")
    for kind in ("neutral", "recommendation", "facilitator", "barrier"):
        found |= dict.fromkeys(lists[f"nouns.{kind}"], kind)
    return found


def find(s: Sentence, i: int, kind: str) -> Iterator[Candidate]:
    """Findings announced by the noun at token `i`."""
    if kind == "told":
        yield from _told(s, i)
    elif kind.startswith("opens-"):
        yield from _opening(s, i, kind.removeprefix("opens-"))
    elif not (i > 1 and s.words[i - 1] in {"for", "of", "to", "in"} and s.words[i - 2] in lexis()["nouns.named"]):
        yield from _announced(s, i, _mixed(s, i, _directed(s, i, kind)))
        yield from _levels(s, i, kind)


def _announced(s: Sentence, i: int, kind: str) -> Iterator[Candidate]:
    """The items of the first reading of the noun that gives any; none when the noun announces nothing (empty kind)."""
    if not kind:
        return
    named = "theme" if kind == "neutral" else ""
    for reading in (before, after, inside):
        rule, ranges, weight = reading(s, i)
        if ranges:
            for (first, last), own in zip(ranges, _kinds(s, ranges, kind), strict=True):
                if own and (made := candidate(s, own, first, last, f"lists:{named or rule}-{own}", weight - 0.15 * (kind == "neutral"))):
                    yield made
            return


def _levels(s: Sentence, i: int, kind: str) -> Iterator[Candidate]:
    """Items in brackets after each of several levels: "barriers were at patient (cost, fear) and provider level (lack of time)"."""
    if kind not in {"barrier", "facilitator"} or _LEVELS.isdisjoint(s.words[i:]) or not _COUNTS.isdisjoint(s.words):
        return
    groups = [(k + 1, closing(s, k) - 1) for k in range(i + 1, len(s.words)) if s.tags[k] == "("]
    groups = [(a, b) for a, b in groups if b > a and not set(s.tags[a:b]) & set("#=<>&:%")]
    if len(groups) < 2 or not any(listed(s, a, b) or "," in s.tags[a:b] for a, b in groups):
        return
    for a, b in groups:
        for first, last in items(s, a, b):
            if made := candidate(s, kind, first, last, f"lists:levels-{kind}", 0.7):
                yield made


def _kinds(s: Sentence, ranges: list[Range], kind: str) -> list[str]:
    """The kind of each item; under a neutral noun what its own words say, or what most say and none denies."""
    if kind != "neutral":
        return [kind] * len(ranges)
    kinds = [_kind_of(s, first, last) for first, last in ranges]
    bad = kinds.count("barrier")
    if bad >= 2 and bad * 2 >= len(kinds) and "facilitator" not in kinds:
        kinds = ["barrier"] * len(ranges)
    negative = lexis()["polarity.negative"]
    return [own if b - a > 1 or s.words[a] in negative else "" for (a, b), own in zip(ranges, kinds, strict=True)]


def _opening(s: Sentence, i: int, kind: str) -> Iterator[Candidate]:
    """A list after a bare heading ("What helped: ..."), or that goes on from the sentence before ("These included ...")."""
    n = i + 1
    if kind == "again":
        n = i + 2 if s.words[i] == "among" else n
        if i or n >= len(s.words) or (s.words[n] not in _OPENERS and s.words[n] not in _COPULAS):
            return
        lists = lexis()
        told = [pole for pole in ("barrier", "facilitator", "recommendation") if not lists[f"nouns.{pole}"].isdisjoint(s.before)]
        if len(told) != 1:
            return
        kind = told[0]
    elif i > 1 or n >= len(s.words) or s.tags[n] != ":":
        return
    for a, b in following(s, n + 1):
        if made := candidate(s, kind, a, b, f"lists:opening-{kind}", 0.65):
            yield made


def _told(s: Sentence, i: int) -> Iterator[Candidate]:
    """An enumeration that was told of: "A, B, and C were commonly reported", each item with the direction of its own words."""
    k = i - 1
    while k > 0 and s.tags[k] == "r":
        k -= 1
    if k <= 0 or s.words[k] not in _COPULAS or s.role != "result":
        return
    first, last = subject(s, k)
    if "," not in s.tags[first:last] or s.words[first] in lexis()["nouns.named"]:
        return
    ranges = items(s, first, last)
    kinds = [_kind_of(s, a, b) for a, b in ranges]
    best = max(("barrier", "facilitator"), key=kinds.count)
    if len(ranges) >= 2 and kinds.count(best) * 2 >= len(ranges):
        for a, b in ranges:
            if made := candidate(s, best, a, b, f"lists:told-{best}", 0.55):
                yield made


def _mixed(s: Sentence, i: int, kind: str) -> str:
    """Neutral where the noun is joined with one of the other direction ("barriers and facilitators included")."""
    lists = lexis()
    other = lists["nouns.facilitator"] if kind == "barrier" else lists["nouns.barrier"]
    after = i + 2 < len(s.words) and s.words[i + 1] in {"and", "or", "/", "to"} and s.words[i + 2] in other
    before = i > 1 and s.words[i - 1] in {"and", "or", "/"} and s.words[i - 2] in other
    return "neutral" if after or before else kind


def _directed(s: Sentence, i: int, kind: str) -> str:
    """The kind a noun announces here; empty when it announces nothing."""
    if i and s.tags[i + 1 : i + 2] == ["d"] and s.words[i + 1] != "such" and s.tags[i - 1] in "no":
        return ""
    if kind == "neutral":
        return _pole(s, i)
    loose = kind == "recommendation" and s.words[i].startswith(("strateg", "improvement")) and s.role != "conclusion"
    if loose and _SUGGESTED.isdisjoint(s.words):
        used = s.words[i].startswith("strateg") and not _USED.isdisjoint(s.words[max(0, i - 3) : i + 4])
        return "facilitator" if used else ""
    return kind


def _pole(s: Sentence, i: int) -> str:
    """The direction of a neutral noun, by the words before it ("hindering factors") and after it ("factors that hinder")."""
    lists = lexis()
    told = s.words[max(0, i - 4) : i]
    then = s.words[i + 1 : i + 5]
    for pole, verb in (("barrier", "hinder"), ("facilitator", "help")):
        if not lists[f"direction.{pole}"].isdisjoint(told) or not lists[f"verbs.{verb}"].isdisjoint(then[:3]):
            return pole
    led = s.words.index("contributing", i) if "contributing" in s.words[i:] else i if "leading" in then else -1
    if led >= 0 and not lists["polarity.bad_outcome"].isdisjoint(s.words[led : led + 6]):
        return "barrier"
    if s.words[i] in {"reason", "reasons"} and "for" in then:
        named = s.words[i + 1 : i + 6]
        if not lists["polarity.bad_outcome"].isdisjoint(named) or not _AWAY.isdisjoint(named):
            return "barrier"
        return "neutral" if _TOWARD.isdisjoint(named) else "facilitator"
    return "neutral"


def _kind_of(s: Sentence, first: int, last: int) -> str:
    """The kind one item's own words give it; empty when they give none."""
    lists = lexis()
    told = s.words[first:last]
    negative = sum(1 for word in told if word in lists["polarity.negative"])
    positive = sum(1 for word in told if word in lists["polarity.positive"])
    heads = lists["polarity.heads"]
    if told[0] in heads or (negative > positive and not heads.isdisjoint(told)):
        return "barrier"
    return "facilitator" if told[0] in lists["polarity.positive"] or positive > negative else ""
