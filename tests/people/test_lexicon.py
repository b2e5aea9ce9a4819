"""The lexicon: shipped and own concepts by slug, label and IRI; what is wrong in a scheme is a sentence."""

from pathlib import Path

import pytest

from kg.concepts.lexicon import Lexicon
from kg.concepts.scheme import CONCEPTS
from kg.errors import BadReview, BadSheet, UnknownConcept

TURTLE = """
@prefix ev: <https://w3id.org/evidence-kg/ont#> .
@prefix det: <https://w3id.org/evidence-kg/concept/determinant/> .
@prefix str: <https://w3id.org/evidence-kg/concept/strategy/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
det:capacity a skos:Concept, ev:Determinant ; skos:prefLabel "Capacity"@en, "Kapazität"@de .
det:waiting-times a skos:Concept, ev:Determinant ; skos:prefLabel "Waiting times"@en ; skos:broader det:capacity, det:access ;
    ev:barrierLabel "long waits"@en ; ev:facilitatorLabel "short waits"@en ; skos:altLabel "queues"@en ; ev:poleScope ev:bipolar .
det:access a skos:Concept, ev:Determinant ; skos:prefLabel "Access to care"@en ; skos:broader det:top .
det:top a skos:Concept, ev:Determinant ; skos:prefLabel "Organisation of services"@en .
str:hire a skos:Concept, ev:Strategy ; skos:prefLabel "Hire staff"@en ; ev:targets det:capacity .
"""
HEADER = "scheme,slug,label,definition,alt,barrier_label,facilitator_label,broader\n"


@pytest.fixture
def shipped(tmp_path: Path) -> list[Path]:
    path = tmp_path / "shipped.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    return [path]


def own(tmp_path: Path, text: str, name: str = "own.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_concept_has_its_words_poles_and_place(shipped: list[Path]) -> None:
    lexicon = Lexicon.load(shipped=shipped)
    concept = lexicon.concepts["waiting-times"]
    assert (concept.label, concept.scheme, concept.pole_scope) == ("Waiting times", "determinant", "bipolar")
    assert (concept.alt, concept.barrier_labels, concept.facilitator_labels) == (("queues",), ("long waits",), ("short waits",))
    assert concept.broader == ("access", "capacity")
    assert lexicon.within("waiting-times") == ("waiting-times", "access", "capacity", "top")
    assert lexicon.tops("waiting-times") == ("capacity", "top")
    assert lexicon.concepts["hire"].targets == ("capacity",)
    assert lexicon.concepts["capacity"].words == ("Capacity", "Kapazität")
    assert [one.slug for one in lexicon.scheme("strategy")] == ["hire"]


def test_a_concept_is_found_by_slug_label_synonym_and_iri(shipped: list[Path]) -> None:
    lexicon = Lexicon.load(shipped=shipped)
    names = ("waiting-times", "WAITING TIMES", "queues", f"{CONCEPTS}determinant/waiting-times")
    assert {lexicon.find(name).slug for name in names} == {"waiting-times"}
    assert lexicon.slug(f"{CONCEPTS}strategy/hire") == "hire"


def test_an_unknown_concept_offers_the_nearest(shipped: list[Path]) -> None:
    with pytest.raises(UnknownConcept, match="nearest are waiting-times"):
        Lexicon.load(shipped=shipped).find("wating-time")


def test_a_sheet_adds_concepts_and_words_to_shipped_ones(tmp_path: Path, shipped: list[Path]) -> None:
    rows = "determinants,waiting-times,,,delays; lines,hours of waiting,,\nstrategy,triage,Triage desk,Sort who comes first.,,,,hire\n"
    lexicon = Lexicon.load([own(tmp_path, HEADER + rows)], shipped=shipped)
    concept = lexicon.find("delays")
    assert concept.slug == "waiting-times"
    assert concept.label == "Waiting times"
    assert concept.barrier_labels == ("long waits", "hours of waiting")
    assert lexicon.within("triage") == ("triage", "hire")


def test_a_sheet_can_rename_and_the_old_name_still_finds(tmp_path: Path, shipped: list[Path]) -> None:
    lexicon = Lexicon.load([own(tmp_path, HEADER + "determinant,waiting-times,Time to first visit,,,,,\n")], shipped=shipped)
    assert lexicon.concepts["waiting-times"].label == "Time to first visit"
    assert lexicon.find("Waiting times").slug == "waiting-times"


def test_another_fields_scheme_stands_instead(tmp_path: Path, shipped: list[Path]) -> None:
    foreign = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix x: <http://example.org/teaching#> .
    x:workload a skos:Concept ; skos:prefLabel "Teacher workload"@en ; skos:broader x:school .
    x:school a skos:Concept ; skos:prefLabel "School" ."""
    lexicon = Lexicon.load([own(tmp_path, foreign, "teaching.ttl")], replace=True, shipped=shipped)
    assert set(lexicon.concepts) == {"workload", "school"}
    assert lexicon.concepts["workload"].iri == "http://example.org/teaching#workload"
    assert lexicon.within("workload") == ("workload", "school")
    assert set(Lexicon.load([tmp_path / "teaching.ttl"], shipped=shipped).concepts) > {"workload", "waiting-times"}


def test_a_circle_of_broader_concepts_ends(tmp_path: Path) -> None:
    path = own(tmp_path, HEADER + "determinant,a,A,,,,,b\ndeterminant,b,B,,,,,a\n")
    assert Lexicon.load([path], shipped=[]).within("a") == ("a", "b")


@pytest.mark.parametrize(
    ("text", "name", "error", "words"),
    [
        (HEADER + "determinant,a,A,,,,,nowhere\n", "own.csv", BadReview, "names 'determinant/nowhere' as its broader"),
        (HEADER + "theme,a,A,,,,,\n", "own.csv", BadSheet, "line 2, column scheme: 'theme'"),
        (HEADER + "determinant,Two Words,A,,,,,\n", "own.csv", BadSheet, "line 2, column slug: 'Two Words'"),
        ("scheme,slug,name\n", "own.csv", BadSheet, "no column 'name' is known; label is missing"),
        ("@prefix skos: <http://x#> .\nskos:a skos:b\n", "own.ttl", BadReview, "own.ttl, line"),
    ],
)
def test_what_is_wrong_in_a_scheme_is_named(tmp_path: Path, text: str, name: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        Lexicon.load([own(tmp_path, text, name)], shipped=[])


def test_a_missing_scheme_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadReview, match="cannot be read"):
        Lexicon.load([tmp_path / "none.ttl"], shipped=[])


def test_a_slug_wins_over_another_concepts_label_and_a_scheme_over_the_others(tmp_path: Path) -> None:
    rows = (
        "determinant,context,Context of the community,,community; shared words,,,\nstakeholder,community,The community,,shared words,,,\n"
    )
    lexicon = Lexicon.load([own(tmp_path, HEADER + rows)], shipped=[])
    assert lexicon.find("community").slug == "community"
    assert lexicon.slug("community") == "community"
    assert lexicon.find("shared words").slug == "context"
    assert lexicon.find("shared words", "stakeholder").slug == "community"
    assert lexicon.find("Context of the community", "stakeholder").slug == "context"
