"""EndNote import and Refer/BibIX (.enw, .ref): a line a fact, `%A Name`; references parted by blank lines or a new `%0`."""

import re

from harvest import encoding, reference, tagged
from harvest.record import Reading, Record
from harvest.tagged import Piece

SUFFIXES = (".enw", ".ref", ".refer", ".end")
_TAG = re.compile(r"^[ \t\ufeff]{0,3}%([0-9A-Z@?!#$\]&(*+^><\[=~]) ?(.*)$")
_TITLES = {"Book", "Edited Book", "Thesis", "Report", "Web Page", "Electronic Book", "Dataset"}


def recognises(head: bytes, name: str) -> int:
    """Lines of a per cent sign, a letter and a space, and nothing of BibTeX."""
    text = encoding.glance(head)
    found = re.findall(r"^[ \t\ufeff]{0,3}%[0-9A-Z@] \S", text, re.M)
    if re.search(r"^\s*@\w+\s*[{(]", text, re.M):
        return 0
    return 92 if len(found) >= 3 or (found and text.lstrip("\ufeff \n").startswith("%")) else 0


def read(data: bytes, name: str) -> Reading:
    """All references; those that state neither title, identifier nor abstract are refusals with their line."""
    text = encoding.normalise(encoding.decode(data, name).text)
    found = tagged.pieces(text, _TAG, begins=_begins, blank_ends=True)
    return tagged.reading("enw", list(found), _record)


def _begins(piece: Piece, tag: str) -> bool:
    """A `%0` begins a reference; behind a blank line any tag does."""
    return not piece.fields or (tag == "0" and any(one == "0" for one, _ in piece.fields))


def _record(piece: Piece) -> Record:
    kind = piece.one("0")
    alone = kind in _TITLES
    numbers = piece.all("M")
    facts = {
        "title": piece.all("T") or piece.all("B"),
        "other_title": piece.all("Q"),
        "author": [name for value in piece.all("A") for name in value.split("\n")],
        "collective": [],
        "editor": piece.all("E"),
        "container": piece.all("J") + ([] if alone else piece.all("B")),
        "publisher": piece.all("I"),
        "volume": piece.all("V"),
        "issue": piece.all("N"),
        "pages": piece.all("P"),
        "year": piece.all("D"),
        "date": piece.all("8"),
        "doi": [value for value in piece.all("R", "M", "3") if re.search(r"10\.\d{4,}/", value)],
        "pmid": [
            value for value in numbers if re.fullmatch(r"\d{5,9}", value) and re.search(r"pubmed|medline|nlm", piece.one("~", "W"), re.I)
        ],
        "pmcid": [value for value in piece.all("2", "M") if re.match(r"^PMC\d+", value)],
        "isbn": [value for value in piece.all("@") if not re.fullmatch(r"\d{4}-?\d{3}[\dX]", value.strip())],
        "url": [word for value in piece.all("U", ">") for word in value.split()],
        "abstract": piece.all("X"),
        "language": piece.all("G"),
        "type": [kind],
        "keyword": [word for value in piece.all("K") for word in re.split(r"\n|\s*;\s+", value)],
        "note": piece.all("Z"),
    }
    return reference.record("enw", facts, key=piece.one("F", "M"), place=f"line {piece.line}")
