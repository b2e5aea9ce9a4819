"""The graph: evidence described as RDF, derived, kept in a store, checked, and opened again."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib

    from kg.graph.build import Built
    from kg.review import Review


def open_store(review: "Review | Path") -> "pyoxigraph.Store":
    """The published graph of a review (or of its folder), read-only; raises `NotBuilt` before the first `kg build`."""
    return opened(review)[1]


def opened(review: "Review | Path") -> "tuple[Built, pyoxigraph.Store]":
    """The same with the build it is from; tried anew when newer builds took its place between looking and opening."""
    from kg import plug
    from kg.errors import NotBuilt
    from kg.graph.build import current

    folder, settings = _place(review)
    if settings.get("kind") == "remote":
        return _on_server(folder, settings)
    while True:
        built = current(folder)
        try:
            store: pyoxigraph.Store = plug.part("kg.graph.stores", built.store).read(built.folder / "store", settings)
        except (OSError, RuntimeError, SyntaxError) as wrong:
            if current(folder) == built:
                raise NotBuilt(f"The built graph in {built.folder} cannot be opened ({wrong}); run 'kg build' to make it anew.") from wrong
            continue
        return built, store


def _on_server(folder: Path, settings: dict[str, Any]) -> "tuple[Built, pyoxigraph.Store]":
    """The graph on the server that review.toml names: as built from here, else as it is found there (its digest is not known then)."""
    from typing import cast

    from kg.errors import NotBuilt
    from kg.graph.build import Built, current
    from kg.graph.stores import remote

    try:
        built = current(folder)
        if built.store == "remote":
            store = remote.read(built.folder / "store", settings)
            if store.address == settings.get("address"):
                return built, cast("pyoxigraph.Store", store)
    except NotBuilt:  # nobody built from here
        pass
    there = remote.found(settings)
    return Built(folder, "remote", len(there), ""), cast("pyoxigraph.Store", there)


def dataset(review: "Review | Path") -> "rdflib.Dataset":
    """The same graph as an `rdflib.Dataset`: the default graph is the current view, each named graph says who said what."""
    import rdflib
    from oxrdflib import OxigraphStore

    from kg.graph import names

    opened = rdflib.Dataset(store=OxigraphStore(store=open_store(review)))
    for prefix, namespace in (("ev", names.ONTOLOGY), ("g", names.GRAPHS)):
        opened.bind(prefix, namespace)
    return opened


def _place(review: "Review | Path") -> tuple[Path, dict[str, Any]]:
    """The `graph/` folder of a review and its store settings."""
    if isinstance(review, Path):
        if (review / "review.toml").is_file():
            from kg.review import Review

            return _place(Review.open(review))
        return review / "graph", {}
    return review.graph, review.table("store")
