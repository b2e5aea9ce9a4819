"""What accounts say of things, what is listed as good or bad for something, orders of briefs; sentences invented here."""

import pytest

from kg.findings.find import find
from kg.text.sections import read_text

BEFORE = (
    "Background: Uptake of health services is low. Methods: We interviewed patients and nurses about barriers and facilitators to care. "
)
BRIEF = "Lessons for community services\n\n- Police and health services work with patients.\n- Staff were interviewed about barriers.\n"


def found(text: str) -> list[tuple[str, str]]:
    """Kind and quote of the findings of a text."""
    return [(one.kind, one.quote) for one in find(read_text(text))]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Opening rules were seen as unfair to shift workers.", ("barrier", "Opening rules were seen as unfair to shift workers")),
        ("Nurses found the weekly forms burdensome.", ("barrier", "weekly forms")),
        ("There still seems to be insufficient support for carers.", ("barrier", "insufficient support for carers")),
        (
            "Many clinics do not provide interpreters to their patients.",
            ("barrier", "Many clinics do not provide interpreters to their patients"),
        ),
        ("Nurses felt that the app integrated well into their rounds.", ("facilitator", "app integrated well into their rounds")),
        ("Barriers often mentioned by nurses concerned lack of rooms (12%) and long rounds (9%).", ("barrier", "long rounds")),
        ("We describe conditions conducive to good care - calm, trust and time.", ("facilitator", "calm")),
        (
            "The following elements contribute to successful care for older people: (1) home visits; (2) shared records.",
            ("facilitator", "shared records"),
        ),
        (
            "Barriers such as noise, a lack of rooms and difficulties in reaching staff were noticed.",
            ("barrier", "difficulties in reaching staff"),
        ),
        ("Barriers were found at the patient (cost, fear) and clinic level (lack of rooms).", ("barrier", "lack of rooms")),
    ],
)
def test_accounts_and_conditions_are_read(sentence: str, wanted: tuple[str, str]) -> None:
    assert wanted in found(f"{BEFORE}Results: {sentence}")


@pytest.mark.parametrize(
    "sentence",
    [
        "Such worries are barriers that must be removed.",
        "Patients reported frequency of barriers (body, social, fitness) on a scale.",
        "Barriers were significantly associated with those of their friends.",
        "Nurses learnt what they need to do, or need to avoid.",
        "There was little difference between the groups.",
    ],
)
def test_what_is_measured_or_only_pointed_at_is_no_finding(sentence: str) -> None:
    assert found(f"{BEFORE}Results: {sentence}") == []


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Make sure to invite nurses into the planning.", "invite nurses into the planning"),
        ("Do not rely on a single message.", "Do not rely on a single message"),
        ("Agency leaders may wish to review their rotas.", "review their rotas"),
    ],
)
def test_orders_of_a_brief_are_advice(sentence: str, wanted: str) -> None:
    assert ("recommendation", wanted) in found(f"{BRIEF}- {sentence}\n")


def test_what_future_work_could_do_is_advice() -> None:
    text = f"{BEFORE}Results: Ten patients took part. Conclusions: Future programmes could target loneliness."
    assert ("recommendation", "target loneliness") in found(text)


def test_what_was_key_is_read_when_key_comes_first() -> None:
    text = f"{BEFORE}Results: Central to good care were calm, trust and shared goals."
    assert [quote for kind, quote in found(text) if kind == "facilitator"] == ["calm", "trust", "shared goals"]
