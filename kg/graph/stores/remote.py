"""A SPARQL 1.1 server of your own: the build is pushed to it, questions are asked of it (query, graph store protocol; W3C 2013).

    [store]
    kind = "remote"
    address = "http://127.0.0.1:7878/query"       where questions go
    graph_store = "http://127.0.0.1:7878/store"   where the graph is put

A login, if the server wants one, is read from `KG_STORE_LOGIN` (`user:password`), never stored and never shown. Where a server takes a
whole dataset in one request (Oxigraph, Fuseki), the new graph replaces the old one at once. Where it takes graphs only (Virtuoso), or
holds data of others, our graphs are replaced one after the other, provenance last, the current view goes into the graph `g/view`, and
each question names it as its default graph and the others as those that `GRAPH ?g` ranges over. Virtuoso is told them in the question
(its DEFINE), for it answers names told by the protocol with a header each, and clients give up at a hundred headers.

Where a colleague built, the address alone is enough: the graph is found on the server.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph

from kg.errors import BadQuery, BadReview, NotBuilt
from kg.graph import names
from kg.graph.server import Server, bare

FACTS = "remote.json"
VIEW = f"{names.GRAPHS}view"
_GRAPH = re.compile(r"(?<![?$])\bGRAPH\b", re.I)
_FROM = re.compile(r"(?<![?$])\bFROM\b", re.I)


def write(folder: Path, blocks: Iterable[list[str]], settings: Mapping[str, Any] | None = None) -> int:
    """Push the lines to the server, count what it then holds, and keep where it is."""
    stated = dict(settings or {})
    server = Server(_address(stated), str(stated.get("graph_store", "")), os.environ.get("KG_STORE_LOGIN", ""))
    folder.mkdir()
    lines = folder / "pushed.nq"
    with lines.open("w", encoding="utf-8", newline="\n") as file:
        for block in blocks:
            file.writelines(block)
    graphs: list[str] = []
    if _strangers(server) or not server.put_dataset(lines):
        graphs = _put_graphs(server, lines)
    lines.unlink()
    facts = {"address": server.address, "graphs": graphs, "defines": _defines(server, graphs)}
    (folder / FACTS).write_text(json.dumps(facts) + "\n", encoding="utf-8")
    return len(read(folder, stated))


def read(folder: Path, settings: Mapping[str, Any] | None = None) -> "RemoteStore":
    """The server the build was pushed to; nothing is asked of it yet."""
    facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    return RemoteStore(Server(facts["address"], "", os.environ.get("KG_STORE_LOGIN", "")), facts["graphs"], bool(facts.get("defines")))


def found(settings: Mapping[str, Any]) -> "RemoteStore":
    """The graph that somebody else built on the server; raises `NotBuilt` where there is none."""
    server = Server(_address(settings), "", os.environ.get("KG_STORE_LOGIN", ""))
    graphs = sorted(server.graphs(names.GRAPHS))
    if names.META not in graphs:
        raise NotBuilt(f"The server at {server.address} holds no graph of a review yet; run 'kg build' first.")
    ours = graphs if VIEW in graphs else []
    return RemoteStore(server, ours, _defines(server, ours))


class RemoteStore:
    """What is used of a `pyoxigraph.Store` for reading, answered by a server."""

    def __init__(self, server: Server, graphs: Sequence[str] = (), defines: bool = False) -> None:
        self._server = server
        self._ours = [name for name in graphs if name != VIEW]
        self._view = VIEW if graphs else ""
        self._defines = defines

    @property
    def address(self) -> str:
        """Where questions go."""
        return self._server.address

    def within(self, seconds: float) -> "RemoteStore":
        """The same store, whose server is waited for no longer than this for each answer."""
        server = Server(self._server.address, self._server.graph_store, self._server.login, seconds)
        return RemoteStore(server, [*self._ours, VIEW] if self._view else (), self._defines)

    def query(
        self,
        query: str,
        *,
        base_iri: str | None = None,
        prefixes: Mapping[str, str] | None = None,
        default_graph: Any = None,
        named_graphs: Any = None,
        **_: Any,
    ) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples:
        """Ask a question; raises `BadQuery`, `Unreachable` or `BrokenAnswer` in a sentence."""
        head = f"BASE <{base_iri}> " if base_iri else ""
        head += "".join(f"PREFIX {name}: <{iri}> " for name, iri in (prefixes or {}).items())
        words = bare(query)
        named = [one.value for one in named_graphs or ()]
        if default_graph is None and not named and _FROM.search(words):
            return self._server.ask(head + query, [], [])  # it names its graphs itself
        if not named and self._view and _GRAPH.search(words):
            named = self._ours  # a question that names its default graph sees no other graph but those it names too
        default = self._graphs(default_graph)
        if self._defines:
            return self._server.ask(_defined(default, named) + head + query, [], [])
        return self._server.ask(head + query, default, named)

    def _graphs(self, asked: Any) -> list[str]:
        """The graphs a question is put to by default: the view by its name, where the server has it under one."""
        if asked is None:
            return [self._view] if self._view else []
        several = list(asked) if isinstance(asked, list | tuple | set) else [asked]
        if not self._view and any(isinstance(one, pyoxigraph.DefaultGraph) for one in several):
            if len(several) == 1:
                return []
            raise BadReview(
                "This server cannot be asked for candidates together with the current view; build into a store of your own for that "
                "(take [store] out of review.toml)."
            )
        return [self._view if isinstance(one, pyoxigraph.DefaultGraph) else one.value for one in several]

    def contains_named_graph(self, graph_name: pyoxigraph.NamedNode) -> bool:
        """Whether there is such a graph."""
        if self._view:
            return graph_name.value in self._ours
        return self._server.asked(f"ASK {{ GRAPH {graph_name} {{ ?s ?p ?o }} }}")

    def named_graphs(self) -> Iterator[pyoxigraph.NamedNode]:
        """The names of the graphs, the view not among them."""
        return map(pyoxigraph.NamedNode, self._ours or sorted(self._server.graphs(names.GRAPHS)))

    def quads_for_pattern(self, subject: Any, predicate: Any, object: Any, graph_name: Any = None) -> Iterator[pyoxigraph.Quad]:
        """Quads that fit; `None` fits anything."""
        terms = dict(zip(("s", "p", "o"), (subject, predicate, object), strict=True))
        pattern = " ".join(str(term) if term is not None else f"?{name}" for name, term in terms.items())
        chosen = " ".join(f"({term} AS ?{name})" for name, term in terms.items() if term is not None)
        free = " ".join(f"?{name}" for name, term in terms.items() if term is None)
        if graph_name is None or isinstance(graph_name, pyoxigraph.DefaultGraph):
            for row in self._rows(f"SELECT {free} {chosen} WHERE {{ {pattern} }}"):
                yield pyoxigraph.Quad(row["s"], row["p"], row["o"])
        if graph_name is None or isinstance(graph_name, pyoxigraph.NamedNode):
            graph = str(graph_name) if graph_name is not None else "?g"
            where = f'GRAPH {graph} {{ {pattern} }} FILTER(STRSTARTS(STR({graph}), "{names.GRAPHS}") && STR({graph}) != "{VIEW}")'
            for row in self._rows(f"SELECT {free} {chosen} {'?g' if graph_name is None else f'({graph} AS ?g)'} WHERE {{ {where} }}"):
                yield pyoxigraph.Quad(row["s"], row["p"], row["o"], row["g"])

    def _rows(self, query: str) -> Iterator[pyoxigraph.QuerySolution]:
        answer = self.query(query)
        assert isinstance(answer, pyoxigraph.QuerySolutions)
        return iter(answer)

    def __len__(self) -> int:
        ours = f'FILTER(STRSTARTS(STR(?g), "{names.GRAPHS}") && STR(?g) != "{VIEW}")'
        named = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {ours} }}"
        return sum(int(next(self._rows(query))["n"].value) for query in ("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", named))


def _address(settings: Mapping[str, Any]) -> str:
    address = str(settings.get("address", ""))
    if not address.startswith(("http://", "https://")):
        raise BadReview('A remote store needs its address: add address = "http://host:port/query" to [store] in review.toml.')
    return address


def _defines(server: Server, graphs: Sequence[str]) -> bool:
    """Whether the server takes the graphs of a question by DEFINE, as Virtuoso does."""
    try:
        return bool(graphs) and server.asked(_defined([VIEW], []) + "ASK { ?s ?p ?o }")
    except BadQuery:
        return False


def _defined(default: Sequence[str], named: Sequence[str]) -> str:
    """The graphs of a question in the words of Virtuoso."""
    lines = [f"DEFINE input:default-graph-uri <{one}>" for one in default] + [f"DEFINE input:named-graph-uri <{one}>" for one in named]
    return "".join(f"{line} " for line in lines)


def _strangers(server: Server) -> bool:
    """Whether the server holds data that are not ours: they stay as they are, and ours go into graphs of their own."""
    marker = f"ASK {{ GRAPH <{names.META}> {{ <{names.CANDIDATES}> ?p ?o }} }}"
    return not (server.is_empty() or server.asked(marker))


def _put_graphs(server: Server, lines: Path) -> list[str]:
    """Replace our graphs one by one, provenance last; graphs of ours that are no more are deleted."""
    graphs: dict[str, list[str]] = {}
    with lines.open(encoding="utf-8") as file:
        for line in file:
            at = line.rfind(" ", 0, -3)
            name = line[at + 2 : -4] if line.startswith(names.GRAPHS, at + 2) else VIEW
            graphs.setdefault(name, []).append(f"{line[:at]} .\n" if name != VIEW else line)
    stale = server.graphs(names.GRAPHS) - set(graphs)
    for name in sorted(graphs, key=lambda name: (name == names.META, name)):
        server.put_graph(name, "".join(graphs[name]).encode())
    for name in sorted(stale):
        server.delete_graph(name)
    return sorted(graphs)
