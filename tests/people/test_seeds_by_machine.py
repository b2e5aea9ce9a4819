"""The four seed studies without a person: what rules and grounding make of the texts, against the sample's coding."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner

import kg
from kg.cli import kg as command
from kg.concepts.lexicon import Lexicon
from kg.findings import sheet
from kg.findings.finding import Finding

SAMPLE = Path(kg.__path__[0]) / "sample" / "codings"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> list[Finding]:
    review = tmp_path_factory.mktemp("seeds") / "review"
    texts = [str(path) for path in sorted((shared / "seeds").glob("*.txt"))]
    for words in (["init", str(review)], ["--review", str(review), "harvest", *texts], ["--review", str(review), "find", "--save"]):
        result = CliRunner().invoke(command, words)
        assert result.exit_code == 0, result.output
    return list(sheet.read(review / "codings" / "candidates" / "rules.csv").findings)


@pytest.fixture(scope="module")
def coded() -> list[Finding]:
    return [one for path in sorted(SAMPLE.glob("*.csv")) for one in sheet.read(path).findings]


def recurring(findings: Iterable[Finding], lexicon: Lexicon) -> set[tuple[str, str]]:
    """Topmost themes, by kind, found in more than one report; background never counts."""
    reports = defaultdict(set)
    for one in findings:
        if one.kind != "context" and one.role != "background" and one.basis != "background-claim":
            for slug in one.concepts:
                for top in lexicon.tops(slug):
                    reports[one.kind, top].add(_report(one))
    return {theme for theme, where in reports.items() if len(where) > 1}


def _report(finding: Finding) -> str:
    """A report's name however it is written: `doi:10.1000/x` in a sheet, `doi-10.1000-x` as a key."""
    return finding.report.replace(":", "-").replace("/", "-")


def test_at_least_four_of_five_recurring_themes_are_named_without_a_person(found: list[Finding], coded: list[Finding]) -> None:
    lexicon = Lexicon.load()
    people, machine = recurring(coded, lexicon), recurring(found, lexicon)
    assert len(people) >= 5
    assert len(people & machine) / len(people) >= 0.8, people - machine


def test_found_findings_go_to_the_coded_concept(found: list[Finding], coded: list[Finding]) -> None:
    """Of the machine's findings whose stretch and kind are a person's too, at least 85 % go where the person put them."""
    pairs = []
    for one in found:
        near = [other for other in coded if other.document == one.document and other.kind == one.kind and _overlap(one, other) > 0.3]
        wanted = {slug for other in near for slug in other.concepts}
        if wanted:
            pairs.append(bool(one.concepts) and one.concepts[0] in wanted)
    assert len(pairs) >= 30
    assert sum(pairs) / len(pairs) >= 0.85


def _overlap(one: Finding, other: Finding) -> float:
    inter = min(one.end, other.end) - max(one.start, other.start)
    return max(inter, 0) / (max(one.end, other.end) - min(one.start, other.start))
