"""A page of plain text as a record: title, people, journal, date and identifiers where the page states them, and what each stretch is.

Nothing is made up: a page that states only a title and an abstract gives a record with only those. Identifiers count only where the
page speaks of itself (its head, its citation, its labels), never in running text or among references.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from harvest import dates, languages
from harvest.identifier import Identifier
from harvest.mentions import licence, mentions
from harvest.names import fold, looks_like_name, people, undoubled, without_degrees
from harvest.plain import citation
from harvest.plain.lines import Line, lines, words
from harvest.record import Author, PartialDate, Record, Span

_YEAR_BEHIND = re.compile(r"\s*[\[(]\s*((?:1[5-9]|20)\d\d)\s*[\])]\s*\.?$")
_SITE_BEHIND = re.compile(r"\s+\|\s+[^|]{2,60}$")
_NOTE = re.compile(
    r"^([^\W\d][^,:;()]{3,60}?)(?:\s*,[^.;:]{0,60}|\s*\([^)]{0,40}\))?,?\s+(?:is|was|has|holds|works|serves|teaches|leads|es|est|ist|é|è|är|on|jest)\s"
)
_STRUCTURE = re.compile(
    r"^(?:background|introduction|objectives?|aims?|purpose|context|methods?|materials and methods|design|setting|participants|results|"
    r"findings|conclusions?|discussion|importance|interpretation|trial registration|funding|limitations)\b\s*[:.—-]", re.I,
)  # fmt: skip


@dataclass(slots=True)
class Page:
    """What has been found on a page so far; `roles` gives each line the role of its span."""

    lines: list[Line]
    title: str = ""
    authors: tuple[Author, ...] = ()
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    issued: PartialDate | None = None
    dates: list[tuple[str, PartialDate]] = field(default_factory=list)
    stated: dict[str, list[str]] = field(default_factory=dict)
    spans: dict[int, Span] = field(default_factory=dict)

    def mark(self, at: int, role: str, label: str = "", start: int | None = None, end: int | None = None) -> None:
        """Give a line (or the stretch of it from `start` to `end`) its role; the first role given stays."""
        line = self.lines[at]
        begin, stop = line.start if start is None else start, line.end if end is None else end
        if at not in self.spans and begin < stop:
            self.spans[at] = Span(role, begin, stop, label)

    def set(self, name: str, value: object) -> None:
        """State a fact unless it is stated already."""
        if value and not getattr(self, name):
            setattr(self, name, value)


def read(text: str, source: str = "text") -> Record:
    """The record of one page; `text` is normalised already, and becomes the record's own text."""
    page = Page(lines(text))
    _outside(page)
    body = _title(page, _first_prose(page))
    _head(page, body)
    _abstract(page)
    _foot(page)
    _notes(page)
    _rest(page)
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


def _outside(page: Page) -> None:
    """Furniture, everything behind the end of the article, and references."""
    prose = [at for at, line in enumerate(page.lines) if line.kind == "prose"]
    middle = prose[len(prose) // 2] if prose else 0
    role = ""
    for at, line in enumerate(page.lines):
        if line.kind == "end" and at > middle:
            role = "furniture"
        elif line.kind == "heading" and line.meaning == "references" and at > middle and role != "furniture":
            role = "references"
        elif line.kind == "heading" and line.meaning == "biography" and role == "references":
            role = ""
        if role:
            page.mark(at, role)
        elif line.kind in ("furniture", "end"):
            page.mark(at, "furniture")


def _first_prose(page: Page) -> int:
    """The number of the first line of prose, or of the heading or label of the abstract."""
    for at, line in enumerate(page.lines):
        if at in page.spans:
            continue
        if line.meaning == "abstract" or (line.kind == "prose" and (not _like_title(line) or page.title or at > 0)):
            return at
    return len(page.lines)


def _like_title(line: Line) -> bool:
    """Whether a line that looks like prose may be a long title: one sentence at most, not the beginning of an abstract."""
    return len(line.words) < 400 and not re.search(r"[.!]\s+\S", line.words.rstrip(". ")) and not _STRUCTURE.match(line.words)


def _title(page: Page, body: int) -> int:
    """Find the title above the first prose; gives where the head of the page ends."""
    told = next((at for at in range(body) if page.lines[at].meaning == "title" and page.lines[at].value), None)
    if told is not None:
        page.title = page.lines[told].value
        page.mark(told, "title", start=page.lines[told].end - len(page.lines[told].value))
        return body
    fit = [at for at in range(body) if at not in page.spans and page.lines[at].kind in ("short", "prose", "journal", "names")]
    fit = [at for at in fit if not citation.is_citation(page.lines[at].words) or len(page.lines[at].words.split()) > 12]
    wide = [at for at in fit if len(page.lines[at].words.split()) >= 4 and page.lines[at].kind in ("short", "prose")]
    others = [at for at in fit if page.lines[at].kind != "names" and page.lines[at].kind != "journal"]
    chosen = next(iter([*wide[:1], *others[:1], *[at for at in fit if page.lines[at].kind == "journal"][:1]]), None)
    if chosen is None:
        return body
    line = page.lines[chosen]
    bare = line.words
    if year := _YEAR_BEHIND.search(bare):
        page.dates.append(("title", PartialDate(int(year[1]))))
        bare = bare[: year.start()]
    bare = _SITE_BEHIND.sub("", bare).lstrip("# *").rstrip("* ")
    start = line.start + line.words.index(bare[:1])
    page.title = bare
    page.mark(chosen, "title", start=start, end=start + len(bare))
    return max(body, chosen + 1)


def _head(page: Page, body: int) -> None:
    """People, journal, date, identifiers and labels above the prose."""
    known = fold(" ".join(line.words for line in page.lines if line.kind == "prose"))
    for at in range(body):
        _bibliographic(page, at, known)


def _bibliographic(page: Page, at: int, known: str) -> None:
    """One line of the head or foot of a page."""
    line = page.lines[at]
    if at in page.spans:
        return
    if line.kind == "label":
        _labelled(page, at)
    elif line.kind in ("names", "byline") and not _common(line, known):
        page.authors = undoubled(page.authors + people(line.value or line.words))
        page.mark(at, "authors")
        if line.kind == "byline" and (found := dates.read(line.words)):
            page.set("issued", found)
    elif line.kind == "date":
        page.set("issued", dates.read(line.words))
        page.mark(at, "citation")
    elif line.kind == "identifier":
        page.mark(at, "citation")
    elif citation.is_citation(line.words):
        _cited(page, at)
    elif line.kind == "journal":
        page.set("container", line.words)
        page.mark(at, "citation")


def _common(line: Line, known: str) -> bool:
    """Whether a single "name" is rather a phrase of the text: all its words stand in the prose in another place, in lower case."""
    names = fold(line.value or line.words).split()
    return (
        line.kind == "names"
        and "," not in line.words
        and len(names) <= 3
        and all(re.search(rf"\b{re.escape(one)}s?\b", known) for one in names)
    )


def _labelled(page: Page, at: int) -> None:
    """A labelled line: `Published: 3 May 2019`."""
    line = page.lines[at]
    meaning, value = line.meaning, line.value
    if meaning == "abstract":
        return
    if meaning == "authors":
        page.authors = undoubled(page.authors + people(value))
    elif meaning in ("published", "received", "accepted"):
        found = dates.read(value)
        if found and meaning == "published":
            page.set("issued", found)
        elif found:
            page.dates.append((meaning, found))
    elif meaning == "journal":
        found_in = citation.read(value, page.title)
        page.set("container", found_in.container or value)
        for name in ("volume", "issue", "pages", "issued"):
            page.set(name, getattr(found_in, name))
    elif meaning == "citation":
        _cited(page, at, value)
    elif meaning in ("volume", "issue", "pages"):
        page.set(meaning, value)
    else:
        page.stated.setdefault(meaning, []).append(value)
    page.mark(at, "authors" if meaning in ("authors", "affiliation") else "citation", meaning)


def _cited(page: Page, at: int, value: str = "") -> None:
    """A line that is a citation, of the journal alone or of the whole report."""
    found = citation.read(value or page.lines[at].words, page.title)
    for name in ("container", "volume", "issue", "pages", "issued", "authors"):
        page.set(name, getattr(found, name))
    page.mark(at, "citation")


def _abstract(page: Page) -> None:
    """The abstract: what is labelled so, else the prose of a page that holds little more than one."""
    told = next((at for at, line in enumerate(page.lines) if line.meaning == "abstract" and at not in page.spans), None)
    if told is not None:
        line = page.lines[told]
        if line.kind == "heading":
            page.mark(told, "heading")
        else:
            page.mark(told, "abstract", start=line.end - len(line.value))
        for at in range(told + 1, len(page.lines)):
            after = page.lines[at]
            if at in page.spans or after.kind not in ("prose", "short") or (after.kind == "short" and not _STRUCTURE.match(after.words)):
                break
            if line.value and not _STRUCTURE.match(after.words):
                break
            page.mark(at, "abstract")
        return
    prose = [at for at, line in enumerate(page.lines) if line.kind == "prose" and at not in page.spans and not _note(line)]
    size = sum(len(page.lines[at].words.split()) for at in prose)
    whole = len(prose) <= 2 or all(_STRUCTURE.match(page.lines[at].words) for at in prose)
    if prose and size <= 900 and whole and prose[-1] - prose[0] < len(prose) + 2:
        for at in prose:
            page.mark(at, "abstract")


def _foot(page: Page) -> None:
    """People, journal and date below the prose: a citation at the end of the page, and the names beside it."""
    prose = [at for at, line in enumerate(page.lines) if _is(page, at, "abstract") or (line.kind == "prose" and at not in page.spans)]
    if not prose:
        return
    below = [at for at in range(prose[-1] + 1, len(page.lines)) if at not in page.spans]
    told = [at for at in below if page.lines[at].kind in ("label", "identifier", "date") or citation.is_citation(page.lines[at].words)]
    for at in below:
        line = page.lines[at]
        beside = any(abs(at - other) <= 2 for other in told)
        if line.kind in ("names", "byline") and (page.authors or not (beside or line.kind == "byline" or "," in line.words)):
            continue
        if (
            at in told
            or (beside and line.kind in ("names", "journal", "byline"))
            or (line.kind in ("names", "byline") and not page.authors)
        ):
            _bibliographic(page, at, "")


def _is(page: Page, at: int, role: str) -> bool:
    return at in page.spans and page.spans[at].role == role


def _note(line: Line) -> str:
    """The person a biographical note is about, or nothing: a name, then what the person is or does."""
    match = _NOTE.match(without_degrees(line.words[:240]))
    name = re.sub(r"^(?:Dr|Prof|Professor)\.?\s+", "", match[1]) if match else ""
    first = fold(line.words[:320])
    if not match or not looks_like_name(name) or not any(re.search(rf"\b{re.escape(cue)}\b", first) for cue in words()["biography"]):
        return ""
    return name


def _notes(page: Page) -> None:
    """Biographical notes below the article; they name its authors where no other line does."""
    prose = [at for at, line in enumerate(page.lines) if line.kind == "prose" and (at not in page.spans)]
    found: list[Author] = []
    for at in reversed(prose):
        name = _note(page.lines[at])
        if not name or at == prose[0]:
            break
        page.mark(at, "biography")
        found.insert(0, people(name)[0])
    for at, line in enumerate(page.lines):
        if line.meaning == "biography":
            page.mark(at, "heading")
    page.set("authors", undoubled(tuple(found)))


def _rest(page: Page) -> None:
    """What is left: prose is body, short lines between prose are headings, the others furniture; the date last of all."""
    prose = [at for at, line in enumerate(page.lines) if line.kind == "prose" and (at not in page.spans or _is(page, at, "abstract"))]
    for at, line in enumerate(page.lines):
        if at in page.spans:
            continue
        inside = bool(prose) and prose[0] - 1 <= at < prose[-1]
        if line.kind == "prose" or (line.kind == "label" and inside):
            page.mark(at, "body")
        elif line.kind == "label":
            _labelled(page, at)
        else:
            page.mark(at, "heading" if inside and any(page.lines[one].kind == "prose" for one in prose) else "furniture")
    year = next((found for what, found in page.dates if what == "title"), None)
    page.set("issued", year)
    page.dates = [one for one in page.dates if one[0] != "title"]


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
