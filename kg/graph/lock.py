"""One writer at a time: a lock of the operating system, which goes with the process that held it, however it ended."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kg.errors import StoreBusy


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file; raises `StoreBusy` at once when another process does."""
    with open(path, "a+b") as file:
        try:
            _take(file)
        except OSError as wrong:
            raise StoreBusy(
                f"Another process is building the graph in {path.parent}; wait until it has ended (the graph before it can be read)."
            ) from wrong
        yield


def _take(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
