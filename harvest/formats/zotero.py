"""Bibliographic RDF/XML: Zotero's own export, BIBO (Zotero, national libraries), Dublin Core with FOAF (JaLC, doi.org).

The XML is checked and bounded first (`harvest.xml`), then read as triples, so it does not matter whether people and journals are
nested or pointed at. Sources: Zotero's RDF export translator's terms (bib:, z:), https://bibliontology.com, DCMI Metadata Terms.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvest import dates, languages, mentions, rdfloose, xml
from harvest.errors import UnreadableFile
from harvest.identifier import Identifier
from harvest.record import Author, PartialDate, Passage, Reading, Record, Refusal

if TYPE_CHECKING:
    import pyoxigraph

SUFFIXES = (".rdf", ".rdf.xml", ".xml")

#: Classes (local names) of things that are not reports of their own.
NOT_REPORTS = {
    "Person", "Organization", "Agent", "Journal", "Issue", "Series", "Collection", "Attachment", "Memo", "UserItem", "Seq", "Bag", "List",
    "UserCollection", "Website", "Proceedings", "Document-part", "Conference", "Meeting", "AutomaticTag", "Note", "Highlight", "LCC", "URI",
}  # fmt: skip
_NUMBERED = re.compile(r"#_(\d+)$")


def recognises(head: bytes, name: str) -> int:
    """RDF/XML with words for titles."""
    if b"rdf:RDF" not in head and b"22-rdf-syntax-ns#" not in head:
        return 0
    marks = (b"zotero.org/namespaces", b"purl.org/net/biblio", b"ontology/bibo", b"purl.org/dc/", b"schema.org", b"prismstandard.org")
    return 85 if any(mark in head for mark in marks) else 0


@dataclass(frozen=True, slots=True)
class _Graph:
    """Statements by subject: property (local name, lower case) -> values; a value is a node's name or words."""

    said: dict[str, dict[str, list[str]]]
    tongues: dict[str, str]

    def all(self, subject: str, *names: str) -> list[str]:
        return [value for name in names for value in self.said.get(subject, {}).get(name, ())]

    def words(self, subject: str, *names: str) -> list[str]:
        """Values that are words; a node with a value of its own (`rdf:value`, a subject heading) stands for that value."""
        return [
            words
            for value in self.all(subject, *names)
            for words in ([value] if value not in self.said else self.all(value, "value", "label"))
        ]

    def first(self, subject: str, *names: str) -> str:
        return next(iter(self.words(subject, *names)), "")


def read(data: bytes, name: str) -> Reading:
    """Read every thing that has a title and is no journal, person, collection or attachment."""
    data = xml.unfolded(data, name)
    xml.parse(data, name)  # refuses entities, bombs, depth and damage before the RDF parser sees them
    try:
        graph = _graph(data, name)
    except UnreadableFile:
        # XML in RDF's clothes, as JaLC writes it: its properties still say what they say.
        return rdfloose.read(data, name, "zotero")
    records: list[Record] = []
    refusals: list[Refusal] = []
    parts = {value for said in graph.said.values() for key in ("ispartof", "presentedat") for value in said.get(key, ())}
    for subject in sorted(graph.said, key=lambda one: (one.startswith("_:"), one)):
        kinds = {kind.rpartition("#")[2].rpartition("/")[2] for kind in graph.all(subject, "type")} - {"Description"}
        if kinds & NOT_REPORTS or subject in parts or not graph.first(subject, "title", "name"):
            continue
        if not kinds and not graph.all(subject, "creator", "authors", "itemtype", "doi", "identifier"):
            refusals.append(Refusal(subject, "a titled thing of no stated kind, author or identifier"))
            continue
        records.append(_record(graph, subject, kinds))
    return Reading("zotero", tuple(records), tuple(refusals))


def _graph(data: bytes, name: str) -> _Graph:
    import pyoxigraph as ox

    said: dict[str, dict[str, list[str]]] = {}
    tongues: dict[str, str] = {}
    try:
        for triple in ox.parse(data, format=ox.RdfFormat.RDF_XML, base_iri="http://example.invalid/", lenient=True):
            values = said.setdefault(_node(triple.subject), {}).setdefault(_local(triple.predicate.value), [])
            value = _node(triple.object)
            if value not in values:
                values.append(value)
            if isinstance(triple.object, ox.Literal) and triple.object.language:
                tongues[value] = triple.object.language
    except (SyntaxError, ValueError) as wrong:
        raise UnreadableFile(f"{name or 'The input'} is XML but not RDF/XML ({wrong}); export it again.") from wrong
    return _Graph(said, tongues)


def _local(iri: str) -> str:
    if match := _NUMBERED.search(iri):
        return f"_{int(match[1]):06}"
    return iri.rpartition("#")[2].rpartition("/")[2].lower()


def _node(term: "pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple") -> str:
    import pyoxigraph as ox

    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    return " ".join(term.value.split()) if isinstance(term, ox.Literal) else str(getattr(term, "value", term))


def _record(graph: _Graph, subject: str, kinds: set[str]) -> Record:
    titles = graph.words(subject, "title", "name")
    whole = list(_wholes(graph, subject))
    abstracts = graph.words(subject, "abstract") or graph.words(subject, "description")

    def around(*names: str) -> str:
        return next((words for one in (subject, *whole) if (words := graph.first(one, *names))), "")

    return Record(
        source="zotero",
        key="" if subject.startswith("_:") else subject.removeprefix("http://example.invalid/"),
        identifiers=tuple(dict.fromkeys(_identifiers(graph, subject))),
        title=titles[0],
        other_titles=tuple(Passage(one, language=graph.tongues.get(one, "")) for one in titles[1:]),
        authors=tuple(dict.fromkeys(_authors(graph, subject))),
        abstract=tuple(Passage(one) for one in abstracts[:1]),
        other_abstracts=tuple(Passage(one) for one in abstracts[1:]),
        container=next((title for one in reversed(whole) if (title := graph.first(one, "title"))), graph.first(subject, "publicationname")),
        volume=around("volume"),
        issue=around("issue", "number") if whole else graph.first(subject, "issue"),
        pages=_pages(graph, subject),
        publisher=_publisher(graph, subject),
        issued=_issued(around("date", "issued", "datepublished", "publicationdate", "datecreated")),
        language=languages.code(next(iter(graph.all(subject, "language")), "").rpartition("/")[2]),
        types=tuple(dict.fromkeys([*graph.words(subject, "itemtype"), *sorted(kinds)])),
        keywords=tuple(dict.fromkeys(graph.words(subject, "subject", "keyword", "keywords"))),
        licence=next(iter(graph.all(subject, "license", "rights")), ""),
        links=tuple(
            dict.fromkeys(one for one in graph.words(subject, "uri", "url", "identifier") if one.startswith(("http://", "https://")))
        ),
        place=subject.removeprefix("http://example.invalid/"),
    )


def _wholes(graph: _Graph, subject: str) -> Iterator[str]:
    """What it is part of, from the nearest outward (issue, then journal)."""
    seen = {subject}
    while parts := [one for one in graph.all(subject, "ispartof", "presentedat") if one in graph.said and one not in seen]:
        subject = parts[0]
        seen.add(subject)
        yield subject


def _authors(graph: _Graph, subject: str) -> Iterator[Author]:
    lists = graph.all(subject, "authors", "authorlist")
    members = [one for listed in lists for one in _members(graph, listed)]
    for one in members or graph.all(subject, "creator", "author"):
        if one not in graph.said:
            if not one.startswith(("http://", "https://")):
                yield from _named([one])
            continue
        family, given = graph.first(one, "surname", "familyname", "family_name"), graph.first(one, "givenname", "given_name", "firstname")
        if family:
            yield Author(family, given)
        else:
            yield from _named(graph.words(one, "name"))


def _named(words: Iterable[str]) -> Iterator[Author]:
    from harvest import names

    return (names.person(one) for one in words)


def _members(graph: _Graph, listed: str) -> list[str]:
    """Members of an `rdf:Seq` in order, of an RDF list, or the node itself."""
    said = graph.said.get(listed, {})
    numbered = [value for key in sorted(said) if key.startswith(("_0", "_1")) for value in said[key]]
    if numbered:
        return numbered
    members: list[str] = []
    while listed in graph.said and graph.all(listed, "first"):
        members += graph.all(listed, "first")
        listed = next(iter(graph.all(listed, "rest")), "")
    return members or [listed]


def _identifiers(graph: _Graph, subject: str) -> Iterator[Identifier]:
    stated = [f"doi:{one}" for one in graph.words(subject, "doi")] + graph.words(subject, "identifier", "uri", "url")
    stated += [f"ISBN {one}" for one in graph.words(subject, "isbn", "isbn10", "isbn13")]
    stated += [f"PMID: {one}" for one in graph.words(subject, "pmid")]
    for words in (*stated, subject):
        yield from (one.identifier for one in mentions.mentions(words))


def _pages(graph: _Graph, subject: str) -> str:
    first, last = graph.first(subject, "pagestart", "startingpage"), graph.first(subject, "pageend", "endingpage")
    return graph.first(subject, "pages") or "-".join(part for part in (first, last) if part)


def _publisher(graph: _Graph, subject: str) -> str:
    node = next(iter(graph.all(subject, "publisher")), "")
    words = graph.first(node, "name") if node in graph.said else node
    return "" if words.startswith(("http://", "https://", "_:")) else words


def _issued(words: str) -> PartialDate | None:
    return (dates.read(words.partition("T")[0]) or PartialDate(words=words)) if words else None
