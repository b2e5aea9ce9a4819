"""The SPARQL 1.1 Protocol through the application, with the cases of the W3C where ../shared is."""

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient
from w3c import Manifest, protocol_tests

from kg.answers.limits import Limits
from kg.graph.build import publish
from kg.review import Review
from kg.serve.app import application
from kg.serve.service import Service

KASEI = "http://kasei.us/2009/09/sparql/data/data{}.rdf"


def served(folder, lines):
    """A service over a review whose graph holds some N-Quads lines."""
    review = Review.create(folder, "A served review")
    publish([list(lines)], review.graph)
    return Service(folder, Limits(seconds=3, answer=1_000_000), workers=2)


@pytest.fixture(scope="module")
def w3c_client(shared, tmp_path_factory):
    lines = []
    for number in (1, 2, 3):
        text = (shared / f"w3c/sparql11/protocol/data{number}.nt").read_text()
        graph = ox.NamedNode(KASEI.format(number))
        lines += [f"{quad.subject} {quad.predicate} {quad.object} {graph} .\n" for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)]
    with TestClient(application(served(tmp_path_factory.mktemp("w3c"), dict.fromkeys(lines)))) as client:
        yield client


def test_the_w3c_query_cases_pass_and_updates_are_refused(w3c_client, shared):
    queries = updates = 0
    for key, _, exchanges in protocol_tests(Manifest(shared / "w3c/sparql11/protocol/manifest.ttl")):
        for one in exchanges:
            answer = w3c_client.request(one.method, one.path, headers=dict(one.headers), content=one.body or None, follow_redirects=True)
            writes = b"update=" in one.body or "sparql-update" in str(one.headers)
            if writes and "bad" not in key:
                assert answer.status_code in (400, 415), key
                updates += 1
            elif "update" not in key or "bad" in key:
                assert {f"{answer.status_code // 100}xx", str(answer.status_code)} & set(one.statuses), (
                    key,
                    answer.status_code,
                    answer.text,
                )
                assert one.boolean is None or answer.json()["boolean"] is one.boolean, key
                queries += 1
    assert queries >= 20 + 7
    assert updates >= 7


LINES = [
    '<http://a/s> <http://a/p> "one" .\n',
    '<http://a/s> <http://a/p> "=two%25" <http://a/g> .\n',
]


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with TestClient(application(served(tmp_path_factory.mktemp("plain"), LINES))) as client:
        yield client


QUERY = "SELECT ?o { ?s ?p ?o }"


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/*", "text/csv; charset=utf-8"),
        ("text/csv;q=0.1, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/csv;q=0, text/*;q=0.5", "text/tab-separated-values; charset=utf-8"),
        ("application/json", "application/sparql-results+json"),
    ],
)
def test_quality_decides_the_form(client, accept, media):
    answer = client.get("/sparql", params={"query": QUERY}, headers={"accept": accept} if accept else {})
    assert answer.headers["content-type"] == media
    assert answer.headers["vary"] == "Accept"


def test_what_cannot_be_given_is_not_given(client):
    assert client.get("/sparql", params={"query": QUERY}, headers={"accept": "image/png"}).status_code == 406
    assert client.get("/sparql", params={"query": "ASK {}"}, headers={"accept": "text/turtle"}).status_code == 406


def test_three_ways_in_give_one_answer(client):
    ways = [
        client.get("/sparql", params={"query": QUERY}),
        client.post("/sparql", data={"query": QUERY}),
        client.post("/sparql", content=QUERY.encode(), headers={"content-type": "application/sparql-query; charset=utf-8"}),
    ]
    assert {way.text for way in ways} == {ways[0].text}
    assert "one" in ways[0].text


def test_head_and_options(client):
    head = client.head("/sparql", params={"query": QUERY})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(client.get("/sparql", params={"query": QUERY}).content))
    assert client.options("/sparql").headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert client.put("/sparql", content="x").status_code == 405


def test_literals_come_through_whole(client):
    text = 'ASK { GRAPH ?g { ?s ?p "=two%25" } }'
    assert client.get("/sparql", params={"query": text}).json()["boolean"]
    assert client.post("/sparql", data={"query": text}).json()["boolean"]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"url": "/sparql?query=%FF%FE"}, 400),
        ({"url": "/sparql?query=" + "ASK%7B%7D&query=ASK%7B%7D"}, 400),
        ({"url": "/sparql?query=SELEC"}, 400),
        ({"url": "/sparql", "params": {"query": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"}}, 400),
        ({"url": "/sparql", "params": {"query": "ASK {}", "default-graph-uri": "file:///etc/passwd"}}, 400),
        ({"url": "/sparql", "params": {"query": "SELECT * { SERVICE <http://a/> { ?s ?p ?o } }"}}, 400),
        ({"url": "/sparql", "params": {"update": "CLEAR ALL"}}, 400),
        ({"url": "/sparql", "params": {"query": "CLEAR ALL"}}, 400),
        ({"url": "/nowhere"}, 404),
        ({"url": "/questions/nowhere"}, 404),
        ({"url": "/questions/recurring-barriers?min=x"}, 400),
        ({"url": "/questions/recurring-barriers?most=1"}, 400),
        ({"url": "/../../etc/passwd"}, 404),
        ({"url": "/%2e%2e/%2e%2e/review.toml"}, 404),
    ],
)
def test_bad_requests_get_a_sentence(client, request_, status):
    answer = client.get(**request_)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].endswith((".", "?"))


def test_a_foreign_host_and_a_large_body_stay_outside(client):
    assert client.get("/health", headers={"host": "evil.example"}).status_code == 421
    large = client.post("/sparql", content=b"x" * 300_000, headers={"content-type": "application/sparql-query"})
    assert large.status_code == 413


def test_no_origin_may_read_unless_it_is_named(client, tmp_path):
    assert "access-control-allow-origin" not in client.get("/health", headers={"origin": "https://a.example"}).headers
    from kg.serve.service import Doors

    service = served(tmp_path, LINES)
    service.doors = Doors(origins=("https://a.example",))
    with TestClient(application(service)) as open_:
        assert open_.get("/health", headers={"origin": "https://a.example"}).headers["access-control-allow-origin"] == "https://a.example"
        assert "access-control-allow-origin" not in open_.get("/health", headers={"origin": "https://b.example"}).headers
        assert "access-control-allow-credentials" not in open_.get("/health", headers={"origin": "https://a.example"}).headers


def test_data_runs_nothing_in_a_browser(client):
    for path in ("/sparql?query=ASK%7B%7D", "/questions", "/health", "/metrics", "/.well-known/void"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'; sandbox" in headers["content-security-policy"]


def test_the_service_describes_itself(client):
    text = client.get("/sparql", headers={"accept": "application/n-triples"}).text
    assert "sparql-service-description#endpoint" in text
    assert "<http://a/g>" in text
    void = client.get("/.well-known/void").text
    assert "void:triples 1" in void
    assert client.get("/health").json()["quads"] == 2
    assert 'kg_requests_total{route="/sparql",status="200"}' in client.get("/metrics").text


def test_the_query_page_is_whole_and_loads_nothing_from_elsewhere(client):
    page = client.get("/query")
    assert "unsafe" not in page.headers["content-security-policy"]
    for name in ("query.js", "query.css"):
        assert f"/query/{name}" in page.text
        text = client.get(f"/query/{name}").text
        assert "innerHTML" not in text
        assert "http" not in text.replace("https://w3id.org/evidence-kg/", "")
    assert "style=" not in page.text
    assert "onclick" not in page.text


def test_a_new_build_is_taken_up(client, tmp_path):
    service = served(tmp_path, LINES)
    with TestClient(application(service)) as open_:
        assert len(open_.get("/sparql", params={"query": QUERY}).json()["results"]["bindings"]) == 1
        publish([[*LINES, '<http://a/s> <http://a/p> "three" .\n']], Review.open(tmp_path).graph)
        service._looked = 0
        assert len(open_.get("/sparql", params={"query": QUERY}).json()["results"]["bindings"]) == 2
        assert service.swaps == 1
