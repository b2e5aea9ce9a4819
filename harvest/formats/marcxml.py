"""MARCXML: collections, single records and search answers (SRU, OAI-PMH) that wrap them, with or without their namespace.

Prefixes that a wrapper uses without declaring them are declared before parsing, and a bare ampersand is read as itself. A file that
breaks gives the records before the break and a refusal for the rest. Source: https://www.loc.gov/standards/marcxml/.
"""

import io
import re
from typing import TYPE_CHECKING

from harvest import marc, xml
from harvest.errors import UnreadableFile
from harvest.record import Reading, Record, Refusal

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".marcxml", ".xml")

_MARKS = re.compile(rb"MARC21/slim|<(?:\w+:)?datafield\b[^>]*\btag\s*=|<(?:\w+:)?controlfield\b[^>]*\btag\s*=")


def recognises(head: bytes, name: str) -> int:
    """MARC's own elements or namespace; PICA records use the same elements under another one and are not MARC."""
    if b"picaXML" in head or b"<" not in head[:200]:
        return 0
    return 90 if _MARKS.search(head) else 0


def read(data: bytes, name: str) -> Reading:
    """Read every `record` element; raises `UnreadableFile` when not even one can be read."""
    data = xml.unfolded(data, name)
    xml.check_prolog(data, name)
    records: list[Record] = []
    refusals: list[Refusal] = []
    stream = xml.stream(io.BytesIO(xml.declared(xml.mended(xml.named(data, name)))), ("{*}record",), name)
    try:
        for element in stream:
            fields = list(_fields(element))
            if not fields:
                continue  # a wrapper's own <record> around the real one
            place = f"record {len(records) + len(refusals) + 1}"
            leader = next((xml.text(one) for one in element if xml.local(one) == "leader"), "")
            made = marc.record(leader, fields, place, "marcxml", " ".join(xml.text(element).split()))
            if isinstance(made, Record):
                records.append(made)
            else:
                refusals.append(made)
    except UnreadableFile as wrong:
        if not records:
            raise
        refusals.append(Refusal(f"after record {len(records)}", str(wrong)))
    return Reading("marcxml", tuple(records), tuple(refusals))


def _fields(record: "_Element") -> list[marc.Field]:
    fields = []
    for one in record:
        kind, tag = xml.local(one), one.get("tag", "")
        if kind == "controlfield":
            fields.append(marc.Field(tag, xml.text(one)))
        elif kind == "datafield":
            parts = tuple((part.get("code", ""), xml.text(part)) for part in one if xml.local(part) == "subfield")
            fields.append(marc.Field(tag, "", one.get("ind1", " "), one.get("ind2", " "), parts))
    return fields
