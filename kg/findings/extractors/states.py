"""How people are and what they think: "were unclear about their roles", "felt it was too long", "found the tool helpful"."""

from collections.abc import Iterator

from kg.findings.candidate import Candidate, candidate
from kg.findings.clause import Sentence, finite
from kg.findings.items import items
from kg.findings.lexis import lexis, words
from kg.findings.stretch import antecedent, clause, comma, counted, phrase, subject

Found = Iterator[tuple[str, int, int, str, float]]
_FELT = words("states.felt")
_BELIEVE = words("states.believe")
_STRONG = words("states.strong")
_ABLE = words("states.able")
_JUDGED = words("states.judged")
_SUFFERED = words("states.suffered")
_WELL = words("states.well")
_DREAD = words("states.dread")
_SEEN = words("states.seen")
_HANDY = words("states.handy")
_REMAINS = words("states.remains")
_EVIDENCE = words("states.evidence")


def triggers() -> dict[str, str]:
    """Words this part wakes up at, and the rule each starts."""
    lists = lexis()
    found = dict.fromkeys(_SUFFERED, "was-done") | dict.fromkeys(_JUDGED, "judged") | dict.fromkeys(_BELIEVE, "believe")
    found |= dict.fromkeys(lists["states.barrier"], "barrier") | dict.fromkeys(lists["states.facilitator"], "facilitator")
    found |= dict.fromkeys(("difficult", "hard", "challenging", "impossible"), "hard")
    return found | dict.fromkeys(_DREAD | {"struggled", "failed"}, "dread") | dict.fromkeys(("fail", "fails"), "fails")


def find(s: Sentence, i: int, rule: str) -> Iterator[Candidate]:
    """Barriers and facilitators that start at token `i`."""
    if s.role not in {"result", "conclusion", "unstructured"} or i + 1 >= len(s.words):
        return
    for reading in _RULES[rule]:
        for kind, first, last, name, weight in reading(s, i):
            if made := candidate(s, kind, first, last, f"states:{name}", weight):
                yield made


def _barrier(s: Sentence, i: int) -> Found:
    yield from _state(s, i, "barrier")


def _facilitator(s: Sentence, i: int) -> Found:
    yield from _state(s, i, "facilitator")


def _state(s: Sentence, i: int, kind: str) -> Found:
    """How people are: "were unclear about their roles", "felt unable to answer"."""
    k = i - 1
    while k > 0 and s.tags[k] == "r":
        k -= 1
    if k < 0 or s.words[k] not in _FELT or "not" in (s.words[k + 1], s.words[max(0, k - 1)]):
        return
    after = s.tags[i + 1]
    if s.words[i] in _JUDGED and after in ".,;c":
        return
    if after in "ptsg" or (s.tags[i] == "e" and after == "d"):
        start = k if s.words[k] == "felt" and kind == "barrier" else i
        if s.words[i] in {"concerned", "worried"} and s.words[i + 1] in {"about", "over", "regarding"} and "," in s.tags[i:]:
            yield from ((kind, a, b, f"people-{kind}", 0.6) for a, b in items(s, i + 2, phrase(s, i + 2, commas=True)))
            return
        end = comma(s, i + 2) if s.words[i + 1] == "that" else _due(s, i + 1, phrase(s, i + 1))
        yield kind, start, end, f"people-{kind}", 0.6


def _due(s: Sentence, first: int, last: int) -> int:
    """The end of a state before its reason ("reluctant to call | due to fear")."""
    return next((k for k in range(first, last) if s.words[k] == "due"), last)


def _was_done(s: Sentence, i: int) -> Found:
    """What was done to people: "had been refused treatment"."""
    if i and s.tags[i] == "e" and (s.words[i - 1] in _FELT or s.words[i - 1] == "been") and not counted(s):
        yield "barrier", i, phrase(s, i + 1), "was-done", 0.5


def _hard(s: Sentence, i: int) -> Found:
    """What people found hard to do: "found it difficult to obtain appointments"."""
    if i > 1 and s.words[i - 1] == "it" and s.words[i - 2] in {"found", "find", "made", "makes"} and s.tags[i + 1] == "t":
        yield "barrier", i, clause(s, i + 2), "found-hard", 0.6


def _dread(s: Sentence, i: int) -> Found:
    """What people feared or struggled with: "feared that they would be judged", "struggled to keep staff", "worried about cost"."""
    if i + 2 >= len(s.words) or (i and s.tags[i - 1] == "x"):
        return
    after = s.words[i + 1]
    if s.words[i] == "worried" and after == "about":
        yield "barrier", i, phrase(s, i + 2), "feared", 0.5
    elif after in {"that", "being"} or s.tags[i + 1] in "ondgb" if s.words[i] in _DREAD else s.tags[i + 1] == "t":
        yield "barrier", i, clause(s, i + 2), "feared", 0.5


def _fails(s: Sentence, i: int) -> Found:
    """What fails to do its work: "current policies fail to address the needs of women"."""
    first, last = subject(s, i)
    if last == first:
        first, last = antecedent(s, i)
    if last > first and s.tags[i + 1] == "t":
        yield "barrier", first, clause(s, i + 2), "fails", 0.55


def _believe(s: Sentence, i: int) -> Found:
    """A clause of what people felt, when it says outright what is wrong: "felt it was too long", "reported that staff lacked time"."""
    if s.role != "result" or i + 3 >= len(s.words) or (i and s.tags[i - 1] not in "nord#%"):
        return
    first = i + 2 if s.words[i + 1] == "that" else i + 1
    if s.words[i + 1] != "that" and not (s.tags[first] in "od" and s.words[i] in {"felt", "believed", "thought", "said"}):
        return
    end = clause(s, first)
    told = set(s.words[first:end])
    if (told & _STRONG or ("not" in told and told & _ABLE)) and any(finite(s, k) for k in range(first + 1, end)):
        yield "barrier", first, end, "believed", 0.55


def _suffered(s: Sentence, i: int) -> Found:
    """What people tell was done to them: "reported being harassed by police, having syringes taken"."""
    if s.words[i + 1] in {"being", "having", "feeling"}:
        for a, b in items(s, i + 1, phrase(s, i + 1, commas=True)):
            told = set(s.words[a:b])
            if told & _WELL:
                yield "facilitator", a, b, "felt", 0.55
            elif told & _SUFFERED or told & lexis()["polarity.negative"]:
                yield "barrier", a, b, "suffered", 0.6


def _seen_as(s: Sentence, i: int) -> Found:
    """How people see a thing: "perceived police as untrustworthy", "found the tool easy to use"."""
    if s.words[i] not in _SEEN or s.role != "result" or i + 2 >= len(s.words):
        return
    if s.tags[i + 1] not in "dnog" or (i and s.tags[i - 1] in "xdpe"):
        return
    end = phrase(s, i + 1)
    if s.words[i] not in {"found", "considered"} and "as" not in s.words[i:end]:
        return
    tail = set(s.words[max(i + 2, end - 4) : end])
    if (tail & lexis()["polarity.negative"]) - {"not", "no"}:
        yield "barrier", i, end, "seen-as-barrier", 0.52
    elif tail & _HANDY and not tail & {"less", "not"}:
        yield "facilitator", i + 1, end, "seen-as-facilitator", 0.5


def _judged(s: Sentence, i: int) -> Found:
    """What is judged bad outright: "attitudes towards the service were largely negative"."""
    k = i - 1
    while k > 0 and s.tags[k] == "r":
        k -= 1
    if k <= 0 or s.words[k] not in _REMAINS or s.tags[i + 1] not in ".,;c" or s.role not in {"result", "conclusion"} or counted(s):
        return
    first, last = subject(s, k)
    sound = s.words[i] in {"sufficient", "enough"} and "not" not in s.words[k:i]
    if not sound and last > first and s.tags[first] not in "o#" and _EVIDENCE.isdisjoint(s.words[first:last]):
        yield "barrier", first, i + 1, "judged", 0.52


_RULES = {
    "hard": (_hard,), "barrier": (_barrier, _judged), "facilitator": (_facilitator,), "was-done": (_was_done,), "dread": (_dread,),
    "fails": (_fails,), "believe": (_believe, _suffered, _seen_as), "judged": (_judged,),
}  # fmt: skip
