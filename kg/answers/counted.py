"""The standing questions answered from the counts that the build made (`g/counts`): what a large review cannot count anew each time."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kg.answers.concepts import BASE, ONTOLOGY, Concepts
from kg.answers.recur import NOT_STATED, at_level, title
from kg.answers.recurrence import KINDS, Recurrence, Row
from kg.answers.table import Table

COUNTS = f"{BASE}g/counts"
#: What recurrence is broken down by -> the property that holds the lines of the counts, and the order of their first columns.
SHAPES: dict[tuple[str, ...], tuple[str, tuple[int, ...]]] = {
    (): ("", ()),
    ("stakeholder",): ("byStakeholder", (0,)),
    ("country",): ("byCountry", (0,)),
    ("stakeholder", "country"): ("byStakeholderAndCountry", (0, 1)),
    ("country", "stakeholder"): ("byStakeholderAndCountry", (1, 0)),
}
COUNTED = ("barrier", "facilitator", "recommendation")
NOBODY = "-"

_HEAD = f"PREFIX ev: <{ONTOLOGY}> "
Select = Callable[[str], Iterable[tuple[Any, ...]]]


def can(select: Select, kind: str, by: Sequence[str], level: str) -> bool:
    """Whether the counts of this question were made: those of breakdowns are made for large reviews only."""
    return kind in COUNTED and tuple(by) in SHAPES and (level != "leaf" or not by) and large(select)


def large(select: Select) -> bool:
    """Whether the review was large enough for its build to count everything."""
    rows = select(f"{_HEAD}SELECT ?n WHERE {{ GRAPH <{COUNTS}> {{ ?n ev:byCountry ?lines }} }} LIMIT 1")
    return any(True for _ in rows)


def query(kind: str, level: str, lines: str = "") -> str:
    """The SPARQL that reads the counts: ?c ?studies ?families ?findings ?ids, and ?lines of a breakdown."""
    shape = "CodedCount" if level == "leaf" else "ConceptCount"
    more = f" . OPTIONAL {{ ?n ev:{lines} ?lines }}" if lines else ""
    return (
        f"{_HEAD}SELECT ?c ?studies ?families ?findings ?ids ?lines WHERE {{ GRAPH <{COUNTS}> {{ ?n a ev:{shape} ; "
        f"ev:ofKind ev:{KINDS[kind][0]} ; ev:ofConcept ?c ; ev:inStudies ?studies ; ev:inFamilies ?families ; ev:inFindings ?findings ; "
        f"ev:namedStudies ?ids{more} }} }}"
    )


def recur(select: Select, concepts: Concepts, kind: str, by: Sequence[str], least: int, level: str, families: str) -> Recurrence:
    """As `kg.answers.recur.recur`, without quotes, and with the first study ids of a row only (none in breakdowns)."""
    once = families == "once"
    lines, places = SHAPES[tuple(by)]
    order: dict[str, tuple[Any, ...]] = {}
    rows: list[Row] = []
    labels: dict[str, str] = {}
    for concept, studies, units, findings, ids, cells in select(query(kind, level, lines)):
        if (units if once else studies) < least or not at_level(concepts, concept, level):
            continue
        label = concepts.label(concept)
        order[concept] = (-(units if once else studies), label, concept)
        if not by:
            rows.append(Row(concept, label, (), tuple(sorted(ids.split())), units, findings, counted=studies))
        for line in (cells or "").split("\n") if by else ():
            *where, number, in_families, in_findings = line.split("\t")
            named = tuple(labels[where[place]] if where[place] in labels else _label(where[place], concepts, labels) for place in places)
            rows.append(Row(concept, label, named, (), int(in_families), int(in_findings), counted=int(number)))
    rows.sort(key=lambda row: (*order[row.concept], -(row.families if once else row.counted), -row.findings, row.by))
    note = f"Counted when the graph was built; {'the first study ids are named' if not by else 'study ids are left out'}."
    return Recurrence(kind, tuple(by), tuple(rows), title(kind, by, least, level, families), note)


def _label(short: str, concepts: Concepts, labels: dict[str, str]) -> str:
    labels[short] = NOT_STATED if short == NOBODY else concepts.label(_iri(short))
    return labels[short]


def _iri(short: str) -> str:
    return short if "://" in short else f"{BASE}concept/{short}"


def together(select: Select, concepts: Concepts, kind: str, least: int) -> Table:
    """Pairs of concepts that the same studies name, most studies first; a concept and one above it are no pair."""
    pairs = []
    for concept, *_, lines in select(query(kind, "all", "besideConcepts")):
        for line in (lines or "").split("\n") if lines else ():
            other, _, number = line.partition("\t")
            if int(number) >= least:
                pairs.append((concept, _iri(other), int(number)))
    return paired(pairs, concepts, kind)


def paired(pairs: Iterable[tuple[str, str, int]], concepts: Concepts, kind: str) -> Table:
    """The table of pairs, without those of which one lies within the other."""
    above = {one: set(concepts.above(one)) for one in concepts.labels}
    kept = [(a, b, n) for a, b, n in pairs if b not in above.get(a, ()) and a not in above.get(b, ())]
    rows: list[tuple[str, str, int]] = []
    for a, b, n in kept:
        first, second = sorted((concepts.label(a), concepts.label(b)))
        rows.append((first, second, n))
    rows.sort(key=lambda row: (-row[2], row[0], row[1]))
    name = KINDS[kind][2]
    return Table((f"{name} 1", f"{name} 2", "studies"), tuple(rows), f"Pairs of {name}s that stand in the same studies")


GAPS = (
    f"{_HEAD}SELECT ?c ?studies WHERE {{ GRAPH <{COUNTS}> {{ ?n a ev:CodedCount ; ev:ofKind ev:BarrierFinding ; ev:ofConcept ?c ; "
    f"ev:inStudies ?studies }} MINUS {{ SELECT ?c WHERE {{ GRAPH <{COUNTS}> {{ ?d ev:addressedIn ?k }} ?c ev:within ?d }} GROUP BY ?c }} }}"
)


def gaps(select: Select, concepts: Concepts) -> Table:
    """Barriers that no recommendation of any study addresses, and in how many studies each stands."""
    rows = sorted(((concepts.label(concept), int(studies)) for concept, studies in select(GAPS)), key=lambda row: (-row[1], row[0]))
    return Table(("barrier", "studies"), tuple(rows), "Barriers that nobody addresses")
