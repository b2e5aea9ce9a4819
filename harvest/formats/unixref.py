"""Crossref's deposited XML (unixref, unixsd, openurl answers): https://www.crossref.org/documentation/schema-library/."""

import re
from typing import TYPE_CHECKING

from harvest import abstracts, languages, markup
from harvest.errors import UnreadableFile
from harvest.identifier import valid
from harvest.record import Author, Grant, PartialDate, Passage, Reading, Record, Refusal, Relation
from harvest.xml import local, parse, text

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".unixref.xml", ".unixsd.xml", ".xml")

#: The elements that are works of their own, the most particular first.
_WORKS = (
    "journal_article", "conference_paper", "content_item", "posted_content", "dissertation", "dataset", "component", "peer_review",
    "standard", "report-paper", "book", "journal_issue", "journal", "database", "conference", "sa_component", "pending_publication",
)  # fmt: skip
_HOLDERS = ("full_title", "abbrev_title", "proceedings_title", "title")
RELATED = {
    "isPreprintOf": "preprint-of", "hasPreprint": "has-preprint", "isReviewOf": "review-of", "hasReview": "has-review",
    "isVersionOf": "version-of", "hasVersion": "has-version", "isTranslationOf": "translation-of", "hasTranslation": "has-translation",
    "isSupplementTo": "supplement-to", "isSupplementedBy": "supplemented-by", "isPartOf": "part-of", "hasPart": "has-part",
    "isCommentOn": "comment-on", "hasComment": "commented-by", "isManuscriptOf": "preprint-of", "hasManuscript": "has-preprint",
}  # fmt: skip
UPDATES = {"retraction": "retraction-of", "partial_retraction": "retraction-of", "withdrawal": "withdrawal-of", "removal": "withdrawal-of",
           "expression_of_concern": "concern-about", "new_version": "update-of", "new_edition": "update-of"}  # fmt: skip


def recognises(head: bytes, name: str) -> int:
    """Its wrappers, or its own schema."""
    return 95 if re.search(rb"<(?:crossref_result|doi_records|doi_record|crossref)[\s>]|crossref\.org/(?:xschema|qrschema)", head) else 0


def read(data: bytes, name: str) -> Reading:
    """Read every deposited work; raises `UnreadableFile` when it is damaged, or Crossref had nothing."""
    root = parse(data, name)
    deposits = [one for one in root.iter() if local(one) == "crossref"]
    fault = next((text(one).strip() for one in root.iter() if local(one) in ("error", "msg")), "")
    if fault and not any(len(one) for one in deposits if local(one[0] if len(one) else one) != "error"):
        raise UnreadableFile(f"Crossref has no metadata for it: {' '.join(fault.split())[:200]}")
    records: list[Record] = []
    refusals: list[Refusal] = []
    for number, deposit in enumerate(deposits, 1):
        place = f"deposit {number}" if len(deposits) > 1 else ""
        works = _works(deposit)
        if works:
            records += [_record(one, deposit, place) for one in works]
        else:
            refusals.append(Refusal(place or "answer", "a deposit without a work in it"))
    return Reading("unixref", tuple(records), tuple(refusals) if deposits else (Refusal("answer", "no deposit in it"),))


def _works(deposit: "_Element") -> list["_Element"]:
    for tag in _WORKS:
        found = [one for one in deposit.iter() if local(one) == tag]
        if found:
            return found
    return []


def _record(work: "_Element", deposit: "_Element", place: str) -> Record:
    doi = next((text(one) for data in _children(work, "doi_data") for one in _children(data, "doi")), "")
    if not doi:
        doi = next((text(one) for one in _own(work) if local(one) == "doi"), "")
    around = [one for one in deposit.iter() if local(one).endswith(("_metadata", "journal_issue")) and not _inside(one, work)]
    own = _own(work)
    listed = _children(work, "titles") or [one for one in own if local(one) == "titles"] or [
        one for one in deposit.iter() if local(one) == "titles"]  # fmt: skip
    titles = list(listed[0]) if listed else [one for part in around[:1] for one in part if local(one) in _HOLDERS]
    title = next((markup.words(one).replace("\n", " ") for one in titles if local(one) in _HOLDERS), "")
    container = next((markup.words(one).replace("\n", " ") for part in around for one in part.iter() if local(one) in _HOLDERS), "")
    stated = _dates(own) or _dates([one for part in around for one in part.iter()])
    ids = valid(("doi", doi))
    return Record(
        source="crossref",
        key=ids[0].value if ids else doi,
        identifiers=ids,
        title=title,
        other_titles=tuple(Passage(said, local(one)) for one in titles if local(one) in ("subtitle", "original_language_title")
                           and (said := markup.words(one).replace("\n", " "))),
        authors=tuple(made for one in own if local(one) in ("person_name", "organization")
                      and (one.get("contributor_role") or "author") == "author" and str(made := _author(one))),
        abstract=tuple(passage for one in own if local(one) == "abstract" for passage in abstracts.sections(one)),
        container="" if container == title else container,
        volume=_first(around, "volume"),
        issue=_first([one for one in around if local(one) == "journal_issue"], "issue"),
        pages="-".join(one for one in (_first([work], "first_page"), _first([work], "last_page")) if one) or _item_number(own),
        publisher=_first([deposit], "publisher_name"),
        issued=stated[0][1] if stated else None,
        dates=tuple(stated),
        language=languages.code(work.get("language") or next((one.get("language") or "" for one in around if one.get("language")), "")),
        types=tuple(dict.fromkeys(one for one in (local(work), work.get("type") or work.get("publication_type") or "") if one)),
        grants=tuple(_grants(own)),
        licence=next((text(one).strip() for one in own if local(one) == "license_ref"), ""),
        relations=_relations(own),
        place=place,
    )  # fmt: skip


def _children(element: "_Element", tag: str) -> list["_Element"]:
    return [one for one in element if local(one) == tag]


def _own(work: "_Element") -> list["_Element"]:
    """Give all descendants but those of what it cites and of its components."""
    found = []
    for one in work:
        if local(one) not in ("citation_list", "component_list"):
            found += [one, *_own(one)]
    return found


def _inside(one: "_Element", work: "_Element") -> bool:
    return one is work or any(parent is work for parent in one.iterancestors())


def _first(parts: list["_Element"], tag: str) -> str:
    return next((text(one).strip() for part in parts for one in part.iter() if local(one) == tag), "")


def _author(one: "_Element") -> Author:
    if local(one) == "organization":
        return Author(collective=" ".join(text(one).split()))
    said = {local(child): " ".join(text(child).split()) for child in one}
    where = tuple(" ".join(text(child).split()) for child in one.iter() if local(child) in ("affiliation", "institution_name") and not
                  any(local(other) == "affiliation" for other in child.iterancestors()))  # fmt: skip
    orcid = re.search(r"\d{4}-\d{4}-\d{4}-\d{3}[\dXx]", said.get("ORCID", ""))
    return Author(said.get("surname", ""), said.get("given_name", ""), "", said.get("suffix", ""), orcid[0].upper() if orcid else "", where)


def _dates(own: list["_Element"]) -> list[tuple[str, PartialDate]]:
    found = []
    for one in own:
        if local(one) in ("publication_date", "posted_date", "acceptance_date", "approval_date", "review_date", "creation_date"):
            said = {local(child): text(child).strip() for child in one}
            year, month, day = (int(said[tag]) if said.get(tag, "").isdigit() else None for tag in ("year", "month", "day"))
            name = one.get("media_type") or local(one).removesuffix("_date")
            sound = month if month and month <= 12 else None
            if year:
                found.append((name, PartialDate(year, sound, day if sound and day and day <= 31 else None)))
    return found


def _item_number(own: list["_Element"]) -> str:
    return next((text(one).strip() for one in own if local(one) == "item_number"), "")


def _grants(own: list["_Element"]) -> list[Grant]:
    found = []
    for group in own:
        if local(group) == "assertion" and group.get("name") == "fundgroup":
            names = [" ".join((one.text or "").split()) for one in group.iter() if one.get("name") == "funder_name"]
            numbers = [text(one).strip() for one in group.iter() if one.get("name") == "award_number"] or [""]
            found += [Grant(names[0] if names else "", number) for number in numbers]
    return found


def _relations(own: list["_Element"]) -> tuple[Relation, ...]:
    found = []
    for one in own:
        kind = RELATED.get(one.get("relationship-type") or "")
        scheme = {"doi": "doi", "pmid": "pmid", "pmcid": "pmcid", "arxiv": "arxiv"}.get((one.get("identifier-type") or "").lower(), "url")
        if local(one) == "update":
            kind, scheme = UPDATES.get((one.get("type") or "").lower(), "correction-of"), "doi"
        if kind:
            target = valid((scheme, text(one).strip()))
            found.append(Relation(kind, target[0] if target else None, one.get("relationship-type") or one.get("label") or "", "publisher"))
    return tuple(found)
