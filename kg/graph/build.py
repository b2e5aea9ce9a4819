"""Build the graph beside the old one, check it, and publish it in one step, so that a crash leaves the old one standing.

```
graph/current               names the published build (a text file, replaced whole)
graph/builds/000007-9f1c…/  build.json (quads, SHA-256 of the lines, kind of store) and store/
graph/lock                  held by the process that builds
```
Nobody reads a build that is being written: readers follow `current` only, and the build before it is kept for those still reading.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg import plug
from kg.concepts.lexicon import Lexicon
from kg.errors import BadReview, NotBuilt, OurError
from kg.evidence import Evidence
from kg.graph.describe import blocks
from kg.graph.lock import locked
from kg.tally import Tally

#: Builds kept: the published one and the one before it, which a reader may still have open.
KEPT = 2
POINTER = "current"


@dataclass(frozen=True, slots=True)
class Built:
    """A published build: its folder, its store, how many quads it holds, and the SHA-256 of its N-Quads lines as written."""

    folder: Path
    store: str
    quads: int
    sha256: str


def build(
    evidence: Evidence,
    lexicon: Lexicon,
    folder: Path,
    *,
    settings: Mapping[str, Any] | None = None,
    tally: Tally | None = None,
    progress: Callable[[int], None] | None = None,
) -> Built:
    """Build the graph of the evidence in a review's `graph/` folder and publish it; `progress` is told of each line block's size.

    Raises `StoreBusy` when another process builds there, and `BadReview` when the folder cannot be written or the disk is full.
    """
    return publish(blocks(evidence, lexicon, tally), folder, settings=settings, progress=progress)


def publish(
    lines: Iterable[list[str]],
    folder: Path,
    *,
    settings: Mapping[str, Any] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Built:
    """Write blocks of distinct N-Quads lines into a new build and make it the current one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder / "lock"):
            return _publish(lines, folder, dict(settings or {}), progress or (lambda lines: None))
    except OSError as wrong:
        raise BadReview(
            f"The graph could not be built in {folder} ({wrong.strerror or wrong}); make room there or choose a folder you may write to. "
            "The graph built before it still stands."
        ) from wrong


def _publish(lines: Iterable[list[str]], folder: Path, settings: dict[str, Any], progress: Callable[[int], None]) -> Built:
    builds = folder / "builds"
    builds.mkdir(exist_ok=True)
    _sweep(builds, keep={_pointed(folder)} | set(_finished(builds)[-KEPT + 1 :]))
    kind = str(settings.get("kind", "oxigraph"))
    store = plug.part("kg.graph.stores", kind)
    number = max((int(name[:6]) for name in _names(builds)), default=0) + 1
    new = builds / f"{number:06}.new"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    counted = _Counted(lines, progress)
    held = store.write(new / "store", counted, settings)
    if held != counted.lines:
        raise OurError(f"The store holds {held} quads where {counted.lines} were written; the old graph still stands, please report this.")
    built = Built(builds / f"{number:06}-{counted.sha256[:8]}", kind, held, counted.sha256)
    facts = asdict(built) | {"folder": built.folder.name}
    _write(new / "build.json", json.dumps(facts, indent=1, sort_keys=True) + "\n")
    os.replace(new, built.folder)
    _write(folder / POINTER, built.folder.name + "\n")
    _sweep(builds, keep=set(_finished(builds)[-KEPT:]))
    return built


class _Counted:
    """Passes blocks on while counting their lines and digesting them."""

    def __init__(self, blocks: Iterable[list[str]], progress: Callable[[int], None]) -> None:
        self._blocks = blocks
        self._progress = progress
        self._digest = hashlib.sha256()
        self.lines = 0

    def __iter__(self) -> Iterator[list[str]]:
        for block in self._blocks:
            self.lines += len(block)
            self._digest.update("".join(block).encode())
            self._progress(len(block))
            yield block

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def current(folder: Path) -> Built:
    """The published build of a `graph/` folder; raises `NotBuilt` when there is none."""
    name = _pointed(folder)
    path = folder / "builds" / name
    if not name:
        raise NotBuilt(f"The review has no graph in {folder} yet; run 'kg build' first.")
    try:
        facts = json.loads((path / "build.json").read_text(encoding="utf-8"))
        return Built(path, str(facts["store"]), int(facts["quads"]), str(facts["sha256"]))
    except (OSError, ValueError, KeyError) as wrong:
        if _pointed(folder) != name:
            return current(folder)  # newer builds took its place between looking and reading
        raise NotBuilt(f"The built graph in {path} is damaged ({wrong}); run 'kg build' to make it anew.") from wrong


def _pointed(folder: Path) -> str:
    try:
        return (folder / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def _names(builds: Path) -> list[str]:
    return sorted(path.name for path in builds.iterdir() if path.name[:6].isdigit())


def _finished(builds: Path) -> list[str]:
    return [name for name in _names(builds) if not name.endswith(".new") and (builds / name / "build.json").is_file()]


def _sweep(builds: Path, keep: set[str]) -> None:
    """Remove builds nobody needs; one that is still open elsewhere (Windows) goes the next time."""
    for name in _names(builds):
        if name not in keep:
            shutil.rmtree(builds / name, ignore_errors=True)


def _write(path: Path, words: str) -> None:
    """Replace a small file whole, durably."""
    aside = path.with_name(path.name + ".new")
    with open(aside, "w", encoding="utf-8", newline="\n") as file:
        file.write(words)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, path)
