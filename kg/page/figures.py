"""Figures to take away: the SVG of the pages with their colours inside, so that each stands alone in a document."""

from collections import Counter

from markupsafe import Markup

from kg.page import svg
from kg.page.counting import recurrences
from kg.page.gathered import Gathered, evidence

_STYLE = """<style>text{font-family:sans-serif;fill:#1d232b}.quiet{fill:#55606e}.box{fill:#fff;stroke:#55606e}
.arrow{stroke:#55606e;fill:none;stroke-width:1.5}
.head{fill:#55606e}.axis{stroke:#d9d6cd}.bar-barrier{fill:#a63d00}.bar-facilitator{fill:#00578c}.bar-recommendation{fill:#00664a}
.bar-plain{fill:#1d4f7c}</style>"""

_KINDS = ("barrier", "facilitator", "recommendation")


def flow_steps(gathered: Gathered) -> list[tuple[str, int, str]]:
    """The flow after PRISMA 2020: records, reports, studies, studies with findings; each with what stands beside it."""
    from kg.page.frame import plural

    reports = sum(len(study.reports) for study in gathered.studies) + len(gathered.unassigned)
    found = {one.study for one in evidence(gathered.findings)}
    sources = ", ".join(f"{name} ({number})" for name, number in gathered.sources)
    again = max(0, gathered.records - reports)
    several = sum(len(study.reports) > 1 for study in gathered.studies)
    without = len(gathered.studies) - len(found)
    return [
        ("records found", gathered.records, f"from {sources}" if sources else ""),
        ("reports", reports, f"{plural(again, 'record')} told of a report already held" if again else ""),
        ("studies", len(gathered.studies), f"{plural(several, 'study', 'studies')} told in several reports" if several else ""),
        ("studies with findings that count", len(found), f"{plural(without, 'study', 'studies')} without findings yet" if without else ""),
    ]


def by_year(gathered: Gathered) -> tuple[Markup, Markup]:
    """Studies by year, and findings by year and kind, as columns from the first year to the last."""
    years = {study.key: study.year for study in gathered.studies if study.year}
    if not years:
        return Markup(""), Markup("")
    studies = Counter(years.values())
    kinds = Counter((years[one.study], one.kind) for one in evidence(gathered.findings) if one.study in years)
    span = [str(year) for year in range(int(min(years.values())), int(max(years.values())) + 1)]
    return (
        svg.columns([(year, (("plain", studies[year]),)) for year in span], "Studies by year", height=200),
        svg.columns([(year, tuple((kind, kinds[year, kind]) for kind in _KINDS)) for year in span], "Findings by year and kind"),
    )


def drawn(gathered: Gathered) -> list[tuple[str, str, str]]:
    """Name, words and SVG of each figure, standing alone."""
    rows = [(gathered.label(row.concept), row.kind, row.studies) for row in recurrences(gathered) if row.kind in _KINDS][:20]
    studies, findings = by_year(gathered)
    pictures = [
        ("flow", "Flow of records, reports and studies", svg.flow(flow_steps(gathered))),
        ("recurrence", "What recurs in most studies", svg.bars(rows, "Determinants and strategies by number of studies") if rows else ""),
        ("studies-by-year", "Studies by year", studies),
        ("findings-by-year", "Findings by year and kind", findings),
    ]
    return [(name, words, _alone(picture)) for name, words, picture in pictures if picture]


def _alone(picture: str) -> str:
    start, rest = str(picture).split(">", 1)
    return f'{start} xmlns="http://www.w3.org/2000/svg">{_STYLE}{rest}\n'
