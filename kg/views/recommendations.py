"""Recommendations by addressee: who is asked to do what, by which studies, in their words."""

from collections import Counter
from collections.abc import Iterator

from kg.page import safe
from kg.page.drawing import Drawing
from kg.page.frame import Page
from kg.page.gathered import Finding, Gathered, evidence
from kg.page.words import asked, fill, places

TITLE = "Recommendations"
ORDER = 50
#: Recommendations up to which all stand on one page; more get a page for each addressee, in parts.
ON_ONE_PAGE, PART = 250, 400

NOBODY = "Nobody named as the one to act"


def pages(drawing: Drawing) -> Iterator[Page]:
    """One page, or a table and a page for each addressee."""
    gathered = drawing.gathered
    marks = places(gathered)
    advice = [one for one in evidence(gathered.findings) if one.kind == "recommendation"]
    to = by_addressee(advice)
    apart = len(advice) > ON_ONE_PAGE
    summary = [
        (_words(gathered, key), _name(key) if apart else f"#{_mark(key)}", len(rows), len({one.study for one in rows}), _leading(rows))
        for key, rows in to
    ]
    groups = [] if apart else [(_mark(key), _words(gathered, key), by_strategy(rows)) for key, rows in to]
    shared = {"places": marks, "total": len(advice), "name": str}
    body = fill(
        "recommendations.html", gathered, root="", back="", summary=summary, groups=groups,
        part=1, total_parts=1, queries=asked(gathered, "recommendations", "recommended-to", "barriers-nobody-addresses"), **shared,
    )  # fmt: skip
    yield Page("recommendations.html", "Recommendations", body)
    for key, rows in to if apart else ():
        yield from _pages(gathered, key, rows, shared)


def _pages(gathered: Gathered, key: str, rows: list[Finding], shared: dict[str, object]) -> Iterator[Page]:
    total = -(-len(rows) // PART)
    rows = [one for _, found in by_strategy(rows) for one in found]
    for part in range(1, total + 1):
        here = rows[(part - 1) * PART : part * PART]
        words = _words(gathered, key)
        body = fill(
            "recommendations.html", gathered, root="../", back=words, summary=(), groups=[(_mark(key), words, by_strategy(here))],
            part=part,
            total_parts=total, queries=(), **(shared | {"name": lambda number: _name(key, number).partition("/")[2]}),
        )  # fmt: skip
        yield Page(_name(key, part), f"Recommendations to {words}", body, tab="recommendations.html")


def by_addressee(advice: list[Finding]) -> list[tuple[str, list[Finding]]]:
    """Recommendations by addressee, most first; those that name nobody last."""
    groups: dict[str, list[Finding]] = {}
    for one in advice:
        for key in one.addressee or ("",):
            groups.setdefault(key, []).append(one)
    return sorted(groups.items(), key=lambda pair: (not pair[0], -len(pair[1]), pair[0]))


def by_strategy(rows: list[Finding]) -> list[tuple[str, list[Finding]]]:
    """The same by the first strategy each is coded with, most first."""
    groups: dict[str, list[Finding]] = {}
    for one in rows:
        groups.setdefault(one.concepts[0] if one.concepts else "", []).append(one)
    return sorted(groups.items(), key=lambda pair: (not pair[0], -len(pair[1]), pair[0]))


def _leading(rows: list[Finding]) -> list[str]:
    counts = Counter(key for one in rows for key in one.concepts)
    return sorted(counts, key=lambda key: (-counts[key], key))[:3]


def _words(gathered: Gathered, key: str) -> str:
    return gathered.label(key) if key else NOBODY


def _mark(key: str) -> str:
    return f"to-{safe.slug(key.rpartition('/')[2] or 'nobody')}"


def _name(key: str, part: int = 1) -> str:
    return f"recommendations/{safe.slug(key.rpartition('/')[2] or 'nobody')}{f'--{part}' if part > 1 else ''}.html"
