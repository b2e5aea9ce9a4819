"""A page of plain text as a record: title, people, journal, date and identifiers where the page states them, and what each stretch is.

Nothing is made up: a page that states only a title and an abstract gives a record with only those. Identifiers count only where the
page speaks of itself (its head, its citation, its labels), never in running text or among references.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator

from harvest import languages
from harvest.identifier import Identifier
from harvest.mentions import licence, mentions
from harvest.plain import body, head
from harvest.plain.lines import lines
from harvest.plain.sketch import Page
from harvest.record import Record


def read(text: str, source: str = "text", title: str = "") -> Record:
    """The record of one page; `text` is normalised already and becomes the record's own.

    `title` is given when the first line is known to be the title.
    """
    page = Page(lines(text))
    if title and page.lines:
        page.title = title
        page.mark(0, "title")
    body.outside(page)
    head.facts(page, head.title(page, head.first_prose(page)))
    for step in (body.abstract, body.foot, body.notes, body.rest):
        step(page)
    stated = page.stated
    own = " \n".join(text[span.start : span.end] for span in page.spans.values() if span.role in ("citation", "authors"))
    return Record(
        source=source,
        key=hashlib.sha256(text.encode()).hexdigest()[:16],
        identifiers=_identifiers(page, text),
        title=page.title,
        authors=page.authors,
        container=page.container,
        volume=page.volume,
        issue=page.issue,
        pages=page.pages,
        publisher="".join(stated.get("publisher", ())[:1]),
        issued=page.issued,
        dates=tuple(page.dates),
        language=languages.code("".join(stated.get("language", ())[:1])),
        types=tuple(stated.get("types", ())),
        keywords=_keywords(stated.get("keywords", ())),
        licence=licence(own + " ".join(stated.get("licence", ()))) or licence(text[-3000:]),
        text=text,
        spans=tuple(sorted(page.spans.values(), key=lambda one: one.start)),
    )


def _identifiers(page: Page, text: str) -> tuple[Identifier, ...]:
    """Identifiers stated by the lines that speak of the report itself."""
    own: list[Identifier] = []
    for at, span in sorted(page.spans.items()):
        if span.role in ("citation", "authors"):
            line = page.lines[at]
            scheme = line.meaning if line.meaning in ("pmid", "pmcid", "doi", "isbn") else ""
            prefixed = f"{scheme}: {line.value}" if scheme in ("pmid", "pmcid", "isbn") else line.words
            own += [one.identifier for one in mentions(prefixed)]
    return tuple(dict.fromkeys(_firsts(own)))


def _firsts(found: Iterable[Identifier]) -> Iterator[Identifier]:
    """The first of each scheme: a page has one DOI; a second one in its head is another's."""
    seen: set[str] = set()
    for one in found:
        if one.scheme not in seen:
            seen.add(one.scheme)
            yield one


def _keywords(values: Iterable[str]) -> tuple[str, ...]:
    parts = [
        part.strip(" .") for value in values for part in re.split(r"\s*[;|•·]\s*" if re.search("[;|•·]", value) else r"\s*,\s*", value)
    ]
    return tuple(dict.fromkeys(part for part in parts if part))
