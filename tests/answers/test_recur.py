"""Recurrence counts independent studies, says who and where, opens its quotes, and is the same from findings and from counts."""

import json

import pytest
from made import made_store

from kg.answers import counted, recur
from kg.answers.ask import Graph
from kg.answers.table import show
from kg.errors import BadQuery


@pytest.fixture(scope="module")
def example(draft):
    return Graph(draft, "the worked example")


@pytest.fixture(scope="module")
def graph(made):
    return Graph(made, "made up")


def test_the_worked_example_recurs_as_its_readers_say(example):
    rows = {row.label: row for row in example.recur()}
    assert set(rows) == {"Treatment and service capacity"}
    row = rows["Treatment and service capacity"]
    assert row.studies == ("butler-2022-total-systems-failure", "carroll-2023-police-paradox")
    assert (row.families, row.findings) == (2, 2)
    assert row.places == ("British Columbia", "Massachusetts")
    assert [quote.quote for quote in row.quotes] == [
        "inadequate treatment and housing resources",
        "poor local treatment and service capacity",
    ]


def test_themes_and_families(example):
    themes = example.recur(level="parent")
    assert len(themes) >= 6
    assert all(len(row.studies) >= 2 and row.quotes for row in themes)
    each = {row.label: (row.number, row.families) for row in example.recur("facilitator", level="parent")}
    assert each["Interagency collaboration"] == (3, 2)
    both = {row.label for row in example.recur("facilitator", min=3, level="parent")}
    once = {row.label for row in example.recur("facilitator", min=3, level="parent", families="once")}
    assert both == {"Interagency collaboration"}
    assert once == set()


def test_a_breakdown_keeps_what_recurs_as_a_whole(example):
    whole = {row.label: row for row in example.recur(level="top")}
    cells = example.recur(by=["stakeholder", "country"], level="top")
    assert {row.label for row in cells} == set(whole)
    assert any(row.number == 1 for row in cells)
    for row in cells:
        assert set(row.studies) <= set(whole[row.label].studies)
        assert len({quote.finding for quote in row.quotes}) == row.findings


def test_background_never_counts(example):
    quotes = {quote.quote for row in example.recur(min=1) for quote in row.quotes}
    assert "homelessness" in quotes
    assert not any("main responders to behavioural health concerns" in quote for quote in quotes)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"kind": "barier"}, "did you mean 'barrier'"),
        ({"by": ["stakholder"]}, "did you mean 'stakeholder'"),
        ({"level": "tops"}, "did you mean 'top'"),
        ({"families": "twice"}, "'each' or 'once'"),
    ],
)
def test_wrong_words_meet_the_nearest(example, words, says):
    with pytest.raises(BadQuery, match=says):
        example.recur(**words)


def test_json_holds_ids_and_quotes_and_text_stays_short(example):
    found = example.recur(level="parent")
    rows = json.loads(show(found.table(), "json"))
    assert all(len(row["study_ids"]) == row["studies"] and row["quotes"] for row in rows)
    assert found.brief().columns == ("barrier", "studies", "families", "findings", "said by", "where", "study ids")
    assert len(found.evidence()) == sum(row.findings for row in found)
    assert "<table>" in found._repr_html_()


@pytest.mark.parametrize("kind", ["barrier", "facilitator", "recommendation"])
@pytest.mark.parametrize(
    ("by", "level"), [((), "leaf"), ((), "parent"), ((), "top"), (("stakeholder",), "top"), (("country", "stakeholder"), "parent")]
)
@pytest.mark.parametrize("families", ["each", "once"])
def test_counts_made_at_build_say_what_the_findings_say(graph, kind, by, level, families):
    def cells(found):
        return [(row.label, row.by, row.number, row.families, row.findings) for row in found]

    assert counted.can(graph.select, kind, by, level)
    live = recur.recur(graph.select, graph.concepts, kind=kind, by=by, level=level, families=families)
    read = counted.recur(graph.select, graph.concepts, kind, by, 2, level, families)
    assert len(live) > 3
    assert sorted(cells(live)) == sorted(cells(read))
    assert [row.concept for row in live] == [row.concept for row in read]
    for one, other in zip(live, read, strict=True) if not by else ():
        assert set(other.studies) <= set(one.studies)


def test_pairs_and_gaps_are_the_same_from_counts_and_findings(graph):
    assert (
        counted.together(graph.select, graph.concepts, "barrier", 2).rows == recur.together(graph.select, graph.concepts, "barrier", 2).rows
    )
    few = Graph(made_store(5))
    generic = sorted((row["barrier"], row["studies"]) for row in few.ask("barriers-nobody-addresses"))
    assert sorted(few.gaps().rows) == generic
    assert generic


def test_a_small_review_counts_anew(example):
    assert not example.large
    assert len(example.gaps()) == 7
    small = Graph(made_store(20, large=1000))
    assert not small.large
    assert small.together().rows


def test_networks_carry_their_measures(graph):
    network = graph.network("study-determinant")
    assert {"label", "kind", "degree", "betweenness", "community"} <= set(next(iter(network.nodes(data=True)))[1])
    assert len({data["community"] for _, data in network.nodes(data=True)}) > 1
    again = graph.network("study-determinant")
    assert dict(network.nodes(data=True)) == dict(again.nodes(data=True))


def test_rdflib_sees_the_same_graph(graph):
    rows = list(graph.graph.query("SELECT (COUNT(?s) AS ?n) WHERE { ?s a <https://w3id.org/evidence-kg/ont#Study> }"))
    assert int(rows[0][0]) == 60


def test_results_turn_into_pandas_and_html(graph):
    result = graph.ask("recurring-barriers")
    frame = result.to_pandas()
    assert list(frame.columns) == ["barrier", "studies", "families", "findings"]
    assert frame["studies"].max() == next(iter(result))["studies"]
    assert "<script>" not in graph.ask('SELECT ("<script>" AS ?x) {}')._repr_html_()
    assert graph.recur().to_pandas()["studies"].min() >= 2
