"""The counts made at the build are those that counting the current view by SPARQL gives, families and breakdowns included."""

import pyoxigraph
import pytest

from kg.graph import describe
from kg.graph.counts import Counts
from kg.graph.vocabulary import Vocabulary
from kg.tally import Tally

PREFIXES = """PREFIX ev: <https://w3id.org/evidence-kg/ont#> PREFIX g: <https://w3id.org/evidence-kg/g/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> """
VIEW = "?f a ev:%s ; ev:evidenceFrom ?s ; ev:determinant|ev:recommends ?leaf . ?leaf ev:within ?c ."


@pytest.fixture(scope="module")
def store(generate) -> pyoxigraph.Store:
    """A made-up review of 150 studies, counted in full detail as large ones are."""
    described = describe._Description(generate.evidence(150), Vocabulary(generate.lexicon()), Tally("describe"))
    described.counts = Counts(described.vocabulary, large=1)
    store = pyoxigraph.Store()
    store.bulk_load("".join(line for block in described.blocks() for line in block).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    return store


def rows(store: pyoxigraph.Store, query: str) -> list[tuple[str, ...]]:
    answer = store.query(PREFIXES + query)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    return sorted(tuple(value.value.rsplit("/", 1)[-1] for value in row) for row in answer)


@pytest.mark.parametrize("kind", ["BarrierFinding", "FacilitatorFinding", "RecommendationFinding"])
def test_concepts(store, kind):
    counted = (
        f"SELECT ?c ?n ?u ?k WHERE {{ GRAPH g:counts {{ ?o a ev:ConceptCount ; ev:ofKind ev:{kind} ; ev:ofConcept ?c ; ev:inStudies ?n ; "
    )
    counted += "ev:inFamilies ?u ; ev:inFindings ?k } }"
    by_query = "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) (COUNT(DISTINCT ?unit) AS ?u) (COUNT(DISTINCT ?f) AS ?k) WHERE { "
    by_query += VIEW % kind + " ?s ev:countsAs ?unit } GROUP BY ?c"
    found = rows(store, counted)
    assert found == rows(store, by_query) != []
    assert kind != "BarrierFinding" or any(studies != families for _, studies, families, _ in found)


BREAKDOWNS = {
    "byStakeholder": "?f ev:affects|ev:concerns ?v",
    "byCountry": "?s ev:place/ev:within ?v . ?v skos:topConceptOf ?scheme",
}


def lines(store: pyoxigraph.Store, name: str) -> list[tuple[str, ...]]:
    """The lines of a breakdown of barriers, each after its concept, IRIs by their last piece."""
    counts = f"?o a ev:ConceptCount ; ev:ofKind ev:BarrierFinding ; ev:ofConcept ?c ; ev:{name} ?lines"
    query = f"SELECT ?c ?lines WHERE {{ GRAPH g:counts {{ {counts} }} }}"
    answer = store.query(PREFIXES + query)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    cells = [(row["c"].value, *line.split("\t")) for row in answer for line in row["lines"].value.split("\n")]
    return sorted(tuple(cell.rsplit("/", 1)[-1] for cell in row) for row in cells)


@pytest.mark.parametrize("name", BREAKDOWNS)
def test_breakdowns(store, name):
    by_query = f"SELECT ?c ?v (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {VIEW % 'BarrierFinding'} {BREAKDOWNS[name]} }} GROUP BY ?c ?v"
    assert [row[:3] for row in lines(store, name)] == rows(store, by_query) != []


def test_pairs(store):
    by_query = """SELECT ?a ?b (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ev:hinderedBy ?a, ?b } GROUP BY ?a ?b"""
    both_ways = {(*sorted(row[:2]), row[2]) for row in rows(store, by_query) if row[0] != row[1]}
    counted = lines(store, "besideConcepts")
    assert {(*sorted(row[:2]), row[2]) for row in counted} == both_ways
    assert len(counted) == len(both_ways), "each pair once"


def test_addressed(store):
    by_query = "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?f ev:evidenceFrom ?s ; ev:addresses ?c } GROUP BY ?c"
    assert rows(store, "SELECT ?c ?n WHERE { GRAPH g:counts { ?c ev:addressedIn ?n } }") == rows(store, by_query) != []


def test_small_reviews_carry_whole_counts_only(generate):
    found = [line for line in describe.quads(generate.evidence(20), generate.lexicon()) if line.endswith("/g/counts> .\n")]
    assert found
    assert len(found) == len(set(found))
    assert not [line for line in found if "#byCountry>" in line or "#besideConcepts>" in line]
