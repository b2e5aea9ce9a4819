"""What stays unmapped is listed, most frequent first, with the nearest concepts; and a review's own scheme takes it off the list."""

import json
from pathlib import Path

from click.testing import CliRunner

from kg.cli import kg
from kg.concepts.lexicon import Lexicon
from kg.concepts.unknown import unknown
from kg.findings import sheet
from kg.findings.finding import Finding, Match
from kg.review import Review

SHEET = """scheme,slug,label,definition,alt,barrier_label,facilitator_label,broader
determinant,waiting-times,Waiting times,,queues,long waits,,
strategy,triage,Triage desk,,,,,
"""
HEADER, *ROWS = SHEET.splitlines(keepends=True)


def finding(quote: str, report: str, kind: str = "barrier", **more: object) -> Finding:
    return Finding(kind, quote, 0, len(quote), "00", report, **more)  # type: ignore[arg-type]


FINDINGS = [
    finding("Paper forms in three languages", "r1"),
    finding("three languages of paper form", "r2"),
    finding("the noise of building works", "r1"),
    finding("the noise of building works", "r1"),
    finding("long waits", "r3"),
    finding("waiting for triage", "r1", "context"),
    finding("some words", "r4", matches=(Match("lost-forms"),)),
    finding("long queues", "r4", matches=(Match("waiting-times"),)),
]


def lexicon(tmp_path: Path) -> Lexicon:
    path = tmp_path / "own.csv"
    path.write_text(SHEET, encoding="utf-8")
    return Lexicon.load([path], shipped=[])


def test_unmapped_phrases_are_ranked_by_reports_then_findings(tmp_path: Path) -> None:
    rows = unknown(FINDINGS, lexicon(tmp_path))
    assert [(row.words, len(row.reports), row.findings) for row in rows] == [
        ("three languages of paper form", 2, 2),
        ("the noise of building works", 1, 2),
        ("lost-forms", 1, 1),
    ]
    assert rows[0].ids == (FINDINGS[0].id, FINDINGS[1].id)
    assert rows[0].nearest == ("waiting-times",)


def test_the_command_lists_them_and_an_own_scheme_takes_them_off(tmp_path: Path) -> None:
    review = Review.create(tmp_path / "review")
    (review.root / "review.toml").write_text('[review]\ntitle = "x"\n[schemes]\nreplace = true\n', encoding="utf-8")
    own = review.root / "schemes" / "own.csv"
    own.write_text(SHEET, encoding="utf-8")
    sheet.write(review.codings / "candidates" / "cues.csv", FINDINGS[:4])
    sheet.write(review.codings / "jane.csv", FINDINGS[4:])

    def rows(*options: str) -> list[dict[str, object]]:
        result = CliRunner().invoke(kg, ["--review", str(review.root), "unknown", "--as", "json", *options])
        assert result.exit_code == 0, result.output
        found: list[dict[str, object]] = json.loads(result.output)
        return found

    assert [row["phrase"] for row in rows()] == ["three languages of paper form", "the noise of building works", "lost-forms"]
    assert [row["phrase"] for row in rows("--people")] == ["lost-forms"]
    assert [row["phrase"] for row in rows("--min", "2")] == ["three languages of paper form"]
    own.write_text(SHEET + "determinant,languages,Languages of forms,,paper forms,,,\n", encoding="utf-8")
    assert [row["phrase"] for row in rows()] == ["the noise of building works", "lost-forms"]


def test_a_wrong_kind_is_a_usage_error(tmp_path: Path) -> None:
    result = CliRunner().invoke(kg, ["--review", str(tmp_path), "unknown", "--kind", "hurdle"])
    assert result.exit_code == 2
    assert "choose one of barrier" in result.output
