"""One citation of PubMed XML to one record (NLM PubMed DTD, https://dtd.nlm.nih.gov/ncbi/pubmed/doc/out/250101/).

Titles and abstracts are the joined text of their elements. Identifiers are only ever taken from the citation's own lists: the
ArticleIdLists inside ReferenceList belong to what it cites.
"""

import re
from typing import TYPE_CHECKING

from harvest import pubmedbook
from harvest import pubmedparts as parts
from harvest.identifier import Identifier, valid
from harvest.record import Grant, Heading, Passage, Record, Relation
from harvest.xml import text

if TYPE_CHECKING:
    from lxml.etree import _Element

#: RefType of CommentsCorrections -> the relation it states (PubMed DTD; the `…In` ones name the notice, the `…Of/For` its target).
REF_TYPES = {
    "RetractionIn": "retracted-by", "RetractionOf": "retraction-of",
    "PartialRetractionIn": "retracted-by", "PartialRetractionOf": "retraction-of",
    "ErratumIn": "corrected-by", "ErratumFor": "correction-of",
    "ExpressionOfConcernIn": "concern-raised-by", "ExpressionOfConcernFor": "concern-about",
    "RepublishedIn": "republished-as", "RepublishedFrom": "republication-of",
    "CorrectedandRepublishedIn": "republished-as", "CorrectedandRepublishedFrom": "republication-of",
    "RetractedandRepublishedIn": "republished-as", "RetractedandRepublishedFrom": "republication-of",
    "UpdateIn": "updated-by", "UpdateOf": "update-of", "CommentIn": "commented-by", "CommentOn": "comment-on",
    "SummaryForPatientsIn": "supplemented-by", "OriginalReportIn": "supplement-to", "ReprintIn": "has-version", "ReprintOf": "version-of",
    "AssociatedDataset": "supplemented-by", "AssociatedPublication": "supplement-to",
}  # fmt: skip
#: Publication types that say what a citation is even where no notice is linked.
STATED_BY_TYPE = {"Retracted Publication": "retracted-by", "Retraction of Publication": "retraction-of"}
_PREPRINT = re.compile(r"\b(?:bioRxiv|medRxiv|arXiv|ChemRxiv|Res Sq|SSRN|Preprints?|PsyArXiv|SocArXiv)\b", re.I)
_DOI = re.compile(r"\b10\.\d{4,9}/\S+")


def citation(element: "_Element", place: str = "") -> Record | None:
    """Read a PubmedArticle or PubmedBookArticle; None when it holds no citation."""
    top = {child.tag: child for child in element}
    if (book := top.get("BookDocument")) is not None:
        return pubmedbook.book(book, top.get("PubmedBookData"), place)
    medline = top.get("MedlineCitation")
    if medline is None or not len(medline):
        return None
    facts = {child.tag: child for child in medline}
    article = facts.get("Article")
    single = {child.tag: child for child in article} if article is not None else {}
    data = {child.tag: child for child in top["PubmedData"]} if "PubmedData" in top else {}
    pmid = parts.words(facts.get("PMID"))
    types = tuple([text(one) for one in single.get("PublicationTypeList", ())])
    issue, volume, number, container = _journal(single.get("Journal"))
    abstract, rights = parts.abstract(single.get("Abstract"))
    authors, complete = parts.authors(single.get("AuthorList"))
    spoken = tuple([parts.language(one.text or "") for one in article.iterchildren("Language")]) if article is not None else ()
    vernacular = parts.words(single.get("VernacularTitle"))
    return Record(
        source="pubmed",
        key=pmid,
        identifiers=_identifiers(pmid, data.get("ArticleIdList"), article),
        title=parts.words(single.get("ArticleTitle")),
        other_titles=(Passage(vernacular, "vernacular", "", next((one for one in spoken if one != "en"), "")),) if vernacular else (),
        authors=authors,
        authors_complete=complete,
        abstract=abstract,
        other_abstracts=_other_abstracts(medline),
        container=container,
        volume=volume,
        issue=number,
        pages=_pages(single.get("Pagination")),
        issued=parts.date(issue) if issue is not None else None,
        dates=parts.dates(facts, article, data.get("History")),
        language=spoken[0] if spoken else "",
        types=types,
        keywords=tuple([word for words in medline.iterchildren("KeywordList") for one in words if (word := text(one).strip())]),
        headings=_headings(facts),
        grants=tuple([_grant(one) for one in single.get("GrantList", ())]),
        licence=rights,
        relations=_relations(facts.get("CommentsCorrectionsList"), types),
        notes=_notes(single, facts, spoken),
        place=place,
    )


def deleted(element: "_Element", place: str = "") -> list[Record]:
    """Read a DeleteCitation: the numbers PubMed has withdrawn, each a record that says so."""
    gone = (Relation("withdrawn-by", None, "deleted from PubMed", "pubmed"),)
    numbers = [(one.text or "").strip() for one in element if one.tag == "PMID"]
    return [
        Record("pubmed", pmid, valid(("pmid", pmid)), types=("Deleted Citation",), relations=gone, place=place) for pmid in numbers if pmid
    ]


def _identifiers(pmid: str, ids: "_Element | None", article: "_Element | None") -> tuple[Identifier, ...]:
    named = [("pmid", pmid)] if pmid else []
    for one in ids if ids is not None else ():
        kind = one.get("IdType")
        if kind == "doi" or kind == "pmc":
            named.append(("doi" if kind == "doi" else "pmcid", one.text or ""))
    for one in article.iterchildren("ELocationID") if article is not None else ():
        if one.get("EIdType") == "doi" and one.get("ValidYN") != "N":
            named.append(("doi", one.text or ""))
    return valid(*named)


def _journal(journal: "_Element | None") -> tuple["_Element | None", str, str, str]:
    """Give date element, volume, issue and title of the journal."""
    if journal is None:
        return None, "", "", ""
    said = {child.tag: child for child in journal}
    issue = {child.tag: child for child in said.get("JournalIssue", ())}
    title = parts.words(said.get("Title")) or parts.words(said.get("ISOAbbreviation"))
    return issue.get("PubDate"), parts.words(issue.get("Volume")), parts.words(issue.get("Issue")), title


def _pages(pagination: "_Element | None") -> str:
    said = {child.tag: (child.text or "").strip() for child in pagination} if pagination is not None else {}
    return said.get("MedlinePgn") or "-".join(said[tag] for tag in ("StartPage", "EndPage") if said.get(tag))


def _other_abstracts(medline: "_Element") -> tuple[Passage, ...]:
    """Other abstracts keep their type (Publisher, PIP, plain-language-summary) as category where a passage has none."""
    found = []
    for other in medline.iterchildren("OtherAbstract"):
        language = parts.language(other.get("Language") or "")
        for one in other.iterchildren("AbstractText"):
            if words := text(one).strip():
                found.append(Passage(words, one.get("Label") or "", one.get("NlmCategory") or other.get("Type") or "", language))
    return tuple(found)


def _headings(facts: "dict[str, _Element]") -> tuple[Heading, ...]:
    found = []
    for heading in facts.get("MeshHeadingList", ()):
        major, words, code = False, "", ""
        qualifiers: tuple[str, ...] = ()
        for one in heading:
            if one.get("MajorTopicYN") == "Y":
                major = True
            if one.tag == "DescriptorName":
                words, code = one.text or "", one.get("UI") or ""
            else:
                qualifiers += (one.text or "",)
        if words:
            found.append(Heading(words, "mesh", code, qualifiers, major))
    for one in facts.get("SupplMeshList", ()):
        found.append(Heading(one.text or "", "mesh", one.get("UI") or ""))
    for chemical in facts.get("ChemicalList", ()):
        for one in chemical.iterchildren("NameOfSubstance"):
            found.append(Heading(one.text or "", "mesh-substance", one.get("UI") or ""))
    return tuple(found)


def _grant(element: "_Element") -> Grant:
    said = {child.tag: (child.text or "").strip() for child in element}
    return Grant(said.get("Agency", ""), said.get("GrantID", ""), said.get("Country", ""))


def _relations(listed: "_Element | None", types: tuple[str, ...]) -> tuple[Relation, ...]:
    found = []
    for one in listed if listed is not None else ():
        kind = REF_TYPES.get(one.get("RefType") or "")
        if kind is None:
            continue  # "Cites" is a reference, not a relation
        said = {child.tag: parts.words(child) for child in one}
        source = said.get("RefSource", "")
        if kind == "updated-by" and "Preprint" in types:
            kind = "preprint-of"
        elif kind == "update-of" and _PREPRINT.search(source):
            kind = "has-preprint"
        doi = _DOI.search(source)
        target = valid(("pmid", said["PMID"])) if said.get("PMID") else valid(("doi", doi[0])) if doi else ()
        found.append(Relation(kind, target[0] if target else None, source, "pubmed"))
    kinds = {one.kind for one in found}
    found += [Relation(kind, None, word, "pubmed") for word, kind in STATED_BY_TYPE.items() if word in types and kind not in kinds]
    return tuple(found)


def _notes(single: "dict[str, _Element]", facts: "dict[str, _Element]", spoken: tuple[str, ...]) -> tuple[str, ...]:
    """What has no field of its own: registered trials and data sets, further languages, conflicts of interest, general notes."""
    notes = []
    for bank in single.get("DataBankList", ()):
        name = parts.words(next(bank.iterchildren("DataBankName"), None))
        notes += [f"{name}: {(one.text or '').strip()}" for one in bank.iter("AccessionNumber")]
    if len(spoken) > 1:
        notes.append(f"languages: {', '.join(spoken)}")
    if "CoiStatement" in facts:
        notes.append(f"conflicts of interest: {parts.words(facts['CoiStatement'])}")
    return tuple(notes)
