"""What people say of themselves and what a report names outright: "were unclear about their roles", "a lack of training"."""

from collections.abc import Iterator

from kg.findings.candidate import Candidate, candidate
from kg.findings.clause import Sentence, finite
from kg.findings.items import items
from kg.findings.lexis import followers, lexis, words
from kg.findings.stretch import antecedent, clause, phrase, subject

_FELT = words("states.felt")
#: Nouns that name a barrier by themselves, and what must follow them.
_HEADS = followers("states.heads")
_GOOD = followers("states.good")
_TELL = words("states.tell")
_POOR = words("states.poor")
_OPENS = words("lists.openers")
_NAMING = words("states.naming")
_RAISED = words("lists.raised")
_BELIEVE = words("states.believe")
_STRONG = words("states.strong")
_VALUED = words("states.valued")
_JUDGED = words("states.judged")
_SUFFERED = words("states.suffered")
_WITHOUT = words("states.without")
_PLAIN = words("states.plain")
_MET = words("states.met")
_DREAD = words("states.dread")
_FAIL = words("states.fail")


def triggers() -> dict[str, str]:
    """Words this part wakes up at, and the rule each starts."""
    lists = lexis()
    found = dict.fromkeys(lists["states.barrier"], "barrier") | dict.fromkeys(lists["states.facilitator"], "facilitator")
    return (
        found
        | dict.fromkeys(_HEADS, "head")
        | dict.fromkeys(_POOR, "poor")
        | dict.fromkeys(_GOOD, "good")
        | dict.fromkeys(_DREAD | _FAIL, "dread")
        | dict.fromkeys(_BELIEVE, "believe")
        | dict.fromkeys(_VALUED, "value")
        | dict.fromkeys(_JUDGED, "judged")
        | dict.fromkeys(_SUFFERED - lists["states.barrier"], "suffered")
        | {
            "importance": "value",
            "lacked": "lacked",
            "lack": "lacked",
            "lacks": "lacked",
            "received": "lacked",
            "had": "lacked",
            "have": "lacked",
        }
    )


def find(s: Sentence, i: int, rule: str) -> Iterator[Candidate]:
    """Barriers and facilitators that start at token `i`."""
    if s.role not in {"result", "conclusion", "unstructured"}:
        return
    if rule in {"barrier", "facilitator"} and s.words[i] not in _POOR:
        yield from _state(s, i, rule)
    if rule == "head":
        yield from _head(s, i)
    if rule == "good":
        yield from _good(s, i)
    if rule == "dread":
        yield from _dread(s, i)
    if rule == "believe":
        yield from _believe(s, i)
        yield from _suffered(s, i)
        yield from _object(s, i)
        yield from _seen_as(s, i)
    if rule == "judged" or s.words[i] in _JUDGED:
        yield from _judged(s, i)
    if (
        rule == "suffered"
        and i
        and s.tags[i] == "e"
        and s.words[i - 1] in _FELT | {"been"}
        and not any(word.endswith("%") for word in s.words)
    ):
        if made := candidate(s, "barrier", i, phrase(s, i + 1), "states:was-done", 0.5):
            yield made
    if rule == "value":
        yield from _valued(s, i)
    if rule in {"lacked", "head"}:
        yield from _lacked(s, i)
    if rule == "poor" or s.words[i] == "unclear":
        if i and s.words[i - 1] in _FELT:
            yield from _state(s, i, "barrier")
        else:
            yield from _poor(s, i)


def _state(s: Sentence, i: int, kind: str) -> Iterator[Candidate]:
    k = i - 1
    while k > 0 and s.tags[k] == "r":
        k -= 1
    if k < 0 or s.words[k] not in _FELT or i + 1 >= len(s.words):
        return
    if s.words[k + 1] == "not" or s.words[max(0, k - 1)] == "not":
        return
    if s.words[i] in _JUDGED and s.tags[i + 1] in ".,;c":
        return
    if s.tags[i + 1] in "ptsg" or (s.tags[i] == "e" and s.tags[i + 1] == "d") or s.words[i + 1] == "that":
        start = k if s.words[k] == "felt" and kind == "barrier" else i
        if made := candidate(
            s,
            kind,
            start,
            _due(s, i + 1, phrase(s, i + 1)) if s.words[i + 1] != "that" else _clause(s, i + 2),
            f"states:people-{kind}",
            0.6,
        ):
            yield made


def _clause(s: Sentence, first: int) -> int:
    """The end of a clause after that: the next comma or full stop."""
    return next((k for k in range(first, len(s.words)) if s.tags[k] in ",;."), len(s.words))


def _head(s: Sentence, i: int) -> Iterator[Candidate]:
    """A noun that is a barrier by itself, where the sentence tells of it: as its subject, or as what people reported."""
    need = _HEADS[s.words[i]]
    after = s.words[i + 1] if i + 1 < len(s.words) else "."
    if need and after not in need:
        return
    first = i
    while first > 0 and s.tags[first - 1] in "ne" and i - first < 4 and s.words[first - 1] not in _TELL:
        first -= 1
    if not _told(s, first) or any(word in _OPENS or word == "attributed" for word in s.words[i:]):
        return
    end = _clause(s, i + 2) if after == "that" else max(phrase(s, i + 1), i + 1)
    if end - first < 2:
        return
    if s.words[i] in _RAISED and after in _HEADS["concerns"] and "," not in s.tags[:first] and s.tags[end : end + 1] == [","]:
        end = phrase(s, i + 2, commas=True)
    found = items(s, first, end, pairs=True)
    for a, b in found if len(found) > 2 and s.words[i] in _RAISED else found[:1]:
        if made := candidate(s, "barrier", a, b, "states:named", 0.55):
            yield made


def _told(s: Sentence, first: int) -> bool:
    """Whether the phrase at `first` opens its clause, or follows somebody's telling, or "there was"."""
    k = first - 1
    while k >= 0 and s.tags[k] in "dr#":
        k -= 1
    if k < 0 or (s.tags[k] == "," and k < 6):
        return True
    if any(s.tags[j] == "w" for j in range(max(0, k - 4), k + 1)):
        return False
    if s.words[k] in _TELL or s.words[k] in lexis()["verbs.report"] and s.tags[k] in "ev":
        return True
    return s.tags[k] == "x" and k > 0 and s.words[k - 1] == "there"


def _good(s: Sentence, i: int) -> Iterator[Candidate]:
    """What people tell they have that helps: "94% expressed desire to receive support"."""
    first = i
    while first > 0 and s.tags[first - 1] in "nedr" and i - first < 3 and s.words[first - 1] not in _TELL:
        first -= 1
    need = _GOOD[s.words[i]]
    if first and s.words[first - 1] in _TELL and (not need or (s.words[i + 1 : i + 2] and s.words[i + 1] in need)):
        if made := candidate(s, "facilitator", first, phrase(s, first, commas=s.words[i] == "desire"), "states:told-facilitator", 0.55):
            yield made


def _poor(s: Sentence, i: int) -> Iterator[Candidate]:
    if i + 1 >= len(s.words) or s.tags[i + 1] not in "nbg" or (i and s.words[i - 1] in {"not", "is", "are", "was", "were"}):
        return
    if made := candidate(s, "barrier", i, phrase(s, i + 1, joined=False), "states:poor", 0.45):
        yield made


def _dread(s: Sentence, i: int) -> Iterator[Candidate]:
    """What people feared or failed to do: "feared that they would be judged", "struggled to keep staff"."""
    if i + 2 >= len(s.words) or (i and s.tags[i - 1] == "x"):
        return
    if s.words[i] in {"fail", "fails"}:
        first, last = subject(s, i)
        if last == first:
            first, last = antecedent(s, i)
        if last > first and s.tags[i + 1] == "t":
            if made := candidate(s, "barrier", first, clause(s, i + 2), "states:fails", 0.55):
                yield made
        return
    if s.words[i] == "worried" and s.words[i + 1] == "about":
        if made := candidate(s, "barrier", i, phrase(s, i + 2), "states:feared", 0.5):
            yield made
        return
    opens = s.words[i + 1] in {"that", "being"} or s.tags[i + 1] in "ondgb" if s.words[i] in _DREAD else s.tags[i + 1] == "t"
    if opens:
        if made := candidate(s, "barrier", i, clause(s, i + 2), "states:feared", 0.5):
            yield made


def _believe(s: Sentence, i: int) -> Iterator[Candidate]:
    """A clause of what people felt, when it says outright what is wrong: "felt it was too long", "reported that staff lacked time"."""
    if s.role != "result" or i + 3 >= len(s.words) or (i and s.tags[i - 1] not in "nor#%"):
        return
    first = i + 2 if s.words[i + 1] == "that" else i + 1
    if s.words[i + 1] != "that" and not (s.tags[first] in "od" and s.words[i] in {"felt", "believed", "thought", "said"}):
        return
    end = clause(s, first)
    if not any(finite(s, k) for k in range(first + 1, end)):
        return
    told = set(s.words[first:end])
    if told & _STRONG or ("not" in told and told & {"have", "enough", "know", "able", "understand", "feel", "trust", "receive", "want"}):
        if made := candidate(s, "barrier", first, end, "states:believed", 0.55):
            yield made


def _suffered(s: Sentence, i: int) -> Iterator[Candidate]:
    """What people tell was done to them: "reported being harassed by police, having syringes taken"."""
    n = i + 1
    if n >= len(s.words) or s.words[n] not in {"being", "having", "feeling"}:
        return
    for a, b in items(s, n, phrase(s, n, commas=True)):
        told = set(s.words[a:b])
        if told & {"safe", "respected", "supported", "welcome", "welcomed", "comfortable", "empowered", "confident"}:
            if made := candidate(s, "facilitator", a, b, "states:felt", 0.55):
                yield made
        elif told & (_SUFFERED | lexis()["polarity.negative"]):
            if made := candidate(s, "barrier", a, b, "states:suffered", 0.6):
                yield made


def _valued(s: Sentence, i: int) -> Iterator[Candidate]:
    """What people valued, or stressed the importance of; in conclusions that is advice."""
    n = i + 1
    name, kind = "states:valued", "facilitator"
    if s.words[i] == "importance":
        if n >= len(s.words) or s.words[n] != "of" or not any(word in lexis()["verbs.report"] for word in s.words[max(0, i - 4) : i]):
            return
        n += 1
        name = "states:importance"
        kind = "recommendation" if s.role == "conclusion" else "facilitator"
    elif s.role != "result" or n >= len(s.words) or s.tags[n] not in "dngbe":
        return
    for a, b in items(s, n, phrase(s, n, commas=True)):
        if made := candidate(s, kind, a, b, name, 0.55):
            yield made


def _lacked(s: Sentence, i: int) -> Iterator[Candidate]:
    """What people lacked: "lacked knowledge of the law", "had limited training", "received little support"."""
    if i + 1 >= len(s.words) or (i and s.tags[i - 1] not in "nocr)bw") or s.role not in {"result", "conclusion"}:
        return
    if s.words[i] in {"received", "had", "have"} and s.words[i + 1] not in _WITHOUT:
        return
    if s.words[i] == "lack" and (s.words[i + 1] == "of" or s.tags[i - 1] not in "no"):
        return
    if s.words[i] in _HEADS and s.words[i] != "lack":
        return
    if made := candidate(s, "barrier", i, phrase(s, i + 1), "states:lacked", 0.55):
        yield made


def _object(s: Sentence, i: int) -> Iterator[Candidate]:
    """What people report or meet with, when its own words are bad: "experienced violence, extortion, or arbitrary arrest"."""
    n = i + 1
    met = s.words[i] in _MET
    bad = lexis()["polarity.negative"] if met else lexis()["polarity.heads"]
    if (
        s.role != "result"
        or n >= len(s.words)
        or s.words[n] == "that"
        or (s.words[n] not in _PLAIN and any(word.endswith("%") for word in s.words))
    ):
        return
    if (s.tags[n] not in "ndr" and s.words[n] not in bad) or (i and s.tags[i - 1] in "dw"):
        return
    if i and s.tags[i - 1] == "x" and s.words[i - 1] not in {"had", "have"}:
        return
    last = phrase(s, n, commas=True)
    if any(word in _OPENS or word in _NAMING for word in s.words[n:last]) or s.tags[last : last + 1] == [":"]:
        return
    found = items(s, n, last)
    marked = [bool(bad & set(s.words[a:b])) for a, b in found]
    for (a, b), own in zip(found, marked, strict=True):
        if (own or (sum(marked) * 2 >= len(found) and (met or len(found) > 2))) and b - a <= 14:
            if made := candidate(s, "barrier", a, b, "states:met-with" if met else "states:told-barrier", 0.55):
                yield made


def _judged(s: Sentence, i: int) -> Iterator[Candidate]:
    """What is judged bad outright: "attitudes towards the service were largely negative"."""
    k = i - 1
    while k > 0 and s.tags[k] == "r":
        k -= 1
    if k <= 0 or s.words[k] not in {"was", "were", "is", "are", "remained", "remains", "remain"} or s.role not in {"result", "conclusion"}:
        return
    after = s.tags[i + 1] if i + 1 < len(s.words) else "."
    first, last = subject(s, k)
    if s.words[i] in {"sufficient", "enough"} and "not" not in s.words[k:i]:
        return
    if {"evidence", "data", "research", "literature", "studies", "sample", "size", "information"} & set(s.words[first:last]):
        return
    if after in ".,;c" and last - first >= 1 and s.tags[first] not in "o#" and not any(word.endswith("%") for word in s.words):
        if made := candidate(s, "barrier", first, i + 1, "states:judged", 0.52):
            yield made


def _due(s: Sentence, first: int, last: int) -> int:
    """The end of a state before its reason ("reluctant to call | due to fear")."""
    return next((k for k in range(first, last) if s.words[k] == "due"), last)


def _seen_as(s: Sentence, i: int) -> Iterator[Candidate]:
    """How people see a thing: "perceived police as untrustworthy", "found the tool easy to use"."""
    if s.words[i] not in {"perceived", "found", "considered", "described", "viewed", "saw", "regarded"} or s.role != "result":
        return
    if i + 2 >= len(s.words) or s.tags[i + 1] not in "dnog" or (i and s.tags[i - 1] in "xdpe"):
        return
    end = phrase(s, i + 1)
    tail = set(s.words[max(i + 2, end - 4) : end])
    if s.words[i] in {"perceived", "viewed", "saw", "regarded", "described"} and "as" not in s.words[i:end]:
        return
    if tail & (lexis()["polarity.negative"] - {"not", "no"}):
        if made := candidate(s, "barrier", i, end, "states:seen-as-barrier", 0.52):
            yield made
    elif not tail & {"less", "not"} and tail & {
        "useful",
        "helpful",
        "acceptable",
        "easy",
        "valuable",
        "beneficial",
        "convenient",
        "feasible",
        "supportive",
        "reassuring",
    }:
        if made := candidate(s, "facilitator", i + 1, end, "states:seen-as-facilitator", 0.5):
            yield made
