"""What hinders or helps, by the verb between cause and effect: "X undermined trust", "hindered by X", "X led to avoidance"."""

from collections.abc import Iterator

from kg.findings.candidate import Candidate, candidate
from kg.findings.clause import Sentence
from kg.findings.items import included, items
from kg.findings.lexis import followers, lexis, words
from kg.findings.stretch import phrase, subject

_BY = words("causes.by")
_LED = followers("causes.led")
_LESS = words("causes.less")
_DUE = followers("causes.due")
_THIN = words("causes.thin")
_PASSIVE = words("causes.passive")
_EMPTY = words("causes.empty")
_TOOLS = words("causes.tools")
_KEYS = words("causes.keys")
_PUSHES = words("causes.pushes")
_PEOPLE = words("causes.people")


_BELIEF = words("causes.belief")
_BE = words("causes.be")
_NOUNS = words("causes.nouns")
_GOES_ON = words("causes.goes_on")
_SHAPED = words("causes.shaped")


def triggers() -> dict[str, str]:
    """Words this part wakes up at, and the rule each starts."""
    lists = lexis()
    found = dict.fromkeys(lists["verbs.help"], "help") | dict.fromkeys(lists["verbs.hinder"], "hinder")
    return (
        found
        | dict.fromkeys(_PASSIVE, "hinder")
        | dict.fromkeys(_KEYS, "key")
        | dict.fromkeys(_PUSHES - _LED.keys(), "push")
        | dict.fromkeys(_DUE, "due")
        | dict.fromkeys(_LED, "led")
        | dict.fromkeys(_SHAPED, "shaped")
        | {"without": "without", "by": "by-doing"}
        | {
            "depended": "depends",
            "depends": "depends",
            "dependent": "depends",
            "assist": "depends",
            "assists": "depends",
            "assisted": "depends",
        }
    )


def find(s: Sentence, i: int, rule: str) -> Iterator[Candidate]:
    """Barriers and facilitators that start at token `i` by a rule."""
    for kind, first, last, name, weight in _RULES[rule](s, i):
        if made := candidate(s, kind, first, last, f"causes:{name}", weight):
            yield made


_Found = Iterator[tuple[str, int, int, str, float]]


def _verb(s: Sentence, i: int, kind: str, name: str) -> _Found:
    """Active or passive use of a verb that hinders or helps."""
    if i and s.tags[i] == "e" and _passive(s, i):
        for k in range(i + 1, min(len(s.words) - 1, i + 8)):
            if s.words[k] in _BY:
                for a, b in items(s, k + 1, phrase(s, k + 1, commas=True), pairs=True):
                    yield kind, a, b, f"{name}-by", 0.75
                return
            if s.tags[k] in ",;.sw":
                return
    elif i > 1 and s.words[i - 1] == "to" and s.words[i - 2] in _GOES_ON:
        yield from _subjects(s, i - 2, kind, name, 0.65)
    elif i + 1 < len(s.words) and _active(s, i):
        yield from _subjects(s, i, kind, name, 0.62)


def _passive(s: Sentence, i: int) -> bool:
    """Whether the participle at `i` follows a form of be."""
    k = i - 2 if s.tags[i - 1] == "r" and i > 1 else i - 1
    return s.words[k] in _BE


def _active(s: Sentence, i: int) -> bool:
    """Whether token `i` is used as a verb with a subject before it, plainly or with may and can, not with should."""
    word, tag, after = s.words[i], s.tags[i], s.tags[i + 1]
    if tag not in "bev" or word in _PASSIVE or {"should", "must"} & set(s.words[max(0, i - 3) : i]) or _negated(s, i):
        return False
    if i and s.words[i - 1].endswith(("'s", "’s", "s'", "s’")):
        return False
    before = s.tags[i - 1] if i else "."
    modal = before in "mt" or (before == "r" and i > 1 and s.tags[i - 2] == "m")
    if before in "tdp" or (i and s.words[i - 1] in {"help", "helps", "helped", "feeling", "feel", "felt", "being"}):
        return False
    if tag == "b" and not modal and (after not in "dngbreo#(" or (word in _NOUNS and before not in "no")):
        return False
    return after not in ",.;" or (tag == "e" and before not in "dpc,")


def _subjects(s: Sentence, i: int, kind: str, name: str, weight: float) -> _Found:
    first, last = subject(s, i)
    if last <= first or (s.words[first] in _THIN and last - first <= 3) or last - first > 30:
        return
    if (
        s.tags[first] == "b"
        or s.words[first] in _EMPTY
        or (last - first <= 4 and any(word in _EMPTY for word in s.words[first:last]))
        or (s.words[last - 1] in _PEOPLE and last - first <= (3 if s.words[i] in _NOUNS or kind == "barrier" else 1))
        or {"such", "including"} & set(s.words[first:last])
    ):
        return
    parts = items(s, first, last) if "," in s.tags[first:last] else items(s, first, last, pairs=True)
    for a, b in (*parts, *included(s, last)):
        yield kind, a, b, name, weight


def _negated(s: Sentence, i: int) -> bool:
    return any(word in {"not", "neither", "never", "no", "nor", "n't", "without"} for word in s.words[max(0, i - 3) : i])


def _hinder(s: Sentence, i: int) -> _Found:
    yield from _verb(s, i, "barrier", "hinders")


def _help(s: Sentence, i: int) -> _Found:
    """X helps Y, told of what is and not of what one means to do or of what a belief says."""
    if s.role in {"conclusion", "recommendation"} and s.words[i - 1] in {"to", "and"} and i:
        return
    if _BELIEF & set(s.words[:i]):
        return
    if {"findings", "results", "study", "studies", "research", "we"} & set(s.words[max(0, i - 5) : i]):
        return
    yield from _verb(s, i, "facilitator", "helps")


def _push(s: Sentence, i: int) -> _Found:
    """What drove people to something, when the cause itself is bad: "fear of arrest led them to hide"."""
    n = i + 1
    if n + 2 < len(s.words) and s.tags[n] in "on" and s.role in {"result", "conclusion", "unstructured"}:
        first, last = subject(s, i)
        found = items(s, first, last) if last > first else []
        if any(s.words[a] in lexis()["polarity.negative"] for a, _ in found):
            for a, b in found:
                yield "barrier", a, b, "drives", 0.55


def _led(s: Sentence, i: int) -> _Found:
    """Causes of outcomes one does not want, or of less of what one wants."""
    if s.words[i] in {"led", "leads", "caused", "causes"} and i + 1 < len(s.words) and s.tags[i + 1] in "on":
        yield from _push(s, i)
    lists = lexis()
    follow = _LED[s.words[i]]
    n = i + 1
    if follow:
        if n >= len(s.words) or s.words[n] not in follow:
            return
        n += 1
    if (s.tags[i] == "e" and i and s.words[i - 1] in _BE) or n >= len(s.words) or s.tags[n] in ",.;c":
        return
    if i > 1 and s.words[i - 1] == "to" and s.words[i - 2] in _GOES_ON:
        if any(word in lists["polarity.bad_outcome"] for word in s.words[n : n + 5]):
            yield from _subjects(s, i - 2, "barrier", "leads-to", 0.55)
        return
    if i and s.tags[i - 1] in "dtp":
        return
    tail = s.words[n : n + 9]
    if s.words[i] in {"made", "makes", "make", "making"}:
        bad = any(
            word in {"difficult", "harder", "impossible", "challenging", "hard", "unable", "reluctant", "afraid"} for word in tail
        ) or bool(set(tail[:5]) & lists["polarity.heads"])
        good = any(word in {"easier", "possible", "comfortable", "safer"} for word in tail)
    else:
        if s.words[i][:4] in {"give", "gave", "prov"} and not any(
            word in {"time", "opportunity", "opportunities", "chance", "space", "confidence"} for word in tail[:5]
        ):
            return
        bad = any(word in lists["polarity.bad_outcome"] for word in tail[:6])
        good = any(word in lists["polarity.good_outcome"] or word in {"time", "opportunity", "chance", "space"} for word in tail[:5])
        if s.words[i] in _LESS:
            bad, good = good and not bad, bad
    if not bad and not good and follow:
        bad = any(word in lists["polarity.negative"] for word in s.words[max(0, i - 12) : i]) and s.role == "result"
    if (bad or good) and not _negated(s, i):
        kind = "barrier" if bad else "facilitator"
        yield from _subjects(s, i, kind, "leads-to", _sureness(s, i, follow))


def _sureness(s: Sentence, i: int, follow: tuple[str, ...]) -> float:
    """How sure a verb of effect is: plain results of people's accounts most, statistics not at all."""
    if any(tag == "#" for tag in s.tags[i + 1 :]) and any(
        word.endswith("%") or word in {"p", "ci", "odds", "ratio", "significantly", "adjusted"} for word in s.words
    ):
        return 0.3
    if s.words[i].startswith("ma"):
        return 0.6
    return 0.55 if follow or s.words[i] in _LESS else 0.5


def _due(s: Sentence, i: int) -> _Found:
    """Reasons given for what went badly: "low uptake due to X"."""
    lists = lexis()
    if s.words[i] in {"linked", "attributed"} and s.tags[i - 1] in "nro" and "to" in s.words[i + 1 : i + 10] and s.words[i + 1] != "to":
        k = s.words.index("to", i + 1)
        reasons = (k + 1, phrase(s, k + 1, commas=True))
        for first, last in ((i + 1, k), reasons) if s.words[i] == "linked" else (reasons,):
            for a, b in items(s, first, last, pairs=True):
                yield "barrier", a, b, "linked-to", 0.55
        return
    if i + 2 >= len(s.words) or s.words[i + 1] not in _DUE[s.words[i]] or s.role not in {"result", "conclusion", "unstructured"}:
        return
    before = s.words[max(0, i - 14) : i]
    if {"success", "effectiveness", "acceptability", "sustainability", "improvement", "improvements"} & set(before[-5:]):
        for a, b in items(s, i + 2, phrase(s, i + 2, commas=True)):
            yield "facilitator", a, b, "owed-to", 0.6
        return
    if set(s.words[i + 2 : i + 5]) & lists["polarity.negative"] or any(
        word in lists["polarity.bad_outcome"] or word in lists["polarity.negative"] for word in before
    ):
        for a, b in items(s, i + 2, phrase(s, i + 2, commas=True), pairs=True):
            if not {"data", "evidence", "sample", "power", "chance", "bias"} & set(s.words[a:b]):
                yield "barrier", a, b, "due-to", 0.55


def _depends(s: Sentence, i: int) -> _Found:
    """What success depends on, or what something assists with."""
    if i + 3 >= len(s.words) or s.role not in {"result", "conclusion", "unstructured"}:
        return
    after, object_ = s.words[i + 1], s.words[i + 2]
    if after == "with" and s.tags[i + 2] == "g":
        yield "facilitator", i + 2, phrase(s, i + 2, commas=True), "assists-with", 0.5
    if after in {"on", "upon"} and object_ not in {"how", "whether", "what"}:
        end = phrase(s, i + 2, commas=True)
        for a, b in items(s, i + 2, end, pairs="w" not in s.tags[i + 2 : end]):
            yield "facilitator", a, b, "depends-on", 0.5


def _key(s: Sentence, i: int) -> _Found:
    """What is essential: "strong leadership is essential", "trust was key to engagement"."""
    k = i - 1
    while k > 0 and (s.tags[k] == "r" or s.words[k] in {"a", "the"}):
        k -= 1
    if k > 1 and s.words[k] == "as" and s.words[k - 1] in {"seen", "viewed", "perceived", "identified", "described", "regarded"}:
        k -= 2
    if (
        k <= 0
        or s.tags[k] not in "xe"
        or s.words[k] not in {"is", "are", "was", "were", "be", "considered", "perceived", "seen", "deemed", "been"}
    ):
        return
    after = s.words[i + 1] if i + 1 < len(s.words) else "."
    if after not in {"to", "for", "in", ".", "when", ",", "and", "if"}:
        return
    first, last = subject(s, k)
    if last <= first or s.words[first] in _THIN or s.tags[first] == "o" or any(word in _EMPTY for word in s.words[first:last]):
        return
    for a, b in items(s, first, last, pairs=True):
        yield "facilitator", a, b, "is-key", 0.6


def _shaped(s: Sentence, i: int) -> _Found:
    """What something was affected by, when its own words tell the direction."""
    lists = lexis()
    if s.role not in {"result", "conclusion", "unstructured"} or i + 2 >= len(s.words):
        return
    if s.words[i] in {"shaped", "influenced", "affected", "impacted"} and s.tags[i + 1] in "dn" and s.tags[i - 1] in "nr)":
        for a, b in items(s, *subject(s, i)):
            if s.words[a] in lists["polarity.heads"]:
                yield "barrier", a, b, "shaped", 0.5
    if s.words[i + 1] == "by":
        for a, b in items(s, i + 2, phrase(s, i + 2, commas=True), pairs=True):
            kind = (
                "barrier"
                if set(s.words[a:b]) & lists["polarity.negative"]
                else "facilitator"
                if set(s.words[a:b]) & lists["polarity.positive"]
                else ""
            )
            if kind:
                yield kind, a, b, "affected-by", 0.55


def _without(s: Sentence, i: int) -> _Found:
    """What went wrong for want of something: "Without specific guidance, staff ..."."""
    if i == 0 and s.role in {"result", "conclusion", "unstructured"}:
        end = phrase(s, 1)
        if end < len(s.words) and s.tags[end] == ",":
            yield "barrier", 0, end, "without", 0.55


def _by_doing(s: Sentence, i: int) -> _Found:
    """What was achieved by doing: "By exploring preferences, recruiters enabled ..."."""
    if i == 0 and len(s.tags) > 3 and s.tags[1] == "g" and s.role in {"result", "conclusion", "unstructured"}:
        end = phrase(s, 1)
        good = lexis()["verbs.help"] | {"can", "could", "may", "potential", "improved", "able"}
        if any(word in good for word in s.words[end : end + 14]):
            for a, b in items(s, 1, end, pairs=True):
                yield "facilitator", a, b, "by-doing", 0.55


_RULES = {
    "push": _push,
    "shaped": _shaped,
    "without": _without,
    "by-doing": _by_doing,
    "hinder": _hinder,
    "help": _help,
    "led": _led,
    "due": _due,
    "depends": _depends,
    "key": _key,
}
