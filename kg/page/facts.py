"""The findings as columns of small numbers: what the interactive pages count, filter and draw from.

80,000 findings take under a megabyte this way. Every column is `[bytes a number, base64 of little-endian numbers]`; concepts that
stand together (a finding's determinants, its voices) are rows of one table `sets`, and what varies little (kind, level, coders, section,
check, flags) are rows of one table `profiles`, so that a finding holds four numbers.
"""

from array import array
from base64 import b64encode
from collections.abc import Iterable, Sequence
from sys import byteorder
from typing import Any

from kg.page import paths, safe
from kg.page.gathered import KINDS, Finding, Gathered

#: Quotes up to this many bytes stand in the page itself; more go to sibling files that are loaded when asked for.
QUOTES_IN_PAGE = 600_000
#: Findings in one sibling file of quotes.
CHUNK = 800

_FLAGS = ("counts", "machine", "disputed")
_WIDTHS = ((1, "B"), (2, "H"), (4, "I"))


def column(numbers: Sequence[int]) -> list[Any]:
    """Numbers in the fewest bytes that hold the largest.

    >>> column([1, 2, 300])
    [2, 'AQACACwB']
    """
    width, code = next((width, code) for width, code in _WIDTHS if max(numbers, default=0) < 256**width)
    packed = array(code, numbers)
    if byteorder == "big":
        packed.byteswap()
    return [width, b64encode(packed.tobytes()).decode()]


class _Table:
    """Things numbered in the order they come."""

    def __init__(self) -> None:
        self.numbers: dict[Any, int] = {}

    def __call__(self, thing: Any) -> int:
        return self.numbers.setdefault(thing, len(self.numbers))

    @property
    def rows(self) -> list[Any]:
        return list(self.numbers)


def ordered(gathered: Gathered) -> list[Finding]:
    """The findings in the order of the columns: by study, as each study page lists them."""
    return [one for study in gathered.studies for one in gathered.by_study.get(study.key, ())]


def evidence(gathered: Gathered, *, whole: bool = False) -> dict[str, Any]:
    """The evidence as a JSON value; with `whole`, all quotes are in it however many."""
    rows = ordered(gathered)
    concepts, sets, words = _Table(), _Table(), _Table()

    def group(keys: Iterable[str]) -> int:
        return sets(tuple(concepts(key) for key in keys))

    profiles = _Table()
    columns: dict[str, list[int]] = {name: [] for name in ("profile", "concepts", "voice", "concerns")}
    kinds = list(KINDS)
    for one in rows:
        kind = kinds.index(one.kind if one.kind in KINDS else "context")
        flags = sum(1 << bit for bit, flag in enumerate(_FLAGS) if getattr(one, flag))
        said = (words(", ".join(one.coders)), words(gathered.label(one.section) if one.section else ""), words(one.checked))
        columns["profile"].append(profiles((kind, concepts(one.level) + 1 if one.level else 0, *said, flags)))
        for name, keys in (("voice", one.voice), ("concerns", one.concerns), ("concepts", one.concepts)):
            columns[name].append(group(keys))
    studies = _studies(gathered, concepts, sets)
    for key in [key for known in concepts.rows for key in gathered.within.get(known, ())]:
        concepts(key)
    quotes = [one.quote for one in rows]
    inside = whole or sum(len(quote.encode("utf-8", "replace")) for quote in quotes) <= QUOTES_IN_PAGE
    return {
        "kinds": [[kind, *words] for kind, words in KINDS.items()],
        "studies": studies,
        "concepts": [_concept(gathered, key, concepts.numbers) for key in concepts.rows],
        "sets": sets.rows,
        "words": words.rows,
        "profiles": profiles.rows,
        "columns": {name: column(numbers) for name, numbers in columns.items()},
        "quotes": quotes if inside else [],
        "chunk": 0 if inside else CHUNK,
    }


def _studies(gathered: Gathered, concepts: _Table, sets: _Table) -> dict[str, Any]:
    units = _Table()
    rows = gathered.studies
    return {
        "labels": [one.label for one in rows],
        "pages": [paths.study(one.key).removeprefix("study/").removesuffix(".html") for one in rows],
        "findings": column([len(gathered.by_study.get(one.key, ())) for one in rows]),
        "units": column([units(one.unit) for one in rows]),
        "years": column([int(one.year) if one.year else 0 for one in rows]),
        "places": column([sets(tuple(concepts(key) for key in one.places)) for one in rows]),
        "programmes": column([sets(tuple(concepts(key) for key in one.programmes)) for one in rows]),
        "notices": [[number, "; ".join(notice.kind for notice in one.notices)] for number, one in enumerate(rows) if one.notices],
    }


def _concept(gathered: Gathered, key: str, numbers: dict[str, int]) -> list[Any]:
    """Key, label, page, numbers of the broader ones, and 1 when something stands below it."""
    found = gathered.concept.get(key)
    broader = [numbers[above] for above in found.broader if above in numbers] if found else []
    page = paths.concept(key) if paths.has_page(gathered, key) else ""
    return [key, gathered.label(key), page, broader, int(key in gathered.narrower)]


def quote_files(gathered: Gathered) -> Iterable[tuple[str, str]]:
    """The sibling files of quotes (path, script text) a large review needs: each hands `CHUNK` quotes to the page that asked."""
    rows = ordered(gathered)
    for number, start in enumerate(range(0, len(rows), CHUNK)):
        quotes = [one.quote for one in rows[start : start + CHUNK]]
        yield f"quotes/{number}.js", f"kg.quotesCame({number},{safe.island(quotes)});\n"
