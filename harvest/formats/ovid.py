"""Ovid's labelled text: `<7>`, then a label on a line and its value set in below (`Title`, `  Words`)."""

import re
from collections.abc import Iterator

from harvest import encoding, reference, tagged
from harvest.plain import citation
from harvest.record import Reading, Record
from harvest.tagged import Piece

SUFFIXES = (".ovid", ".cgi")
_NUMBER = re.compile(r"^\s*<\s*\d+\s*\.?\s*>\s*$")
_LABEL = re.compile(r"^([A-Z][A-Za-z/ -]{2,40}?)\s*$")


def recognises(head: bytes, name: str) -> int:
    """A number in angle brackets on a line of its own, and labels of Ovid."""
    text = encoding.glance(head)
    return (
        95
        if re.search(r"^\s*<\s*\d+\s*\.?\s*>\s*$", text, re.M) and re.search(r"^(?:Authors?|Title|Source|Accession Number)\s*$", text, re.M)
        else 0
    )


def read(data: bytes, name: str) -> Reading:
    """All references; those that state neither title, identifier nor abstract are refusals with their line."""
    text = encoding.normalise(encoding.decode(data, name).text)
    return tagged.reading("ovid", list(_pieces(text)), _record)


def _pieces(text: str) -> Iterator[Piece]:
    piece: Piece | None = None
    for number, row in enumerate(text.split("\n"), 1):
        if _NUMBER.match(row):
            if piece:
                yield piece
            piece = Piece(number, raw=[row])
        elif piece is not None and row.strip():
            piece.raw.append(row)
            if not row[0].isspace() and (match := _LABEL.match(row)):
                piece.put(match[1].strip().lower(), "")
            else:
                piece.go_on(row.strip())
    if piece:
        yield piece


def _record(piece: Piece) -> Record:
    def whole(*tags: str) -> list[str]:
        return [" ".join(value.split("\n")) for value in piece.all(*tags)]

    source = next(iter(whole("source")), "")
    found = citation.read(source)
    title = [re.sub(r"\.?\s*\[(?:[A-Z][A-Za-z ,]+)\]\.?$", "", value) for value in whole("title")]
    facts = {
        "title": title or whole("chapter title", "book title"),
        "author": [name for value in whole("author", "authors", "author/editor") for name in _names(value)],
        "container": [found.container] if found.container else [],
        "volume": [found.volume],
        "issue": [found.issue],
        "pages": [found.pages],
        "year": [str(found.issued.year)] if found.issued else whole("year of publication", "publication year"),
        "date": [str(found.issued)] if found.issued else whole("date of publication", "publication date"),
        "doi": [value for value in whole("doi", "digital object identifier") if "10." in value],
        "pmid": [value for value in whole("unique identifier", "pmid") if re.fullmatch(r"\d{5,9}", value)],
        "publisher": whole("publisher"),
        "abstract": whole("abstract"),
        "language": whole("language"),
        "type": [value for value in piece.one("publication type", "document type").split("\n") if value.strip(" .-")],
        "keyword": [word for value in whole("keywords", "key words", "keyword heading") for word in re.split(r"\s*[;.]\s+", value)],
        "url": whole("url", "link to the ovid full text or citation"),
    }
    return reference.record("ovid", facts, key=piece.one("accession number", "unique identifier").strip("."), place=f"line {piece.line}")


def _names(value: str) -> list[str]:
    """Authors without the marks of their institutions: `Holstiege, Jakob 1;  Mathes, Tim 2`."""
    if "," not in value and ";" not in value and len(value.split()) <= 2:
        return [value]
    bare = re.sub(r"\[[^\]]*\]|\s+(?:\d+|[*+#^&-]+)(?=\s*(?:;|$))", "", value)
    bare = re.sub(
        r"\s+(?:RN|MD|PhD|MSc|FAAN|DO|MPH|MS|BSc|MBBS|BA|MA|DNP)(?:[;,]\s*(?:RN|MD|PhD|MSc|FAAN|DO|MPH|MS|BSc|MBBS|BA|MA|DNP))*(?=\s*(?:[;.,]|\d|$))",
        "",
        bare,
    )
    return [
        name.strip(" .")
        for name in re.split(r"\s*;\s*", bare)
        if name.strip(" .*+") and not re.fullmatch(r"[A-Z]{2,5}|PhD|MSc", name.strip())
    ]
