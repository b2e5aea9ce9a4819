"""MARC as lines of text: MarcEdit's mnemonic form (`=245  10$aTitle`), and the line dumps of library systems (`24504‡aTitle^`).

Source: https://www.loc.gov/marc/makrbrkr.html (mnemonic MARC). A new leader begins a new record.
"""

import re
from collections.abc import Iterator

from harvest import marc
from harvest.encoding import decode, glance
from harvest.record import Reading, Record, Refusal

SUFFIXES = (".mrk", ".txt")

_LINE = re.compile(r"^=?(LDR|LEADER|000|\d{3})(.*)$")
_DELIMITERS = "‡ǂ$|"


def recognises(head: bytes, name: str) -> int:
    """A leader line and numbered lines with subfield marks below it."""
    lines = [line for line in glance(head).splitlines() if line.strip()][:12]
    if not lines or not re.match(r"^=?(?:LDR|LEADER|000)\W", lines[0]):
        return 0
    return 90 if sum(1 for line in lines if _LINE.match(line)) >= min(3, len(lines)) else 0


def read(data: bytes, name: str) -> Reading:
    """Read every record; a line that is no field is a refusal of its own, the record around it is kept."""
    records: list[Record] = []
    refusals: list[Refusal] = []
    for start, lines in _records(decode(data, name).text):
        fields: list[marc.Field] = []
        for number, line in lines:
            if match := _LINE.match(line):
                fields.append(_field(match[1], match[2]))
            elif fields and line.startswith((" ", "\t")):
                fields[-1] = _continued(fields[-1], line)
            else:
                refusals.append(Refusal(f"line {number}", "not a MARC field (a tag of three digits comes first)", line[:2000]))
        leader = next((field.value for field in fields if field.tag == "000"), "")
        made = marc.record(leader, fields, f"line {start}", "marcline", "\n".join(line for _, line in lines))
        if isinstance(made, Record):
            records.append(made)
        else:
            refusals.append(made)
    return Reading("marcline", tuple(records), tuple(refusals))


def _records(text: str) -> Iterator[tuple[int, list[tuple[int, str]]]]:
    kept: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"^=?(?:LDR|LEADER|000)\W", line) and kept:
            yield kept[0][0], kept
            kept = []
        if line.strip():
            kept.append((number, line))
    if kept:
        yield kept[0][0], kept


def _field(tag: str, rest: str) -> marc.Field:
    tag = "000" if tag in ("LDR", "LEADER") else tag
    rest = rest.rstrip().removesuffix("^")
    if tag.startswith("00"):
        return marc.Field(tag, rest.lstrip("‡ǂ").removeprefix("  ").replace("\\", " "))
    at = min((at for mark in _DELIMITERS if (at := rest.find(mark)) >= 0), default=-1)
    if at < 0:
        return marc.Field(tag, "", subfields=(("a", rest.strip()),))
    mark, indicators = rest[at], rest[:at].strip("=").rjust(2)[-2:].replace("\\", " ")
    parts = [part for part in rest[at:].split(mark) if part]
    return marc.Field(tag, "", indicators[0], indicators[1], tuple((part[0], part[1:].replace("{dollar}", "$")) for part in parts))


def _continued(field: marc.Field, line: str) -> marc.Field:
    """A field with the words of a folded line added to its last subfield."""
    if not field.subfields:
        return marc.Field(field.tag, f"{field.value} {line.strip()}")
    code, words = field.subfields[-1]
    return marc.Field(field.tag, "", field.ind1, field.ind2, (*field.subfields[:-1], (code, f"{words} {line.strip().removesuffix('^')}")))
