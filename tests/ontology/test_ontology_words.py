"""The Python names and evidence.ttl say the same, in both directions, and the files are found."""

import inspect
import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, URIRef

import ontology
from kg.concepts.scheme import CLASSES
from kg.findings.finding import KINDS


@pytest.fixture(scope="module")
def evidence() -> Graph:
    return Graph().parse(ontology.evidence())


def names(holder: type) -> set[str]:
    return {value for name, value in inspect.getmembers(holder) if not name.startswith("_")}


def terms(graph: Graph) -> set[str]:
    return {str(one) for one in graph.subjects(RDF.type) if str(one).startswith(ontology.EV)}


def test_every_name_is_in_the_file_and_every_term_has_a_name(evidence: Graph) -> None:
    said = names(ontology.Class) | names(ontology.Property) | names(ontology.Individual)
    assert said - terms(evidence) == set()
    assert terms(evidence) - said == set()


def test_classes_properties_and_individuals_are_named_as_what_they_are(evidence: Graph) -> None:
    assert names(ontology.Class) == {str(one) for one in evidence.subjects(RDF.type, OWL.Class)}
    assert names(ontology.Individual) == {str(one) for one in evidence.subjects(RDF.type, OWL.NamedIndividual)}


def test_every_term_has_one_label_and_one_definition_in_english(evidence: Graph) -> None:
    for term in terms(evidence):
        for said in (RDFS.label, SKOS.definition):
            words = list(evidence.objects(URIRef(term), said))
            assert len(words) == 1, f"{term} has {len(words)} of {said}"
            assert words[0].language == "en", f"{term}: {said} without language"  # type: ignore[attr-defined]


def test_no_imports_and_no_blank_nodes(evidence: Graph) -> None:
    assert not list(evidence.subject_objects(OWL.imports))
    assert not [part for triple in evidence for part in triple if isinstance(part, BNode)]


def test_domains_and_ranges_are_classes_we_know(evidence: Graph) -> None:
    for said in (RDFS.domain, RDFS.range):
        for subject, thing in evidence.subject_objects(said):
            ours = str(thing).startswith(ontology.EV)
            assert not ours or (thing, RDF.type, OWL.Class) in evidence, f"{subject} {said} {thing}"


def test_kinds_are_those_of_findings_and_poles_agree_with_the_file(evidence: Graph) -> None:
    assert tuple(sorted(ontology.KINDS)) == tuple(sorted(KINDS))
    stated = {str(kind): str(pole) for kind, pole in evidence.subject_objects(URIRef(ontology.Property.KIND_POLE))}
    assert stated == ontology.POLES


def test_axioms_name_only_known_terms(evidence: Graph) -> None:
    axioms = Graph().parse(ontology.axioms())
    used = {str(part) for triple in axioms for part in triple if str(part).startswith(ontology.EV)}
    assert used
    assert used <= terms(evidence)


def test_files_are_found_and_stay_inside_the_package() -> None:
    found = [ontology.evidence(), ontology.axioms(), *ontology.schemes()]
    assert all(path.is_file() for path in found)
    assert {path.stem for path in ontology.schemes()} == {plural for plural, _ in ontology.SCHEMES.values()}
    assert all(Path(ontology.__file__).parent in path.parents for path in found)


def test_every_word_of_ours_in_code_and_questions_is_in_the_file(evidence: Graph) -> None:
    root = Path(ontology.__file__).parents[1]
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((root / "kg").rglob("*.py")))
    shelf = "".join(path.read_text(encoding="utf-8") for path in sorted((root / "queries").glob("*.rq")))
    used = set(re.findall(r"\bterm\([\"'](\w+)[\"']\)", code)) | set(re.findall(r"\bev:(\w+)", shelf))
    assert len(used) > 40
    assert {word for word in used if ontology.EV + word not in terms(evidence)} == set()


def test_the_lexicon_and_the_ontology_agree_on_schemes() -> None:
    assert {name: ontology.EV + kind for kind, name in CLASSES.items()} == {name: kind for name, (_, kind) in ontology.SCHEMES.items()}
