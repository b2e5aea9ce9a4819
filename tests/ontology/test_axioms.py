"""A reasoner that reads evidence.ttl and axioms.ttl finds again what the build writes by rule, and sees a contradiction."""

from pathlib import Path

import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from rdflib import RDF, Graph, Namespace, URIRef

import ontology

EV = Namespace(ontology.EV)


def closed(graph: Graph) -> Graph:
    graph.parse(ontology.evidence())
    graph.parse(ontology.axioms())
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    return graph


def messages(graph: Graph) -> list[str]:
    return [str(words) for _, said, words in graph if str(said).endswith("error") and "ErrorMessage" not in str(words)]


@pytest.fixture(scope="module")
def small(data: Path) -> Graph:
    return Graph().parse(data / "ontology" / "small.ttl")


def test_poles_and_studies_follow_from_the_axioms(small: Graph) -> None:
    derived = [triple for said in (EV.pole, EV.fromStudy) for triple in small.triples((None, said, None))]
    derived += [(one, RDF.type, EV.Finding) for one in small.subjects(EV.quote)]
    assert len(derived) > 25
    bare = Graph()
    bare += small
    for triple in derived:
        bare.remove(triple)
    graph = closed(bare)
    assert [triple for triple in derived if triple not in graph] == []
    assert messages(graph) == []


def test_a_finding_of_two_kinds_is_a_contradiction() -> None:
    graph = Graph()
    graph.add((URIRef("https://example.org/f"), RDF.type, EV.BarrierFinding))
    graph.add((URIRef("https://example.org/f"), RDF.type, EV.RecommendationFinding))
    assert any("isjoint" in words for words in messages(closed(graph)))
