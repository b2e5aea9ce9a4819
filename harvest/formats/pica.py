"""PICA XML, as German and Dutch union catalogues (GBV, K10plus) answer: title, authors, publisher, year, language, ISBN, DOI.

Source: K10plus format documentation, https://format.k10plus.de/. Only the bibliographic level (tags starting with 0) is read.
"""

from typing import TYPE_CHECKING

from harvest import languages, marc, xml
from harvest.errors import BadIdentifier
from harvest.identifier import Identifier
from harvest.record import Author, PartialDate, Passage, Reading, Record, Refusal

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".pica.xml", ".xml")

_Field = tuple[str, list[tuple[str, str]]]


def recognises(head: bytes, name: str) -> int:
    """The namespace says it, or the tags that only PICA has."""
    return 92 if b"picaXML" in head or (b'"021A"' in head and b"datafield" in head) else 0


def read(data: bytes, name: str) -> Reading:
    """Read every `record` that holds data fields."""
    records: list[Record] = []
    refusals: list[Refusal] = []
    for element in xml.parse(xml.declared(data), name).iter("{*}record"):
        fields = [(one.get("tag", ""), _parts(one)) for one in element if xml.local(one) == "datafield"]
        if not fields:
            continue
        place = f"record {len(records) + len(refusals) + 1}"
        title = _title(fields)
        if title:
            records.append(_record(fields, title, place))
        else:
            refusals.append(Refusal(place, "a PICA record without a title (021A)", " ".join(xml.text(element).split())[:2000]))
    return Reading("pica", tuple(records), tuple(refusals))


def _parts(field: "_Element") -> list[tuple[str, str]]:
    return [(part.get("code", ""), xml.text(part).strip()) for part in field if xml.local(part) == "subfield"]


def _first(fields: list[_Field], tag: str, codes: str) -> str:
    return next((words for one, parts in fields if one == tag for code, words in parts if code in codes and words), "")


def _title(fields: list[_Field]) -> str:
    """021A a (title) and d (its rest); 036C holds the whole work's title for a part; `@` marks the word to file under."""
    main, rest = (_first(fields, "021A", code).replace("@", "") for code in "ad")
    whole = _first(fields, "036C", "a").replace("@", "")
    return ". ".join(part for part in (whole if whole != main else "", ": ".join(one for one in (main, rest) if one)) if part)


def _record(fields: list[_Field], title: str, place: str) -> Record:
    year = _first(fields, "011@", "an")
    return Record(
        source="pica",
        key=_first(fields, "003@", "0"),
        identifiers=tuple(dict.fromkeys(_identifiers(fields))),
        title=title,
        authors=tuple(_author(dict(parts)) for tag, parts in fields if tag in {"028A", "028B", "029A"} and parts),
        abstract=tuple(Passage(words) for tag, parts in fields if tag == "047I" for code, words in parts if code == "a"),
        publisher=_first(fields, "033A", "n"),
        issued=PartialDate(int(year[:4]), words="" if year.isdigit() else year) if year[:4].isdigit() else None,
        language=languages.code(_first(fields, "010@", "a")),
        place=place,
    )


def _author(parts: dict[str, str]) -> Author:
    family, given = parts.get("a") or parts.get("A", ""), parts.get("d") or parts.get("D", "")
    return Author(family, given) if given or "b" not in parts else Author(collective=marc.trim(parts["b"]))


def _identifiers(fields: list[_Field]) -> list[Identifier]:
    found = []
    for tag, codes, scheme in (("004V", "0", "doi"), ("004A", "0A", "isbn"), ("004L", "0", "isbn")):
        for one, parts in fields:
            for code, words in parts if one == tag else ():
                if code in codes:
                    try:
                        found.append(Identifier.of(scheme, words))
                    except BadIdentifier:
                        continue  # a misprinted number names nothing; it stays in the raw record
    return found
