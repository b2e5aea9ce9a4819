"""The opened graph: ask it, count recurrence in it, look at it as a network or as an rdflib Dataset."""

import hashlib
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from kg.answers import counted, question, recur, run
from kg.answers.concepts import QUERY, Concepts
from kg.answers.question import Asked
from kg.answers.recurrence import Recurrence
from kg.answers.result import Result, value
from kg.answers.table import Table
from kg.errors import InputError

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kg.answers.worker import Response

#: Suffix of a file that can be opened as a graph -> its format.
FORMATS = {
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
}
Given = Mapping[str, Any]


def open(place: str | Path = ".") -> "Graph":
    """Open the built graph of a review folder, or a file of RDF (`.trig`, `.nq`, `.ttl`, `.nt`), read-only.

    Raises `NotBuilt` when the review has no graph yet, `BadReview` when the folder is no review.
    """
    path = Path(place)
    return Graph.of_file(path) if path.suffix in FORMATS and not path.is_dir() else Graph.of_review(path)


@dataclass(eq=False)
class Graph:
    """A graph open for questions; `store` is an Oxigraph store that nobody writes.

    `digest` is the SHA-256 of the data, `folder` the store's folder on disk where other processes can open it too, `kind` its part.
    """

    store: ox.Store
    title: str = ""
    folder: Path | None = None
    kind: str = "oxigraph"
    _digest: str = field(default="", repr=False)

    @classmethod
    def of_file(cls, path: Path) -> "Graph":
        """A file of RDF, read into memory."""
        store = ox.Store()
        try:
            data = path.read_bytes()
            store.bulk_load(input=data, format=FORMATS[path.suffix])
        except OSError as wrong:
            raise InputError(f"{path} cannot be read ({wrong.strerror}); name a file that exists.") from wrong
        except SyntaxError as wrong:
            raise InputError(f"{path} is not the RDF its suffix says ({wrong}).") from wrong
        return cls(store, path.name, _digest=hashlib.sha256(data).hexdigest())

    @classmethod
    def of_review(cls, root: Path) -> "Graph":
        """The published build of a review."""
        from kg.graph import opened
        from kg.review import Review

        review = Review.open(root)
        built, store = opened(review)
        folder = built.folder / "store" if isinstance(store, ox.Store) else None
        return cls(store, review.title, folder, built.store, built.sha256)

    @cached_property
    def concepts(self) -> Concepts:
        """Every concept the graph holds."""
        return Concepts.of(self.select(QUERY))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the data: of the build's lines, or of the sorted N-Quads where nobody built it."""
        if self._digest:
            return self._digest
        if run.remote(self.store):  # on a server that somebody else built on
            from kg.graph.export import lines as sorted_lines

            return hashlib.sha256("".join(f"{line}\n" for line in sorted_lines(self.store)).encode()).hexdigest()
        lines = self.store.dump(format=ox.RdfFormat.N_QUADS) or b""
        return hashlib.sha256(b"".join(sorted(lines.splitlines(keepends=True)))).hexdigest()

    def select(self, text: str, also: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        """Rows of a query of ours as plain values, IRIs as text."""
        answer = run.ask(self.store, Asked(text, ours=True), also=also)
        assert isinstance(answer, ox.QuerySolutions)
        return [tuple(value(term) for term in row) for row in answer]

    def asked(self, what: str | Asked, given: Given | None = None) -> Asked:
        """The question of a name, file or text with its parameters bound."""
        found = question.find(what) if isinstance(what, str) else what
        values = {name: [str(v) for v in _several(one)] for name, one in (given or {}).items()}
        return question.bind(found, values, self.concepts) if values else found

    def ask(self, what: str | Asked, /, *, candidates: bool = False, **given: Any) -> Result:
        """Ask a question of the shelf by name, a `.rq` file, or SPARQL text; keywords are its parameters.

        >>> g.ask("recurring-barriers", min=3).to_pandas()  # doctest: +SKIP

        `candidates=True` counts what machines found and nobody has judged yet. Raises `BadQuery`, `UnknownConcept`, `OverLimit`.
        """
        return self.answer(self.asked(what, given), candidates=candidates)

    def answer(self, asked: Asked, *, candidates: bool = False, seconds: float = 0.0) -> Result:
        """The answer to a question whose parameters are bound; with `seconds`, a query not of the shelf is stopped after that time."""
        if seconds and self.folder is not None and not asked.ours:
            return Result.read(self._aside(asked, "srj", "nt", candidates, seconds), asked.title)
        also = self.candidate_graphs() if candidates else ()
        start = time.perf_counter()
        answer = run.ask(self._waited(seconds), asked, also=also)
        return Result.of(answer, asked.title, time.perf_counter() - start)

    def written(self, asked: Asked, form: str, *, candidates: bool = False, seconds: float = 0.0) -> tuple[str, bytes]:
        """Media type and bytes of an answer in a standard form (`srj`, `srx`, `csv`, `tsv`; `ttl`, `nt`, `jsonld` for graphs)."""
        if seconds and self.folder is not None and not asked.ours:
            found = self._aside(asked, form, form, candidates, seconds)
            return found.media, found.body
        return run.written(run.ask(self._waited(seconds), asked, also=self.candidate_graphs() if candidates else ()), form)

    def _waited(self, seconds: float) -> ox.Store:
        """The store; one on a server is waited for no longer than so many seconds (0: as long as its own limit)."""
        if not seconds or not run.remote(self.store):
            return self.store
        store: Any = self.store
        return cast("ox.Store", store.within(seconds))

    def _aside(self, asked: Asked, form: str, graph_form: str, candidates: bool, seconds: float) -> "Response":
        """The answer of a process of its own, which is killed when the time is over or its memory is full."""
        from kg.answers.limits import Limits
        from kg.answers.worker import Request, Worker

        worker = Worker(str(self.folder), Limits(seconds, 4 << 30, 1 << 30, strangers=False), self.kind)
        try:
            return worker.ask(Request(asked.text, form, graph_form, also=self.candidate_graphs() if candidates else ()))
        finally:
            worker.close()

    def candidate_graphs(self) -> tuple[str, ...]:
        """The graph of machines' candidates, where there is one."""
        return (recur.CANDIDATES,) if run.holds(self.store, recur.CANDIDATES) else ()

    def recur(
        self,
        kind: str = "barrier",
        by: Sequence[str] = (),
        min: int = 2,
        level: str = "leaf",
        families: str = "each",
        candidates: bool = False,
        quotes: bool = True,
    ) -> Recurrence:
        """What recurs across independent studies; see `kg.answers.recur.recur`. `families="once"` counts study families once."""
        also = self.candidate_graphs() if candidates else ()

        def select(text: str) -> Iterable[tuple[Any, ...]]:
            return self.select(text, also)

        by = [by] if isinstance(by, str) else by
        recur.checked(kind, by, level, families)
        if not quotes and not candidates and counted.can(select, kind, by, level):
            return counted.recur(select, self.concepts, kind, by, min, level, families)
        return recur.recur(select, self.concepts, kind=kind, by=by, min=min, level=level, families=families, quotes=quotes)

    @cached_property
    def large(self) -> bool:
        """Whether its build counted everything, so that quotes and all study ids are given on request only."""
        return counted.large(self.select)

    def together(self, kind: str = "barrier", min: int = 2) -> Table:
        """Pairs of concepts that the same studies name as barriers (or facilitators), with the number of studies."""
        recur.checked(kind, (), "top")
        if self.large:
            return counted.together(self.select, self.concepts, kind, min)
        return recur.together(self.select, self.concepts, kind, min)

    def gaps(self) -> Table:
        """Barriers that no recommendation of any study addresses."""
        if run.holds(self.store, counted.COUNTS):
            return counted.gaps(self.select, self.concepts)
        rows = [(row["barrier"], row["studies"]) for row in self.ask("barriers-nobody-addresses")]
        return Table(("barrier", "studies"), tuple(rows), "Barriers that nobody addresses")

    @cached_property
    def graph(self) -> "rdflib.Dataset":
        """The same store as an `rdflib.Dataset`, for those who know rdflib; read-only."""
        import rdflib
        from oxrdflib import OxigraphStore

        return rdflib.Dataset(store=OxigraphStore(store=self.store))

    def network(self, name: str = "study-determinant") -> "networkx.MultiGraph[str]":
        """A networkx view of the graph (`kg.graph.project` lists them), with centralities and communities on its nodes."""
        from kg.answers.network import measured
        from kg.graph.project import project

        return measured(project(self.store, name))

    def __repr__(self) -> str:
        return f"<Graph {self.title!r}: {len(self.store):,} quads>"

    def _repr_html_(self) -> str:
        from kg.answers.result import html

        return html(self.recur(quotes=False).brief())


def _several(one: Any) -> Sequence[Any]:
    return list(one) if isinstance(one, list | tuple | set) else [one]
