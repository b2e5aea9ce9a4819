"""Machines' candidates name people by concepts of the scheme, and keep the words that no scheme holds."""

from kg.concepts.lexicon import Lexicon
from kg.concepts.people import settle
from kg.findings.finding import Finding


def test_people_a_machine_heard_of_become_concepts_and_the_rest_is_noted() -> None:
    heard = Finding(
        "barrier",
        "fear",
        0,
        4,
        "d" * 64,
        perspective=("mixed",),
        stakeholders=("police officers", "lamplighters", "nurse"),
        addressee=("managers",),
    )
    settled = settle(heard, Lexicon.load())
    assert settled.perspective == ("pooled-participants",)
    assert settled.stakeholders == ("police-officers", "nurses")
    assert settled.addressee == ("health-managers",)
    assert settled.note == "people named in no scheme: lamplighters"
    assert settled.id == heard.id
