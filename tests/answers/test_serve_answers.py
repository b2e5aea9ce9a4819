"""What `kg serve` answers is what `kg ask` and `kg recur` answer, question by question."""

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

import queries
from kg.answers.ask import Graph
from kg.answers.table import show
from kg.graph.build import publish
from kg.review import Review
from kg.serve.app import application
from kg.serve.service import Service


@pytest.fixture(scope="module")
def both(made, tmp_path_factory):
    """A served review and its opened graph."""
    root = tmp_path_factory.mktemp("both")
    lines = [line + "\n" for line in made.dump(format=ox.RdfFormat.N_QUADS).decode().splitlines()]
    publish([lines], Review.create(root, "Made up").graph)
    with TestClient(application(Service(root, workers=1))) as client:
        yield client, Graph.of_review(root)


def test_every_question_of_the_shelf_answers_alike(both):
    client, graph = both
    for name, one in queries.shelf().items():
        if "CONSTRUCT" not in one.text:
            assert client.get(f"/questions/{name}?as=json").text == show(graph.ask(name).table(), "json") + "\n", name
    assert len(client.get("/questions").json()) == len(queries.shelf())


def test_parameters_and_forms_answer_alike(both):
    client, graph = both
    answer = client.get("/questions/recurring-barriers", params={"min": 4}, headers={"accept": "text/csv"})
    assert answer.text == show(graph.ask("recurring-barriers", min=4).table(), "csv") + "\n"
    several = {"determinant": ["determinant-3", "determinant-5"]}
    answer = client.get("/questions/quotes-of-a-determinant", params=several | {"as": "tsv"})
    assert answer.text == show(graph.ask("quotes-of-a-determinant", **several).table(), "tsv") + "\n"
    assert len(answer.text.splitlines()) > 5


def test_recurrence_answers_alike(both):
    client, graph = both
    answer = client.get("/recur?kind=facilitator&by=country&level=top&min=3&as=json")
    assert answer.text == show(graph.recur("facilitator", ["country"], 3, "top").table(), "json") + "\n"
    assert client.get("/recur?by=stakholder").json()["detail"].startswith("There is no dimension 'stakholder'; did you mean 'stakeholder'?")


def test_graphs_answer_alike(both):
    client, graph = both
    answer = client.get("/questions/web-annotations?study=made-000001&as=nt")
    asked = graph.asked("web-annotations", {"study": "made-000001"})
    assert sorted(answer.text.splitlines()) == sorted(graph.written(asked, "nt")[1].decode().splitlines()) != []


def test_the_openapi_names_every_question_and_the_graph_s_own_concepts(both):
    client, graph = both
    paths = client.get("/openapi.json").json()["paths"]
    assert {f"/questions/{name}" for name in queries.shelf()} <= set(paths)
    names = paths["/questions/quotes-of-a-determinant"]["get"]["parameters"][0]["schema"]["items"]["enum"]
    assert "determinant-3" in names
    assert graph.concepts.find("determinant-3", "determinant")
