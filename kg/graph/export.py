"""The graph for others: TriG, N-Quads, JSON-LD, CSV of the findings, GraphML; the same graph gives the same bytes.

Next to the file goes `FILE.sha256`, as `sha256sum -c` reads it, with a first line that says how many quads or rows there are: a file
of N-Quads that was cut at a line end still is valid N-Quads (RELIABILITY 0). The file takes its place only when it is whole.
"""

import csv
import hashlib
import io
import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import BadReview
from kg.graph import names

if TYPE_CHECKING:
    import pyoxigraph

PREFIXES = {
    "ev": names.ONTOLOGY, "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/", "prov": "http://www.w3.org/ns/prov#", "fabio": "http://purl.org/spar/fabio/",
    "bibo": "http://purl.org/ontology/bibo/", "xsd": "http://www.w3.org/2001/XMLSchema#",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written: how many quads, rows or edges it holds, of what, and its SHA-256."""

    path: Path
    number: int
    of: str
    sha256: str


def export(store: "pyoxigraph.Store", path: Path, as_: str) -> Exported:
    """Write the graph to a file in one of `WAYS`, with its sidecar; raises `BadReview` when the file cannot be written."""
    write, of = WAYS[as_]
    aside = path.with_name(f".{path.name[:80]}.{os.getpid()}.{secrets.token_hex(4)}")
    digest = hashlib.sha256()
    number = 0
    try:
        try:
            with aside.open("xb") as file:
                for count, piece in write(store):
                    data = piece.encode()
                    digest.update(data)
                    file.write(data)
                    number += count
                file.flush()
                os.fsync(file.fileno())
            sidecar = path.with_name(path.name + ".sha256")
            sidecar.unlink(missing_ok=True)  # a new file beside an old digest would look damaged
            aside.replace(path)
            sidecar.write_text(f"# {number} {of}\n{digest.hexdigest()}  {path.name}\n", encoding="utf-8", newline="\n")
        finally:
            aside.unlink(missing_ok=True)
    except OSError as wrong:
        raise BadReview(f"{path} cannot be written ({wrong.strerror or wrong}); name a file in a folder you may write to.") from wrong
    return Exported(path, number, of, digest.hexdigest())


def lines(store: "pyoxigraph.Store") -> list[str]:
    """All quads as N-Quads lines, sorted by code point."""
    return sorted(
        f"{quad.subject} {quad.predicate} {quad.object}{_graph(quad)} ." for quad in store.quads_for_pattern(None, None, None, None)
    )


def _graph(quad: "pyoxigraph.Quad") -> str:
    import pyoxigraph

    return "" if isinstance(quad.graph_name, pyoxigraph.DefaultGraph) else f" {quad.graph_name}"


def _nquads(store: "pyoxigraph.Store") -> Iterator[tuple[int, str]]:
    return ((1, f"{line}\n") for line in lines(store))


def _trig(store: "pyoxigraph.Store") -> Iterator[tuple[int, str]]:
    yield len(store), ordered_trig(store).decode()


def ordered_trig(store: "pyoxigraph.Store") -> bytes:
    """TriG with prefixes: the default graph first, then the named graphs sorted by name; the kind of a thing before what is said of it."""
    import pyoxigraph

    ordered = sorted(store.quads_for_pattern(None, None, None, None), key=lambda quad: (_graph(quad), str(quad.subject), *_pair(quad)))
    text = pyoxigraph.serialize(ordered, format=pyoxigraph.RdfFormat.TRIG, prefixes=PREFIXES)
    assert text is not None
    return text


def _pair(quad: "pyoxigraph.Quad") -> tuple[bool, str, str]:
    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    return quad.predicate.value != kind, quad.predicate.value, str(quad.object)


def _jsonld(store: "pyoxigraph.Store") -> Iterator[tuple[int, str]]:
    """JSON-LD, expanded: an object for each subject, the named graphs at the end."""
    import pyoxigraph

    graphs: dict[str, dict[str, dict[str, Any]]] = {}
    number = 0
    for quad in sorted(store.quads_for_pattern(None, None, None, None), key=lambda quad: (_graph(quad), str(quad.subject), *_pair(quad))):
        number += 1
        name = "" if isinstance(quad.graph_name, pyoxigraph.DefaultGraph) else quad.graph_name.value
        node = graphs.setdefault(name, {}).setdefault(_id(quad.subject), {"@id": _id(quad.subject)})
        if _pair(quad)[0]:
            node.setdefault(quad.predicate.value, []).append(_value(quad.object))
        else:
            node.setdefault("@type", []).append(_id(quad.object))
    top = [*graphs.pop("", {}).values(), *({"@id": name, "@graph": list(nodes.values())} for name, nodes in graphs.items())]
    yield number, json.dumps(top, ensure_ascii=False, indent=1) + "\n"


def _id(term: "pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple") -> str:
    import pyoxigraph

    return term.value if isinstance(term, pyoxigraph.NamedNode) else str(term)


def _value(term: Any) -> dict[str, str]:
    import pyoxigraph

    if not isinstance(term, pyoxigraph.Literal):
        return {"@id": _id(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    kind = term.datatype.value
    return {"@value": term.value} if kind.endswith("#string") else {"@value": term.value, "@type": kind}


#: Columns of the CSV of findings: name, property (from the finding), whether it is a concept to be shown by its label.
COLUMNS = (
    ("kind", "kind", False), ("quote", "quote", False), ("determinant", "determinant", True), ("strategy", "recommends", True),
    ("addresses", "addresses", True), ("voiced_by", "voicedBy", True), ("concerns", "concerns", True), ("affects", "affects", True),
    ("actor", "actor", True), ("level", "level", True), ("basis", "basis", True), ("section", "section", True), ("role", "role", False),
    ("counts", "evidenceFrom", False), ("under_notice", "underNotice", False), ("start", "start", False), ("end", "end", False),
    ("checked", "checked", False), ("prevalence", "prevalenceWording", False), ("text", "inText", False),
)  # fmt: skip


def _csv(store: "pyoxigraph.Store") -> Iterator[tuple[int, str]]:
    """One row a finding of the current view, with study, report and labels; cells a spreadsheet would run are made harmless."""
    yield 0, _row(["finding", "study", "report", *(name for name, _, _ in COLUMNS)])
    query = f"""PREFIX ev: <{names.ONTOLOGY}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?f ?study ?report WHERE {{ ?f a ev:Finding ; ev:fromStudy/rdfs:label ?study ; ev:inText ?t .
        OPTIONAL {{ ?t ev:textOf/ev:recordOf ?report }} }} ORDER BY ?study ?f ?report"""
    seen = set()
    for found in _rows(store, query):
        finding = found["f"]
        if finding in seen:
            continue
        seen.add(finding)
        said = _said(store, finding)
        cells = ["; ".join(said.get(name, ())) for _, name, _ in COLUMNS]
        study, report = found["study"].value, found["report"].value.rpartition("/")[2] if found["report"] else ""
        yield 1, _row([finding.value.rpartition("/")[2], study, report, *cells])


def _said(store: "pyoxigraph.Store", finding: Any) -> dict[str, list[str]]:
    """What the current view says of a finding, concepts by their labels, sorted."""
    import pyoxigraph

    labelled = {name for _, name, concept in COLUMNS if concept}
    said: dict[str, list[str]] = {}
    for quad in store.quads_for_pattern(finding, None, None, pyoxigraph.DefaultGraph()):
        name = quad.predicate.value.removeprefix(names.ONTOLOGY)
        if name in labelled:
            said.setdefault(name, []).append(_label(store, quad.object))
        elif name == "evidenceFrom":
            said[name] = ["yes"]
        elif isinstance(quad.object, pyoxigraph.Literal):
            said.setdefault(name, []).append(quad.object.value)
        elif name == "inText":
            said[name] = [_id(quad.object).rpartition("/")[2]]
        elif _id(quad.object).endswith("Finding") and _id(quad.object) not in _GENERAL:
            said["kind"] = [_id(quad.object).removeprefix(names.ONTOLOGY).removesuffix("Finding").lower()]
    return {name: sorted(values) for name, values in said.items()}


_GENERAL = {f"{names.ONTOLOGY}Finding", f"{names.ONTOLOGY}DeterminantFinding"}


def _label(store: "pyoxigraph.Store", concept: Any) -> str:
    import pyoxigraph

    label = pyoxigraph.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    found = sorted(_value(quad.object)["@value"] for quad in store.quads_for_pattern(concept, label, None, pyoxigraph.DefaultGraph()))
    return found[0] if found else str(concept.value)


def _row(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(
        ["'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in cells]
    )
    return out.getvalue()


def _rows(store: "pyoxigraph.Store", query: str) -> Iterator[Any]:
    import pyoxigraph

    answer = store.query(query)
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    return iter(answer)


def _graphml(store: "pyoxigraph.Store") -> Iterator[tuple[int, str]]:
    """Studies and the concepts they are evidence of, as GraphML of the network `study-determinant`."""
    import networkx

    from kg.graph.project import project

    network = project(store, "study-determinant")
    yield network.number_of_edges(), "\n".join(networkx.generate_graphml(network)) + "\n"


WAYS: dict[str, tuple[Callable[["pyoxigraph.Store"], Iterator[tuple[int, str]]], str]] = {
    "trig": (_trig, "quads"),
    "nq": (_nquads, "quads"),
    "jsonld": (_jsonld, "quads"),
    "csv": (_csv, "findings"),
    "graphml": (_graphml, "edges"),
}
