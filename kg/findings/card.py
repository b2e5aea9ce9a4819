"""The accuracy card: measured figures with date, version and digests, as Markdown for people and JSON for views."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kg.findings import reliability
from kg.findings.find import find, raw
from kg.findings.gold import Gold, agreement, halves, total
from kg.findings.score import Count
from kg.text.sections import read_text

Found = Mapping[str, list[dict[str, Any]]]
COLUMNS = ("what", "precision", "recall", "f1", "hits", "predicted", "gold")


def measure(reports: Sequence[Gold], predicted: Found | None = None) -> dict[str, Any]:
    """The figures of a card: all reports, each half with reliabilities estimated on the other half alone, and the readers."""
    figures: dict[str, dict[str, Count]] = {"all reports": total(dict(predicted or _found(reports)), reports)}
    if predicted is None and len(reports) > 3:
        one, other = halves(reports)
        for name, learn, test in (("first half", other, one), ("second half", one, other)):
            known = reliability.estimate(learn, _raw)
            figures[f"{name}, reliabilities from the other"] = total(_found(test, known), test)
        figures["both halves, each from the other"] = _sum(figures)
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "version": _version(),
        "reports": len(reports),
        "gold": hashlib.sha256(
            "\n".join(sorted(f"{one.id} {json.dumps(one.findings, sort_keys=True)}" for one in reports)).encode()
        ).hexdigest()[:16],
        "rules": _digest(),
        "readers": _count(agreement(reports)),
        "figures": {name: {key: _count(count) for key, count in counts.items()} for name, counts in figures.items()},
    }


def _gold_digest(reports: Sequence[Gold]) -> str:
    """Digest of the gold readings, whatever their order."""
    lines = sorted(f"{one.id} {json.dumps(one.findings, sort_keys=True)}" for one in reports)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _sum(figures: Mapping[str, Mapping[str, Count]]) -> dict[str, Count]:
    sums: dict[str, Count] = {}
    for name, counts in figures.items():
        if "half," in name:
            for key, count in counts.items():
                sums[key] = sums.get(key, Count()) + count
    return dict(sorted(sums.items()))


def rows(made: Mapping[str, Any]) -> tuple[tuple[Any, ...], ...]:
    """The rows of the table: every figure, then the readers."""
    lines = [
        (f"{name}: {key}" if key != "all" else name, *(count[column] for column in COLUMNS[1:]))
        for name, counts in made["figures"].items()
        for key, count in counts.items()
    ]
    return (*lines, ("readers, one against the other", *(made["readers"][column] for column in COLUMNS[1:])))


def markdown(made: Mapping[str, Any]) -> str:
    """The card as Markdown."""
    head = "| " + " | ".join(COLUMNS) + " |\n|---" + "|---:" * (len(COLUMNS) - 1) + "|\n"
    body = "".join("| " + " | ".join(_cell(cell) for cell in row) + " |\n" for row in rows(made))
    told = (
        f"Measured {made['date']} with evidence-kg {made['version']} (rules and reliabilities `{made['rules']}`) "
        f"on {made['reports']} reports (gold `{made['gold']}`)."
    )
    return (
        f"# Accuracy of found findings\n\n{told}\nWritten by `kg evaluate GOLD --card FILE`; not edited by hand.\n\n{_NOTES}\n{head}{body}"
    )


_NOTES = """A found finding counts as right when its kind is a gold finding's and the two stretches of text overlap by half or more
(intersection over union of characters); findings on which the two readers did not agree neither help nor hurt.

**How to read it.** The rules were written by people who had read these reports, so the figures on them are an upper bound. Only the
reliabilities of rules are estimated; *each from the other* shows them estimated on one half and scored on the other. What to expect on
texts nobody here has read is lower: see docs/finding.md. Set C and G are reports without findings: every finding there is an error.
"""


def save(made: Mapping[str, Any], path: Path) -> None:
    """Write the card, and the same figures as JSON beside it."""
    for target, words in ((path, markdown(made)), (path.with_suffix(".json"), json.dumps(made, indent=1, ensure_ascii=False) + "\n")):
        beside = target.with_name(target.name + ".part")
        beside.write_text(words, encoding="utf-8")
        beside.replace(target)


def _found(reports: Sequence[Gold], known: Mapping[str, float] | None = None) -> dict[str, list[dict[str, Any]]]:
    return {one.id: [row.to_row(one.id) for row in find(read_text(one.text, one.id), known=known)] for one in reports}


def _raw(report: Gold) -> list[dict[str, Any]]:
    return [
        {"kind": one.kind, "start": one.start, "end": one.end, "extractor": one.extractor} for one in raw(read_text(report.text, report.id))
    ]


def _count(count: Count) -> dict[str, Any]:
    return {
        "precision": round(count.precision, 3), "recall": round(count.recall, 3), "f1": round(count.f1, 3),
        "hits": count.hits, "predicted": count.predicted, "gold": count.gold,
    }  # fmt: skip


def _cell(cell: object) -> str:
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def _digest() -> str:
    """Digest of every rule, word list and reliability: what makes two cards comparable."""
    folder = Path(__file__).parent
    files = sorted((*folder.rglob("*.py"), *folder.glob("*.toml"), *folder.glob("*.json"), *(folder.parent / "text").glob("*.[pt][yo]*")))
    return hashlib.sha256(b"\0".join(one.read_bytes() for one in files if "__pycache__" not in one.parts)).hexdigest()[:16]


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("evidence-kg")
    except PackageNotFoundError:
        return "from source"
