"""What is served: the published build of a review, the workers that read it, and the swap when a new build is published."""

import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.answers.ask import Graph
from kg.answers.limits import Limits
from kg.answers.pool import Pool
from kg.answers.result import value
from kg.answers.worker import Request
from kg.errors import InputError
from kg.graph.build import current
from kg.review import Review

#: How often a new build is looked for, in seconds.
LOOK = 0.5


@dataclass(frozen=True, slots=True)
class Doors:
    """Who may come in: names of this host, origins of other sites' scripts, and how much a request may bring."""

    hosts: frozenset[str] = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})
    origins: tuple[str, ...] = ()
    body: int = 256_000
    patience: float = 10.0
    waiting: int = 200


@dataclass(eq=False)
class Service:
    """A review being served; `graph` is the build that new requests see."""

    root: Path
    limits: Limits = field(default_factory=Limits)
    doors: Doors = field(default_factory=Doors)
    workers: int = 3
    graph: Graph = field(init=False)
    pool: Pool = field(init=False)
    wall: str = field(init=False, default="")
    since: float = field(init=False, default_factory=time.time)
    counts: Counter[tuple[str, str]] = field(init=False, default_factory=Counter)
    seconds: dict[str, float] = field(init=False, default_factory=dict)
    swaps: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.review = Review.open(self.root)
        self.graph = Graph.of_review(self.root)
        if self.graph.folder is None:
            raise InputError("The graph of this review is on a server of its own; let that serve it, or take [store] out of review.toml.")
        self.pool = Pool(str(self.graph.folder), self.graph.kind, self.limits, self.workers, self.workers)
        self._lock = threading.Lock()
        self._looked = time.monotonic()

    @property
    def site(self) -> Path:
        """The folder of the built pages."""
        return self.review.site

    def open(self) -> None:
        """Start the workers."""
        self.wall = self.pool.warm()

    def close(self) -> None:
        """End the workers."""
        self.pool.close()

    def look(self) -> Graph:
        """The graph to answer from: a newly published build is taken up here, and nobody notices."""
        if time.monotonic() - self._looked < LOOK or not self._lock.acquire(blocking=False):
            return self.graph
        try:
            self._looked = time.monotonic()
            if current(self.review.graph).folder / "store" != self.graph.folder:
                fresh = Graph.of_review(self.root)
                fresh.concepts  # noqa: B018 - read now, so that no request waits for it
                self.graph = fresh
                self.pool.folder = str(fresh.folder)
                self.swaps += 1
        finally:
            self._lock.release()
        return self.graph

    def select(self, client: str, candidates: bool = False) -> Any:
        """A function from our own SPARQL to rows of plain values, answered by the workers."""
        also = self.graph.candidate_graphs() if candidates else ()

        def select(text: str, more: Sequence[str] = ()) -> list[tuple[Any, ...]]:
            response = self.pool.ask(Request(text, also=(*also, *more), ours=True), client)
            found = ox.parse_query_results(response.body, format=ox.QueryResultsFormat.JSON)
            assert isinstance(found, ox.QuerySolutions)
            return [tuple(value(term) for term in row) for row in found]

        return select

    def count(self, route: str, status: int, seconds: float) -> None:
        """Count a finished request."""
        self.counts[route, str(status)] += 1
        self.seconds[route] = self.seconds.get(route, 0.0) + seconds
