"""Stores on a server: the same graph there as in a folder, nothing foreign overwritten, and no answer that is not whole.

`oxigraph serve` (PyPI, a test dependency) runs for every test run; Virtuoso (Debian: virtuoso-opensource) needs the marker `servers`.
"""

import http.server
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest

from harvest.errors import BrokenAnswer, Unreachable
from kg.errors import BadQuery, BadReview
from kg.graph import build, dataset, open_store
from kg.graph.export import lines
from kg.graph.server import Server, form
from kg.graph.stores.remote import RemoteStore
from kg.review import Review

QUESTION = """PREFIX ev: <https://w3id.org/evidence-kg/ont#> PREFIX g: <https://w3id.org/evidence-kg/g/>
SELECT ?who (COUNT(DISTINCT ?f) AS ?n) WHERE {
  GRAPH g:meta { ?g a ev:CodingGraph ; ev:priority ?who } GRAPH ?g { ?f ev:quote ?q } ?f a ev:Finding }
GROUP BY ?who ORDER BY ?who"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def started(command: list[str], url: str, folder: Path) -> subprocess.Popen[bytes]:
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return server
        except urllib.error.HTTPError as answered:
            answered.close()
            return server
        except OSError:
            assert server.poll() is None, f"{command[0]} ended"
            time.sleep(0.1)
    raise AssertionError(f"{command[0]} does not answer")


@pytest.fixture
def oxigraph(tmp_path) -> Iterator[dict[str, str]]:
    program = Path(sys.executable).with_name("oxigraph")
    command = str(program) if program.exists() else shutil.which("oxigraph")
    assert command, "the test dependency `oxigraph` brings this program"
    address = f"127.0.0.1:{free_port()}"
    server = started([command, "serve", "--location", str(tmp_path / "served"), "--bind", address], f"http://{address}/", tmp_path)
    with server:
        yield {"kind": "remote", "address": f"http://{address}/query", "graph_store": f"http://{address}/store"}
        server.kill()


VIRTUOSO = """[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
[TempDatabase]
DatabaseFile = v-temp.db
TransactionFile = v-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CheckpointInterval = 0
NumberOfBuffers = 4000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
Charset = UTF-8
"""


@pytest.fixture
def virtuoso(tmp_path, monkeypatch) -> Iterator[dict[str, str]]:
    command = shutil.which("virtuoso-t")
    assert command, "install virtuoso-opensource to run the tests marked `servers`"
    port = free_port()
    (tmp_path / "v.ini").write_text(VIRTUOSO.format(sql=free_port(), http=port))
    server = started([command, "+foreground", "+configfile", "v.ini"], f"http://127.0.0.1:{port}/sparql", tmp_path)
    monkeypatch.setenv("KG_STORE_LOGIN", "dba:dba")
    with server:
        base = f"http://127.0.0.1:{port}"
        yield {"kind": "remote", "address": f"{base}/sparql", "graph_store": f"{base}/sparql-graph-crud-auth"}
        server.kill()


@pytest.fixture(params=["oxigraph", pytest.param("virtuoso", marks=pytest.mark.servers)])
def server(request) -> dict[str, str]:
    settings: dict[str, str] = request.getfixturevalue(request.param)
    return settings


def rows(store, query: str) -> list[list[str]]:
    return [[term.value for term in row] for row in store.query(query)]


def test_a_server_holds_the_same_graph_as_a_folder_and_answers_alike(tmp_path, evidence, lexicon, server):
    review = Review.create(tmp_path / "review")
    for _ in range(2):  # the second build replaces the first
        built = build.build(evidence, lexicon, review.graph, settings=server)
    build.build(evidence, lexicon, tmp_path / "here" / "graph")
    here, there = open_store(tmp_path / "here"), open_store(review)
    assert built.quads == len(here) == len(there)
    assert lines(there) == lines(here)
    assert rows(there, QUESTION) == rows(here, QUESTION) != []
    yes = there.query("ASK { ?s ?p ?o }")
    assert isinstance(yes, pyoxigraph.QueryBoolean)
    assert yes
    assert not there.query("ASK { ?s <http://x.org/none> ?o }")
    built_triples = there.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3")
    assert len([one.predicate for one in built_triples]) == 3
    with pytest.raises(BadQuery, match="refuses the question"):
        there.query("SELECT nonsense")
    answer = dataset(review).query("PREFIX ev: <https://w3id.org/evidence-kg/ont#> SELECT (COUNT(*) AS ?n) WHERE { ?f a ev:Finding }")
    assert [int(row[0]) for row in answer] == [6]


def test_a_smaller_graph_leaves_nothing_of_the_larger_one(tmp_path, evidence, lexicon, server):
    import dataclasses

    review = Review.create(tmp_path / "review")
    build.build(evidence, lexicon, review.graph, settings=server)
    built = build.build(dataclasses.replace(evidence, codings=()), lexicon, review.graph, settings=server)
    assert len(open_store(review)) == built.quads
    assert not [line for line in lines(open_store(review)) if "/g/coding/" in line]


def test_data_of_others_are_never_overwritten(tmp_path, evidence, lexicon, oxigraph):
    foreign = urllib.request.Request(
        oxigraph["graph_store"] + "?default", b"<http://x.org/a> <http://x.org/b> 1 .", {"Content-Type": "text/turtle"}, method="PUT"
    )
    urllib.request.urlopen(foreign).close()
    built = build.build(evidence, lexicon, tmp_path / "graph", settings=oxigraph)
    assert len(rows(RemoteStore(Server(oxigraph["address"])), "SELECT * WHERE { ?s ?p ?o }")) == 1
    store = open_store(tmp_path)
    assert len(store) == built.quads
    assert len(rows(store, QUESTION)) == 3


def test_a_server_that_is_not_there_is_a_sentence(tmp_path, evidence, lexicon):
    gone = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(Unreachable, match="cannot be reached"):
        build.build(evidence, lexicon, tmp_path / "graph", settings={"kind": "remote", "address": gone, "graph_store": gone})
    with pytest.raises(BadReview, match="address = "):
        build.build(evidence, lexicon, tmp_path / "graph", settings={"kind": "remote"})


#: Path -> media type and body of an answer that claims to be a good one.
ANSWERS = {
    "/cut": ("application/sparql-results+json", b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"uri","val'),
    "/page": ("text/html", b"<html>Please log in</html>"),
    "/other": ("application/sparql-results+json", b'{"error": "no"}'),
    "/triples": ("application/n-triples", b"<http://x.org/a> <http://x.org/b> <http://x.or"),
}


class Lying(http.server.BaseHTTPRequestHandler):
    """Answers 200 with whatever the path asks for."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        kind, body = ANSWERS[self.path]
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize("path", ANSWERS)
def test_an_answer_that_is_not_whole_is_no_answer(path):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Lying) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        store = RemoteStore(Server(f"http://127.0.0.1:{server.server_port}{path}"))
        with pytest.raises(BrokenAnswer):
            list(store.query("SELECT * WHERE { ?s ?p ?o }"))
        server.shutdown()


def test_the_form_of_a_question_is_told_apart_from_words_in_it():
    asked = 'PREFIX a: <http://x.org/select#> # ask\nCONSTRUCT { ?s ?p "select" } WHERE { ?s ?p ?o }'
    assert form(asked) == "CONSTRUCT"
    assert form("PREFIX select: <http://x.org/> ASK { ?s select:describe ?o }") == "ASK"


def test_every_question_of_the_shelf_and_recurrence_are_answered_alike(tmp_path, server):
    import kg
    import queries
    from kg import sample, walk
    from kg.tally import Tally

    files = sample.lay_out(tmp_path / "here")
    review = Review.open(tmp_path / "here")
    list(walk.keep_files(review, files, Tally("keep")))
    gathered = walk.gather(review)
    walk.build(review, gathered)
    sample.lay_out(tmp_path / "there")
    with (tmp_path / "there" / "review.toml").open("a", encoding="utf-8") as toml:
        toml.write("\n[store]\n" + "".join(f'{name} = "{said}"\n' for name, said in server.items()))
    walk.build(Review.open(tmp_path / "there"), gathered)
    here, there = kg.open(tmp_path / "here"), kg.open(tmp_path / "there")
    for name in queries.shelf():
        mine, theirs = here.ask(name), there.ask(name)
        assert theirs.terms == mine.terms, name
        assert set(theirs.triples or ()) == set(mine.triples or ()), name
    assert there.recur(level="parent") == here.recur(level="parent")
    assert there.recur("facilitator", by=["stakeholder", "country"]) == here.recur("facilitator", by=["stakeholder", "country"])
    assert there.gaps().rows == here.gaps().rows != ()
    assert there.candidate_graphs() == ()
    with pytest.raises(BadQuery, match=r"no graph <https://w3id\.org/evidence-kg/g/none>"):
        there.ask("SELECT * FROM <https://w3id.org/evidence-kg/g/none> { ?s ?p ?o }")
    shutil.rmtree(tmp_path / "there" / "graph")  # as a colleague sees it, who never built
    assert kg.open(tmp_path / "there").recur() == here.recur()
