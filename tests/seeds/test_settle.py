"""`kg reports` and `kg studies`: what they list, and decisions that are written, win, and can be taken back."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg.cli import kg
from kg.errors import EvidenceError
from kg.review import Review
from kg.tally import Tally
from kg.walk import keep_files

ABSTRACT = (
    "Background: Hill farmers in Umbria keep goats and cheese cellars under one roof. Methods: We asked nineteen farmers near Gubbio "
    "what keeps their cellars dry. Results: Old doors and missing grants were the barriers named most; neighbours helped. "
    "Conclusions: A small grant for doors would keep most cellars dry."
)
NAMES = "Ann Roe, Bo Doe & Cy Poe"


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """A review of three files: a page, its bare abstract, and a blog post of two of its authors."""
    root = tmp_path / "review"
    Review.create(root)
    texts = {
        "page.txt": f"Dry cellars in the hills: goats and doors\n\n{ABSTRACT}\n\n{NAMES}\nCheese Notes, 3 May 2021",
        "bare.txt": f"DRY CELLARS IN THE HILLS: GOATS AND DOORS\n\n{ABSTRACT.replace('Background:', 'BACKGROUND')}",
        "blog.txt": (
            "What keeps cellars in the hills dry\n\nBy Ann Roe and Bo Doe\n\n"
            + "Last year our group went from door to door near Gubbio with a notebook. Farmers showed us their cellars. " * 3
            + "\n\nThe doors are old\n\nMany doors in Umbria are older than the goats behind them, and the wind knows it. " * 3
            + "\n\nLeave a Reply"
        ),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    tally = Tally("harvest")
    assert len(list(keep_files(Review.open(root), [tmp_path / name for name in texts], tally))) == 3
    assert tally.complete
    return root


def run(review: Path, *words: str) -> str:
    done = CliRunner().invoke(kg, ["--review", str(review), *words], catch_exceptions=False, standalone_mode=False)
    return done.output


def rows(review: Path, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(review, *words, "--as", "json"))
    return found


def test_reports_and_why(review: Path) -> None:
    reports = rows(review, "reports")
    assert [len(one["records"]) for one in reports] == [2, 1]
    assert reports[0]["report"] == "roe-2021-dry-cellars-hills"
    why = [one for one in rows(review, "reports", "--why") if one["decision"] == "merged"]
    assert [one["why"] for one in why] == ["titles agree and abstract texts agree (1.00)"]


def test_a_split_wins_and_is_taken_back(review: Path) -> None:
    left, right = next(one["records"] for one in rows(review, "reports") if len(one["records"]) == 2)
    assert "3 reports" in run(review, "reports", "split", left, right, "--note", "another edition", "--who", "ann")
    assert len(rows(review, "reports")) == 3
    sheet = (review / "joins.csv").read_text(encoding="utf-8").splitlines()
    assert sheet[1].startswith(f"{left},{right},other-report,ann,")
    refused = [one for one in rows(review, "reports", "--why") if one["decision"] == "refused"]
    assert any(one["why"] == "another edition" for one in refused)
    assert "Taken back: 1" in run(review, "reports", "undo", right, left)
    assert len(rows(review, "reports")) == 2


def test_families_are_offered_settled_and_refused(review: Path) -> None:
    blog, page = (one["study"] for one in rows(review, "studies"))
    offered = rows(review, "studies", "--why")
    assert [(one["rule"], one["decision"]) for one in offered] == [("family", "candidate")]
    assert "they share Doe, Roe" in offered[0]["why"] or "they share Roe, Doe" in offered[0]["why"]
    assert "Gubbio" in offered[0]["why"]
    run(review, "studies", "family", blog, page, "--not")
    assert rows(review, "studies", "--why") == []
    run(review, "studies", "undo", "--family", blog, page)
    run(review, "studies", "family", blog, page)
    assert len({one["family"] for one in rows(review, "studies")} - {""}) == 1
    assert "1 study" in run(review, "studies", "join", blog, page)
    assert rows(review, "studies")[0]["reports"] != []


def test_a_wrong_name_is_answered_with_the_nearest(review: Path) -> None:
    with pytest.raises(EvidenceError, match="did you mean roe-2021-dry-cellars-hills"):
        run(review, "studies", "join", "roe-2021-dry-cellar", "roe-2021-dry-cellars-hills")
    with pytest.raises(EvidenceError, match="Nobody decided"):
        run(review, "reports", "undo", "a", "b")
