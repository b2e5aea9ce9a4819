"""The head of a page: title, people, journal, dates and labels above its prose, and the lines of that kind wherever they stand."""

import re

from harvest import dates
from harvest.names import fold, has_body_word, people, undoubled
from harvest.plain import citation
from harvest.plain.lines import STRUCTURE, Line
from harvest.plain.sketch import Page
from harvest.record import PartialDate

_YEAR_BEHIND = re.compile(r"\s*[\[(]\s*((?:1[5-9]|20)\d\d)\s*[\])]\s*\.?$")
_SITE_BEHIND = re.compile(r"\s+\|\s+[^|]{2,60}$")


def first_prose(page: Page) -> int:
    """The number of the first line of prose, or of the heading or label of the abstract."""
    for at, line in enumerate(page.lines):
        if at in page.spans:
            continue
        if line.meaning == "abstract" or (line.kind == "prose" and (not _like_title(line) or page.title or at > 0)):
            return at
    return len(page.lines)


def _like_title(line: Line) -> bool:
    """Whether a line that looks like prose may be a long title: one sentence at most, not the beginning of an abstract."""
    return len(line.words) < 400 and not re.search(r"[.!]\s+\S", line.words.rstrip(". ")) and not STRUCTURE.match(line.words)


def title(page: Page, body: int) -> int:
    """Find the title above the first prose; gives where the head of the page ends."""
    if page.title:
        return body
    told = next((at for at in range(body) if page.lines[at].meaning == "title" and page.lines[at].value), None)
    if told is not None:
        page.title = page.lines[told].value
        page.mark(told, "title", start=page.lines[told].end - len(page.lines[told].value))
        return body
    fit = [at for at in range(body) if at not in page.spans and page.lines[at].kind in ("short", "prose", "journal", "names")]
    wide = [at for at in fit if len(page.lines[at].words.split()) >= 4 and page.lines[at].kind in ("short", "prose")]
    wide = [at for at in wide if not (has_body_word(page.lines[at].words) and len(page.lines[at].words.split()) <= 7)] or wide
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
    page.title = " ".join(bare.split())
    page.mark(chosen, "title", start=start, end=start + len(bare))
    return max(body, chosen + 1)


def facts(page: Page, body: int) -> None:
    """People, journal, date, identifiers and labels above the prose."""
    known = fold(" ".join(line.words for line in page.lines if line.kind == "prose"))
    for at in range(body):
        bibliographic(page, at, known)


def bibliographic(page: Page, at: int, known: str) -> None:
    """One line of the head or foot of a page."""
    line = page.lines[at]
    if at in page.spans:
        return
    if line.kind == "label":
        labelled(page, at)
    elif line.kind == "names" and page.authors and at - 1 in page.spans and page.spans[at - 1].role != "authors" and not several(line):
        page.set("container", line.words)
        page.mark(at, "citation")
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
    elif line.kind == "citation":
        _cited(page, at)
    elif line.kind == "journal" or (
        line.kind == "short" and _beside(page, at) and citation.is_short(line.words) and not has_body_word(line.words)
    ):
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


def _beside(page: Page, at: int) -> bool:
    """Whether the line above or below one speaks of publication."""
    return any(page.lines[one].kind in ("date", "identifier", "citation") for one in (at - 1, at + 1) if 0 <= one < len(page.lines))


def several(line: Line) -> bool:
    """Whether a line of names holds more than one."""
    return bool(re.search(r"[,;&]|\band\b", line.words))


def labelled(page: Page, at: int) -> None:
    """A labelled line: `Published: 3 May 2019`."""
    line = page.lines[at]
    meaning, value = line.meaning, line.value
    if meaning == "abstract":
        return
    role = "authors" if meaning in ("authors", "affiliation") else "citation"
    after = page.lines[at + 1] if at + 1 < len(page.lines) else None
    if not value and after and at + 1 not in page.spans and len(after.words) < 400 and after.kind not in ("label", "heading", "byline"):
        value = after.words
        page.mark(at + 1, role, meaning)
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
    page.mark(at, role, meaning)


def _cited(page: Page, at: int, value: str = "") -> None:
    """A line that is a citation, of the journal alone or of the whole report."""
    found = citation.read(value or page.lines[at].words, page.title)
    for name in ("container", "volume", "issue", "pages", "issued", "authors"):
        page.set(name, getattr(found, name))
    page.mark(at, "citation")
