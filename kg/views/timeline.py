"""Timeline: studies and findings by year of publication, and what each year told first."""

from collections import Counter
from collections.abc import Iterator

from kg.page import svg
from kg.page.drawing import Drawing
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
    count = {year: (number, kinds) for year, number, kinds, _, _ in rows}
    span = [str(year) for year in range(int(rows[0][0]), int(rows[-1][0]) + 1)] if rows else []
    none = (0, (0, 0, 0))
    studies = svg.columns([(year, (("plain", count.get(year, none)[0]),)) for year in span], "Studies by year", height=200)
    findings = svg.columns(
        [(year, tuple(zip(_KINDS, count.get(year, none)[1], strict=True))) for year in span], "Findings by year and kind"
    )
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
