"""Recurrence counted over studies and over families, the same way the scripts of the pages count it."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.page.gathered import Finding, Gathered, evidence

#: The three ways to look up the scheme, with their words.
LEVELS = {"leaf": "as coded", "parent": "wider themes", "top": "broadest themes"}


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How often one concept recurs in one kind of finding: studies, independent families, findings, places, voices."""

    concept: str
    kind: str
    studies: int
    families: int
    findings: int
    places: int
    voices: int


def raised(gathered: Gathered, concepts: Iterable[str], level: str) -> set[str]:
    """The concepts a finding counts for at a level (`kg recur` counts alike).

    As coded (`leaf`); those among them and above them that have something below (`parent`); their top concepts (`top`).
    """
    if level == "leaf":
        return set(concepts)
    if level == "top":
        return {top for key in concepts for top in gathered.tops(key)}
    return {above for key in concepts for above in gathered.within.get(key, (key,)) if above in gathered.narrower}


def recurrences(gathered: Gathered, findings: Iterable[Finding] | None = None, level: str = "leaf") -> list[Recurrence]:
    """Every concept and kind with its counts, most studies first; ties by families, findings, then words."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for one in evidence(gathered.findings if findings is None else findings):
        for concept in raised(gathered, one.concepts, level):
            groups.setdefault((concept, one.kind), []).append(one)
    rows = [_row(gathered, concept, kind, found) for (concept, kind), found in groups.items()]
    return sorted(
        rows, key=lambda row: (-row.studies, -row.families, -row.findings, gathered.label(row.concept).lower(), row.kind, row.concept)
    )


def _row(gathered: Gathered, concept: str, kind: str, found: list[Finding]) -> Recurrence:
    studies, families = gathered.units(found)
    places = {place for study in studies for place in gathered.study[study].places}
    return Recurrence(concept, kind, len(studies), len(families), len(found), len(places), len({one for row in found for one in row.voice}))
