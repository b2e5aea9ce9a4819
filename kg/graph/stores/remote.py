"""A SPARQL 1.1 server of your own: the build is pushed to it, questions are asked of it (query, graph store protocol; W3C 2013).

    [store]
    kind = "remote"
    address = "http://127.0.0.1:7878/query"       where questions go
    graph_store = "http://127.0.0.1:7878/store"   where the graph is put

A login, if the server wants one, is read from `KG_STORE_LOGIN` (`user:password`), never stored and never shown. Where a server takes a
whole dataset in one request (Oxigraph, Fuseki), the new graph replaces the old one at once. Where it takes graphs only (Virtuoso), or
holds data of others, our graphs are replaced one after the other, provenance last, the current view goes into the graph `g/view`, and
each question names the graphs it is put to.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph

from kg.errors import BadReview
from kg.graph import names
from kg.graph.server import Server, bare

FACTS = "remote.json"
VIEW = f"{names.GRAPHS}view"
_GRAPH = re.compile(r"\bGRAPH\b", re.I)


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
    (folder / FACTS).write_text(json.dumps({"address": server.address, "graphs": graphs}) + "\n", encoding="utf-8")
    return len(read(folder, stated))


def read(folder: Path, settings: Mapping[str, Any] | None = None) -> "RemoteStore":
    """The server the build was pushed to; nothing is asked of it yet."""
    facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    return RemoteStore(Server(facts["address"], "", os.environ.get("KG_STORE_LOGIN", "")), facts["graphs"])


class RemoteStore:
    """What is used of a `pyoxigraph.Store` for reading, answered by a server."""

    def __init__(self, server: Server, graphs: Sequence[str] = ()) -> None:
        self._server = server
        self._ours = list(graphs)
        self._view = VIEW if graphs else ""

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
        named = [one.value for one in named_graphs or ()]
        if not named and self._view and _GRAPH.search(bare(query)):
            named = self._ours  # a question that names its default graph sees no other graph but those it names too
        return self._server.ask(head + query, self._graphs(default_graph), named)

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
