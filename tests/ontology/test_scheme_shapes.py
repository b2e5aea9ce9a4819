"""The shapes for concept schemes accept the shipped ones and see what is wrong with a scheme of one's own."""

import pytest
from rdflib import RDF, Graph, Namespace
from rdflib.namespace import SH

import ontology

HEAD = """
@prefix ev: <https://w3id.org/evidence-kg/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://example.org/heat/> .
x:scheme a skos:ConceptScheme . x:other a skos:ConceptScheme .
x:heat a skos:Concept, ev:Determinant ; skos:inScheme x:scheme ; skos:prefLabel "Heat"@en ; skos:definition "Warmth."@en ;
    ev:poleScope ev:bipolar .
"""
NAMED = 'skos:prefLabel "A"@en ; skos:definition "D."@en'
EV = Namespace(ontology.EV)
#: What is wrong -> a concept of a review's own scheme, and the shape that sees it.
FAULTS = {
    "no label": ('skos:inScheme x:scheme ; skos:definition "D."@en', "Concept-prefLabel"),
    "two labels in one language": ('skos:inScheme x:scheme ; skos:definition "D."@en ; skos:prefLabel "A"@en, "B"@en', "Concept-prefLabel"),
    "two schemes": ('skos:inScheme x:scheme, x:other ; skos:definition "D."@en ; skos:prefLabel "A"@en', "Concept-inScheme"),
    "no definition": ('skos:inScheme x:scheme ; skos:prefLabel "A"@en', "Concept-definition"),
    "a parent that does not exist": (f"skos:inScheme x:scheme ; {NAMED} ; skos:broader x:gone", "Concept-broader"),
    "a parent in another scheme": (f"skos:inScheme x:other ; {NAMED} ; skos:broader x:heat", "BroaderElsewhere"),
    "its own parent": (f"skos:inScheme x:scheme ; {NAMED} ; skos:broader x:new", "BroaderCycle"),
    "no pole scope": (f"a ev:Determinant ; skos:inScheme x:scheme ; {NAMED}", "DeterminantConcept-poleScope"),
    "a label for a pole it has not": (
        f'a ev:Determinant ; skos:inScheme x:scheme ; {NAMED} ; ev:poleScope ev:barrierOnly ; ev:facilitatorLabel "a"@en',
        "PoleLabels",
    ),
    "a target that is no determinant": (
        f"a ev:Strategy ; skos:inScheme x:scheme ; {NAMED} ; ev:targets x:scheme",
        "StrategyConcept-targets",
    ),
}


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(ontology.scheme_shapes())


def broken(graph: Graph, shapes: Graph) -> set[str]:
    from pyshacl import validate

    _, report, _ = validate(graph, shacl_graph=shapes)
    return {str(report.value(one, SH.sourceShape)).removeprefix(ontology.SHAPES) for one in report.subjects(RDF.type, SH.ValidationResult)}


def scopes() -> Graph:
    graph = Graph()
    graph.add((EV.bipolar, RDF.type, EV.PoleScope))
    graph.add((EV.barrierOnly, RDF.type, EV.PoleScope))
    return graph


def test_the_shipped_schemes_conform(shapes: Graph) -> None:
    graph = Graph().parse(ontology.evidence())
    for path in ontology.schemes():
        graph.parse(path)
    assert broken(graph, shapes) == set()


def test_a_sound_scheme_of_ones_own_conforms(shapes: Graph) -> None:
    assert broken(scopes().parse(data=HEAD, format="turtle"), shapes) == set()


@pytest.mark.parametrize("wrong", FAULTS)
def test_a_fault_in_a_scheme_is_seen(wrong: str, shapes: Graph) -> None:
    concept, shape = FAULTS[wrong]
    graph = scopes().parse(data=f"{HEAD}\nx:new a skos:Concept ; {concept} .", format="turtle")
    assert shape in broken(graph, shapes)
