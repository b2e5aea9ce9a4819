"""Grounding: words to concepts with the reason, never by force, never at the other pole in silence."""

import time

import pytest

from kg.concepts.ground import THRESHOLD, Grounder
from kg.concepts.labels import Labels
from kg.concepts.lexicon import Lexicon
from kg.concepts.words import LONGEST, stem, stems
from kg.findings.finding import Finding, Match

POLES = "lack of treatment capacity,ample treatment capacity"
SHEET = f"""\
scheme,slug,label,definition,alt,barrier_label,facilitator_label,broader
determinant,treatment-capacity,Treatment and service capacity,Places.,beds; treatment places,{POLES},
determinant,housing-supply,Housing supply,Whether homes can be had.,affordable homes,lack of housing,enough housing,
determinant,champions,Programme champions,,champions,no champion,,
determinant,fear-of-arrest,Fear of arrest,,fear of police,,,
determinant,trust-history,Trust and history,,history,,,
determinant,drug-policy,Drug policy,,policies on drugs,,,
determinant,policing,Policing of drugs,,police and drugs,,,
strategy,expand-treatment,Expand treatment,,more treatment places,,,
strategy,formal-collaboration,Formalise collaboration,,,,,
"""


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    path = tmp_path_factory.mktemp("scheme") / "own.csv"
    path.write_text(SHEET, encoding="utf-8")
    return Lexicon.load([path], shipped=[])


@pytest.fixture(scope="module")
def grounder(lexicon: Lexicon) -> Grounder:
    return Grounder(lexicon)


def slugs(matches: tuple[Match, ...]) -> list[str]:
    return [match.concept for match in matches]


@pytest.mark.parametrize(
    ("words", "kind", "concept", "reason"),
    [
        ("poor local treatment and service capacity", "barrier", "treatment-capacity", "label"),
        ("too few treatment places", "barrier", "treatment-capacity", "synonym"),
        ("capacities of services that treat, and of treatment", "facilitator", "treatment-capacity", "overlap"),
        ("programme champions", "facilitator", "champions", "label"),
        ("program champion", "facilitator", "champions", "label"),
        ("Formalized intersectoral collaborations", "recommendation", "formal-collaboration", "overlap"),
        ("expanding treatment", "recommendation", "expand-treatment", "label"),
        ("expanding treatment", "context", "treatment-capacity", "overlap"),
    ],
)
def test_words_find_their_concept_with_the_reason(grounder: Grounder, words: str, kind: str, concept: str, reason: str) -> None:
    matches = grounder.ground(words, kind)
    if reason == "overlap" and kind == "context":
        assert all(match.concept != "expand-treatment" for match in matches)
        return
    assert (matches[0].concept, matches[0].reason) == (concept, reason)
    assert THRESHOLD <= matches[0].score <= 1
    assert matches[0].words


@pytest.mark.parametrize(
    "words",
    ["fear of death", "history of incarceration in the family", "food insecurity", "", "…", "lack of support", "the and of", "情報不足"],
)
def test_what_is_not_near_enough_stays_unmapped(grounder: Grounder, words: str) -> None:
    assert grounder.ground(words, "barrier") == ()


def test_one_phrase_may_speak_of_two_concepts(grounder: Grounder) -> None:
    assert sorted(slugs(grounder.ground("lack of housing and lack of treatment capacity", "barrier"))) == [
        "housing-supply",
        "treatment-capacity",
    ]


def test_a_second_concept_needs_words_of_its_own(grounder: Grounder) -> None:
    assert slugs(grounder.ground("fear of arrest by police", "barrier")) == ["fear-of-arrest"]


def test_the_other_pole_is_said_aloud(grounder: Grounder) -> None:
    (match,) = grounder.ground("ample treatment capacity", "barrier")
    assert (match.concept, match.reason) == ("treatment-capacity", "other-pole")
    assert match.words == "facilitator: ample treatment capacity"
    (same,) = grounder.ground("ample treatment capacity", "facilitator")
    assert (same.reason, same.words) == ("label", "ample treatment capacity")
    assert same.score > match.score


def test_a_readers_match_is_kept(grounder: Grounder) -> None:
    finding = Finding("barrier", "lack of housing", 0, 15, "00")
    chosen = finding.matched(Match("champions"))
    assert grounder.finding(chosen) == chosen
    assert grounder.finding(finding).concepts == ("housing-supply",)


def test_police_and_policy_are_two_words() -> None:
    assert stem("police") == stem("policing") != stem("policy") == stem("policies")


def test_spelling_and_number_do_not_matter() -> None:
    assert stems("formalised programmes for behavioural health centres") == stems("formalized program for behavioral health center")


def test_debris_is_not_stemmed() -> None:
    assert stem("x" * (LONGEST + 1) + "s") == "x" * (LONGEST + 1) + "s"


def test_a_hostile_phrase_ends(grounder: Grounder) -> None:
    began = time.process_time()
    assert grounder.ground("treatment " * 100_000, "barrier") is not None
    assert time.process_time() - began < 2


def test_labels_are_found_in_running_text_with_exact_places(lexicon: Lexicon) -> None:
    text = "İn İstanbul, CHAMPIONS spoke of a Fear of Arrest; championship and bedstead are other words, beds are not."
    found = [(mention.concept, text[mention.start : mention.end]) for mention in Labels(lexicon.concepts.values()).find(text)]
    assert found == [("champions", "CHAMPIONS"), ("fear-of-arrest", "Fear of Arrest"), ("treatment-capacity", "beds")]


def test_the_longest_of_overlapping_labels_is_taken(lexicon: Lexicon) -> None:
    found = [mention.concept for mention in Labels(lexicon.scheme("determinant")).find("the programme champions")]
    assert found == ["champions"]
    assert list(Labels([]).find("champions")) == []


def test_pole_labels_are_found_when_asked_for(lexicon: Lexicon) -> None:
    determinants = lexicon.scheme("determinant")
    assert [one.concept for one in Labels(determinants, poles=True).find("lack of housing")] == ["housing-supply"]
    assert list(Labels(determinants).find("lack of housing")) == []


def test_every_shipped_wording_finds_its_own_concept(shipped_lexicon: Lexicon) -> None:
    """A wording that leads elsewhere is a clash in the scheme; few may, and none at random."""
    grounder = Grounder(shipped_lexicon)
    astray = []
    for name, kind in (("determinant", "context"), ("strategy", "recommendation")):
        for concept in shipped_lexicon.scheme(name):
            for words in concept.words:
                found = slugs(grounder.ground(words, kind))
                if found and concept.slug not in found:
                    astray.append(f"{words} → {found[0]}")
    assert len(astray) <= 8, astray


@pytest.fixture(scope="module")
def shipped_lexicon() -> Lexicon:
    from kg.concepts import lexicon as module

    if not module.schemes():
        pytest.skip("no schemes ship yet")
    return Lexicon.load()


def test_shipped_schemes_load_fast(shipped_lexicon: Lexicon) -> None:
    began = time.process_time()
    Lexicon.load()
    assert time.process_time() - began < 0.3
