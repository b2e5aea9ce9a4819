"""Identifiers: scheme and value, normalised at the edge so that no string travels that means something."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from harvest.errors import BadIdentifier

#: Schemes we know, with the address that resolves each.
RESOLVERS = {
    "doi": "https://doi.org/{}",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
    "isbn": "urn:isbn:{}",
    "arxiv": "https://arxiv.org/abs/{}",
    "openalex": "https://openalex.org/{}",
    "url": "{}",
}

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_LINKS = (
    ("doi", re.compile(r"^(?:https?://)?(?:dx\.)?doi\.org/(10\.\d{4,9}/\S+)$", re.I)),
    ("pmid", re.compile(r"^(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d+)/?$", re.I)),
    ("pmcid", re.compile(r"^(?:https?://)?(?:www\.)?(?:pmc\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pmc)/articles/(PMC\d+)/?$", re.I)),
    ("arxiv", re.compile(r"^(?:https?://)?arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?$", re.I)),
    ("openalex", re.compile(r"^(?:https?://)?(?:api\.)?openalex\.org/(?:works/)?(W\d+)$", re.I)),
)


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A name given by some authority: `scheme` (doi, pmid, pmcid, isbn, arxiv, openalex, url) and normalised `value`.

    >>> Identifier.parse("https://doi.org/10.1186/S12954-022-00629-1")
    Identifier(scheme='doi', value='10.1186/s12954-022-00629-1')
    >>> str(Identifier.parse("PMC9117855")), str(Identifier.parse("35590421"))
    ('pmcid:PMC9117855', 'pmid:35590421')
    """

    scheme: str
    value: str

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"

    @property
    def url(self) -> str:
        """The address a person can open."""
        return RESOLVERS[self.scheme].format(self.value)

    @classmethod
    def of(cls, scheme: str, value: str) -> "Identifier":
        """Normalise a value whose scheme is known; raises `BadIdentifier` when it has not the scheme's form."""
        if scheme not in RESOLVERS:
            known = ", ".join(RESOLVERS)
            raise BadIdentifier(f"{scheme!r} is not an identifier scheme we know; use one of {known}, as in pmid:35590421.")
        normal = _normal(scheme, value.strip())
        if normal is None:
            raise BadIdentifier(f"The {scheme} given does not have the form of a {scheme}; check it for a missing or extra character.")
        return cls(scheme, normal)

    @classmethod
    def parse(cls, words: str) -> "Identifier":
        """Read an identifier as people write it: with scheme, as a link, or bare; raises `BadIdentifier`."""
        words = words.strip()
        for scheme, pattern in _LINKS:
            if match := pattern.match(words):
                return cls.of(scheme, unquote(match[1]))
        scheme, colon, rest = words.partition(":")
        if colon and scheme.lower() in RESOLVERS:
            return cls.of(scheme.lower(), rest)
        if re.match(r"^https?://\S+$", words, re.I):
            return cls.of("url", words)
        if colon and re.fullmatch(r"[A-Za-z]+", scheme):
            return cls.of(scheme.lower(), rest)
        for scheme, form in (("doi", r"10\.\d{4,9}/\S+"), ("pmcid", r"PMC\d+"), ("pmid", r"[1-9]\d{0,8}")):
            if re.fullmatch(form, words, re.I):
                return cls.of(scheme, words)
        raise BadIdentifier(
            f"{words!r} is not a DOI, PMID, PMCID, link or other identifier; write it like 10.1186/s12954-022-00629-1 or pmid:35590421."
        )


def valid(*named: tuple[str, str]) -> tuple[Identifier, ...]:
    """Make identifiers of (scheme, value) pairs, each once; a value without its scheme's form is left out, for it identifies nothing.

    >>> [str(one) for one in valid(("pmid", "12"), ("doi", "n/a"), ("doi", "10.1234/A"), ("doi", "https://doi.org/10.1234/a"))]
    ['pmid:12', 'doi:10.1234/a']
    """
    found: dict[Identifier, None] = {}
    for scheme, value in dict.fromkeys(named):
        try:
            found[Identifier.of(scheme, value)] = None
        except BadIdentifier:
            continue
    return tuple(found)


def _normal(scheme: str, value: str) -> str | None:
    """Give the one spelling of a value, or None when it has not the form of its scheme."""
    if scheme == "doi":
        match = _DOI.search(value)
        return match[0].lower().rstrip(".,;") if match else None
    if scheme == "pmid":
        return value.lstrip("0") if re.fullmatch(r"0*[1-9]\d{0,8}", value) else None
    if scheme == "pmcid":
        match = re.fullmatch(r"(?:PMC)?(\d+)(?:\.\d+)?", value, re.I)
        return f"PMC{match[1]}" if match else None
    if scheme == "isbn":
        digits = re.sub(r"[\s-]", "", value).upper()
        return digits if re.fullmatch(r"\d{9}[\dX]|\d{13}", digits) else None
    if scheme == "arxiv":
        match = re.fullmatch(r"(\d{4}\.\d{4,5}|[a-z-]+/\d{7})(?:v\d+)?", value, re.I)
        return match[1] if match else None
    if scheme == "openalex":
        return value.upper() if re.fullmatch(r"W\d+", value, re.I) else None
    return value if re.match(r"https?://\S+$", value, re.I) else None
