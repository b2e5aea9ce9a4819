"""Every question of the shelf answers alike in two engines, names its columns, and keeps its defaults inside its SPARQL."""

import re

import pyoxigraph as ox
import pytest
import rdflib

import queries
from kg.answers.ask import Graph
from kg.answers.lexer import tokens
from kg.answers.question import find
from kg.errors import BadQuery, UnknownConcept

#: Questions of the draft's own whose answer on the worked example is known: rows, and words that must stand in them.
KNOWN = {
    "recurring-barriers": (1, "Treatment and service capacity"),
    "recurring-barrier-themes": (7, "System configuration and responsibility"),
    "independent-recurrence": (10, "Mutual familiarity"),
    "recurring-facilitators": (3, "Interagency collaboration"),
    "barriers-of-one-study": (9, "Poverty"),
    "opposite-poles": (1, "Clarity of organisational policy and guidance"),
    "human-and-machine": (4, "people only"),
    "duplicate-records": (1, "doi-10.1186-s12954-022-00629-1"),
    "cfir-domains": (9, ""),
    "studies": (4, "Carroll 2023"),
}


def plain(term):
    """A term as text that two engines write alike."""
    if term is None:
        return ""
    text = str(term.value if hasattr(term, "value") and not isinstance(term, rdflib.term.Identifier) else term)
    return re.sub(r"\+00:00$", "Z", text)


@pytest.fixture(scope="module")
def graph(draft):
    return Graph(draft, "the worked example")


@pytest.fixture(scope="module")
def dataset(draft):
    both = rdflib.Dataset()
    both.parse(data=draft.dump(format=ox.RdfFormat.N_QUADS).decode(), format="nquads")
    return both


@pytest.mark.parametrize("name", list(queries.shelf()))
def test_two_engines_answer_alike(name, graph, dataset):
    text = queries.shelf()[name].text.replace("-paradox-qualitative", "-paradox")  # the draft's key of that study
    ours = graph.store.query(text)
    if isinstance(ours, ox.QueryTriples):
        theirs = dataset.query(text)
        assert len(set(map(str, ours))) == len(set(theirs)) > 0
        return
    columns = [variable.value for variable in ours.variables]
    mine = [tuple(plain(term) for term in row) for row in ours]
    other = [tuple(plain(row[place]) for place in range(len(columns))) for row in dataset.query(text)]
    assert mine == other, "the two engines differ in rows or in their order"
    rows, words = KNOWN.get(name, (None, ""))
    assert rows is None or len(mine) == rows
    assert words in str(mine)


@pytest.mark.parametrize("name", list(queries.shelf()))
def test_a_question_says_what_it_is(name):
    one = queries.shelf()[name]
    assert one.title.endswith("?") or "CONSTRUCT" in one.text
    assert one.shows.endswith(".")
    for given in one.given:
        words = [token.text for token in tokens(one.text)]
        blocks = [words[n + 1] for n, word in enumerate(words) if word == "VALUES"]
        assert f"?{given.name}" in blocks, "the default must stand in the query, so that any engine runs it as it is"
    assert "SELECT DISTINCT" not in one.text.split("{", 1)[1], "rdflib evaluates such a join in full"


def test_the_default_in_the_header_is_the_default_in_the_query(graph):
    for name, one in queries.shelf().items():
        if one.given and "CONSTRUCT" not in one.text:
            given = {each.name: each.default for each in one.given}
            assert graph.ask(name, **given).terms == graph.ask(name).terms, name


def test_parameters_change_the_answer(graph):
    assert len(graph.ask("recurring-barriers", min=1)) > 10
    assert len(graph.ask("recurring-barriers", min=3)) == 0
    quotes = {row["quote"] for row in graph.ask("quotes-of-a-determinant", determinant=["drug-laws", "Poverty"])}
    assert quotes == {"Harmful drug laws", "structural vulnerabilities such as poverty"}


def test_a_parameter_is_a_term_and_never_text(graph):
    assert len(graph.ask("provenance-of-a-quote", quote='x" } DELETE { ?s ?p ?o } #')) == 0
    with pytest.raises(BadQuery, match="whole number"):
        graph.ask("recurring-barriers", min="2 } UNION { ?a ?b ?c")


def test_wrong_words_meet_the_nearest(graph):
    with pytest.raises(UnknownConcept, match="treatment-capacity"):
        graph.ask("quotes-of-a-determinant", determinant="treatment-capcity")
    with pytest.raises(BadQuery, match="has no parameter 'most'; it has min"):
        graph.ask("recurring-barriers", most=2)
    with pytest.raises(BadQuery, match="nearest are recurring-barriers"):
        find("recuring-barriers")


def test_free_queries_take_parameters(graph):
    rows = graph.ask("SELECT ?f WHERE { ?f ev:determinant ?d }", d="det:poverty")
    assert len(rows) == 1
    assert (
        len(graph.ask("CONSTRUCT { ?f ev:quote ?q } WHERE { ?f ev:determinant ?d ; ev:quote ?q }", d=["det:poverty", "det:drug-laws"])) == 2
    )
    with pytest.raises(BadQuery, match="cannot be bound"):
        graph.ask("SELECT * { SELECT ?f WHERE { ?f ev:determinant ?d } }", d="det:poverty")
    assert len(graph.ask("SELECT ?f WHERE { VALUES ?d { det:funding } ?f ev:determinant ?d }", d="det:poverty")) == 1


def test_headers_that_are_not_understood_name_their_line():
    with pytest.raises(BadQuery, match="line 1: write '#\\+ given: NAME TYPE DEFAULT'"):
        find("#+ given: x colour red\nSELECT * { ?s ?p ?o }")
