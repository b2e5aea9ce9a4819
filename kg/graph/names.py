"""Names of things in the graph: every IRI is made here, deterministic, and no blank nodes.

The same input gives the same IRI on every run; what an IRI hashes is text and place, never a concept (DESIGN 6). A slug folds case,
spaces, `_`, `/` and `:`; one that loses anything else on the way to `a-z0-9.-` gets a digest, so that two names do not meet.
"""

import hashlib
import re
import unicodedata
from functools import lru_cache

from harvest.record import Record
from ontology import BASE, EV

#: The one place where the base is written is `ontology`.
ONTOLOGY = EV
GRAPHS = f"{BASE}g/"

META = f"{GRAPHS}meta"
CANDIDATES = f"{GRAPHS}candidates"
COUNTS = f"{GRAPHS}counts"

_FOLDED = re.compile(r"[a-z0-9.\-\s_/:]+")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_QUOTES = dict.fromkeys(map(ord, "‘’‚‛′`´"), "'") | dict.fromkeys(map(ord, "“”„‟″«»"), '"')


@lru_cache(maxsize=200_000)
def slug(words: str) -> str:
    """A piece of an IRI: `a-z`, digits, dots and hyphens only.

    >>> slug("doi-10.1186-s12954-022-00629-1"), slug("Jane Doe")
    ('doi-10.1186-s12954-022-00629-1', 'jane-doe')
    >>> slug("Łukasz"), slug("李")
    ('ukasz-c57b4f3a', 'c16667ca')
    """
    plain = unicodedata.normalize("NFKD", words).casefold()
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    piece = re.sub(r"[^a-z0-9.]+", "-", letters).strip("-.")
    if piece and _FOLDED.fullmatch(letters):
        return piece
    return f"{piece}-{_short(words, 8)}".lstrip("-")


def _short(words: str, digits: int) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:digits]


def term(name: str) -> str:
    """A class or property of the ontology, in angle brackets."""
    return f"<{ONTOLOGY}{name}>"


def thing(kind: str, key: str) -> str:
    """A thing by kind (`study`, `report`, `family`, `agent`, `activity` ...) and key, in angle brackets."""
    return f"<{BASE}{kind}/{slug(key)}>"


def text(sha256: str) -> str:
    """A source text, by the SHA-256 of its UTF-8 bytes."""
    return f"<{BASE}text/{sha256}>"


def finding(id: str) -> str:
    """A finding, by its twenty hexadecimal digits."""
    return f"<{BASE}finding/{id}>"


def concept(scheme: str, name: str) -> str:
    """A concept, by scheme (`determinant`) and frozen slug."""
    return f"<{BASE}concept/{scheme}/{name}>"


def graph(*pieces: str) -> str:
    """A named graph with a readable path, in angle brackets.

    >>> graph("coding", "sfu-32417", "Jane Doe")
    '<https://w3id.org/evidence-kg/g/coding/sfu-32417/jane-doe>'
    """
    return f"<{GRAPHS}{'/'.join(map(slug, pieces))}>"


def record_key(record: Record) -> str:
    """The key of a record: its source and the source's own name for it, else sixteen digits of what sets it apart."""
    if record.key and len(record.key) <= 80:
        return f"{slug(record.source)}-{slug(record.key)}"
    apart = record.key or next((one.value for one in record.identifiers if one.scheme == "url"), "")
    apart = apart or "\x1f".join((record.raw, record.place, record.text_sha256, record.title))
    return f"{slug(record.source)}-{_short(apart, 16)}"


def content_key(kind: str, quote: str, discriminator: str = "") -> str:
    """Sixteen digits that are equal for the same words and kind in two records of one report (INDRA's shallow hash).

    Folded are white space, case, compatibility forms, and the shapes of quotation marks and dashes.

    >>> content_key("barrier", "police officers’ role") == content_key("barrier", "Police  officers' role")
    True
    """
    return _short("\x1f".join(("content-v1", kind, fold(quote), discriminator)), 16)


def fold(quote: str) -> str:
    """A quote without the differences that sources bring in: spaces, case, quotation marks, dashes."""
    return " ".join(unicodedata.normalize("NFKC", quote).translate(_QUOTES).translate(_DASHES).casefold().split())
