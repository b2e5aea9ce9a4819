"""Sentences of a text as offsets: linear in the length of the text, and nothing in it is changed.

Written here because the rule-based libraries looked at either rewrite the text (so offsets drift) or are far too slow for a
review of tens of thousands of abstracts; see decisions/0600. Made for English prose of abstracts, reports and web pages; other
scripts come out whole, line by line.
"""

import re
from bisect import bisect_right
from functools import lru_cache

#: A stretch without an end is cut here (code points): no reader calls it a sentence, and no rule may see a megabyte.
LONGEST = 2_000

_END = re.compile(r"[.!?…。！？][\"”’')\]»]{0,3}")
_WORD = re.compile(r"[\w.&’'-]{1,24}\Z")
_BULLET = re.compile(r"[ \t]{0,12}(?:[-*•·–▪◦‣]|\(?\d{1,2}[.)]|\(?[a-z][.)]|#{1,6}|\|)\s")
_CLOSED = (".", "!", "?", ":", ";", "…", '."', ".”", ".)", "。")
#: Words whose full stop does not end a sentence.
_ABBREVIATIONS = frozenset(
    re.split(
        " ",
        "e.g i.e eg ie vs v al dr mr mrs ms prof fig figs no nos st jr sr approx cf inc ltd dept est ca viz ref refs eq sect u.s u.k "
        "u.s.a e.u ph.d m.d b.sc m.sc d.c a.m p.m vol pp ed eds jan feb mar apr jun jul aug sep sept oct nov dec",
    )
)


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Offsets `(start, end)` of the sentences of `text[start:end]`, in order, white space trimmed.

    >>> text = "Of 12 (e.g. nurses) p < 0.05. Results were mixed.Conclusions We agree."
    >>> [text[a:b] for a, b in sentences(text)]
    ['Of 12 (e.g. nurses) p < 0.05.', 'Results were mixed.', 'Conclusions We agree.']
    """
    stop = len(text) if end is None else end
    found: list[tuple[int, int]] = []
    for first, last in blocks(text, start, stop):
        position = first
        for match in _END.finditer(text, first, last):
            if match.end() - position > 3 and _ends(text, match.start(), match.end(), last):
                _put(found, text, position, match.end())
                position = match.end()
        _put(found, text, position, last)
    return found


def within(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of a whole text that lie in a stretch of it, cut to the stretch; the text is split once."""
    spans = _whole(text)
    first = max(0, bisect_right(spans, (start, start)) - 1)
    found: list[tuple[int, int]] = []
    for one, other in spans[first:]:
        if one >= end:
            break
        if one >= start and other <= end:
            found.append((one, other))
        elif other > start:
            _put(found, text, max(one, start), min(other, end))
    return found


@lru_cache(maxsize=2)
def _whole(text: str) -> list[tuple[int, int]]:
    return sentences(text)


def blocks(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Offsets of paragraphs, list items and headings: lines that were only wrapped are held together."""
    found: list[tuple[int, int]] = []
    first = last = start
    position = start
    while position < stop:
        newline = text.find("\n", position, stop)
        after = stop if newline < 0 else newline
        head = text[position : min(after, position + 120)]
        if not head.strip() and (after - position <= 120 or text[position:after].isspace()):
            if last > first:
                found.append((first, last))
            first = last = position = after + 1
            continue
        if last > first and _breaks(text, first, last, head, position):
            found.append((first, last))
            first = position
        last = after
        position = after + 1
    if last > first:
        found.append((first, min(last, stop)))
    return found


def _breaks(text: str, first: int, last: int, head: str, position: int) -> bool:
    """Whether a new line begins something new after the block `text[first:last]`."""
    before = text[max(first, last - 3) : last].rstrip()
    line = position - 1 - (text.rfind("\n", first, position - 1) + 1 or first)
    if before.endswith(_CLOSED) or _BULLET.match(head) is not None:
        return True
    return not head.lstrip()[:1].islower() and not 60 <= line <= 120


def _ends(text: str, point: int, after: int, last: int) -> bool:
    """Whether the mark at `point` ends a sentence."""
    if after >= last:
        return True
    following = text[after]
    if not following.isspace():
        return _glued(text, point, after, last)
    ahead = after + 1
    while ahead < last and ahead - after < 8 and text[ahead].isspace():
        ahead += 1
    if ahead >= last:
        return True
    mark, head = text[point], text[ahead]
    if head.islower():
        return mark != "." and text[ahead - 1] == "\n"
    if mark != ".":
        return True
    word = _WORD.search(text, max(0, point - 24), point)
    if word is None:
        return True
    token = word.group().lower().lstrip("'’")
    if token in _ABBREVIATIONS:
        return False
    if token in {"n", "p"} and head.isdigit():
        return False
    return not (len(token) == 1 and token.isalpha() and text[point - 1].isupper())


def _glued(text: str, point: int, after: int, last: int) -> bool:
    """Whether a sentence ends where the space is missing: `services.Methods We`, `(micro).CONCLUSIONS:`."""
    if text[point] not in ".!?" or point == 0:
        return False
    before, head = text[point - 1], text[after]
    nexts = text[after + 1] if after + 1 < last else ""
    if not head.isupper() or not (nexts.isalpha() or nexts == " "):
        return False
    return before.islower() or before in ")]%”’'" or (before.isdigit() and nexts.isalpha()) or (before.isupper() and nexts.islower())


def _put(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Keep a sentence without the white space around it, cut where it is longer than any sentence."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        found.append((start, cut))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if end > start:
        found.append((start, end))
