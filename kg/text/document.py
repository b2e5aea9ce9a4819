"""A document: the text of a record in sections; NFC, offsets in code points, known by the SHA-256 of its UTF-8 bytes."""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from harvest.record import Record, Span

#: What a section is for; only the last five hold findings (`background` and `aim` never do).
ROLES = ("title", "furniture", "references", "background", "aim", "method", "result", "conclusion", "recommendation", "body", "abstract")


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch `text[start:end]` with its role (see `ROLES`) and the label or heading printed for it."""

    role: str
    start: int
    end: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one record. `sections` are in order, do not overlap and need not cover everything."""

    name: str
    text: str
    sections: tuple[Section, ...] = ()
    language: str = ""
    record: Record | None = None

    @property
    def sha256(self) -> str:
        """Digest of the UTF-8 bytes of the text: the document's identity."""
        return digest(self.text)

    def section_at(self, offset: int) -> Section | None:
        """The section that holds an offset."""
        return next((one for one in self.sections if one.start <= offset < one.end), None)


def digest(text: str) -> str:
    """SHA-256 of the UTF-8 bytes of a text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def normalise(text: str) -> str:
    """The one form texts are kept in: no byte order mark, line feeds only, Unicode NFC."""
    return unicodedata.normalize("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def compose(record: Record) -> tuple[str, tuple[Span, ...]]:
    """The text of a record and its spans: its own text where it is a document, else title and abstract.

    For structured records: the title, an empty line, then each passage of the abstract on its own line as `LABEL: text`.
    """
    if record.text:
        text = normalise(record.text)
        return text, record.spans if text == record.text else ()
    pieces: list[str] = []
    spans: list[Span] = []
    length = 0

    def put(role: str, words: str, label: str = "", before: str = "") -> None:
        nonlocal length
        pieces.append(before)
        length += len(before)
        spans.append(Span(role, length, length + len(words), label))
        pieces.append(words)
        length += len(words)

    if title := normalise(record.title).strip():
        put("title", title)
    gap = "\n\n"
    for passage in record.abstract:
        if words := normalise(passage.text).strip():
            label = normalise(passage.label).strip()
            put("abstract", f"{label}: {words}" if label else words, passage.category or label, gap if pieces else "")
            gap = "\n"
    return "".join(pieces), tuple(spans)


def document(record: Record, name: str = "", sections: Sequence[Section] = ()) -> Document:
    """The document of a record; `kg.text.sections` fills in the sections."""
    text, _ = compose(record)
    return Document(name or record.key or record.place, text, tuple(sections), record.language, record)
