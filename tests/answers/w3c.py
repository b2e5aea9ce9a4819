"""The W3C test suites as values: query evaluation tests, syntax tests, and protocol requests (manifests in ../shared/w3c)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"


class Manifest:
    """A manifest file, read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.store = ox.Store()
        self.store.load(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=path.resolve().as_uri())

    def all(self, node, name):
        return [quad.object for quad in self.store.quads_for_pattern(node, ox.NamedNode(name), None, None)]

    def one(self, node, name):
        found = self.all(node, name)
        return found[0] if found else None

    def items(self, head) -> Iterator:
        while head is not None and head != ox.NamedNode(RDF + "nil"):
            yield self.one(head, RDF + "first")
            head = self.one(head, RDF + "rest")

    def entries(self) -> Iterator:
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(MF + "entries"), None, None):
            yield from self.items(quad.object)

    def kind(self, node) -> str:
        kinds = [one.value.rpartition("#")[2] for one in self.all(node, RDF + "type")]
        return kinds[0] if kinds else ""


def file_of(node: ox.NamedNode) -> Path:
    return Path(unquote(urlsplit(node.value).path))


@dataclass(frozen=True)
class Evaluation:
    name: str
    query: Path
    data: tuple[Path, ...]
    graphs: tuple[tuple[str, Path], ...]
    result: Path | None
    kind: str


def query_tests(root: Path) -> Iterator[Evaluation]:
    """Every test below a top manifest (`manifest-sparql11-query.ttl`)."""
    top = Manifest(root)
    for quad in top.store.quads_for_pattern(None, ox.NamedNode(MF + "include"), None, None):
        for included in top.items(quad.object):
            manifest = Manifest(file_of(included))
            for entry in manifest.entries():
                yield evaluation(manifest, entry)


def evaluation(manifest: Manifest, entry) -> Evaluation:
    action = manifest.one(entry, MF + "action")
    query = manifest.one(action, QT + "query") or action
    data = tuple(file_of(one) for one in manifest.all(action, QT + "data"))
    graphs = tuple((one.value, file_of(one)) for one in manifest.all(action, QT + "graphData") if isinstance(one, ox.NamedNode))
    result = manifest.one(entry, MF + "result")
    name = manifest.one(entry, MF + "name")
    return Evaluation(
        name.value if name else "", file_of(query), data, graphs, file_of(result) if result is not None else None, manifest.kind(entry)
    )


@dataclass(frozen=True)
class Exchange:
    """A request of the protocol suite and what is expected: status classes, format, boolean."""

    name: str
    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statuses: tuple[str, ...]
    boolean: bool | None
    content_type: str


def protocol_tests(manifest: Manifest) -> Iterator[tuple[str, tuple[tuple[str, Path], ...], list[Exchange]]]:
    for entry in manifest.entries():
        key = entry.value.rpartition("#")[2]
        graphs = []
        for data in manifest.all(entry, UT + "graphData"):
            graphs.append((manifest.one(data, RDFS + "label").value, file_of(manifest.one(data, UT + "graph"))))
        action = manifest.one(entry, MF + "action")
        requests = [exchange(manifest, key, one) for one in manifest.items(manifest.one(action, HT + "requests"))]
        yield key, tuple(graphs), requests


def exchange(manifest: Manifest, key: str, request) -> Exchange:
    headers = []
    for one in manifest.items(manifest.one(request, HT + "headers")):
        headers.append((manifest.one(one, HT + "fieldName").value, manifest.one(one, HT + "fieldValue").value))
    body = manifest.one(request, HT + "body")
    data = b""
    if body is not None:
        encoding = manifest.one(body, CNT + "characterEncoding")
        data = manifest.one(body, CNT + "chars").value.encode(encoding.value if encoding else "utf-8")
    answer = manifest.one(request, HT + "resp")
    statuses = tuple(one.value.rpartition("#StatusCode")[2] for one in manifest.all(answer, MF + "expectedStatus"))
    boolean = manifest.one(answer, MF + "expectedBoolean")
    wanted = [
        h for h in manifest.items(manifest.one(answer, HT + "headers")) if manifest.one(h, HT + "fieldName").value.lower() == "content-type"
    ]
    kind = " ".join(manifest.one(one, HT + "fieldValue").value for one in wanted)
    return Exchange(
        key,
        manifest.one(request, HT + "methodName").value,
        manifest.one(request, HT + "absolutePath").value,
        tuple(headers),
        data,
        statuses,
        None if boolean is None else boolean.value == "true",
        kind,
    )
