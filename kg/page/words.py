"""What templates of findings share: paths, the place of each finding on its study's page, and plain words for kinds and links."""

from functools import cache
from typing import Any

from kg.page import frame, paths
from kg.page.gathered import KINDS, Gathered, Question

#: Kinds of link between findings, in words that fit before the other finding.
LINKS = {
    "contrastsWith": "Contrasts with", "disputes": "Disputes", "corroborates": "Agrees with", "qualifies": "Qualifies",
    "negativeCaseOf": "Exception to", "contributesTo": "Leads to", "basedOnFinding": "Based on", "addressesFinding": "Answers",
    "relatesToFinding": "Related to",
}  # fmt: skip


def places(gathered: Gathered) -> dict[str, str]:
    """The mark of each finding on its study's page (`f3` is the third), as the scripts compute it too."""
    return {one.id: f"f{number}" for rows in gathered.by_study.values() for number, one in enumerate(rows, 1)}


@cache
def _shared() -> dict[str, Any]:
    return {"study_path": paths.study, "concept_path": paths.concept, "has_page": paths.has_page, "kinds": KINDS, "link_words": LINKS}


def fill(template: str, gathered: Gathered, /, **values: Any) -> Any:
    """A template of the site, with what all of them may use."""
    environment = frame.environment()
    environment.globals.update(_shared())
    return frame.render(template, g=gathered, **values)


def asked(gathered: Gathered, *names: str) -> list[Question]:
    """The questions of the shelf behind a page, those that the shelf has."""
    return [one for name in names for one in gathered.questions if one.name == name]
