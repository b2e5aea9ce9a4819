"""Glossary: the concepts of every scheme with their definitions, as trees."""

from collections.abc import Iterator

from kg.page.drawing import Drawing
from kg.page.frame import Page
from kg.page.gathered import Concept, Gathered, evidence
from kg.page.words import fill

TITLE = "Glossary"
ORDER = 70

_FIRST = ("determinant", "strategy", "stakeholder", "place", "programme", "level")
_WORDS = {
    "determinant": "Determinants", "strategy": "Strategies", "stakeholder": "Stakeholders", "place": "Places",
    "programme": "Programmes and settings",
    "level": "Levels", "method": "Methods", "basis": "Whose account it is", "section": "Sections of a report", "verdict": "Verdicts",
    "confidence": "Confidence (GRADE-CERQual)", "cfir2": "CFIR 2.0 constructs",
}  # fmt: skip


def pages(drawing: Drawing) -> Iterator[Page]:
    """One page with all schemes, the ones a reader needs first."""
    gathered = drawing.gathered
    names = dict.fromkeys(one.scheme for one in gathered.concepts)
    order = [*(name for name in _FIRST if name in names), *(name for name in names if name not in _FIRST)]
    schemes = [(name, _WORDS.get(name, gathered.schemes.get(name, name.capitalize())), list(_tree(gathered, name))) for name in order]
    yield Page("glossary.html", "Glossary", fill("glossary.html", gathered, schemes=schemes), styles=("glossary.css",))


def _tree(gathered: Gathered, scheme: str) -> Iterator[tuple[Concept, int, int]]:
    """Concepts of a scheme with their depth and the studies that speak of them, each after the first concept above it."""
    done: set[str] = set()

    def down(one: Concept, depth: int) -> Iterator[tuple[Concept, int, int]]:
        if one.key in done:
            return
        done.add(one.key)
        studies = len({found.study for found in evidence(gathered.rolled.get(one.key, ()))})
        yield one, min(depth, 3), studies
        for key in sorted(gathered.narrower.get(one.key, ()), key=lambda key: (gathered.label(key).lower(), key)):
            if gathered.concept[key].scheme == scheme:
                yield from down(gathered.concept[key], depth + 1)

    rows = sorted((one for one in gathered.concepts if one.scheme == scheme), key=lambda one: (one.label.lower(), one.key))
    for one in [*(one for one in rows if not one.broader), *rows]:
        yield from down(one, 0)
