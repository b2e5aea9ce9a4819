"""The standing questions answered from the counts that the build made (`g/counts`): what a large review cannot count anew each time."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kg.answers.concepts import BASE, ONTOLOGY, Concepts, slug
from kg.answers.recur import NOT_STATED, at_level, title
from kg.answers.recurrence import KINDS, Recurrence, Row
from kg.answers.table import Table

COUNTS = f"{BASE}g/counts"
#: What recurrence is broken down by -> class of the counts, and their properties in that order.
SHAPES = {
    (): ("ConceptCount", ()),
    ("stakeholder",): ("StakeholderCount", ("ofStakeholder",)),
    ("country",): ("CountryCount", ("ofCountry",)),
    ("stakeholder", "country"): ("StakeholderCountryCount", ("ofStakeholder", "ofCountry")),
    ("country", "stakeholder"): ("StakeholderCountryCount", ("ofCountry", "ofStakeholder")),
}
LINKS = {"barrier": "hinderedBy", "facilitator": "helpedBy", "recommendation": "asksFor"}
#: Study ids named behind a number of a large review; the rest is said in a number.
NAMED = 20

_HEAD = f"PREFIX ev: <{ONTOLOGY}> "
Select = Callable[[str], Iterable[tuple[Any, ...]]]


def can(select: Select, kind: str, by: Sequence[str], level: str) -> bool:
    """Whether the counts of this question were made: those of breakdowns are made for large reviews only."""
    return kind in LINKS and tuple(by) in SHAPES and (level != "leaf" or not by) and large(select)


def large(select: Select) -> bool:
    """Whether the review was large enough for its build to count everything."""
    rows = select(f"{_HEAD}SELECT ?n WHERE {{ GRAPH <{COUNTS}> {{ ?n a ev:CountryCount }} }} LIMIT 1")
    return any(True for _ in rows)


def query(kind: str, by: Sequence[str], level: str) -> str:
    """The SPARQL that reads the counts."""
    shape, properties = SHAPES[tuple(by)] if level != "leaf" else ("CodedCount", ())
    dims = [f"?d{number}" for number in range(len(properties))]
    stated = " ".join(f"OPTIONAL {{ ?n ev:{name} {dim} }}" for name, dim in zip(properties, dims, strict=True))
    return (
        f"{_HEAD}SELECT ?c {' '.join(dims)} ?studies ?families ?findings WHERE {{ GRAPH <{COUNTS}> {{ "
        f"?n a ev:{shape} ; ev:ofKind ev:{KINDS[kind][0]} ; ev:ofConcept ?c ; ev:inStudies ?studies . {stated} "
        "OPTIONAL { ?n ev:inFamilies ?families } OPTIONAL { ?n ev:inFindings ?findings } } }"
    )


def recur(select: Select, concepts: Concepts, kind: str, by: Sequence[str], least: int, level: str, families: str) -> Recurrence:
    """As `kg.answers.recur.recur`, without quotes, and with at most `NAMED` study ids a row (none in breakdowns)."""
    totals = {
        concept: int(units if families == "once" and units is not None else studies)
        for concept, studies, units, _ in select(query(kind, (), level))
        if at_level(concepts, concept, level)
    }
    recurring = {concept for concept, units in totals.items() if units >= least}
    rows = []
    for concept, *where, studies, units, findings in select(query(kind, by, level)):
        if concept in recurring:
            number = int(studies)
            labels = tuple(concepts.label(one) if one else NOT_STATED for one in where)
            ids = _named(select, kind, concept, level) if not by else ()
            rows.append(
                Row(
                    concept, concepts.label(concept), labels, ids, int(number if units is None else units),
                    int(number if findings is None else findings), counted=number,
                )
            )  # fmt: skip
    order = {concept: (-units, concepts.label(concept)) for concept, units in totals.items()}
    rows.sort(
        key=lambda row: (*order[row.concept], row.concept, -(row.families if families == "once" else row.number), -row.findings, row.by)
    )
    note = f"Counted when the graph was built; {f'the first {NAMED} study ids are named' if not by else 'study ids are left out'}."
    return Recurrence(kind, tuple(by), tuple(rows), title(kind, by, least, level, families), note)


def _named(select: Select, kind: str, concept: str, level: str) -> tuple[str, ...]:
    if level == "leaf":
        class_, link, _ = KINDS[kind]
        pattern = f"?f ev:{link} <{concept}> ; a ev:{class_} ; ev:evidenceFrom ?s"
        rows = select(f"{_HEAD}SELECT ?s WHERE {{ {pattern} }} LIMIT {NAMED * 4}")
    else:
        rows = select(f"{_HEAD}SELECT ?s WHERE {{ ?s ev:{LINKS[kind]} <{concept}> }} LIMIT {NAMED}")
    return tuple(sorted({slug(row[0]) for row in rows})[:NAMED])


def together(select: Select, concepts: Concepts, kind: str, least: int) -> Table:
    """Pairs of concepts that the same studies name, most studies first; a concept and one above it are no pair."""
    rows = select(
        f"{_HEAD}SELECT ?a ?b ?studies WHERE {{ GRAPH <{COUNTS}> {{ ?n a ev:PairCount ; ev:ofKind ev:{KINDS[kind][0]} ; ev:ofConcept ?a ; "
        f"ev:withConcept ?b ; ev:inStudies ?studies . FILTER(?studies >= {int(least)}) }} }}"
    )
    return paired(((a, b, int(studies)) for a, b, studies in rows), concepts, kind)


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
