"""A page for each determinant and strategy: both poles with every quote, who says it, what was recommended, where evidence disagrees."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from kg.page import paths
from kg.page.drawing import Drawing
from kg.page.frame import Page
from kg.page.gathered import KINDS, Concept, Finding, Gathered, evidence
from kg.page.words import LINKS, asked, fill, places

TITLE = ""
ORDER = 61
#: Quotes on one page; more go on in parts.
PART = 400

_VERBS = {
    "barrier": "report it as a barrier", "facilitator": "report it as a facilitator", "recommendation": "recommend it",
    "ambivalent": "see it cut both ways", "no-influence": "looked and found no influence", "context": "tell of it as context",
}  # fmt: skip


def pages(drawing: Drawing) -> Iterator[Page]:
    """The pages of every determinant and strategy that a scheme holds or a finding uses."""
    gathered = drawing.gathered
    marks = places(gathered)
    used = {key for key in (*gathered.rolled, *gathered.addressing) if paths.has_page(gathered, key)}
    keys = dict.fromkeys([one.key for one in gathered.concepts if paths.has_page(gathered, one.key)] + sorted(used))
    for key in keys:
        yield from _pages(gathered, gathered.concept.get(key, Concept(key, gathered.label(key))), marks)


def _pages(gathered: Gathered, concept: Concept, marks: dict[str, str]) -> Iterator[Page]:
    own = gathered.by_concept.get(concept.key, [])
    listed = sorted((one for one in own if not one.machine), key=lambda one: list(KINDS).index(one.kind))
    candidates = [one for one in own if one.machine][:PART]
    advice = [one for one in gathered.addressing.get(concept.key, []) if not one.machine]
    rolled = evidence(gathered.rolled.get(concept.key, []))
    total = max(1, -(-len(listed) // PART))
    shared = {
        "concept": concept, "places": marks, "total": total, "trail": list(_trails(gathered, concept.key)),
        "below": gathered.narrower.get(concept.key, []), "verbs": _VERBS,
    }  # fmt: skip
    for part in range(1, total + 1):
        here = listed[(part - 1) * PART : part * PART]
        groups = [(kind, KINDS[kind][1], [one for one in here if one.kind == kind]) for kind in KINDS]
        first = {
            "amounts": _amounts(gathered, rolled), "spread": _spread(gathered, rolled), "contested": _contested(gathered, own),
            "advice": advice[:PART], "more_advice": len(advice) if len(advice) > PART else 0, "candidates": candidates,
            "queries": asked(gathered, "quotes-of-a-determinant", "what-addresses-a-barrier", "contested-findings"),
        }  # fmt: skip
        later: dict[str, Any] = dict.fromkeys(first, ())
        body = fill(
            "concept.html", gathered, part=part, groups=[group for group in groups if group[2]], **shared, **(first if part == 1 else later)
        )
        yield Page(paths.concept(concept.key, part), gathered.label(concept.key), body, tab="recurrence.html")


def _trails(gathered: Gathered, key: str, seen: tuple[str, ...] = ()) -> Iterator[list[str]]:
    """The ways down from the top concepts to right above this one."""
    found = gathered.concept.get(key)
    for above in found.broader if found else ():
        if above in (*seen, key):
            continue
        ways = list(_trails(gathered, above, (*seen, key))) or [[]]
        yield from ([*way, above] for way in ways)


def _amounts(gathered: Gathered, findings: list[Finding]) -> list[tuple[str, int, int]]:
    """Kind, studies, families, for the kinds that occur."""
    rows = []
    for kind in KINDS:
        studies, families = gathered.units(one for one in findings if one.kind == kind)
        if studies:
            rows.append((kind, len(studies), len(families)))
    return rows


def _spread(gathered: Gathered, findings: list[Finding]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Who says it, about whom and where, with the number of studies."""
    rows = [
        ("Who says it", _studies_by((key, one.study) for one in findings for key in one.voice)),
        ("About whom", _studies_by((key, one.study) for one in findings for key in one.concerns)),
        ("Where", _studies_by((key, one.study) for one in findings for key in gathered.study[one.study].places)),
    ]
    return [row for row in rows if row[1]]


def _studies_by(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, int]]:
    counts = Counter(key for key, _ in set(pairs))
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:12]


def _contested(gathered: Gathered, own: list[Finding]) -> list[tuple[str, Finding, Finding | None]]:
    """Findings that dispute, contrast with, or except from others, and those whose coders disagree."""
    rows: list[tuple[str, Finding, Finding | None]] = []
    for one in own:
        for kind, other in one.links:
            if kind in ("contrastsWith", "disputes", "negativeCaseOf", "qualifies") and other in gathered.finding:
                rows.append((LINKS[kind].lower(), one, gathered.finding[other]))
        if one.disputed:
            rows.append(("is coded differently by its coders.", one, None))
    return rows[:60]
