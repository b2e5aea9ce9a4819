"""EndNote XML: every text stands in runs of `<style>`, which are joined as they are printed."""

import re
from typing import TYPE_CHECKING

from harvest import encoding, reference
from harvest.record import Reading, Record, Refusal
from harvest.xml import text
from harvest.xmlpieces import pieces

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".xml", ".endnote.xml")
_SIGNS = re.compile(r"<(?:ref-type|source-app[^>]*EndNote|foreign-keys|contributors>\s*<authors|rec-number)\b", re.I)
#: Types whose secondary title is no container.
_ALONE = {"Book", "Edited Book", "Thesis", "Report", "Web Page", "Electronic Book", "Dataset", "Government Document"}


def recognises(head: bytes, name: str) -> int:
    """The elements of an EndNote record within `xml` and `records`."""
    plain = encoding.glance(head)
    return 96 if "<record" in plain and len(set(_SIGNS.findall(plain))) >= 1 and re.search(r"<(?:xml|records)>", plain) else 0


def read(data: bytes, name: str) -> Reading:
    """All records; a broken one, or one that states nothing to know it by, is a refusal."""
    records: list[Record] = []
    refusals: list[Refusal] = []
    for place, piece in pieces(data, name, ("record",)):
        if isinstance(piece, Refusal):
            refusals.append(piece)
            continue
        record = _record(piece, place)
        if reference.says_enough(record):
            records.append(record)
        else:
            refusals.append(Refusal(place, "neither title, identifier nor abstract is stated", _words(piece)[:2000]))
    return Reading("endnotexml", tuple(records), tuple(refusals))


def _record(piece: "_Element", place: str) -> Record:
    def some(*paths: str) -> list[str]:
        return [said for path in paths for one in piece.iterfind(path) if (said := _words(one))]

    kind = next((one.get("name") or "" for one in piece.iterfind("ref-type")), "")
    second = [] if kind in _ALONE else some("titles/secondary-title")
    numbers = some("electronic-resource-num")
    facts = {
        "title": some("titles/title"),
        "other_title": some("titles/translated-title"),
        "author": [name for value in some("contributors/authors/author") for name in value.split("\n")],
        "editor": some("contributors/secondary-authors/author") if kind not in ("Journal Article",) else [],
        "container": [*some("periodical/full-title"), *second, *some("titles/alt-title", "alt-periodical/full-title", "periodical/abbr-1")],
        "publisher": some("publisher"),
        "volume": some("volume"),
        "issue": some("number", "issue"),
        "pages": some("pages"),
        "year": some("dates/year"),
        "date": [_date(value, some("dates/year")) for value in some("dates/pub-dates/date")],
        "doi": [value for value in numbers if "10." in value],
        "pmid": [value for value in some("accession-num") if re.fullmatch(r"\d{5,9}", value) and _is_pubmed(piece)],
        "pmcid": [match[0] for value in some("custom2", "custom1", "custom7") if (match := re.match(r"PMC\d+", value))],
        "isbn": some("isbn")
        if kind in ("Book", "Book Section", "Edited Book", "Electronic Book", "Conference Proceedings", "Thesis")
        else [],
        "url": [word for value in some("urls/related-urls/url", "urls/web-urls/url", "urls/text-urls/url") for word in value.split()],
        "abstract": some("abstract"),
        "language": some("language"),
        "type": [kind],
        "keyword": some("keywords/keyword"),
        "note": some("notes"),
    }
    return reference.record("endnotexml", facts, key=next(iter(some("rec-number")), ""), place=place)


def _words(element: "_Element") -> str:
    """The text of an element, its runs joined; carriage returns of EndNote are line ends."""
    return text(element).replace("\r", "\n").strip()


def _date(words: str, year: list[str]) -> str:
    return words if re.search(r"\d{4}", words) or not year else f"{words} {year[0]}"


def _is_pubmed(piece: "_Element") -> bool:
    said = " ".join(
        _words(one) for path in ("remote-database-name", "remote-database-provider", "urls") for one in piece.iterfind(path)
    ).lower()
    return bool(re.search(r"pubmed|medline|nlm\b", said))
