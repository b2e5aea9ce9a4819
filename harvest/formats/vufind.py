"""Catalogue records of VuFind: a page copied with its frame and staff view, the answer of its REST interface, or a Solr document.

The frame may be in any of the languages in `harvest.catalogue.frame`. REST: https://vufind.org/wiki/development:apis; an empty map comes
as `[]`. A page becomes one record whose text is the whole page; only one copy of its abstract is marked as such.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from harvest import encoding
from harvest.catalogue import frame, solr, staff
from harvest.errors import UnreadableFile
from harvest.record import Reading, Record, Refusal, Span

SUFFIXES = (".vufind.txt", ".vufind.json")
_REST = re.compile(r'^\s*\{.*"(?:resultCount|records)"\s*:', re.S)
_SOLR = re.compile(r'"(?:record_format|title_full|title_short|author_facet|spellingShingle|_version_|title_sort)"\s*:')


def recognises(head: bytes, name: str) -> int:
    """JSON with the keys of VuFind or its index; text with fields of the index or four labels of a catalogue page."""
    text = encoding.glance(head)
    if text.lstrip().startswith(("{", "[")):
        if _SOLR.search(text):
            return 95
        return 90 if _REST.match(text) and re.search(r'"(?:formats|languages|authors|subjects|cleanDoi)"\s*:', text) else 0
    if text.lstrip().startswith("<") or re.search(r"^TY {1,2}- |^PMID ?- |^%[0A-Z] ", text, re.M):
        return 0
    if staff.fields(text):
        return 95
    return 70 if len(frame.labels_in(text) & {"author", "format", "language", "publisher", "topic", "url"}) >= 4 else 0


def read(data: bytes, name: str) -> Reading:
    """The record of a copied page, or all records of a JSON answer; raises `UnreadableFile` when it is neither."""
    text = encoding.normalise(encoding.decode(data, name).text)
    if text.lstrip().startswith(("{", "[")):
        return _json(text, name)
    if not (text.strip() and (staff.fields(text) or frame.labels_in(text))):
        raise UnreadableFile(
            f"{name or 'The input'} holds no catalogue record; copy the whole record page, with its staff view if there is one."
        )
    return Reading("vufind", (_page(text),))


def _page(text: str) -> Record:
    """One copied page: the staff view says most, the frame fills what it lacks."""
    found = staff.fields(text)
    cut = staff.first(text)
    fields = {key: [value.words for value in values] for key, values in found.items()}
    for meaning, values in _framed(text[:cut]).items():
        fields.setdefault(meaning, values)
    made = solr.record(fields)
    spans = tuple(sorted(_spans(text, cut, found, made), key=lambda one: (one.start, one.end)))
    title = made.title or next((text[one.start : one.end] for one in spans if one.role == "title"), "")
    key = made.key or hashlib.sha256(text.encode()).hexdigest()[:16]
    return replace(made, key=key, title=title, abstract=(), text=text, spans=spans)


def _framed(text: str) -> dict[str, list[str]]:
    """The fields that the labels of the page state, with values on the label's line or on the lines below it."""
    fields: dict[str, list[str]] = {}
    meaning = ""
    for line in text.split("\n"):
        if found := frame.label(line):
            meaning = found[0]
            if found[1]:
                fields.setdefault(meaning, []).append(found[1])
        elif line.strip() and meaning and not frame.is_notice(line):
            fields.setdefault(meaning, []).append(line.strip())
        else:
            meaning = ""
    published = " ".join(fields.get("publisher", ()))
    if published and (year := re.search(r"\b(1[5-9]\d\d|20\d\d)\b", published)):
        fields["publishDate"] = [year[1]]
    if "format" in fields:
        fields["format"] = [word for value in fields["format"] for word in re.split(r"[,;]\s*|\s{2,}", value)]
    return fields


def _spans(text: str, cut: int, found: dict[str, list[staff.Value]], made: Record) -> Iterator[Span]:
    """What each stretch of the page is: one title, one abstract, authors, citation; the rest is furniture."""
    titled = abstracted = False
    if values := found.get("description"):
        abstracted = True
        yield Span("abstract", values[0].start, values[-1].end)
    below = False
    for start, line in _paragraphs(text[:cut]):
        end = start + len(line)
        labelled = frame.label(line)
        below = below or bool(labelled)
        meaning = labelled[0] if labelled else ""
        if not titled and not labelled and not frame.is_notice(line) and len(line) < 600 and (not made.title or _same(line, made.title)):
            titled = True
            yield Span("title", start, end)
        elif meaning == "description" and not abstracted:
            abstracted = True
            value = text.index(labelled[1], start) if labelled and labelled[1] else start
            yield Span("abstract", value, end)
        elif not abstracted and not below and titled and len(line) > 200:
            abstracted = True
            yield Span("abstract", start, end)
        else:
            yield Span({"author": "authors", "author2": "authors", "": "furniture"}.get(meaning, "citation"), start, end)
    for field, values in found.items():
        if field == "description" or not values:
            continue
        role = "furniture"
        if field in ("title", "title_full") and not titled:
            titled, role = True, "title"
        elif field in ("author", "author2", "author_corporate"):
            role = "authors"
        elif field in ("publisher", "publishDate", "container_title", "container_volume", "container_issue", "url", "id"):
            role = "citation"
        yield Span(role, values[0].start, values[-1].end, field)


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        if stripped := line.strip():
            yield at + line.index(stripped[0]), stripped
        at += len(line) + 1


def _same(line: str, title: str) -> bool:
    return line.casefold().startswith(title.casefold()[:60])


def _json(text: str, name: str) -> Reading:
    """All documents of a REST answer, a Solr answer or a single Solr document."""
    try:
        answer = json.loads(text, strict=False)
    except (json.JSONDecodeError, RecursionError) as wrong:
        raise UnreadableFile(f"{name or 'The input'} is cut or damaged JSON ({wrong}); fetch or export it again.") from wrong
    pieces = _documents(answer)
    if pieces is None:
        raise UnreadableFile(f"{name or 'The input'} is JSON without catalogue records; give an answer of VuFind or Solr.")
    records, refusals = [], []
    for number, piece in enumerate(pieces, 1):
        place = f"record {number}"
        fields = _fields(piece) if isinstance(piece, dict) else {}
        if not solr.title(fields) and not solr.identifiers(fields):
            refusals.append(Refusal(place, "neither a title nor an identifier is stated", json.dumps(piece, ensure_ascii=False)[:2000]))
        else:
            records.append(solr.record(fields, place=place))
    return Reading("vufind", tuple(records), tuple(refusals))


def _documents(answer: Any) -> list[Any] | None:
    if isinstance(answer, list):
        return answer
    if not isinstance(answer, dict):
        return None
    inner = answer.get("response")
    for holder, key in ((answer, "records"), (inner, "docs"), (answer, "docs")):
        if isinstance(holder, dict) and isinstance(holder.get(key), list):
            return list(holder[key])
    if answer.get("resultCount") == 0:
        return []
    return [answer] if any(one in answer for one in ("title", "title_full", "title_short", "id")) else None


def _fields(piece: dict[str, Any]) -> dict[str, list[str]]:
    """The fields of one document, REST names brought to those of the index."""
    names = {
        "formats": "format", "languages": "language", "publishers": "publisher", "publicationDates": "publishDate", "cleanDoi": "doi",
        "cleanIsbn": "isbn", "summary": "description", "containerTitle": "container_title", "shortTitle": "title_short",
        "subTitle": "title_sub",
    }  # fmt: skip
    fields: dict[str, list[str]] = {}
    for key, value in piece.items():
        if key == "authors" and isinstance(value, dict):
            for kind, field in (("primary", "author"), ("secondary", "author2"), ("corporate", "author_corporate")):
                fields[field] = [str(one) for one in value.get(kind) or ()]
        elif key == "urls" and isinstance(value, list):
            fields["url"] = [str(one.get("url", "")) if isinstance(one, dict) else str(one) for one in value]
        elif key == "subjects" and isinstance(value, list):
            fields["topic"] = [" -- ".join(map(str, one)) if isinstance(one, list) else str(one) for one in value]
        elif isinstance(value, list):
            fields[names.get(key, key)] = [str(one) for one in value if isinstance(one, str | int | float)]
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            fields[names.get(key, key)] = [str(value)]
    return fields
