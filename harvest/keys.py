"""Keys of records, reports and studies: stable, readable, the same for the same facts on every run."""

import hashlib
import json
import re

from harvest import fold
from harvest.identifier import Identifier
from harvest.record import Author, PartialDate, Record

#: Which identifier names a report, best first (ontology draft, section 6).
ORDER = ("doi", "pmid", "pmcid", "arxiv", "openalex", "isbn", "url")

#: A text of fewer code points than this may stand in many reports (a notice, a heading).
TELLING = 200


def record_name(record: Record) -> str:
    """The name of a record that people see and decide by: `pubmed:35590421`, or source and the beginning of its digest."""
    return f"{record.source}:{record.key}" if record.key else f"{record.source}:{digest(record)[:16]}"


def digest(record: Record) -> str:
    """SHA-256 of the facts of a record, where it was found and when left out."""
    facts = {name: value for name, value in record.to_json().items() if name not in ("raw", "place", "retrieved")}
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


def of_identifier(one: Identifier) -> str:
    """`doi-10.1186-s12954-022-00629-1`, `pmid-35590421`: lower case, every other character a hyphen."""
    return f"{one.scheme}-" + re.sub(r"[^a-z0-9.]", "-", one.value.lower())


def report_key(identifiers: tuple[Identifier, ...], title: str, authors: tuple[Author, ...], issued: PartialDate | None) -> str:
    """By DOI, else PMID, else PMCID, else first author, year and title words."""
    for scheme in ORDER[:5]:
        if one := next((one for one in identifiers if one.scheme == scheme), None):
            return of_identifier(one)
    return study_key(title, authors, issued)


def study_key(title: str, authors: tuple[Author, ...], issued: PartialDate | None) -> str:
    """First author, year and up to three telling words of the title (`butler-2022-total-systems-failure`), as far as stated."""
    first = fold.flat(authors[0].family or authors[0].collective) if authors else ""
    year = f"{issued.year}" if issued and issued.year else ""
    words = [word for word in fold.tokens(fold.title(title)) if word.isascii()][: 3 if first or year else 5]
    if not words:
        words = [hashlib.sha256(title.encode("utf-8", "surrogatepass")).hexdigest()[:10]] if title else ["untitled"]
    parts = ["-".join(re.findall(r"[a-z0-9]+", first)[:3]), year, "-".join(words)]
    return "-".join(part for part in parts if part)[:80].strip("-")


def distinct(key: str, taken: set[str]) -> str:
    """The key, or the key with `-b`, `-c` … behind it when another has it already."""
    if key not in taken:
        return key
    number = 1
    while (found := f"{key}-{_letters(number)}") in taken:
        number += 1
    return found


def _letters(number: int) -> str:
    """Letters to tell equal keys apart: b, c and so on to z, then ba, bb."""
    out = ""
    while True:
        number, rest = divmod(number, 26)
        out = chr(ord("a") + rest) + out
        if not number:
            return out


def text_digest(record: Record) -> str:
    """The SHA-256 of the record's own text, stated or at hand; empty for texts too short to tell two reports apart."""
    if record.text_sha256:
        return record.text_sha256 if record.text_length > TELLING else ""
    return hashlib.sha256(record.text.encode("utf-8", "surrogatepass")).hexdigest() if len(record.text) > TELLING else ""
