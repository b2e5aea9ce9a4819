"""The gap map: determinants by who says it, whom it concerns, place, setting or study; empty cells stay visible."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.page.drawing import Drawing
from kg.page.frame import Page
from kg.page.gathered import Finding, Gathered, evidence
from kg.page.words import asked, fill

TITLE = "Gap map"
ORDER = 30
#: Columns shown at first; the rest are a choice in the page.
MOST_COLUMNS = 40
#: Studies up to which a row of the first map is a determinant, not a theme, and a column is a study.
FEW_STUDIES = 12

_STEPS = ((1, "1"), (2, "2"), (3, "3–5"), (4, "6–15"), (5, "more"))
_POLES = {"barrier": "b", "facilitator": "f"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with studies in it: the colour step, the pole patterns, and words for those who do not see them."""

    column: str
    studies: int
    poles: str
    words: str

    @property
    def step(self) -> int:
        """The colour step of the number of studies (1 to 5)."""
        return step(self.studies)


def step(studies: int) -> int:
    """1, 2, 3 to 5, 6 to 15, more: five steps of colour."""
    return 1 if studies < 2 else 2 if studies == 2 else 3 if studies < 6 else 4 if studies < 16 else 5


def pages(drawing: Drawing) -> Iterator[Page]:
    """One page: the map that fits the review's size, and the evidence for every other one."""
    gathered = drawing.gathered
    few = len(gathered.studies) <= FEW_STUDIES
    columns, rows = grid(gathered, "study" if few else "voice", themes=not few)
    body = fill(
        "matrix.html", gathered, rows=rows, columns=columns, steps=_STEPS, across_words="studies" if few else "who says it",
        queries=asked(gathered, "barriers-by-voice", "barriers-by-stakeholder", "barriers-by-country"),
    )  # fmt: skip
    yield Page(
        "matrix.html", "Gap map", body, view="matrix", scripts=("facts.js", "filters.js", "matrix.js"),
        facts=(("evidence", drawing.evidence),), siblings=drawing.siblings, styles=("matrix.css",),
    )  # fmt: skip


def grid(gathered: Gathered, across: str, *, themes: bool) -> tuple[list[tuple[str, str]], list[tuple[str, str, bool, list[Cell | None]]]]:
    """Columns (key, label) and rows (key, label, whether a theme, cells) of a map over determinants."""
    keys: dict[str, Callable[[Finding], tuple[str, ...]]] = {
        "study": lambda one: (one.study,),
        "voice": lambda one: one.voice,
        "concerns": lambda one: one.concerns,
        "country": lambda one: gathered.study[one.study].places,
    }
    cells: dict[tuple[str, str], list[Finding]] = {}
    counts: dict[str, set[str]] = {}
    for one in evidence(gathered.findings):
        rows = _rows_of(gathered, one, themes)
        for column in keys[across](one) if rows else ():
            counts.setdefault(column, set()).add(one.study)
            for row in rows:
                cells.setdefault((row, column), []).append(one)
    order = [study.key for study in gathered.studies] if across == "study" else sorted(counts, key=lambda key: (-len(counts[key]), key))
    columns = [(key, gathered.study[key].label if across == "study" else gathered.label(key)) for key in order[:MOST_COLUMNS]]
    made: list[tuple[str, str, bool, list[Any]]] = []
    for row in _row_order(gathered, {row for row, _ in cells}):
        made.append((row, gathered.label(row), row in gathered.tops(row), [_cell(cells.get((row, key)), key) for key, _ in columns]))
    return columns, made


def _rows_of(gathered: Gathered, one: Finding, themes: bool) -> set[str]:
    concepts = [key for key in one.concepts if key.startswith("determinant/")]
    return {above for key in concepts for above in ((key,) if not themes else ()) + gathered.tops(key)}


def _row_order(gathered: Gathered, rows: set[str]) -> list[str]:
    """Themes by their words, each followed by its own determinants."""
    tops = sorted((row for row in rows if row in gathered.tops(row)), key=lambda key: (gathered.label(key).lower(), key))
    ordered = []
    for top in tops:
        below = [row for row in rows if row not in tops and gathered.tops(row)[0] == top]
        ordered += [top, *sorted(below, key=lambda key: (gathered.label(key).lower(), key))]
    return ordered


def _cell(found: list[Finding] | None, column: str) -> Cell | None:
    if not found:
        return None
    kinds = {one.kind for one in found}
    poles = [f"pole-{_POLES[kind]}" for kind in _POLES if kind in kinds] + (["pole-o"] if kinds - _POLES.keys() else [])
    studies = len({one.study for one in found})
    return Cell(column, studies, " ".join(poles), f"{'study' if studies == 1 else 'studies'}, {' and '.join(sorted(kinds))}")
