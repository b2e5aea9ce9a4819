"""A small review in Python values: two records of one report, three studies (two of one family), three agents who code."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from harvest.identifier import Identifier
from harvest.record import Author, PartialDate, Passage, Record, Relation
from harvest.report import Join, Report, Sample, Study
from kg.concepts.lexicon import Lexicon
from kg.evidence import Evidence, TextFacts
from kg.findings.finding import Coding, Finding, Match
from kg.text.document import digest

ROOT = Path(__file__).resolve().parents[2]
TEXTS = {
    "one": "Officers said beds were lacking. They asked for more beds. Others said there are always too few beds.",
    "two": "Beds were lacking here as well, and joint training helped.",
    "three": "Nobody could find a bed; joint training helped here too.",
}


def finding(text: str, words: str, kind: str = "barrier", concept: str = "treatment-capacity", **more: object) -> Finding:
    """A finding whose quote stands in one of the texts."""
    start = TEXTS[text].index(words)
    facts = {"role": "result", "basis": "author-finding", "perspective": ("police-officers",)} | more
    matches = (Match(concept),) if concept else ()
    return Finding(kind, words, start, start + len(words), digest(TEXTS[text]), matches=matches, **facts)  # type: ignore[arg-type]


def report(key: str, *records: Record, **more: object) -> Report:
    return Report(key, records, title=key.title(), issued=PartialDate(2020), **more)  # type: ignore[arg-type]


def make_evidence() -> Evidence:
    doi = Identifier.parse("10.1000/one")
    abstract = Record("pubmed", "1", (doi,), "Beds", authors=(Author("Ames", "Ann"),), abstract=(Passage(TEXTS["one"]),), raw="ab" * 32)
    page = Record("html", "page one", title="Beds", text=TEXTS["one"], retrieved="2026-11-20T10:00:00Z")
    notice = Relation("retracted-by", Identifier.parse("pmid:99"), stated_by="crossref", date="2024-02-01")
    reports = (
        report("doi-10.1000-one", abstract, page, identifiers=(doi,), authors=abstract.authors, types=("journal-article",)),
        report("two", Record("ris", "2", title="Two", text=TEXTS["two"]), relations=(notice,)),
        report("three", Record("ris", "3", title="Three", text=TEXTS["three"])),
    )
    sample = Sample("police-officers", 16, "interview", ("british-columbia",), 9, "jurisdiction")
    studies = (
        Study("ames-2020", "Ames 2020", ("doi-10.1000-one",), places=("british-columbia",), samples=(sample, Sample("parents"))),
        Study("bell-2020", "Bell 2020", ("two",), family="Northern studies", places=("toronto",), methods=("interview",)),
        Study("cole-2020", "Cole 2020", ("three",), family="Northern studies", candidates=(
            Join("cole-2020", "ames-2020", "candidate", "shared-authors", "both by Ames", 0.6),)),
    )  # fmt: skip
    texts = tuple(
        TextFacts(digest(TEXTS[name]), len(TEXTS[name]), record, key)
        for name, record, key in (("one", "page one", "doi-10.1000-one"), ("two", "2", "two"), ("three", "3", "three"))
    )
    return Evidence("Small review", reports, studies, texts, make_codings())


def make_codings() -> tuple[Coding, ...]:
    lacking = finding("one", "beds were lacking", stated_level="exo", units="3 of 4 divisions: Officers said")
    ask = finding("one", "asked for more beds", "recommendation", "increase-funding", addresses=("treatment-capacity",))
    background = finding("one", "always too few beds", role="background", basis="background-claim", concept="housing-supply")
    two = finding("two", "Beds were lacking here")
    helped = finding("two", "joint training helped", "facilitator", "police-understanding")
    three = finding("three", "Nobody could find a bed", links=(("contrastsWith", helped.id),))
    guess = finding("three", "joint training helped here too", "facilitator", "police-understanding", confidence=0.5)
    wrong = finding("two", "as well", "barrier", "worldview", confidence=0.25)
    said = finding("two", "Beds were lacking here", concept="housing-supply", confidence=0.75)
    lead = Coding("Ann", (lacking, ask, background, two, helped, three), priority=1, date="2026-11-21")
    rejected = finding("two", "as well", decision="reject", concept="")
    second = Coding("Bob", (finding("one", "beds were lacking", concept="housing-supply"), rejected), priority=2)
    machine = Coding("cues", (guess, wrong, said), machine=True, priority=9)
    return lead, second, machine


@pytest.fixture(scope="session")
def evidence() -> Evidence:
    return make_evidence()


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.fixture(scope="session")
def generate() -> ModuleType:
    """The generator of made-up reviews, which lives with the benches."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "bench" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["generate"] = module
    spec.loader.exec_module(module)
    return module
