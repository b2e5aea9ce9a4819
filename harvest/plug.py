"""Find parts: ours by file in a folder that holds nothing but parts, others' by an entry point named after the folder."""

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

from harvest.errors import InputError


@dataclass(frozen=True, slots=True)
class Part:
    """One pluggable module: its folder (`harvest.formats`), its name, and where it is loaded from."""

    group: str
    name: str
    target: str

    def load(self) -> ModuleType:
        """Import the module; nothing is imported before this."""
        return importlib.import_module(self.target)

    @property
    def ours(self) -> bool:
        """Whether the part ships with this project."""
        return self.target.startswith(f"{self.group}.")


@cache
def parts(group: str) -> tuple[Part, ...]:
    """List the parts of one folder, sorted by name; ours win over others' of the same name."""
    folder = importlib.import_module(group)
    found = {part.name: part for part in _others(group)}
    found |= {module.name: Part(group, module.name, f"{group}.{module.name}") for module in _modules(folder)}
    return tuple(found[name] for name in sorted(found))


def part(group: str, name: str) -> ModuleType:
    """Load one part by name; a wrong name answers with the right ones (`InputError`)."""
    known = {one.name: one for one in parts(group)}
    if name not in known:
        kind = group.rpartition(".")[2].removesuffix("s")
        raise InputError(f"There is no {kind} called {name!r}; choose one of {', '.join(known)}.")
    return known[name].load()


def _modules(folder: ModuleType) -> Iterator[pkgutil.ModuleInfo]:
    return (module for module in pkgutil.iter_modules(folder.__path__) if not module.name.startswith("_"))


def _others(group: str) -> Iterator[Part]:
    """Parts of other packages; the standard library's reader of entry points is loaded only where some package names the group."""
    folders = (Path(place) for place in dict.fromkeys(sys.path) if place)
    stated = (file for folder in folders for file in folder.glob("*.*-info/entry_points.txt"))
    if any(f"[{group}]" in file.read_text(encoding="utf-8", errors="replace") for file in stated):
        from importlib.metadata import entry_points

        yield from (Part(group, point.name, point.value) for point in entry_points(group=group))
