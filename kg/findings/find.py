"""Findings of a document: every extractor's candidates, the best of those that overlap, each with its verbatim quote."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from kg import plug
from kg.findings import reliability
from kg.findings.candidate import Candidate
from kg.findings.clause import MOST_TOKENS, Sentence, sentence
from kg.findings.finding import Finding
from kg.findings.genre import weight
from kg.findings.quote import MOST_WORDS
from kg.findings.who import sample, who
from kg.text.document import Document
from kg.text.roles import places

#: Roles whose sentences may hold findings.
BEARING = frozenset(("result", "conclusion", "recommendation", "unstructured"))
#: Weights of a text's genre: below the first nothing is sought in it, below the second only what is announced outright.
UNLIKELY, LIKELY, SURE = 1.0, 3.0, 0.75
#: A longer text (code points) is a full text, not an abstract.
FULL_TEXT = 8_000
#: Least weight of a candidate that is looked at, and least reliability of one that is offered.
LIGHTEST, LEAST = 0.5, 0.45


@cache
def _parts() -> tuple[dict[str, tuple[tuple[Any, str], ...]], tuple[Any, ...]]:
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
    return {word: tuple(calls) for word, calls in table.items()}, tuple(whole)


def find(document: Document, least: float = LEAST, known: Mapping[str, float] | None = None) -> tuple[Finding, ...]:
    """The findings of a document of at least some confidence, in the order of their place.

    Confidence is the reliability of the rule: `known`, or as shipped.
    """
    shares = reliability.shipped() if known is None else known
    sure = [(one, share) for one in raw(document) if (share := reliability.of(one.extractor, shares)) >= least]
    if not sure:
        return ()
    digest, taking_part = document.sha256, sample(document)
    return tuple(_finding(document, digest, one, share, taking_part) for one, share in sure)


def raw(document: Document) -> list[Candidate]:
    """What the rules offer once overlaps are settled, before their reliability is asked."""
    return choose(candidates(document))


def candidates(document: Document) -> list[Candidate]:
    """Everything the extractors offer for a document."""
    table, whole = _parts()
    genre = weight(document.text)
    if genre < UNLIKELY:
        return []
    read: list[Sentence] = []
    for place in places(document):
        if place.role in BEARING:
            before = read[-1].words if read else None
            read.append(sentence(document.text, place.start, place.end, place.role, place.section, before))
    offered: list[Candidate] = []
    for s in read:
        if len(s.words) <= MOST_TOKENS:
            for i, word in enumerate(s.words):
                if word in table:
                    for call, hint in table[word]:
                        offered.extend(call(s, i, hint))
    for scan in whole:
        offered.extend(scan(read))
    return offered if genre >= LIKELY else [one for one in offered if _announced(one)]


def _announced(one: Candidate) -> bool:
    """Whether a candidate is an item of a list its sentence announced outright."""
    return one.extractor.startswith("lists:") and one.weight >= SURE


def choose(offered: Iterable[Candidate]) -> list[Candidate]:
    """The heaviest of the candidates that overlap, without those too long to quote or too light to look at, in order of place."""
    kept: list[Candidate] = []
    starts: list[int] = []
    for one in sorted(offered, key=lambda c: (-c.weight, c.start, c.end, c.kind)):
        if one.weight < LIGHTEST or len(one.sentence.text[one.start : one.end].split()) > MOST_WORDS:
            continue
        place = bisect_left(starts, one.end)
        if place == 0 or kept[place - 1].end <= one.start:
            kept.insert(place, one)
            starts.insert(place, one.start)
    return kept


def _finding(document: Document, digest: str, one: Candidate, share: float, taking_part: tuple[str, ...]) -> Finding:
    told = who(document, one, taking_part)
    return Finding(
        kind=one.kind, quote=document.text[one.start : one.end], start=one.start, end=one.end, document=digest,
        section=one.sentence.section, role=one.sentence.role, basis=_basis(one, told.perspective), perspective=told.perspective,
        stakeholders=told.stakeholders, addressee=told.addressee, stated_level=told.level, extractor=one.extractor,
        confidence=share, checked="full-text" if len(document.text) > FULL_TEXT else "abstract",
    )  # fmt: skip


def _basis(one: Candidate, perspective: tuple[str, ...]) -> str:
    """Whose account it is, in the words of `kg.findings.finding.BASES`."""
    if perspective != ("authors",):
        return "participant-account"
    if one.kind == "recommendation":
        return "author-recommendation"
    return "author-interpretation" if one.sentence.role == "conclusion" else "author-finding"
