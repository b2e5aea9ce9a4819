"""What a noun of findings announces: the list after it, the subject before it, or the brackets behind it."""

from kg.findings.clause import LOOSE, Sentence, closing, finite
from kg.findings.items import Range, items, listed
from kg.findings.lexis import lexis, words
from kg.findings.stretch import subject

#: The rule's name, the items, and the rule's weight.
Reading = tuple[str, list[Range], float]
NOTHING: Reading = ("", [], 0.0)
_OPENERS = words("lists.openers")
_COPULAS = words("lists.copulas")
_NOTABLY = words("lists.notably")
_LINKS = words("lists.links")
_AS = words("lists.as")
_ABOUT = words("lists.about")
_RAISED = words("lists.raised")
_CENTRED = words("lists.centred")
_CONCERNED = words("lists.concerned")
_NUMBERS = words("lists.numbers")
_SERVES = words("lists.serves")
_MEASURES = words("lists.measures")
_DASHES = frozenset("–—")
#: Words after a second noun of findings that say it is one more of them, not what it stands for.
_GOES_ON = frozenset(("to", "for", "related", "in", "of", ".", "that", "which", "who"))
_TURNS_ON = _GOES_ON - {"of", "in"}
_POINTERS = words("lists.pointers")


def after(s: Sentence, i: int) -> Reading:
    """What follows the noun: "barriers to care included A, B and C", "challenges were: ...", "barriers such as A"."""
    limit = min(len(s.words), i + 30)
    k = i + 1
    while k < limit:
        word, tag = s.words[k], s.tags[k]
        if tag == "(" and closing(s, k) < limit:
            k = closing(s, k)
            continue
        if found := _opened(s, i, k):
            return found
        if word in _COPULAS:
            return _copula(s, k)
        told = tag == "m" and k + 1 < limit and s.words[k + 1] in {"include", "be", "involve"}
        if not told and _breaks(s, i, k):
            break
        k += 1
    return NOTHING


def _opened(s: Sentence, i: int, k: int) -> Reading | None:
    """The list that token `k` opens, for the noun at `i`: an opening word, such as, a colon, or what it is about."""
    word, tag = s.words[k], s.tags[k]
    follows = s.words[k + 1] if k + 1 < len(s.words) else ""
    if word in _OPENERS and not (word == "involved" and s.tags[k - 1] != "n"):
        return "list", following(s, k + 1), 0.8
    if tag == ":":
        return "list", following(s, k + 1), 0.85
    if tag in _DASHES:
        end = next((j for j in range(k + 1, len(s.words)) if s.tags[j] in _DASHES), len(s.words))
        if listed(s, k + 1, end):
            return "dash", items(s, k + 1, end), 0.75
    if word in _CONCERNED and s.tags[k - 1] in "nberv)" and s.tags[k + 1 : k + 2] not in (["x"], ["m"]):
        first = k + 1 if word.startswith("concern") else k + 2 if follows in {"to", "on", "around", "from", "with", "in"} else 0
        if first:
            return "concerned", following(s, first), 0.72
    if word in _NOTABLY and s.tags[k - 1] == ",":
        return "list", following(s, k + 1), 0.75
    if word == "such" and follows == "as":
        return "such-as", following(s, k + 2, _main_verb(s, i, k + 2)), 0.7
    if word in {"relating", "related"} and follows == "to" and k - i <= 3 and _COPULAS.isdisjoint(s.words[k : k + 9]):
        return "list", following(s, k + 2), 0.65
    if word in _CENTRED and follows in {"on", "around"}:
        return "list", following(s, k + 2), 0.65
    raised = s.words[i] in _RAISED and s.words[i + 1] in _ABOUT and tag == "x" and word not in LOOSE
    raised = raised and s.words[k + 1 : k + 2] not in (["rarely"], ["not"], ["never"], ["seldom"])
    return _worries(s, i, k) if raised and k + 1 < len(s.tags) and s.tags[k + 1] in "er" else None


def _breaks(s: Sentence, i: int, k: int) -> bool:
    """Whether the noun at `i` announces nothing beyond token `k`."""
    word, tag = s.words[k], s.tags[k]
    if tag == "w" and s.tags[k - 1] == "," and s.tags[k + 1 : k + 2] == ["m"]:
        return True
    if tag in ";)om." or (tag == "s" and (word != "that" or s.tags[k - 1] in "ev")):
        return True
    if tag == "c":
        return s.words[k + 1 : k + 2] != [] and s.words[k + 1] not in lexis()["nouns.named"] and "," not in s.tags[i:k]
    plain = tag in "ve" and k + 1 < len(s.tags) and s.tags[k + 1] in "dp" and k > i + 1 and word not in lexis()["verbs.report"]
    return plain and finite(s, k)


def _worries(s: Sentence, i: int, k: int) -> Reading:
    """Concerns that were raised: "concerns about A, delays in B and C were raised", the first with its cue."""
    first = i
    while first > 0 and s.tags[first - 1] in "ne":
        first -= 1
    return "raised", items(s, first, k), 0.7


def _copula(s: Sentence, k: int) -> Reading:
    """After "barriers were": the list itself, or what they relate to; nothing for a bare passive."""
    n = k + 1
    while n < len(s.words) and s.tags[n] == "r":
        n += 1
    if n + 1 >= len(s.words) or s.words[k - 1] == "there" or {"not", "significantly", "more", "less", "so"} & set(s.words[k:n]):
        return NOTHING
    late = next((j for j in range(n, min(len(s.words) - 1, n + 9)) if s.words[j] in _OPENERS and s.tags[j - 1] in "c,"), 0)
    if late:
        return "list", following(s, late + 1), 0.8
    if s.words[n] in _LINKS:
        return "list", following(s, n + 2 if s.tags[n + 1] in "tp" else n + 1), 0.6
    if s.tags[n] == "e" and s.words[n + 1] == "as":
        return "list", following(s, n + 2), 0.75
    if s.tags[n] in "pv" or (s.tags[n] == "e" and (s.words[n] in lexis()["verbs.report"] or s.tags[n + 1] in ".prt")):
        return _passive(s, n)
    if s.tags[n] == "#" or s.words[n] in _NUMBERS:
        colon = next((j for j in range(n, min(len(s.words), n + 8)) if s.tags[j] == ":"), 0)
        return ("list", following(s, colon + 1), 0.8) if colon else NOTHING
    return ("copula", following(s, n), 0.65) if _complement(s, k, n) else NOTHING


def _passive(s: Sentence, n: int) -> Reading:
    """After "challenges were identified": the list after a colon or an opening word, or what they relate to."""
    for j in range(n, min(len(s.words), n + 14)):
        if s.tags[j] == ":" or (s.words[j] in _OPENERS and s.tags[j - 1] in ",e"):
            return "list", following(s, j + 1), 0.85
        if s.words[j] in {"regarding", "concerning", "around"} or (s.words[j] == "to" and s.words[j - 1] in {"relation", "related"}):
            return "list", following(s, j + 1), 0.6
    return NOTHING


def _complement(s: Sentence, k: int, n: int) -> bool:
    """Whether what follows the copula at `k` is what the noun stands for, not another such noun or an adjective."""
    named, several = lexis()["nouns.named"], "," in s.tags[n + 1 :] and "c" in s.tags[n:]
    goes_on = _TURNS_ON if several else _GOES_ON
    if any(s.words[j] in named and s.words[j + 1] in goes_on for j in range(n, min(len(s.words) - 1, n + 4))):
        return False
    if n + 2 >= len(s.words) or s.tags[n + 1] in ".;" or (s.tags[n + 1] == "," and "c" not in s.tags[n:]):
        return False
    return s.words[k] in {"were", "are", "be"} or s.tags[n] in "dgt" or s.words[n] in lexis()["polarity.negative"]


def _main_verb(s: Sentence, i: int, first: int) -> int:
    """Where the verb stands whose subject is the noun at `i` with its instances from `first` on; 0 when the noun is no subject."""
    if any(finite(s, k) for k in range(i)) or "s" in s.tags[:i]:
        return 0
    joint = next((k for k in range(first, len(s.words)) if s.tags[k] == "c"), len(s.words))
    for k in range(joint + 1, len(s.words)):
        if s.tags[k] in ";:w" or s.words[k] == "that":
            return 0
        if s.tags[k] in "xm" and finite(s, k):
            return k
    return 0


def following(s: Sentence, first: int, stop: int = 0) -> list[Range]:
    """The items of the list that begins at `first`, up to `stop` or a clause of its own after a semicolon."""
    if stop:
        return items(s, first, stop)
    while first < len(s.words) and s.tags[first] in ":,":
        first += 1
    if first < len(s.words) and s.words[first] in {"from", "of"}:
        first += 1
    last = next((k for k in range(first, len(s.words)) if s.tags[k] == ";" and any(t in "xm" for t in s.tags[k : k + 9])), len(s.words))
    return items(s, first, last)


def before(s: Sentence, i: int) -> Reading:
    """What stands before the noun: "A, B and C were major barriers", "identified A and B as barriers"."""
    k = i - 1
    while k > 0 and i - k <= 7 and s.tags[k] in "nrdbeg#" and s.words[k] not in _AS:
        k -= 1
    if k <= 0 or s.words[k] not in _AS:
        return NOTHING
    if s.words[k] == "as":
        reports = lexis()["verbs.report"]
        j = next((j for j in range(k - 1, max(-1, k - 25), -1) if s.words[j] in reports or s.words[j] in _SERVES), -1)
        if j < 0:
            return NOTHING
        if k - j <= 2 or s.tags[j - 1] == "x":
            first, last = subject(s, j)
        else:
            first, last = j + 1, k
    else:
        first, last = subject(s, k)
    if last <= first or s.tags[first] in "o" or s.words[last - 1] in lexis()["nouns.named"] or s.words[first] in _POINTERS:
        return NOTHING
    if any(s.words[j] in lexis()["nouns.named"] and s.words[j + 1] in {"for", "of", "to"} for j in range(first, min(last - 1, first + 3))):
        return NOTHING
    found = items(s, first, last)
    for j in range(i + 1, len(s.words) - 2):
        if s.words[j] == "followed" and s.words[j + 1] == "by":
            found += following(s, j + 2)
    return "predicate", found, 0.75


def inside(s: Sentence, i: int) -> Reading:
    """An enumeration in brackets right after the noun: "factors (A, B and C)"."""
    if not _MEASURES.isdisjoint(s.words[:i]):
        return NOTHING
    for k in range(i + 1, min(len(s.words) - 1, i + 3)):
        if s.tags[k] == "(":
            end = closing(s, k) - 1
            if listed(s, k + 1, end) and not any(tag in "#=<>&:%" for tag in s.tags[k + 1 : end]) and s.tags[k + 1] not in "#":
                return "brackets", items(s, k + 1, end), 0.7
    return NOTHING
