"""Recommendations somebody makes: "participants recommended X", "wanted X", "we propose that", "results support the use of X"."""

from collections.abc import Iterator

from kg.findings.actions import Found, after_colon, objects
from kg.findings.candidate import Candidate, candidate
from kg.findings.clause import Sentence
from kg.findings.lexis import hints, lexis, words
from kg.findings.stretch import clause, phrase, subject

_OFFERS = words("wishes.offers")
_CHANGE = words("wishes.change")
_PLANS = words("wishes.plans")
_SOURCES = words("wishes.sources")


def triggers() -> dict[str, str]:
    """Words this part wakes up at, and the rule each starts."""
    return dict.fromkeys(lexis()["verbs.advise"], "advise") | hints("wishes")


def find(s: Sentence, i: int, rule: str) -> Iterator[Candidate]:
    """Recommendations that start at token `i` by a rule."""
    if i + 1 < len(s.words):
        for first, last, name, weight in _RULES[rule](s, i):
            if made := candidate(s, "recommendation", first, last, f"wishes:{name}", weight):
                yield made


def _advise(s: Sentence, i: int) -> Found:
    """The object of recommend, propose, urge: a list, noun phrases, or a clause after that."""
    n = i + 1
    if i and (s.tags[i - 1] == "x" or (s.tags[i] == "e" and s.tags[i - 1] in "pcdg")):
        return
    if s.words[n] == "that":
        if not {"should", "must", "ought"} & set(s.words[n + 1 : n + 25]):
            yield n + 1, clause(s, n + 1), "recommend-that", 0.75
    elif listed := after_colon(s, n):
        yield from ((a, b, "recommend-list", 0.75) for a, b in listed)
    elif s.words[i].startswith("propos") and not _OFFERS.isdisjoint(s.words[n : phrase(s, n)]):
        return
    elif s.tags[n] in "dngbe" and (s.tags[i] != "g" or s.role == "conclusion"):
        yield from objects(s, n, "recommend", 0.7)


def _can_be(s: Sentence, i: int) -> Found:
    """By what things can be improved: "relations can be assisted by articulating policies"."""
    if s.role in {"conclusion", "recommendation"} and s.words[i + 1] == "be":
        for k in range(i + 2, min(len(s.words) - 2, i + 5)):
            if s.words[k] in _CHANGE and s.words[k + 1] in {"by", "through", "with"}:
                yield from objects(s, k + 2, "can-be-helped-by", 0.8)


def _would(s: Sentence, i: int) -> Found:
    if i + 2 < len(s.words) and s.words[i + 1] in {"like", "want", "prefer", "welcome", "appreciate"}:
        if s.tags[i + 2] == "t":
            yield i + 3, clause(s, i + 3), "would-like-to", 0.5
        else:
            yield from objects(s, i + 2, "would-like", 0.6)


def _want(s: Sentence, i: int) -> Found:
    n = i + 1
    if s.role in {"result", "unstructured"} and s.tags[i] in "ev" and (s.tags[n] in "ndg" or s.words[n] in {"more", "better"}):
        yield from objects(s, n, "wanted", 0.6)


def _suggest(s: Sentence, i: int) -> Found:
    if (
        i
        and s.words[i - 1] not in _SOURCES
        and (s.tags[i + 1] in "ng" or s.words[i + 1] in {"more", "better"})
        and s.role in {"result", "conclusion", "unstructured"}
    ):
        yield from objects(s, i + 1, "suggested", 0.55)


def _consider(s: Sentence, i: int) -> Found:
    """What readers may wish to do: "managers may wish to review rotas", "agencies might consider offering leave"."""
    if s.role == "result" and s.words[i - 1] not in {"may", "might"}:
        return
    n = i + 1
    if i > 1 and s.tags[i - 2] == "w":
        return
    if i and s.tags[i - 1] == "m" and s.words[i] in {"wish", "want"} and s.words[n] == "to" and n + 2 < len(s.words):
        yield n + 1, clause(s, n + 1), "may-wish-to", 0.65
    elif i and s.tags[i - 1] == "m" and s.words[i] == "consider" and s.tags[n] in "gdn" and s.words[i - 1] in {"may", "might", "could"}:
        yield from objects(s, n, "might-consider", 0.65)


def _could_do(s: Sentence, i: int) -> Found:
    """What future work could do: "future interventions could target self-efficacy"."""
    if s.role in {"conclusion", "recommendation"} and i and s.words[i - 1] in {"could", "may", "might"}:
        first, last = subject(s, i)
        if last > first and (s.words[first] == "future" or not lexis()["advice.vehicles"].isdisjoint(s.words[first:last])):
            yield i, clause(s, i), "could-do", 0.6


def _we_suggest(s: Sentence, i: int) -> Found:
    """What the authors suggest doing: "we suggest training all staff"."""
    if i and s.words[i - 1] in {"we", "authors"} and s.tags[i + 1] == "g":
        yield from objects(s, i + 1, "we-suggest", 0.7)


def _support(s: Sentence, i: int) -> Found:
    """What results speak for: "results support the expansion of such programmes"."""
    if s.role == "conclusion" and i and s.words[i - 1] in _SOURCES and s.tags[i + 1] == "d" and s.words[i + 3 : i + 4] == ["of"]:
        yield i + 2, phrase(s, i + 2), "results-support", 0.6


def _stress(s: Sentence, i: int) -> Found:
    """What a plan or guideline stresses."""
    if i and s.words[i - 1] in _PLANS and s.tags[i + 1] in "dn" and s.role in {"result", "conclusion", "unstructured"}:
        yield from objects(s, i + 1, "plan-stresses", 0.6)


_RULES = {
    "advise": _advise, "can-be": _can_be, "would": _would, "want": _want, "suggest": _suggest, "support": _support, "stress": _stress,
    "consider": _consider, "we-suggest": _we_suggest, "could-do": _could_do,
}  # fmt: skip
