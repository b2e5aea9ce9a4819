"""Recommendations by need: "need for X", "need to V", "X is needed", "will require X", "would benefit from X"."""

from collections.abc import Iterator

from kg.findings.actions import Found, actions, objects
from kg.findings.candidate import Candidate, candidate
from kg.findings.clause import Sentence
from kg.findings.items import included, items
from kg.findings.lexis import hints, lexis, words
from kg.findings.stretch import clause, phrase, subject

_MORE = words("needs.more")
_EMPTY = words("needs.empty") | _MORE
_STATED = words("needs.stated")
_PRESSING = words("needs.pressing")
_WEAK = words("needs.weak")
_ASKING = words("advice.asking")
_QUESTIONS = frozenset(("what", "how", "whether"))
_POSSESSIVE = ("'s", "’s", "s'", "s’")


def triggers() -> dict[str, str]:
    """Words this part wakes up at, and the rule each starts."""
    return dict.fromkeys(lexis()["advice.needed"], "needed") | hints("needs")


def find(s: Sentence, i: int, rule: str) -> Iterator[Candidate]:
    """Recommendations that start at token `i` by a rule."""
    if i + 1 < len(s.words):
        for first, last, name, weight in _RULES[rule](s, i):
            if made := candidate(s, "recommendation", first, last, f"needs:{name}", weight):
                yield made


def _need(s: Sentence, i: int) -> Found:
    after, before = s.words[i + 1], s.words[i - 1] if i else ""
    if (i and s.tags[i - 1] == "c") or not _QUESTIONS.isdisjoint(s.words[max(0, i - 6) : i]):
        return
    if after == "for":
        if before != "unmet" and (s.role != "result" or _stated(s, i)):
            yield from objects(s, i + 2, "need-for", 0.75, _EMPTY)
    elif after == "to" and not before.endswith(_POSSESSIVE):
        yield from _need_to(s, i)
    elif i and s.tags[i - 1] == "m" and s.tags[i + 1] in "ndg":
        yield from objects(s, i + 1, "will-need", 0.6)
    elif i and s.tags[i] == "b" and s.tags[i - 1] in "no" and s.tags[i + 1] in "ndg" and before.endswith("s"):
        yield from objects(s, i + 1, "need-object", 0.55)


def _need_to(s: Sentence, i: int) -> Found:
    """Read "a need to V", "X need to be Ved", "X need to V"."""
    if i + 2 >= len(s.words):
        return
    if s.tags[i - 1] in "dx" or s.words[i - 1] in _PRESSING:
        inside = i > 1 and s.tags[i - 2] in "pt" and any(tag in "xm" for tag in s.tags[i + 2 :])
        if (s.role != "result" or _stated(s, i)) and not inside:
            yield from actions(s, i + 2, "need-to", 0.75)
    elif s.tags[i - 1] in "nobe)" and s.words[i + 2] == "be":
        parts = items(s, *subject(s, i))
        yield from ((a, b, "need-to-be-list", 0.7) for a, b in parts[:-1])
        if parts:
            yield parts[-1][0], min(clause(s, i), _purpose(s, i + 4)), "need-to-be", 0.75
    elif s.tags[i - 1] in "nobe)" and s.role in {"conclusion", "recommendation"} and s.words[subject(s, i)[0] - 1] not in _ASKING:
        yield from actions(s, i + 2, "need-to-do", 0.65)


def _stated(s: Sentence, i: int) -> bool:
    """Whether somebody states the need at `i` in so many words ("participants emphasised the need for")."""
    return s.words[i - 1] in _PRESSING | {"the", "a"} and not _STATED.isdisjoint(s.words[max(0, i - 5) : i])


def _purpose(s: Sentence, first: int) -> int:
    """Where an infinitive of purpose begins after a passive ("need to be addressed | to improve care")."""
    order = (k for k in range(first, len(s.words)) if s.tags[k] == "t" or s.words[k : k + 2] == ["in", "order"])
    return next(order, len(s.words))


def _needed(s: Sentence, i: int) -> Found:
    """What is needed, recommended or called for: the subject, or what people are asked to do."""
    if i == 0 or not any(s.tags[j] == "x" or s.words[j] == "be" for j in range(max(0, i - 3), i)):
        return
    if s.words[i] == "called" and s.words[i + 1] != "for":
        return
    first, last = subject(s, i)
    if first == last or s.words[first] in {"it", "there", "this", "which", "that", "these", "they", "we"}:
        return
    if not _ASKING.isdisjoint(s.words[max(0, first - 2) : first]):
        return
    if s.words[i] in {"encouraged", "advised", "urged"} and s.words[i + 1] == "to" and i + 2 < len(s.words):
        yield from actions(s, i + 2, "encouraged-to", 0.65)
    elif s.role == "result" and s.words[i] in _WEAK and s.words[i - 1] not in {"is", "are"}:
        return
    elif s.words[i + 1] in {"that", "which"} and i + 2 < len(s.words) and s.role != "result":
        yield first, clause(s, i + 2), "needed-that", 0.7
    else:
        for a, b in (*items(s, first, last), *included(s, last)):
            named = set(s.words[a:b])
            if named <= _EMPTY and not named <= _MORE:
                yield from _research(s, i, a)
            else:
                yield a, b, "needed", 0.75


def _research(s: Sentence, i: int, first: int) -> Found:
    """What more research or effort is needed on, when the sentence names it ("is needed on X", "is needed to V")."""
    if s.words[i + 1] == "to" and i + 2 < len(s.words):
        yield from actions(s, i + 2, "efforts-needed", 0.65)
    elif s.words[i + 1] in {"on", "into", "about", "regarding"} and i + 2 < len(s.words):
        asks = s.words[i + 2] in {"how", "whether", "what", "why"}
        yield first, clause(s, i + 3) if asks else phrase(s, i + 2), "research-needed", 0.6


def _require(s: Sentence, i: int) -> Found:
    if i and (s.tags[i - 1] == "m" or s.role == "conclusion") and s.tags[i + 1] in "dngb":
        yield from objects(s, i + 1, "require", 0.6)


def _benefit(s: Sentence, i: int) -> Found:
    if i and s.tags[i - 1] == "m" and s.words[i + 1] == "from":
        yield from objects(s, i + 2, "benefit-from", 0.65)


def _call(s: Sentence, i: int) -> Found:
    if s.words[i + 1] == "for" and not (i and s.tags[i - 1] == "x"):
        yield from objects(s, i + 2, "call-for", 0.7, _EMPTY | {"on", "it", "this", "the"})


_RULES = {"need": _need, "needed": _needed, "require": _require, "benefit": _benefit, "call": _call}
