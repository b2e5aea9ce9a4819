"""docs/ontology.md keeps its word: its counts are those of the files, and its examples load."""

import re
from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Graph, URIRef

import ontology
from kg.concepts.lexicon import Lexicon


@pytest.fixture(scope="module")
def manual() -> str:
    return (Path(__file__).parents[2] / "docs" / "ontology.md").read_text(encoding="utf-8")


def block(manual: str, language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", manual, re.DOTALL)
    assert found
    return found[1]


def test_the_counts_are_those_of_the_schemes(manual: str) -> None:
    graph = Graph()
    for path in ontology.schemes():
        graph.parse(path)
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|.*\| (\d+) \|$", manual, re.MULTILINE)
    counted = {words: int(number) for words, number in rows}
    assert len(re.findall(r"`(\w+)`", " ".join(counted))) == len(ontology.SCHEMES)
    for words, number in counted.items():
        schemes = [URIRef(ontology.scheme(word)) for word in re.findall(r"`(\w+)`", words)]
        assert sum(len(list(graph.subjects(SKOS.inScheme, scheme))) for scheme in schemes) == number, words
    tops = set(graph.subjects(SKOS.topConceptOf, URIRef(ontology.scheme("determinant"))))
    assert f"{len(tops)} themes" in manual


def test_the_sheet_loads_beside_the_shipped_schemes(manual: str, tmp_path: Path) -> None:
    sheet = tmp_path / "heat.csv"
    sheet.write_text(block(manual, "csv"), encoding="utf-8")
    lexicon = Lexicon.load((sheet,))
    assert lexicon.within("shade") == ("shade", "facilities-space", "resources")
    assert lexicon.concepts["plant-trees"].scheme == "strategy"


def test_the_turtle_loads_and_conforms(manual: str, tmp_path: Path) -> None:
    from pyshacl import validate

    own = tmp_path / "heat.ttl"
    own.write_text(block(manual, "turtle"), encoding="utf-8")
    assert Lexicon.load((own,), replace=True).find("shade").facilitator_labels == ("shade at hand",)
    graph = Graph().parse(ontology.evidence()).parse(own)
    assert validate(graph, shacl_graph=Graph().parse(ontology.scheme_shapes()))[0]


def test_every_word_with_the_prefix_is_a_term(manual: str) -> None:
    terms = {str(one).removeprefix(ontology.EV) for one in Graph().parse(ontology.evidence()).subjects(RDF.type)}
    assert set(re.findall(r"\bev:(\w+)", manual)) <= terms
