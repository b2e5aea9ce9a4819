"""Europe PMC search results, JSON or XML, lite or core: https://europepmc.org/RestfulWebService."""

import re
from typing import TYPE_CHECKING, Any

from harvest import dates, languages, markup, names
from harvest.errors import UnreadableFile
from harvest.identifier import valid
from harvest.json import load, obj, seq, word, words
from harvest.record import Author, Grant, Heading, PartialDate, Passage, Reading, Record, Refusal, Relation
from harvest.xml import local, parse

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".europepmc.json", ".europepmc.xml", ".json", ".xml")

#: type of commentCorrectionList -> relation (the words are PubMed's, printed with spaces).
NOTICES = {
    "retraction in": "retracted-by", "retraction of": "retraction-of", "partial retraction in": "retracted-by",
    "partial retraction of": "retraction-of", "erratum in": "corrected-by", "erratum for": "correction-of",
    "expression of concern in": "concern-raised-by", "expression of concern for": "concern-about",
    "corrected and republished in": "republished-as", "corrected and republished from": "republication-of",
    "republished in": "republished-as", "republished from": "republication-of", "update in": "updated-by", "update of": "update-of",
    "comment in": "commented-by", "comment on": "comment-on", "preprint in": "has-preprint", "preprint of": "preprint-of",
    "summary for patients in": "supplemented-by", "original report in": "supplement-to", "reprint in": "has-version",
    "reprint of": "version-of",
}  # fmt: skip
_HEADINGS = re.compile(r"<h[1-6]>\s*(.*?)\s*</h[1-6]>", re.S)


def recognises(head: bytes, name: str) -> int:
    """The envelope of its answers."""
    if b"<responseWrapper" in head or b'"errCode"' in head:
        return 95
    return 90 if b'"hitCount"' in head or b'"resultList"' in head else 0


def read(data: bytes, name: str) -> Reading:
    """Read every result; raises `UnreadableFile` when the answer is cut or says no."""
    answer = obj(_unfold(parse(data, name))) if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" else obj(load(data, name))
    if "errCode" in answer:
        raise UnreadableFile(f"Europe PMC refused the request: {word(answer.get('errMsg'))}.")
    holder = next((obj(answer.get(one)) for one in ("resultList", "citationList", "referenceList") if one in answer), {})
    pieces = next((seq(holder.get(one)) for one in ("result", "citation", "reference") if one in holder), [])
    records: list[Record] = []
    refusals: list[Refusal] = []
    for number, piece in enumerate(pieces, 1):
        place = f"result {number}" if len(pieces) > 1 else ""
        if isinstance(piece, dict) and (piece.get("id") or piece.get("title")):
            records.append(work(piece, place))
        else:
            refusals.append(Refusal(place or "answer", "not a work: it has neither id nor title"))
    return Reading("europepmc", tuple(records), tuple(refusals))


def work(piece: dict[str, Any], place: str = "") -> Record:
    """Read one result, as much as lite or core say."""
    source, number = word(piece.get("source")), word(piece.get("id"))
    journal, book = obj(piece.get("journalInfo")), obj(piece.get("bookOrReportDetails"))
    title = obj(journal.get("journal"))
    types = words(obj(piece.get("pubTypeList")).get("pubType")) or tuple(
        one.strip() for one in word(piece.get("pubType")).split(";") if one.strip()
    )
    return Record(
        source="europepmc",
        key=f"{source}:{number}".strip(":"),
        identifiers=valid(
            ("pmid", word(piece.get("pmid")) or (number if source == "MED" else "")),
            ("doi", word(piece.get("doi"))),
            ("pmcid", word(piece.get("pmcid")) or (number if source == "PMC" else "")),
        ),
        title=markup.line(word(piece.get("title"))),
        authors=_authors(piece),
        abstract=_abstract(word(piece.get("abstractText"))),
        container=markup.line(word(title.get("title")) or word(piece.get("journalTitle")) or word(piece.get("journalAbbreviation"))),
        volume=word(journal.get("volume")) or word(piece.get("journalVolume")) or word(piece.get("volume")),
        issue=word(journal.get("issue")) or word(piece.get("issue")),
        pages=word(piece.get("pageInfo")),
        publisher=word(book.get("publisher")),
        issued=_issued(piece, journal),
        dates=_dates(piece, journal),
        language=languages.code(word(piece.get("language"))),
        types=types,
        keywords=words(obj(piece.get("keywordList")).get("keyword")),
        headings=_headings(piece),
        grants=tuple(
            Grant(word(one.get("agency")), word(one.get("grantId")))
            for one in map(obj, seq(obj(piece.get("grantsList")).get("grant")))
            if one
        ),
        licence=word(piece.get("license")),
        relations=_relations(piece),
        links=_links(piece),
        place=place,
    )


def _authors(piece: dict[str, Any]) -> tuple[Author, ...]:
    """Read the list of core, or cut the string of lite (`Han J, Jeon S.`)."""
    listed = seq(obj(piece.get("authorList")).get("author"))
    if not listed:
        said = word(piece.get("authorString")).rstrip(".")
        return names.people(said) if said else ()
    return tuple(made for one in map(obj, listed) if str(made := _author(one)))


def _author(one: dict[str, Any]) -> Author:
    if body := word(one.get("collectiveName")):
        return Author(collective=markup.line(body))
    details = seq(obj(one.get("authorAffiliationDetailsList")).get("authorAffiliation"))
    where = tuple(said for other in details if (said := word(obj(other).get("affiliation")))) or words(one.get("affiliation"))
    identity = obj(one.get("authorId"))
    orcid = word(identity.get("value")) if word(identity.get("type")).upper() == "ORCID" else ""
    family, given = markup.line(word(one.get("lastName"))), markup.line(word(one.get("firstName")) or word(one.get("initials")))
    if not family:
        return names.person(word(one.get("fullName"))) if word(one.get("fullName")) else Author()
    return Author(family, given, "", word(one.get("suffix")), orcid, where)


def _abstract(fragment: str) -> tuple[Passage, ...]:
    """Cut an abstract at its `<h4>` headings; without any it is one passage."""
    if not fragment:
        return ()
    pieces = _HEADINGS.split(fragment)
    labelled = [("", pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=False)]
    return tuple(Passage(said, markup.line(label).rstrip(":")) for label, one in labelled if (said := markup.plain(one)))


def _issued(piece: dict[str, Any], journal: dict[str, Any]) -> PartialDate | None:
    said = word(journal.get("dateOfPublication")) or word(piece.get("firstPublicationDate")) or word(piece.get("pubYear"))
    return dates.read(said) if said else None


def _dates(piece: dict[str, Any], journal: dict[str, Any]) -> tuple[tuple[str, PartialDate], ...]:
    fields = {"electronic": piece.get("electronicPublicationDate"), "print": journal.get("printPublicationDate"),
              "first": piece.get("firstPublicationDate"), "revised": piece.get("dateOfRevision")}  # fmt: skip
    return tuple((name, day) for name, value in fields.items() if word(value) and (day := dates.read(word(value))))


def _headings(piece: dict[str, Any]) -> tuple[Heading, ...]:
    found = []
    for one in map(obj, seq(obj(piece.get("meshHeadingList")).get("meshHeading"))):
        inner = [obj(other) for other in seq(obj(one.get("meshQualifierList")).get("meshQualifier"))]
        major = word(one.get("majorTopic_YN")) == "Y" or any(word(other.get("majorTopic_YN")) == "Y" for other in inner)
        qualifiers = tuple(word(other.get("qualifierName")) for other in inner)
        found.append(Heading(word(one.get("descriptorName")), "mesh", "", qualifiers, major))
    return tuple(found)


def _relations(piece: dict[str, Any]) -> tuple[Relation, ...]:
    found = []
    for one in map(obj, seq(obj(piece.get("commentCorrectionList")).get("commentCorrection"))):
        if kind := NOTICES.get(word(one.get("type")).lower()):
            number, source = word(one.get("id")), word(one.get("source"))
            target = valid(("pmid", number)) if source == "MED" else valid(("pmcid", number)) if source == "PMC" else ()
            found.append(Relation(kind, target[0] if target else None, word(one.get("reference")), "europepmc"))
    types = words(obj(piece.get("pubTypeList")).get("pubType"))
    if any(one.lower() == "retracted publication" for one in types) and not any(one.kind == "retracted-by" for one in found):
        found.append(Relation("retracted-by", None, "Retracted Publication", "europepmc"))
    return tuple(found)


def _links(piece: dict[str, Any]) -> tuple[str, ...]:
    listed = map(obj, seq(obj(piece.get("fullTextUrlList")).get("fullTextUrl")))
    return tuple(dict.fromkeys(url for one in listed if (url := word(one.get("url")))))


def _unfold(element: "_Element") -> Any:
    """Turn the XML into the shape of the JSON: repeated elements are lists, leaves are words, attributes are fields."""
    if not len(element):
        said = element.text or ""
        return {**{str(name): value for name, value in element.attrib.items()}, "value": said} if element.attrib else said
    if any(child.tail and child.tail.strip() for child in element) or (element.text and element.text.strip()):
        return markup.words(element)
    found: dict[str, Any] = {str(name): value for name, value in element.attrib.items()}
    for child in element:
        tag = local(child)
        value = _unfold(child)
        if tag in found:
            found[tag] = [*found[tag], value] if isinstance(found[tag], list) else [found[tag], value]
        else:
            found[tag] = value
    return found
