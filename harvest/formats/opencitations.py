"""OpenCitations Meta: title, authors and identifiers of works, by their open citations (https://opencitations.net/meta/api/v1)."""

from typing import Any

from harvest import dates, names
from harvest.errors import UnreadableFile
from harvest.identifier import valid
from harvest.json import load, obj, seq, word
from harvest.record import Reading, Record, Refusal

SUFFIXES = (".opencitations.json",)


def recognises(head: bytes, name: str) -> int:
    """Rows of its metadata, or of its index of citations."""
    if b'"citing"' in head and b'"cited"' in head:
        return 90
    return 85 if b'"author"' in head and (b'"source_title"' in head or (b'"venue"' in head and b'"pub_date"' in head)) else 0


def read(data: bytes, name: str) -> Reading:
    """Read rows of metadata; raises `UnreadableFile` for rows of the citation index, which only name identifiers."""
    rows = [obj(one) for one in seq(load(data, name))]
    if rows and all("citing" in one for one in rows):
        raise UnreadableFile("These are citations of OpenCitations: they only name identifiers; harvest those instead.")
    records = [work(one, f"row {number}") for number, one in enumerate(rows, 1) if one.get("title") or one.get("id") or one.get("doi")]
    refusals = [Refusal(f"row {number}", "a row without title or identifier") for number, one in enumerate(rows, 1)
                if not (one.get("title") or one.get("id") or one.get("doi"))]  # fmt: skip
    return Reading("opencitations", tuple(records), tuple(refusals))


def work(row: dict[str, Any], place: str = "") -> Record:
    """Read one row; its id cell holds several identifiers (`doi:… pmid:… omid:…`)."""
    cells = word(row.get("id")).split()
    named = [tuple(one.split(":", 1)) for one in cells if ":" in one]
    issued = word(row.get("pub_date")) or word(row.get("year"))
    venue = word(row.get("venue")) or word(row.get("source_title"))
    return Record(
        source="opencitations",
        key=word(row.get("doi")) or next(iter(cells), ""),
        identifiers=valid(
            ("doi", word(row.get("doi"))),
            *((scheme, value) for scheme, value in named if scheme in ("doi", "pmid", "pmcid", "isbn", "openalex")),
        ),
        title=word(row.get("title")),
        authors=tuple(names.person(cleaned) for one in word(row.get("author")).split(";") if (cleaned := one.split("[")[0].strip())),
        container=venue.split("[")[0].strip(),
        volume=word(row.get("volume")),
        issue=word(row.get("issue")),
        pages=word(row.get("page")),
        publisher=word(row.get("publisher")).split("[")[0].strip(),
        issued=dates.read(issued) if issued else None,
        types=(word(row.get("type")),) if row.get("type") else (),
        links=(word(row.get("oa_link")),) if row.get("oa_link") else (),
        place=place,
    )
