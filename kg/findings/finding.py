"""A finding: a statement of a report with its kind, verbatim quote, place, voice, and the concepts it was matched to."""

import hashlib
from dataclasses import dataclass, replace
from typing import Any

import cattrs

#: Kinds of finding. The first three are what reviewers count; the others keep what fits none of them.
KINDS = ("barrier", "facilitator", "recommendation", "ambivalent", "no-influence", "context")

#: What the sentence is in its report. Background never counts as a finding.
ROLES = ("result", "conclusion", "recommendation", "background", "aim", "method", "unstructured")

#: Whose account it is (draft scheme `basis`); `background-claim` never counts.
BASES = ("participant-account", "author-finding", "author-interpretation", "author-recommendation", "background-claim")


@dataclass(frozen=True, slots=True)
class Match:
    """A finding's words and a concept, with the reason (`label`, `synonym`, `rule`, `reader`) and a score from 0 to 1."""

    concept: str
    reason: str = "reader"
    words: str = ""
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One statement, anchored: `text[start:end] == quote` in the text whose SHA-256 is `document`.

    Stakeholders, strategies and determinants are slugs of concepts (`police-officers`), or IRIs of other schemes.
    `report` is the identifier or key of the record it was read in. `checked` says what the quote was verified against:
    `abstract`, `full-text`, or `unchecked` when the text is not at hand; `seal` is `kg.findings.quote.seal` of a verified quote.
    `decision` is empty for a person's own finding, `accept` or `reject` for a verdict on a machine's candidate.
    """

    kind: str
    quote: str
    start: int
    end: int
    document: str
    report: str = ""
    section: str = ""
    role: str = ""
    basis: str = ""
    perspective: tuple[str, ...] = ()
    stakeholders: tuple[str, ...] = ()
    affects: tuple[str, ...] = ()
    addressee: tuple[str, ...] = ()
    stated_level: str = ""
    level: str = ""
    matches: tuple[Match, ...] = ()
    addresses: tuple[str, ...] = ()
    units: str = ""
    discriminator: str = ""
    extractor: str = ""
    confidence: float = 1.0
    checked: str = "unchecked"
    seal: str = ""
    decision: str = ""
    note: str = ""
    links: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """Twenty hexadecimal digits made of text, place, kind and discriminator, never of the concept (DESIGN 6).

        Two coders who mark the same words as the same kind meet on one id, and matching the words to another concept keeps it.

        >>> Finding("barrier", "fear of arrest", 4, 18, "00ff").id
        'cd54411b1a6db77de070'
        """
        parts = ("finding-v1", self.document, str(self.start), str(self.end), self.kind, self.discriminator)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]

    @property
    def concepts(self) -> tuple[str, ...]:
        """The concepts it is matched to: determinants, or strategies of a recommendation."""
        return tuple(match.concept for match in self.matches)

    def matched(self, *matches: Match) -> "Finding":
        """The same finding with other matches."""
        return replace(self, matches=matches)

    def to_row(self, name: str) -> dict[str, Any]:
        """The row `kg find` prints: the fields of the command-line contract, empty ones included."""
        best = self.matches[0] if self.matches else None
        return {
            "id": name, "kind": self.kind, "quote": self.quote, "start": self.start, "end": self.end,
            "section": self.section, "role": self.role, "perspective": list(self.perspective),
            "stakeholders": list(self.stakeholders), "addressee": list(self.addressee), "level": self.stated_level,
            "concept": best.concept if best else "", "match": f"{best.reason}: {best.words}" if best else "",
            "extractor": self.extractor, "confidence": round(self.confidence, 3),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coding:
    """One agent's findings for one review: a person's sheet or an extractor's run.

    `priority` is 0 for an adjudicated coding, 1 for the lead coder, 2 for a second coder, 9 for a machine.
    """

    coder: str
    findings: tuple[Finding, ...]
    machine: bool = False
    priority: int = 1
    date: str = ""
    source: str = ""


CONVERTER = cattrs.Converter(omit_if_default=True, forbid_extra_keys=True)
