"""The tables of the pages as plain tables, for reports: studies, recurrence, findings with quotes, recommendations, gap map, worksheet."""

from collections.abc import Callable

from kg.answers.table import Cell, Table
from kg.page.counting import recurrences
from kg.page.gathered import KINDS, Finding, Gathered, Study, evidence

_CHECKED = {"abstract": "against the abstract", "full-text": "against the full text"}


def _labels(gathered: Gathered, keys: tuple[str, ...]) -> str:
    return "; ".join(gathered.label(key) for key in keys)


def _notices(study: Study | None) -> str:
    return "; ".join(notice.kind for notice in study.notices) if study else ""


def studies(gathered: Gathered) -> list[Table]:
    """A row a study: what it is, where, how, with whom, and how much it found."""
    columns = (
        "Study",
        "Year",
        "Where",
        "How",
        "Participants",
        "Reports",
        "Family",
        "Barriers",
        "Facilitators",
        "Recommendations",
        "Notices",
    )
    rows: list[tuple[Cell, ...]] = []
    for one in gathered.studies:
        found = [finding.kind for finding in evidence(gathered.by_study.get(one.key, ()))]
        reports = "; ".join((report.identifiers[-1][1] if report.identifiers else report.title) for report in one.reports)
        counts = tuple(found.count(kind) for kind in ("barrier", "facilitator", "recommendation"))
        who, where, how = participants(gathered, one), _labels(gathered, one.places), _labels(gathered, one.methods)
        rows.append((one.label, one.year, where, how, who, reports, one.family, *counts, _notices(one)))
    return [Table(columns, tuple(rows), "Studies")]


def participants(gathered: Gathered, study: Study) -> str:
    """Who took part, with numbers where the study states them."""
    groups = (
        (gathered.label(one.participants) if one.participants else "participants", one.n or "number not stated") for one in study.samples
    )
    return "; ".join(f"{who}: {number}" for who, number in groups)


def recurrence(gathered: Gathered) -> list[Table]:
    """A row a concept and kind, with the studies behind it, as coded and by theme."""
    columns = ("Determinant or strategy", "Kind", "Studies", "Independent families", "Findings", "Places", "Which studies")
    made = []
    for level, title in (("leaf", "Recurrence as coded"), ("top", "Recurrence by theme")):
        which = _which(gathered, level)
        rows = [
            (
                gathered.label(row.concept),
                KINDS[row.kind][0],
                row.studies,
                row.families,
                row.findings,
                row.places,
                which[row.concept, row.kind],
            )
            for row in recurrences(gathered, level=level)
        ]
        made.append(Table(columns, tuple(rows), title, "Background statements and machine candidates are not counted."))
    return made


def _which(gathered: Gathered, level: str) -> dict[tuple[str, str], str]:
    from kg.page.counting import raised

    found: dict[tuple[str, str], dict[str, None]] = {}
    for one in evidence(gathered.findings):
        for concept in raised(gathered, one.concepts, level):
            found.setdefault((concept, one.kind), {})[gathered.study[one.study].label] = None
    return {key: "; ".join(names) for key, names in found.items()}


def findings(gathered: Gathered) -> list[Table]:
    """Every finding with its quote, who says it, how it was checked, and whether it counts."""
    columns = (
        "Study",
        "Kind",
        "Quote",
        "Coded as",
        "Said by",
        "About",
        "Affects",
        "Level",
        "Section",
        "Coded by",
        "Quote checked",
        "Counted",
        "Notices",
    )
    rows = tuple(_finding(gathered, one) for one in gathered.findings)
    return [Table(columns, rows, "Findings with their quotes")]


def _finding(gathered: Gathered, one: Finding) -> tuple[Cell, ...]:
    counted = "no: machine candidate" if one.machine else "yes" if one.counts else "no: background"

    def words(*keys: str) -> str:
        return _labels(gathered, tuple(key for key in keys if key))

    study = gathered.study[one.study]
    return (
        study.label, KINDS.get(one.kind, (one.kind,))[0], one.quote, words(*one.concepts), words(*one.voice), words(*one.concerns),
        words(*one.affects), words(one.level), words(one.section), "; ".join(one.coders), _CHECKED.get(one.checked, "no"), counted,
        _notices(study),
    )  # fmt: skip


def recommendations(gathered: Gathered) -> list[Table]:
    """Recommendations by addressee."""
    columns = ("Addressed to", "Strategy", "Quote", "Study", "Meant for", "Said by", "Notices")
    rows = [
        (_labels(gathered, (to,)) if to else "nobody named", _labels(gathered, one.concepts), one.quote, gathered.study[one.study].label,
         _labels(gathered, one.addresses), _labels(gathered, one.voice), _notices(gathered.study[one.study]))
        for one in evidence(gathered.findings) if one.kind == "recommendation" for to in one.addressee or ("",)
    ]  # fmt: skip
    return [Table(columns, tuple(sorted(rows, key=lambda row: (row[0] == "nobody named", row))), "Recommendations by addressee")]


def gap_map(gathered: Gathered) -> list[Table]:
    """Themes by who says it and by place: numbers of studies, nothing where there is none."""
    ways: tuple[tuple[str, Callable[[Finding], tuple[str, ...]]], ...] = (
        ("Gap map: themes by who says it (studies)", lambda one: one.voice),
        ("Gap map: themes by place (studies)", lambda one: gathered.study[one.study].places),
    )
    made = []
    for title, across in ways:
        cells: dict[tuple[str, str], set[str]] = {}
        for one in evidence(gathered.findings):
            for top in {top for key in one.concepts if key.startswith("determinant/") for top in gathered.tops(key)}:
                for column in across(one):
                    cells.setdefault((top, column), set()).add(one.study)
        tops = sorted({top for top, _ in cells}, key=lambda key: (gathered.label(key).lower(), key))
        across_keys = sorted({column for _, column in cells}, key=lambda key: (gathered.label(key).lower(), key))
        rows = tuple((gathered.label(top), *(len(cells[top, key]) if (top, key) in cells else None for key in across_keys)) for top in tops)
        made.append(Table(("Theme", *(gathered.label(key) for key in across_keys)), rows, title))
    return made


#: Tables by the view they belong to, in the order of a report.
BY_VIEW: dict[str, Callable[[Gathered], list[Table]]] = {
    "recurrence": recurrence,
    "matrix": gap_map,
    "recommendations": recommendations,
    "studies": studies,
    "concepts": findings,
}
