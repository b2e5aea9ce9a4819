"""One row of a coding sheet: the finding in it, cell by cell, and what is wrong with a cell in words a person can act on."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from kg.findings import grid
from kg.findings.finding import BASES, KINDS, ROLES, Finding, Match

#: The columns of a sheet, in order; all of them are needed.
COLUMNS = (
    "id", "report", "document", "kind", "quote", "start", "end", "section", "role", "basis", "perspective", "stakeholders",
    "affects", "addressee", "stated_level", "level", "concepts", "match", "addresses", "units", "discriminator", "links",
    "checked", "seal", "decision", "coder", "date", "note",
)  # fmt: skip

#: Columns a sheet may have besides: the sentences around the quote (for the reader only), and who or what found it how surely.
EXTRAS = ("before", "after", "label", "extractor", "confidence", "problem")

LEVELS = ("macro", "exo", "meso", "micro")
CHECKED = ("unchecked", "abstract", "full-text")
DECISIONS = ("accept", "reject", "edit", "add")
#: Column -> the words it may hold; all but kind may also be empty.
WORDS = {
    "kind": KINDS, "role": ROLES, "basis": BASES, "stated_level": LEVELS, "level": LEVELS, "checked": CHECKED, "decision": DECISIONS,
}  # fmt: skip
LISTS = ("perspective", "stakeholders", "affects", "addressee", "addresses")

_MATCH = re.compile(r"(?P<reason>[^\s:]+)(?: (?P<score>\d(?:\.\d+)?(?:e-\d+)?))?(?:: (?P<words>.*))?", re.S)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a sheet: where it stands (line 1 is the header), and a sentence that says what to do."""

    file: str
    line: int
    column: str
    words: str

    def __str__(self) -> str:
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}, line {self.line}{column}: {self.words}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row as a person left it: its line, its cells by column, the finding it makes (None when it has faults), who and when."""

    line: int
    cells: dict[str, str]
    finding: Finding | None
    faults: tuple[Fault, ...] = ()

    @property
    def coder(self) -> str:
        """Who coded it, if the row says so."""
        return self.cells.get("coder", "")

    @property
    def stated_id(self) -> str:
        """The id the row carries: that of the row as it was exported, before a person changed it."""
        return self.cells.get("id", "")


def read(line: grid.Line, header: tuple[str, ...], name: str) -> Row:
    """The row in a line of a grid under its header, with the finding or the faults in it."""
    filled = {column: cell for column, cell in zip(header, line.cells, strict=False) if column}
    for column in (*COLUMNS, *EXTRAS):
        filled.setdefault(column, "")
    return Row(line.number, filled, *_finding(filled, name, line, header))


def _finding(filled: dict[str, str], name: str, line: grid.Line, header: tuple[str, ...]) -> tuple[Finding | None, tuple[Fault, ...]]:
    faults = list(_overhang(line, header, name))
    words = {column: _word(filled[column], column, name, line.number, faults) for column in WORDS}
    start, end = (_number(filled[column], column, name, line.number, faults) for column in ("start", "end"))
    if not filled["quote"].strip():
        faults.append(Fault(name, line.number, "quote", "the quote is missing; copy the words of the report that carry the finding."))
    if not (filled["report"].strip() or filled["document"].strip()):
        faults.append(Fault(name, line.number, "report", "the report is missing; write its DOI, PMID or the key 'kg reports' shows."))
    matches = _read_matches(filled, name, line.number, faults)
    links = _read_links(filled["links"], name, line.number, faults)
    confidence = _share(filled["confidence"], name, line.number, faults)
    if faults:
        return None, tuple(faults)
    return Finding(
        quote=filled["quote"], start=start, end=end, document=filled["document"].strip().lower(), report=filled["report"].strip(),
        kind=words["kind"], role=words["role"], basis=words["basis"], stated_level=words["stated_level"], level=words["level"],
        checked=words["checked"] or "unchecked", decision=words["decision"], section=filled["section"], matches=matches, links=links,
        units=filled["units"], discriminator=filled["discriminator"].strip(), seal=filled["seal"].strip(), note=filled["note"],
        extractor=filled["extractor"], confidence=confidence, **{column: split(filled[column]) for column in LISTS},
    ), ()  # fmt: skip


def _overhang(line: grid.Line, header: tuple[str, ...], name: str) -> Iterable[Fault]:
    """Cells beyond the header or under no heading: most likely a delimiter that was not enclosed in quotation marks."""
    beyond = [cell for number, cell in enumerate(line.cells) if cell.strip() and (number >= len(header) or not header[number])]
    if beyond:
        words = f"the row goes on beyond its columns ({beyond[0][:40]!r}); enclose the cell it belongs to in quotes."
        yield Fault(name, line.number, "", words)


def _word(cell: str, column: str, name: str, line: int, faults: list[Fault]) -> str:
    word = cell.strip().lower()
    known = WORDS[column]
    if word in known or (not word and column != "kind"):
        return word
    near = get_close_matches(word, known, n=1)
    said = f"{cell.strip()!r} is not one of its words" if word else "it is empty"
    hint = f" (did you mean {near[0]!r}?)" if near else ""
    faults.append(Fault(name, line, column, f"{said}{hint}; write one of {', '.join(known)}."))
    return ""


def _number(cell: str, column: str, name: str, line: int, faults: list[Fault]) -> int:
    """A whole number, also as spreadsheets print it (`12.0`); 0 for an empty cell."""
    if match := re.fullmatch(r"\s*(\d{1,12})(?:[.,]0+)?\s*", cell):
        return int(match[1])
    if cell.strip():
        words = f"{cell.strip()!r} is not a whole number; write the place counted in characters from 0, or leave it empty to have it found."
        faults.append(Fault(name, line, column, words))
    return 0


def _share(cell: str, name: str, line: int, faults: list[Fault]) -> float:
    if not cell.strip():
        return 1.0
    if re.fullmatch(r"\s*(?:0?[.,]\d+|[01](?:[.,]\d*)?|\d(?:[.,]\d+)?e-\d+)\s*", cell, re.I):
        value = float(cell.replace(",", "."))
        if value <= 1:
            return value
    faults.append(Fault(name, line, "confidence", f"{cell.strip()!r} is not a number from 0 to 1; write one like 0.8, or leave it empty."))
    return 1.0


def _read_matches(filled: dict[str, str], name: str, line: int, faults: list[Fault]) -> tuple[Match, ...]:
    concepts, reasons = split(filled["concepts"]), split(filled["match"])
    if not reasons:
        return tuple(Match(concept) for concept in concepts)
    if len(reasons) != len(concepts):
        words = f"it gives {len(reasons)} reasons for {len(concepts)} concepts; leave it empty where you chose the concepts yourself."
        faults.append(Fault(name, line, "match", words))
        return ()
    matches = []
    for concept, words in zip(concepts, reasons, strict=True):
        found = _MATCH.fullmatch(words)
        if not found or float(found["score"] or 1) > 1:
            faults.append(
                Fault(name, line, "match", f"{words!r} does not read like 'synonym 0.8: the words'; leave it empty if you chose it.")
            )
            continue
        matches.append(Match(concept, found["reason"], found["words"] or "", float(found["score"] or 1)))
    return tuple(matches)


def _read_links(cell: str, name: str, line: int, faults: list[Fault]) -> tuple[tuple[str, str], ...]:
    links = []
    for words in split(cell):
        kind, _, target = words.partition(" ")
        if not target.strip():
            faults.append(
                Fault(
                    name, line, "links", f"{words!r} names no finding; write a kind and an id, like 'contrastsWith 0d0f538451c816e64d08'."
                )
            )
        links.append((kind, target.strip()))
    return tuple(links)


def cells(finding: Finding, coder: str = "", date: str = "") -> dict[str, str]:
    """The cells of a finding by column."""
    anchored = finding.end > 0
    return {
        "id": finding.id, "report": finding.report, "document": finding.document, "kind": finding.kind, "quote": finding.quote,
        "start": str(finding.start) if anchored else "", "end": str(finding.end) if anchored else "",
        "section": finding.section, "role": finding.role, "basis": finding.basis,
        **{column: joined(getattr(finding, column)) for column in LISTS},
        "stated_level": finding.stated_level, "level": finding.level, "concepts": joined(finding.concepts),
        "match": _matches(finding.matches), "units": finding.units, "discriminator": finding.discriminator,
        "links": joined(f"{kind} {target}" for kind, target in finding.links), "checked": finding.checked, "seal": finding.seal,
        "decision": finding.decision, "coder": coder, "date": date, "note": finding.note,
        "extractor": finding.extractor, "confidence": "" if finding.confidence == 1.0 else repr(finding.confidence),
    }  # fmt: skip


def joined(items: Iterable[str]) -> str:
    r"""A list in one cell.

    >>> joined(["police", "staff; others"])
    'police; staff\\; others'
    """
    return "; ".join(item.replace("\\", "\\\\").replace(";", "\\;") for item in items)


def split(cell: str) -> tuple[str, ...]:
    r"""The items of a list in one cell.

    >>> split("police; staff\\; others;")
    ('police', 'staff; others')
    """
    if "\\" not in cell:
        return tuple(item for item in map(str.strip, cell.split(";")) if item) if cell else ()
    items = re.findall(r"(?:\\.|[^;\\]|\\$)+", cell, re.S)
    return tuple(item for item in (re.sub(r"\\(.)", r"\1", part.strip(), flags=re.S) for part in items) if item)


def _matches(matches: Sequence[Match]) -> str:
    """How each concept was matched; empty when a reader chose them all."""
    if all(match == Match(match.concept) for match in matches):
        return ""
    words = []
    for match in matches:
        score = "" if match.score == 1.0 else f" {match.score!r}"
        words.append(f"{match.reason}{score}" + (f": {match.words}" if match.words else ""))
    return joined(words)
