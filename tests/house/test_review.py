"""A review folder: made, opened, or refused in one sentence."""

from pathlib import Path

import pytest

from kg.errors import BadReview
from kg.review import Review


def test_a_new_review_opens_and_its_template_is_in_order(tmp_path: Path) -> None:
    review = Review.create(tmp_path / "mine", 'Barriers "here"')
    assert review.title == "Barriers 'here'"
    assert Review.open(tmp_path / "mine") == review


def test_an_existing_review_is_never_made_again(tmp_path: Path) -> None:
    Review.create(tmp_path)
    (tmp_path / "review.toml").write_text('[review]\ntitle = "kept"\n', encoding="utf-8")
    with pytest.raises(BadReview, match="already is a review"):
        Review.create(tmp_path)
    assert Review.open(tmp_path).title == "kept"


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("[review\n", "cannot be read"),
        ("[revew]\ntitle = 'x'\n", r"\[revew\] that means nothing"),
        ("[review]\ntitel = 'x'\n", "no setting 'titel'"),
        ("title = 'x'\n", r"\[title\] that means nothing"),
        ("review = 'x'\n", "a part of its own"),
        ("[coders]\njane = 'first'\n", "whole number"),
    ],
)
def test_a_broken_review_toml_says_what_to_do(tmp_path: Path, written: str, says: str) -> None:
    (tmp_path / "review.toml").write_text(written, encoding="utf-8")
    with pytest.raises(BadReview, match=says) as wrong:
        Review.open(tmp_path)
    assert "review.toml" in str(wrong.value)


def test_no_review_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BadReview, match="kg init"):
        Review.open(tmp_path)


def test_a_missing_scheme_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "review.toml").write_text('[schemes]\nuse = ["schemes/none.ttl"]\n', encoding="utf-8")
    with pytest.raises(BadReview, match=r"none\.ttl"):
        Review.open(tmp_path).scheme_files()


def test_machines_come_after_every_person(tmp_path: Path) -> None:
    (tmp_path / "review.toml").write_text('[coders]\n"jane" = 0\n', encoding="utf-8")
    review = Review.open(tmp_path)
    assert (review.priority("jane"), review.priority("ali"), review.priority("cues", machine=True)) == (0, 1, 9)
