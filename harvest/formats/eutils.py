"""Answers of the E-utilities that are not PubMed XML: summaries become records, the rest is named for what it is.

https://www.ncbi.nlm.nih.gov/books/NBK25499/ · Summaries (DocSum XML, version 2.0 XML, JSON) have no abstract.
"""

import re
from typing import TYPE_CHECKING, Any

from harvest import dates, languages, markup, names
from harvest.errors import UnreadableFile
from harvest.identifier import valid
from harvest.json import load, obj, seq, word, words
from harvest.record import Author, PartialDate, Passage, Reading, Record, Refusal
from harvest.xml import local, parse, text

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".esummary.json", ".esummary.xml", ".json", ".xml")
_ROOT = re.compile(rb"<(e(?:Summary|Search|Link|Post|Fetch|Info|Spell)Result|SerialsSet|Serials)[\s>]")
_JSON = re.compile(rb'"type"\s*:\s*"e(?:summary|search|link|info|post)"|"(?:esearchresult|API rate limit|api-key|API key)')
#: What each answer holds, for the sentence that refuses it as a file of records.
_HOLDS = {
    "eSearchResult": "numbers found by a search", "eLinkResult": "links between numbers", "ePostResult": "a place in the history server",
    "eFetchResult": "no records", "eInfoResult": "a description of a database", "eSpellResult": "spelling suggestions",
    "SerialsSet": "journals", "Serials": "journals", "esearch": "numbers found by a search", "elink": "links between numbers",
}  # fmt: skip


def recognises(head: bytes, name: str) -> int:
    """The root elements and the JSON header of the E-utilities."""
    if _ROOT.search(head):
        return 100
    return 90 if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and _JSON.search(head) else 0


def read(data: bytes, name: str) -> Reading:
    """Read summaries; raises `UnreadableFile` for an error, or an answer that holds no records, in a sentence."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        pieces = _from_xml(parse(data, name))
    else:
        answer = obj(load(data, name))
        said = word(answer.get("ERROR")) or word(answer.get("error")) or word(obj(answer.get("esearchresult")).get("ERROR"))
        if said:
            raise UnreadableFile(f"The E-utilities refused the request: {' '.join(said.split())}.")
        kind = word(obj(answer.get("header")).get("type"))
        if "result" not in answer:
            raise UnreadableFile(
                f"This is an answer of {kind or 'the E-utilities'} and holds {_HOLDS.get(kind, 'no records')}, no records."
            )
        result = obj(answer["result"])
        pieces = [obj(result.get(uid)) for uid in words(result.get("uids"))]
    records: list[Record] = []
    refusals: list[Refusal] = []
    for number, piece in enumerate(pieces, 1):
        if piece.get("error") or not (piece.get("title") or piece.get("pubdate")):
            refusals.append(
                Refusal(f"summary {number}", word(piece.get("error")) or "a summary of another database, without title or date")
            )
        else:
            records.append(summary(piece, f"summary {number}"))
    return Reading("eutils", tuple(records), tuple(refusals))


def summary(piece: dict[str, Any], place: str) -> Record:
    """Read one document summary of PubMed."""
    uid = word(piece.get("uid"))
    ids = [(word(one.get("idtype")), word(one.get("value"))) for one in map(obj, seq(piece.get("articleids")))]
    schemes = {"doi": "doi", "pmc": "pmcid"}
    vernacular = markup.line(word(piece.get("vernaculartitle")))
    issued, first = word(piece.get("pubdate")), word(piece.get("epubdate"))
    people = [obj(one) for one in seq(piece.get("authors"))]
    return Record(
        source="pubmed",
        key=uid,
        identifiers=valid(("pmid", uid), *((schemes[kind], value) for kind, value in ids if kind in schemes)),
        title=markup.line(word(piece.get("title"))),
        other_titles=(Passage(vernacular, "vernacular"),) if vernacular else (),
        authors=tuple(_author(one) for one in people if word(one.get("name"))),
        container=word(piece.get("fulljournalname")) or word(piece.get("source")) or word(piece.get("booktitle")),
        volume=word(piece.get("volume")),
        issue=word(piece.get("issue")),
        pages=word(piece.get("pages")),
        publisher=word(piece.get("publishername")),
        issued=_date(issued),
        dates=(("electronic", day),) if (day := _date(first)) else (),
        language=next((languages.code(one) for one in words(piece.get("lang"))), ""),
        types=words(piece.get("pubtype")),
        notes=("summary only: no abstract was asked",),
        place=place,
    )


def _author(one: dict[str, Any]) -> Author:
    name = word(one.get("name"))
    if "collective" in word(one.get("authtype")).lower():
        return Author(collective=name)
    family, _, given = name.rpartition(" ")
    return Author(family, given) if family and given.isupper() else names.person(name)


def _date(said: str) -> PartialDate | None:
    return dates.read(said) if said else None


def _from_xml(root: "_Element") -> list[dict[str, Any]]:
    tag = local(root)
    fault = next((text(one) for one in root.iter("ERROR")), "")
    if fault:
        raise UnreadableFile(f"The E-utilities refused the request: {' '.join(fault.split())}.")
    if tag != "eSummaryResult":
        raise UnreadableFile(f"This is an answer of the E-utilities ({tag}) and holds {_HOLDS.get(tag, 'no records')}, no records.")
    pieces = [_docsum(one) for one in root.iter("DocSum")]
    return pieces + [_document(one) for one in root.iter("DocumentSummary")]


def _docsum(element: "_Element") -> dict[str, Any]:
    """Turn the Items of version 1.0 into the shape of the JSON."""
    items = {str(one.get("Name")): one for one in element.iterchildren("Item")}
    said = {name.lower(): text(one).strip() for name, one in items.items() if one.get("Type") != "List"}
    lists = {name: [(str(one.get("Name")), text(one)) for one in items[name]] for name in items if items[name].get("Type") == "List"}
    return {
        **said,
        "uid": text(next(element.iterchildren("Id"), element)).strip(),
        "authors": [{"name": value, "authtype": name} for name, value in lists.get("AuthorList", [])],
        "lang": [value for _, value in lists.get("LangList", [])],
        "pubtype": [value for _, value in lists.get("PubTypeList", [])],
        "articleids": [{"idtype": name, "value": value} for name, value in lists.get("ArticleIds", [])],
    }


def _document(element: "_Element") -> dict[str, Any]:
    """Turn a DocumentSummary of version 2.0 into the shape of the JSON."""
    said: dict[str, Any] = {local(one).lower(): text(one).strip() for one in element if not len(one)}
    said["uid"] = element.get("uid")
    said["authors"] = [{"name": one.findtext("Name"), "authtype": one.findtext("AuthType")} for one in element.iter("Author")]
    said["lang"] = [text(one) for one in element.iter("Lang") for one in (list(one) or [one])]
    said["pubtype"] = [text(one) for one in element.iter("flag")]
    said["articleids"] = [{"idtype": one.findtext("IdType"), "value": one.findtext("Value")} for one in element.iter("ArticleId")]
    return said
