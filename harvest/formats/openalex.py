"""OpenAlex works: https://docs.openalex.org. Its abstracts are inverted indexes, rebuilt here word by word."""

import re
from typing import Any

from harvest import dates, languages, markup, names
from harvest.errors import UnreadableFile
from harvest.identifier import valid
from harvest.json import load, obj, seq, word, words
from harvest.record import Author, Grant, Passage, Reading, Record, Refusal, Relation

SUFFIXES = (".openalex.json", ".json")
_SIGNS = re.compile(
    rb'"(?:abstract_inverted_index|authorships|cited_by_api_url|apc_list|oa_status|display_name_alternatives|works_api_url)"'
)


def recognises(head: bytes, name: str) -> int:
    """Its addresses or the fields no other service has; Unpaywall's `oa_status` stands beside a `doi_url`."""
    if b'"doi_url"' in head or b'"is_referenced_by' in head:
        return 0
    if b"https://openalex.org/" in head and (_SIGNS.search(head) or b'"display_name"' in head):
        return 92
    return 70 if b'"open_access"' in head or (b'"db_response_time_ms"' in head) else 0


def read(data: bytes, name: str) -> Reading:
    """Read every work; raises `UnreadableFile` when the answer is cut or says no."""
    answer = load(data, name)
    if isinstance(answer, dict) and answer.get("error"):
        raise UnreadableFile(f"OpenAlex refused the request: {word(answer.get('message')) or word(answer.get('error'))}")
    pieces = seq(answer.get("results")) if isinstance(answer, dict) and isinstance(answer.get("results"), list) else seq(answer)
    records: list[Record] = []
    refusals: list[Refusal] = []
    for number, piece in enumerate(pieces, 1):
        place = f"result {number}" if len(pieces) > 1 else ""
        found = valid(("openalex", word(obj(piece).get("id")).rpartition("/")[2]))
        if isinstance(piece, dict) and (found or word(piece.get("doi"))):
            records.append(work(piece, place))
        else:
            refusals.append(Refusal(place or "answer", "not a work: an author, journal, institution or funder of OpenAlex"))
    return Reading("openalex", tuple(records), tuple(refusals))


def work(piece: dict[str, Any], place: str = "") -> Record:
    """Read one work."""
    ids = obj(piece.get("ids"))
    key = word(piece.get("id")).rpartition("/")[2]
    place_ = obj(piece.get("primary_location"))
    venue = obj(place_.get("source")) or obj(piece.get("host_venue"))
    about = obj(piece.get("biblio"))
    said = rebuilt(piece.get("abstract_inverted_index"))
    issued = word(piece.get("publication_date")) or word(piece.get("publication_year"))
    return Record(
        source="openalex",
        key=key,
        identifiers=valid(
            ("doi", word(piece.get("doi")) or word(ids.get("doi"))),
            ("pmid", word(ids.get("pmid")).rstrip("/").rpartition("/")[2]),
            ("pmcid", word(ids.get("pmcid")).rstrip("/").rpartition("/")[2]),
            ("openalex", key),
        ),
        title=markup.line(word(piece.get("title")) or word(piece.get("display_name"))),
        authors=tuple(made for one in seq(piece.get("authorships")) if str(made := _author(obj(one)))),
        authors_complete=piece.get("is_authors_truncated") is not True,
        abstract=(Passage(said, "", "", languages.code(word(piece.get("language")))),) if said else (),
        container=markup.line(word(venue.get("display_name"))),
        volume=word(about.get("volume")),
        issue=word(about.get("issue")),
        pages="-".join(dict.fromkeys(one for one in (word(about.get("first_page")), word(about.get("last_page"))) if one)),
        publisher=word(venue.get("host_organization_name")) or word(venue.get("publisher")),
        issued=dates.read(issued) if issued else None,
        language=languages.code(word(piece.get("language"))),
        types=tuple(dict.fromkeys(one for one in (word(piece.get("type")), word(piece.get("type_crossref"))) if one)),
        keywords=tuple(
            said for one in map(obj, seq(piece.get("keywords"))) if (said := word(one.get("display_name")) or word(one.get("keyword")))
        ),
        grants=_grants(piece),
        licence=word(place_.get("license")) or word(obj(piece.get("best_oa_location")).get("license")),
        relations=(Relation("retracted-by", None, "is_retracted", "openalex"),) if piece.get("is_retracted") is True else (),
        links=words(obj(piece.get("open_access")).get("oa_url")),
        place=place,
    )  # fmt: skip


def rebuilt(index: Any) -> str:
    """Rebuild an abstract from its inverted index `{word: [positions]}`; where two words claim a place both stand.

    >>> rebuilt({"a": [0, 2], "rose": [1, 3]})
    'a rose a rose'
    """
    placed = sorted(
        (position, number, said)
        for number, (said, positions) in enumerate(obj(index).items())
        for position in seq(positions)
        if isinstance(position, int) and 0 <= position < 1_000_000
    )
    return markup.unescape(" ".join(said for _, _, said in placed))


def _author(one: dict[str, Any]) -> Author:
    person = obj(one.get("author"))
    name = word(one.get("raw_author_name")) or word(person.get("display_name"))
    if not name:
        return Author()
    made = names.person(name)
    where = words(one.get("raw_affiliation_strings")) or tuple(
        said for other in seq(one.get("institutions")) if (said := word(obj(other).get("display_name")))
    )
    orcid = word(person.get("orcid")).rpartition("/")[2]
    return Author(made.family, made.given, made.collective, made.suffix, orcid or made.orcid, where)


def _grants(piece: dict[str, Any]) -> tuple[Grant, ...]:
    listed = [obj(one) for one in seq(piece.get("grants")) + seq(piece.get("awards"))]
    return tuple(
        Grant(word(one.get("funder_display_name")), word(one.get("award_id")) or word(one.get("funder_award_id"))) for one in listed
    )
