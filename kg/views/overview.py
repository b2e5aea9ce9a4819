"""Overview: what the review holds, what recurs most, the flow of records, reports and studies, how current and how sure."""

from collections import Counter
from collections.abc import Iterator

from kg.page import svg
from kg.page.counting import Recurrence, recurrences
from kg.page.drawing import Drawing
from kg.page.figures import flow_steps
from kg.page.frame import Page
from kg.page.gathered import Gathered, evidence
from kg.page.words import asked, fill

TITLE = "Overview"
ORDER = 10

_CHECKED = {"abstract": "checked against the abstract", "full-text": "checked against the full text"}


def pages(drawing: Drawing) -> Iterator[Page]:
    """The first page."""
    gathered = drawing.gathered
    rows, wider = recurrences(gathered), recurrences(gathered, level="parent")
    leading = [
        (kind, words, _leading([row for row in rows if row.kind == kind], [row for row in wider if row.kind == kind]))
        for kind, words in (
            ("barrier", "Barriers that recur most"),
            ("facilitator", "Facilitators that recur most"),
            ("recommendation", "Recommended most"),
        )
    ]
    steps = flow_steps(gathered)
    years = sorted({study.year for study in gathered.studies if study.year})
    body = fill(
        "overview.html", gathered, numbers=_numbers(gathered), leading=[lead for lead in leading if lead[2]],
        most=max([row.studies for _, _, lead in leading for row in lead], default=1),
        flow=svg.flow(steps), steps=[(words, number) for words, number, _ in steps], checks=_checks(gathered),
        notices=[(study, notice) for study in gathered.studies for notice in study.notices][:100],
        span=f"{years[0]} to {years[-1]}" if len(years) > 1 else "".join(years), machine=sum(one.machine for one in gathered.findings),
        coders=sorted({coder for one in gathered.findings if not one.machine for coder in one.coders})[:30],
        queries=asked(gathered, "recurring-barriers", "balance-sheet"),
    )  # fmt: skip
    yield Page("index.html", "Overview", body)


def _numbers(gathered: Gathered) -> list[tuple[int, str, str, str]]:
    counted = Counter(one.kind for one in evidence(gathered.findings))
    families = {study.unit for study in gathered.studies}
    return [
        (len(gathered.studies), "study", "studies", "studies.html"),
        (len(families), "independent family", "independent families", "studies.html"),
        (counted["barrier"], "barrier, with its quote", "barriers, each with its quote", "recurrence.html"),
        (counted["facilitator"], "facilitator", "facilitators", "recurrence.html"),
        (counted["recommendation"], "recommendation", "recommendations", "recommendations.html"),
        (len({place for study in gathered.studies for place in study.places}), "place", "places", "places.html"),
    ]


def _leading(rows: list[Recurrence], wider: list[Recurrence]) -> list[Recurrence]:
    """What recurs in two studies or more, as coded; themes fill the list where little does; single studies where nothing does.

    A concept with others below it shows the count of all of them, as its own page does.
    """
    rolled = {row.concept: row for row in wider}
    lead = [rolled.get(row.concept, row) for row in rows if row.studies > 1][:8]
    named = {row.concept for row in lead}
    lead += [row for row in wider if row.studies > 1 and row.concept not in named][: 8 - len(lead)]
    return sorted(lead, key=lambda row: -row.studies) or rows[:5]


def _checks(gathered: Gathered) -> list[str]:
    counts = Counter(_CHECKED.get(one.checked, "not checked, the text was not at hand") for one in gathered.findings if not one.machine)
    return [f"{number} {words}" for words, number in sorted(counts.items(), key=lambda pair: -pair[1])]
