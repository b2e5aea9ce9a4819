"""What something is due to, depends on, is shaped by, or cannot do without: "low uptake due to X", "X is essential", "by doing X"."""

from collections.abc import Iterator

from kg.findings.candidate import Candidate, candidate
from kg.findings.clause import Sentence
from kg.findings.items import items
from kg.findings.lexis import followers, hints, lexis, words
from kg.findings.stretch import phrase, subject

Found = Iterator[tuple[str, int, int, str, float]]
_DUE = followers("reasons.due")
_THIN = words("causes.thin")
_EMPTY = words("causes.empty")
_SHAPED = words("reasons.shaped")
_KEYS = words("reasons.keys")
_SEEN = words("reasons.seen")
_DEEMED = words("reasons.deemed")
_ENDS = words("reasons.ends")
_SUCCESS = words("reasons.success")
_CHANCE = words("reasons.chance")


def triggers() -> dict[str, str]:
    """Words this part wakes up at, and the rule each starts."""
    return dict.fromkeys(_SHAPED, "shaped") | dict.fromkeys(_KEYS, "key") | dict.fromkeys(_DUE, "due") | hints("reasons")


def find(s: Sentence, i: int, rule: str) -> Iterator[Candidate]:
    """Barriers and facilitators that start at token `i` by a rule."""
    if s.role in {"result", "conclusion", "unstructured"}:
        for kind, first, last, name, weight in _RULES[rule](s, i):
            if made := candidate(s, kind, first, last, f"reasons:{name}", weight):
                yield made


def _due(s: Sentence, i: int) -> Found:
    """Reasons given for what went badly ("low uptake due to X") or well ("its success was attributed to X")."""
    if s.words[i] in {"linked", "attributed"} and i and s.tags[i - 1] in "nro" and "to" in s.words[i + 2 : i + 10]:
        yield from _linked(s, i)
        return
    if i + 2 >= len(s.words) or s.words[i + 1] not in _DUE[s.words[i]]:
        return
    lists = lexis()
    told = s.words[max(0, i - 14) : i]
    well = not _SUCCESS.isdisjoint(told[-5:])
    bad = lists["polarity.negative"]
    if well or not bad.isdisjoint(s.words[i + 2 : i + 5]) or not bad.isdisjoint(told) or not lists["polarity.bad_outcome"].isdisjoint(told):
        for a, b in items(s, i + 2, phrase(s, i + 2, commas=True)):
            if well:
                yield "facilitator", a, b, "owed-to", 0.6
            elif _CHANCE.isdisjoint(s.words[a:b]):
                yield "barrier", a, b, "due-to", 0.55


def _linked(s: Sentence, i: int) -> Found:
    """What somebody linked to what: both are told of; what is attributed to something is only explained by it."""
    k = s.words.index("to", i + 2)
    reasons = (k + 1, phrase(s, k + 1, commas=True))
    for first, last in ((i + 1, k), reasons) if s.words[i] == "linked" else (reasons,):
        for a, b in items(s, first, last):
            yield "barrier", a, b, "linked-to", 0.55


def _depends(s: Sentence, i: int) -> Found:
    """What success depends on, or what something assists with."""
    if i + 3 >= len(s.words):
        return
    after, object_ = s.words[i + 1], s.words[i + 2]
    if after == "with" and s.tags[i + 2] == "g":
        yield "facilitator", i + 2, phrase(s, i + 2, commas=True), "assists-with", 0.5
    if after in {"on", "upon"} and object_ not in {"how", "whether", "what"}:
        end = phrase(s, i + 2, commas=True)
        for a, b in items(s, i + 2, end, pairs="w" not in s.tags[i + 2 : end]):
            yield "facilitator", a, b, "depends-on", 0.5


def _key(s: Sentence, i: int) -> Found:
    """What is essential: "strong leadership is essential", "trust was key to engagement"."""
    if i <= 1 and i + 4 < len(s.words) and s.words[i + 1] in {"to", "for"}:
        verb = next((j for j in range(i + 2, min(len(s.words) - 1, i + 14)) if s.words[j] in {"was", "were", "is", "are"}), 0)
        for a, b in items(s, verb + 1, phrase(s, verb + 1, commas=True)) if verb else ():
            yield "facilitator", a, b, "key-was", 0.6
        return
    k = i - 1
    while k > 0 and (s.tags[k] == "r" or s.words[k] in {"a", "the"}):
        k -= 1
    if k > 1 and s.words[k] == "as" and s.words[k - 1] in _SEEN:
        k -= 2
    if k <= 0 or s.words[k] not in _DEEMED or (i + 1 < len(s.words) and s.words[i + 1] not in _ENDS):
        return
    first, last = subject(s, k)
    if last > first and s.words[first] not in _THIN and s.tags[first] != "o" and _EMPTY.isdisjoint(s.words[first:last]):
        for a, b in items(s, first, last):
            yield "facilitator", a, b, "is-key", 0.6


def _shaped(s: Sentence, i: int) -> Found:
    """What something was affected by, when its own words tell the direction."""
    lists = lexis()
    if i + 2 >= len(s.words):
        return
    if s.words[i + 1] == "by":
        for a, b in items(s, i + 2, phrase(s, i + 2, commas=True)):
            for kind, pole in (("barrier", "negative"), ("facilitator", "positive")):
                if not lists[f"polarity.{pole}"].isdisjoint(s.words[a:b]):
                    yield kind, a, b, "affected-by", 0.55
                    break
    elif i and s.tags[i + 1] in "dn" and s.tags[i - 1] in "nr)":
        for a, b in items(s, *subject(s, i)):
            if s.words[a] in lists["polarity.heads"]:
                yield "barrier", a, b, "shaped", 0.5


def _without(s: Sentence, i: int) -> Found:
    """What went wrong for want of something: "Without specific guidance, staff ..."."""
    if i == 0:
        end = phrase(s, 1)
        if end < len(s.words) and s.tags[end] == ",":
            yield "barrier", 0, end, "without", 0.55


def _by_doing(s: Sentence, i: int) -> Found:
    """What was achieved by doing: "By exploring preferences, recruiters enabled ..."."""
    if i == 0 and len(s.tags) > 3 and s.tags[1] == "g":
        end = phrase(s, 1)
        good = lexis()["verbs.help"] | {"can", "could", "may", "potential", "improved", "able"}
        if any(word in good for word in s.words[end : end + 14]):
            for a, b in items(s, 1, end):
                yield "facilitator", a, b, "by-doing", 0.55


_RULES = {"due": _due, "depends": _depends, "key": _key, "shaped": _shaped, "without": _without, "by-doing": _by_doing}
