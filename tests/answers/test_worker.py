"""A query of others runs in a process of its own: it ends at its limits, reaches no network, and takes nobody with it."""

import socket
import threading
import time

import pytest

from kg.answers.ask import Graph
from kg.answers.limits import Busy, LargeAnswer, Limits, Stopped
from kg.answers.pool import Pool
from kg.answers.worker import Request, Worker
from kg.errors import BadQuery
from kg.graph.build import current, publish
from kg.graph.stores import oxigraph
from kg.review import Review

LINES = [f"<http://a/s{n}> <http://a/p{n % 7}> <http://a/o{n % 31}> .\n" for n in range(1500)]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
SMALL = "SELECT ?s { ?s <http://a/p1> <http://a/o1> }"
LIMITS = Limits(seconds=1.0, memory=1 << 30, answer=100_000)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("worked")
    return publish([LINES], Review.create(root, "Worked").graph).folder / "store"


@pytest.fixture
def worker(folder):
    one = Worker(str(folder), LIMITS)
    yield one
    one.close()


def test_it_answers_as_the_engine_does(worker, folder):
    response = worker.ask(Request(SMALL, "tsv"))
    assert response.kind == "rows"
    assert len(response.body.splitlines()) == 8
    assert worker.ask(Request("ASK {}")).kind == "boolean"
    assert worker.ask(Request("CONSTRUCT WHERE { ?s <http://a/p1> <http://a/o1> }", graph_form="nt")).body.count(b"\n") == 7
    assert Graph(oxigraph.read(folder)).ask(SMALL).to_pandas().shape == (7, 1)


def test_time_is_kept_to(worker):
    start = time.monotonic()
    with pytest.raises(Stopped, match="stopped after 1 seconds"):
        worker.ask(Request(ENDLESS))
    assert time.monotonic() - start < 2
    assert not worker.alive


def test_memory_is_kept_to(folder):
    doubling = "SELECT (STRLEN(?a38) AS ?n) { BIND('aaaaaaaaaaaaaaaa' AS ?a0) "
    doubling += " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(38)) + " }"
    worker = Worker(str(folder), Limits(seconds=20, memory=700 << 20))
    try:
        with pytest.raises(Stopped, match="memory"):
            worker.ask(Request(doubling))
    finally:
        worker.close()


def test_a_large_answer_is_refused_whole_and_the_worker_lives(worker):
    with pytest.raises(LargeAnswer, match=r"larger than 0\.1 MB"):
        worker.ask(Request(LARGE))
    with pytest.raises(BadQuery, match="SERVICE"):
        worker.ask(Request("SELECT * { SERVICE <http://127.0.0.1:9/> {} }"))
    assert worker.alive
    assert worker.ask(Request(SMALL)).body


def test_it_has_no_network(worker):
    """Behind the gate stands a second wall: even a SERVICE that passed would reach nobody."""
    if worker.wall == "none":
        pytest.skip("this system lets no process cut its own network")
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as ear:
        ear.settimeout(1.0)
        port = ear.getsockname()[1]
        code = f"import kg.answers.sandbox as s, socket; s.enclose(); socket.create_connection(('127.0.0.1', {port}), 1)"
        import subprocess
        import sys

        from kg.answers.sandbox import environment

        done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, check=False)
        assert done.returncode != 0
        try:
            heard.append(ear.accept())
        except TimeoutError:
            assert not heard


def test_long_queries_leave_the_fast_places_free(folder):
    pool = Pool(str(folder), limits=Limits(seconds=10), fast=1, slow=2, long=0.3)
    ends = []

    def endless(client):
        try:
            pool.ask(Request(ENDLESS), client)
        except (Stopped, Busy) as wrong:
            ends.append(type(wrong).__name__)

    try:
        pool.warm()
        crowd = [threading.Thread(target=endless, args=("a",)) for _ in range(3)]
        for one in crowd:
            one.start()
        time.sleep(0.1)
        for _ in range(5):
            assert pool.ask(Request(SMALL), "b").body
        assert "Stopped" not in ends, "the long query still runs, and others were answered beside it"
        for one in crowd:
            one.join()
        assert sorted(ends) == ["Busy", "Busy", "Stopped"], "a client holds one of two places for long queries"
        assert pool.running == 0
        assert pool.ask(Request(SMALL), "a").body
    finally:
        pool.close()


def test_a_pool_takes_up_a_new_build(folder):
    graph = folder.parents[2]
    pool = Pool(str(folder), limits=LIMITS, fast=2)
    try:
        assert pool.ask(Request("ASK { <http://b/s> ?p ?o }", "csv")).body == b"false\n"
        publish([[*LINES, "<http://b/s> <http://b/p> <http://b/o> .\n"]], graph)
        pool.folder = str(current(graph).folder / "store")
        assert pool.ask(Request("ASK { <http://b/s> ?p ?o }", "csv")).body == b"true\n"
    finally:
        pool.close()
