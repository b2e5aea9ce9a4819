"""Places: how many studies speak from where, and what they report there."""

from collections import Counter
from collections.abc import Iterator

from kg.page.drawing import Drawing
from kg.page.frame import Page
from kg.page.gathered import Gathered, Study, evidence
from kg.page.words import asked, fill

TITLE = "Places"
ORDER = 55
#: Studies listed by name at one place.
LISTED = 60


def pages(drawing: Drawing) -> Iterator[Page]:
    """One page: a table of places, those inside others set in below them."""
    gathered = drawing.gathered
    at: dict[str, list[Study]] = {}
    for study in gathered.studies:
        for key in dict.fromkeys(up for place in study.places for up in gathered.within.get(place, (place,))):
            at.setdefault(key, []).append(study)
    rows = [_row(gathered, key, depth, at[key]) for key, depth in _order(gathered, at)]
    body = fill(
        "places.html", gathered, rows=rows, most=max((len(studies) for studies in at.values()), default=1),
        unplaced=sum(not study.places for study in gathered.studies), queries=asked(gathered, "barriers-by-country"),
    )  # fmt: skip
    yield Page("places.html", "Places", body, styles=("places.css",))


def _order(gathered: Gathered, at: dict[str, list[Study]]) -> Iterator[tuple[str, int]]:
    """Countries with most studies first, each followed by what lies in it."""

    def down(key: str, depth: int, seen: tuple[str, ...]) -> Iterator[tuple[str, int]]:
        yield key, depth
        inside = [below for below in gathered.narrower.get(key, ()) if below in at and below not in seen]
        for below in sorted(inside, key=lambda one: (-len(at[one]), one)):
            yield from down(below, min(depth + 1, 3), (*seen, below))

    tops = [key for key in at if key in gathered.tops(key)]
    for key in sorted(tops, key=lambda one: (-len(at[one]), one)):
        yield from down(key, 0, (key,))


def _row(gathered: Gathered, key: str, depth: int, studies: list[Study]) -> tuple[str, int, list[str], int, int, list[str], int]:
    found = evidence(one for study in studies for one in gathered.by_study.get(study.key, ()))
    reach = Counter(concept for _, concept in {(one.study, concept) for one in found if one.kind == "barrier" for concept in one.concepts})
    leading = sorted(reach, key=lambda one: (-reach[one], one))[:3]
    kinds = Counter(one.kind for one in found)
    listed = [study.key for study in studies[:LISTED]]
    return key, depth, listed, kinds["barrier"], kinds["facilitator"], leading, len(studies) - len(listed)
