"""What the fields of a VuFind or Solr index say of a report."""

import re
from collections.abc import Iterable, Mapping, Sequence

from harvest import dates, languages
from harvest.errors import BadIdentifier
from harvest.identifier import Identifier
from harvest.mentions import licence, mentions, trimmed
from harvest.names import people, person, undoubled
from harvest.record import Author, PartialDate, Passage, Record

Fields = Mapping[str, Sequence[str]]

_ISBN = re.compile(r"[\dXx-]{10,17}")
_TRAIL = re.compile(r"\s*[/:;,=]\s*$")
_CUT = re.compile(r"(?:\.\.\.|…)\s*$")


def record(fields: Fields, source: str = "vufind", place: str = "") -> Record:
    """The record of one set of fields; the abstract is given where a field `description` states it whole."""
    issued, tail = _issued(fields), _tail(fields)
    abstract = _one(fields, "description", "abstract")
    return Record(
        source=source,
        key=_one(fields, "id"),
        identifiers=identifiers(fields, tail),
        title=title(fields),
        authors=authors(fields),
        abstract=(Passage(" ".join(abstract.split())),) if abstract and not _CUT.search(abstract) else (),
        container=_one(fields, "container_title", "hierarchy_parent_title") or _container(fields),
        volume=_one(fields, "container_volume"),
        issue=_one(fields, "container_issue"),
        pages=_one(fields, "container_start_page"),
        publisher=_publisher(_one(fields, "publisher")),
        issued=issued,
        language=languages.code(_one(fields, "language")),
        types=_unique(fields.get("format", ())),
        keywords=_unique((*fields.get("topic", ()), *fields.get("keyword", ()), *fields.get("geographic", ()))),
        licence=licence(" ".join((*fields.get("license", ()), *fields.get("rights", ()), tail))),
        links=_unique(fields.get("url", ())),
        place=place,
    )


def title(fields: Fields) -> str:
    """The title as the catalogue states it, without the statement of responsibility that MARC puts behind a slash."""
    words = _one(fields, "title", "title_full", "title_fullStr")
    if not words and (short := _one(fields, "title_short")):
        words = " : ".join(filter(None, (_TRAIL.sub("", short), _one(fields, "title_sub"))))
    return _TRAIL.sub("", " ".join(words.split()))


def authors(fields: Fields) -> tuple[Author, ...]:
    """Main, other and corporate authors, each once."""
    names = [*fields.get("author", ()), *fields.get("author2", ())] or list(fields.get("author_facet", ()))
    if len(names) == 1 and (names[0].count(",") > 1 or ";" in names[0]):
        found = people(names[0])
    else:
        found = tuple(
            author for name in names if str(author := person(_TRAIL.sub("", re.sub(r",?\s*(?:c?\d{4}-\d{0,4}|\d{4}-)\.?$", "", name))))
        )
    bodies = tuple(Author(collective=" ".join(name.split())) for name in fields.get("author_corporate", ()))
    return undoubled(found + bodies)


def identifiers(fields: Fields, tail: str = "") -> tuple[Identifier, ...]:
    """Identifiers of the report itself: those of its links and fields first, then those its index text states behind the abstract."""
    found: list[Identifier] = []
    for name, values in fields.items():
        scheme = next((one for one in ("doi", "pmid", "pmcid", "isbn") if name == one or name.startswith(f"{one}_")), "")
        for value in values if scheme else ():
            found += _named(scheme, value)
    for value in fields.get("url", ()):
        found += [one.identifier for one in mentions(value)]
    known = {one.scheme for one in found}
    found += [one.identifier for one in mentions(tail) if one.identifier.scheme not in known | {"url", "isbn"}]
    return tuple(dict.fromkeys(found))


def _named(scheme: str, value: str) -> Iterable[Identifier]:
    words = match[0] if scheme == "isbn" and (match := _ISBN.search(value)) else value
    try:
        yield Identifier.of(scheme, trimmed(words) if scheme == "doi" else words)
    except BadIdentifier:
        return


def _issued(fields: Fields) -> PartialDate | None:
    """The date of publication; the index text often has the day where the field has only the year."""
    stated = dates.read(_one(fields, "publishDate", "publishDateSort", "publishDateRange", "dateSpan"))
    spelling, name = _one(fields, "spelling"), _one(fields, "id")
    found = dates.read(spelling.removeprefix(name).lstrip()[:10]) if name and spelling.startswith(name) else None
    found = found or _late(spelling)
    if found and (stated is None or stated.year == found.year):
        return found
    return stated


def _late(spelling: str) -> PartialDate | None:
    """A full date that stands directly before the links in the index text."""
    match = re.search(r"(\d{4}-\d{2}-\d{2})\s+(?:https?://|/)", spelling)
    return dates.read(match[1]) if match else None


def _tail(fields: Fields) -> str:
    """The index text behind the abstract: dates, links and licence of the report, and nothing the abstract cites."""
    spelling, abstract = _one(fields, "spelling"), _one(fields, "description")
    head = abstract[:80]
    at = spelling.find(head) if head else -1
    return spelling[at + len(abstract) :] if at >= 0 else ""


def _container(fields: Fields) -> str:
    """The journal, where the index text has it between the last author and the topics or abstract, and no field has it."""
    spelling = _one(fields, "spelling")
    names = list(fields.get("author", ())) + list(fields.get("author2", ()))
    last = max(((spelling.find(name), name) for name in names), default=(-1, ""))
    abstract = _one(fields, "description")[:80]
    end = spelling.find(abstract) if abstract else -1
    if last[0] < 0 or end <= last[0]:
        return ""
    between = spelling[last[0] + len(last[1]) : end].strip()
    for topic in sorted(fields.get("topic", ()), key=len, reverse=True):
        between = between.removesuffix(topic).strip()
    return between if 0 < len(between) <= 120 and between[0].isupper() else ""


def _publisher(words: str) -> str:
    return re.sub(r"\s*[,:;]?\s*(?:c|©)?\d{4}\.?$", "", words).strip(" ,:;")


def _one(fields: Fields, *names: str) -> str:
    return next((value.strip() for name in names for value in fields.get(name, ()) if value.strip()), "")


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
