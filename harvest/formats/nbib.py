"""MEDLINE, as PubMed (.nbib, "PubMed format") and those who write like it (ERIC, Embase hosts) export it.

Tags: https://www.nlm.nih.gov/bsd/mms/medlineelements.html; four places for the tag, a hyphen, continuation lines set in by six.
"""

import re

from harvest import encoding, languages, reference, tagged
from harvest.errors import BadIdentifier
from harvest.identifier import Identifier
from harvest.markup import line
from harvest.names import person
from harvest.record import Author, Grant, Heading, PartialDate, Passage, Reading, Record, Relation
from harvest.tagged import Piece

SUFFIXES = (".nbib", ".medline", ".pubmed")
_TAG = re.compile(r"^\ufeff?(PMID|PMCR|[A-Z]{2,4}) {0,3}-[ \t]?(.*)$")
_HEADER = re.compile(r"^(?:\d+[.:]?|Entrez.*|Search.*|Record \d+.*)$", re.I)
#: Tags that name another report -> kind of relation (In: the notice; Of, For, From: what it is about).
RELATIONS = {
    "RIN": "retracted-by", "ROF": "retraction-of", "PRIN": "retracted-by", "PROF": "retraction-of", "EIN": "corrected-by",
    "EFR": "correction-of", "ECI": "concern-raised-by", "ECF": "concern-about", "RPI": "republished-as", "RPF": "republication-of",
    "CRI": "republished-as", "CRF": "republication-of", "RRI": "republished-as", "RRF": "republication-of", "UIN": "updated-by",
    "UOF": "update-of", "CIN": "commented-by", "CON": "comment-on", "SPIN": "supplemented-by", "ORI": "supplement-to",
    "DDIN": "supplemented-by", "DRIN": "supplemented-by",
}  # fmt: skip
_PREPRINT = re.compile(r"\b(?:bioRxiv|medRxiv|arXiv|ChemRxiv|Res Sq|SSRN|Preprints?|PsyArXiv)\b", re.I)


def recognises(head: bytes, name: str) -> int:
    """A PMID tag, or several four-place tags with hyphens among them OWN, FAU, JT, DP or STAT."""
    text = encoding.glance(head)
    if re.search(r"^\ufeff?(?:PMID|PMCR) ?- ?\S", text, re.M) and not re.search(r"^TY  ?- ", text, re.M):
        return 96
    tags = set(re.findall(r"^([A-Z]{2,4}) {0,3}- ?", text, re.M))
    return 90 if len(tags & {"OWN", "FAU", "JT", "DP", "STAT", "PMC", "AID", "LID", "PT", "BTI", "FED", "CON", "EDAT", "PHST"}) >= 3 else 0


def read(data: bytes, name: str) -> Reading:
    """All citations; those that state neither title, identifier nor abstract are refusals with their line."""
    text = encoding.normalise(encoding.decode(data, name).text)
    found = tagged.pieces(text, _TAG, begins=_begins, blank_ends=True, glue=" ", header=_HEADER)
    return tagged.reading("nbib", list(found), _record)


def _begins(piece: Piece, tag: str) -> bool:
    """A PMID begins a citation where one is stated already; behind a blank line PMID, PMCR or OWN do."""
    held = {one for one, _ in piece.fields}
    return (tag == "PMID" and bool(held & {"PMID", "TI", "OWN"})) or (tag in ("PMID", "PMCR", "OWN", "PMC") and not held)


def _record(piece: Piece) -> Record:
    ids = [*piece.all("AID", "LID")]
    facts = {
        "title": [" ".join(piece.all("TI"))] if piece.all("TI") else piece.all("BTI"),
        "collective": [],
        "container": piece.all("JT", "TA", *(("BTI",) if piece.all("TI") else ())),
        "publisher": piece.all("PB"),
        "volume": piece.all("VI"),
        "issue": piece.all("IP"),
        "pages": piece.all("PG"),
        "date": piece.all("DP"),
        "doi": [value for value in ids if re.search(r"\[doi\]|^(?:doi\W*)?10\.\d{4,}/", value, re.I)],
        "pmid": piece.all("PMID"),
        "pmcid": piece.all("PMC"),
        "isbn": piece.all("ISBN"),
        "url": [value for value in [*ids, *piece.all("URLS")] if value.startswith("http")],
        "abstract": [" ".join(piece.all("AB"))],
        "other_abstract": piece.all("OAB", "OABL"),
        "language": piece.all("LA"),
        "type": piece.all("PT"),
        "keyword": piece.all("OT"),
        "licence": [],
        "note": piece.all("GN"),
        "editor": piece.all("FED") or piece.all("ED"),
    }
    authors, complete = _authors(piece)
    return reference.record(
        "nbib",
        facts,
        key=piece.one("PMID", "OID"),
        place=f"line {piece.line}",
        authors=authors,
        authors_complete=complete,
        other_titles=tuple(Passage(line(value)) for value in piece.all("TT")),
        headings=tuple(_heading(value) for value in piece.all("MH")),
        grants=tuple(_grant(value) for value in piece.all("GR")),
        relations=tuple(_relations(piece)),
        dates=tuple(_dates(piece)),
        types=tuple(dict.fromkeys(piece.all("PT"))),
        language=languages.code(piece.one("LA")),
    )


def _authors(piece: Piece) -> tuple[tuple[Author, ...], bool]:
    """Authors in order with affiliations and ORCIDs, which stand below each; `et al` says that the list is cut."""
    full = any(tag == "FAU" for tag, _ in piece.fields)
    found: list[Author] = []
    complete = True
    for tag, value in piece.fields:
        if tag == ("FAU" if full else "AU") and value.strip():
            if re.fullmatch(r"et al\.?", value.strip(), re.I):
                complete = False
                continue
            found.append(person(line(value)))
        elif tag == "CN" and value.strip():
            found.append(Author(collective=line(value)))
        elif tag == "AD" and found and value.strip():
            last = found[-1]
            found[-1] = Author(last.family, last.given, last.collective, last.suffix, last.orcid, (*last.affiliations, line(value)))
        elif tag == "AUID" and found and (match := re.search(r"(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])", value, re.I)):
            last = found[-1]
            found[-1] = Author(last.family, last.given, last.collective, last.suffix, "-".join(match.groups()).upper(), last.affiliations)
    return tuple(found), complete


def _heading(value: str) -> Heading:
    """`Drug Users/*psychology`: the heading, its qualifiers, a star for a main topic."""
    words, *qualifiers = value.split("/")
    return Heading(words.strip("* "), qualifiers=tuple(one.strip("* ") for one in qualifiers), major="*" in value)


def _grant(value: str) -> Grant:
    """`R01 DA012345/DA/NIDA NIH HHS/United States`: number, acronym, agency, country."""
    parts = value.split("/")
    if len(parts) >= 3:
        return Grant(parts[-2], "/".join(parts[:-2] if len(parts) == 3 else parts[:-3]), parts[-1])
    return Grant(value)


def _relations(piece: Piece) -> list[Relation]:
    found = []
    preprint = "Preprint" in piece.all("PT")
    for tag, value in piece.fields:
        if tag not in RELATIONS or not value.strip():
            continue
        kind = RELATIONS[tag]
        if kind == "updated-by" and preprint:
            kind = "preprint-of"
        elif kind == "update-of" and _PREPRINT.search(value):
            kind = "has-preprint"
        found.append(Relation(kind, _target(value), value, "pubmed"))
    kinds = {one.kind for one in found}
    for stated, kind in (("Retracted Publication", "retracted-by"), ("Retraction of Publication", "retraction-of")):
        if stated in piece.all("PT") and kind not in kinds:
            found.append(Relation(kind, None, stated, "pubmed"))
    return found


def _target(value: str) -> Identifier | None:
    for scheme, pattern in (("pmid", r"PMID:?\s*(\d+)"), ("doi", r"doi:?\s*(10\.\S+)")):
        if match := re.search(pattern, value, re.I):
            try:
                return Identifier.of(scheme, match[1])
            except BadIdentifier:
                continue
    return None


def _dates(piece: Piece) -> list[tuple[str, PartialDate]]:
    """History of the article: `PHST- 2020/07/13 06:00 [received]`, and the electronic date."""
    found = []
    for value in piece.all("PHST"):
        match = re.match(r"^(\d{4}/\d{2}/\d{2}).*\[(\w+)\]", value)
        if match and (when := reference.date(match[1] + "/")):
            found.append((match[2].lower(), when))
    found += [("electronic", when) for value in piece.all("DEP") if (when := reference.date(value))]
    return found
