"""Agreement: the coefficients equal published worked examples, and disagreements are found and named."""

import json
from dataclasses import replace

import pytest

from kg.findings.agree import ac1, agree, kappa, paired, percent
from kg.findings.finding import Coding, Match
from tests.people.conftest import Bench


def table(*rows: tuple[int, ...]) -> list[tuple[str, str]]:
    """Pairs of a square table of counts: rows are the first rater's categories, columns the second's."""
    return [(str(i), str(j)) for i, row in enumerate(rows) for j, number in enumerate(row) for _ in range(number)]


# Altman, Practical Statistics for Medical Research (1991), p. 403: 85 xeromammograms and mammograms read into four classes.
ALTMAN = table((21, 12, 0, 0), (4, 17, 1, 0), (3, 9, 15, 2), (0, 0, 0, 1))
# Gwet, "Kappa statistic is not satisfactory for assessing the extent of agreement between raters" (2002), table 2: 125 subjects.
GWET = table((118, 5), (2, 0))
# The grant proposals of many textbooks: 50 read by two readers.
GRANTS = table((20, 5), (10, 15))


def test_cohens_kappa_equals_published_values() -> None:
    assert kappa(ALTMAN) == pytest.approx(0.47, abs=0.005)
    assert kappa(GRANTS) == pytest.approx(0.4)
    assert kappa(GWET) == pytest.approx(-0.0234, abs=0.0001)


def test_gwets_ac1_equals_published_values() -> None:
    assert ac1(GWET) == pytest.approx(0.9408, abs=0.0001)
    assert percent(GWET) == pytest.approx(0.944)


def test_undefined_is_none_and_not_a_number_made_up() -> None:
    assert (percent([]), kappa([]), ac1([])) == (None, None, None)
    same = [("yes", "yes")] * 5
    assert (percent(same), kappa(same), ac1(same)) == (1.0, None, 1.0)


def test_a_larger_scale_expects_less_by_chance() -> None:
    pairs = table((5, 1), (1, 5))
    low, high = ac1(pairs), ac1(pairs, 6)
    assert low is not None
    assert high is not None
    assert low < high


def test_findings_pair_once_the_same_kind_and_the_nearest_first(bench: Bench) -> None:
    long = bench.candidates[0]
    wider = replace(long, start=long.start - 3)
    other = replace(long, kind="context")
    pairs, left, right = paired([long], [other, wider])
    assert pairs == [(long, wider)]
    assert (left, right) == ([], [other])
    far = replace(long, start=long.end + 1, end=long.end + 10)
    assert paired([long], [far]) == ([], [long], [far])


def test_quotes_without_a_place_pair_by_their_words(bench: Bench) -> None:
    one = replace(bench.candidates[0], start=0, end=0, document="")
    assert paired([one], [replace(one, quote="long  waits")])[0]
    assert not paired([one], [replace(one, quote="long wait")])[0]


def test_measures_and_disagreements_of_two_coders(bench: Bench) -> None:
    long, kind, beds, hire = bench.candidates
    jane = Coding("jane", (long, kind, beds))
    ali = Coding("ali", (replace(long, matches=(Match("beds"),)), replace(kind, kind="context"), hire))
    found = agree(jane, ali, {bench.document.sha256: bench.document})
    measures = {one.question: one for one in found.measures}
    assert measures["findings both have"].agreement == pytest.approx(2 * 2 / 6)
    assert measures["kind of findings both have"].units == 2
    assert measures["kind of findings both have"].agreement == 0.5
    assert measures["concepts of findings both have"].agreement == 0.0
    sentences = measures["sentences with a finding"]
    assert sentences.units >= 6
    assert sentences.agreement == pytest.approx(1 - 2 / sentences.units)
    assert [(one.about, one.left, one.right) for one in found.disagreements] == [
        ("concept", "waiting-times", "beds"),
        ("kind", "facilitator", "context"),
        ("finding", "barrier: beds", ""),
        ("finding", "", "recommendation: hire-staff"),
    ]


def test_texts_only_one_has_read_do_not_count(bench: Bench) -> None:
    long = bench.candidates[0]
    away = replace(long, document="00" * 32)
    found = agree(Coding("jane", (long, away)), Coding("ali", (long,)), {})
    assert found.disagreements == ()
    assert found.measures[0].agreement == 1.0
    assert found.measures[1].units == 0


def test_the_command_compares_people_and_their_verdicts(bench: Bench) -> None:
    rows = bench.rows(bench.export("out.csv", "--candidates"))
    assert bench.take([row | {"decision": "accept"} for row in rows], "jane").exit_code == 0
    wanted = ["accept", "accept", "reject", "reject"]
    assert bench.take([row | {"decision": one} for row, one in zip(rows, wanted, strict=True)], "ali").exit_code == 0
    result = bench.run("agree", "--as", "json")
    assert result.exit_code == 0, result.output
    verdicts = next(row for row in json.loads(result.output) if row["question"] == "verdicts on candidates")
    assert (verdicts["units"], verdicts["agreement"], verdicts["kappa"]) == (4, 0.5, 0.0)
    listed = json.loads(bench.run("agree", "jane", "ali", "--list", "--as", "json").output)
    assert [row["quote"] for row in listed if row["about"] == "verdict"] == ["lack of beds", "hire more nurses"]
    machine = bench.run("agree", "jane", "cues", "--as", "json")
    assert json.loads(machine.output)[0]["agreement"] == 1.0


def test_one_coder_or_an_unknown_one_is_a_sentence(bench: Bench) -> None:
    assert "needs two coders" in str(bench.run("agree").exception)
    assert "choose among cues" in str(bench.run("agree", "jane", "ali").exception)
