"""What follows from the codings, by plain loops: which coding stands, what is disputed, what each study is evidence of.

The rules are those of the ontology's design (sections 4.3 and 4.6): of people's codings of a finding the lowest priority number stands;
a machine's candidate stands only when a person accepted it, and never beside a person's finding of the same words in the same study;
background never is evidence; a concept counts for itself and for everything above it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kg.findings.finding import Coding, Finding
from kg.graph import names
from kg.graph.vocabulary import Vocabulary

Standing = Literal["current", "candidate", "aside"]

#: Kind -> class of finding, pole and the link from study to concept; the first two of the kinds are what recurrence counts.
KINDS = {
    "barrier": ("BarrierFinding", "hinders", "hinderedBy"),
    "facilitator": ("FacilitatorFinding", "helps", "helpedBy"),
    "recommendation": ("RecommendationFinding", "", "asksFor"),
    "ambivalent": ("AmbivalentFinding", "cutsBothWays", ""),
    "no-influence": ("NonInfluenceFinding", "noInfluence", ""),
    "context": ("ContextFinding", "", ""),
}


@dataclass(frozen=True, slots=True)
class Coded:
    """One finding as one agent coded it, and whether it stands in the current view, waits as a candidate, or stands aside."""

    id: str
    finding: Finding
    coding: Coding
    standing: Standing = "aside"
    disputed: bool = False


def settle(coded: Iterable[tuple[Coding, Finding]]) -> list[Coded]:
    """Decide which codings of one study's findings stand; the order of the codings is kept."""
    together: dict[str, dict[str, Coded]] = {}
    for coding, finding in coded:
        id = finding.id
        together.setdefault(id, {}).setdefault(coding.coder, Coded(id, finding, coding))
    settled: list[Coded] = []
    for readings in together.values():
        settled += _settle_one(list(readings.values()))
    if any(one.coding.machine for one in settled):
        said = {_content(one.finding) for one in settled if one.standing == "current" and not one.coding.machine}
        settled = [_aside(one) if one.coding.machine and _content(one.finding) in said else one for one in settled]
    return settled


def _settle_one(readings: list[Coded]) -> list[Coded]:
    """The standing of each reading of one finding."""
    if len(readings) == 1 and not readings[0].coding.machine and not readings[0].finding.decision:
        return [replace(readings[0], standing="current")]
    people = [one for one in readings if not one.coding.machine and one.finding.decision != "reject"]
    refused = any(one.finding.decision == "reject" for one in readings)
    machines = [one for one in readings if one.coding.machine and one.finding.decision != "reject"]
    disputed = len({frozenset(one.finding.concepts) for one in (*people, *machines) if one.finding.matches}) > 1
    best: Coded | None = None
    standing: Standing = "current"
    if people:
        best = min(people, key=lambda one: one.coding.priority)
    elif machines and not refused:
        accepted = [one for one in machines if one.finding.decision == "accept"]
        best, standing = (accepted or machines)[0], "current" if accepted else "candidate"
    return [replace(_filled(one, machines), standing=standing, disputed=disputed) if one is best else one for one in readings]


def _filled(best: Coded, machines: Sequence[Coded]) -> Coded:
    """An accepted candidate whose row names no concept keeps the one the machine proposed."""
    if best.finding.matches or not machines:
        return best
    return replace(best, finding=best.finding.matched(*machines[0].finding.matches))


def _aside(one: Coded) -> Coded:
    return replace(one, standing="aside")


def _content(finding: Finding) -> str:
    return names.content_key(finding.kind, finding.quote, finding.discriminator)


def is_evidence(finding: Finding) -> bool:
    """Whether a finding counts: what a report says of the background never does."""
    return finding.role != "background" and finding.basis != "background-claim"


def links(study: str, findings: Iterable[Finding], vocabulary: Vocabulary) -> list[str]:
    """Links from a study (in angle brackets) to every concept it is evidence of, and to all above it, sorted."""
    found: set[str] = set()
    for finding in findings:
        link = KINDS[finding.kind][2]
        if link and is_evidence(finding):
            predicate = names.term(link)
            for concept in vocabulary.iris(finding.concepts):
                found.update(f"{study} {predicate} {above}" for above in vocabulary.above(concept))
    return sorted(found)
