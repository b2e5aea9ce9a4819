"""Timeline: studies and findings by year of publication, and what each year told first."""

from collections import Counter
from collections.abc import Iterator

from kg.page.drawing import Drawing
from kg.page.figures import by_year
from kg.page.frame import Page
from kg.page.gathered import Gathered, evidence
from kg.page.words import asked, fill

TITLE = "Timeline"
ORDER = 56

_KINDS = ("barrier", "facilitator", "recommendation")


def pages(drawing: Drawing) -> Iterator[Page]:
    """One page: two figures and their table."""
    gathered = drawing.gathered
    rows = list(_rows(gathered))
    studies, findings = by_year(gathered)
    body = fill(
        "timeline.html", gathered, rows=rows, studies=studies, findings=findings, undated=sum(not study.year for study in gathered.studies),
        queries=asked(gathered, "studies"),
    )  # fmt: skip
    yield Page("timeline.html", "Timeline", body, styles=("timeline.css",))


def _rows(gathered: Gathered) -> Iterator[tuple[str, int, tuple[int, ...], list[str], int]]:
    """Year, studies, findings by kind, the first eight concepts told first that year, and how many more."""
    told: set[str] = set()
    for year in sorted({study.year for study in gathered.studies if study.year}):
        keys = [study.key for study in gathered.studies if study.year == year]
        found = evidence(one for key in keys for one in gathered.by_study.get(key, ()))
        kinds = Counter(one.kind for one in found)
        fresh = sorted({concept for one in found for concept in one.concepts} - told, key=lambda key: (gathered.label(key).lower(), key))
        told.update(fresh)
        yield year, len(keys), tuple(kinds[kind] for kind in _KINDS), fresh[:8], max(0, len(fresh) - 8)
