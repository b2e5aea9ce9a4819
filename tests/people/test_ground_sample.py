"""How well grounding does on the sample: its people's codings are the measure, the machine sees only quote and kind."""

from collections import defaultdict
from pathlib import Path

import pytest

import kg
from kg.concepts.ground import Grounder
from kg.concepts.lexicon import Lexicon
from kg.findings import sheet
from kg.findings.finding import Finding

SAMPLE = Path(kg.__path__[0]) / "sample" / "codings"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.fixture(scope="module")
def coded() -> list[Finding]:
    found = [one for path in sorted(SAMPLE.glob("*.csv")) for one in sheet.read(path).findings]
    return [one for one in found if one.concepts and one.kind != "context"]


def test_85_percent_go_where_the_sample_coding_puts_them(lexicon: Lexicon, coded: list[Finding]) -> None:
    grounder = Grounder(lexicon)
    same: dict[tuple[str, int, int, str], set[str]] = defaultdict(set)
    for one in coded:
        same[one.document, one.start, one.end, one.kind].update(one.concepts)
    first = [grounder.ground(one.quote, one.kind)[:1] for one in coded]
    right = [
        bool(match) and match[0].concept in same[one.document, one.start, one.end, one.kind]
        for match, one in zip(first, coded, strict=True)
    ]
    assert sum(right) / len(right) >= 0.85


def test_no_finding_is_at_the_other_pole_in_silence(lexicon: Lexicon, coded: list[Finding]) -> None:
    grounder = Grounder(lexicon)
    other = {"barrier": "facilitator_labels", "facilitator": "barrier_labels"}
    for one in coded:
        for match in grounder.ground(one.quote, one.kind):
            concept = lexicon.concepts[match.concept]
            if one.kind in other and match.reason != "other-pole":
                assert match.words not in set(getattr(concept, other[one.kind])) - set(concept.words)


def test_the_same_themes_recur_as_in_the_coding(lexicon: Lexicon, coded: list[Finding]) -> None:
    grounder = Grounder(lexicon)
    counting = [one for one in coded if one.basis != "background-claim"]

    def recurring(concepts: dict[str, tuple[str, ...]]) -> set[tuple[str, str]]:
        reports = defaultdict(set)
        for one in counting:
            for slug in concepts[one.id]:
                for above in lexicon.within(slug)[1:]:
                    reports[one.kind, above].add(one.report)
        return {theme for theme, where in reports.items() if len(where) > 1}

    by_people = recurring({one.id: one.concepts for one in counting})
    by_machine = recurring({one.id: tuple(match.concept for match in grounder.ground(one.quote, one.kind)) for one in counting})
    assert len(by_people) >= 5
    assert len(by_people & by_machine) / len(by_people) >= 0.8
