"""N-Quads as strings: the fastest way from facts to a store (W3C N-Quads 1.1, section 4).

Only `xsd:integer`, `xsd:decimal`, `xsd:date`, `xsd:dateTime`, `xsd:boolean` and plain strings are written: Oxigraph rewrites other
numeric types. Values of the first four are written in their canonical form, so that what is loaded comes back letter for letter.
"""

import re
from decimal import Decimal
from functools import lru_cache

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

_SPECIAL = re.compile(r'[\x00-\x1f\x7f"\\\ud800-\udfff]')
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\\ud800-\udfff]')
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f"}


def string(words: str, language: str = "") -> str:
    r"""A string literal, with a language tag in lower case if one is given.

    >>> string('say "no"'), string("häuser", "DE-ch")
    ('"say \\"no\\""', '"häuser"@de-ch')
    """
    if _SPECIAL.search(words):
        words = _SPECIAL.sub(_escaped, words)
    return f'"{words}"@{language.lower()}' if language else f'"{words}"'


def _escaped(match: re.Match[str]) -> str:
    letter = match[0]
    if "\ud800" <= letter <= "\udfff":
        return "\ufffd"  # half of a surrogate pair is no character and has no UTF-8
    return _NAMED.get(letter) or f"\\u{ord(letter):04X}"


def integer(number: int) -> str:
    """A whole number."""
    return f'"{number}"^^<{XSD}integer>'


def decimal(number: float) -> str:
    """A decimal of at most three places, canonical as XML Schema wants it.

    >>> decimal(0.5), decimal(1)
    ('"0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"1"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    """
    words = f"{Decimal(str(round(number, 3))):f}"
    return f'"{words.rstrip("0").rstrip(".") if "." in words else words}"^^<{XSD}decimal>'


def boolean(value: bool) -> str:
    """True or false."""
    return f'"{"true" if value else "false"}"^^<{XSD}boolean>'


_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_MOMENT = re.compile(rf"({_DAY.pattern})[T ]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.\d+)?(?:Z|\+00:00)?")


def moment(words: str) -> str:
    """A day or a moment in universal time as typed literal; anything less exact stays the string it is.

    >>> moment("2026-11-22"), moment("2026-11")
    ('"2026-11-22"^^<http://www.w3.org/2001/XMLSchema#date>', '"2026-11"')
    >>> moment("2026-11-22T08:05:00.25+00:00")
    '"2026-11-22T08:05:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>'
    """
    if _DAY.fullmatch(words) and _exists(words):
        return f'"{words}"^^<{XSD}date>'
    if (match := _MOMENT.fullmatch(words)) and _exists(match[1]):
        return f'"{match[1]}T{match[4]}:{match[5]}:{match[6]}Z"^^<{XSD}dateTime>'
    return string(words)


def _exists(day: str) -> bool:
    from datetime import date

    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=100_000)
def iri(address: str) -> str:
    """An IRI in angle brackets; characters that RFC 3987 forbids are percent-encoded.

    >>> iri("https://example.org/a b")
    '<https://example.org/a%20b>'
    """
    if _NOT_IN_IRI.search(address):
        address = _NOT_IN_IRI.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace")), address)
    return f"<{address}>"
