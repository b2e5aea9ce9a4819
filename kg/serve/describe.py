"""What there is to ask: SPARQL service description, VoID, health and metrics."""

import json
import time

import pyoxigraph as ox
from starlette.requests import Request as Asking
from starlette.responses import Response

from kg.answers.concepts import BASE, ONTOLOGY, PREFIXES
from kg.answers.run import GRAPHS
from kg.serve import accept
from kg.serve.problem import SAFE, problem
from kg.serve.service import Service

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"


def service(service: Service, address: str, liked: str) -> Response:
    """The service description (https://www.w3.org/TR/sparql11-service-description/)."""
    graph = service.look()
    lines = [
        f"<{address}> a sd:Service ; sd:endpoint <{address}> ; sd:supportedLanguage sd:SPARQL11Query ;",
        "  sd:resultFormat " + ", ".join(f"<{_FORMATS}{name}>" for name in _NAMES) + " ;",
        f"  sd:defaultDataset <{address}#dataset> .",
        f"<{address}#dataset> a sd:Dataset ; sd:defaultGraph <{address}#default> .",
        f"<{address}#default> a sd:Graph ; void:triples {_size(graph.store)} .",
    ]
    names = sorted(name.value for name in graph.store.named_graphs() if isinstance(name, ox.NamedNode))
    for name in names[:500]:
        node = f"<{address}#{name.removeprefix(BASE)}>"
        lines.append(f"<{address}#dataset> sd:namedGraph {node} . {node} a sd:NamedGraph ; sd:name <{name}> .")
    return _rdf("\n".join(lines), liked)


def void(service: Service, address: str, liked: str) -> Response:
    """The dataset in VoID (https://www.w3.org/TR/void/): what it is, how large, where to ask."""
    graph = service.look()
    title = ox.Literal(graph.title)
    lines = [
        f"<{address}> a void:DatasetDescription ; dcterms:title {title} ; <http://xmlns.com/foaf/0.1/primaryTopic> <{address}#dataset> .",
        f"<{address}#dataset> a void:Dataset ; dcterms:title {title} ; void:triples {_size(graph.store)} ;",
        f"  void:sparqlEndpoint <{address.replace('/.well-known/void', '/sparql')}> ; void:uriSpace {ox.Literal(BASE)} ;",
        f"  dcterms:identifier {ox.Literal('sha256:' + graph.digest)} ;",
        "  void:vocabulary " + ", ".join(f"<{one}>" for one in (ONTOLOGY, PREFIXES["skos"], PREFIXES["prov"])) + " ;",
        f"  void:classPartition [ void:class ev:Study ; void:entities {_instances(graph.store, 'Study')} ] ,",
        f"    [ void:class ev:Finding ; void:entities {_instances(graph.store, 'Finding')} ] .",
    ]
    return _rdf("\n".join(lines), liked)


def health(service: Service) -> Response:
    """Whether it lives, and on what data."""
    graph = service.look()
    facts = {
        "status": "ok",
        "title": graph.title,
        "data": f"sha256:{graph.digest}",
        "quads": len(graph.store),
        "wall": service.wall,
        "running": service.pool.running,
        "seconds": round(time.time() - service.since, 1),
    }
    return Response(json.dumps(facts, ensure_ascii=False) + "\n", 200, SAFE | {"Cache-Control": "no-store"}, "application/json")


def metrics(service: Service) -> Response:
    """Counters for Prometheus (text format 0.0.4)."""
    lines = ["# HELP kg_requests_total Requests by route and status.", "# TYPE kg_requests_total counter"]
    for (route, status), number in sorted(service.counts.items()):
        lines.append(f'kg_requests_total{{route="{route}",status="{status}"}} {number}')
    lines += ["# HELP kg_request_seconds_total Time spent on requests by route.", "# TYPE kg_request_seconds_total counter"]
    for route, seconds in sorted(service.seconds.items()):
        lines.append(f'kg_request_seconds_total{{route="{route}"}} {seconds:.6f}')
    for name, kind, words, number in (
        ("kg_queries_running", "gauge", "Queries that run now.", service.pool.running),
        ("kg_queries_killed_total", "counter", "Queries that were ended at a limit.", service.pool.killed),
        ("kg_builds_swapped_total", "counter", "New builds taken up while serving.", service.swaps),
        ("kg_quads", "gauge", "Quads in the graph.", len(service.graph.store)),
    ):
        lines += [f"# HELP {name} {words}", f"# TYPE {name} {kind}", f"{name} {number}"]
    return Response("\n".join(lines) + "\n", 200, SAFE | {"Cache-Control": "no-store"}, "text/plain; version=0.0.4; charset=utf-8")


_NAMES = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)


def _size(store: ox.Store) -> int:
    found = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert isinstance(found, ox.QuerySolutions)
    return int(next(found)[0].value)


def _instances(store: ox.Store, name: str) -> int:
    found = store.query(f"SELECT (COUNT(*) AS ?n) {{ ?s a <{ONTOLOGY}{name}> }}")
    assert isinstance(found, ox.QuerySolutions)
    return int(next(found)[0].value)


def _rdf(turtle: str, liked: str) -> Response:
    """Turtle of ours in the form a client likes."""
    best = accept.best(liked, accept.GRAPHS)
    if not best:
        return problem(406, f"This description can be had as {', '.join(accept.GRAPHS)}.")
    prefixes = {"sd": _SD, "void": _VOID, "dcterms": PREFIXES["dcterms"], "ev": ONTOLOGY}
    text = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes.items()) + turtle
    media, format = GRAPHS[best]
    body = (
        text.encode()
        if best == "ttl"
        else ox.serialize((quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)), format=format)
    )
    return Response(body or b"", 200, SAFE | {"Vary": "Accept"}, media)


def where(asking: Asking) -> str:
    """The address asked, without its parameters."""
    return str(asking.url.replace(query=""))
