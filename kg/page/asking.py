"""The questions gathered from: plain SPARQL, one for each kind of thing, each read in one pass over one index of the store.

Every question gives pairs (subject, value) of one predicate, so that ten thousand studies take seconds: joins are made in Python,
where a thing with five values for one predicate and seven for another does not become thirty-five rows.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ontology import BASE, EV

SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
PROV = "http://www.w3.org/ns/prov#"

#: Rows of a SELECT as plain values, IRIs as text (`kg.answers.ask.Graph.select`).
Select = Callable[[str], Iterable[tuple[Any, ...]]]

CANDIDATES, META = f"{BASE}g/candidates", f"{BASE}g/meta"


def pairs(select: Select, predicate: str, graph: str = "", kind: str = "") -> dict[str, list[Any]]:
    """The values of a predicate by subject, in a stable order; of one class of subject, or one named graph, when stated."""
    pattern = f"?s <{predicate}> ?o" + (f" . ?s a <{kind}>" if kind else "")
    if graph:
        pattern = f"GRAPH <{graph}> {{ {pattern} }}"
    found: dict[str, list[Any]] = {}
    for subject, value in select(f"SELECT ?s ?o WHERE {{ {pattern} }}"):
        found.setdefault(subject, []).append(value)
    for values in found.values():
        if len(values) > 1:
            values.sort(key=str)
    return found


def things(select: Select, kind: str, graph: str = "") -> list[str]:
    """The subjects of a class, sorted."""
    pattern = f"?s a <{EV}{kind}>"
    return sorted({row[0] for row in select(f"SELECT ?s WHERE {{ {f'GRAPH <{graph}> {{ {pattern} }}' if graph else pattern} }}")})


class Columns:
    """Predicates of one kind of thing, asked when first used: `columns.one(subject, "ev:quote")`, `columns.all(...)`."""

    def __init__(self, select: Select, graph: str = "", kind: str = "") -> None:
        self._select, self._graph, self._kind = select, graph, kind
        self._known: dict[str, dict[str, list[Any]]] = {}

    def all(self, subject: str, predicate: str) -> Sequence[Any]:
        """Every value, sorted; none when there is none."""
        if predicate not in self._known:
            full = predicate if ":" in predicate else EV + predicate
            self._known[predicate] = pairs(self._select, full, self._graph, self._kind)
        return self._known[predicate].get(subject, ())

    def one(self, subject: str, predicate: str) -> Any:
        """The first value, or an empty text."""
        values = self.all(subject, predicate)
        return values[0] if values else ""

    def text(self, subject: str, predicate: str) -> str:
        """The first value as text."""
        return str(self.one(subject, predicate))


def coders(select: Select) -> dict[str, tuple[str, ...]]:
    """Who coded each finding, by its IRI: people by their names, machines by theirs."""
    names = f"""SELECT ?g ?label WHERE {{ GRAPH <{META}> {{
  ?g a <{EV}CodingGraph> ; <{PROV}wasGeneratedBy> ?activity . ?activity <{PROV}wasAssociatedWith> ?agent . ?agent <{LABEL}> ?label }} }}"""
    label = {graph: str(words).removeprefix("Coder ").removeprefix("Extractor ") for graph, words in select(names)}
    found: dict[str, set[str]] = {}
    for finding, graph in select(f"SELECT ?f ?g WHERE {{ GRAPH ?g {{ ?f <{EV}quote> ?quote }} FILTER(?g != <{CANDIDATES}>) }}"):
        if graph in label:
            found.setdefault(finding, set()).add(label[graph])
    return {finding: tuple(sorted(names)) for finding, names in found.items()}


def last(select: Select, activity: str) -> str:
    """The day of the last activity of a class (`HarvestActivity`, `CodingActivity`), empty when none is dated."""
    text = f"SELECT (MAX(STR(?when)) AS ?last) WHERE {{ GRAPH <{META}> {{ ?a a <{EV}{activity}> ; <{PROV}endedAtTime> ?when }} }}"
    return next((str(row[0] or "")[:10] for row in select(text)), "")
