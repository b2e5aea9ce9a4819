"""Questions: the shelf of SPARQL behind the pages, each to copy."""

from collections.abc import Iterator

from kg.page.drawing import Drawing
from kg.page.frame import Page
from kg.page.words import fill

TITLE = "Questions"
ORDER = 80


def pages(drawing: Drawing) -> Iterator[Page]:
    """One page with every question."""
    yield Page("questions.html", "Questions", fill("questions.html", drawing.gathered))
