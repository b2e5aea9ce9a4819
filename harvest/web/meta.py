"""The meta tags of a page: Highwire (`citation_*`), PRISM, Dublin Core, Open Graph; as Google Scholar and repositories use them.

Sources: https://scholar.google.com/intl/en/scholar/inclusion.html, https://www.dublincore.org/specifications/dublin-core/dcq-html/,
https://ogp.me
"""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from harvest import dates, languages
from harvest.errors import BadIdentifier
from harvest.identifier import Identifier
from harvest.markup import line, plain
from harvest.mentions import licence, mentions, trimmed
from harvest.names import person, split, undoubled
from harvest.record import Author, PartialDate, Passage, Record

if TYPE_CHECKING:
    from lxml.etree import _Element

Tags = Mapping[str, Sequence[str]]
_SCHEMES = {"doi": "doi", "pmid": "pmid", "pmcid": "pmcid", "isbn": "isbn", "arxiv_id": "arxiv"}


def tags(root: "_Element") -> dict[str, list[str]]:
    """The contents of all meta tags by name (lower case; `DC.Title` and `dcterms.title` are `dc.title`), in order."""
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
        name = re.sub(r"^(?:dc|dcterms|dcq|eprints)[.:]", "dc.", name).replace("prism:", "prism.")
        if name and (content := (meta.get("content") or "").strip()):
            found.setdefault(name, []).append(content)
    for link in root.iter("link"):
        relation, href = (link.get("rel") or "").lower(), (link.get("href") or "").strip()
        if href and relation in ("license", "canonical", "cite-as"):
            found.setdefault(f"link.{relation}", []).append(href)
    return found


def record(found: Tags) -> Record:
    """What the tags state, with empty fields where they state nothing."""
    first = _one(found, "citation_firstpage", "prism.startingpage", "dc.citation.spage")
    last = _one(found, "citation_lastpage", "prism.endingpage", "dc.citation.epage")
    abstract = plain(_one(found, "citation_abstract", "dc.description.abstract", "dc.abstract"))
    if not abstract and len(_one(found, "dc.description")) > 200:
        abstract = plain(_one(found, "dc.description"))
    return Record(
        source="html",
        identifiers=_identifiers(found),
        title=line(_one(found, "citation_title", "dc.title", "eprints.title", "bepress_citation_title", "prism.title"))
        or _shared_title(found),
        authors=undoubled(tuple(_authors(found))),
        abstract=(Passage(abstract),) if abstract else (),
        container=line(
            _one(
                found, "citation_journal_title", "prism.publicationname", "dc.source", "citation_conference_title", "citation_inbook_title"
            )
            or _one(found, "dc.relation.ispartof", "citation_journal_abbrev")
        ),
        volume=_one(found, "citation_volume", "prism.volume"),
        issue=_one(found, "citation_issue", "prism.number"),
        pages=f"{first}-{last}" if first and last and first != last else first,
        publisher=line(_one(found, "citation_publisher", "dc.publisher", "citation_dissertation_institution", "og:site_name")),
        issued=_issued(found),
        language=languages.code(_one(found, "citation_language", "dc.language", "og:locale")),
        types=tuple(dict.fromkeys([*found.get("citation_article_type", ()), *found.get("dc.type", ()), *found.get("prism.genre", ())])),
        keywords=tuple(dict.fromkeys(_keywords(found))),
        licence=licence(" ".join([*found.get("link.license", ()), *found.get("dc.rights", ()), *found.get("dc.license", ())])),
        links=tuple(found.get("link.canonical", ())[:1] or found.get("og:url", ())[:1]),
    )


def _issued(found: Tags) -> PartialDate | None:
    """The date of publication; of several statements of one year the most precise."""
    names = (
        "citation_publication_date", "citation_date", "prism.publicationdate", "dc.issued", "dc.date.issued", "dc.date",
        "citation_online_date",         "citation_year", "dc.created", "article:published_time", "datepublished",
    )  # fmt: skip
    stated = [date for name in names for value in found.get(name, ())[:1] if (date := dates.read(value))]
    same = [one for one in stated if one.year == stated[0].year]
    return max(same, key=lambda one: (one.month is not None) + (one.day is not None), default=None)


def _authors(found: Tags) -> "list[Author]":
    scholar = found.get("citation_author") or found.get("bepress_citation_author") or found.get("dc.creator") or ()
    names = [one for value in scholar for one in (split(value) if ";" in value else [value])]
    if not names and found.get("citation_authors"):
        names = [one for value in found["citation_authors"] for one in split(value)]
    if not names:
        names = [
            one for value in (*found.get("article:author", ()), *found.get("author", ())) if "://" not in value for one in split(value)
        ]
    orcids = found.get("citation_author_orcid", ())
    made = [person(line(name)) for name in names if line(name)]
    if len(orcids) != len(made):
        return made
    codes = [match[0] if (match := re.search(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", code)) else "" for code in orcids]
    return [Author(one.family, one.given, one.collective, one.suffix, code) for one, code in zip(made, codes, strict=True)]


def _identifiers(found: Tags) -> tuple[Identifier, ...]:
    out: list[Identifier] = []
    for name, scheme in _SCHEMES.items():
        for value in (*found.get(f"citation_{name}", ()), *found.get(f"prism.{name}", ()), *found.get(f"bepress_citation_{name}", ())):
            try:
                out.append(Identifier.of(scheme, trimmed(value) if scheme == "doi" else value))
            except BadIdentifier:
                continue
    for value in (
        *found.get("dc.identifier", ()),
        *found.get("dc.identifier.doi", ()),
        *found.get("link.cite-as", ()),
        *found.get("link.canonical", ()),
    ):
        known = {one.scheme for one in out}
        out += [one.identifier for one in mentions(value) if one.identifier.scheme not in known]
    return tuple(dict.fromkeys(out))


def _shared_title(found: Tags) -> str:
    """The title given for sharing, without the name of the site behind it."""
    title = line(_one(found, "og:title", "twitter:title"))
    site = re.escape(line(_one(found, "og:site_name")))
    return re.sub(rf"\s*[|–—:·-]\s*{site}$", "", title) if site else title


def _keywords(found: Tags) -> list[str]:
    values = [*found.get("citation_keywords", ()), *found.get("dc.subject", ()), *found.get("keywords", ())]
    return [line(part) for value in values for part in re.split(r"\s*;\s*" if ";" in value else r"\s*,\s*", value) if part.strip()]


def _one(found: Tags, *names: str) -> str:
    return next((value for name in names for value in found.get(name, ())), "")
