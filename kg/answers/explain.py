"""Why a question is fast or slow: the plan as algebra, how often each pattern matches in this graph, and the time it took."""

from typing import Any

import pyoxigraph as ox

from kg.answers.ask import Graph
from kg.answers.concepts import PREFIXES, shortened
from kg.answers.guard import OURS, check
from kg.answers.question import Asked
from kg.answers.table import Table

#: Matches are counted up to here; beyond, a number says no more.
MOST = 1_000_000


def explained(graph: Graph, asked: Asked) -> Table:
    """A row a step of the query's algebra (SPARQL 1.1 section 18), inner steps behind dots, with the matches of each triple pattern.

    The engine orders patterns itself; the counts say what it has to choose from. The note says how long the whole took.
    """
    check(asked.text, OURS)
    result = graph.answer(asked)
    from rdflib.plugins.sparql import prepareQuery

    plan = prepareQuery(asked.text, initNs=dict(PREFIXES)).algebra
    rows: list[tuple[str, int | None]] = []
    _walk(plan, 0, rows, graph.store, ox.DefaultGraph())
    note = f"{len(result)} rows in {result.seconds:.3f} s, over {len(graph.store):,} quads."
    return Table(("step", "matches"), tuple(rows), asked.title, note)


def _walk(part: Any, depth: int, rows: list[tuple[str, int | None]], store: ox.Store, graph: ox.DefaultGraph | None) -> None:
    """Add the steps of a part of the algebra."""
    name = getattr(part, "name", "")
    if name == "BGP" or (name == "Graph" and not part.get("p")):
        for triple in part.triples:
            rows.append(("· " * depth + " ".join(_term(one) for one in triple), _matches(store, triple, graph)))
        return
    if name and name not in ("SelectQuery", "AskQuery", "ConstructQuery", "DescribeQuery", "ToMultiSet"):
        rows.append(("· " * depth + name + _detail(part), None))
        depth += 1
    for key in ("p", "p1", "p2"):
        inner = part.get(key) if hasattr(part, "get") else None
        if inner is not None:
            _walk(inner, depth, rows, store, None if name == "Graph" else graph)


def _detail(part: Any) -> str:
    if part.name in ("Project", "Group"):
        names = part.get("PV") or part.get("expr") or ()
        return " " + " ".join(f"?{one}" for one in names if isinstance(one, str))
    return f" {_term(part.term)}" if part.name == "Graph" else ""


def _term(term: Any) -> str:
    import rdflib

    if isinstance(term, rdflib.Variable):
        return f"?{term}"
    return shortened(str(term)) if isinstance(term, rdflib.URIRef) else term.n3() if hasattr(term, "n3") else str(term)


def _matches(store: ox.Store, triple: Any, graph: ox.DefaultGraph | None) -> int | None:
    """How many quads match a triple pattern taken alone; None for a path."""
    import rdflib

    parts: list[Any] = []
    for one in triple:
        if isinstance(one, rdflib.Variable | rdflib.BNode):
            parts.append(None)
        elif isinstance(one, rdflib.URIRef):
            parts.append(ox.NamedNode(str(one)))
        elif isinstance(one, rdflib.Literal):
            kind = ox.NamedNode(str(one.datatype)) if one.datatype else None
            parts.append(ox.Literal(str(one), language=one.language) if one.language else ox.Literal(str(one), datatype=kind))
        else:
            return None
    number = 0
    subject, predicate, object_ = parts
    for number, _ in enumerate(store.quads_for_pattern(subject, predicate, object_, graph), 1):
        if number == MOST:
            break
    return number
