"""The frame a VuFind page puts around a record: its labels, in the languages the software is translated to (`labels.toml`)."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from harvest.names import fold

_LABEL = re.compile(r"^\s*([^:：\t\n]{1,40}?)\s*[:：]\s*(.*)$")


@cache
def _words() -> tuple[dict[str, str], frozenset[str]]:
    """Folded word -> meaning, and the folded notices."""
    table = tomllib.loads(files("harvest.catalogue").joinpath("labels.toml").read_text(encoding="utf-8"))
    notices = frozenset(fold(word) for word in table.pop("notices"))
    return {fold(word): meaning for meaning, words in table.items() for word in words}, notices


def label(line: str) -> tuple[str, str] | None:
    """What a labelled line is about (a key of `labels.toml`) and its value, or None when it starts with no label we know."""
    match = _LABEL.match(line)
    meaning = _words()[0].get(fold(re.sub(r"[()\[\]]", " ", match[1]))) if match else None
    return (meaning, match[2].strip()) if match and meaning else None


def is_notice(line: str) -> bool:
    """Whether a line is a heading or notice of the page (`Cargando…`, `Bibliographic Details`)."""
    return fold(line.strip(" .…:▾▼")) in _words()[1]


def labels_in(text: str) -> set[str]:
    """The meanings labelled in a text: a page of a catalogue has four or more, prose has none."""
    return {found[0] for line in text.splitlines() if len(line) < 2000 and (found := label(line))}
