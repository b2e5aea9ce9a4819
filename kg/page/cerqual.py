"""The GRADE-CERQual worksheet: inputs filled in from the evidence, every judgement left blank for people.

Columns follow the Summary of Qualitative Findings and the Evidence Profile of the GRADE-CERQual guidance (Lewin et al. 2018,
Implementation Science 13 Suppl 1, https://doi.org/10.1186/s13012-017-0688-3). We never grade (DESIGN 7.7).
"""

from kg.answers.table import Cell, Table
from kg.page.counting import Recurrence, recurrences
from kg.page.gathered import Finding, Gathered, Study, evidence
from kg.page.tables import participants

#: Columns of the Summary of Qualitative Findings.
SUMMARY = (
    "No.", "Review finding (draft from the codes; to be worded by the reviewers)", "Studies contributing", "Confidence (to be judged)",
    "Explanation of the judgement",
)  # fmt: skip
#: Columns of the Evidence Profile: for each component what the evidence holds, then the empty judgement.
PROFILE = (
    "No.", "Review finding (draft from the codes)", "Studies contributing", "Methods and notices (input)",
    "Methodological limitations (to be judged)", "Agreement and exceptions (input)", "Coherence (to be judged)",
    "Studies, families, findings, participants (input)", "Adequacy (to be judged)", "Places, settings, who says it (input)",
    "Relevance (to be judged)", "Overall confidence (to be judged)",
)  # fmt: skip

_KINDS = ("barrier", "facilitator")
_BLANK = ""


def worksheet(gathered: Gathered, least: int = 1) -> list[Table]:
    """The two tables, a row for each determinant and pole reported by at least `least` studies."""
    rows = [row for row in recurrences(gathered) if row.kind in _KINDS and row.studies >= least]
    behind = _behind(gathered)
    made: list[tuple[Cell, ...]] = []
    short: list[tuple[Cell, ...]] = []
    for number, row in enumerate(rows, 1):
        found = behind[row.concept, row.kind]
        studies = [gathered.study[key] for key in dict.fromkeys(one.study for one in found)]
        labels = "; ".join(study.label for study in studies)
        short.append((number, _draft(gathered, row), labels, _BLANK, _BLANK))
        made.append((
            number, _draft(gathered, row), labels, _methods(gathered, studies), _BLANK, _agreement(gathered, row, found), _BLANK,
            _amount(gathered, row, studies), _BLANK, _where(gathered, studies, found), _BLANK, _BLANK,
        ))  # fmt: skip
    note = "Judgements are blank on purpose: GRADE-CERQual assessments are made by people."
    return [
        Table(SUMMARY, tuple(short), "GRADE-CERQual: Summary of Qualitative Findings", note),
        Table(PROFILE, tuple(made), "GRADE-CERQual: Evidence Profile", note),
    ]


def _behind(gathered: Gathered) -> dict[tuple[str, str], list[Finding]]:
    found: dict[tuple[str, str], list[Finding]] = {}
    for one in evidence(gathered.findings):
        for concept in one.concepts:
            found.setdefault((concept, one.kind), []).append(one)
    return found


def _draft(gathered: Gathered, row: Recurrence) -> str:
    """The concept's own words for the pole, or its label with the pole."""
    concept = gathered.concept.get(row.concept)
    words = (concept.barrier if row.kind == "barrier" else concept.facilitator) if concept else ""
    return f"{words or gathered.label(row.concept)} ({row.kind})"


def _methods(gathered: Gathered, studies: list[Study]) -> str:
    rows = []
    for study in studies:
        methods = ", ".join(gathered.label(key) for key in study.methods) or "method not stated"
        notices = "".join(f"; {notice.kind.upper()}" for notice in study.notices)
        rows.append(f"{study.label}: {methods}{notices}")
    return "; ".join(rows)


def _agreement(gathered: Gathered, row: Recurrence, found: list[Finding]) -> str:
    """What speaks the other way: the other pole, and findings that contrast, dispute or except."""
    other = "facilitator" if row.kind == "barrier" else "barrier"
    opposite = {one.study for one in evidence(gathered.by_concept.get(row.concept, ())) if one.kind == other}
    links = {kind for one in found for kind, _ in one.links if kind in ("contrastsWith", "disputes", "negativeCaseOf", "qualifies")}
    parts = (
        [f"reported as {other} in {len(opposite)} studies" if len(opposite) != 1 else f"reported as {other} in 1 study"] if opposite else []
    )
    parts += [f"linked findings: {', '.join(sorted(links))}"] if links else []
    parts += ["coders disagree on some codes"] if any(one.disputed for one in found) else []
    return "; ".join(parts) or "no contrary finding coded"


def _amount(gathered: Gathered, row: Recurrence, studies: list[Study]) -> str:
    groups = "; ".join(f"{study.label}: {participants(gathered, study) or 'participants not stated'}" for study in studies)
    return f"{row.studies} studies, {row.families} independent, {row.findings} findings. {groups}"


def _where(gathered: Gathered, studies: list[Study], found: list[Finding]) -> str:
    places = sorted({gathered.label(key) for study in studies for key in study.places})
    settings = sorted({gathered.label(key) for study in studies for key in study.programmes})
    voices = sorted({gathered.label(key) for one in found for key in one.voice})
    rows = (("places", places), ("settings", settings), ("said by", voices))
    return "; ".join(f"{words}: {', '.join(names)}" for words, names in rows if names) or "not stated"
