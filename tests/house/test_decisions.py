"""People's decisions on reports, studies and families."""

from pathlib import Path

import pytest

from harvest.report import Sample, Study
from kg.decisions import add_join, apply, read_joins, read_studies
from kg.errors import BadSheet


def test_decisions_are_added_and_read_in_order(tmp_path: Path) -> None:
    path = tmp_path / "joins.csv"
    assert read_joins(path) == ()
    add_join(path, "a", "b", "same-report", "jane", "2026-11-22", "same text")
    add_join(path, "a", "c", "other-study")
    joins = read_joins(path)
    assert [(one.left, one.right, one.decision, one.rule, one.words) for one in joins] == [
        ("a", "b", "merged", "person:report", "same text"),
        ("a", "c", "refused", "person:study", "a person decided so"),
    ]


def test_an_unknown_decision_names_line_and_choices(tmp_path: Path) -> None:
    path = tmp_path / "joins.csv"
    path.write_text("left,right,decision,who,when,note\na,b,glue,,,\n", encoding="utf-8")
    with pytest.raises(BadSheet, match=r"line 2.*same-report"):
        read_joins(path)


def test_facts_on_a_study_find_it_by_key_or_report(tmp_path: Path) -> None:
    path = tmp_path / "studies.csv"
    path.write_text(
        "study,label,reports,family,places,methods,programmes,samples,note\n"
        "butler,Butler 2022,doi-x,,british-columbia; canada,interview,,"
        '"16 police-officers, interview, british-columbia, 9 jurisdiction; ? clients",\n',
        encoding="utf-8",
    )
    (settled,) = apply([Study("auto-key", "auto", ("doi-x",))], read_studies(path))
    assert (settled.key, settled.label, settled.places) == ("butler", "Butler 2022", ("british-columbia", "canada"))
    assert settled.samples == (Sample("police-officers", 16, "interview", ("british-columbia",), 9, "jurisdiction"), Sample("clients"))


def test_a_sample_that_cannot_be_read_says_how_to_write_it(tmp_path: Path) -> None:
    path = tmp_path / "studies.csv"
    path.write_text("study,label,reports,family,places,methods,programmes,samples,note\nx,,,,,,,many people,\n", encoding="utf-8")
    with pytest.raises(BadSheet, match=r"line 2.*16 police-officers"):
        read_studies(path)


def test_wrong_columns_are_named(tmp_path: Path) -> None:
    path = tmp_path / "studies.csv"
    path.write_text("study,lable\nx,y\n", encoding="utf-8")
    with pytest.raises(BadSheet, match="lable"):
        read_studies(path)
