"""A store that is one TriG file a person can read and put under version control; loaded into memory when it is opened."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph

from kg.graph.export import ordered_trig

FILE = "graph.trig"


def write(folder: Path, blocks: Iterable[list[str]], settings: Mapping[str, Any] | None = None) -> int:
    """Write all quads as TriG, sorted, and read them once, so that what is published is known to load."""
    folder.mkdir()
    store = pyoxigraph.Store()
    store.bulk_load("".join(line for block in blocks for line in block).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    with (folder / FILE).open("wb") as file:
        file.write(ordered_trig(store))
        file.flush()
        os.fsync(file.fileno())
    return len(read(folder))


def read(folder: Path, settings: Mapping[str, Any] | None = None) -> pyoxigraph.Store:
    """Load the file into memory."""
    store = pyoxigraph.Store()
    store.bulk_load(path=str(folder / FILE), format=pyoxigraph.RdfFormat.TRIG)
    return store
