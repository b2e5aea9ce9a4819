"""What no concept holds yet: the phrases of findings that stayed unmapped, the most frequent first, with the nearest concepts."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.concepts.ground import Grounder
from kg.concepts.lexicon import Lexicon
from kg.concepts.words import general, stems
from kg.findings.finding import Finding

#: Kinds that speak of no concept of their own accord.
SILENT = {"context"}


@dataclass(frozen=True, slots=True)
class Unknown:
    """A phrase no concept was found for: its commonest wording, kind, how often and in which reports, and the nearest concepts."""

    words: str
    kind: str
    findings: int
    reports: tuple[str, ...]
    nearest: tuple[str, ...]
    ids: tuple[str, ...]


def unknown(findings: Iterable[Finding], lexicon: Lexicon, grounder: Grounder | None = None) -> list[Unknown]:
    """Unmapped phrases, those in most reports first; findings whose topical words have the same stems are one phrase.

    A finding that names a concept which no loaded scheme holds is unmapped too, under that name.
    """
    grounder = grounder or Grounder(lexicon)
    groups: dict[tuple[str, frozenset[str]], list[tuple[str, Finding]]] = defaultdict(list)
    for finding in findings:
        for words in _unmapped(finding, lexicon, grounder):
            groups[finding.kind, _key(words)].append((words, finding))
    rows = [_row(kind, group, lexicon, grounder) for (kind, _), group in groups.items()]
    return sorted(rows, key=lambda row: (-len(row.reports), -row.findings, row.words.casefold(), row.kind))


def _unmapped(finding: Finding, lexicon: Lexicon, grounder: Grounder) -> list[str]:
    """The concepts a finding names that nobody knows, or its quote when nothing is found for it."""
    if finding.matches:
        return [name for name in finding.concepts if name not in lexicon.concepts and "://" not in name]
    if finding.kind in SILENT or grounder.ground(finding.quote, finding.kind):
        return []
    return [finding.quote]


def _key(words: str) -> frozenset[str]:
    parts = frozenset(stems(words))
    return parts - general() or parts or frozenset([words.casefold()])


def _row(kind: str, group: list[tuple[str, Finding]], lexicon: Lexicon, grounder: Grounder) -> Unknown:
    wordings = Counter(" ".join(words.split()) for words, _ in group)
    words = min(wordings, key=lambda one: (-wordings[one], len(one), one))
    near = [one.concept for one in grounder.candidates(words, kind)[:3]]
    if len(near) < 3:
        scheme = "strategy" if kind == "recommendation" else "determinant"
        near += [slug for slug in lexicon.nearest(words, scheme=scheme) if slug not in near]
    reports = tuple(sorted({finding.report or finding.document for _, finding in group}))
    return Unknown(words, kind, len(group), reports, tuple(near[:3]), tuple(finding.id for _, finding in group))
