"""JSON-LD in the words of schema.org, as publishers and repositories put it into pages, as a record."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from harvest import dates, languages
from harvest.errors import BadIdentifier
from harvest.identifier import Identifier
from harvest.json import obj, seq, word
from harvest.markup import line, plain
from harvest.mentions import licence, mentions
from harvest.names import people, person, undoubled
from harvest.record import Author, Passage, Record

#: What tells of a study, best first; anything else on a page (the site, its menu, a product) does not.
WORKS = (
    "MedicalScholarlyArticle", "ScholarlyArticle", "Thesis", "Report", "TechArticle", "Chapter", "Book", "Dataset", "AnalysisNewsArticle",
    "NewsArticle", "BlogPosting", "LiveBlogPosting", "SocialMediaPosting", "Article", "PublicationIssue", "CreativeWork", "MedicalWebPage",
    "SoftwareSourceCode", "WebPage",
)  # fmt: skip


def works(answer: Any) -> list[dict[str, Any]]:
    """The works a JSON-LD document describes itself, best kind first; what they only cite or belong to is left out."""
    found = [one for one in _nodes(answer) if _kinds(one) & set(WORKS)]
    return sorted(found, key=lambda one: min(WORKS.index(kind) for kind in _kinds(one) if kind in WORKS))


def _nodes(answer: Any) -> Iterator[dict[str, Any]]:
    for one in seq(answer):
        node = obj(one)
        if "@graph" in node:
            yield from _nodes(node["@graph"])
        elif node:
            yield node
            main = obj(node.get("mainEntity"))
            if main and _kinds(node) & {"WebPage", "ItemPage"}:
                yield main


def _kinds(node: dict[str, Any]) -> set[str]:
    return {word(one).rpartition("/")[2].rpartition(":")[2] for one in seq(node.get("@type", node.get("type")))}


def record(node: dict[str, Any], place: str = "") -> Record:
    """The record of one work."""
    inside = _inside(node)
    abstract = plain(word(node.get("abstract"))) or (
        plain(word(node.get("description"))) if len(word(node.get("description"))) > 200 else ""
    )
    return Record(
        source="schemaorg",
        key=next((word(node.get(name)) for name in ("@id", "url") if word(node.get(name))), ""),
        identifiers=_identifiers(node),
        title=line(_first(node, "headline", "name", "alternativeHeadline") if "headline" in node else _first(node, "name", "title")),
        authors=undoubled(tuple(_authors(node))),
        abstract=(Passage(abstract),) if abstract else (),
        container=inside.get("Periodical", "") or inside.get("Blog", "") or inside.get("Book", "") or inside.get("Newspaper", ""),
        volume=inside.get("volume", "") or word(node.get("volumeNumber")),
        issue=inside.get("issue", "") or word(node.get("issueNumber")),
        pages=word(node.get("pagination")) or "-".join(filter(None, (word(node.get("pageStart")), word(node.get("pageEnd"))))),
        publisher=_name(node.get("publisher")),
        issued=dates.read(_first(node, "datePublished", "dateCreated")),
        language=languages.code(_name(node.get("inLanguage"))),
        types=tuple(sorted(_kinds(node) & set(WORKS))),
        keywords=tuple(_keywords(node)),
        licence=licence(_link(node.get("license"))) or _link(node.get("license")),
        links=tuple(filter(None, (_link(node.get("url")),))),
        place=place,
    )


def _inside(node: dict[str, Any]) -> dict[str, str]:
    """Names of what a work is part of, by kind, and the numbers of volume and issue on the way."""
    found: dict[str, str] = {}
    steps = [obj(one) for one in seq(node.get("isPartOf"))]
    for _ in range(6):
        for one in steps:
            for kind in _kinds(one):
                found.setdefault(kind, _name(one))
            found.setdefault("volume", word(one.get("volumeNumber")))
            found.setdefault("issue", word(one.get("issueNumber")))
        found = {name: value for name, value in found.items() if value}
        steps = [obj(two) for one in steps for two in seq(one.get("isPartOf"))]
    return found


def _authors(node: dict[str, Any]) -> Iterator[Author]:
    for one in seq(node.get("author") or node.get("creator")):
        if isinstance(one, str):
            yield from people(one)
            continue
        who = obj(one)
        family, given, name = word(who.get("familyName")), word(who.get("givenName")), _name(who)
        codes = " ".join(word(code) for key in ("@id", "identifier", "sameAs") for code in seq(who.get(key)))
        orcid = match[0] if (match := re.search(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", codes)) else ""
        places = tuple(filter(None, (_name(place) for place in seq(who.get("affiliation")))))
        if "Organization" in _kinds(who):
            yield Author(collective=name, affiliations=places)
        elif family:
            yield Author(family, given, orcid=orcid, affiliations=places)
        elif name:
            found = person(name)
            yield Author(found.family, found.given, found.collective, found.suffix, orcid or found.orcid, places)


def _identifiers(node: dict[str, Any]) -> tuple[Identifier, ...]:
    said = [node.get("@id"), node.get("sameAs"), node.get("url"), node.get("doi")]
    for one in seq(node.get("identifier")):
        thing = obj(one)
        scheme, value = word(thing.get("propertyID")).lower().rpartition("/")[2], word(thing.get("value"))
        said.append(
            f"{scheme}:{value}" if scheme in ("doi", "pmid", "pmcid", "arxiv", "isbn") and value else one if isinstance(one, str) else value
        )
    found = []
    for value in (word(part) for one in said for part in seq(one)):
        found += [one.identifier for one in mentions(value) if one.identifier.scheme != "isbn"]
    for one in seq(node.get("isbn")):
        with suppress(BadIdentifier):
            found.append(Identifier.of("isbn", word(one)))
    return tuple(dict.fromkeys(found))


def _keywords(node: dict[str, Any]) -> Iterator[str]:
    for one in seq(node.get("keywords")):
        words = _name(one)
        yield from (part.strip() for part in re.split(r"\s*[;,]\s*", words) if part.strip())


def _first(node: dict[str, Any], *names: str) -> str:
    return next((said for name in names for one in seq(node.get(name)) if (said := _name(one))), "")


def _name(value: Any) -> str:
    """The words of a value that may be a word or a thing with a name."""
    if isinstance(value, list):
        return next((said for one in value if (said := _name(one))), "")
    thing = obj(value)
    return (
        ""
        if not value
        else word(value) or next((said for key in ("name", "alternateName", "@value") if (said := _name(thing.get(key)))), "")
    )


def _link(value: Any) -> str:
    first = next(iter(seq(value)), None)
    return word(first) or word(obj(first).get("url")) or word(obj(first).get("@id"))
