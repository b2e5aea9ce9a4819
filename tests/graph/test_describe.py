"""What the graph says of a small review: the current view, who said what, and nothing invented."""

import dataclasses

import pyoxigraph
import pytest

from kg.concepts.lexicon import Lexicon
from kg.evidence import Evidence
from kg.graph import describe, names
from kg.graph.vocabulary import Vocabulary
from kg.tally import Tally

PREFIXES = """PREFIX ev: <https://w3id.org/evidence-kg/ont#> PREFIX det: <https://w3id.org/evidence-kg/concept/determinant/>
PREFIX g: <https://w3id.org/evidence-kg/g/> PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX stu: <https://w3id.org/evidence-kg/study/>
PREFIX vrd: <https://w3id.org/evidence-kg/concept/verdict/> """


@pytest.fixture(scope="module")
def store(evidence: Evidence, lexicon: Lexicon) -> pyoxigraph.Store:
    return load(evidence, lexicon)


def load(evidence: Evidence, lexicon: Lexicon) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load("".join(describe.quads(evidence, lexicon)).encode(), pyoxigraph.RdfFormat.N_QUADS)
    return store


def rows(store: pyoxigraph.Store, query: str) -> list[tuple[str, ...]]:
    answer = store.query(PREFIXES + query)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    return sorted(tuple("" if value is None else value.value.rsplit("/", 1)[-1] for value in row) for row in answer)


def test_every_line_is_distinct_and_loads_without_loss_or_change(evidence, lexicon, store):
    lines = list(describe.quads(evidence, lexicon))
    assert len(lines) == len(set(lines)) == len(store)
    dumped = store.dump(format=pyoxigraph.RdfFormat.N_QUADS)
    assert sorted(dumped.decode().splitlines()) == sorted(line.strip() for line in lines), "the store rewrote a literal"


def test_two_descriptions_are_equal_byte_for_byte(evidence, lexicon):
    again = dataclasses.replace(evidence)
    assert list(describe.quads(evidence, lexicon)) == list(describe.quads(again, Lexicon.load()))


def test_every_term_used_is_in_the_ontology(evidence, lexicon):
    used = {piece for line in describe.quads(evidence, lexicon) for piece in line.split('"')[0].split(" ")[:3] if names.ONTOLOGY in piece}
    defined = {line.split(" ", 1)[0] for line in Vocabulary(lexicon).lines()}
    assert used - defined == set()


def test_no_blank_nodes(evidence, lexicon):
    assert not [line for line in describe.quads(evidence, lexicon) if line.startswith("_:") or " _:" in line.split('"')[0]]


def test_barriers_recur_over_studies_in_the_current_view(store):
    found = rows(
        store, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?f a ev:BarrierFinding ; ev:determinant ?c ; ev:evidenceFrom ?s } GROUP BY ?c"
    )
    assert found == [("treatment-capacity", "3")], "background claims, candidates and second codings never count"


def test_links_roll_up_and_families_count_once(store):
    query = "SELECT (COUNT(DISTINCT ?s) AS ?studies) (COUNT(DISTINCT ?u) AS ?units) WHERE {{ ?s ev:hinderedBy det:{} ; ev:countsAs ?u }}"
    assert rows(store, query.format("treatment-capacity")) == rows(store, query.format("resources")) == [("3", "2")]


def test_background_keeps_its_study_but_is_no_evidence(store):
    query = 'SELECT ?s ?e WHERE { ?f ev:quote "always too few beds" ; ev:fromStudy ?s OPTIONAL { ?f ev:evidenceFrom ?e } }'
    assert rows(store, query) == [("ames-2020", "")]


def test_codings_stand_side_by_side_and_the_lead_wins(store):
    query = """SELECT ?a ?d WHERE { GRAPH g:meta { ?g ev:priority ?p ; prov:wasGeneratedBy/prov:wasAssociatedWith ?a }
        GRAPH ?g { ?f ev:quote "beds were lacking" ; ev:determinant ?d } }"""
    assert rows(store, query) == [("ann", "treatment-capacity"), ("bob", "housing-supply")]
    query = 'SELECT ?d ?disputed WHERE { ?f ev:quote "beds were lacking" ; ev:determinant ?d OPTIONAL { ?f ev:codingDisputed ?disputed } }'
    assert rows(store, query) == [("treatment-capacity", "true")]


def test_candidates_wait_beside_the_view_and_can_be_asked_with_it(store):
    question = PREFIXES + "SELECT DISTINCT ?q WHERE { ?f ev:quote ?q ; ev:determinant ?d ; ev:evidenceFrom ?s ; ev:confidence ?c }"
    assert not list(store.query(question))
    both = [pyoxigraph.DefaultGraph(), pyoxigraph.NamedNode(names.CANDIDATES)]
    assert [row["q"].value for row in store.query(question, default_graph=both)] == ["joint training helped here too"]


def test_a_person_rejects_a_candidate_in_a_graph_of_verdicts(store):
    query = "SELECT ?q ?v WHERE { GRAPH ?vg { ?f ev:verdict ?v } GRAPH g:meta { ?vg ev:checks ?g } GRAPH ?g { ?f ev:quote ?q } }"
    assert rows(store, query) == [("as well", "rejected")]


def test_an_accepted_candidate_enters_the_view_with_the_concept_proposed(evidence, lexicon):
    lead, second, machine = evidence.codings
    guess = machine.findings[0]
    accepted = dataclasses.replace(guess, decision="accept", matches=())
    changed = dataclasses.replace(evidence, codings=(lead, dataclasses.replace(second, findings=(accepted,)), machine))
    store = load(changed, lexicon)
    assert rows(store, "SELECT ?s WHERE { ?s ev:helpedBy det:police-understanding }") == [("bell-2020",), ("cole-2020",)]
    assert ("joint training helped here too", "accepted") in rows(
        store, "SELECT ?q ?v WHERE { GRAPH ?vg { ?f ev:verdict ?v } ?f ev:quote ?q }"
    )


def test_notices_travel_to_the_findings_of_their_report_only(store):
    query = "SELECT DISTINCT ?s WHERE { ?f ev:underNotice 'retracted-by' ; ev:fromStudy ?s }"
    assert rows(store, query) == [("bell-2020",)]
    assert rows(store, "SELECT ?k ?t WHERE { ?r ev:hasNotice ?n . ?n ev:noticeKind ?k ; ev:noticeTarget ?t }") == [
        ("retracted-by", "pmid:99")
    ]


def test_provenance_names_agent_day_text_and_method(store):
    query = """SELECT ?a ?when ?m WHERE { GRAPH g:meta {
        ?g a ev:CodingGraph ; ev:assertionMethod ?m ; prov:wasGeneratedBy ?act .
        ?act prov:wasAssociatedWith ?a ; prov:used ?t OPTIONAL { ?act prov:endedAtTime ?when } } }"""
    assert ("ann", "2026-11-21", "ECO_0000218") in rows(store, query)
    assert ("cues", "", "ECO_0000203") in rows(store, query), "a date nobody stated is not made up"


def test_a_text_belongs_to_the_record_it_was_read_from(store):
    query = "SELECT ?record ?kind WHERE { ?record ev:recordOf ?r OPTIONAL { ?record ev:hasText ?t . ?t ev:textKind ?kind } }"
    assert rows(store, query) == [("html-page-one", "abstract"), ("pubmed-1", ""), ("ris-2", "abstract"), ("ris-3", "abstract")]


def test_the_same_record_harvested_twice_is_told_once(evidence, lexicon):
    first = evidence.reports[0]
    twice = dataclasses.replace(first, records=(*first.records, dataclasses.replace(first.records[1], retrieved="2026-11-21")))
    lines = list(describe.quads(dataclasses.replace(evidence, reports=(twice, *evidence.reports[1:])), lexicon))
    assert len(lines) == len(set(lines))
    assert sum('#sha256> "' in line for line in lines) == 3
    other = dataclasses.replace(evidence.reports[1], records=(*evidence.reports[1].records, first.records[1]))
    lines = list(describe.quads(dataclasses.replace(evidence, reports=(first, other, *evidence.reports[2:])), lexicon))
    assert len(lines) == len(set(lines))


def test_units_and_samples(store):
    query = "SELECT ?a ?b ?k ?w WHERE { ?f ev:unitsReporting ?a ; ev:unitsTotal ?b ; ev:unitKind ?k ; ev:prevalenceWording ?w }"
    assert rows(store, query) == [("3", "4", "divisions", "Officers said")]
    assert rows(store, "SELECT ?n ?silent WHERE { ?g a ev:SampleGroup OPTIONAL { ?g ev:n ?n } OPTIONAL { ?g ev:nNotStated ?silent } }") == [
        ("", "true"),
        ("16", ""),
    ]


def test_contrasts_hold_both_ways(store):
    query = "SELECT ?x ?y WHERE { ?a ev:contrastsWith ?b . ?a ev:quote ?x . ?b ev:quote ?y }"
    assert rows(store, query) == [
        ("Nobody could find a bed", "joint training helped"),
        ("joint training helped", "Nobody could find a bed"),
    ]


def test_an_unknown_concept_is_counted_and_named(evidence, lexicon):
    lead = evidence.codings[0]
    odd = dataclasses.replace(lead, findings=(lead.findings[0].matched(dataclasses.replace(lead.findings[0].matches[0], concept="moon")),))
    tally = Tally("describe")
    list(describe.quads(dataclasses.replace(evidence, codings=(odd,)), lexicon, tally))
    assert [loss.what for loss in tally.losses] == ["moon"]


def test_a_finding_without_report_is_counted(evidence, lexicon):
    lead = evidence.codings[0]
    stray = dataclasses.replace(lead.findings[0], document="0" * 64, report="nowhere")
    tally = Tally("describe")
    lines = list(describe.quads(dataclasses.replace(evidence, codings=(dataclasses.replace(lead, findings=(stray,)),)), lexicon, tally))
    assert [loss.what for loss in tally.losses] == ["nowhere"]
    assert any("/coding/" in line and stray.id in line for line in lines), "the coding itself is kept"


def test_text_with_control_characters_quotes_and_half_surrogates_survives(evidence, lexicon):
    lead = evidence.codings[0]
    odd = dataclasses.replace(lead.findings[0], note='a "b"\n\t\\ \x07 \ud800 c\x7f')
    store = load(dataclasses.replace(evidence, codings=(dataclasses.replace(lead, findings=(odd,)),)), lexicon)
    label = "<http://www.w3.org/2000/01/rdf-schema#comment>"
    notes = [row["n"].value for row in store.query(f"SELECT ?n WHERE {{ ?f {label} ?n ; <{names.ONTOLOGY}quote> ?q }}")]
    assert notes == ['a "b"\n\t\\ \x07 \ufffd c\x7f']
