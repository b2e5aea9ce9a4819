"""The text of a JATS article: title, abstracts, headings, paragraphs and references on lines of their own, with spans.

What is not the article's own prose (formulas' machine copies, figure files, editors' notes) is left out or marked as furniture.
"""

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from harvest import markup
from harvest.record import Passage, Span
from harvest.xml import local

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Elements that hold paragraphs and further sections.
_HOLDERS = {"sec", "body", "app", "app-group", "boxed-text", "ack", "notes", "fn-group", "glossary", "statement", "floats-group", "back"}
_FURNITURE = {"ack", "fn-group", "notes", "glossary", "fn"}
_SILENT = {"object-id", "graphic", "media", "inline-graphic", "alternatives-graphic", "sec-meta", "permissions", "xref-group"}
SILENT = frozenset(_SILENT)


class Sheet:
    """A text in the making: pieces on lines of their own, each with its span."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self.spans: list[Span] = []

    def put(self, role: str, words: str, label: str = "", gap: str = "\n") -> None:
        """Add a piece after a gap; an empty piece adds nothing."""
        words = unicodedata.normalize("NFC", words)
        if not words:
            return
        if self._pieces:
            self._pieces.append(gap)
            self._length += len(gap)
        self.spans.append(Span(role, self._length, self._length + len(words), label))
        self._pieces.append(words)
        self._length += len(words)

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self._pieces)


def compose(title: str, abstracts: "tuple[Passage, ...]", body: "_Element | None", back: "_Element | None") -> Sheet:
    """Lay an article out as one text."""
    sheet = Sheet()
    sheet.put("title", title)
    if body is None:
        for passage in abstracts:
            sheet.put("abstract", f"{passage.label}: {passage.text}" if passage.label else passage.text, passage.label, "\n\n")
        return sheet
    for passage in abstracts:
        if passage.label:
            sheet.put("heading", passage.label, "", "\n\n")
        sheet.put("abstract", passage.text, passage.label, "\n" if passage.label else "\n\n")
    _lay(body, sheet, "body", "")
    for part in back if back is not None else ():
        if local(part) == "ref-list":
            _references(part, sheet)
        else:
            _lay(part, sheet, "furniture" if local(part) in _FURNITURE else "body", "")
    return sheet


def passages(abstract: "_Element", category: str = "", language: str = "") -> Iterator[Passage]:
    """Cut an abstract into its labelled sections."""
    loose = [markup.words(child, SILENT) for child in abstract if local(child) not in ("sec", "title", "label")]
    if not len(abstract) or (not any(loose) and not any(local(one) == "sec" for one in abstract)):
        loose = [markup.words(abstract, SILENT | {"title"})]
    if said := "\n".join(one for one in loose if one):
        yield Passage(said, "", category, language)
    for section in abstract:
        if local(section) == "sec":
            title = next((markup.words(one) for one in section if local(one) == "title"), "")
            if said := markup.words(section, SILENT | {"title"}):
                yield Passage(said, title.replace("\n", " ").rstrip(" :."), category, language)


def _lay(element: "_Element", sheet: Sheet, role: str, label: str) -> None:
    for child in element if local(element) in _HOLDERS else (element,):
        tag = local(child)
        if tag == "title":
            label = markup.words(child).replace("\n", " ")
            sheet.put("heading" if role == "body" else role, label, "", "\n\n")
        elif tag == "ref-list":
            _references(child, sheet)
        elif tag in _HOLDERS and child is not element:
            _lay(child, sheet, "furniture" if tag in _FURNITURE else role, label)
        elif tag in ("fig", "table-wrap", "fig-group", "supplementary-material", "media"):
            sheet.put("furniture", markup.words(child, SILENT), tag, "\n\n")
        elif tag not in _SILENT and tag not in ("label", "sec-meta"):
            sheet.put(role, markup.words(child, SILENT), label)


def _references(element: "_Element", sheet: Sheet) -> None:
    for child in element:
        if local(child) == "title":
            sheet.put("references", markup.words(child), "", "\n\n")
        elif local(child) == "ref-list":
            _references(child, sheet)
        else:
            sheet.put("references", " ".join(markup.words(child, SILENT).split()))
