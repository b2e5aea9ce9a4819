"""What an account says of a thing: "X was seen as a threat", "there is little support", "services do not offer X"."""

from collections.abc import Iterator

from kg.findings.candidate import Candidate, candidate
from kg.findings.clause import Sentence, finite
from kg.findings.items import items
from kg.findings.lexis import hints, lexis, words
from kg.findings.stretch import clause, counted, phrase, subject

Found = Iterator[tuple[str, int, int, str, float]]
_BE = words("causes.be")
_SEEMS = words("accounts.seems")
_SCANT = words("accounts.scant")
_SCIENCE = words("accounts.science")
_FAILS = words("accounts.fails")
_UNFIT = words("accounts.unfit")
_GOOD = words("accounts.good")
_BAD = words("accounts.bad")
_EMPTY = words("causes.empty") | words("causes.thin")
_AGREES = words("accounts.agrees")


def triggers() -> dict[str, str]:
    """Words this part wakes up at, and the rule each starts."""
    return hints("accounts")


def find(s: Sentence, i: int, rule: str) -> Iterator[Candidate]:
    """Barriers and facilitators that start at token `i` by a rule."""
    if s.role in {"result", "conclusion", "unstructured"} and i + 2 < len(s.words):
        for reading in _RULES[rule]:
            for kind, first, last, name, weight in reading(s, i):
                if made := candidate(s, kind, first, last, f"accounts:{name}", weight):
                    yield made


def _there(s: Sentence, i: int) -> Found:
    """What there is not, or too little of: "there still seems to be insufficient awareness", "because there are no guidelines"."""
    k = i + 1
    while k < len(s.words) - 1 and (s.tags[k] in "rmt" or s.words[k] in _SEEMS):
        k += 1
    if k == i + 1 or s.words[k - 1] not in _BE | _SEEMS or s.words[k] not in _SCANT:
        return
    end = phrase(s, k + 1)
    if _SCIENCE.isdisjoint(s.words[k:end]) and end - k >= 2 and not counted(s):
        yield "barrier", k, end, "there-is-little", 0.55


def _not(s: Sentence, i: int) -> Found:
    """What does not do its work or does not fit: "organisations do not provide support", "it may not be appropriate for the old"."""
    n = i + 1
    while n < len(s.words) - 1 and (s.tags[n] == "r" or s.words[n] in {"be", "been", "being"}):
        n += 1
    base = lexis().bases.get(s.words[n], "")
    acts = base in _FAILS and s.words[n] == base and i and s.tags[i - 1] in "xm"
    unfit = s.words[n] in _UNFIT and (s.words[n - 1] in _BE or not {*s.words[max(0, i - 2) : i]}.isdisjoint(_BE))
    if not (acts or unfit) or counted(s):
        return
    first, last = subject(s, i)
    if last > first and s.tags[first] not in "ow" and _EMPTY.isdisjoint(s.words[first:last]) and _SCIENCE.isdisjoint(s.words[first:last]):
        yield "barrier", first, clause(s, n), "does-not" if acts else "is-not-fit", 0.5


def _seen(s: Sentence, i: int) -> Found:
    """How a thing was seen: "rules were perceived as unfair", "the app was found to be easy to use"."""
    k = i - 1
    while k > 0 and s.tags[k] == "r":
        k -= 1
    n = i + 1
    if s.words[n] == "by":
        n = next((j for j in range(n, min(len(s.words) - 1, n + 8)) if s.words[j] in {"as", "to"}), n)
    if k <= 0 or s.words[k] not in _BE or (s.words[n] != "as" and s.words[n : n + 2] != ["to", "be"]):
        return
    n += 1 if s.words[n] == "as" else 2
    end = phrase(s, n)
    told = set(s.words[n : min(end, n + 6)])
    first, last = subject(s, k)
    if last <= first or s.tags[first] in "o#" or not told or not lexis()["nouns.named"].isdisjoint(told):
        return
    if told & (_BAD | lexis()["polarity.heads"]) and not told & {"not", "less"}:
        yield "barrier", first, end, "seen-as-bad", 0.55


def _found(s: Sentence, i: int) -> Found:
    """What people judged a thing: "clinicians found the alerts burdensome", "considered home visits helpful"."""
    if (
        s.tags[i + 1] not in "dng"
        or i == 0
        or s.tags[i - 1] not in "nrbcs)"
        or {"we", "study", "studies"} & set(s.words[max(0, i - 3) : i])
    ):
        return
    for n in range(i + 2, min(len(s.words), i + 16)):
        if s.tags[n] in ".,;s" or (finite(s, n) and s.words[n] not in _BAD | _GOOD):
            return
        if s.words[n] in _BAD | _GOOD and s.tags[n - 1] in "nrgb)tx" and (n + 1 == len(s.words) or s.tags[n + 1] in ".,;cpts"):
            last = n
            while last > i and (s.tags[last - 1] in "rtx" or s.words[last - 1] in {"be", "as"}):
                last -= 1
            kind = "barrier" if s.words[n] in _BAD else "facilitator"
            if last - i >= 2:
                yield kind, i + 1, last, f"found-{kind}", 0.55
            return


def _felt(s: Sentence, i: int) -> Found:
    """A clause of what people felt went well: "clinicians felt that the tool integrated well into their work"."""
    first = i + 2 if s.words[i + 1] == "that" else i + 1
    if first + 2 >= len(s.words) or (s.words[i + 1] != "that" and s.tags[first] not in "d") or (i and s.tags[i - 1] not in "nrc)b"):
        return
    end = next((k for k in range(first, clause(s, first)) if s.tags[k] in ",;"), clause(s, first))
    told = set(s.words[first:end])
    if told & _AGREES and not told & {"not", "no", "too", "should", "would", "less", "lack", "without", "never", "need", "needed"}:
        yield "facilitator", first, end, "felt-well", 0.5


def _too(s: Sentence, i: int) -> Found:
    """What is too much of something to work: "were too far along to benefit"."""
    n = next((k for k in range(i + 2, min(len(s.words) - 1, i + 10)) if s.words[k] == "to" and s.tags[k + 1] == "b"), 0)
    if n and i and s.words[i - 1] in _BE | {"felt"} and not set(s.tags[i:n]) & set(",;.xm"):
        yield "barrier", i, clause(s, n), "too-much", 0.5


def _able(s: Sentence, i: int) -> Found:
    """What would bring change: "new mandates could lead to changes", "large programmes will make it easier to share"."""
    n = i + 1
    while n < len(s.words) - 2 and s.tags[n] in "rc":
        n += 1
    verb, tail = s.words[n], s.words[n + 1 : n + 7]
    lead = verb == "lead" and tail[:1] == ["to"] and {"change", "changes", "improvement", "improvements"} & set(tail)
    ease = verb in {"make", "help"} and {"easier", "overcome", "surmount"} & set(tail)
    works = verb == "be" and {"effective", "instrumental", "helpful", "useful"} & set(tail[:3]) and {"in", "to", "for"} & set(tail[1:4])
    if not (lead or ease or works) or "not" in s.words[i : n + 3]:
        return
    first, last = subject(s, i)
    if last > first and s.tags[first] not in "ow" and s.words[first] not in _EMPTY:
        parts = items(s, first, last, pairs=False)
        for a, b in [(first, last)] if any(b - a == 1 for a, b in parts[1:]) else parts:
            yield "facilitator", a, b, "would-help", 0.52


_RULES = {
    "there": (_there,), "not": (_not,), "seen": (_seen,), "judged": (_seen, _found), "told": (_seen, _felt),
    "found": (_found,), "felt": (_felt,),
    "all": (_seen, _found, _felt), "too": (_too,), "able": (_able,),
}  # fmt: skip
