"""Who voices a finding, whom it concerns, whom it asks, the level stated; and what a report says of its study."""

import pytest

from kg.findings.find import find
from kg.findings.finding import Finding
from kg.findings.study_facts import study_facts
from kg.text.sections import read_text

METHODS = (
    "METHODS: We conducted interviews with sixteen police officers and 8 nurses (n = 8) in Ontario, Canada; thematic analysis was used."
)


def one(
    results: str, methods: str = "METHODS: We held semi-structured interviews with 16 police officers.", conclusion: str = ""
) -> Finding:
    text = f"BACKGROUND: Little is known of this service.\n{methods}\nRESULTS: {results}\nCONCLUSIONS: More was learnt."
    return find(read_text(text))[0]


@pytest.mark.parametrize(
    ("results", "methods", "perspective"),
    [
        ("Barriers included lack of time, poor pay and stigma.", "METHODS: We interviewed 16 police officers.", ("police",)),
        ("Nurses reported that barriers included lack of time, poor pay and stigma.", "METHODS: Interviews with staff, nurses and police.",
         ("health-professionals",)),
        ("Barriers included lack of time, poor pay and stigma.", "METHODS: Focus groups with clients, nurses and officers.", ("mixed",)),
        ("Barriers included lack of time, poor pay and stigma.", "METHODS: We analysed policy documents.", ("authors",)),
    ],
)  # fmt: skip
def test_whose_view_a_result_is(results: str, methods: str, perspective: tuple[str, ...]) -> None:
    assert one(results, methods).perspective == perspective


def test_a_conclusion_is_the_authors_and_names_whom_it_asks() -> None:
    conclusion = "CONCLUSIONS: Policymakers should fund training for police officers."
    found = find(read_text(f"{METHODS}\nRESULTS: Officers spoke of their work.\n{conclusion}"))
    advice = next(one for one in found if one.kind == "recommendation")
    assert advice.perspective == ("authors",)
    assert advice.addressee == ("Policymakers",)
    assert advice.basis == "author-recommendation"


def test_stakeholders_are_verbatim_and_levels_only_as_stated() -> None:
    finding = one("Barriers included police officers' lack of training (micro), poor pay (exo), and stigma.")
    assert finding.stakeholders == ("police officers",)
    assert finding.stated_level == "micro"
    assert one("Barriers included lack of time, poor pay and stigma.").stated_level == ""


def test_the_study_is_told_of_in_the_reports_own_words() -> None:
    facts = study_facts(read_text(f"BACKGROUND: Little is known.\n{METHODS}\nRESULTS: In 2019 police changed."))
    assert facts.countries == ("Canada",)
    assert {"interviews", "thematic analysis"} <= set(facts.methods)
    assert [(one.number, one.words, one.group) for one in facts.samples] == [
        (16, "police officers", "police"), (8, "nurses", "health-professionals")]  # fmt: skip


def test_a_report_that_says_nothing_of_its_study_gives_nothing() -> None:
    facts = study_facts(read_text("Cells were grown in a medium."))
    assert (facts.countries, facts.settings, facts.methods, facts.samples) == ((), (), (), ())
