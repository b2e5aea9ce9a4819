"""The concept schemes that ship: complete, acyclic, unambiguous, free of blank nodes."""

from collections import defaultdict

import pytest
from rdflib import RDF, SKOS, BNode, Graph, Literal, URIRef
from rdflib.namespace import XSD

import ontology

P = ontology.Property
LABELS = (SKOS.prefLabel, SKOS.altLabel, URIRef(P.BARRIER_LABEL), URIRef(P.FACILITATOR_LABEL))


@pytest.fixture(scope="module")
def concepts() -> Graph:
    graph = Graph()
    for path in ontology.schemes():
        graph.parse(path)
    return graph


def test_every_concept_has_label_definition_and_origin(concepts: Graph) -> None:
    for concept in concepts.subjects(RDF.type, SKOS.Concept):
        assert len(list(concepts.objects(concept, SKOS.prefLabel))) == 1, concept
        assert len(list(concepts.objects(concept, SKOS.definition))) == 1, concept
        notes = [str(note) for note in concepts.objects(concept, SKOS.editorialNote)]
        origins = [note.removeprefix("origin: ").strip() for note in notes if note.startswith("origin: ")]
        assert len(origins) == 1, concept
        assert len(origins[0]) > 5, concept


def test_a_concept_stands_in_its_scheme_with_its_class_and_iri(concepts: Graph) -> None:
    for word, (plural, kind) in ontology.SCHEMES.items():
        scheme = URIRef(ontology.scheme(word))
        assert str(scheme).endswith("/" + plural)
        assert str(concepts.value(scheme, URIRef(P.CONCEPT_CLASS))) == kind
        members = set(concepts.subjects(SKOS.inScheme, scheme))
        assert members
        assert members == set(concepts.subjects(RDF.type, URIRef(kind)))
        assert all(str(one).startswith(ontology.concept(word, "")) for one in members)
    assert all(concepts.value(one, SKOS.inScheme) for one in concepts.subjects(RDF.type, SKOS.Concept))


def test_broader_stays_in_the_scheme_and_never_turns_round(concepts: Graph) -> None:
    for concept in concepts.subjects(RDF.type, SKOS.Concept):
        parents = list(concepts.objects(concept, SKOS.broader))
        tops = list(concepts.objects(concept, SKOS.topConceptOf))
        assert bool(parents) != bool(tops), f"{concept}: either a broader concept or a top concept"
        for parent in parents:
            assert concepts.value(parent, SKOS.inScheme) == concepts.value(concept, SKOS.inScheme), concept
        assert concept not in set(concepts.transitive_objects(concept, SKOS.broader)) - {concept}
        above = {upper for parent in parents for upper in concepts.transitive_objects(parent, SKOS.broader)}
        assert concept not in above, f"{concept} is above itself"


def test_a_label_names_one_concept_of_its_scheme(concepts: Graph) -> None:
    users: dict[tuple[object, str], set[object]] = defaultdict(set)
    for said in LABELS:
        for concept, label in concepts.subject_objects(said):
            users[(concepts.value(concept, SKOS.inScheme), str(label).casefold())].add(concept)
    clashes = {label: sorted(map(str, some)) for (_, label), some in users.items() if len(some) > 1}
    assert clashes == {}


def test_determinants_have_the_pole_labels_their_scope_allows(concepts: Graph) -> None:
    individual = ontology.Individual
    for concept in concepts.subjects(RDF.type, URIRef(ontology.Class.DETERMINANT)):
        scope = str(concepts.value(concept, URIRef(P.POLE_SCOPE)))
        assert scope in {individual.BIPOLAR, individual.BARRIER_ONLY, individual.FACILITATOR_ONLY}, concept
        assert concepts.value(concept, URIRef(P.TYPICAL_LEVEL)), concept
        hinders = bool(list(concepts.objects(concept, URIRef(P.BARRIER_LABEL))))
        helps = bool(list(concepts.objects(concept, URIRef(P.FACILITATOR_LABEL))))
        assert hinders == (scope != individual.FACILITATOR_ONLY), concept
        assert helps == (scope != individual.BARRIER_ONLY), concept


def test_everything_pointed_at_exists(concepts: Graph) -> None:
    known = set(concepts.subjects(RDF.type))
    for subject, said, thing in concepts:
        if isinstance(thing, URIRef) and str(thing).startswith(ontology.BASE + "concept/"):
            assert thing in known, f"{subject} {said} {thing}"


def test_no_blank_nodes_and_only_plain_literals(concepts: Graph) -> None:
    for triple in concepts:
        assert not any(isinstance(part, BNode) for part in triple), triple
        if isinstance(triple[2], Literal):
            assert triple[2].language in {None, "en"}, triple
            assert triple[2].datatype in {None, XSD.integer, XSD.decimal, XSD.date, XSD.string}, triple


def test_a_slug_names_one_concept_over_all_schemes(concepts: Graph) -> None:
    """Sheets write bare slugs, so a stakeholder and a determinant may not share one."""
    slugs = [str(one).rpartition("/")[2] for one in concepts.subjects(RDF.type, SKOS.Concept)]
    assert len(slugs) == len(set(slugs))


def test_the_schemes_reach_beyond_the_sample(concepts: Graph) -> None:
    """Every top determinant that is not of policing has children, so that another field finds more than a heading."""
    children = {parent for _, parent in concepts.subject_objects(SKOS.broader)}
    scheme = URIRef(ontology.scheme("determinant"))
    tops = set(concepts.subjects(SKOS.topConceptOf, scheme))
    assert len(tops) > 15
    assert tops <= children
    for slug in ("service-cost", "staffing", "health-literacy", "self-stigma", "usability", "language-barrier", "family-support"):
        assert (URIRef(ontology.concept("determinant", slug)), SKOS.inScheme, scheme) in concepts
