"""Receiving a person's sheet: what each row decides, so that nobody's work is lost and nobody's is overwritten.

A row that came from a machine's candidates is a verdict (accept, reject) or, where it was changed, a finding of the person's own
beside a verdict on the machine's. A row that is new is the person's. A row with faults is kept as it was written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kg.concepts.vet import Vetter
from kg.findings import row as rows
from kg.findings.finding import Finding
from kg.findings.grid import Line
from kg.findings.row import Fault, Row
from kg.findings.sheet import Sheet
from kg.tally import Loss, Tally


@dataclass(frozen=True, slots=True)
class Known:
    """What the review holds before the sheet comes in, by id: the coder's own findings, machines' candidates, other people's."""

    own: Mapping[str, Finding]
    candidates: Mapping[str, Finding]
    others: Mapping[str, Finding]

    def base(self, id: str) -> Finding | None:
        """The finding a row was exported from."""
        return self.own.get(id) or self.candidates.get(id) or self.others.get(id)


@dataclass(slots=True)
class Received:
    """What came of a sheet: findings to keep, ids to take out of the coder's own, rows with faults, and what was noticed."""

    name: str
    kept: dict[str, Finding] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    refused: list[Row] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    tally: Tally = field(default_factory=lambda: Tally("import"))
    lines: dict[str, int] = field(default_factory=dict)


def receive(sheet: Sheet, coder: str, known: Known, vetter: Vetter) -> Received:
    """Take in every row of a sheet for one coder."""
    received = Received(sheet.name)
    for row in sheet.rows:
        row = _rematched(row, known, sheet.name)
        if row.finding is None:
            _refuse(received, row, row.faults)
        else:
            _take(received, row, row.finding, coder, known, vetter)
    return received


def content(finding: Finding) -> Finding:
    """What a person can change of a finding: all but who found it, what was decided, and what was checked."""
    return replace(
        finding, document="", report="", checked="unchecked", seal="", decision="", note="", extractor="", confidence=1.0, links=(),
        matches=tuple(replace(match, reason="reader", words="", score=1.0) for match in finding.matches),
    )  # fmt: skip


def _rematched(row: Row, known: Known, name: str) -> Row:
    """The row without the reasons for concepts that a person has exchanged since."""
    base = known.base(row.stated_id)
    if base is None or not row.cells["match"] or rows.split(row.cells["concepts"]) == base.concepts:
        return row
    filled = row.cells | {"match": ""}
    again = rows.read(Line(row.line, tuple(filled.values())), tuple(filled), name)
    return (
        again if again.finding is None or row.finding is None else replace(again, finding=replace(again.finding, links=row.finding.links))
    )


def _take(received: Received, row: Row, finding: Finding, coder: str, known: Known, vetter: Vetter) -> None:
    base = known.base(row.stated_id)
    changed = base is None or content(finding) != content(base)
    mine = row.stated_id in known.own
    if finding.decision == "reject":
        return _reject(received, row, base, mine)
    if not mine and not changed and not finding.decision:
        return received.tally.add("undecided" if row.stated_id in known.candidates else "left to their coder")
    if base and base.decision and not changed and not finding.decision and row.stated_id in known.candidates:
        received.gone.add(row.stated_id)
        return received.tally.add("undecided")
    vetted = vetter.vet(finding, row.line, base)
    if vetted.faults:
        return _refuse(received, row, vetted.faults)
    received.notices += vetted.notices
    candidate = known.candidates.get(row.stated_id)
    decision, outcome = _decision(vetted.finding, candidate, mine, changed)
    _keep(received, row, replace(vetted.finding, decision=decision), outcome)
    if candidate and vetted.finding.id != row.stated_id:
        note = f"changed to {vetted.finding.id}"
        received.kept.setdefault(row.stated_id, replace(candidate, decision="reject", note=note, extractor="", confidence=1.0))
    elif mine and vetted.finding.id != row.stated_id:
        received.gone.add(row.stated_id)
    return None


def _decision(finding: Finding, candidate: Finding | None, mine: bool, changed: bool) -> tuple[str, str]:
    """The decision kept with a finding and the word the tally counts it under."""
    if candidate and candidate.id == finding.id:
        return "accept", "changed" if changed else ("unchanged" if mine else "accepted")
    if mine:
        return "", "changed" if changed else "unchanged"
    return "", "changed" if candidate else "added"


def _reject(received: Received, row: Row, base: Finding | None, mine: bool) -> None:
    """A verdict against somebody's finding, or the withdrawal of one's own."""
    if base is None:
        words = "there is no finding with this id to reject; leave the row out, or export again and reject it there."
        return _refuse(received, row, (Fault(received.name, row.line, "decision", words),))
    if mine and base.decision != "reject" and base.decision != "accept":
        received.gone.add(row.stated_id)
        return received.tally.add("withdrawn")
    note = row.cells["note"]
    return _keep(received, row, replace(base, decision="reject", note=note, extractor="", confidence=1.0), "rejected", id=row.stated_id)


def _keep(received: Received, row: Row, finding: Finding, outcome: str, id: str = "") -> None:
    id = id or finding.id
    if id in received.lines and content(received.kept[id]) != content(finding):
        words = f"it has the same words and kind as line {received.lines[id]}; write a word into 'discriminator' to tell them apart."
        return _refuse(received, row, (Fault(received.name, row.line, "discriminator", words),))
    received.kept[id] = replace(finding, extractor="", confidence=1.0)
    received.lines[id] = row.line
    return received.tally.add(outcome)


def _refuse(received: Received, row: Row, faults: tuple[Fault, ...]) -> None:
    received.refused.append(replace(row, faults=faults))
    for fault in faults:
        received.tally.losses.append(Loss(f"line {fault.line}", "refused", str(fault)))
    received.tally.add("refused")
