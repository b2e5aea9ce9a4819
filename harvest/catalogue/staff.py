"""The staff view of a catalogue record as people copy it: a line `field value`, further values of the field on the lines below.

VuFind prints the fields of its Solr index sorted by name; the names are those of its index schema
(https://vufind.org/wiki/development:architecture:solr_index_schema) and dynamic ones like `author_id_str_mv`.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

_PLAIN = (
    "author author2 building collection contents description edition era format fullrecord genre geographic id institution isbn "
    "issn language lccn physical publisher series series2 spelling spellingShingle thumbnail title topic url recordtype rating "
    "allfields publishDate publishDateSort oclc_num ctrlnum barcode illustrated license rights abstract doi keyword subject "
)
_STRONG = (
    "_version_ author_facet author_sort author_variant author_role author2_facet author2_role author2_variant author_corporate "
    "author_additional author_fuller author_browse callnumber-first callnumber-label callnumber-raw callnumber-search "
    "callnumber-sort callnumber-subject collection_details container_title container_volume container_issue container_start_page "
    "container_reference dateSpan dewey-full dewey-hundreds dewey-ones dewey-raw dewey-search dewey-sort dewey-tens era_facet "
    "first_indexed last_indexed genre_facet geographic_facet hierarchy_parent_id hierarchy_parent_title hierarchy_top_id "
    "hierarchy_top_title hierarchytype marc_error publishDateRange record_format spellingShingle title_alt title_auth title_full "
    "title_fullStr title_full_unstemmed title_new title_old title_short title_sort title_sub topic_browse topic_facet "
    "work_keys_str_mv fullrecord allfields publishDate publishDateSort "
)
KNOWN = frozenset(f"{_PLAIN} {_STRONG}".split())
STRONG = frozenset(_STRONG.split())
_DYNAMIC = re.compile(
    r"^[a-z][A-Za-z0-9-]*(?:_[A-Za-z0-9-]+)*_(?:str|str_mv|txt|txt_mv|txtF|facet|mv|boolean|date|date_mv|int|isn|isn_mv|num|sort|geo)$"
)
_START = re.compile(r"^[ \t]*([A-Za-z_][A-Za-z0-9_-]{1,40})(?:[ \t]*[:=|\t][ \t]*|[ ]+|$)")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a field, and where it stands: `text[start:end]`."""

    words: str
    start: int
    end: int


def fields(text: str) -> dict[str, list[Value]]:
    """The fields of a pasted staff view, in order; empty when the text holds fewer than four or none that only an index has."""
    lines = list(_lines(text))
    starts = [
        (number, match[1], match.end()) for number, (_, line) in enumerate(lines) if (match := _START.match(line)) and _is_field(match[1])
    ]
    ordered = _ordered(starts)
    names = {name for _, name, _ in ordered}
    if len(names) < 4 or not any(name in STRONG or _DYNAMIC.match(name) for name in names):
        return {}
    found: dict[str, list[Value]] = {}
    for at, (number, name, offset) in enumerate(ordered):
        last = ordered[at + 1][0] if at + 1 < len(ordered) else len(lines)
        values = found.setdefault(name, [])
        for row in range(number, last):
            start, line = lines[row]
            skip = offset if row == number else len(line) - len(line.lstrip())
            if words := line[skip:].strip():
                values.append(Value(words, start + skip, start + skip + len(words)))
    return found


def first(text: str) -> int:
    """Where the staff view begins, or the length of the text when it has none."""
    found = fields(text)
    if not found:
        return len(text)
    starts = [start for start, line in _lines(text) if (match := _START.match(line)) and match[1] in found]
    return min(starts, default=len(text))


def _lines(text: str) -> list[tuple[int, str]]:
    out, at = [], 0
    for line in text.split("\n"):
        out.append((at, line))
        at += len(line) + 1
    return out


def _is_field(name: str) -> bool:
    return name in KNOWN or bool(_DYNAMIC.match(name))


def _ordered(starts: list[tuple[int, str, int]]) -> list[tuple[int, str, int]]:
    """The lines that begin a field: each name once; in the order of names where the paste is sorted, as VuFind prints it.

    The order tells a field `title` from a value that happens to begin with the word "title".
    """
    firsts = list({name: (number, name, offset) for number, name, offset in reversed(starts)}.values())[::-1]
    strong = [name for _, name, _ in firsts if name in STRONG]
    climbs = sum(a < b for a, b in pairwise(strong))
    if climbs < 0.8 * max(1, len(strong) - 1) or len(starts) > 500:
        return firsts
    # Longest increasing run of names, so that one word taken for a field does not hide the fields after it.
    length, before = [1] * len(starts), [-1] * len(starts)
    for at, (_, name, _) in enumerate(starts):
        for one in range(at):
            if starts[one][1] < name and length[one] >= length[at]:
                length[at], before[at] = length[one] + 1, one
    at = max(range(len(starts)), key=lambda one: length[one], default=-1)
    run = []
    while at >= 0:
        run.append(starts[at])
        at = before[at]
    return run[::-1]
