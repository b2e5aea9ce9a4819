"""One citation of PubMed XML to one record (NLM PubMed DTD, https://dtd.nlm.nih.gov/ncbi/pubmed/doc/out/250101/).

Titles and abstracts are the joined text of their elements. Identifiers are only ever taken from the citation's own lists: the
ArticleIdLists inside ReferenceList belong to what it cites.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from harvest import languages
from harvest.identifier import Identifier, valid
from harvest.record import Author, Grant, Heading, PartialDate, Passage, Record, Relation
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
_ORCID = re.compile(r"(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])")
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_MONTHS = {
    name: number
    for number, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
} | {form.format(number): number for number in range(1, 13) for form in ("{}", "{:02}")}  # fmt: skip
_STATUSES = {"received", "revised", "accepted", "pubmed", "medline", "entrez", "epublish", "ppublish", "aheadofprint", "retracted"}


def citation(element: "_Element", place: str = "") -> Record | None:
    """Read a PubmedArticle or PubmedBookArticle; None when it holds no citation."""
    parts = {child.tag: child for child in element}
    if (book := parts.get("BookDocument")) is not None:
        return _book(book, parts.get("PubmedBookData"), place)
    medline = parts.get("MedlineCitation")
    if medline is None or not len(medline):
        return None
    facts = {child.tag: child for child in medline}
    article = facts.get("Article")
    single = {child.tag: child for child in article} if article is not None else {}
    data = {child.tag: child for child in parts["PubmedData"]} if "PubmedData" in parts else {}
    pmid = _words(facts.get("PMID"))
    types = tuple([text(one) for one in single.get("PublicationTypeList", ())])
    issue, volume, number, container = _journal(single.get("Journal"))
    abstract, rights = _abstract(single.get("Abstract"))
    authors, complete = _authors(single.get("AuthorList"))
    spoken = tuple([_language(one.text or "") for one in article.iterchildren("Language")]) if article is not None else ()
    vernacular = _words(single.get("VernacularTitle"))
    return Record(
        source="pubmed",
        key=pmid,
        identifiers=_identifiers(pmid, data.get("ArticleIdList"), article),
        title=_words(single.get("ArticleTitle")),
        other_titles=(Passage(vernacular, "vernacular", "", next((one for one in spoken if one != "en"), "")),) if vernacular else (),
        authors=authors,
        authors_complete=complete,
        abstract=abstract,
        other_abstracts=_other_abstracts(medline),
        container=container,
        volume=volume,
        issue=number,
        pages=_pages(single.get("Pagination")),
        issued=date(issue) if issue is not None else None,
        dates=_dates(facts, article, data.get("History")),
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


def date(element: "_Element") -> PartialDate | None:
    """Read a date of Year, Month, Day, Season or MedlineDate to the precision stated; None when it says nothing."""
    year = month = day = season = words = ""
    for child in element:
        tag = child.tag
        if tag == "Year":
            year = child.text or ""
        elif tag == "Month":
            month = child.text or ""
        elif tag == "Day":
            day = child.text or ""
        elif tag == "Season":
            season = child.text or ""
        elif tag == "MedlineDate":
            words = (child.text or "").strip()
    if not year.isdigit():
        found = _YEAR.search(words or year)
        return PartialDate(int(found[1]) if found else None, words=words or year) if words or year else None
    number = _MONTHS.get(month.lower()[:3]) if month else None
    if season or (month and not number):
        return PartialDate(int(year), words=f"{year} {(season or month).strip()}")
    return PartialDate(int(year), number, int(day) if number and day.isdigit() and 1 <= int(day) <= 31 else None)


@lru_cache(1024)
def _language(code: str) -> str:
    return languages.code(code)


def _words(element: "_Element | None") -> str:
    return "" if element is None else text(element).strip()


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
    title = _words(said.get("Title")) or _words(said.get("ISOAbbreviation"))
    return issue.get("PubDate"), _words(issue.get("Volume")), _words(issue.get("Issue")), title


def _pages(pagination: "_Element | None") -> str:
    said = {child.tag: (child.text or "").strip() for child in pagination} if pagination is not None else {}
    return said.get("MedlinePgn") or "-".join(said[tag] for tag in ("StartPage", "EndPage") if said.get(tag))


def _passage(element: "_Element", language: str = "") -> Passage | None:
    words = text(element).strip()
    return Passage(words, element.get("Label") or "", element.get("NlmCategory") or "", language) if words else None


def _abstract(element: "_Element | None") -> tuple[tuple[Passage, ...], str]:
    if element is None:
        return (), ""
    passages = [found for one in element if one.tag == "AbstractText" and (found := _passage(one))]
    rights = next((text(one).strip() for one in element if one.tag == "CopyrightInformation"), "")
    return tuple(passages), rights


def _other_abstracts(medline: "_Element") -> tuple[Passage, ...]:
    """Other abstracts keep their type (Publisher, PIP, plain-language-summary) as category where a passage has none."""
    found = []
    for other in medline.iterchildren("OtherAbstract"):
        language = _language(other.get("Language") or "")
        for one in other.iterchildren("AbstractText"):
            if words := text(one).strip():
                found.append(Passage(words, one.get("Label") or "", one.get("NlmCategory") or other.get("Type") or "", language))
    return tuple(found)


def _authors(people: "_Element | None") -> tuple[tuple[Author, ...], bool]:
    """Authors PubMed calls valid: one marked `ValidYN="N"` is a misspelling that stands beside its correction."""
    if people is None:
        return (), True
    return tuple([_author(one) for one in people if one.get("ValidYN") != "N"]), people.get("CompleteYN") != "N"


def _author(element: "_Element") -> Author:  # noqa: C901 - one branch a tag, called for every author of millions
    family = given = collective = suffix = orcid = ""
    where: tuple[str, ...] = ()
    for child in element:
        tag = child.tag
        if tag == "LastName":
            family = text(child).strip()
        elif tag == "ForeName":
            given = text(child).strip()
        elif tag == "Initials":
            given = given or (child.text or "")
        elif tag == "AffiliationInfo":
            for one in child:
                if one.tag == "Affiliation":
                    where += (text(one).strip(),)
        elif tag == "Identifier":
            if child.get("Source") == "ORCID":
                orcid = bare_orcid(child.text or "")
        elif tag == "CollectiveName":
            collective = text(child).strip()
        elif tag == "Suffix":
            suffix = text(child).strip()
        elif tag == "Affiliation":
            where += (text(child).strip(),)
    return Author(family, given, collective, suffix, orcid, where)


def bare_orcid(words: str) -> str:
    """Give the sixteen characters of an ORCID in groups of four, however it is printed, or nothing when it is none."""
    found = _ORCID.search(words)
    return "-".join(found.groups()).upper() if found else ""


def _dates(facts: "dict[str, _Element]", article: "_Element | None", history: "_Element | None") -> tuple[tuple[str, PartialDate], ...]:
    named = [("electronic", one) for one in article.iterchildren("ArticleDate")] if article is not None else []
    named += [(name, facts[tag]) for name, tag in (("completed", "DateCompleted"), ("revised-in-pubmed", "DateRevised")) if tag in facts]
    named += [(status, one) for one in history if (status := one.get("PubStatus") or "") in _STATUSES] if history is not None else []
    return tuple([(name, day) for name, one in named if (day := date(one))])


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
        said = {child.tag: _words(child) for child in one}
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
        name = _words(next(bank.iterchildren("DataBankName"), None))
        notes += [f"{name}: {(one.text or '').strip()}" for one in bank.iter("AccessionNumber")]
    if len(spoken) > 1:
        notes.append(f"languages: {', '.join(spoken)}")
    if "CoiStatement" in facts:
        notes.append(f"conflicts of interest: {_words(facts['CoiStatement'])}")
    return tuple(notes)


def _book(book: "_Element", data: "_Element | None", place: str) -> Record:
    facts = {child.tag: child for child in book}
    about = {child.tag: child for child in facts.get("Book", ())}
    publisher = {child.tag: _words(child) for child in about.get("Publisher", ())}
    pmid = _words(facts.get("PMID"))
    chapter, title = _words(facts.get("ArticleTitle")), _words(about.get("BookTitle"))
    abstract, rights = _abstract(facts.get("Abstract"))
    lists = [one for parent in (book, facts.get("Book")) if parent is not None for one in parent.iterchildren("AuthorList")]
    writers = [one for one in lists if one.get("Type") != "editors"]
    people = [_authors(one) for one in writers[:1] or lists[:1]]
    ids = [("pmid", pmid)]
    ids += [("doi", one.text or "") for one in facts.get("ArticleIdList", ()) if one.get("IdType") == "doi"]
    ids += [("isbn", one.text or "") for one in about.get("Isbn", ())] if "Isbn" in about and len(about["Isbn"]) else []
    ids += [("isbn", _words(one)) for one in facts["Book"].iterchildren("Isbn")] if "Book" in facts and not chapter else []
    history = {child.tag: child for child in data}.get("History") if data is not None else None
    issued = about.get("PubDate") if about.get("PubDate") is not None else facts.get("ContributionDate")
    spoken = tuple([_language(one.text or "") for one in book.iterchildren("Language")])
    return Record(
        source="pubmed",
        key=pmid,
        identifiers=valid(*ids),
        title=chapter or title,
        authors=people[0][0] if people else (),
        authors_complete=people[0][1] if people else True,
        abstract=abstract,
        container=title if chapter else _words(about.get("CollectionTitle")),
        publisher=publisher.get("PublisherName", ""),
        issued=date(issued) if issued is not None else None,
        dates=_dates({}, None, history),
        language=spoken[0] if spoken else "",
        types=tuple([_words(one) for one in book.iterchildren("PublicationType")]) or ("Book Chapter" if chapter else "Book",),
        keywords=tuple([word for words in book.iterchildren("KeywordList") for one in words if (word := text(one).strip())]),
        licence=rights,
        notes=tuple([f"editor: {one}" for people in lists if people.get("Type") == "editors" for one in _authors(people)[0]]),
        place=place,
    )
