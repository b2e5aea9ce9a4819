"""Unpaywall: where an article may be read, and under which licence (https://unpaywall.org/data-format)."""

from typing import Any

from harvest import dates, markup
from harvest.errors import UnreadableFile
from harvest.identifier import valid
from harvest.json import load, obj, seq, word
from harvest.record import Author, Reading, Record, Refusal

SUFFIXES = (".unpaywall.json",)


def recognises(head: bytes, name: str) -> int:
    """Its own pair of fields, or the envelope of its search."""
    if b'"doi_url"' in head and (b'"oa_status"' in head or b'"is_oa"' in head):
        return 95
    return 80 if b'"elapsed_seconds"' in head else 0


def read(data: bytes, name: str) -> Reading:
    """Read one article or the results of a search; raises `UnreadableFile` when the answer is cut or says no."""
    answer = obj(load(data, name))
    if answer.get("error"):
        raise UnreadableFile(f"Unpaywall refused the request: {word(answer.get('message'))[:200]}")
    pieces = [obj(obj(one).get("response")) for one in seq(answer.get("results"))] if "results" in answer else [answer]
    records = [work(one, f"result {number}" if len(pieces) > 1 else "") for number, one in enumerate(pieces, 1) if one.get("doi")]
    refusals = [Refusal(f"result {number}", "not an article: it has no DOI") for number, one in enumerate(pieces, 1) if not one.get("doi")]
    return Reading("unpaywall", tuple(records), tuple(refusals))


def work(piece: dict[str, Any], place: str = "") -> Record:
    """Read one article."""
    best = obj(piece.get("best_oa_location"))
    issued = word(piece.get("published_date")) or word(piece.get("year"))
    links = [word(obj(one).get("url_for_pdf")) or word(obj(one).get("url")) for one in [best, *seq(piece.get("oa_locations"))]]
    people = [obj(one) for one in seq(piece.get("z_authors"))]
    return Record(
        source="unpaywall",
        key=word(piece.get("doi")),
        identifiers=valid(("doi", word(piece.get("doi")))),
        title=markup.line(word(piece.get("title"))),
        authors=tuple(_author(one) for one in people if any(one.get(field) for field in ("family", "name", "raw_author_name"))),
        container=markup.line(word(piece.get("journal_name"))),
        publisher=word(piece.get("publisher")),
        issued=dates.read(issued) if issued else None,
        types=(word(piece.get("genre")),) if piece.get("genre") else (),
        licence=word(best.get("license")),
        links=tuple(dict.fromkeys(one for one in links if one)),
        notes=(f"open access: {word(piece.get('oa_status'))}",) if piece.get("oa_status") else (),
        place=place,
    )


def _author(one: dict[str, Any]) -> Author:
    orcid = word(one.get("ORCID")).rpartition("/")[2]
    if family := word(one.get("family")):
        return Author(family, word(one.get("given")), "", word(one.get("suffix")), orcid)
    return Author(collective=word(one.get("name")) or word(one.get("raw_author_name")))
