"""The default store: an Oxigraph folder (RocksDB), bulk loaded by two threads while the lines are still being written."""

from collections.abc import Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import pyoxigraph

#: Threads that load; parsing and sorting happen outside Python's lock, so two keep two cores busy.
LOADERS = 2
#: Lines in the first batch, and in the largest: small graphs load side by side at once, large ones in few sorted files.
FIRST_BATCH, LARGEST_BATCH = 80_000, 320_000


def write(folder: Path, blocks: Iterable[list[str]], settings: Mapping[str, Any] | None = None) -> int:
    """Load the lines into a new store, flush and compact it, and return the number of quads it holds."""
    store = pyoxigraph.Store(str(folder))
    with ThreadPoolExecutor(LOADERS) as pool:
        running: set[Future[None]] = set()
        for batch in _batches(blocks):
            if len(running) >= LOADERS:  # the next batch is being written meanwhile
                done, running = wait(running, return_when=FIRST_COMPLETED)
                _raise(done)
            running.add(pool.submit(store.bulk_load, batch, format=pyoxigraph.RdfFormat.N_QUADS))
        _raise(wait(running).done)
    store.flush()
    store.optimize()
    return len(store)


def _batches(blocks: Iterable[list[str]]) -> Iterable[bytes]:
    """The lines in growing batches of UTF-8."""
    size, lines = FIRST_BATCH, list[str]()
    for block in blocks:
        lines += block
        if len(lines) >= size:
            yield "".join(lines).encode()
            lines = []
            size = min(size * 2, LARGEST_BATCH)
    if lines:
        yield "".join(lines).encode()


def _raise(done: Iterable[Future[None]]) -> None:
    for future in done:
        future.result()


def read(folder: Path, settings: Mapping[str, Any] | None = None) -> pyoxigraph.Store:
    """Open a published build read-only; any number of processes may."""
    return pyoxigraph.Store.read_only(str(folder))
