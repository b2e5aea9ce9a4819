"""The worked example of ../shared/ontology as a store: its graphs, the ontology and concepts, and the current view its rules build."""

from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, parse

OLD, NEW = "https://w3id.org/lekg/", "https://w3id.org/evidence-kg/"
RULES = (
    "v1-documents",
    "v2-findings-human",
    "v3-findings-machine",
    "v4-from-study",
    "v5-super-properties",
    "v6-types",
    "v7-coding-disputed",
    "v8-within",
)


def draft_store(shared: Path) -> Store:
    """A memory store that holds what a built graph holds."""
    folder = shared / "ontology"

    def text(name: str) -> bytes:
        return (folder / name).read_text(encoding="utf-8").replace(OLD, NEW).encode()

    store = Store()
    store.extend(parse(text("example.trig"), format=RdfFormat.TRIG))
    for name in ("evidence.ttl", "concepts.ttl"):
        store.extend(parse(text(name), format=RdfFormat.TURTLE))
    for rule in RULES:
        found = list(store.query(text(f"rules/{rule}.rq").decode()))
        store.extend(Quad(one.subject, one.predicate, one.object, DefaultGraph()) for one in found)
    return store
