"""Dublin Core in XML: oai_dc and qualified Dublin Core of repositories, alone or inside OAI-PMH and SRU answers.

Source: DCMI Metadata Terms, https://www.dublincore.org/specifications/dublin-core/dcmi-terms/.
"""

from typing import TYPE_CHECKING

from harvest import dates, languages, mentions, names, xml
from harvest.identifier import Identifier
from harvest.record import PartialDate, Passage, Reading, Record, Refusal

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".dc.xml", ".oai.xml", ".xml")

#: Elements that hold one description.
HOLDERS = {"dc", "qualifieddc", "oai_dc"}


def recognises(head: bytes, name: str) -> int:
    """An element that holds Dublin Core, or its namespace with a title and no RDF around it."""
    if b"rdf:RDF" in head or b"<html" in head.lower() or b"<" not in head[:200]:
        return 0
    if b"<oai_dc:dc" in head or b"<qualifieddc" in head or b"openarchives.org/OAI/2.0/oai_dc" in head:
        return 88
    return 60 if b"purl.org/dc/" in head and (b"<dc:title" in head or b"<title" in head) else 0


def read(data: bytes, name: str) -> Reading:
    """Read every description; deleted OAI records and descriptions without a title or identifier are refusals."""
    records: list[Record] = []
    refusals: list[Refusal] = []
    root = xml.parse(xml.declared(data), name)
    holders = [one for one in root.iter("{*}*") if xml.local(one) in HOLDERS] or [root]
    for holder in holders:
        place = f"record {len(records) + len(refusals) + 1}"
        record = _record(holder, place)
        if record.title or record.identifiers:
            records.append(record)
        else:
            refusals.append(Refusal(place, "a description without title or identifier", " ".join(xml.text(holder).split())[:2000]))
    for header in root.iter("{*}header"):
        if header.get("status") == "deleted":
            refusals.append(Refusal(f"header {' '.join(xml.text(header).split())[:80]}", "the repository says it was deleted"))
    return Reading("dublincore", tuple(records), tuple(refusals))


def _record(holder: "_Element", place: str) -> Record:
    said: dict[str, list[tuple[str, str]]] = {}
    for one in holder:
        if text := " ".join(xml.text(one).split()):
            said.setdefault(xml.local(one), []).append((text, one.get("{http://www.w3.org/XML/1998/namespace}lang", one.get("lang", ""))))

    def words(*tags: str) -> list[str]:
        return [stated for tag in tags for stated, _ in said.get(tag, ())]

    titles = said.get("title", [])
    return Record(
        source="dublincore",
        key=next(iter(words("recordID")), ""),
        identifiers=tuple(dict.fromkeys(_identifiers([*words("identifier"), *words("permaddress")]))),
        title=titles[0][0] if titles else "",
        other_titles=tuple(Passage(other, "alternative", language=tongue) for other, tongue in (*titles[1:], *said.get("alternative", ()))),
        authors=tuple(names.person(one) for one in words("creator")),
        abstract=tuple(Passage(one, language=tongue) for one, tongue in said.get("abstract", said.get("description", []))[:1]),
        other_abstracts=tuple(Passage(one, language=tongue) for one, tongue in said.get("abstract", said.get("description", []))[1:]),
        publisher=next(iter(words("publisher")), ""),
        issued=_issued(words("issued", "date")),
        language=languages.code(next(iter(words("language")), "")),
        types=tuple(dict.fromkeys(words("type"))),
        keywords=tuple(dict.fromkeys(words("subject"))),
        licence=next((mentions.licence(one) or one for one in words("license", "rights")), ""),
        links=tuple(dict.fromkeys(one for one in words("identifier", "relation") if one.startswith(("http://", "https://")))),
        place=place,
    )


def _issued(stated: list[str]) -> PartialDate | None:
    return next((read for one in stated if (read := dates.read(one.partition("T")[0]))), None)


def _identifiers(stated: list[str]) -> list[Identifier]:
    """Identifiers that stand alone; a citation that mentions another report's number is not the record's own."""
    return [one.identifier for words in stated if " " not in words for one in mentions.mentions(words)]
