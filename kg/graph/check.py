"""Is what the review holds in order? Quotes against texts, seals where texts are not at hand, concepts, duplicates, links, shapes.

Every fault is one line that names the file, the line and what to do. Nothing is changed and nothing needs to be built first.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.concepts.lexicon import Concept, Lexicon
from kg.evidence import Evidence
from kg.findings.finding import Finding
from kg.findings.quote import MOST_WORDS, nearest, seal, short, stands
from kg.findings.row import Fault, Row
from kg.findings.sheet import Sheet
from kg.text.document import Document
from ontology import BASE

#: Column -> the scheme its concepts belong to.
SCHEMES = {
    "perspective": "stakeholder", "stakeholders": "stakeholder", "affects": "stakeholder", "addressee": "stakeholder",
    "addresses": "determinant",
}  # fmt: skip


@dataclass(slots=True)
class Checked:
    """What a check found: faults (each must be put right), notes (worth a look), and how much was looked at."""

    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def sentence(self) -> str:
        """The outcome in one line."""
        seen = self.counts
        unseen = f", {seen['unsealed']} not checked (no text, no seal)" if seen["unsealed"] else ""
        return (
            f"Checked {seen['findings']} findings in {seen['sheets']} sheets: {seen['verbatim']} quotes verbatim in their text, "
            f"{seen['sealed']} by seal{unseen}; {len(self.faults)} faults, {len(self.notes)} notes."
        )


def check(evidence: Evidence, lexicon: Lexicon, documents: Mapping[str, Document], sheets: Sequence[Sheet]) -> Checked:
    """Check everything but the shapes (`kg.graph.shapes`), in the order of the sheets and their lines."""
    checked = Checked()
    texts = {text.sha256 for text in evidence.texts}
    reports = {report.key for report in evidence.reports} | {str(one) for report in evidence.reports for one in report.identifiers}
    reports |= {one.value for report in evidence.reports for one in report.identifiers}
    ids = {row.finding.id for sheet in sheets for row in sheet.rows if row.finding}
    first: dict[tuple[str, str], str] = {}
    for sheet in sheets:
        checked.counts["sheets"] += 1
        checked.faults += sheet.faults
        for row in sheet.rows:
            if row.finding is None:
                continue
            checked.counts["findings"] += 1
            place = _Place(sheet.name, row)
            checked.faults += _quote(place, row.finding, documents, checked.counts)
            if row.finding.document not in texts and row.finding.report not in reports:
                checked.faults.append(place.fault("report", _homeless(row.finding)))
            checked.faults += _concepts(place, row.finding, lexicon)
            checked.faults += _links(place, row.finding, ids)
            checked.faults += _twice(place, row, first)
            checked.notes += _poles(place, row.finding, lexicon)
    checked.faults += _shared_identifiers(evidence)
    return checked


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a finding stands, to be named in a fault."""

    file: str
    row: Row

    def fault(self, column: str, words: str) -> Fault:
        return Fault(Path(self.file).name, self.row.line, column, words)


def _quote(place: _Place, finding: Finding, documents: Mapping[str, Document], counts: Counter[str]) -> Iterator[Fault]:
    """The quote in its text; else its seal; else it is only counted as not checked."""
    words = short(finding.quote)
    if len(finding.quote.split()) > MOST_WORDS:
        yield place.fault("quote", f"the quote {words!r} has more than {MOST_WORDS} words; keep the words that carry the finding.")
    if finding.end - finding.start != len(finding.quote):
        said = f"start {finding.start} and end {finding.end} do not fit the {len(finding.quote)} characters of {words!r}"
        yield place.fault("start", f"{said}; offsets count characters (code points), not bytes.")
    elif document := documents.get(finding.document):
        if stands(document.text, finding.quote, finding.start, finding.end):
            counts["verbatim"] += 1
        else:
            near = short(nearest(document.text, finding.quote))
            yield place.fault(
                "quote", f"the quote {words!r} does not stand at {finding.start} in its text; the nearest passage is {near!r}."
            )
    elif finding.seal:
        if seal(finding.document, finding.start, finding.end, finding.quote) == finding.seal:
            counts["sealed"] += 1
        else:
            said = f"the quote {words!r} or its place was changed after it was verified (its seal does not fit)"
            yield place.fault("quote", f"{said}; put it back, or verify it anew against the text with 'kg sheet import'.")
    else:
        counts["unsealed"] += 1


def _homeless(finding: Finding) -> str:
    named = finding.report or finding.document[:16]
    return f"no report of this review is {named!r}, nor has one this text; harvest it ('kg harvest {finding.report or 'IDENTIFIER'}')."


def _concepts(place: _Place, finding: Finding, lexicon: Lexicon) -> Iterator[Fault]:
    """Concepts that no scheme holds, or that are of another scheme than their column; retired ones."""
    wanted = [("concepts", "strategy" if finding.kind == "recommendation" else "determinant", slug) for slug in finding.concepts]
    wanted += [(column, scheme, slug) for column, scheme in SCHEMES.items() for slug in getattr(finding, column)]
    for column, scheme, slug in wanted:
        concept = lexicon.concepts.get(slug) or lexicon.concepts.get(lexicon.slug(slug))
        if concept is None:
            near = ", ".join(lexicon.nearest(slug, scheme=scheme)) or "none"
            yield place.fault(column, f"no loaded scheme holds {slug!r}; the nearest are {near}.")
        elif concept.scheme != scheme:
            near = ", ".join(lexicon.nearest(slug, scheme=scheme)) or "none"
            yield place.fault(column, f"{slug!r} is a {concept.scheme}, where a {scheme} belongs; the nearest are {near}.")
        elif concept.replaced_by:
            yield place.fault(column, f"{slug!r} is retired; use {', '.join(concept.replaced_by)} instead.")


def _links(place: _Place, finding: Finding, ids: set[str]) -> Iterator[Fault]:
    for relation, other in finding.links:
        if other not in ids:
            yield place.fault("links", f"{relation} points at {other!r}, which no sheet holds; correct the id or remove the link.")


def _twice(place: _Place, row: Row, first: dict[tuple[str, str], str]) -> Iterator[Fault]:
    """One coder marks the same words as the same kind once."""
    assert row.finding is not None
    here = f"{Path(place.file).name}, line {row.line}"
    key = (row.coder or Path(place.file).stem, row.finding.id)
    before = first.setdefault(key, here)
    if before != here:
        words = short(row.finding.quote)
        yield place.fault(
            "quote", f"{words!r} is coded as the same {row.finding.kind} already in {before}; remove one, or set a discriminator."
        )


def _poles(place: _Place, finding: Finding, lexicon: Lexicon) -> Iterator[Fault]:
    """A pole that its concept does not have."""
    odd = {"barrier": "facilitatorOnly", "facilitator": "barrierOnly"}.get(finding.kind)
    for concept in (lexicon.concepts.get(slug) for slug in finding.concepts):
        if isinstance(concept, Concept) and odd and concept.pole_scope == odd:
            yield place.fault(
                "concepts", f"{concept.slug!r} has no such pole, yet is coded as a {finding.kind}; look for a better concept."
            )


def _shared_identifiers(evidence: Evidence) -> Iterator[Fault]:
    """Two reports with one identifier are one report."""
    seen: dict[str, str] = {}
    for report in evidence.reports:
        for identifier in report.identifiers:
            other = seen.setdefault(str(identifier), report.key)
            if other != report.key:
                said = f"the reports {other!r} and {report.key!r} share {identifier}"
                yield Fault("joins.csv", 0, "", f"{said}; join them with 'kg studies join', or correct the identifier.")


def add_shapes(checked: Checked, evidence: Evidence, lexicon: Lexicon, sheets: Sequence[Sheet]) -> None:
    """Run the shapes over the graph's lines and add what breaks them, a finding by its line in its sheet."""
    from kg.graph.describe import blocks
    from kg.graph.shapes import gate

    described = iter(blocks(evidence, lexicon))
    vocabulary = next(described)
    rows = {row.finding.id: _Place(sheet.name, row) for sheet in sheets for row in sheet.rows if row.finding}
    said = {(fault.file, fault.line) for fault in checked.faults}
    for broken in gate(vocabulary, (line for block in described for line in block)):
        place = rows.get(broken.thing.rpartition("/")[2])
        found = place.fault("", broken.words) if place else Fault(broken.thing.removeprefix(BASE), 0, "", broken.words)
        if not broken.fault:
            checked.notes.append(found)
        elif (found.file, found.line) not in said or not place:  # a row that is at fault already breaks shapes for the same reason
            checked.faults.append(found)


def lines(checked: Checked, notes: bool = False) -> Iterable[str]:
    """The faults, then the notes if wanted, a line each."""
    yield from map(_line, checked.faults)
    if notes:
        yield from (f"note: {_line(note)}" for note in checked.notes)


def _line(fault: Fault) -> str:
    return str(fault) if fault.line else f"{fault.file}: {fault.words}"
