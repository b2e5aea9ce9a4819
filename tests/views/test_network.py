"""The graph as data: every finding an edge, places fixed and the same, nothing of others' words where pyvis would run it."""

from math import hypot

from bench.invent import review
from kg.page.gathered import Gathered
from kg.page.network import SPACING, layout, linked, network, to_pyvis


def test_every_finding_is_an_edge_of_its_own() -> None:
    gathered = review(30, determinants=12)
    graph = network(gathered)
    assert graph.number_of_edges() == sum(len(one.concepts) for one in linked(gathered))
    assert any(graph.number_of_edges(start, end) > 1 for start, end in graph.edges())
    made = to_pyvis(graph)
    assert len(made.edges) == graph.number_of_edges(), "pyvis drops parallel edges of undirected networks"
    assert len(made.nodes) == graph.number_of_nodes()


def test_nodes_stand_still_and_carry_no_titles() -> None:
    made = to_pyvis(network(review(10, determinants=8, words=lambda number, text: f'<img src=x onerror="hit({number})"> href')))
    assert all("title" not in node and node["physics"] is False and isinstance(node["x"], int) for node in made.nodes)


def test_places_are_the_same_in_every_build_and_apart() -> None:
    first, second = layout(review(300, determinants=40)), layout(review(300, determinants=40))
    assert first == second
    spots = [(place.x, place.y) for place in first.studies.values()]
    assert len(set(spots)) == len(spots) == 300
    assert min(hypot(x - u, y - v) for at, (x, y) in enumerate(spots) for u, v in spots[:at]) >= SPACING * 0.99


def test_a_new_study_moves_no_determinant_and_few_studies() -> None:
    before = review(200, determinants=30)
    after = Gathered(before.title, before.studies, tuple(one for one in before.findings if one.study != "study-200"), before.concepts)
    with_it, without = layout(before), layout(after)
    assert {key: place for key, place in with_it.concepts.items() if key in without.concepts} == without.concepts
    moved = [key for key, place in without.studies.items() if key != "study-200" and place != with_it.studies[key]]
    assert len(moved) <= 10


def test_studies_stand_inside_the_ring() -> None:
    placed = layout(review(800, determinants=20))
    assert all(hypot(place.x, place.y) < placed.radius for place in placed.studies.values())
    assert all(abs(hypot(place.x, place.y) - placed.radius) < 1 for place in placed.concepts.values())
