"""What the pages draw from: plain values, filled once from the opened graph, so that a view never asks a question of its own."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

#: Kinds of finding in the order pages show them, with the words for one and for many.
KINDS = {
    "barrier": ("barrier", "barriers"),
    "facilitator": ("facilitator", "facilitators"),
    "recommendation": ("recommendation", "recommendations"),
    "ambivalent": ("cuts both ways", "cut both ways"),
    "no-influence": ("no influence found", "no influence found"),
    "context": ("context", "context"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A retraction, correction or concern that stands against a report: its kind in words, and where it is told."""

    kind: str
    words: str = ""
    url: str = ""
    date: str = ""

    @property
    def grave(self) -> bool:
        """Whether the report should no longer be relied on (retracted, withdrawn, concern)."""
        return any(word in self.kind for word in ("retract", "withdraw", "concern"))


@dataclass(frozen=True, slots=True)
class Report:
    """A report as pages show it. `identifiers` are (scheme, value, address); `records` are the names of its sources."""

    key: str
    title: str
    authors: tuple[str, ...] = ()
    container: str = ""
    date: str = ""
    identifiers: tuple[tuple[str, str, str], ...] = ()
    types: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    language: str = ""

    @property
    def year(self) -> str:
        """The year of publication, or nothing when no source states one."""
        return self.date[:4] if self.date[:4].isdigit() else ""


@dataclass(frozen=True, slots=True)
class Sample:
    """Participants as stated: who (concept key), how many, and in how many units of what kind."""

    participants: str = ""
    n: str = ""
    units: str = ""


@dataclass(frozen=True, slots=True)
class Study:
    """A study, the unit of counting. `places`, `methods`, `programmes` are concept keys; `overlaps` are study keys."""

    key: str
    label: str
    family: str = ""
    reports: tuple[Report, ...] = ()
    places: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    samples: tuple[Sample, ...] = ()
    data_years: tuple[str, ...] = ()
    overlaps: tuple[str, ...] = ()

    @property
    def year(self) -> str:
        """The year of its first dated report."""
        return min((report.year for report in self.reports if report.year), default="")

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The notices of all its reports."""
        return tuple(notice for report in self.reports for notice in report.notices)

    @property
    def unit(self) -> str:
        """What it counts as when families count once."""
        return self.family or self.key


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding as pages show it. Concepts and stakeholders are concept keys (`determinant/treatment-capacity`).

    `counts` is false for background claims; `machine` marks a candidate no person has accepted.
    `links` are (kind of link, finding id); `coders` names all who coded it, `disputed` says that they chose other concepts.
    """

    id: str
    study: str
    report: str
    kind: str
    quote: str
    concepts: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    voice: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    affects: tuple[str, ...] = ()
    addressee: tuple[str, ...] = ()
    level: str = ""
    level_stated: bool = False
    basis: str = ""
    section: str = ""
    units: str = ""
    coders: tuple[str, ...] = ()
    machine: bool = False
    checked: str = ""
    counts: bool = True
    disputed: bool = False
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a scheme. `broader` are keys; `barrier` and `facilitator` are the words for its two poles."""

    key: str
    label: str
    definition: str = ""
    alt: tuple[str, ...] = ()
    barrier: str = ""
    facilitator: str = ""
    broader: tuple[str, ...] = ()
    pole_scope: str = ""
    iri: str = ""

    @property
    def scheme(self) -> str:
        """The scheme its key names (`determinant`)."""
        return self.key.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Question:
    """A question on the shelf: its name, what it asks, and the SPARQL."""

    name: str
    title: str
    text: str


@dataclass(frozen=True, eq=False)
class Gathered:
    """Everything the pages of one review hold, in a stable order."""

    title: str
    studies: tuple[Study, ...] = ()
    findings: tuple[Finding, ...] = ()
    concepts: tuple[Concept, ...] = ()
    unassigned: tuple[Report, ...] = ()
    question: str = ""
    records: int = 0
    sources: tuple[tuple[str, int], ...] = ()
    harvested: str = ""
    coded: str = ""
    accuracy: tuple[tuple[str, str], ...] = ()
    questions: tuple[Question, ...] = ()
    schemes: dict[str, str] = field(default_factory=dict)

    @cached_property
    def concept(self) -> dict[str, Concept]:
        """Concepts by key."""
        return {one.key: one for one in self.concepts}

    @cached_property
    def study(self) -> dict[str, Study]:
        """Studies by key."""
        return {one.key: one for one in self.studies}

    @cached_property
    def finding(self) -> dict[str, Finding]:
        """Findings by id."""
        return {one.id: one for one in self.findings}

    @cached_property
    def report(self) -> dict[str, Report]:
        """Reports by key, of studies and not yet assigned."""
        every = [report for study in self.studies for report in study.reports]
        return {one.key: one for one in (*every, *self.unassigned)}

    def label(self, key: str) -> str:
        """The words for a concept, or its slug made readable when no scheme holds it."""
        found = self.concept.get(key)
        return found.label if found else key.rpartition("/")[2].replace("-", " ")

    @cached_property
    def within(self) -> dict[str, tuple[str, ...]]:
        """Every concept with itself and all above it, nearest first."""
        return {key: tuple(_above(key, self.concept)) for key in self.concept}

    @cached_property
    def narrower(self) -> dict[str, list[str]]:
        """The concepts right below each concept."""
        below: dict[str, list[str]] = {}
        for one in self.concepts:
            for above in one.broader:
                below.setdefault(above, []).append(one.key)
        return below

    def tops(self, key: str) -> tuple[str, ...]:
        """The top concepts a concept stands under (itself, when it is one)."""
        return tuple(one for one in self.within.get(key, (key,)) if not (one in self.concept and self.concept[one].broader))

    @cached_property
    def by_study(self) -> dict[str, list[Finding]]:
        """Findings of each study, candidates included."""
        return _grouped((one.study, one) for one in self.findings)

    @cached_property
    def by_concept(self) -> dict[str, list[Finding]]:
        """Findings coded with each concept itself (not with those below), candidates included."""
        return _grouped((concept, one) for one in self.findings for concept in one.concepts)

    @cached_property
    def rolled(self) -> dict[str, list[Finding]]:
        """Findings of each concept or of any concept below it."""
        pairs = (
            (above, one) for one in self.findings
            for above in dict.fromkeys(up for concept in one.concepts for up in self.within.get(concept, (concept,)))
        )  # fmt: skip
        return _grouped(pairs)

    @cached_property
    def addressing(self) -> dict[str, list[Finding]]:
        """Recommendations by the determinant they address."""
        return _grouped((concept, one) for one in self.findings if one.kind == "recommendation" for concept in one.addresses)

    def units(self, findings: Iterable[Finding]) -> tuple[set[str], set[str]]:
        """The studies, and the independent families, behind findings."""
        studies = {one.study for one in findings}
        return studies, {self.study[key].unit if key in self.study else key for key in studies}


def evidence(findings: Iterable[Finding]) -> list[Finding]:
    """Those findings that count: no background claims, no machine candidates."""
    return [one for one in findings if one.counts and not one.machine]


def _grouped(pairs: Iterable[tuple[str, Finding]]) -> dict[str, list[Finding]]:
    grouped: dict[str, list[Finding]] = {}
    for key, one in pairs:
        grouped.setdefault(key, []).append(one)
    return grouped


def _above(key: str, concepts: dict[str, Concept]) -> list[str]:
    """A concept and all above it; a circle in a scheme ends the climb."""
    seen, row = [], [key]
    while row:
        here = row.pop(0)
        if here not in seen and here in concepts:
            seen.append(here)
            row += concepts[here].broader
    return seen or [key]
