"""The sample review that ships: every quote is sealed, short and matched; beside ../shared, every quote stands in its seed text."""

import json
import shutil
from collections import defaultdict
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from harvest import format as formats
from harvest.formats import facts
from harvest.record import Record
from kg.concepts.lexicon import Lexicon
from kg.decisions import read_studies
from kg.findings import sheet
from kg.findings.finding import Finding
from kg.findings.quote import MOST_WORDS, seal, stands
from kg.text.document import digest, normalise

SAMPLE = Path(str(files("kg"))) / "sample"
#: Gold report -> the seed its findings are anchored to.
SEEDS = {
    "seed-butler-2022": "001_d6d7cd0bc5062881.txt",
    "seed-watson-strike-blog": "002_aafa0d51673a433f.txt",
    "seed-strike-2020": "003_851b11258c3975c8.txt",
    "seed-carroll-2023": "004_73768972f1c0cbf9.txt",
}
BACKGROUND = "background-claim"


@pytest.fixture(scope="module")
def read() -> sheet.Sheet:
    return sheet.read(SAMPLE / "codings" / "sample-coder.csv")


@pytest.fixture(scope="module")
def findings(read: sheet.Sheet) -> tuple[Finding, ...]:
    return read.findings


@pytest.fixture(scope="module")
def records() -> tuple[Record, ...]:
    reading = facts.read((SAMPLE / "records.records.jsonl").read_bytes(), "records.records.jsonl")
    assert not reading.refusals
    return reading.records


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.fixture(scope="module")
def seeds(shared: Path) -> dict[str, str]:
    texts = (normalise(path.read_bytes().decode()) for path in sorted((shared / "seeds").glob("*.txt")))
    return {digest(text): text for text in texts}


def test_no_row_is_faulty_and_ids_are_those_of_the_findings(read: sheet.Sheet, findings: tuple[Finding, ...]) -> None:
    assert read.faults == ()
    assert len(findings) == len(read.rows) == 80
    assert [row.stated_id for row in read.rows] == [finding.id for finding in findings]
    assert len({finding.id for finding in findings}) == len(findings)


def test_every_quote_is_sealed_and_short(findings: tuple[Finding, ...]) -> None:
    for one in findings:
        assert one.seal == seal(one.document, one.start, one.end, one.quote), one.quote
        assert one.end - one.start == len(one.quote), one.quote
        assert len(one.quote.split()) <= MOST_WORDS, one.quote
        assert one.checked in {"abstract", "full-text"}, one.quote


def test_a_changed_letter_breaks_the_seal(findings: tuple[Finding, ...]) -> None:
    one = findings[0]
    changed = one.quote.replace(one.quote[3], "x", 1)
    assert changed != one.quote
    assert seal(one.document, one.start, one.end, changed) != one.seal


def test_every_word_of_a_scheme_exists_there(findings: tuple[Finding, ...], lexicon: Lexicon) -> None:
    for one in findings:
        kind = "strategy" if one.kind == "recommendation" else "determinant"
        held = [(slug, kind) for slug in one.concepts]
        held += [(slug, "determinant") for slug in one.addresses]
        held += [(slug, "stakeholder") for slug in (*one.perspective, *one.stakeholders, *one.affects, *one.addressee)]
        held += [(one.basis, "basis"), (one.section, "section")]
        held += [(slug, "level") for slug in (one.stated_level, one.level) if slug]
        assert one.concepts, one.quote
        assert one.perspective, one.quote
        for slug, scheme in held:
            assert lexicon.concepts[slug].scheme == scheme, f"{slug} in {one.quote!r}"


def test_links_point_at_findings_of_the_sample(findings: tuple[Finding, ...]) -> None:
    known = {one.id for one in findings}
    links = [target for one in findings for _, target in one.links]
    assert len(links) > 40
    assert set(links) <= known


def test_recommendations_say_what_they_address_and_background_never_counts(findings: tuple[Finding, ...]) -> None:
    assert all(one.addresses for one in findings if one.kind == "recommendation")
    background = [one for one in findings if one.role == "background"]
    assert len(background) == 4
    assert all(one.basis == BACKGROUND for one in background)
    assert all(one.role == "background" for one in findings if one.basis == BACKGROUND)


def test_the_counts_to_expect(findings: tuple[Finding, ...], lexicon: Lexicon) -> None:
    leaf: dict[tuple[str, str], set[str]] = defaultdict(set)
    rolled: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in findings:
        if one.basis == BACKGROUND:
            continue
        for slug in one.concepts:
            leaf[(one.kind, slug)].add(one.document)
            for above in lexicon.within(slug):
                rolled[(one.kind, above)].add(one.document)
    recurring = {slug for (kind, slug), texts in leaf.items() if kind == "barrier" and len(texts) > 1}
    assert recurring == {"treatment-capacity"}
    themes = {slug for (kind, slug), texts in rolled.items() if kind == "barrier" and len(texts) > 1}
    assert themes == {
        "treatment-capacity", "system-config", "goals-culture", "policing-practice", "police-presence", "resources", "trust-history",
    }  # fmt: skip
    assert len(leaf[("facilitator", "collaboration")]) == 2
    assert len(rolled[("facilitator", "collaboration")]) == 3
    assert len(leaf[("facilitator", "familiarity")]) == 2


def test_stated_levels_are_those_the_one_study_names(findings: tuple[Finding, ...], records: tuple[Record, ...]) -> None:
    carroll = next(one.text_sha256 for one in records if str(one.identifier("doi") or "") == "doi:10.1016/j.drugpo.2023.104160")
    stated = [one for one in findings if one.stated_level]
    assert len(stated) == 12
    assert {one.document for one in stated} == {carroll}


def test_records_are_facts_without_texts(records: tuple[Record, ...], findings: tuple[Finding, ...]) -> None:
    assert len(records) == 5
    assert not any(one.text or one.abstract for one in records)
    assert all(len(one.text_sha256) == 64 and one.text_length > 2000 for one in records)
    assert {one.document for one in findings} <= {one.text_sha256 for one in records}


def test_every_quote_stands_in_its_seed(findings: tuple[Finding, ...], seeds: dict[str, str]) -> None:
    for one in findings:
        assert stands(seeds[one.document], one.quote, one.start, one.end), one.quote


def test_records_name_the_seeds_by_digest_and_length(records: tuple[Record, ...], seeds: dict[str, str]) -> None:
    assert {one.text_sha256: one.text_length for one in records} == {sha: len(text) for sha, text in seeds.items()}


def test_records_are_what_the_readers_make_of_the_seeds_without_the_texts(records: tuple[Record, ...], shared: Path) -> None:
    for path, ours in zip(sorted((shared / "seeds").glob("*.txt")), records, strict=True):
        (read,) = formats.read(path.read_bytes(), path.name).records
        body = tuple(span for span in read.spans if span.role == "body")
        bare = replace(read, text="", abstract=(), spans=body, raw="", place="", retrieved="")
        assert replace(ours, text_sha256="", text_length=0) == replace(bare, text_sha256="", text_length=0)


def test_the_review_holds_five_records_four_reports_four_studies_and_one_offered_family(tmp_path: Path) -> None:
    from kg import walk
    from kg.review import Review
    from kg.tally import Tally

    folder = tmp_path / "sample"
    shutil.copytree(SAMPLE, folder)
    review = Review.open(folder)
    tally = Tally("keep")
    assert len(list(walk.keep_files(review, [folder / "records.records.jsonl"], tally))) == 1
    evidence = walk.gather(review).evidence
    assert len(walk.read_records(review, Tally("read"))) == 5
    assert [len(report.records) for report in evidence.reports] == [1, 2, 1, 1]
    assert sorted(study.label for study in evidence.studies) == ["Butler 2022", "Carroll 2023", "Strike 2020", "Watson & Strike 2018"]
    assert {study.family for study in evidence.studies} == {""}
    offered = {study.label for study in evidence.studies if study.candidates}
    assert offered == {"Strike 2020", "Watson & Strike 2018"}
    assert all(study.places and study.methods and study.programmes and study.samples for study in evidence.studies)
    butler = next(report for report in evidence.reports if len(report.records) == 2)
    assert {str(one) for one in butler.identifiers} == {"doi:10.1186/s12954-022-00629-1", "pmid:35590421", "pmcid:PMC9117855"}
    assert {one.report for coding in evidence.codings for one in coding.findings} == {report.key for report in evidence.reports}
    assert {text.kind for text in evidence.texts if text.report == "watson-five-factors-help"} == {"full-text"}


def test_the_words_of_the_studies_are_concepts(lexicon: Lexicon) -> None:
    for row in read_studies(SAMPLE / "studies.csv"):
        held = [(slug, "place") for slug in row.places] + [(slug, "method") for slug in row.methods]
        held += [(slug, "programme") for slug in row.programmes]
        for sample in row.samples:
            held += [(sample.participants, "stakeholder"), (sample.method, "method"), *((slug, "place") for slug in sample.places)]
        for slug, scheme in held:
            assert lexicon.concepts[slug].scheme == scheme, slug


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_every_agreed_finding_of_the_gold_readers_is_covered(name: str, shared: Path, findings: tuple[Finding, ...]) -> None:
    gold = json.loads((shared / "gold" / "reports" / f"{name}.json").read_text(encoding="utf-8"))
    document = digest(normalise((shared / "seeds" / SEEDS[name]).read_bytes().decode()))
    ours = [one for one in findings if one.document == document]
    missed = [
        one["quote"]
        for one in gold["findings"]
        if one["status"] == "core"
        and not any(ours_is.kind == one["kind"] and overlap(ours_is, one["start"], one["end"]) >= 0.5 for ours_is in ours)
    ]
    assert missed == []


def overlap(finding: Finding, start: int, end: int) -> float:
    """Intersection over union of two spans."""
    common = min(finding.end, end) - max(finding.start, start)
    return max(common, 0) / (max(finding.end, end) - min(finding.start, start))
