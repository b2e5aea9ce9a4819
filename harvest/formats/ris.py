"""RIS, the exchange format of reference managers and databases, as really written.

One space or two behind the tag, missing ER, values over several lines, DOI in DO, M3, L3, UR or N1, dates like `2019///` and `2019/05/01/`.
"""

import re

from harvest import encoding, reference, tagged
from harvest.record import PartialDate, Reading, Record
from harvest.tagged import Piece

SUFFIXES = (".ris",)
_TAG = re.compile(r"^[ \t\ufeff]{0,3}([A-Z][A-Z0-9]) {0,3}[-–] ?(.*)$")
_START = re.compile(r"^[ \t\ufeff]{0,3}TY {0,3}- ?", re.M)
#: What databases print around their references.
_HEADER = re.compile(r"^(?:Record #\d+.*|Provider:.*|Database:.*|Content:.*|\d+\.?|#.*|Search .*|Export.*|Date:.*|\[?EOF\]?)$", re.I)
#: Types in plain words; what is not here is kept as the file has it.
TYPES = {
    "JOUR": "journal-article", "EJOUR": "journal-article", "JFULL": "journal", "BOOK": "book", "EBOOK": "book", "EDBOOK": "book",
    "CHAP": "book-chapter", "ECHAP": "book-chapter", "CONF": "conference-paper", "CPAPER": "conference-paper", "THES": "thesis",
    "RPRT": "report", "ABST": "abstract", "UNPB": "unpublished", "UNPD": "unpublished", "MANSCPT": "unpublished",
    "BLOG": "blog-post", "ELEC": "web-page", "WEB": "web-page", "DATA": "dataset", "NEWS": "newspaper-article",
    "MGZN": "magazine-article", "INPR": "in-press", "GOVDOC": "government-document", "PAMP": "pamphlet", "VIDEO": "video",
    "SLIDE": "presentation", "PAT": "patent", "STAT": "statute", "CASE": "case", "GEN": "",
}  # fmt: skip
_ALONE = {"BOOK", "EBOOK", "EDBOOK", "THES", "RPRT", "DATA", "WEB", "ELEC", "VIDEO", "UNPB", "PAT", "STAT", "CASE", "BILL"}


def recognises(head: bytes, name: str) -> int:
    """A line that begins with TY and a hyphen; weaker: several two-letter tags with hyphens."""
    text = encoding.glance(head)
    if _START.search(text):
        return 95
    return 50 if len(re.findall(r"^[A-Z][A-Z0-9] {1,3}- ", text, re.M)) >= 4 and "PMID" not in text else 0


def read(data: bytes, name: str) -> Reading:
    """All references; those that state neither title, identifier nor abstract are refusals with their line."""
    text = encoding.normalise(encoding.decode(data, name).text)
    found = tagged.pieces(text, _TAG, begins=_begins, ends="ER", header=_HEADER)
    return tagged.reading("ris", [piece for piece in found if piece.fields or _junk(piece)], _record)


def _begins(piece: Piece, tag: str) -> bool:
    """A TY begins a reference, unless only TY lines stand above it."""
    return tag == "TY" and any(one != "TY" for one, _ in piece.fields)


def _junk(piece: Piece) -> bool:
    """Whether lines outside every reference are worth telling of."""
    return any(re.search(r"\w{3}", row) for row in piece.raw)


def _record(piece: Piece) -> Record:
    kind = piece.one("TY").upper()
    held = [*piece.all("JF", "T2", "JO", "BT", "JA", "J2", "J1", "TA")] if kind not in _ALONE else piece.all("JF", "JO")
    facts = {
        "title": piece.all("TI", "T1", "CT") + (piece.all("BT") if kind in _ALONE else []),
        "other_title": piece.all("TT"),
        "author": _names(piece.all("AU", "A1")),
        "editor": _names(piece.all("ED", "A2") if kind not in ("JOUR",) else piece.all("ED")),
        "container": held,
        "publisher": piece.all("PB"),
        "volume": piece.all("VL", "VO"),
        "issue": piece.all("IS"),
        "start": piece.all("SP"),
        "end": piece.all("EP"),
        "year": [value for value in piece.all("PY") if not re.search(r"/[a-z]+$", value)] or ([] if piece.all("DA") else piece.all("Y1")),
        "date": piece.all("DA", "Y1"),
        "doi": [
            *piece.all("DO"),
            *(value for value in piece.all("M3", "L3", "N1", "ID", "C7") if re.match(r"^(?:doi\W*)?10\.\d{4,}/", value, re.I)),
        ],
        "pmcid": [value for value in piece.all("AN", "C2", "ID") if re.match(r"^PMC\d+$", value)],
        "pmid": _pmids(piece),
        "isbn": piece.all("SN") if kind in ("BOOK", "CHAP", "EBOOK", "ECHAP", "EDBOOK", "THES", "CONF", "CPAPER", "RPRT") else [],
        "url": [word for value in piece.all("UR", "L1", "L2", "LK") for word in value.split()],
        "abstract": _abstracts(piece),
        "language": piece.all("LA"),
        "type": [TYPES.get(kind, kind), *(value for value in piece.all("M3") if len(value) < 60 and not re.search(r"10\.\d{4,}/", value))],
        "keyword": [word for value in piece.all("KW") for word in re.split(r"\n|\s*;\s+", value)],
        "note": [value for value in piece.all("N1") if len(value) < 2000],
    }
    dates = tuple(
        (what, when)
        for value in piece.all("PY", "DA", "Y1")
        if (match := re.search(r"/([a-z]+)$", value))
        for what, when in _dated(match[1], value)
    )
    return reference.record("ris", facts, key=piece.one("ID", "AN") or piece.one("DO"), place=f"line {piece.line}", dates=dates)


def _dated(what: str, words: str) -> list[tuple[str, PartialDate]]:
    found = reference.date(words.rpartition("/")[0])
    return [(what, found)] if found and what not in ("print", "online") else []


def _names(values: list[str]) -> list[str]:
    return [name for value in values for name in value.split("\n")]


def _pmids(piece: Piece) -> list[str]:
    """Accession numbers count as PMIDs only where the file says that they are PubMed's."""
    source = " ".join(piece.all("DB", "DP")).lower()
    stated = [value for value in piece.all("C2", "N1", "PMID") if re.match(r"^PMID\W*\d+", value, re.I)]
    if re.search(r"pubmed|medline|nlm\b", source):
        stated += [value for value in piece.all("AN") if re.fullmatch(r"\d{5,9}", value)]
    return stated


def _abstracts(piece: Piece) -> list[str]:
    """AB before N2; the same text twice is one."""
    found = piece.all("AB", "N2")
    return [value for at, value in enumerate(found) if value not in found[:at]]
