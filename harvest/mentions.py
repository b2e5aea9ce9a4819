"""Identifiers and licences that stand in running text: found with their place, never made up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from harvest.errors import BadIdentifier
from harvest.identifier import Identifier

_DOI = re.compile(r"\b10\.\d{4,9}\s?/\s?[^\s\"<>{}|^`\\]+")
_DOI_AFTER = re.compile(r"(?:doi(?:\.org)?\s*[:/]?\s*)(10\.\d{4,9})\s*/\s*([^\s\"<>{}|^`\\]+)", re.I)
_ANY = re.compile(r"\d")
_OTHERS = (
    ("pmcid", re.compile(r"\b(?:PMC\s?ID\s*:?\s*)?(PMC\s?\d{4,9})\b(?!\.)|\bPMC\s?ID\s*:?\s*(\d{4,9})\b", re.I)),
    ("pmid", re.compile(
        r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed|(?<![\w.])/pubmed)/(\d{1,9})\b"
        r"|\bPMID\s*:?\s*(\d{1,9})\b", re.I)),
    ("arxiv", re.compile(r"(?:arxiv\.org/(?:abs|pdf)/|\barXiv\s*:\s*)(\d{4}\.\d{4,5}|[a-z-]+/\d{7})", re.I)),
    ("isbn", re.compile(r"\bISBN(?:-1[03])?\s*:?\s*((?:97[89][- ]?)?\d[\d -]{8,15}[\dX])\b", re.I)),
)  # fmt: skip

_LICENCE = re.compile(r"creativecommons\.org/licen[cs]es/([a-z-]+)/(\d\.\d)(?:/([a-z]{2,3}))?", re.I)
_ZERO = re.compile(r"creativecommons\.org/publicdomain/(zero|mark)/(\d\.\d)", re.I)
_WORDS = re.compile(r"\bCC[ -](BY(?:[ -](?:NC|ND|SA))*|0)[ -]?(\d\.\d)?\b")
_SPELT = re.compile(
    r"Creative Commons Attribution([- ]?Non-?Commercial)?([- ]?(?:No-?Deriv\w*|Share-?Alike))?"
    r"\s*(\d\.\d)?(?: International)? Licen[cs]e",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An identifier and the stretch `text[start:end]` that states it."""

    identifier: Identifier
    start: int
    end: int


def mentions(text: str) -> Iterator[Mention]:
    """Every identifier stated in a text, in order of place; what has not the form of its scheme is passed over."""
    if not _ANY.search(text):
        return
    found = list(_dois(text))
    for scheme, pattern in _OTHERS:
        for match in pattern.finditer(text):
            value = next(group for group in match.groups() if group)
            if one := _made(scheme, value.replace(" ", "")):
                found.append(Mention(one, match.start(), match.end()))
    yield from sorted(found, key=lambda one: (one.start, one.end))


def _dois(text: str) -> Iterator[Mention]:
    seen = -1
    for match in _DOI_AFTER.finditer(text):
        if one := _made("doi", f"{match[1]}/{trimmed(match[2])}"):
            seen = match.end()
            yield Mention(one, match.start(), match.end())
    for match in _DOI.finditer(text):
        if " " in match[0] or (match.start() < seen and _DOI_AFTER.search(text, max(0, match.start() - 12), match.end())):
            continue
        if one := _made("doi", trimmed(match[0])):
            yield Mention(one, match.start(), match.end())


def trimmed(words: str) -> str:
    """A DOI without what a sentence put behind it: full stops, commas, quotes, a closing bracket that was never opened.

    >>> trimmed("10.1000/xyz123).")
    '10.1000/xyz123'
    >>> trimmed("10.1016/0735-1097(88)90001-2")
    '10.1016/0735-1097(88)90001-2'
    """
    words = unquote(words) if "%" in words else words
    words = re.split(r"[?#&](?=[a-z_]+=)|</|\[\w*\]$", words)[0]
    before = ""
    while words != before:
        before = words
        words = words.rstrip(".,;:'’”\"»*>")
        for opening, closing in ("()", "[]", "{}"):
            if words.endswith(closing) and words.count(closing) > words.count(opening):
                words = words[:-1]
    return re.sub(r"/(?:full|abstract|pdf|epdf|html|meta|fulltext)$", "", words)


def _made(scheme: str, value: str) -> Identifier | None:
    try:
        return Identifier.of(scheme, value)
    except BadIdentifier:
        return None


def licence(text: str) -> str:
    """The first licence a text states, short (`CC BY 4.0`, `CC0 1.0`), or nothing; a waiver for data alone does not count."""
    if match := _LICENCE.search(text):
        return f"CC {match[1].upper()} {match[2]}"
    if match := _SPELT.search(text):
        parts = "-".join(["BY", *(["NC"] if match[1] else []), *(["ND" if "deriv" in match[2].lower() else "SA"] if match[2] else [])])
        return f"CC {parts} {match[3] or ''}".strip()
    if match := _WORDS.search(text):
        kind = match[1].upper().replace(" ", "-")
        return f"CC0 {match[2] or '1.0'}" if kind == "0" else f"CC {kind} {match[2] or ''}".strip()
    if match := _ZERO.search(text):
        return f"CC0 {match[2]}" if match[1].lower() == "zero" else "Public Domain Mark 1.0"
    return ""
