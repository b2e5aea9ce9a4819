"""The body of a page: furniture and references, abstract, what stands below the prose, biographical notes, and the rest."""

import re

from harvest.names import fold, looks_like_name, people, undoubled, without_degrees
from harvest.plain.head import bibliographic, labelled, several
from harvest.plain.lines import PART, STRUCTURE, Line, words
from harvest.plain.sketch import Page
from harvest.record import Author

_NOTE = re.compile(
    r"^([^\W\d][^,:;()]{3,60}?)(?:\s*,[^.;:]{0,60}|\s*\([^)]{0,40}\))?,?\s+(?:is|was|has|holds|works|serves|teaches|leads|es|est|ist|é|è|är|on|jest)\s"
)


def outside(page: Page) -> None:
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


def abstract(page: Page) -> None:
    """The abstract: what is labelled so, else the prose of a page that holds little more than one."""
    told = next((at for at, line in enumerate(page.lines) if line.meaning == "abstract" and at not in page.spans), None)
    if told is not None:
        _told(page, told)
        return
    prose = [at for at, line in enumerate(page.lines) if line.kind == "prose" and at not in page.spans and not _note(line)]
    size = sum(len(page.lines[at].words.split()) for at in prose)
    whole = len(prose) <= 2 or all(STRUCTURE.match(page.lines[at].words) for at in prose)
    if prose and size <= 900 and whole and prose[-1] - prose[0] < len(prose) + 2:
        for at in prose:
            page.mark(at, "abstract")


def _told(page: Page, told: int) -> None:
    """An abstract that is called so: the words behind its label, or the paragraphs below its heading with the headings of its parts."""
    line = page.lines[told]
    if line.kind == "heading":
        page.mark(told, "heading")
    else:
        page.mark(told, "abstract", start=line.end - len(line.value))
    parts: set[str] = set()
    seen = bool(line.value)
    for at in range(told + 1, len(page.lines)):
        after = page.lines[at]
        part = after.words.lower().strip(" :.") if PART.match(after.words) else ""
        if at in page.spans and page.spans[at].role == "furniture" and not seen:
            continue
        if at in page.spans or (part and (part in parts or (part == "introduction" and seen))):
            break
        if part:
            parts.add(part)
            page.mark(at, "heading", part)
        elif after.kind == "prose" and (not line.value or STRUCTURE.match(after.words)) and (not parts or at - 1 in page.spans):
            page.mark(at, "abstract")
            seen = True
        else:
            break


def foot(page: Page) -> None:
    """People, journal and date below the prose: a citation at the end of the page, and the names beside it."""
    prose = [at for at, line in enumerate(page.lines) if page.has(at, "abstract") or (line.kind == "prose" and at not in page.spans)]
    if not prose:
        return
    below = [at for at in range(prose[-1] + 1, len(page.lines)) if at not in page.spans]
    told = [at for at in below if page.lines[at].kind in ("label", "identifier", "date", "citation")]
    for at in below:
        line = page.lines[at]
        beside = any(abs(at - other) <= 2 for other in told)
        cited = any(abs(at - other) <= 2 and page.lines[other].kind != "date" for other in told)
        fits = line.kind == "byline" or (line.kind == "names" and (several(line) or cited))
        if at in told or (beside and line.kind == "journal") or (fits and not page.authors):
            bibliographic(page, at, "")


def _note(line: Line) -> str:
    """The person a biographical note is about, or nothing: a name, then what the person is or does."""
    match = _NOTE.match(without_degrees(line.words[:240]))
    name = re.sub(r"^(?:Dr|Prof|Professor)\.?\s+", "", match[1]) if match else ""
    first = fold(line.words[:320])
    if not match or not looks_like_name(name) or not any(re.search(rf"\b{re.escape(cue)}\b", first) for cue in words()["biography"]):
        return ""
    return name


def notes(page: Page) -> None:
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


def rest(page: Page) -> None:
    """What is left: prose is body, short lines between prose are headings, the others furniture; the date last of all."""
    prose = [at for at, line in enumerate(page.lines) if line.kind == "prose" and (at not in page.spans or page.has(at, "abstract"))]
    for at, line in enumerate(page.lines):
        if at in page.spans:
            continue
        inside = bool(prose) and prose[0] - 1 <= at < prose[-1]
        if line.kind == "prose" or (line.kind == "label" and inside):
            page.mark(at, "body")
        elif line.kind == "label":
            labelled(page, at)
        else:
            page.mark(at, "heading" if inside and any(page.lines[one].kind == "prose" for one in prose) else "furniture")
    year = next((found for what, found in page.dates if what == "title"), None)
    page.set("issued", year)
    page.dates = [one for one in page.dates if one[0] != "title"]
