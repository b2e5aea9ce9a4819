"""Enumerations that a noun of findings announces: "barriers included ...", "... were facilitators", "challenges (...)"."""

from collections.abc import Iterator

from kg.findings.candidate import Candidate, candidate
from kg.findings.clause import Sentence, closing, finite
from kg.findings.items import items, listed
from kg.findings.lexis import lexis, words
from kg.findings.stretch import subject

_OPENERS = words("lists.openers")
_COPULAS = words("lists.copulas")
_NOTABLY = words("lists.notably")
_LINKS = words("lists.links")
_AS = words("lists.as")


_ABOUT = words("lists.about")
_AWAY = words("lists.away")
_TOWARD = words("lists.toward")
_USED = words("lists.used")
_RAISED = words("lists.raised")


_TOLD = words("lists.told")


_HELPED = words("lists.helped")
_HINDERED = words("lists.hindered")


def triggers() -> dict[str, str]:
    """Words this part wakes up at, and the kind each announces (`neutral` when it announces none)."""
    lists = lexis()
    found: dict[str, str] = {}
    for kind in ("neutral", "recommendation", "facilitator", "barrier"):
        found |= dict.fromkeys(lists[f"nouns.{kind}"], kind)
    found |= dict.fromkeys(_TOLD, "told") | dict.fromkeys(("these", "they", "among", "those"), "opens-again")
    return found | dict.fromkeys(_HELPED, "opens-facilitator") | dict.fromkeys(_HINDERED, "opens-barrier")


def find(s: Sentence, i: int, kind: str) -> Iterator[Candidate]:
    """Findings announced by the noun at token `i`."""
    if kind == "told":
        yield from _told(s, i)
        return
    if kind in {"opens-barrier", "opens-facilitator", "opens-again"}:
        yield from _opening(s, i, kind.removeprefix("opens-"))
        return
    if i > 1 and s.words[i - 1] in {"for", "of", "to", "in"} and s.words[i - 2] in _named():
        return
    kind = _mixed(s, i, _directed(s, i, kind))
    if not kind:
        return
    for reading in (_before, _after, _inside):
        rule, ranges, weight = reading(s, i)
        kinds = [_kind_of(s, first, last, kind) for first, last in ranges]
        if kind == "neutral" and kinds.count("barrier") >= 2 and kinds.count("barrier") * 2 >= len(kinds) and "facilitator" not in kinds:
            kinds = ["barrier"] * len(kinds)
        if kind == "neutral":
            weight -= 0.15
            kinds = [
                own if b - a > 1 or s.words[a] in lexis()["polarity.negative"] else "" for (a, b), own in zip(ranges, kinds, strict=True)
            ]
        for (first, last), own in zip(ranges, kinds, strict=True):
            if own and (made := candidate(s, own, first, last, f"lists:{rule}-{own}", weight)):
                yield made
        if ranges:
            return


def _opening(s: Sentence, i: int, kind: str) -> Iterator[Candidate]:
    """A list after a bare heading ("What helped: ..."), or that goes on from the sentence before ("These included ...")."""
    n = i + 1
    if kind == "again":
        n = i + 2 if s.words[i] == "among" else n
        if i or n >= len(s.words) or s.words[n] not in _OPENERS | _COPULAS:
            return
        lists = lexis()
        told = [pole for pole in ("barrier", "facilitator", "recommendation") if lists[f"nouns.{pole}"] & set(s.before)]
        if len(told) != 1:
            return
        kind = told[0]
    elif i > 1 or n >= len(s.words) or s.tags[n] != ":":
        return
    for a, b in _take(s, n + 1):
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
    if "," not in s.tags[first:last] or s.words[first] in _named():
        return
    ranges = items(s, first, last)
    kinds = [_kind_of(s, a, b, "neutral") for a, b in ranges]
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
    """The kind a noun announces here, by the words before it ("hindering factors") and after it ("factors that hinder")."""
    lists = lexis()
    before = s.words[max(0, i - 4) : i]
    after = s.words[i + 1 : i + 5]
    if kind == "neutral":
        for pole in ("barrier", "facilitator"):
            if any(word in lists[f"direction.{pole}"] for word in before):
                return pole
        for verb, pole in (("hinder", "barrier"), ("help", "facilitator")):
            if any(word in lists[f"verbs.{verb}"] for word in after[:3]):
                return pole
        if "contributing" in s.words[i + 1 :] or "leading" in after:
            k = s.words.index("contributing", i + 1) if "contributing" in s.words[i + 1 :] else i + 1
            if any(word in lists["polarity.bad_outcome"] for word in s.words[k : k + 6]):
                return "barrier"
        if s.words[i] in {"reason", "reasons"} and "for" in after:
            named = set(s.words[i + 1 : i + 6])
            if named & (lists["polarity.bad_outcome"] | _AWAY):
                return "barrier"
            return "facilitator" if named & _TOWARD else kind
    if i + 1 < len(s.words) and s.tags[i + 1] == "d" and s.words[i + 1] != "such" and s.tags[i - 1] in "no":
        return ""
    if kind == "recommendation" and s.words[i] in {"strategy", "strategies", "improvement", "improvements"}:
        suggested = {"recommended", "suggested", "proposed", "potential", "future", "possible", "needed"}
        if s.role != "conclusion" and not suggested & set(s.words):
            return "facilitator" if s.words[i].startswith("strateg") and set(s.words[max(0, i - 3) : i + 4]) & _USED else ""
    return kind


def _after(s: Sentence, i: int) -> tuple[str, list[tuple[int, int]], float]:
    """What follows the noun: "barriers to care included A, B and C", "challenges were: ...", "barriers such as A"."""
    limit = min(len(s.words), i + 30)
    k = i + 1
    while k < limit:
        word, tag = s.words[k], s.tags[k]
        if word in _OPENERS and not (word == "involved" and s.tags[k - 1] != "n"):
            return "list", _take(s, k + 1), 0.8
        if tag == "c" and k + 1 < limit and s.words[k + 1] not in _named() and "," not in s.tags[i:k]:
            break
        if word in _NOTABLY and s.tags[k - 1] == ",":
            return "list", _take(s, k + 1), 0.75
        if word == "such" and k + 1 < limit and s.words[k + 1] == "as":
            return "such-as", _take(s, k + 2), 0.7
        if tag == "(" and closing(s, k) < limit:
            k = closing(s, k)
            continue
        if tag == ":":
            return "list", _take(s, k + 1), 0.85
        if tag == "(" and k > i + 1 and s.tags[k + 1] != "#" and closing(s, k) < limit and s.tags[closing(s, k)] == ":":
            k = closing(s, k)
            continue
        if (
            word in {"relating", "related"}
            and k + 2 < limit
            and s.words[k + 1] == "to"
            and k - i <= 3
            and not _COPULAS & set(s.words[k : k + 9])
        ):
            return "list", _take(s, k + 2), 0.65
        if word in {"centred", "centered", "focused", "revolved", "clustered"} and k + 2 < limit and s.words[k + 1] in {"on", "around"}:
            return "list", _take(s, k + 2), 0.65
        if (
            s.words[i] in _RAISED
            and s.words[i + 1] in _ABOUT
            and s.tags[k] == "x"
            and word not in {"being", "having"}
            and k + 1 < limit
            and s.tags[k + 1] in "er"
        ):
            return _worries(s, i, k)
        if word in _COPULAS:
            return _copula(s, k)
        if tag == "m" and k + 1 < limit and s.words[k + 1] in {"include", "be", "involve"}:
            k += 1
            continue
        if tag in ";)om" or tag == "." or (tag == "s" and (word != "that" or s.tags[k - 1] in "ev")):
            break
        if finite(s, k) and tag in "ve" and k + 1 < limit and s.tags[k + 1] in "dp" and k > i + 1 and word not in lexis()["verbs.report"]:
            break
        k += 1
    return "", [], 0.0


def _worries(s: Sentence, i: int, k: int) -> tuple[str, list[tuple[int, int]], float]:
    """Concerns that were raised: "concerns about A, delays in B and C were raised", the first with its cue."""
    first = i
    while first > 0 and s.tags[first - 1] in "ne":
        first -= 1
    return "raised", items(s, first, k), 0.7


def _copula(s: Sentence, k: int) -> tuple[str, list[tuple[int, int]], float]:
    """After "barriers were": the list itself, or what they relate to; nothing for a bare passive."""
    n = k + 1
    while n < len(s.words) and s.tags[n] in "r":
        n += 1
    if n >= len(s.words) or s.words[k - 1] == "there":
        return "", [], 0.0
    for j in range(n, min(len(s.words) - 1, n + 9)):
        if s.words[j] in _OPENERS and s.tags[j - 1] in "c,":
            return "list", _take(s, j + 1), 0.8
    if s.words[n] in _LINKS and n + 1 < len(s.words):
        return "list", _take(s, n + 2 if s.tags[n + 1] in "tp" else n + 1), 0.6
    if s.tags[n] == "e" and n + 2 < len(s.words) and s.words[n + 1] == "as":
        return "list", _take(s, n + 2), 0.75
    if s.tags[n] in "pv" or (
        s.tags[n] == "e" and (s.words[n] in lexis()["verbs.report"] or s.tags[n + 1 : n + 2] in (["."], ["p"], ["r"], ["t"]))
    ):
        for j in range(n, min(len(s.words), n + 14)):
            if s.tags[j] == ":" or (s.words[j] in _OPENERS and s.tags[j - 1] in ",e"):
                return "list", _take(s, j + 1), 0.85
            if s.words[j] in {"regarding", "concerning", "around"} or (s.words[j] == "to" and s.words[j - 1] in {"relation", "related"}):
                return "list", _take(s, j + 1), 0.6
        return "", [], 0.0
    if s.tags[n] == "#" or s.words[n] in {"two", "three", "four", "five", "six", "seven", "eight"}:
        colon = next((j for j in range(n, min(len(s.words), n + 8)) if s.tags[j] == ":"), -1)
        return ("list", _take(s, colon + 1), 0.8) if colon > 0 else ("", [], 0.0)
    if any(
        s.words[j] in _named() and s.words[j + 1] in {"to", "for", "related", "in", "of", "."}
        for j in range(n, min(len(s.words) - 1, n + 4))
    ):
        return "", [], 0.0
    if n + 2 >= len(s.words) or s.tags[n + 1] in ".;" or (s.tags[n + 1] == "," and "c" not in s.tags[n:]):
        return "", [], 0.0
    if s.words[k] in {"was", "is"} and not (s.tags[n] in "dgt" or s.words[n] in lexis()["polarity.negative"]):
        return "", [], 0.0
    return "copula", _take(s, n), 0.65


def _take(s: Sentence, first: int) -> list[tuple[int, int]]:
    while first < len(s.words) and s.tags[first] in ":,":
        first += 1
    if first < len(s.words) and s.words[first] in {"from", "of"}:
        first += 1
    last = next((k for k in range(first, len(s.words)) if s.tags[k] == ";" and any(t in "xm" for t in s.tags[k : k + 9])), len(s.words))
    return items(s, first, last)


def _named() -> frozenset[str]:
    """All nouns that name findings, or factors."""
    return lexis()["nouns.named"]


def _before(s: Sentence, i: int) -> tuple[str, list[tuple[int, int]], float]:
    """What stands before the noun: "A, B and C were major barriers", "identified A and B as barriers"."""
    k = i - 1
    while k > 0 and i - k <= 7 and s.tags[k] in "nrdbeg#" and s.words[k] not in _AS:
        k -= 1
    if k <= 0 or s.words[k] not in _AS:
        return "", [], 0.0
    if s.words[k] == "as":
        reports = lexis()["verbs.report"] | {"served", "serve", "acted", "act", "acting", "serving", "emerged"}
        j = next((j for j in range(k - 1, max(-1, k - 25), -1) if s.words[j] in reports), -1)
        if j < 0:
            return "", [], 0.0
        if k - j <= 2 or s.tags[j - 1] == "x":
            first, last = subject(s, j)
        else:
            first, last = j + 1, k
    else:
        first, last = subject(s, k)
    if (
        last <= first
        or s.tags[first] in "o"
        or s.words[last - 1] in _named()
        or s.words[first] in {"there", "these", "this", "it", "which", "that", "here"}
    ):
        return "", [], 0.0
    found = items(s, first, last)
    for j in range(i + 1, len(s.words) - 2):
        if s.words[j] == "followed" and s.words[j + 1] == "by":
            found += _take(s, j + 2)
    return "predicate", found, 0.75


def _inside(s: Sentence, i: int) -> tuple[str, list[tuple[int, int]], float]:
    """An enumeration in brackets right after the noun: "factors (A, B and C)"."""
    for k in range(i + 1, min(len(s.words) - 1, i + 3)):
        if s.tags[k] == "(":
            end = closing(s, k) - 1
            if listed(s, k + 1, end) and not any(tag in "#=<>&:%" for tag in s.tags[k + 1 : end]) and s.tags[k + 1] not in "#":
                return "brackets", items(s, k + 1, end), 0.7
    return "", [], 0.0


def _kind_of(s: Sentence, first: int, last: int, kind: str) -> str:
    """The kind of one item: the cue's, or for a neutral cue what its own words say; empty when nothing does."""
    words = s.words[first:last]
    if kind != "neutral":
        return kind
    lists = lexis()
    negative = sum(1 for word in words if word in lists["polarity.negative"])
    positive = sum(1 for word in words if word in lists["polarity.positive"])
    heads = lists["polarity.heads"]
    if s.words[first] in heads or (negative > positive and any(word in heads for word in words)):
        return "barrier"
    if s.words[first] in lists["polarity.positive"] or positive > negative:
        return "facilitator"
    return ""
