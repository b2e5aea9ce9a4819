"""A store held in memory: the build is a file of N-Quads that is loaded each time the graph is opened.

Queries are several times faster than from the Oxigraph folder, opening takes some seconds a million quads, and all must fit in memory.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph

FILE = "graph.nq"


def write(folder: Path, blocks: Iterable[list[str]], settings: Mapping[str, Any] | None = None) -> int:
    """Write the lines to a file and read them once, so that what is published is known to load."""
    folder.mkdir()
    with (folder / FILE).open("w", encoding="utf-8", newline="\n") as file:
        for block in blocks:
            file.writelines(block)
        file.flush()
        os.fsync(file.fileno())
    return len(read(folder))


def read(folder: Path, settings: Mapping[str, Any] | None = None) -> pyoxigraph.Store:
    """Load the file into memory."""
    store = pyoxigraph.Store()
    store.bulk_load(path=str(folder / FILE), format=pyoxigraph.RdfFormat.N_QUADS)
    return store
