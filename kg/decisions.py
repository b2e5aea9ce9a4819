"""People's decisions on what is one report, one study or one family, and their facts on studies: joins.csv and studies.csv.

`joins.csv` has a row a decision: left, right (keys as `kg reports` and `kg studies` print them), decision, who, when, note.
`studies.csv` has a row a study: study, label, reports, family, places, methods, programmes, samples, note; lists are
separated by "; ", a sample reads `16 police-officers, interview, british-columbia, 9 jurisdiction` (`?` for a number not stated).
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from harvest import durable
from harvest.report import Join, Sample, Study
from kg.errors import BadSheet

JOIN_COLUMNS = ("left", "right", "decision", "who", "when", "note")
STUDY_COLUMNS = ("study", "label", "reports", "family", "places", "methods", "programmes", "samples", "note")

#: What a person can decide -> the decision of `harvest.report.Join` and what it is about.
DECISIONS = {
    "same-report": ("merged", "report"), "other-report": ("refused", "report"),
    "same-study": ("merged", "study"), "other-study": ("refused", "study"),
    "same-family": ("merged", "family"), "other-family": ("refused", "family"),
}  # fmt: skip

_SAMPLE = re.compile(r"^(?P<n>\d+|\?)\s+(?P<who>[^,]+?)\s*(?:,(?P<rest>.*))?$")
_UNITS = re.compile(r"^(?P<units>\d+)\s+(?P<kind>.+)$")


@dataclass(frozen=True, slots=True)
class StudyFacts:
    """What a person wrote down about one study."""

    study: str
    label: str = ""
    reports: tuple[str, ...] = ()
    family: str = ""
    places: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    samples: tuple[Sample, ...] = ()
    note: str = ""


def read_joins(path: Path) -> tuple[Join, ...]:
    """People's decisions in the order made; no file means none. Raises `BadSheet` naming line and remedy."""
    joins = []
    for line, row in _rows(path, JOIN_COLUMNS):
        if row["decision"] not in DECISIONS:
            raise BadSheet(f"{path}, line {line}: {row['decision']!r} is not a decision; write one of {', '.join(DECISIONS)}.")
        decision, about = DECISIONS[row["decision"]]
        words = row["note"] or f"{row['who'] or 'a person'} decided so"
        joins.append(Join(row["left"], row["right"], decision, f"person:{about}", words))  # type: ignore[arg-type]
    return tuple(joins)


def add_join(path: Path, left: str, right: str, decision: str, who: str = "", when: str = "", note: str = "") -> None:
    """Write one more decision below the others; the file is replaced whole, so a crash loses nothing."""
    rows = [row for _, row in _rows(path, JOIN_COLUMNS)]
    rows.append(dict(zip(JOIN_COLUMNS, (left, right, decision, who, when, note), strict=True)))
    _write(path, JOIN_COLUMNS, rows)


def drop_join(path: Path, left: str, right: str, about: str) -> int:
    """Take back every decision `about` (report, study, family) one pair, whichever side is named first; gives how many there were."""
    rows = [row for _, row in _rows(path, JOIN_COLUMNS)]
    kept = [row for row in rows if {row["left"], row["right"]} != {left, right} or DECISIONS.get(row["decision"], ("", ""))[1] != about]
    if len(kept) < len(rows):
        _write(path, JOIN_COLUMNS, kept)
    return len(rows) - len(kept)


def read_studies(path: Path) -> tuple[StudyFacts, ...]:
    """People's facts on studies; no file means none. Raises `BadSheet` naming line and remedy."""
    return tuple(
        StudyFacts(
            row["study"],
            row["label"],
            _list(row["reports"]),
            row["family"],
            _list(row["places"]),
            _list(row["methods"]),
            _list(row["programmes"]),
            tuple(_sample(path, line, words) for words in _list(row["samples"])),
            row["note"],
        )
        for line, row in _rows(path, STUDY_COLUMNS)
    )


def apply(studies: Iterable[Study], facts: Iterable[StudyFacts]) -> Iterator[Study]:
    """The studies with what people wrote about them; a row finds its study by key or by one of its reports."""
    rows = tuple(facts)
    for study in studies:
        row = next((one for one in rows if one.study == study.key or set(one.reports) & set(study.reports)), None)
        if row is None:
            yield study
            continue
        yield replace(
            study,
            key=row.study or study.key,
            label=row.label or study.label,
            family=row.family or study.family,
            places=row.places or study.places,
            methods=row.methods or study.methods,
            programmes=row.programmes or study.programmes,
            samples=row.samples or study.samples,
        )


def _sample(path: Path, line: int, words: str) -> Sample:
    match = _SAMPLE.match(words)
    if not match:
        raise BadSheet(
            f"{path}, line {line}: write the sample {words!r} like '16 police-officers, interview, british-columbia' "
            "('?' for a number not stated)."
        )
    parts = [part.strip() for part in (match["rest"] or "").split(",") if part.strip()]
    units = next((one for part in parts if (one := _UNITS.match(part))), None)
    plain = [part for part in parts if not _UNITS.match(part)]
    number = None if match["n"] == "?" else int(match["n"])
    return Sample(
        match["who"],
        number,
        plain[0] if plain else "",
        tuple(plain[1:]),
        int(units["units"]) if units else None,
        units["kind"] if units else "",
    )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    if not path.is_file():
        return
    try:
        reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
    except UnicodeDecodeError as wrong:
        raise BadSheet(f"{path} is not UTF-8 text; save it from the spreadsheet as 'CSV UTF-8'.") from wrong
    missing = set(columns[:1]) - set(reader.fieldnames or ()) | (set(reader.fieldnames or ()) - set(columns))
    if missing:
        raise BadSheet(f"{path} has the wrong columns ({', '.join(sorted(missing))}); it needs {', '.join(columns)}.")
    for row in reader:
        yield reader.line_num, {name: (row.get(name) or "").strip() for name in columns}


def _write(path: Path, columns: tuple[str, ...], rows: list[dict[str, str]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    durable.write(path, out.getvalue().encode())
