"""Talking to a SPARQL 1.1 server: questions, whole answers or none, and graphs put in their place."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph

from harvest.errors import BrokenAnswer, Unreachable
from kg.errors import BadQuery, BadReview, OutsideError, OverLimit
from kg.graph import nquads

if TYPE_CHECKING:
    import requests

ROWS, TRIPLES = "application/sparql-results+json", "application/n-triples, text/turtle;q=0.5"
_NO_WORDS = re.compile(r"""<[^<>"{}|^`\\\s]*>|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[\w.-]*:[\w.-]*|#[^\n]*""")
_FORM = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.I)
#: Seconds to connect, and to wait for the next piece of an answer: longer than servers let a question run.
TIMEOUT = (10, 600)


class Server:
    """One server: where it answers, where graphs are put, and the login it was given."""

    def __init__(self, address: str, graph_store: str = "", login: str = "", seconds: float = TIMEOUT[1]) -> None:
        self.address = address
        self.graph_store = graph_store
        self.login = login
        self.seconds = seconds

    def ask(
        self, query: str, default_graphs: list[str], named_graphs: list[str]
    ) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples:
        """The answer to a question, only when it is whole."""
        fields = [("query", query)]
        fields += [("default-graph-uri", one) for one in default_graphs] + [("named-graph-uri", one) for one in named_graphs]
        accepted = TRIPLES if form(query) in ("CONSTRUCT", "DESCRIBE") else ROWS
        answer = self._send("POST", self.address, data=fields, headers={"Accept": accepted})
        if answer.status_code == 400:
            raise BadQuery(f"The server at {self.address} refuses the question: {_first_line(answer.text)}")
        self._expect(answer, "answer the question")
        if answer.headers.get("X-SQL-State", "").startswith("S1TAT") or "X-SPARQL-MaxRows" in answer.headers:
            raise BrokenAnswer(f"The server at {self.address} cut its answer at a limit of its own; ask for less, or raise its limit.")
        return self._parsed(answer)

    def _parsed(self, answer: "requests.Response") -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples:
        kind = answer.headers.get("Content-Type", "").split(";")[0].strip()
        try:
            if kind in ("application/sparql-results+json", "application/json"):
                whole = json.loads(answer.content)
                return pyoxigraph.parse_query_results(_modern(whole), format=pyoxigraph.QueryResultsFormat.JSON)
            format = pyoxigraph.RdfFormat.from_media_type(kind)
            if format is None:
                raise BrokenAnswer(f"The server at {self.address} answers in {kind or 'no format'}, which is not what SPARQL 1.1 says.")
            store = pyoxigraph.Store()
            store.load(answer.content, format)
            triples = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
            assert isinstance(triples, pyoxigraph.QueryTriples)
            return triples
        except (ValueError, SyntaxError, KeyError, TypeError, AttributeError) as wrong:
            raise BrokenAnswer(f"The server at {self.address} gave an answer that is cut or malformed ({wrong}); ask again.") from wrong

    def asked(self, query: str) -> bool:
        """The answer to a yes-or-no question."""
        answer = self.ask(query, [], [])
        assert isinstance(answer, pyoxigraph.QueryBoolean)
        return bool(answer)

    def is_empty(self) -> bool:
        """Whether neither the default graph nor a named one holds anything."""
        return not self.asked("ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")

    def graphs(self, prefix: str) -> set[str]:
        """Names of the graphs that begin with a prefix."""
        query = f'SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{prefix}")) }}'
        answer = self.ask(query, [], [])
        assert isinstance(answer, pyoxigraph.QuerySolutions)
        return {row["g"].value for row in answer}

    def put_dataset(self, lines: Path) -> bool:
        """Replace everything the server holds in one request; False where it only takes one graph at a time."""
        with lines.open("rb") as body:
            answer = self._send("PUT", self._graphs_at(), data=body, headers={"Content-Type": "application/n-quads"})
        if answer.status_code in (401, 403):
            self._expect(answer, "take the graph")
        return answer.ok and "html" not in answer.headers.get("Content-Type", "")  # Virtuoso: 200 and a page about itself

    def put_graph(self, name: str, triples: bytes) -> None:
        """Replace one graph."""
        headers = {"Content-Type": "application/n-triples"}
        answer = self._send("PUT", self._graphs_at(), params={"graph": name}, data=triples, headers=headers)
        if answer.status_code in (415, 500):  # Virtuoso knows N-Triples as Turtle only
            headers = {"Content-Type": "text/turtle"}
            answer = self._send("PUT", self._graphs_at(), params={"graph": name}, data=triples, headers=headers)
        self._expect(answer, f"take the graph {name}")

    def delete_graph(self, name: str) -> None:
        """Delete one graph; one that is gone already is no fault."""
        answer = self._send("DELETE", self._graphs_at(), params={"graph": name})
        if answer.status_code != 404:
            self._expect(answer, f"delete the graph {name}")

    def _graphs_at(self) -> str:
        if not self.graph_store:
            raise BadReview('A remote store that is built into needs graph_store = "http://host:port/store" in [store] of review.toml.')
        return self.graph_store

    def _send(self, method: str, url: str, **more: Any) -> "requests.Response":
        import requests
        from requests.auth import HTTPBasicAuth, HTTPDigestAuth

        wait = (min(TIMEOUT[0], self.seconds), self.seconds)
        try:
            answer = requests.request(method, url, timeout=wait, **more)
            if answer.status_code == 401 and self.login:
                user, _, password = self.login.partition(":")
                digest = answer.headers.get("WWW-Authenticate", "").lower().startswith("digest")
                if hasattr(more.get("data"), "seek"):
                    more["data"].seek(0)
                auth = HTTPDigestAuth(user, password) if digest else HTTPBasicAuth(user, password)
                answer = requests.request(method, url, auth=auth, timeout=wait, **more)
        except requests.ReadTimeout as wrong:
            told = (
                f"The server at {url} was waited for {self.seconds:g} seconds and gave no answer; make the question narrower or add LIMIT."
            )
            raise OverLimit(told) from wrong
        except requests.RequestException as wrong:
            raise Unreachable(f"The server at {url} cannot be reached ({type(wrong).__name__}); start it, or correct [store].") from wrong
        return answer

    def _expect(self, answer: "requests.Response", what: str) -> None:
        if not answer.ok:
            hint = "; set KG_STORE_LOGIN to user:password" if answer.status_code in (401, 403) else ""
            said = _first_line(answer.text)
            raise OutsideError(f"The server at {answer.url.split('?')[0]} did not {what} (HTTP {answer.status_code}: {said}){hint}.")


def bare(query: str) -> str:
    """A question without its names, strings and comments: what is left are its words and signs."""
    return _NO_WORDS.sub(" ", query)


def form(query: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE: the first of these words that is not part of a name, a string or a comment."""
    found = _FORM.search(bare(query))
    return found[1].upper() if found else ""


def _modern(whole: Any) -> bytes:
    """The results as SPARQL 1.1 writes them: Virtuoso 7 still says `typed-literal`, and `1` for true."""
    if whole["head"].get("vars") == ["__ASK_RETVAL"]:
        whole["boolean"] = any(row["__ASK_RETVAL"]["value"] == "1" for row in whole["results"]["bindings"])
    if "boolean" in whole:
        return json.dumps({"head": {}, "boolean": whole["boolean"]}).encode()
    for row in whole["results"]["bindings"]:
        for term in row.values():
            if term["type"] == "typed-literal":
                term["type"] = "literal"
            if term.get("datatype") == f"{nquads.XSD}boolean":
                term["value"] = {"1": "true", "0": "false"}.get(term["value"], term["value"])
    return json.dumps(whole).encode()


def _first_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[0][:200] if lines else "no reason given"
