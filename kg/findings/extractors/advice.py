"""Recommendations by deontic and advice wording: "should", "need for", "are needed", "recommend", "it is vital that"."""

from collections.abc import Iterator

from kg.findings.candidate import Candidate, candidate
from kg.findings.clause import Sentence, clause, phrase, subject
from kg.findings.items import included, items
from kg.findings.lexis import lexis, words

_DEONTIC = ("should", "must", "ought")
_EMPTY = words("advice.empty")
_MORE = words("advice.more")
_LISTING = words("advice.listing")
_WITH = words("advice.with")
_CHANGE = words("advice.change")
_ASKING = words("advice.asking")


def triggers() -> dict[str, str]:
    """Words this part wakes up at, and the rule each starts."""
    lists = lexis()
    found = dict.fromkeys(_DEONTIC, "deontic")
    found |= dict.fromkeys(lists["advice.needed"], "needed")
    found |= dict.fromkeys(lists["advice.crucial"], "crucial") | {
        "needed": "needed",
        "required": "needed",
        "warranted": "needed",
        "necessary": "needed",
    }
    found |= dict.fromkeys(lists["verbs.advise"], "advise") | {
        "need": "need",
        "needs": "need",
        "call": "call",
        "calls": "call",
        "called": "call",
    }
    found |= {
        "require": "require",
        "requires": "require",
        "benefit": "benefit",
        "can": "can-be",
        "could": "can-be",
        "may": "can-be",
        "would": "would",
        "wanted": "want",
    }
    return found | {
        "suggested": "suggest",
        "suggest": "suggest",
        "recommended": "advise",
        "emphasises": "stress",
        "emphasizes": "stress",
        "desire": "want",
        "desired": "want",
        "argues": "argue",
        "argue": "argue",
        "argued": "argue",
        "advocates": "argue",
        "advocated": "argue",
        "advocate": "argue",
        "calling": "call",
        "support": "support",
        "supports": "support",
        "promising": "promising",
    }


def find(s: Sentence, i: int, rule: str) -> Iterator[Candidate]:
    """Recommendations that start at token `i` by a rule."""
    for first, last, name, weight in _RULES[rule](s, i):
        if made := candidate(s, "recommendation", first, last, f"advice:{name}", weight):
            yield made


_Found = Iterator[tuple[int, int, str, float]]


def _actions(s: Sentence, first: int, name: str, weight: float) -> _Found:
    """The actions of a predicate, one for each verb joined by a comma or and."""
    last = clause(s, first)
    cuts = [k for k in range(first + 1, last - 1) if s.tags[k] in ",c" and _acts(s, k)]
    bounds = [first, *cuts, last]
    for a, b in zip(bounds, bounds[1:], strict=False):
        start = a
        while start < b and s.tags[start] in ",crt":
            start += 1
        yield start, b, name, weight


def _acts(s: Sentence, k: int) -> bool:
    """Whether a second action begins after the comma or and at `k`."""
    n = k + 1
    while n < len(s.tags) and s.tags[n] in "crt":
        n += 1
    if n >= len(s.tags) or (s.tags[k] == "," and s.tags[k + 1] == "c" and n == k + 1):
        return False
    return (
        s.tags[n] == "b"
        and n + 1 < len(s.tags)
        and s.tags[n + 1] in "dpnbge"
        and s.words[n] in lexis().bases
        and lexis().bases[s.words[n]] == s.words[n]
    )


def _deontic(s: Sentence, i: int) -> _Found:
    """Who should do what: the action alone when its subject is only a vehicle, else the whole clause."""
    n = i + 1
    while n < len(s.words) and (s.tags[n] == "r" or s.words[n] in {"to", "also", "not"}):
        n += 1
    if n >= len(s.words) - 1 or s.words[-1] == "?" or (s.words[i] == "must" and s.role == "result"):
        return
    passive = s.words[n] == "be"
    verb = n + 1
    while passive and verb < len(s.words) - 1 and s.tags[verb] == "r":
        verb += 1
    if s.words[verb if passive else n] in lexis()["advice.idle"]:
        if cut := _second_action(s, n):
            yield from _actions(s, cut + 1, "should-also", 0.7)
        return
    first, last = subject(s, i)
    if passive and verb + 2 < len(s.words) and s.words[verb] in _WITH and s.words[verb + 1] in {"by", "with"}:
        yield from ((a, b, "should-come-with", 0.7) for a, b in items(s, verb + 2, phrase(s, verb + 2, commas=True)))
        return
    if first and s.words[first - 1] in _ASKING or (last > first and s.words[first] in _ASKING):
        return
    if listed_after := _after_colon(s, n):
        yield from ((a, b, "should-list-after", 0.75) for a, b in listed_after)
        return
    if s.words[n] in _LISTING and "," in s.tags[n : clause(s, n)]:
        yield from ((a, b, "should-include", 0.75) for a, b in items(s, n + 1, clause(s, n)))
        return
    if not passive and (last <= first or s.tags[first] in "ow" or _vehicle(s, first, last)):
        yield from _actions(s, n, "should-do", 0.85)
        return
    if last <= first or s.tags[first] == "o":
        yield n, clause(s, n), "should", 0.6
        return
    parts = items(s, first, last) if "," in s.tags[first:last] else [(first, last)]
    for a, b in parts[:-1]:
        yield a, b, "should-list", 0.7
    cut = _second_action(s, n)
    yield parts[-1][0] if parts else first, cut or clause(s, n), "should-clause", 0.8
    end = clause(s, n)
    if end + 2 < len(s.words) and s.tags[end] == "," and s.words[end + 1] == "nor":
        yield end + 1, clause(s, end + 3), "should-nor", 0.65
    if cut:
        yield from _actions(s, cut + 1, "should-also", 0.7)


def _vehicle(s: Sentence, first: int, last: int) -> bool:
    """Whether the head of a subject is only a vehicle of the advice ("interventions that ...", "future research")."""
    vehicles = lexis()["advice.vehicles"]
    return any(s.words[k] in vehicles and (k == last - 1 or s.tags[k + 1] in "swpteg") for k in range(first, last))


def _second_action(s: Sentence, n: int) -> int:
    """Where a second action begins after the first of a clause; 0 when there is none."""
    last = clause(s, n)
    return next((k for k in range(n + 3, last - 2) if s.tags[k] in ",c" and _acts(s, k)), 0)


def _after_colon(s: Sentence, n: int) -> list[tuple[int, int]]:
    """The items of a list after a colon near `n` ("should go further in four ways: A; B; C")."""
    colon = next((k for k in range(n, min(len(s.words), n + 10)) if s.tags[k] == ":"), -1)
    found = items(s, colon + 1, len(s.words)) if colon > 0 else []
    return found if len(found) > 1 else []


def _need(s: Sentence, i: int) -> _Found:
    if i + 1 >= len(s.words):
        return
    after, before = s.words[i + 1], s.words[i - 1] if i else ""
    if after == "for" and before != "unmet" and (s.role != "result" or _stated(s, i)):
        for a, b in items(s, i + 2, _object(s, i + 2), pairs=True):
            if not set(s.words[a:b]) <= _EMPTY | _MORE:
                yield a, b, "need-for", 0.75
    elif after == "to" and s.tags[i] in "bn" and not before.endswith(("'s", "’s", "s'", "s’")):
        noun = s.tags[i - 1] in "dx" or before in {"urgent", "clear", "strong", "critical", "pressing", "continued", "growing", "ongoing"}
        if noun and i + 2 < len(s.words) and (s.role != "result" or _stated(s, i)):
            yield from _actions(s, i + 2, "need-to", 0.75)
        elif s.tags[i - 1] in "nobe)":
            if i + 2 < len(s.words) and s.words[i + 2] == "be":
                first, last = subject(s, i)
                parts = items(s, first, last)
                for a, b in parts[:-1]:
                    yield a, b, "need-to-be-list", 0.7
                if parts:
                    yield parts[-1][0], min(clause(s, i), _purpose(s, i + 4)), "need-to-be", 0.75
            elif s.role in {"conclusion", "recommendation"} and i + 2 < len(s.words) and s.words[subject(s, i)[0] - 1] not in _ASKING:
                yield from _actions(s, i + 2, "need-to-do", 0.65)
    elif s.tags[i - 1] == "m" and s.tags[i + 1] in "ndg":
        for a, b in items(s, i + 1, phrase(s, i + 1, commas=True)):
            yield a, b, "will-need", 0.6
    elif s.tags[i] == "b" and s.tags[i - 1] in "no" and s.tags[i + 1] in "ndg" and s.words[i - 1].endswith("s"):
        for a, b in items(s, i + 1, _object(s, i + 1), pairs=True):
            yield a, b, "need-object", 0.55


def _stated(s: Sentence, i: int) -> bool:
    """Whether somebody states the need at `i` in so many words ("participants emphasised the need for")."""
    return bool(
        {
            "highlighted",
            "emphasised",
            "emphasized",
            "stressed",
            "identified",
            "underlined",
            "underscored",
            "highlight",
            "highlights",
            "saw",
            "see",
            "recognised",
            "recognized",
            "expressed",
            "was",
            "is",
            "noted",
            "reported",
            "described",
        }
        & set(s.words[max(0, i - 5) : i])
    ) and s.words[i - 1] in {"the", "a", "need", "urgent", "clear", "great", "strong"}


def _purpose(s: Sentence, first: int) -> int:
    """Where an infinitive of purpose begins after a passive ("need to be addressed | to improve care")."""
    for k in range(first, len(s.words)):
        if s.tags[k] == "t" or (s.words[k] == "in" and k + 1 < len(s.words) and s.words[k + 1] == "order"):
            return k
    return len(s.words)


def _object(s: Sentence, first: int) -> int:
    """Where the objects of a need end: commas that only comment are left out."""
    end = phrase(s, first, commas=True)
    if "," not in s.tags[first:end]:
        return end
    return end


def _needed(s: Sentence, i: int) -> _Found:
    if i == 0 or not any(s.tags[j] == "x" or s.words[j] == "be" for j in range(max(0, i - 3), i)):
        return
    if s.words[i] == "called" and not (i + 1 < len(s.words) and s.words[i + 1] == "for"):
        return
    first, last = subject(s, i)
    if first == last or s.words[first] in {"it", "there", "this", "which", "that", "these", "they", "we"}:
        if s.words[max(0, i - 4) : i].count("it"):
            yield from _it_is(s, i)
        return
    if (
        s.role == "result"
        and s.words[i] in {"required", "recommended", "indicated", "encouraged", "advised"}
        and s.words[i - 1] not in {"is", "are"}
    ):
        return
    if i + 2 < len(s.words) and s.words[i + 1] in {"that", "which"} and s.role != "result":
        yield first, clause(s, i + 2), "needed-that", 0.7
        return
    for a, b in (*items(s, first, last, pairs=True), *included(s, last)):
        name = [word for word in s.words[a:b] if word not in _MORE]
        if name and set(name) <= _EMPTY:
            if s.words[i + 1 : i + 2] == ["to"] and i + 2 < len(s.words):
                yield from _actions(s, i + 2, "efforts-needed", 0.65)
            elif about := _about(s, i):
                yield a, about, "research-needed", 0.6
            continue
        yield a, b, "needed", 0.75


def _encouraged(s: Sentence, i: int) -> bool:
    """Whether people are asked to act ("practitioners are encouraged to ...")."""
    return s.words[i] in {"encouraged", "advised", "urged", "recommended"} and i + 2 < len(s.words) and s.words[i + 1] == "to"


def _about(s: Sentence, i: int) -> int:
    """The end of what research is needed on, when the sentence names it ("is needed on X", "is needed to X")."""
    if i + 2 < len(s.words) and s.words[i + 1] in {"on", "to", "into", "about", "regarding", "in", "that"}:
        return phrase(s, i + 2)
    return 0


def _it_is(s: Sentence, i: int) -> _Found:
    """After "it is vital": "that S", or "to V"."""
    if i + 2 >= len(s.words):
        return
    if s.words[i + 1] == "that":
        end = clause(s, i + 2)
        yield i + 2, end, "vital-that", 0.75
        if s.words[end : end + 2] == ["and", "that"]:
            yield end + 2, clause(s, end + 2), "vital-that", 0.7
    elif s.words[i + 1] == "to":
        yield from _actions(s, i + 2, "vital-to", 0.65)
    elif s.words[i + 1] == "for" and "to" in s.words[i + 2 : i + 9]:
        yield from _actions(s, s.words.index("to", i + 2) + 1, "vital-to", 0.65)


def _crucial(s: Sentence, i: int) -> _Found:
    yield from _promising(s, i)
    if any(s.words[j] == "it" for j in range(max(0, i - 4), i)) and any(s.tags[j] in "xr" for j in range(max(0, i - 3), i)):
        yield from _it_is(s, i)
        return
    start = next(
        (k for k in range(max(0, i - 25), i) if s.words[k] in {"ensuring", "making"} and k + 2 < i and s.words[k + 1] in {"that", "sure"}),
        -1,
    )
    if start >= 0 and (start == 0 or s.tags[start - 1] in ",;rc"):
        yield start, i - 1, "doing-is-crucial", 0.7
        return
    if i and any(s.tags[j] == "x" for j in range(max(0, i - 3), i)) and s.role in {"conclusion", "recommendation", "unstructured"}:
        first, last = subject(s, i)
        if (
            last > first
            and s.tags[first] == "g"
            and s.words[first]
            in {
                "ensuring",
                "providing",
                "addressing",
                "improving",
                "developing",
                "increasing",
                "establishing",
                "strengthening",
                "reducing",
                "enhancing",
                "creating",
                "building",
                "supporting",
                "promoting",
            }
        ):
            yield first, last, "doing-is-crucial", 0.7


def _advise(s: Sentence, i: int) -> _Found:
    if (
        s.tags[i - 1] == "x"
        and i
        and s.words[i] in {"recommended", "proposed", "prioritised", "prioritized", "requested", "advised"}
        and s.words[i - 2 : i - 1] != ["have"]
    ):
        yield from _needed(s, i)
        return
    n = i + 1
    if i and s.tags[i] == "e" and s.tags[i - 1] in "pcdg":
        return
    if n >= len(s.words) or (s.tags[i] == "e" and i and s.tags[i - 1] in "d"):
        return
    if s.words[n] == "that":
        inner = next((k for k in range(n + 1, min(len(s.words), n + 25)) if s.words[k] in _DEONTIC), -1)
        if inner < 0:
            yield n + 1, clause(s, n + 1), "recommend-that", 0.75
        return
    if listed_after := _after_colon(s, n):
        yield from ((a, b, "recommend-list", 0.75) for a, b in listed_after)
    elif s.tags[n] in "dngbe" and (s.tags[i] != "g" or s.role == "conclusion"):
        for a, b in items(s, n, phrase(s, n, commas=True), pairs=True):
            yield a, b, "recommend", 0.7


def _call(s: Sentence, i: int) -> _Found:
    if i + 2 < len(s.words) and s.words[i + 1] == "for":
        for a, b in items(s, i + 2, phrase(s, i + 2, commas=True), pairs=True):
            if not set(s.words[a:b]) <= _EMPTY | _MORE | {"on", "it", "this", "the"}:
                yield a, b, "call-for", 0.7


def _require(s: Sentence, i: int) -> _Found:
    if i and (s.tags[i - 1] == "m" or s.role == "conclusion") and i + 1 < len(s.words) and s.tags[i + 1] in "dngb":
        for a, b in items(s, i + 1, phrase(s, i + 1, commas=True), pairs=True):
            yield a, b, "require", 0.6


def _benefit(s: Sentence, i: int) -> _Found:
    if i and s.tags[i - 1] == "m" and i + 1 < len(s.words) and s.words[i + 1] == "from":
        for a, b in items(s, i + 2, phrase(s, i + 2, commas=True), pairs=True):
            yield a, b, "benefit-from", 0.65


def _can_be(s: Sentence, i: int) -> _Found:
    if s.role not in {"conclusion", "recommendation"}:
        return
    for k in range(i + 1, min(len(s.words) - 2, i + 5)):
        if s.words[k] in _CHANGE and s.words[i + 1] == "be" and s.words[k + 1] in {"by", "through", "with"}:
            for a, b in items(s, k + 2, phrase(s, k + 2, commas=True), pairs=True):
                yield a, b, "can-be-helped-by", 0.8


def _would(s: Sentence, i: int) -> _Found:
    if i + 2 < len(s.words) and s.words[i + 1] in {"like", "want", "prefer", "welcome", "appreciate"}:
        n = i + 2
        if s.tags[n] == "t":
            yield n + 1, clause(s, n + 1), "would-like-to", 0.5
        else:
            for a, b in items(s, n, phrase(s, n, commas=True), pairs=True):
                yield a, b, "would-like", 0.6


def _want(s: Sentence, i: int) -> _Found:
    n = i + 1
    if n >= len(s.words) - 1 or s.role not in {"result", "unstructured"}:
        return
    if s.tags[i] in "ev" and (s.tags[n] in "ndg" or s.words[n] in {"more", "better"}):
        for a, b in items(s, n, phrase(s, n, commas=True), pairs=True):
            yield a, b, "wanted", 0.6


def _suggest(s: Sentence, i: int) -> _Found:
    n = i + 1
    people = i > 0 and s.words[i - 1] not in {"findings", "results", "data", "study", "analysis", "analyses", "evidence"}
    if (
        n < len(s.words)
        and people
        and s.tags[n] in "ng"
        and s.role in {"result", "conclusion", "unstructured"}
        and s.words[i] == "suggested"
    ):
        for a, b in items(s, n, phrase(s, n, commas=True)):
            yield a, b, "suggested", 0.55


def _support(s: Sentence, i: int) -> _Found:
    """What results speak for: "results support the expansion of such programmes"."""
    if s.role == "conclusion" and i and i + 3 < len(s.words) and s.words[i - 1] in {"results", "findings", "data", "study", "evidence"}:
        if s.tags[i + 1] == "d" and s.words[i + 3] == "of":
            yield i + 2, phrase(s, i + 2), "results-support", 0.6


def _promising(s: Sentence, i: int) -> _Found:
    """Doing something that is called promising or an important step."""
    k = i - 1
    while k > 0 and s.tags[k] in "dr":
        k -= 1
    if k > 0 and s.words[k] in {"is", "are"} and s.role == "conclusion":
        first, last = subject(s, k)
        if last > first and s.tags[first] == "g":
            yield from ((a, b, "doing-is-promising", 0.55) for a, b in items(s, first, last))


def _stress(s: Sentence, i: int) -> _Found:
    if (
        s.role in {"result", "conclusion", "method", "unstructured"}
        and i + 1 < len(s.words)
        and s.tags[i + 1] in "dn"
        and i
        and s.words[i - 1]
        in {
            "roadmap",
            "framework",
            "guideline",
            "guidelines",
            "plan",
            "strategy",
            "policy",
            "model",
            "review",
            "report",
            "statement",
            "consensus",
        }
    ):
        for a, b in items(s, i + 1, phrase(s, i + 1), pairs=True):
            yield a, b, "plan-stresses", 0.6


_RULES = {
    "deontic": _deontic, "need": _need, "needed": _needed, "crucial": _crucial, "advise": _advise, "call": _call, "argue": _call, "require": _require, "benefit": _benefit,
    "can-be": _can_be, "would": _would, "want": _want, "suggest": _suggest, "stress": _stress, "support": _support, "promising": _promising,
}  # fmt: skip
