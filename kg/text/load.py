"""Documents from files: plain text as it stands, JSON `{"id", "text"}`, or the records of any format we know."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from harvest import format as formats
from harvest.errors import EvidenceError, UnreadableFile
from harvest.record import Reading
from kg.text.document import Document
from kg.text.sections import read, read_text

#: Endings that are plain text whatever they look like.
_PLAIN = (".txt", ".text", ".md", ".markdown")


def load(path: Path) -> list[Document]:
    """The documents of a file, named by its stem (or by the records in it); raises `UnreadableFile` in a sentence."""
    try:
        data = path.read_bytes()
    except OSError as wrong:
        raise UnreadableFile(f"{path} cannot be read ({wrong.strerror}); check the path and its permissions.") from wrong
    return list(documents(data, path.name))


def load_all(sources: Iterable[str], stdin: Callable[[], bytes], losses: list[str]) -> Iterator[Document]:
    """The documents of files (`-` is standard input), one at a time; a sentence is put into `losses` for each that gave none."""
    for source in sources:
        try:
            yield from documents(stdin(), "stdin") if source == "-" else load(Path(source))
        except EvidenceError as wrong:
            losses.append(str(wrong))


def documents(data: bytes, name: str) -> Iterator[Document]:
    """The documents in the bytes of a file or of standard input."""
    stem = Path(name).stem
    if not name.lower().endswith(_PLAIN):
        texts = _texts(data)
        if texts:
            yield from (read_text(text, key or stem) for key, text in texts)
            return
        reading = _records(data, name)
        if reading is not None:
            only = len(reading.records) == 1
            for number, record in enumerate(reading.records, 1):
                yield read(record, stem if only else record.key or f"{stem}#{number}")
            return
    yield read_text(decode(data, name), stem)


def decode(data: bytes, name: str) -> str:
    """The text of plain bytes: UTF-8, UTF-16 with its mark, or Windows-1252; raises `UnreadableFile` for binary data."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\x00" in data[:65_536]:
        raise UnreadableFile(f"{name} is binary, not text; export it as plain text, HTML or a reference format and try again.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _texts(data: bytes) -> list[tuple[str, str]]:
    """Pairs of id and text when the data is JSON (or JSON lines) of objects with a `text`; empty otherwise."""
    if data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
        return []
    words = data.decode("utf-8-sig", "replace")
    try:
        found: Any = json.loads(words)
    except json.JSONDecodeError:
        try:
            found = [json.loads(line) for line in words.splitlines() if line.strip()]
        except json.JSONDecodeError:
            return []
    rows = found if isinstance(found, list) else [found]
    if not all(isinstance(row, dict) and isinstance(row.get("text"), str) for row in rows):
        return []
    return [(str(row.get("id") or ""), row["text"]) for row in rows]


def _records(data: bytes, name: str) -> Reading | None:
    """The records of a file in a format that marks its records; nothing when it is only text."""
    try:
        chosen = formats.recognise(data, name)
        return None if chosen == "text" else formats.read(data, name, chosen)
    except UnreadableFile:
        if data[:4] in (b"%PDF", b"PK\x03\x04") or b"\x00" in data[:65_536]:
            raise
        return None
