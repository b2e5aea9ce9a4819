"""Studies: a list of all, and a page each with its reports, facts and every finding."""

from collections.abc import Iterator

from kg.page.drawing import Drawing
from kg.page.frame import Page
from kg.page.gathered import KINDS, Gathered, Study
from kg.page.words import asked, fill, places

TITLE = "Studies"
ORDER = 60
#: Studies in one part of the list, so that no page grows past what opens quickly.
PART = 2000


def pages(drawing: Drawing) -> Iterator[Page]:
    """The list in parts, then a page for each study."""
    gathered = drawing.gathered
    yield from _lists(gathered)
    marks = places(gathered)
    families: dict[str, list[Study]] = {}
    for study in gathered.studies:
        families.setdefault(study.unit, []).append(study)
    for study in gathered.studies:
        yield _page(gathered, study, families[study.unit], marks)


def _name(number: int) -> str:
    return "studies.html" if number == 1 else f"studies-{number}.html"


def _lists(gathered: Gathered) -> Iterator[Page]:
    total = max(1, -(-len(gathered.studies) // PART))
    for number in range(1, total + 1):
        rows = [(study, _counts(gathered, study)) for study in gathered.studies[(number - 1) * PART : number * PART]]
        body = fill("studies.html", gathered, rows=rows, page=number, pages=total, name=_name, queries=asked(gathered, "studies"))
        yield Page(_name(number), "Studies", body, tab="studies.html")


def _counts(gathered: Gathered, study: Study) -> list[int]:
    found = [one.kind for one in gathered.by_study.get(study.key, ()) if one.counts and not one.machine]
    return [found.count(kind) for kind in ("barrier", "facilitator", "recommendation")]


def _page(gathered: Gathered, study: Study, family: list[Study], marks: dict[str, str]) -> Page:
    from kg.page import paths

    found = gathered.by_study.get(study.key, [])
    groups = [(kind, KINDS[kind][1], [one for one in found if one.kind == kind and not one.machine]) for kind in KINDS]
    body = fill(
        "study.html", gathered, study=study, places=marks, groups=[group for group in groups if group[2]],
        candidates=[one for one in found if one.machine], siblings=[one for one in family if one is not study],
        overlaps=[gathered.study[key] for key in study.overlaps if key in gathered.study],
    )  # fmt: skip
    return Page(paths.study(study.key), study.label, body, tab="studies.html")
