"""The shapes accept a sound graph and catch every planted fault with the shape meant for it, in a sentence."""

from collections.abc import Callable

import pytest
from rdflib import RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, SH, SKOS

import ontology

EV = Namespace(ontology.EV)
BASE = Namespace(ontology.BASE)
BIBO = Namespace(ontology.BIBO)
FABIO = Namespace(ontology.FABIO)
B1, B2, F1, R1, R2, C1, B4 = (BASE[f"finding/{name}"] for name in ("b1", "b2", "f1", "r1", "r2", "c1", "b4"))
CODING, ACTIVITY = BASE["g/coding/one/jane"], BASE["activity/coding-one-jane"]
NONE = None


def concept(scheme: str, slug: str) -> URIRef:
    return URIRef(ontology.concept(scheme, slug))


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(ontology.shapes())


@pytest.fixture(scope="module")
def sound(data) -> Graph:
    """The small graph with what the shapes need of the ontology and of the concepts it uses: kept small, since each fault is a run."""
    graph = Graph().parse(data / "ontology" / "small.ttl")
    vocabulary = Graph().parse(ontology.evidence())
    for path in ontology.schemes():
        vocabulary.parse(path)
    for said in (RDFS.subClassOf, EV.poleScope):
        graph += list(vocabulary.triples((NONE, said, NONE)))
    used = {thing for thing in graph.objects() if str(thing).startswith(ontology.BASE + "concept/")}
    graph += [triple for one in used for triple in vocabulary.triples((one, RDF.type, NONE))]
    return graph


def faults(graph: Graph, shapes: Graph, *only: str) -> tuple[bool, dict[str, str]]:
    """Whether the graph conforms (to some shapes only, if named), and the shapes that were broken with their messages."""
    from pyshacl import validate

    names = [ontology.SHAPES + name for name in only]
    holders = [str(holder) for name in names for holder in shapes.subjects(SH.property, URIRef(name))]
    conforms, report, _ = validate(graph, shacl_graph=shapes, allow_warnings=True, use_shapes=[*holders, *names] or None)
    found = {}
    for result in report.subjects(RDF.type, SH.ValidationResult):
        name = str(report.value(result, SH.sourceShape)).removeprefix(ontology.SHAPES)
        found[name] = str(report.value(result, SH.resultMessage))
    return conforms, found


def put(subject: URIRef, said: URIRef, *things: object) -> Callable[[Graph], None]:
    """Write other values in place of those that are there; none: take them away."""

    def change(graph: Graph) -> None:
        graph.remove((subject, said, NONE))
        for thing in things:
            graph.add((subject, said, thing if isinstance(thing, URIRef) else Literal(thing)))

    return change


def add(subject: URIRef | BNode, said: URIRef, thing: object) -> Callable[[Graph], None]:
    """Write one more value beside those that are there."""
    return lambda graph: graph.add((subject, said, thing if isinstance(thing, URIRef) else Literal(thing))) and None


TEXT = next(Graph().parse(ontology.folder().parent / "tests" / "data" / "ontology" / "small.ttl").objects(B1, EV.inText))
DECIMAL = URIRef("http://www.w3.org/2001/XMLSchema#decimal")

#: What was planted -> how, and the shape that has to see it.
FAULTS: dict[str, tuple[Callable[[Graph], None], str]] = {
    "a record of two reports": (add(BASE["record/one"], EV.recordOf, BASE["report/two"]), "Record-recordOf"),
    "a record of no report": (put(BASE["record/one"], EV.recordOf), "Record-recordOf"),
    "a digest in capitals": (put(TEXT, EV.sha256, str(TEXT)[-64:].upper()), "SourceText-sha256"),
    "a digest that is not the text's": (put(TEXT, EV.sha256, "0" * 64), "TextName"),
    "a text without length": (put(TEXT, EV.charLength), "SourceText-charLength"),
    "a kind of text nobody knows": (put(TEXT, EV.textKind, "summary"), "SourceText-textKind"),
    "a report without title": (put(BASE["report/one"], DCTERMS.title), "Report-title"),
    "a DOI in capitals": (put(BASE["report/one"], BIBO.doi, "10.1234/ADA.1"), "Report-doi"),
    "a DOI with resolver": (put(BASE["report/one"], BIBO.doi, "https://doi.org/10.1234/ada.1"), "Report-doi"),
    "a PMID with letters": (put(BASE["report/one"], FABIO.hasPubMedId, "PMID 12"), "Report-pmid"),
    "a PMCID without its letters": (put(BASE["report/one"], FABIO.hasPubMedCentralId, "77"), "Report-pmcid"),
    "two reports with one DOI": (put(BASE["report/two"], BIBO.doi, "10.1234/ada.1"), "SameIdentifier"),
    "a report of no study": (put(BASE["report/one"], EV.reportOf), "ReportHasStudy"),
    "a notice of no kind": (put(BASE["notice/two-1"], EV.noticeKind, "gone"), "Notice-kind"),
    "a correction its finding does not show": (put(BASE["finding/b3"], EV.underNotice), "NoticeReachesFindings"),
    "a study without label": (put(BASE["study/ada-2020"], RDFS.label), "Study-label"),
    "a study without place": (put(BASE["study/ada-2020"], EV.place), "Study-place"),
    "a place that is a method": (put(BASE["study/ada-2020"], EV.place, concept("method", "interview")), "Study-place"),
    "a sample with a number and without": (add(BASE["group/ada-1"], EV.nNotStated, True), "SampleSize"),
    "a sample silent about its number": (put(BASE["group/ada-1"], EV.n), "SampleSize"),
    "a sample of nobody": (put(BASE["group/ada-1"], EV.n, 0), "SampleGroup-n"),
    "a sample of unknown people": (put(BASE["group/ada-1"], EV.participantType), "SampleGroup-participantType"),
    "no quote": (put(B1, EV.quote), "Finding-quote"),
    "a quote of 26 words": (put(B1, EV.quote, " ".join(["word"] * 26)), "Finding-quote"),
    "a quote one letter longer": (put(B1, EV.quote, "too few bedss nearby"), "QuoteLength"),
    "byte offsets": (put(F1, EV.end, 180 + len("weekly meetings at the clinic") + 2), "QuoteLength"),
    "a quote beyond its text": (put(TEXT, EV.charLength, 380), "QuoteInText"),
    "an end before its start": (put(B1, EV.end, 90), "Finding-start"),
    "a text nobody knows": (put(B1, EV.inText, BASE["text/unknown"]), "Finding-inText"),
    "a broken content key": (put(B1, EV.contentKey, "xyz"), "Finding-contentKey"),
    "a quote checked against hearsay": (put(B1, EV.checked, "memory"), "Finding-checked"),
    "a checked quote without seal": (put(B1, EV.seal), "Sealed"),
    "a broken seal": (put(B1, EV.seal, "wax"), "Finding-seal"),
    "a role nobody knows": (put(B1, EV.role, "abstract"), "Finding-role"),
    "two kinds at once": (add(B1, RDF.type, EV.FacilitatorFinding), "OneKind"),
    "the wrong pole": (put(B1, EV.pole, EV.helps), "BarrierPole-pole"),
    "a voice that is a determinant": (put(B1, EV.voicedBy, concept("determinant", "treatment-capacity")), "Finding-voicedBy"),
    "a concept that does not exist": (put(B1, EV.determinant, concept("determinant", "treatment-capacitty")), "Finding-determinant"),
    "two levels": (add(B1, EV.level, concept("level", "macro")), "Finding-level"),
    "a confidence of 1.2": (put(B1, EV.confidence, 1.2), "Finding-confidence"),
    "5 of 4 units": (put(B1, EV.unitsReporting, 5), "Finding-unitsReporting"),
    "background that counts": (add(B4, EV.evidenceFrom, BASE["study/bell-2021"]), "BackgroundNeverCounts"),
    "no voice": (put(B1, EV.voicedBy), "Completeness-voicedBy"),
    "nobody affected": (put(B1, EV.affects), "Completeness-affects"),
    "no basis": (put(B1, EV.basis), "Completeness-basis"),
    "a barrier about nothing": (put(B1, EV.determinant), "DeterminantKinds-determinant"),
    "a barrier that recommends": (add(B1, EV.recommends, concept("strategy", "expand-treatment")), "DeterminantKinds-recommends"),
    "a barrier on a helping-only concept": (
        put(concept("determinant", "treatment-capacity"), EV.poleScope, EV.facilitatorOnly),
        "BarrierOnFacilitatorOnly",
    ),
    "a facilitator on a hindering-only concept": (
        put(concept("determinant", "regular-contact"), EV.poleScope, EV.barrierOnly),
        "FacilitatorOnBarrierOnly",
    ),
    "a recommendation of nothing": (put(R1, EV.recommends), "Recommendation-recommends"),
    "a recommendation with a determinant": (
        add(R1, EV.determinant, concept("determinant", "treatment-capacity")),
        "Recommendation-determinant",
    ),
    "a recommendation that addresses a stakeholder": (put(R1, EV.addresses, concept("stakeholder", "pwud")), "Recommendation-addresses"),
    "a recommendation against a facilitator": (put(R1, EV.addressesFinding, F1), "Recommendation-addressesFinding"),
    "nobody to act and no word of it": (put(R2, EV.actorNotStated), "ActorOrSilence"),
    "a negative case of another study": (put(C1, EV.negativeCaseOf, BASE["finding/b3"]), "NegativeCaseSameStudy"),
    "a link into the void": (put(B1, EV.contributesTo, BASE["finding/gone"]), "LinkedFindingExists"),
    "a match with score 2": (put(BASE["match/m1"], EV.matchScore, 2.0), "Match-score"),
    "a match without reason": (put(BASE["match/m1"], EV.matchReason), "Match-reason"),
    "a review finding of one finding": (put(BASE["review-finding/beds"], EV.synthesises, B1), "ReviewFinding-synthesises"),
    "a review finding nobody judged": (put(BASE["review-finding/beds"], EV.overallConfidence), "ReviewFinding-overallConfidence"),
    "a graph from nowhere": (put(CODING, PROV.wasGeneratedBy), "ManagedGraph-generated"),
    "a graph nobody asserts": (put(CODING, EV.assertionMethod), "ManagedGraph-assertion"),
    "two priorities": (add(CODING, EV.priority, 2), "CodingGraph-priority"),
    "a coding by nobody": (put(ACTIVITY, PROV.wasAssociatedWith), "CodingActivity-agent"),
    "a coding without codebook": (put(ACTIVITY, EV.codebook), "CodingActivity-codebook"),
    "a coding of no text": (put(ACTIVITY, PROV.used), "CodingActivity-used"),
    "a coding without day": (put(ACTIVITY, PROV.endedAtTime), "CodingActivity-ended"),
    "a machine that poses as a person": (put(BASE["agent/jane"], RDF.type, EV.MachineExtractor), "AgentFitsMethod"),
    "a verdict graph about nothing": (put(BASE["g/verdict/one/jane"], EV.checks), "VerdictGraph-checks"),
    "a verdict of no scheme": (put(BASE["finding/m1"], EV.verdict, concept("level", "exo")), "Verdict-value"),
    "a blank node": (add(BNode(), RDFS.comment, "nameless"), "NoBlankNodes"),
}
WARNINGS = {
    "Study-place", "Completeness-voicedBy", "Completeness-affects", "Completeness-basis", "BarrierOnFacilitatorOnly",
    "FacilitatorOnBarrierOnly", "Recommendation-addressesFinding", "ReviewFinding-synthesises", "CodingActivity-ended",
}  # fmt: skip


def test_the_sound_graph_conforms_without_a_warning(sound: Graph, shapes: Graph) -> None:
    assert faults(sound, shapes) == (True, {})


@pytest.mark.parametrize("planted", FAULTS)
def test_a_planted_fault_is_caught_by_its_shape(planted: str, sound: Graph, shapes: Graph) -> None:
    change, shape = FAULTS[planted]
    graph = Graph()
    graph += sound
    change(graph)
    conforms, found = faults(graph, shapes, shape)
    assert shape in found, f"{planted}: {found}"
    assert found[shape][0].isupper() or found[shape].startswith("ev:"), found[shape]
    assert found[shape].endswith("."), found[shape]
    assert "{?value}" not in found[shape]
    broken = set(found) - WARNINGS
    assert conforms == (not broken)


def test_many_faults_at_once_are_all_found_in_one_run(sound: Graph, shapes: Graph) -> None:
    planted = (
        "a record of no report", "a report without title", "a study without label", "a sample of nobody", "byte offsets",
        "a quote of 26 words", "nobody to act and no word of it", "a match with score 2", "two priorities", "a blank node",
    )  # fmt: skip
    graph = Graph()
    graph += sound
    for name in planted:
        FAULTS[name][0](graph)
    conforms, found = faults(graph, shapes)
    assert not conforms
    assert {FAULTS[name][1] for name in planted} <= set(found)


def test_every_shape_has_a_fault_that_breaks_it_or_checks_only_a_class(shapes: Graph) -> None:
    tried = {shape for _, shape in FAULTS.values()}
    rules = {str(one).removeprefix(ontology.SHAPES) for one in shapes.subjects(SH.sparql)}
    required = {str(one).removeprefix(ontology.SHAPES) for one in shapes.subjects(SH.pattern)}
    assert rules - tried == set()
    assert required - tried <= {"FacilitatorPole-pole", "AmbivalentPole-pole", "NonInfluencePole-pole"}


def test_shapes_use_known_words_names_and_no_blank_nodes(shapes: Graph) -> None:
    known = set(Graph().parse(ontology.evidence()).subjects(RDF.type)) | {SKOS.Concept}
    for triple in shapes:
        assert not any(isinstance(part, BNode) for part in triple)
    for said in (SH.path, SH.targetClass, SH["class"]):
        for thing in shapes.objects(NONE, said):
            assert thing in known or not str(thing).startswith(ontology.EV), thing
    for one in (*shapes.subjects(RDF.type, SH.PropertyShape), *shapes.subjects(RDF.type, SH.SPARQLConstraint)):
        assert shapes.value(one, SH.message), one
