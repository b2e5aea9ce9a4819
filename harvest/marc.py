"""MARC 21 fields to a record: what the bibliographic fields state, with the punctuation of catalogue cards (ISBD) taken off.

Source: MARC 21 Format for Bibliographic Data, Library of Congress, https://www.loc.gov/marc/bibliographic/.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from harvest import dates, languages, mentions, names
from harvest.errors import BadIdentifier
from harvest.identifier import Identifier
from harvest.record import Author, Grant, Heading, PartialDate, Passage, Record, Refusal

#: Relators (code or word) of people who wrote the work; others (editors, performers, printers) are not its authors.
AUTHORS = re.compile(r"^(?:aut|author|cre|creator|dis|dissertant|verf|forf|tekij|joint author|co-?author|collaborator)", re.I)
#: Second indicator of 6XX -> vocabulary.
VOCABULARIES = {"0": "lcsh", "1": "lcshac", "2": "mesh", "3": "nal", "5": "csh", "6": "rvm"}
#: Leader 06 and 07 -> type.
KINDS = {"a": "text", "t": "manuscript", "m": "computer file", "e": "map", "g": "projected medium", "j": "music recording",
         "i": "sound recording",
         "c": "notated music", "d": "notated music", "k": "picture", "o": "kit", "p": "mixed materials", "r": "object"}  # fmt: skip
LEVELS = {"a": "article", "b": "serial part", "s": "serial", "m": "book", "c": "collection", "i": "integrating resource"}

_TAIL = re.compile(r"[\s/:;,=]+$")
_STOP = re.compile(r"(?<=[^\W\d_]{4})\.$|(?<=[\])}?!])\.$")
_YEAR = re.compile(r"\b(1[4-9]\d\d|20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `value` of a control field (001-009), or indicators and subfields as (code, value) in their order."""

    tag: str
    value: str = ""
    ind1: str = " "
    ind2: str = " "
    subfields: tuple[tuple[str, str], ...] = ()

    def all(self, codes: str) -> list[str]:
        """The values of some subfields, trimmed, in their order."""
        return [value.strip() for code, value in self.subfields if code in codes and value.strip()]

    def first(self, codes: str) -> str:
        """The first value of some subfields, or nothing."""
        return next(iter(self.all(codes)), "")


def record(leader: str, fields: Sequence[Field], place: str, source: str, raw: str = "") -> Record | Refusal:
    """The record some fields describe, or a refusal when they hold neither title nor identifier."""
    identifiers = tuple(dict.fromkeys(_identifiers(fields)))
    title = _title(next(_tagged(fields, "245"), None))
    if not title and not identifiers:
        return Refusal(place, "a MARC record with neither a title (245) nor an identifier", raw[:2000])
    fixed = next((field.value for field in _tagged(fields, "008")), "")
    host = next(_tagged(fields, "773"), None)
    return Record(
        source=source,
        key=next((field.value.strip() for field in _tagged(fields, "001")), ""),
        identifiers=identifiers,
        title=title,
        other_titles=tuple(_other_titles(fields)),
        authors=tuple(dict.fromkeys(_authors(fields))),
        abstract=tuple(Passage(words) for field in _tagged(fields, "520") if (words := " ".join(field.all("ab")))),
        container=trim(host.first("t")) if host else trim(next((field.first("a") for field in _tagged(fields, "490", "830")), "")),
        volume=host.first("g") if host else "",
        publisher=trim(next((field.first("b") for field in _tagged(fields, "264", "260") if field.first("b")), "")),
        issued=_issued(fields, fixed),
        language=_language(fields, fixed),
        types=_types(leader, fields),
        keywords=tuple(dict.fromkeys(trim(words) for field in _tagged(fields, "653") for words in field.all("a"))),
        headings=tuple(dict.fromkeys(_headings(fields))),
        grants=tuple(Grant(trim(field.first("a")), field.first("cf")) for field in _tagged(fields, "536") if field.first("a")),
        licence=next((field.first("u") or field.first("a") for field in _tagged(fields, "540")), ""),
        links=tuple(dict.fromkeys(link for field in _tagged(fields, "856") for link in field.all("u"))),
        place=place,
    )


def trim(words: str) -> str:
    """Words without the punctuation that only separates areas on a catalogue card.

    >>> trim("Tutki ja kirjoita /"), trim("London :"), trim("Rain Gauges."), trim("Smith, J.")
    ('Tutki ja kirjoita', 'London', 'Rain Gauges', 'Smith, J.')
    """
    return _STOP.sub("", _TAIL.sub("", " ".join(words.split())))


def _tagged(fields: Iterable[Field], *tags: str) -> Iterator[Field]:
    return (field for field in fields if field.tag in tags)


def _title(field: Field | None) -> str:
    """Title and rest of title (245 a, b) and the numbers and names of parts (n, p), joined as a person would write them."""
    if field is None:
        return ""
    pieces: list[str] = []
    for code, value in field.subfields:
        if code in "abnp" and (words := trim(value)):
            joint = (": " if not pieces[-1].endswith(("?", "!", ":")) else " ") if code == "b" and pieces else (". " if pieces else "")
            pieces.append(joint + words)
    return "".join(pieces)


def _other_titles(fields: Sequence[Field]) -> Iterator[Passage]:
    for field in _tagged(fields, "246", "240", "880"):
        if (field.tag != "880" or field.first("6").startswith("245")) and (title := _title(field)):
            yield Passage(title, label={"246": "varying form", "240": "uniform", "880": "other script"}[field.tag])


def _authors(fields: Sequence[Field]) -> Iterator[Author]:
    for field in fields:
        if field.tag not in {"100", "110", "111", "700", "710", "711"} or field.first("t"):
            continue
        roles = [trim(role) for role in field.all("e4")]
        if field.tag.startswith("7") and roles and not any(AUTHORS.match(role.rpartition("/")[2]) for role in roles):
            continue
        words = trim(field.first("a"))
        if not words:
            continue
        if field.tag.endswith("00"):
            yield names.person(words) if "," in words or field.ind1 != "1" else Author(family=words)
        else:
            yield Author(collective=". ".join(trim(part) for part in field.all("ab")))


def _identifiers(fields: Sequence[Field]) -> Iterator[Identifier]:
    for field in fields:
        if field.tag == "020":
            stated = [("isbn", value.split(" ")[0]) for value in field.all("a")]
        elif field.tag == "024":
            scheme = field.first("2").lower()
            stated = [(scheme, value) for value in field.all("a")] if scheme in {"doi", "pmid", "arxiv"} else []
        elif field.tag == "856":
            stated = [(one.identifier.scheme, one.identifier.value) for url in field.all("u") for one in mentions.mentions(url)]
        else:
            continue
        for scheme, value in stated:
            try:
                yield Identifier.of(scheme, value)
            except BadIdentifier:
                continue  # a cancelled or misprinted number stays in the raw record; it names nothing


def _issued(fields: Sequence[Field], fixed: str) -> PartialDate | None:
    """The date as printed (264 or 260 c), its year taken from there, else from the fixed field (008/07-10)."""
    printed = next((trim(field.first("c")) for field in _tagged(fields, "264", "260") if field.ind2 in " 1" and field.first("c")), "")
    if printed and (read := dates.read(printed.strip("[]©c ."))):
        return read
    year = _YEAR.search(printed) or _YEAR.search(fixed[7:11])
    return PartialDate(int(year[1]) if year else None, words=printed) if year or printed else None


def _language(fields: Sequence[Field], fixed: str) -> str:
    stated = next((field.first("a")[:3] for field in _tagged(fields, "041")), "") or fixed[35:38]
    return languages.code(stated) if stated.strip("| #") and stated not in {"und", "mul", "zxx"} else ""


def _types(leader: str, fields: Sequence[Field]) -> tuple[str, ...]:
    if len(leader) < 8:
        return ()
    kind = KINDS.get(leader[6], "")
    stated = [LEVELS.get(leader[7], kind) if kind == "text" else kind]
    stated += ["thesis"] if any(_tagged(fields, "502")) else []
    stated += [trim(field.first("a")) for field in _tagged(fields, "655")]
    return tuple(dict.fromkeys(one for one in stated if one))


def _headings(fields: Sequence[Field]) -> Iterator[Heading]:
    for field in _tagged(fields, "600", "610", "611", "630", "648", "650", "651"):
        if words := trim(field.first("a")):
            scheme = VOCABULARIES.get(field.ind2) or field.first("2") or "local"
            yield Heading(words, scheme, field.first("0"), tuple(trim(part) for part in field.all("xyzv")))
