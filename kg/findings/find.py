"""Findings of a document: every extractor's candidates, the best of those that overlap, each with its verbatim quote."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from kg import plug
from kg.findings.candidate import Candidate
from kg.findings.clause import MOST_TOKENS, Sentence, sentence
from kg.findings.finding import Finding
from kg.findings.quote import MOST_WORDS
from kg.text.document import Document
from kg.text.roles import places

#: Roles whose sentences may hold findings.
BEARING = frozenset(("result", "conclusion", "recommendation", "unstructured"))
#: Least weight of a candidate that is offered.
LEAST = 0.5


@cache
def _parts() -> tuple[tuple[dict[str, tuple[tuple[Any, str], ...]], ...], tuple[Any, ...]]:
    """Words and the extractors they wake, and the extractors that look at whole documents."""
    table: dict[str, list[tuple[Any, str]]] = {}
    whole = []
    for part in plug.parts("kg.findings.extractors"):
        module = part.load()
        if hasattr(module, "triggers"):
            for word, hint in module.triggers().items():
                table.setdefault(word, []).append((module.find, hint))
        if hasattr(module, "scan"):
            whole.append(module.scan)
    return ({word: tuple(calls) for word, calls in table.items()},), tuple(whole)


def find(document: Document, least: float = LEAST) -> tuple[Finding, ...]:
    """The findings of a document of at least some confidence, in the order of their place."""
    return tuple(_finding(document, one) for one in choose(candidates(document), least))


def candidates(document: Document) -> Iterator[Candidate]:
    """Everything the extractors offer for a document."""
    (table,), whole = _parts()
    length = max(1, len(document.text))
    read: list[Sentence] = []
    for place in places(document):
        if place.role in BEARING:
            before = read[-1].words if read else None
            read.append(sentence(document.text, place.start, place.end, place.role, place.section, place.start / length, before))
    if not _about_people(document.text):
        return
    for s in read:
        if len(s.words) <= MOST_TOKENS:
            for i, word in enumerate(s.words):
                for call, hint in table.get(word, ()):
                    yield from call(s, i, hint)
    for scan in whole:
        yield from scan(read)


#: Words without which a text is no account of practice, people's views or change, so that nothing in it is sought.
_GENRE = ("interview", "focus group", "qualitative", "barriers", "facilitator", "percept", "perceive", "experiences of", "views", "attitude", "stakeholder",
          "implement", "thematic", "perspective", "acceptab", "challenges", "lived", "participants", "respondents", "polic", "program", "services", "practice",
          "community", "intervention")  # fmt: skip


def _about_people(text: str) -> bool:
    """Whether a text can hold findings at all: an account of practice, views or change, not of cells, genes or rates."""
    words = text.lower()
    return sum(1 for word in _GENRE if word in words) >= 2


def choose(offered: Iterable[Candidate], least: float = LEAST) -> list[Candidate]:
    """The heaviest of the candidates that overlap, without those too long to quote or too light to offer."""
    kept: list[Candidate] = []
    for one in sorted(offered, key=lambda c: (-c.weight, c.start, c.end, c.kind)):
        if one.weight < least or len(one.sentence.text[one.start : one.end].split()) > MOST_WORDS:
            continue
        if not any(_clash(one, other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda c: (c.start, c.end, c.kind))


def _clash(one: Candidate, other: Candidate) -> bool:
    inter = min(one.end, other.end) - max(one.start, other.start)
    return inter > 0


def _finding(document: Document, one: Candidate) -> Finding:
    quote = document.text[one.start : one.end]
    return Finding(
        kind=one.kind, quote=quote, start=one.start, end=one.end, document=document.sha256, section=one.sentence.section, role=one.sentence.role,
        extractor=one.extractor, confidence=one.weight, checked="full-text" if len(document.text) > 8_000 else "abstract",
    )  # fmt: skip
