"""What the records of one report say together: the best statement of each field, and where the others disagree."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from harvest import fold, likeness
from harvest.identifier import Identifier
from harvest.keys import ORDER, record_name
from harvest.names import may_be_one
from harvest.record import Author, PartialDate, Record
from harvest.report import Join, Report

#: Whose statement is taken first: those that index the report itself before those that copy, and copies before pages.
SOURCES = (
    "facts", "pubmed", "crossref", "datacite", "europepmc", "pmc", "jats", "openalex", "doi", "nbib", "ris", "endnotexml", "bibtex", "csl",
    "zotero", "enw", "marcxml", "marc", "vufind", "html", "table", "text",
)  # fmt: skip
_RANK = {name: rank for rank, name in enumerate(SOURCES)}


def ranked(records: Iterable[Record]) -> list[Record]:
    """Records by trust, then by name."""
    return sorted(records, key=lambda one: (_RANK.get(one.source, len(_RANK)), record_name(one)))


def report(records: Sequence[Record], joins: Sequence[Join] = ()) -> Report:
    """The report of some records, without its key (which must be distinct among all reports)."""
    best = ranked(records)
    return Report(
        key="",
        records=tuple(sorted(records, key=lambda one: (record_name(one), one.raw, one.place))),
        identifiers=identifiers(best),
        title=next((one.title for one in best if one.title), ""),
        authors=authors(best),
        container=next((one.container for one in best if one.container), ""),
        issued=issued(best),
        types=tuple(dict.fromkeys(kind for one in best for kind in one.types)),
        language=next((one.language for one in best if one.language), ""),
        licence=next((one.licence for one in best if one.licence), ""),
        relations=tuple(dict.fromkeys(relation for one in best for relation in one.relations)),
        joins=tuple(joins),
        disagreements=disagreements(best),
    )


def pooled(records: Sequence[Record]) -> Record:
    """One record with all that several say, to compare by; a single record stays as it is."""
    if len(records) == 1:
        return records[0]
    best = ranked(records)
    told = max(best, key=lambda one: len(fold.abstract(one)))
    return replace(
        best[0],
        identifiers=identifiers(best),
        title=next((one.title for one in best if one.title), ""),
        authors=authors(best),
        abstract=told.abstract,
        text=told.text,
        spans=told.spans,
        container=next((one.container for one in best if one.container), ""),
        pages=next((one.pages for one in best if one.pages), ""),
        issued=issued(best),
        types=tuple(dict.fromkeys(kind for one in best for kind in one.types)),
        links=tuple(dict.fromkeys(link for one in best for link in one.links)),
    )


def identifiers(records: Iterable[Record]) -> tuple[Identifier, ...]:
    """All identifiers, each once: by scheme, the one most records state first."""
    counts: dict[Identifier, int] = {}
    for record in records:
        for one in set(record.identifiers):
            counts[one] = counts.get(one, 0) + 1
    return tuple(sorted(counts, key=lambda one: (ORDER.index(one.scheme) if one.scheme in ORDER else 9, -counts[one], one.value)))


def authors(records: Sequence[Record]) -> tuple[Author, ...]:
    """The author list of the most trusted record, or a longer or fuller one of the same people."""
    lists = [one.authors for one in records if one.authors]
    if not lists:
        return ()
    chosen = next((one.authors for one in records if one.authors and one.authors_complete), lists[0])
    for other in lists:
        same = len(other) == len(chosen) and all(may_be_one(a, b) for a, b in zip(other, chosen, strict=True))
        if same and sum(len(author.given) for author in other) > sum(len(author.given) for author in chosen):
            chosen = other
    return chosen


def issued(records: Sequence[Record]) -> PartialDate | None:
    """The date of the most trusted record; of several with its year the most precise."""
    dates = [one.issued for one in records if one.issued]
    if not dates:
        return None
    same = [one for one in dates if one.year == dates[0].year]
    return max(same, key=lambda one: (one.month is not None) + (one.day is not None)) if same else dates[0]


def disagreements(records: Sequence[Record]) -> tuple[tuple[str, str, str], ...]:
    """Every statement that differs from the one taken, as (field, record, value); spelling, case and abbreviation do not count."""
    found: list[tuple[str, str, str]] = []
    for name, shown, same in _FIELDS:
        stated = [(record, getattr(record, name)) for record in records if getattr(record, name)]
        if not stated:
            continue
        taken = {"authors": authors, "issued": issued}.get(name, lambda _, first=stated[0][1]: first)(records)
        found += [(name, record_name(record), shown(value)) for record, value in stated if not same(value, taken)]
    found += _identifier_disagreements(records)
    return tuple(dict.fromkeys(found))


def _identifier_disagreements(records: Sequence[Record]) -> list[tuple[str, str, str]]:
    """Values of an exclusive scheme beyond the first (a person joined the records all the same)."""
    taken: dict[str, str] = {}
    for one in identifiers(records):
        if one.scheme in likeness.EXCLUSIVE:
            taken.setdefault(one.scheme, one.value)
    return [
        (one.scheme, record_name(record), one.value)
        for record in records
        for one in record.identifiers
        if one.scheme in taken and taken[one.scheme] != one.value
    ]


def _same_people(one: tuple[Author, ...], other: tuple[Author, ...]) -> bool:
    return len(one) == len(other) and all(may_be_one(a, b) for a, b in zip(one, other, strict=True))


def _same_date(one: PartialDate, other: PartialDate) -> bool:
    parts = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(a == b for a, b in parts if a is not None and b is not None)


def _same_words(one: str, other: str) -> bool:
    return fold.flat(one) == fold.flat(other)


def _same_pages(one: str, other: str) -> bool:
    return fold.flat(one).split()[:1] == fold.flat(other).split()[:1]


def _people(authors: tuple[Author, ...]) -> str:
    return "; ".join(str(author) for author in authors)


_FIELDS: tuple[tuple[str, Callable[..., str], Callable[..., bool]], ...] = (
    ("title", str, lambda one, other: likeness.titles(one, other) >= likeness.SAME),
    ("authors", _people, _same_people),
    ("issued", str, _same_date),
    ("container", str, likeness.journals),
    ("volume", str, _same_words),
    ("issue", str, _same_words),
    ("pages", str, _same_pages),
    ("language", str, _same_words),
    ("licence", str, _same_words),
)
