"""JATS and NLM articles (PMC, SciELO, publishers): facts and full text; https://jats.nlm.nih.gov/archiving/tag-library/1.3/.

Each sub-article (a translation, a reply, a reviewer's report) is a record of its own, tied to the article it belongs to.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from harvest import dates, jats, languages, markup
from harvest.identifier import Identifier, valid
from harvest.record import Author, Grant, PartialDate, Passage, Reading, Record, Refusal, Relation
from harvest.xml import local, parse

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".nxml", ".jats.xml", ".jats", ".xml")

#: related-article-type -> relation.
RELATED = {
    "corrected-article": "correction-of", "correction-forward": "corrected-by", "correction": "corrected-by",
    "addended-article": "correction-of",
    "addendum": "corrected-by", "retracted-article": "retraction-of", "partial-retraction": "retracted-by",
    "retraction-forward": "retracted-by",
    "retraction": "retracted-by", "object-of-concern": "concern-about", "concern-forward": "concern-raised-by",
    "expression-of-concern": "concern-raised-by", "commentary-article": "comment-on", "commentary": "commented-by",
    "letter": "commented-by",
    "reply": "commented-by", "peer-reviewed-material": "review-of", "peer-review": "has-review", "reviewer-report": "has-review",
    "preprint": "has-preprint", "published-article": "preprint-of", "republished-article": "republication-of",
    "updated-article": "update-of",
    "update": "updated-by", "translated-article": "translation-of", "translation": "has-translation", "companion": "supplemented-by",
    "article": "comment-on",
}  # fmt: skip
#: article-type of a sub-article -> how it stands to the article around it.
SUB = {"translation": "translation-of", "reply": "comment-on", "response": "comment-on", "correction": "correction-of",
       "retraction": "retraction-of", "addendum": "correction-of", "article-commentary": "comment-on", "letter": "comment-on"}  # fmt: skip
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_HREF = "{http://www.w3.org/1999/xlink}href"
_ROOT = re.compile(rb"<(?:[\w-]+:)?(?:article|pmc-articleset|front|sub-article)[\s>]")
_SIGN = re.compile(
    rb"article-type\s*=|journal-meta|article-meta|journal-publishing|archivearticle|JATS|//NLM//DTD|dtd-version|pmc-articleset"
)


def recognises(head: bytes, name: str) -> int:
    """An `article` element and a word of the tag set (HTML5 has an `article` too)."""
    plain = head.replace(b"\x00", b"")
    if b"<html" in plain.lower() or not _ROOT.search(plain):
        return 0
    return 95 if _SIGN.search(plain) else 0


def read(data: bytes, name: str) -> Reading:
    """Read every article and sub-article; raises `UnreadableFile` when it is damaged or unsafe."""
    root = parse(data, name)
    articles = (
        [root] if local(root) == "article" else [one for one in root.iter() if local(one) == "article" and _part(one, "front") is not None]
    )
    records: list[Record] = []
    for number, element in enumerate(articles, 1):
        records += _article(element, f"article {number}" if len(articles) > 1 else "")
    refusals = () if records else (Refusal("file", "no article with title, abstract or text in it"),)
    return Reading("jats", tuple(records), refusals)


def _article(element: "_Element", place: str) -> Iterator[Record]:
    whole = _record(element, place, None)
    if whole is None:
        return
    yield whole
    yield from _subs(element, whole, place)


def _subs(element: "_Element", whole: Record, place: str) -> Iterator[Record]:
    for number, child in enumerate((one for one in element if local(one) in ("sub-article", "response")), 1):
        where = f"{place}, {local(child)} {number}".strip(", ")
        if (record := _record(child, where, whole)) is not None:
            yield record
        yield from _subs(child, whole, where)


def _record(element: "_Element", place: str, around: Record | None) -> Record | None:
    front = _part(element, "front") if _part(element, "front") is not None else _part(element, "front-stub")
    meta = _part(front, "article-meta") if _part(front, "article-meta") is not None else front
    journal = _part(front, "journal-meta")
    if meta is None:
        return None
    kind = element.get("article-type") or ("response" if local(element) == "response" else "")
    ids, key = _identifiers(meta)
    language = languages.code(element.get(_LANG) or "") or (around.language if around else "")
    title, others = _titles(meta)
    abstract, other_abstracts = _abstracts(meta, language)
    body = _part(element, "body")
    sheet = jats.compose(title, abstract, body, _part(element, "back"))
    if not (title or sheet.text):
        return None
    stated = _dates(meta)
    relations = _relations(meta)
    if around is not None:
        target = around.identifiers[0] if around.identifiers else None
        relations = (Relation(SUB.get(kind, "review-of"), target, kind, "jats"), *relations)
        ids = tuple(one for one in ids if one not in around.identifiers)
    return Record(
        source="jats",
        key=key or (f"{around.key}#{element.get('id') or place.rpartition(' ')[2]}" if around else ""),
        identifiers=ids,
        title=title,
        other_titles=others,
        authors=_authors(meta),
        abstract=abstract,
        other_abstracts=other_abstracts,
        container=_deep(journal, "journal-title") or (around.container if around else ""),
        volume=_deep(meta, "volume"),
        issue=_deep(meta, "issue"),
        pages="-".join(one for one in (_deep(meta, "fpage"), _deep(meta, "lpage")) if one) or _deep(meta, "elocation-id"),
        publisher=_deep(journal, "publisher-name"),
        issued=_issued(stated),
        dates=tuple((name, day) for name, day in stated),
        language=language,
        types=tuple(dict.fromkeys(one for one in (kind, *_all(meta, "subject")[:1]) if one)),
        keywords=tuple(dict.fromkeys(_all(meta, "kwd"))),
        grants=_grants(meta),
        licence=_licence(meta),
        relations=relations,
        text=sheet.text if body is not None else "",
        spans=tuple(sheet.spans) if body is not None else (),
        notes=() if body is not None else ("the answer holds no full text",),
        place=place,
    )


def _part(element: "_Element | None", tag: str) -> "_Element | None":
    return next((one for one in element if local(one) == tag), None) if element is not None else None


def _own(element: "_Element | None", *tags: str) -> Iterator["_Element"]:
    """Give descendants of some tags, but nothing inside citations or related works, which are not the article's own."""
    for child in element if element is not None else ():
        tag = local(child)
        if tag in tags:
            yield child
        elif tag not in ("related-article", "related-object", "product", "ref-list", "self-uri"):
            yield from _own(child, *tags)


def _deep(element: "_Element | None", tag: str) -> str:
    return next((markup.words(one).replace("\n", " ") for one in _own(element, tag)), "")


def _all(element: "_Element", tag: str) -> tuple[str, ...]:
    return tuple(said for one in _own(element, tag) if (said := markup.words(one).replace("\n", " ")))


def _identifiers(meta: "_Element") -> tuple[tuple[Identifier, ...], str]:
    kinds = {"doi": "doi", "pmid": "pmid", "pmc": "pmcid", "pmcid": "pmcid", "pmc-id": "pmcid", "arxiv": "arxiv"}
    named = [(kinds.get(one.get("pub-id-type") or "", ""), markup.words(one)) for one in meta if local(one) == "article-id"]
    ids = valid(*((scheme, value) for scheme, value in named if scheme))
    first = next((one for scheme in ("pmcid", "doi", "pmid") for one in ids if one.scheme == scheme), None)
    return ids, first.value if first else next((value for _, value in named), "")


def _titles(meta: "_Element") -> tuple[str, tuple[Passage, ...]]:
    group = _part(meta, "title-group")
    holder = group if group is not None else meta
    main = next((markup.words(one, ("xref", "fn")).replace("\n", " ") for one in holder if local(one) == "article-title"), "")
    others = [Passage(said, "subtitle") for one in holder if local(one) == "subtitle" and (said := markup.words(one, ("xref",)))]
    for one in holder:
        if local(one) == "trans-title-group":
            language = languages.code(one.get(_LANG) or "")
            others += [Passage(said, "translated", "", language) for said in _all(one, "trans-title")]
        elif local(one) in ("trans-title", "alt-title") and (said := markup.words(one)):
            label = "translated" if local(one) == "trans-title" else one.get("alt-title-type") or "alternative"
            others.append(Passage(said, label, "", languages.code(one.get(_LANG) or "")))
    return main, tuple(others)


def _abstracts(meta: "_Element", language: str) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    main: list[Passage] = []
    others: list[Passage] = []
    for one in meta:
        tag, kind = local(one), one.get("abstract-type") or ""
        spoken = languages.code(one.get(_LANG) or "")
        if tag == "abstract" and not main and (not kind or kind in ("section", "structured", "main")):
            main += jats.passages(one, "", "" if spoken == language else spoken)
        elif tag in ("abstract", "trans-abstract"):
            others += jats.passages(one, kind, spoken)
    return tuple(main), tuple(others)


def _authors(meta: "_Element") -> tuple[Author, ...]:
    places = {one.get("id"): " ".join(markup.words(one, ("label", "sup")).split()) for one in _own(meta, "aff") if one.get("id")}
    found = []
    for contrib in _own(meta, "contrib"):
        if (contrib.get("contrib-type") or "author") != "author" or any(local(one) == "collab" for one in contrib.iterancestors()):
            continue
        found.append(_author(contrib, places))
    return tuple(one for one in found if str(one))


def _author(contrib: "_Element", places: dict[str | None, str]) -> Author:
    orcid = ""
    for one in contrib.iter():
        if local(one) in ("contrib-id", "ext-link", "uri") and (
            found := re.search(r"\d{4}-\d{4}-\d{4}-\d{3}[\dXx]", f"{one.text} {one.get(_HREF)}")
        ):
            orcid = orcid or found[0].upper()
    cited = [one.get("rid") or "" for one in contrib.iter() if local(one) == "xref" and one.get("ref-type") == "aff"]
    where = [places[one] for rid in cited for one in rid.split() if one in places]
    where += [" ".join(markup.words(one, ("label", "sup")).split()) for one in contrib if local(one) == "aff" and not one.get("id")]
    collab = _part(contrib, "collab")
    name = next(_own(contrib, "name", "string-name", "name-alternatives"), None) if collab is None else None
    if name is None:
        body = markup.words(collab, ("contrib-group", "xref")).replace("\n", " ") if collab is not None else ""
        return Author(collective=body, orcid=orcid, affiliations=tuple(where))
    family, given = _deep(name, "surname"), _deep(name, "given-names")
    whole = "" if family or given else markup.words(name)
    return Author(family or whole, given, "", _deep(name, "suffix"), orcid, tuple(dict.fromkeys(where)))


def _dates(meta: "_Element") -> list[tuple[str, PartialDate]]:
    found = []
    for one in _own(meta, "pub-date", "date"):
        name = one.get("pub-type") or " ".join(x for x in (one.get("date-type"), one.get("publication-format")) if x) or "pub"
        said = {local(child): markup.words(child) for child in one}
        words = "-".join(said[tag] for tag in ("year", "month", "day") if said.get(tag)) if said.get("month", "1").isdigit() else ""
        day = dates.read(words or " ".join(said[tag] for tag in ("day", "month", "year") if said.get(tag)) or said.get("string-date", ""))
        if day:
            season = said.get("season", "")
            found.append((name, PartialDate(day.year, day.month, day.day, f"{day.year} {season}" if season else day.words)))
    return found


def _issued(stated: list[tuple[str, PartialDate]]) -> PartialDate | None:
    order = ("epub", "pub electronic", "pub", "epub-ppub", "ppub", "pub print", "collection", "collection electronic")
    return next((day for name in order for kind, day in stated if kind == name), None)


def _grants(meta: "_Element") -> tuple[Grant, ...]:
    found = []
    for one in _own(meta, "award-group"):
        numbers = _all(one, "award-id") or ("",)
        agency = _deep(one, "institution") or _deep(one, "funding-source")
        found += [Grant(agency, number) for number in numbers]
    return tuple(found) or tuple(Grant(agency) for agency in _all(meta, "funding-source"))


def _licence(meta: "_Element") -> str:
    licence = next(_own(meta, "license"), None)
    if licence is None:
        return _deep(meta, "copyright-statement")
    stated = licence.get(_HREF) or next((one.get(_HREF) for one in licence.iter() if "creativecommons" in (one.get(_HREF) or "")), None)
    named = next((markup.words(one) for one in licence.iter() if local(one) == "license_ref"), "")
    return stated or named or markup.words(licence).replace("\n", " ")


def _relations(meta: "_Element") -> tuple[Relation, ...]:
    found = []
    for one in meta.iter():
        kind = RELATED.get((one.get("related-article-type") or one.get("related-object-type") or "").lower())
        if local(one) not in ("related-article", "related-object") or kind is None:
            continue
        scheme = {"doi": "doi", "pmid": "pmid", "pmc": "pmcid", "pmcid": "pmcid", "uri": "url"}.get(
            one.get("ext-link-type") or "doi", "doi"
        )
        target = valid((scheme, one.get(_HREF) or "")) or valid(("doi", one.get(_HREF) or ""))
        said = markup.words(one).replace("\n", " ") or one.get("related-article-type") or ""
        found.append(Relation(kind, target[0] if target else None, said, "jats"))
    return tuple(found)
