"""Fill `Gathered` from an opened graph, once, by a few big questions (`kg.page.asking`)."""

from collections import Counter
from collections.abc import Iterable
from typing import Protocol

import queries
from kg.page import asking, safe
from kg.page.asking import DCTERMS, LABEL, RDF_TYPE, SKOS, Columns, Select
from kg.page.card import LINKS
from kg.page.gathered import Concept, Finding, Gathered, Notice, Question, Report, Sample, Study
from ontology import BASE, EV

_KINDS = {
    f"{EV}BarrierFinding": "barrier", f"{EV}FacilitatorFinding": "facilitator", f"{EV}RecommendationFinding": "recommendation",
    f"{EV}AmbivalentFinding": "ambivalent", f"{EV}NonInfluenceFinding": "no-influence", f"{EV}ContextFinding": "context",
}  # fmt: skip
_NOTICES = {
    "retracted-by": "retracted", "withdrawn-by": "withdrawn", "corrected-by": "corrected", "concern-raised-by": "expression of concern",
    "republished-as": "republished",
}  # fmt: skip
_CONCEPT = f"{BASE}concept/"


class Opened(Protocol):
    """What is needed of an opened graph (`kg.answers.ask.Graph`)."""

    title: str

    def select(self, text: str) -> Iterable[tuple[object, ...]]:
        """Rows of a SELECT as plain values."""


def gather(graph: Opened, question: str = "", accuracy: tuple[tuple[str, str], ...] = ()) -> Gathered:
    """Everything the pages of an opened graph show, in an order that depends on the data alone."""
    select: Select = graph.select
    concepts = _Concepts(select)
    reports = _reports(select)
    studies = _studies(select, concepts, reports)
    told = {report.key for study in studies for report in study.reports}
    unassigned = [reports[key] for key in sorted(reports) if reports[key].key not in told]
    findings = _Findings(select, concepts, reports).all()
    loose = {one.report for one in findings if not one.study}
    studies += [Study(report.key, f"{report.title or report.key} (not yet assigned to a study)", reports=(report,)) for report in unassigned
                if report.key in loose]  # fmt: skip
    findings = [one if one.study else _in_study(one, one.report) for one in findings]
    known = {study.key for study in studies}
    order = {study.key: at for at, study in enumerate(studies)}
    sources = Counter(str(row[0]) for row in select(f"SELECT ?o WHERE {{ ?s a <{EV}Record> ; <{DCTERMS}source> ?o }}"))
    return Gathered(
        title=graph.title or "Evidence", studies=tuple(studies), question=question, accuracy=accuracy,
        findings=tuple(sorted((one for one in findings if one.study in known), key=lambda one: order[one.study])),
        concepts=tuple(concepts.rows), unassigned=tuple(report for report in unassigned if report.key not in loose),
        records=len(asking.things(select, "Record")), sources=tuple(sorted(sources.items(), key=lambda pair: (-pair[1], pair[0]))),
        harvested=asking.last(select, "HarvestActivity"), coded=asking.last(select, "CodingActivity"),
        questions=tuple(Question(one.name, one.title, one.text) for one in queries.shelf().values()),
    )  # fmt: skip


def _in_study(one: Finding, study: str) -> Finding:
    from dataclasses import replace

    return replace(one, study=study)


def _tail(iri: str) -> str:
    """The key of a study, report or finding: the last piece of its IRI."""
    return iri.rpartition("/")[2]


class _Concepts:
    """Concepts by IRI and by key."""

    def __init__(self, select: Select) -> None:
        columns = Columns(select)
        iris = sorted(row[0] for row in select(f"SELECT DISTINCT ?s WHERE {{ ?s a <{SKOS}Concept> }}"))
        kinds = asking.pairs(select, RDF_TYPE, kind=f"{SKOS}Concept")
        self.keys = {iri: self._key(iri, kinds.get(iri, ())) for iri in iris}
        self.rows = [self._concept(iri, columns) for iri in iris]

    @staticmethod
    def _key(iri: str, kinds: Iterable[str]) -> str:
        if iri.startswith(_CONCEPT):
            return iri.removeprefix(_CONCEPT)
        kind = next((kind.removeprefix(EV).lower() for kind in kinds if str(kind).startswith(EV)), "concept")
        return f"{kind}/{iri}"

    def _concept(self, iri: str, columns: Columns) -> Concept:
        return Concept(
            self.keys[iri], columns.text(iri, f"{SKOS}prefLabel") or safe.shown(_tail(iri)), columns.text(iri, f"{SKOS}definition"),
            alt=tuple(map(str, columns.all(iri, f"{SKOS}altLabel"))), barrier=columns.text(iri, "barrierLabel"),
            facilitator=columns.text(iri, "facilitatorLabel"), iri=iri, pole_scope=_tail(columns.text(iri, "poleScope")),
            broader=tuple(self.keys[one] for one in columns.all(iri, f"{SKOS}broader") if one in self.keys),
        )  # fmt: skip

    def __call__(self, iris: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.keys.get(iri, _concept_key(iri)) for iri in iris)


def _concept_key(iri: str) -> str:
    return iri.removeprefix(_CONCEPT) if iri.startswith(_CONCEPT) else f"concept/{iri}"


def _reports(select: Select) -> dict[str, Report]:
    """Reports by IRI."""
    columns = Columns(select)
    sources: dict[str, list[str]] = {}
    for record, report in select(f"SELECT ?s ?o WHERE {{ ?s <{EV}recordOf> ?o }}"):
        sources.setdefault(report, []).append(columns.text(record, f"{DCTERMS}source") or "a source not named")
    return {iri: _report(iri, columns, sources.get(iri, [])) for iri in asking.things(select, "Report")}


def _report(iri: str, columns: Columns, sources: list[str]) -> Report:
    stated = columns.text(iri, "authors")
    authors = tuple(stated.split("; ")) if stated else tuple(map(str, columns.all(iri, f"{DCTERMS}creator")))
    return Report(
        _tail(iri), columns.text(iri, f"{DCTERMS}title"), authors, columns.text(iri, f"{DCTERMS}isPartOf"),
        columns.text(iri, f"{DCTERMS}issued") or columns.text(iri, "year"), _identifiers(columns.all(iri, f"{DCTERMS}identifier")),
        tuple(map(str, columns.all(iri, f"{DCTERMS}type"))), tuple(sorted(sources)),
        tuple(_notice(node, columns) for node in columns.all(iri, "hasNotice")), columns.text(iri, f"{DCTERMS}language"),
    )  # fmt: skip


def _identifiers(stated: Iterable[str]) -> tuple[tuple[str, str, str], ...]:
    """Scheme, value and address of each identifier; what is not well formed has no address."""
    from harvest.errors import BadIdentifier
    from harvest.identifier import Identifier

    rows = []
    for words in stated:
        scheme, _, value = str(words).partition(":")
        try:
            rows.append((scheme, value, Identifier.of(scheme, value).url))
        except BadIdentifier:
            rows.append((scheme, value, ""))
    order = ("pmid", "pmcid", "doi")
    return tuple(sorted(rows, key=lambda row: (order.index(row[0]) if row[0] in order else len(order), row)))


def _notice(node: str, columns: Columns) -> Notice:
    kind, target = columns.text(node, "noticeKind"), columns.text(node, "noticeTarget")
    found = _identifiers([target]) if target else ()
    url = found[0][2] if found else ""
    words = " ".join(
        filter(
            None, (f"See {target}." if target else "", f"Stated by {source}." if (source := columns.text(node, f"{DCTERMS}source")) else "")
        )
    )
    return Notice(_NOTICES.get(kind, kind), words, url, columns.text(node, f"{DCTERMS}date"))


def _studies(select: Select, concepts: _Concepts, reports: dict[str, Report]) -> list[Study]:
    """Studies by label."""
    columns = Columns(select)
    made = [_study(iri, columns, concepts, reports) for iri in asking.things(select, "Study")]
    return sorted(made, key=lambda study: (study.label.lower(), study.key))


def _study(iri: str, columns: Columns, concepts: _Concepts, reports: dict[str, Report]) -> Study:
    samples = []
    for group in columns.all(iri, "sampleGroup"):
        count, kind = columns.text(group, "unitCount"), columns.text(group, "unitKind")
        units = f"in {count} {kind}{'s' if count != '1' and not kind.endswith('s') else ''}" if count and kind else count or kind
        samples.append(Sample("".join(concepts(columns.all(group, "participantType")[:1])), columns.text(group, "n"), units))
    others = dict.fromkeys([*columns.all(iri, "mayShareFamily"), *columns.all(iri, "sampleMayOverlap")])
    return Study(
        _tail(iri), columns.text(iri, LABEL) or _tail(iri), _tail(columns.text(iri, "partOfFamily")),
        tuple(reports[one] for one in columns.all(iri, "hasReport") if one in reports),
        concepts(columns.all(iri, "place")), concepts(columns.all(iri, "method")), concepts(columns.all(iri, "programme")), tuple(samples),
        tuple(map(str, columns.all(iri, "dataYear"))), tuple(_tail(one) for one in others),
    )  # fmt: skip


class _Findings:
    """Findings of the current view, and machines' candidates that wait for a person."""

    def __init__(self, select: Select, concepts: _Concepts, reports: dict[str, Report]) -> None:
        self.select, self.concepts, self.reports = select, concepts, reports
        self.coders = asking.coders(select)
        joined = select(f"SELECT ?text ?report WHERE {{ ?record <{EV}hasText> ?text ; <{EV}recordOf> ?report }}")
        self.report_of = {row[0]: row[1] for row in joined}

    def all(self) -> list[Finding]:
        """Every finding, in the order of its text."""
        rows = []
        for graph in ("", asking.CANDIDATES):
            columns = Columns(self.select, graph)
            kinds = {
                iri: _KINDS[kind] for iri, values in asking.pairs(self.select, RDF_TYPE, graph).items() for kind in values if kind in _KINDS
            }
            rows += [(self._place(iri, columns), self._finding(iri, kind, columns, bool(graph))) for iri, kind in kinds.items()]
        return [one for _, one in sorted(rows, key=lambda row: row[0])]

    @staticmethod
    def _place(iri: str, columns: Columns) -> tuple[str, int, int, str]:
        return columns.text(iri, "inText"), int(columns.one(iri, "start") or 0), int(columns.one(iri, "end") or 0), iri

    def _finding(self, iri: str, kind: str, columns: Columns, machine: bool) -> Finding:
        def named(predicate: str) -> tuple[str, ...]:
            return self.concepts(columns.all(iri, predicate))

        stated, coded = named("statedLevel"), named("level")
        report = self.report_of.get(columns.text(iri, "inText"), "")
        return Finding(
            id=_tail(iri), study=_tail(columns.text(iri, "fromStudy")), report=_tail(report), kind=kind, quote=columns.text(iri, "quote"),
            concepts=named("recommends") if kind == "recommendation" else named("determinant"), addresses=named("addresses"),
            voice=named("voicedBy"), concerns=named("concerns"), affects=named("affects"), addressee=named("actor"),
            level=(*stated, *coded, "")[0], level_stated=bool(stated),
            basis=(*named("basis"), "")[0], section=(*named("section"), "")[0], units=_units(iri, columns), coders=self.coders.get(iri, ()),
            machine=machine, checked=columns.text(iri, "checked"), counts=bool(columns.one(iri, "evidenceFrom")),
            disputed=bool(columns.one(iri, "codingDisputed")),
            links=tuple((link, _tail(other)) for link in LINKS for other in columns.all(iri, link)),
        )  # fmt: skip


def _units(iri: str, columns: Columns) -> str:
    """How far a finding reaches, as stated: `3 of 4 police divisions: Participants in three divisions`."""
    reporting, total = columns.text(iri, "unitsReporting"), columns.text(iri, "unitsTotal")
    counted = " ".join(filter(None, (f"{reporting} of {total}" if reporting and total else "", columns.text(iri, "unitKind"))))
    return ": ".join(filter(None, (counted, columns.text(iri, "prevalenceWording"))))
