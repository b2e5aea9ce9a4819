"""RDF/XML that describes references but is no whole RDF (JaLC writes some): read by the local names of its properties.

A property may hold words, a thing within, or point at a thing elsewhere in the file (`rdf:resource`, `rdf:nodeID`); journals and books are
found by `isPartOf`. Nothing that the file points to beyond itself is fetched.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from harvest import reference, xml
from harvest.errors import UnreadableFile
from harvest.names import person
from harvest.record import Author, Reading, Record, Refusal
from harvest.xmlpieces import mended

if TYPE_CHECKING:
    from lxml.etree import _Element

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
#: Things that are no references of their own.
_OTHER = {
    "Person", "Agent", "Organization", "Journal", "Series", "Periodical", "Magazine", "Newspaper", "Attachment", "Memo", "Collection",
    "UserItem", "Image", "Seq", "List", "Bag", "URI", "Subject", "Concept", "Issue", "PublicationIssue", "PublicationVolume", "Tag",
    "AutomaticTag", "Note", "Website",
}  # fmt: skip


def read(data: bytes, name: str, format: str) -> Reading:
    """All references described; raises `UnreadableFile` when the XML is damaged or describes none."""
    root = xml.parse(mended(data, name).encode("utf-8", "replace"), name)
    nodes = {key: one for one in root.iter() if (key := _key(one)) and len(one)}
    records: list[Record] = []
    refusals: list[Refusal] = []
    contained = {id(found) for one in root.iter() if xml.local(one) in ("isPartOf", "partOf") for found in _things(one, nodes)}
    number = 0
    for one in root:
        if not isinstance(one.tag, str) or _kind(one) in _OTHER or id(one) in contained:
            continue
        number += 1
        record = _record(one, nodes, f"item {number}", format)
        if reference.says_enough(record):
            records.append(record)
        else:
            refusals.append(Refusal(record.place, "neither title, identifier nor abstract is stated", xml.text(one)[:2000]))
    if not records and not refusals:
        raise UnreadableFile(f"{name or 'The input'} is RDF, but describes no reference; export the references again.")
    return Reading(format, tuple(records), tuple(refusals))


def _key(one: "_Element") -> str:
    return one.get(f"{_RDF}about") or one.get(f"{_RDF}nodeID") or (f"#{one.get(f'{_RDF}ID')}" if one.get(f"{_RDF}ID") else "")


def _kind(one: "_Element") -> str:
    said = next((xml.text(child) for child in one if xml.local(child) == "itemType"), "")
    typed = next((child.get(f"{_RDF}resource", "") for child in one if xml.local(child) == "type"), "")
    kind = xml.local(one)
    return kind if kind != "Description" else said or re.split(r"[/#]", typed)[-1] or kind


def _things(value: "_Element", nodes: "dict[str, _Element]") -> "Iterator[_Element]":
    """The things a property holds or points to, lists opened."""
    target = value.get(f"{_RDF}resource") or value.get(f"{_RDF}nodeID") or ""
    if target in nodes and nodes[target] is not value:
        yield nodes[target]
    for child in value:
        if xml.local(child) in ("Seq", "Bag", "List", "Alt"):
            for item in child:
                yield from _things(item, nodes)
        elif isinstance(child.tag, str):
            target = child.get(f"{_RDF}about") or child.get(f"{_RDF}nodeID") or ""
            yield nodes.get(target, child) if not len(child) else child


def _said(one: "_Element", nodes: "dict[str, _Element]", *names: str) -> list[str]:
    """The words of some properties by local name: their text, that of the `value` or `name` of a thing, or the address pointed to."""
    out: list[str] = []
    for name in names:
        for child in one:
            if xml.local(child) != name:
                continue
            things = list(_things(child, nodes))
            inner = [word for thing in things[:1] for word in _said(thing, {}, "value", "name", "title", "label")] if things else []
            words = inner[0] if inner else xml.text(child).strip() or child.get(f"{_RDF}resource", "")
            if words.strip():
                out.append(words.strip())
    return out


def _record(one: "_Element", nodes: "dict[str, _Element]", place: str, format: str) -> Record:
    wholes = [thing for child in one if xml.local(child) in ("isPartOf", "partOf") for thing in _things(child, nodes)]
    wholes += [
        thing for whole in wholes for child in whole if xml.local(child) in ("isPartOf", "partOf") for thing in _things(child, nodes)
    ]

    def some(*names: str) -> list[str]:
        return _said(one, nodes, *names)

    def around(*names: str) -> list[str]:
        return [word for whole in wholes for word in _said(whole, nodes, *names)]

    start, end = some("pageStart", "startingPage", "firstPage"), some("pageEnd", "endingPage", "lastPage")
    named = [
        re.sub(r"^\s*(?:DOI|doi|PMID|ISBN)\b[:\s]+", lambda match: match[0].upper().strip(" :") + ": ", value)
        for value in some("identifier", "sameAs", "uri")
    ]
    facts = {
        "title": some("title", "name", "shortTitle")[:1],
        "other_title": some("title")[1:],
        "container": [*around("title", "name"), *some("publicationName", "publicationTitle")],
        "publisher": some("publisher"),
        "volume": [*some("volume"), *around("volume")],
        "issue": [*some("issue", "number"), *around("issue", "number")],
        "pages": some("pages"),
        "start": start,
        "end": end,
        "year": some("issued", "date", "publicationDate", "datePublished", "created"),
        "doi": [*some("doi", "DOI"), *(value for value in [*named, *around("identifier")] if re.match(r"^DOI\b", value))],
        "isbn": [*some("isbn13", "isbn10", "isbn"), *(value for value in named if value.startswith("ISBN"))],
        "identifier": [*named, _key(one)],
        "url": [value for value in [*some("url", "uri", "identifier"), _key(one)] if value.startswith("http")],
        "abstract": some("abstract", "description"),
        "language": [value.rpartition("/")[2] for value in some("language", "inLanguage")],
        "type": [next(iter(some("itemType")), "") or _kind(one)],
        "keyword": [value for value in some("subject", "keywords") if not value.startswith("http")],
        "licence": some("rights", "license"),
    }
    return reference.record(format, facts, key=_key(one), place=place, authors=tuple(dict.fromkeys(_authors(one, nodes))))


def _authors(one: "_Element", nodes: "dict[str, _Element]") -> Iterator[Author]:
    listed = [child for child in one if xml.local(child) in ("authors", "authorList")] or [
        child for child in one if xml.local(child) in ("creator", "author", "presenters", "contributors")
    ]
    for child in listed:
        people = list(_things(child, nodes))
        for who in people:
            family, given = (
                _said(who, {}, *names)[:1] for names in (("surname", "familyName", "family_name"), ("givenName", "givenname", "firstName"))
            )
            name = _said(who, {}, "name")[:1]
            if family:
                yield Author(family[0], given[0] if given else "")
            elif name:
                yield person(name[0]) if xml.local(who) != "Organization" else Author(collective=name[0])
        if not people and (words := xml.text(child).strip()):
            yield person(words)
