"""MARC 21 as exchanged (ISO 2709), MARC-8 or UTF-8, through pymarc; each record is read for itself, so a broken one costs only itself.

Source: https://www.loc.gov/marc/specifications/specrecstruc.html; a record ends with 0x1D.
"""

import io
import logging
import re

from harvest import marc
from harvest.errors import UnreadableFile
from harvest.record import Reading, Record, Refusal

SUFFIXES = (".mrc", ".marc", ".iso2709", ".dat")

_END = b"\x1d"
_LEADER = re.compile(rb"^\s*\d{5}[a-z ][a-z ][a-z ][ a-z\d]{2}[ \d]{2}[ \d]{5}", re.I)


def recognises(head: bytes, name: str) -> int:
    """A leader at the start and field ends (0x1E) behind it."""
    return 95 if _LEADER.match(head) and b"\x1e" in head else 0


def read(data: bytes, name: str) -> Reading:
    """Read every record; what pymarc cannot make sense of is a refusal with its reason."""
    records: list[Record] = []
    refusals: list[Refusal] = []
    pieces = [piece for piece in data.split(_END) if piece.strip(b"\r\n\x1a\x00 ")]
    for number, piece in enumerate(pieces, 1):
        place = f"record {number}"
        try:
            leader, fields = _parsed(piece.lstrip(b"\r\n\x1a\x00 ") + _END)
        except UnreadableFile as wrong:
            refusals.append(Refusal(place, str(wrong), piece[:2000].decode("utf-8", "replace")))
            continue
        made = marc.record(leader, fields, place, "marc", piece[:2000].decode("utf-8", "replace"))
        if isinstance(made, Record):
            records.append(made)
        else:
            refusals.append(made)
    return Reading("marc", tuple(records), tuple(refusals))


def _parsed(piece: bytes) -> tuple[str, list[marc.Field]]:
    """Leader and fields of one record; raises `UnreadableFile` with pymarc's reason.

    The record's true length is written into its leader first: exports that pass through a database often state a wrong one.
    """
    import pymarc
    from pymarc.exceptions import PymarcException

    # Its warnings come as refusals or are mended; they need not be printed as well.
    logging.getLogger("pymarc").setLevel(logging.CRITICAL)

    piece = b"%05d" % min(len(piece), 99999) + piece[5:]
    try:
        reader = pymarc.MARCReader(io.BytesIO(piece), to_unicode=True, permissive=True, utf8_handling="replace")
        read = next(iter(reader), None)
        fault = reader.current_exception
    except (PymarcException, ValueError, UnicodeError, StopIteration) as wrong:
        raise UnreadableFile(f"not a whole MARC record ({wrong or type(wrong).__name__})") from wrong
    if read is None:
        raise UnreadableFile(f"not a whole MARC record ({fault or 'nothing in it can be read'})")
    fields = []
    for one in read.fields:
        if one.is_control_field():
            fields.append(marc.Field(one.tag, one.data or ""))
        else:
            first, second = one.indicators or (" ", " ")
            fields.append(marc.Field(one.tag, "", first, second, tuple((part.code, part.value) for part in one.subfields)))
    return str(read.leader), fields
