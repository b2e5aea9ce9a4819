"""Views of the graph as networks (networkx), for centralities, communities and drawing.

`study-determinant`           studies and the factors they are evidence of; an edge a pole, weight = findings
`determinant-stakeholder`     factors and those who voice them; weight = studies
`determinant-cooccurrence`    factors that the same study names; weight = studies
`recommendation-determinant`  strategies and the factors they are said to address; weight = studies

Nodes are the last part of an IRI after its kind (`determinant/treatment-capacity`) with `label` and `kind`; weights and the ids of
the studies behind an edge are its attributes.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.graph import names
from ontology import BASE

if TYPE_CHECKING:
    import networkx
    import pyoxigraph

_PREFIX = f"""PREFIX ev: <{names.ONTOLOGY}> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> """

#: What one finding gives a network: left node, right node, what ties them (a pole), its study, itself; all but the tie are IRIs.
Tie = tuple[str, str, str, str, str]


def project(store: "pyoxigraph.Store", view: str = "study-determinant") -> "networkx.MultiGraph[str]":
    """One of the networks above; raises `InputError` for a name it does not know."""
    import networkx

    if view not in VIEWS:
        raise InputError(f"There is no network called {view!r}; choose one of {', '.join(VIEWS)}.")
    network: networkx.MultiGraph[str] = networkx.MultiGraph(name=view)
    edges: dict[tuple[str, str, str], tuple[set[str], set[str]]] = {}
    for left, right, key, study, finding in VIEWS[view](store):
        studies, findings = edges.setdefault((left, right, key), (set(), set()))
        studies.add(study)
        findings.add(finding)
    labels = _labels(store)
    for (left, right, key), (studies, findings) in sorted(edges.items()):
        for node in (left, right):
            network.add_node(_name(node), label=labels.get(node, _name(node)), kind=_name(node).partition("/")[0], iri=node)
        weight = len(findings) if view == "study-determinant" else len(studies)
        told = ", ".join(sorted(study.rpartition("/")[2] for study in studies))
        network.add_edge(_name(left), _name(right), key=key, pole=key, weight=weight, studies=told, findings=len(findings))
    return network


def _name(iri: str) -> str:
    return iri.removeprefix(BASE).removeprefix("concept/")


def _labels(store: "pyoxigraph.Store") -> dict[str, str]:
    query = "SELECT ?x ?label WHERE { { ?x skos:prefLabel ?label } UNION { ?x a ev:Study ; rdfs:label ?label } } ORDER BY DESC(?label)"
    return {row[0]: row[1] for row in _rows(store, query)}


def _rows(store: "pyoxigraph.Store", query: str) -> Iterator[tuple[str, ...]]:
    import pyoxigraph

    answer = store.query(_PREFIX + query)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    return (tuple(value.value if value else "" for value in row) for row in answer)


_KINDS = 'VALUES (?kind ?pole) { (ev:BarrierFinding "barrier") (ev:FacilitatorFinding "facilitator") (ev:AmbivalentFinding "ambivalent") }'


def _study_determinant(store: "pyoxigraph.Store") -> Iterable[Tie]:
    query = f"SELECT ?s ?d ?pole ?f WHERE {{ {_KINDS} ?f a ?kind ; ev:determinant ?d ; ev:evidenceFrom ?s }}"
    return ((study, concept, pole, study, finding) for study, concept, pole, finding in _rows(store, query))


def _determinant_stakeholder(store: "pyoxigraph.Store") -> Iterable[Tie]:
    query = f"SELECT ?d ?who ?pole ?s ?f WHERE {{ {_KINDS} ?f a ?kind ; ev:determinant ?d ; ev:voicedBy ?who ; ev:evidenceFrom ?s }}"
    return ((concept, who, pole, study, finding) for concept, who, pole, study, finding in _rows(store, query))


def _cooccurrence(store: "pyoxigraph.Store") -> Iterator[Tie]:
    by_study: dict[str, dict[str, set[str]]] = {}
    for study, concept, _, _, finding in _study_determinant(store):
        by_study.setdefault(study, {}).setdefault(concept, set()).add(finding)
    for study, concepts in sorted(by_study.items()):
        for left, right in combinations(sorted(concepts), 2):
            for finding in sorted(concepts[left] | concepts[right]):
                yield left, right, "together", study, finding


def _recommendation_determinant(store: "pyoxigraph.Store") -> Iterable[Tie]:
    query = "SELECT ?r ?d ?s ?f WHERE { ?f a ev:RecommendationFinding ; ev:recommends ?r ; ev:addresses ?d ; ev:evidenceFrom ?s }"
    return ((strategy, concept, "addresses", study, finding) for strategy, concept, study, finding in _rows(store, query))


VIEWS: dict[str, Callable[["pyoxigraph.Store"], Iterable[Tie]]] = {
    "study-determinant": _study_determinant,
    "determinant-stakeholder": _determinant_stakeholder,
    "determinant-cooccurrence": _cooccurrence,
    "recommendation-determinant": _recommendation_determinant,
}
