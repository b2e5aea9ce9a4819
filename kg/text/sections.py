"""The sections of a document: labels of structured abstracts (glued into running text too), headings of papers and pages.

`read` is the one way a record becomes a document. Where the source marked its own text (`record.spans`: JATS, HTML, PubMed) that
is believed; plain text is read by its lines and labels.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from harvest.record import Record, Span
from kg.text import furniture
from kg.text.document import Document, Section, compose, normalise
from kg.text.labels import LONGEST, role_of
from kg.text.sentences import within

_COLON = re.compile(r"[ \t*_#]{0,4}([A-Z][A-Za-z/&,()’' -]{2,58}?)[*_]{0,2}\s?(?::[*_]{0,2}|\s[-–—]\s|\.\s?[-–—])\s*")
_GLUED = re.compile(
    r"(Background|Introduction|Context|Rationale|Importance|Objectives?|Aims?|Purpose|Goals?|Methods?|Methodology|Study [Dd]esign|Design"
    r"|Setting|Participants|Patients|Sample|Materials and [Mm]ethods|Patients and [Mm]ethods|Design and [Mm]ethods"
    r"|(?:Key|Main|Principal) (?:[Rr]esults|[Ff]indings)|Main [Oo]utcome [Mm]easures?|Outcome [Mm]easures?"
    r"|Outcomes|Measurements|Data [Ss]ources|Data [Cc]ollection"
    r"|Data [Aa]nalysis"
    r"|Interventions?|Approach|Results|Findings|Discussion and [Cc]onclusions?|Conclusions?|Discussion|Interpretation"
    r"|(?:Practice |Clinical |Policy )?[Ii]mplications|Implications for [Pp]ractice|Recommendations|Limitations|Significance|Abstract"
    r"|ABSTRACT|BACKGROUND|INTRODUCTION|OBJECTIVES?|AIMS?|PURPOSE|METHODS?|DESIGN|SETTING|RESULTS|FINDINGS|CONCLUSIONS?|DISCUSSION)"
    r"\s+(?=[“\"‘'(]?[A-Z0-9])"
)
#: Signs one of which ends a label that is followed by its text, and how labels without a sign begin.
_DASHES = frozenset(":-–—")
_STARTS = frozenset(
    ("Bac", "Int", "Con", "Rat", "Imp", "Obj", "Aim", "Pur", "Goa", "Met", "Stu", "Des", "Set", "Par", "Pat", "Sam", "Mat", "Mai", "Out",
     "Mea", "Key", "Pri", "Dat", "App", "Res", "Fin", "Dis", "Pra", "Cli", "Pol", "Rec", "Lim", "Sig", "Abs", "ABS", "BAC", "INT",
     "OBJ", "AIM", "PUR", "MET", "DES", "SET", "RES", "FIN", "CON", "DIS", "imp")
)  # fmt: skip
_AUXILIARY = frozenset(["is", "are", "was", "were", "have", "has", "had", "can", "may", "of", "for", "from", "in", "on", "to", "and"])
_SPANS = {
    "title": "title", "authors": "furniture", "citation": "furniture", "biography": "furniture", "references": "references",
    "furniture": "furniture", "abstract": "abstract", "body": "body",
}  # fmt: skip
#: Labels of furniture that hold for their own line only; what follows is prose again.
_ONE_LINE = frozenset(
    ("author", "authors", "date", "doi", "citation", "correspondence", "keywords", "key words", "tags", "categories", "share", "comments")
)
_CAME = frozenset(("outcome", "outcomes"))
#: Categories PubMed files abstract labels under.
_CATEGORIES = {"BACKGROUND": "background", "OBJECTIVE": "aim", "METHODS": "method", "RESULTS": "result", "CONCLUSIONS": "conclusion"}


def read(record: Record, name: str = "") -> Document:
    """The document of a record: its text (a document's own, or title and abstract) and its sections."""
    text, spans = compose(record)
    return Document(name or record.key or record.place, text, sections(text, spans), record.language, record)


def read_text(text: str, name: str = "") -> Document:
    """The document of a plain text: the whole of it, normalised, so that offsets are those of the file."""
    whole = normalise(text)
    return Document(name, whole, sections(whole))


def sections(text: str, spans: Sequence[Span] = ()) -> tuple[Section, ...]:
    """The sections of a text, in order and without overlap; by its source's own marks where there are any."""
    if spans:
        return tuple(_marked(text, spans))
    found: list[Section] = []
    opening = _opening(text)
    if opening:
        found.append(Section("title", *opening))
    start = opening[1] if opening else 0
    found.extend(_labelled(text, start, len(text)))
    return tuple(found)


def _opening(text: str) -> tuple[int, int] | None:
    """Offsets of the title, when the text opens with a line that reads like one."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    if end < 0 or end - start > 400:
        return None
    line = text[start:end].rstrip()
    following = text[end : end + 400].strip()
    if not line or line.endswith((".", ":", ";", ",")) or role_of(line) or (":" in line and role_of(line.split(":")[0])):
        return None
    if len(following) < 40 or not (following[:1].isupper() or following[:1] in "•*-#“\"'‘(0123456789"):
        return None
    return (start, start + len(line))


def _labelled(text: str, start: int, end: int) -> Iterable[Section]:
    """The sections of a stretch of plain text, split at its labels and headings."""
    spans = within(text, start, end)
    marks = _marks(text, spans)
    before = "abstract"
    if marks and marks[0][2] in {"aim", "method", "result"}:
        before = "background"
    elif not marks and len(spans) > 25:
        before = "body"
    bounds = [(start, start, before, ""), *marks, (end, end, "", "")]
    for (_, inner, role, label), (outer, *_) in pairwise(bounds):
        first, last = _trim(text, inner, outer)
        if last > first:
            yield Section(role, first, last, label)


def _marks(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int, str, str]]:
    """Every label and heading: where it starts, where its text starts, its role, its words."""
    sure: list[tuple[int, int, str, str]] = []
    maybe: list[tuple[int, int, str, str]] = []
    for start, end in spans:
        position = start
        while (found := _label_at(text, position, end)) is not None:
            after, role, label, certain = found
            (sure if certain else maybe).append((position, after, role, label))
            newline = text.find("\n", after, end + 1)
            if label.lower() in _ONE_LINE and newline >= 0:
                sure.append((newline, newline, "abstract", ""))
            if role != "abstract" or after >= end:
                break
            position = after
    if len({role for *_, role, _ in sure + maybe}) >= 2 or (sure and len(sure) > 1):
        sure = sorted(sure + maybe)
    return sure


def _label_at(text: str, start: int, end: int) -> tuple[int, str, str, bool] | None:
    """A label at a place: where its text starts, its role, its words, and whether its own punctuation proves it a label."""
    head = text[start : min(end, start + LONGEST + 20)]
    if end - start <= LONGEST and (role := role_of(head)) and not head.rstrip().endswith((".", "?")):
        label = head.strip(" #*:")
        # On a line of its own "Outcome" heads what came of it, not a measure of a trial.
        return end, "result" if label.lower() in _CAME else role, label, True
    if not _DASHES.isdisjoint(head) and (match := _COLON.match(head)):
        label = match.group(1)
        if role := role_of(label):
            return start + match.end(), role, label, True
    if head[:3] in _STARTS and (match := _GLUED.match(head)):
        following = head[match.end() :].split(" ", 2)
        if len(following) < 2 or following[1].lower() not in _AUXILIARY or match.group(1) not in {"Participants", "Patients", "Sample"}:
            return start + match.end(), role_of(match.group(1)), match.group(1), False
    return None


def _marked(text: str, spans: Sequence[Span]) -> Iterable[Section]:
    """Sections by the source's own spans; a heading gives its role to what follows it until the next known one."""
    current, label, heading = "body", "", -1
    for span in spans:
        if span.role == "heading":
            label = text[span.start : span.end].strip()
            current = role_of(label) or (current if current not in {"furniture", "references"} else "body")
            heading = span.start if not role_of(label) else -1
            continue
        role = _SPANS.get(span.role, "body")
        if role == "abstract":
            yield from _passage(text, span)
        elif role == "body":
            start = heading if 0 <= heading < span.start else span.start
            yield Section(current, start, span.end, label or span.label)
            heading = -1
        else:
            yield Section(role, span.start, span.end, span.label)


def _passage(text: str, span: Span) -> Iterable[Section]:
    """The sections of one passage of an abstract: its own label, the source's category, or labels inside it."""
    inside = list(_labelled(text, span.start, span.end))
    role = _CATEGORIES.get(span.label.upper()) or role_of(span.label)
    if len(inside) == 1 and inside[0].role == "abstract" and role:
        yield Section(role, inside[0].start, inside[0].end, span.label)
    else:
        yield from inside


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def is_furniture(text: str, start: int, end: int) -> bool:
    """Whether a sentence is no prose: a line of names, a date, a table row, a reference, or an author's biography."""
    words = text[start:end]
    alone = (start == 0 or "\n" in text[max(0, start - 3) : start]) and "\n" in (text[end : end + 3] or "\n")
    if (alone and furniture.is_furniture(words)) or furniture.is_reference(words):
        return True
    return furniture.may_present_authors(text) and furniture.is_biography(words)
