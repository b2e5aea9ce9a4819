"""Content negotiation (RFC 9110 section 12.5.1): which of the forms we have does a client like best."""

import re
from collections.abc import Mapping

_QUALITY = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\Z")

#: Media type -> form, best first, for rows (and yes or no) and for graphs.
ROWS = {
    "application/sparql-results+json": "srj",
    "application/json": "srj",
    "application/sparql-results+xml": "srx",
    "application/xml": "srx",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
BOOLEANS = {media: form for media, form in ROWS.items() if form in ("srj", "srx")} | {"text/csv": "csv", "text/tab-separated-values": "tsv"}
GRAPHS = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "text/plain": "nt",
}


def best(accept: str, offered: Mapping[str, str]) -> str:
    """The form of the offered media type a client likes best (the first offered where it likes several alike); empty for none.

    >>> best("text/csv;q=0.5, application/sparql-results+xml", ROWS)
    'srx'
    >>> best("image/png", ROWS)
    ''
    """
    wanted = _wanted(accept)
    ranked = [(quality(media, wanted), -place, form) for place, (media, form) in enumerate(offered.items())]
    value, _, form = max(ranked)
    return form if value > 0 else ""


def quality(media: str, wanted: list[tuple[str, float]]) -> float:
    """How much a client likes a media type; the most specific range decides."""
    kind = media.partition("/")[0]
    for name in (media, f"{kind}/*", "*/*"):
        found = [value for pattern, value in wanted if pattern == name]
        if found:
            return max(found)
    return 0.0


def likes_html(accept: str) -> bool:
    """Whether a browser asks: HTML is named, and liked no less than any form of ours."""
    wanted = _wanted(accept)
    return any(media == "text/html" and value > 0 for media, value in wanted)


def _wanted(accept: str) -> list[tuple[str, float]]:
    if not accept.strip():
        return [("*/*", 1.0)]
    found = []
    for one in accept.split(",")[:50]:
        media, *parameters = (part.strip().lower() for part in one.split(";"))
        value = next((parameter[2:].strip() for parameter in parameters if parameter.startswith("q=")), "1")
        if "/" in media:
            found.append((media, float(value) if _QUALITY.match(value) else 0.0))
    return found
