"""What hinders or helps, by the verb between cause and effect: "X undermined trust", "hindered by X", "X led to avoidance"."""

from collections.abc import Iterator

from kg.findings.candidate import Candidate, candidate
from kg.findings.clause import POSSESSIVE, Sentence, finite
from kg.findings.items import included, items
from kg.findings.lexis import followers, lexis, words
from kg.findings.stretch import antecedent, counted, phrase, subject

Found = Iterator[tuple[str, int, int, str, float]]
_LED = followers("causes.led")
_BY = words("causes.by")
_LESS = words("causes.less")
_THIN = words("causes.thin")
_PASSIVE = words("causes.passive")
_EMPTY = words("causes.empty")
_TOOLS = words("causes.tools")
_PUSHES = words("causes.pushes")
_PEOPLE = words("causes.people")
_BELIEF = words("causes.belief")
_BE = words("causes.be")
_NOUNS = words("causes.nouns")
_GOES_ON = words("causes.goes_on")
_HARD = words("causes.hard")
_CHANCE = words("causes.chance")
_HELPERS = words("causes.helpers")
_STATISTICS = words("causes.statistics")


def triggers() -> dict[str, str]:
    """Words this part wakes up at, and the rule each starts."""
    lists = lexis()
    found = dict.fromkeys(lists["verbs.help"], "help") | dict.fromkeys(lists["verbs.hinder"], "hinder") | dict.fromkeys(_PASSIVE, "hinder")
    return found | dict.fromkeys(_PUSHES, "push") | dict.fromkeys(_LED, "led")


def find(s: Sentence, i: int, rule: str) -> Iterator[Candidate]:
    """Barriers and facilitators that start at token `i` by a rule."""
    for kind, first, last, name, weight in _RULES[rule](s, i):
        if made := candidate(s, kind, first, last, f"causes:{name}", weight):
            yield made


def _verb(s: Sentence, i: int, kind: str, name: str) -> Found:
    """Active or passive use of a verb that hinders or helps."""
    if i and s.tags[i] == "e" and _passive(s, i):
        for k in range(i + 1, min(len(s.words) - 1, i + 8)):
            if s.words[k] in _BY:
                for a, b in items(s, k + 1, phrase(s, k + 1, commas=True)):
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
    before = s.tags[i - 1] if i else "."
    if word in _NOUNS and after in "evx" and finite(s, i + 1):
        return False
    if before in "tdp" or (i and (s.words[i - 1] in _HELPERS or s.words[i - 1].endswith(POSSESSIVE))):
        return False
    modal = before == "m" or (before == "r" and i > 1 and s.tags[i - 2] == "m")
    if tag == "b" and not modal and (after not in "dngbreo#(" or (word in _NOUNS and before not in "no")):
        return False
    return after not in ",.;" or (tag == "e" and before not in "dpc,")


def _subjects(s: Sentence, i: int, kind: str, name: str, weight: float) -> Found:
    """The items of the subject of the verb at `i`, unless it is only people, a pronoun, or the study itself."""
    first, last = subject(s, i)
    if first == last and kind == "barrier":
        first, last = antecedent(s, i)
    if last > first and s.tags[last - 1] == "w":
        return
    size = last - first
    if not 0 < size <= 30 or s.words[first] in lexis().pure or s.words[first] in _EMPTY or (s.words[first] in _THIN and size <= 3):
        return
    if (size <= 4 and not _EMPTY.isdisjoint(s.words[first:last])) or not {"such", "including"}.isdisjoint(s.words[first:last]):
        return
    if size <= 2 and s.words[last - 1] in _TOOLS and kind == "facilitator":
        return
    if size == 1 and s.tags[first] == "b":
        return
    if s.words[last - 1] in _PEOPLE and size <= (
        3 if lexis().bases.get(s.words[i]) == "support" or s.words[i] in _NOUNS or kind == "barrier" else 1
    ):
        return
    for a, b in (*items(s, first, last), *included(s, last)):
        if kind == "barrier" or b - a > 3 or not _name(s, a, b):
            yield kind, a, b, name, weight


def _name(s: Sentence, a: int, b: int) -> bool:
    """Whether an item inside a sentence is the name or title of somebody: each of its words has a capital."""
    return a > 0 and all(s.text[s.span(k, k + 1)[0]].isupper() and not s.words[k].isupper() for k in range(a, b))


def _negated(s: Sentence, i: int) -> bool:
    return any(word in {"not", "neither", "never", "no", "nor", "n't", "without"} for word in s.words[max(0, i - 3) : i])


def _hinder(s: Sentence, i: int) -> Found:
    yield from _verb(s, i, "barrier", "hinders")


def _help(s: Sentence, i: int) -> Found:
    """X helps Y, told of what is and not of what one means to do or of what a belief says."""
    if s.role in {"conclusion", "recommendation"} and s.words[i - 1] in {"to", "and"} and i:
        return
    if _BELIEF & set(s.words[:i]) or {"how", "whether"} & set(s.words[max(0, i - 8) : i]):
        return
    if {"findings", "results", "study", "studies", "research", "we"} & set(s.words[max(0, i - 5) : i]):
        return
    yield from _verb(s, i, "facilitator", "helps")


def _push(s: Sentence, i: int) -> Found:
    """What drove people to something, when the cause itself is bad: "fear of arrest led them to hide"."""
    n = i + 1
    if n + 2 < len(s.words) and s.tags[n] in "on" and s.role in {"result", "conclusion", "unstructured"}:
        first, last = subject(s, i)
        found = items(s, first, last) if last > first else []
        if any(s.words[a] in lexis()["polarity.negative"] for a, _ in found):
            for a, b in found:
                yield "barrier", a, b, "drives", 0.55


def _led(s: Sentence, i: int) -> Found:
    """Causes of outcomes one does not want, or of less of what one wants."""
    if s.words[i] in {"led", "leads", "caused", "causes"} and s.tags[i + 1 : i + 2] in (["o"], ["n"]):
        yield from _push(s, i)
    lists, follow, n = lexis(), _LED[s.words[i]], i + 1
    if follow:
        if n >= len(s.words) or s.words[n] not in follow:
            return
        n += 1
    if (i and s.tags[i] == "e" and s.words[i - 1] in _BE) or n >= len(s.words) or s.tags[n] in ",.;c":
        return
    if i > 1 and s.words[i - 1] == "to" and s.words[i - 2] in _GOES_ON:
        if not lists["polarity.bad_outcome"].isdisjoint(s.words[n : n + 5]):
            yield from _subjects(s, i - 2, "barrier", "leads-to", 0.55)
        return
    if i and s.tags[i - 1] in "dtp":
        return
    kind = _outcome(s, i, s.words[n : n + 9])
    if not kind and follow and s.role == "result" and not lists["polarity.negative"].isdisjoint(s.words[max(0, i - 12) : i]):
        kind = "barrier"
    if kind and not _negated(s, i):
        yield from _subjects(s, i, kind, "leads-to", _sureness(s, i, follow))


def _outcome(s: Sentence, i: int, tail: list[str]) -> str:
    """The kind of what leads to the outcome in `tail`; empty when the outcome has no direction."""
    lists, verb = lexis(), s.words[i]
    if verb in {"made", "makes", "make", "making"}:
        bad = not _HARD.isdisjoint(tail) or not lists["polarity.heads"].isdisjoint(tail[:5])
        good = not {"easier", "possible", "comfortable", "safer", "safe", "secure", "supported", "valued", "welcoming"}.isdisjoint(tail)
    elif verb.startswith(("give", "gave", "provid")):
        bad, good = False, not _CHANCE.isdisjoint(tail[:5])
    else:
        bad = not lists["polarity.bad_outcome"].isdisjoint(tail[:6])
        good = not lists["polarity.good_outcome"].isdisjoint(tail[:5])
        if verb in _LESS:
            bad, good = good and not bad, bad
    return "barrier" if bad else "facilitator" if good else ""


def _sureness(s: Sentence, i: int, follow: tuple[str, ...]) -> float:
    """How sure a verb of effect is: plain results of people's accounts most, statistics not at all."""
    if "#" in s.tags[i + 1 :] and (counted(s) or not _STATISTICS.isdisjoint(s.words)):
        return 0.3
    if s.words[i].startswith("ma"):
        return 0.6
    return 0.55 if follow or s.words[i] in _LESS else 0.5


_RULES = {"push": _push, "hinder": _hinder, "help": _help, "led": _led}
