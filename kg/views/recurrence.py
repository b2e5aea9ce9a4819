"""Recurrence: every determinant and strategy with the studies and families behind it, filtered and sorted in the page."""

from collections.abc import Iterator

from kg.page.counting import recurrences
from kg.page.drawing import Drawing
from kg.page.frame import Page
from kg.page.words import asked, fill

TITLE = "Recurrence"
ORDER = 20
#: Lines shown at first; a button (or sorting) brings the rest.
MOST = 120

_SHOWN = ("barrier", "facilitator", "recommendation", "ambivalent")


def pages(drawing: Drawing) -> Iterator[Page]:
    """One page: the table as it stands without filters, and the evidence to filter it by."""
    gathered = drawing.gathered
    rows = [row for row in recurrences(gathered) if row.kind in _SHOWN]
    body = fill(
        "recurrence.html", gathered, rows=rows[:MOST], left=max(0, len(rows) - MOST), most=rows[0].studies if rows else 1,
        queries=asked(gathered, "recurring-barriers", "recurring-facilitators", "recurring-recommendations"),
    )  # fmt: skip
    yield Page(
        "recurrence.html", "What recurs across studies", body, view="recurrence", scripts=("facts.js", "filters.js", "recurrence.js"),
        facts=(("evidence", drawing.evidence),), siblings=drawing.siblings, styles=("recurrence.css",),
    )  # fmt: skip
