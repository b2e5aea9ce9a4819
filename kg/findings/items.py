"""Enumerations split into their items, each a stretch of tokens that can be read alone."""

from kg.findings.clause import Sentence, closing, finite
from kg.findings.lexis import lexis, words
from kg.findings.stretch import phrase, trim

Range = tuple[int, int]
#: Words that lead from a general word to its instances inside an item ("system factors, including X").
_INSTANCES = words("items.instances")
_MARKS = words("items.marks")
#: First words of a comment after the list, not of an item.
_COMMENT = words("items.comment")
_BOTH = words("items.both")
_MORE = words("items.more")
_ADJECTIVES = words("items.adjectives")


def items(s: Sentence, first: int, last: int, *, pairs: bool = True) -> list[Range]:
    """The items of the enumeration in tokens `first` to `last`, trimmed; a single item when it is none.

    With `pairs` false, "A and B" without a comma stays one item.
    """
    if numbered := _numbered(s, first, last):
        found = numbered
    elif any(s.tags[k] == ";" for k in range(first, last)):
        found = _cut(s, first, last, ";")
    else:
        found = _commas(s, first, last, pairs=pairs)
    trimmed = [trim(s, *_instance(s, a, b)) for a, b in found]
    return [(a, b) for a, b in trimmed if b > a and _is_item(s, a, b)]


def included(s: Sentence, last: int) -> list[Range]:
    """The items of an aside after a subject that ends at `last` ("meetings, including tours and visits, can help")."""
    if last + 2 < len(s.words) and s.tags[last] == "," and s.words[last + 1] in {"including", "particularly", "especially"}:
        end = next((k for k in range(last + 2, len(s.words)) if s.tags[k] == "," and k + 1 < len(s.words) and s.tags[k + 1] in "xmver"), 0)
        return items(s, last + 2, end, pairs=False) if end else []
    return []


def listed(s: Sentence, first: int, last: int) -> bool:
    """Whether a stretch reads like an enumeration: numbered, with semicolons, or with a comma and a last and/or."""
    tags = s.tags[first:last]
    return ";" in tags or ("," in tags and "c" in tags) or bool(_numbered(s, first, last))


def _is_item(s: Sentence, a: int, b: int) -> bool:
    if s.tags[a] == "p" and b - a <= 3:
        return False
    return b - a <= 40 and any(s.tags[k] in "nbgev" for k in range(a, b)) and not s.words[a].startswith("http")


def _numbered(s: Sentence, first: int, last: int) -> list[Range]:
    """Items that carry marks: `(1) ...; (2) ...`, `1) ...`, `i) ...`."""
    marks: list[Range] = []
    for k in range(first, last - 1):
        if s.words[k] in _MARKS and s.tags[k + 1] == ")" and (k == first or s.tags[k - 1] in "(,;:c." or s.tags[k] == "#"):
            marks.append((k - 1 if k > first and s.tags[k - 1] == "(" else k, k + 2))
    if len(marks) < 2:
        return []
    starts = [mark[1] for mark in marks]
    stops = [mark[0] for mark in marks[1:]] + [last]
    return [(a, phrase(s, a, b, commas=True) if b == last else b) for a, b in zip(starts, stops, strict=True)]


def _cut(s: Sentence, first: int, last: int, mark: str) -> list[Range]:
    """Stretches between marks outside brackets."""
    found: list[Range] = []
    start = k = first
    while k < last:
        if s.tags[k] in "([":
            k = closing(s, k)
            continue
        if s.tags[k] == mark:
            found.append((start, k))
            start = k + 1
        k += 1
    found.append((start, last))
    return found


def _commas(s: Sentence, first: int, last: int, *, pairs: bool) -> list[Range]:
    """Items between commas, the last one after and/or; what comments on the list is left out."""
    parts = [(a, b) for part in _cut(s, first, last, ",") for a, b in _well_as(s, *part)]
    if not parts:
        return []
    if "," not in s.tags[first:last] and len(parts) > 1:
        return [one for a, b in parts for one in (_pair(s, a, min(b, phrase(s, a, b))) if pairs else [(a, b)])]
    if len(parts) == 1:
        a, b = parts[0]
        b = min(b, phrase(s, a, b))
        return _pair(s, a, b) if pairs else [(a, b)]
    if nested := _nested(s, parts, last):
        return nested
    found: list[Range] = []
    clausal = _clausal(s, *parts[0])
    oxford = any(s.tags[a] == "c" for a, b in parts[1:] if b > a)
    for number, (a, b) in enumerate(parts):
        if a >= b:
            continue
        if number and _comments(s, a, b):
            break
        if clausal:
            found.append((a, b))
            continue
        if number and _predicate(s, a, b):
            break
        turns = number + 1 < len(parts) and _comments(s, *parts[number + 1])
        closes = s.tags[a] == "c" or turns or number == len(parts) - 1
        end = phrase(s, a + 1, b) if s.tags[a] == "c" else phrase(s, a, b)
        if closes and not oxford and (number or turns):
            found.extend(_last(s, a, end) if number else _pair(s, a, end))
            break
        found.append((a, end))
        after = parts[number + 1][0] if number + 1 < len(parts) else last
        if s.tags[a] == "c" and not (after < last and (s.tags[after] == "c" or _joint(s, after - 3) == 3)):
            break
    return found


def _comments(s: Sentence, a: int, b: int) -> bool:
    """Whether a part after a comma comments on the list."""
    return b > a and s.words[a] in _COMMENT


def _clausal(s: Sentence, a: int, b: int) -> bool:
    """Whether an item is a whole clause ("care is not planned ahead")."""
    verbs = [k for k in range(a + 1, b) if s.tags[k] in "xm" and finite(s, k)]
    return bool(verbs) and not any(s.tags[k] in "ws" for k in range(a, verbs[0]))


def _nested(s: Sentence, parts: list[Range], last: int) -> list[Range]:
    """Two items of which the second ends in a list of its own ("leadership and help from staff, police and families")."""
    a, b = parts[0]
    joint = next((k for k in range(a + 1, b - 1) if s.tags[k] == "c"), -1)
    oxford = any(s.tags[x] == "c" for x, y in parts[1:] if y > x)
    if (
        any(s.words[k] in {"involving", "between", "among", "across", "comprising", "targeting", "combining"} for k in range(a + 1, b - 1))
        and not oxford
        and len(parts) == 2
        and s.tags[parts[1][0] - 1] == ","
    ):
        return [(a, phrase(s, a, last, commas=True))]
    inner = joint > 0 and any(s.words[k] in {"from", "of", "among", "between", "with", "for"} for k in range(joint + 2, b))
    if inner and not oxford and joint - a >= 2 and all(y - x <= 5 for x, y in parts[1:]) and len(parts) > 2:
        return [(a, joint), (joint + 1, phrase(s, joint + 1, last, commas=True))]
    return []


def _predicate(s: Sentence, a: int, b: int) -> bool:
    """Whether a part after a comma is a clause of its own."""
    start = a + 1 if s.tags[a] == "c" else a
    if start < b and s.tags[start] in "oxm" and s.words[start] not in {"being", "having"}:
        return True
    return any(finite(s, k) and s.tags[k] in "xm" for k in range(start, min(b, start + 4))) and not any(
        s.tags[k] == "w" for k in range(start, b)
    )


_JOINTS = (
    ("as", "well", "as"),
    ("in", "conjunction", "with"),
    ("together", "with"),
    ("along", "with"),
    ("coupled", "with"),
    ("combined", "with"),
    ("in", "addition", "to"),
)


_JOINT_STARTS = frozenset(joint[0] for joint in _JOINTS)


def _joint(s: Sentence, k: int) -> int:
    """How many tokens of "as well as" or its like stand at `k`."""
    if s.words[k] not in _JOINT_STARTS:
        return 0
    return next((len(joint) for joint in _JOINTS if s.words[k] == joint[0] and tuple(s.words[k : k + len(joint)]) == joint), 0)


def _well_as(s: Sentence, a: int, b: int) -> list[Range]:
    """A stretch cut at "as well as" and its like."""
    found: list[Range] = []
    start = k = a
    while k < b:
        if size := _joint(s, k):
            found.append((start, k))
            start = k + size
            k = start
        else:
            k += 1
    found.append((start, b))
    return [(x, y) for x, y in found if y > x]


def _last(s: Sentence, a: int, b: int) -> list[Range]:
    """The last stretch of a list without a comma before its and: cut there."""
    for k in range(a + 1, b - 1):
        if s.tags[k] == "c" and not any(
            s.words[j] in {"between", "both", "of"} for j in range(max(a, k - 3), k) if s.words[j] != "of" or k + 2 == b
        ):
            return [(a, k), (k + 1, b)]
    return [(a, b)]


def _pair(s: Sentence, a: int, b: int) -> list[Range]:
    """Items joined by and without a comma, cut where each can be read alone."""
    for k in range(a + 1, b - 1):
        if s.tags[k] == "c" and not any(s.words[j] in _BOTH for j in range(a, k)) and _apart(s, a, k, b):
            return [(a, k), *_pair(s, k + 1, b)]
    return [(a, b)]


def _apart(s: Sentence, a: int, k: int, b: int) -> bool:
    """Whether the words on both sides of the and at `k` each stand alone: a head of its own, no shared modifier."""
    lists = lexis()
    start = k + 1
    while start < b - 1 and s.tags[start] == "d":
        start += 1
    left, right = k - a, b - start
    head = s.words[start]
    charged = (
        head in lists["polarity.negative"]
        or head in lists["polarity.positive"]
        or s.tags[start] == "g"
        or head in _MORE
        or head == s.words[a]
    )
    if s.tags[k - 1] == ")":
        return True
    if (s.tags[k - 1] == "g" and s.tags[start] == "g") or (s.tags[a] == "g" and s.tags[start] != "g" and left > 2):
        return False
    if s.tags[start] == "b" and any(s.tags[j] == "w" or s.words[j] == "that" for j in range(a, k)):
        return False
    if right == 1:
        return left >= 2 and head in lists["polarity.negative"] and not _holds(s, a, k) and s.words[a] not in _ADJECTIVES
    if left == 1 and s.words[a] in lists["polarity.heads"] and right >= 2:
        return head not in lists["polarity.negative"] or not _holds(s, start, b)
    if charged and (left >= 2 or s.words[a] in lists["polarity.negative"] or s.tags[a] == "g"):
        return not (s.tags[start] == "g" and s.tags[a] != "g" and left < 2)
    if s.words[a] in _ADJECTIVES and not lists["polarity.negative"] & set(s.words[start:b]):
        return False
    if (s.tags[k - 2] in "pt" and lists["polarity.negative"].isdisjoint(s.words[start : start + 3])) or (
        start + 1 < b and s.tags[start + 1] in "ept"
    ):
        return False
    return left >= 2 and right >= 2 and (not _holds(s, a, k) or _holds(s, start, b))


def _holds(s: Sentence, a: int, b: int) -> bool:
    """Whether a preposition stands inside the stretch."""
    return any(s.tags[k] in "pt" for k in range(a, b))


def _instance(s: Sentence, a: int, b: int) -> Range:
    """An item that only leads to its instance ("system factors, including X"): the instance alone."""
    neutral = lexis()["nouns.neutral"]
    for k in range(a + 1, b - 1):
        if s.words[k] in _INSTANCES or (s.words[k] == "such" and s.words[k + 1] == "as"):
            after = k + 2 if s.words[k] == "such" else k + 1
            if any(word in neutral for word in s.words[a:k]):
                return after, b
            return a, k
    return a, b
