"""Ask an open Oxigraph store: the answer as terms in Python, or as bytes in any of the forms SPARQL knows."""

import io
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import pyoxigraph as ox

from kg.answers import guard, mend
from kg.answers.concepts import BASE, ONTOLOGY, PREFIXES
from kg.answers.guard import Bounds
from kg.answers.limits import LargeAnswer
from kg.answers.question import Asked
from kg.errors import BadQuery

#: Form of rows -> media type, then form of graphs -> media type.
ROWS = {
    "srj": ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
    "srx": ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
    "csv": ("text/csv; charset=utf-8", ox.QueryResultsFormat.CSV),
    "tsv": ("text/tab-separated-values; charset=utf-8", ox.QueryResultsFormat.TSV),
}
GRAPHS = {
    "ttl": ("text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
    "nt": ("application/n-triples; charset=utf-8", ox.RdfFormat.N_TRIPLES),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "rdfxml": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
}

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


def ask(
    store: ox.Store,
    asked: Asked,
    *,
    bounds: Bounds = guard.OURS,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] | None = None,
    also: Sequence[str] = (),
    base: str = BASE,
) -> Answer:
    """Ask a store.

    `also` adds named graphs to the default graph, `default_graphs` and `named_graphs` are the dataset of the protocol.
    Relative IRIs stand on `base`.

    Raises `BadQuery` with line, column and likely fix, `OverLimit` for a text out of bounds.
    """
    passed = guard.check(asked.text, bounds, base)
    _graphs(store, passed.graphs)
    known = _named((*default_graphs, *(named_graphs or ())))
    if not asked.ours:
        for token, near in mend.unknown_terms(asked.text, words()):
            if not _used(store, ONTOLOGY + token.text[3:]):
                raise mend.unknown_term(asked.text, token, near)
    default: Any = [known[graph] for graph in default_graphs] or ([] if named_graphs is not None else None)
    if also:
        default = [ox.DefaultGraph(), *(ox.NamedNode(graph) for graph in also)]
    try:
        if remote(store):
            ox.Store().query(asked.text, base_iri=base, prefixes=PREFIXES)  # so that errors are told alike, before a server is asked
        return store.query(
            asked.text,
            base_iri=base,
            prefixes=PREFIXES,
            default_graph=default,
            named_graphs=[known[graph] for graph in named_graphs] if named_graphs is not None else ([] if default_graphs else None),
        )
    except SyntaxError as wrong:
        raise mend.error(asked.text, str(wrong)) from wrong
    except (RuntimeError, ValueError) as wrong:
        raise BadQuery(f"The query cannot be answered: {wrong}.") from wrong


def remote(store: Any) -> bool:
    """Whether what answers like a store is a server (`kg.graph.stores.remote`)."""
    return not isinstance(store, ox.Store)


def kind(answer: Answer) -> str:
    """What an answer is: rows, boolean or graph."""
    return "graph" if isinstance(answer, ox.QueryTriples) else "boolean" if isinstance(answer, ox.QueryBoolean) else "rows"


class Capped(io.BytesIO):
    """Bytes that refuse to grow beyond a cap (0: none), so that an answer out of bounds stops being written."""

    def __init__(self, cap: int = 0) -> None:
        super().__init__()
        self.cap = cap

    def write(self, data: Any) -> int:
        """Take bytes; raises `LargeAnswer` beyond the cap."""
        if self.cap and self.tell() + len(data) > self.cap:
            raise LargeAnswer(
                f"The answer is larger than {self.cap / 1e6:g} MB; add LIMIT, ask for fewer columns, or count instead of listing."
            )
        return super().write(data)


def written(answer: Answer, form: str = "", cap: int = 0) -> tuple[str, bytes]:
    """The media type and bytes of an answer in a form of `ROWS` or `GRAPHS` (the first that fits when empty)."""
    into = Capped(cap)
    if isinstance(answer, ox.QueryTriples):
        media, format = GRAPHS[form if form in GRAPHS else "ttl"]
        ox.serialize(answer, into, format, prefixes=PREFIXES if media.startswith("text/turtle") else None)
        return media, _ordered(into.getvalue())
    name = form if form in ROWS else "srj"
    if isinstance(answer, ox.QueryBoolean) and name in ("csv", "tsv"):
        return ROWS[name][0], (b"true" if answer else b"false") + b"\n"
    answer.serialize(into, ROWS[name][1])
    return ROWS[name][0], into.getvalue()


def _ordered(turtle: bytes) -> bytes:
    """Turtle with its prefixes in one order: the engine's changes from run to run."""
    lines = turtle.split(b"\n")
    prefixes = 0
    while prefixes < len(lines) and lines[prefixes].startswith(b"@prefix "):
        prefixes += 1
    return b"\n".join(sorted(lines[:prefixes]) + lines[prefixes:])


@cache
def words() -> frozenset[str]:
    """Local names of the ontology's classes, properties and individuals."""
    from ontology import words as ours

    held = (vars(one).values() for one in vars(ours).values() if isinstance(one, type))
    return frozenset(iri.removeprefix(ONTOLOGY) for values in held for iri in values if isinstance(iri, str) and iri.startswith(ONTOLOGY))


def holds(store: Any, graph: str) -> bool:
    """Whether a store has a named graph."""
    return bool(store.contains_named_graph(_node(graph)))


def _used(store: ox.Store, iri: str) -> bool:
    """Whether an IRI stands anywhere in the store."""
    node = ox.NamedNode(iri)
    patterns: Iterator[Any] = (
        store.quads_for_pattern(*pattern) for pattern in ((None, node, None, None), (node, None, None, None), (None, None, node, None))
    )
    return any(next(iter(quads), None) is not None for quads in patterns)


def _graphs(store: ox.Store, names: Sequence[str]) -> None:
    """Raise `BadQuery` for a graph of FROM that the store does not hold (and so for every file and address)."""
    for name in names:
        if not holds(store, name):
            raise BadQuery(f"There is no graph <{name}> in this store; FROM reads graphs of the store only, never files or addresses.")


def _named(names: Sequence[str]) -> dict[str, ox.NamedNode]:
    """Graphs by name; raises `BadQuery` for what is no IRI, or the name of a file."""
    known = {}
    for name in names:
        node = _node(name)
        if not name.lower().startswith(("http://", "https://", "urn:", "tag:")):
            raise BadQuery(
                f"<{name}> is not the name of a graph here; graphs are named by http, https, urn or tag IRIs, files are never read."
            )
        known[name] = node
    return known


def _node(name: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(name)
    except ValueError as wrong:
        raise BadQuery(f"{name!r} is not the IRI of a graph.") from wrong
