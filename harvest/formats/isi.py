"""ISI tagged text, as Web of Science and Inspec export it (`FN`, `PT J`, … `ER`): two letters, a space, continuation set in by three."""

import re

from harvest import encoding, reference, tagged
from harvest.record import Reading, Record
from harvest.tagged import Piece

SUFFIXES = (".isi", ".ciw")
_TAG = re.compile(r"^\ufeff?([A-Z][A-Z0-9])(?: (.*)|)$")
_HEADER = re.compile(r"^(?:EF)$")


def recognises(head: bytes, name: str) -> int:
    """The file's own first lines, or a publication type followed by authors or title."""
    text = encoding.glance(head)
    if re.match(r"^\ufeff?\s*FN .{3,80}\n\s*VR ", text):
        return 97
    return 90 if re.search(r"^PT [A-Z]\s*\n(?:[A-Z]{2} |   )", text, re.M) and re.search(r"^(?:AU|TI|SO) ", text, re.M) else 0


def read(data: bytes, name: str) -> Reading:
    """All references; those that state neither title, identifier nor abstract are refusals with their line."""
    text = encoding.normalise(encoding.decode(data, name).text)
    text = re.sub(r"\A\ufeff?\s*FN .*\n\s*VR .*\n", "\n\n", text)
    found = tagged.pieces(text, _TAG, begins=lambda piece, tag: tag == "PT" and bool(piece.fields), ends="ER", header=_HEADER)
    return tagged.reading("isi", [piece for piece in found if [tag for tag, _ in piece.fields] != ["EF"]], _record)


def _record(piece: Piece) -> Record:
    def lines(*tags: str) -> list[str]:
        return [row.strip() for value in piece.all(*tags) for row in value.split("\n")]

    def whole(*tags: str) -> list[str]:
        return [" ".join(value.split("\n")) for value in piece.all(*tags)]

    first, last, number = piece.one("BP", "SP"), piece.one("EP").replace(" ", ""), piece.one("AR")
    facts = {
        "title": whole("TI"),
        "author": [name for at, name in enumerate(lines("AF") or lines("AU")) if at < 500],
        "collective": whole("CA"),
        "editor": lines("ED"),
        "container": whole("SO", "JI", "J9"),
        "publisher": whole("PU"),
        "volume": whole("VL"),
        "issue": whole("IS"),
        "start": [first] if first else [],
        "end": [last] if last else [],
        "pages": [] if first else ([number] if number else []),
        "year": whole("PY"),
        "date": [f"{value} {piece.one('PY')}" if piece.one("PY") not in value else value for value in whole("PD")],
        "doi": [value for value in whole("DI", "ID") if re.search(r"10\.\d{4,}/", value)],
        "pmid": whole("PM"),
        "isbn": whole("BN"),
        "abstract": whole("AB"),
        "language": whole("LA"),
        "type": whole("DT"),
        "keyword": [word for value in whole("DE", "ID") if "10." not in value for word in re.split(r"\s*;\s*", value)],
    }
    return reference.record("isi", facts, key=piece.one("UT", "AN"), place=f"line {piece.line}")
