"""A review of any size, made up: N studies of 8 findings, determinants and strategies drawn from 300 concepts by Zipf's law.

The same number and seed give the same evidence on every machine. Everything is made study by study, so that 100,000 studies can be
described without ever standing in memory whole: `stream(n)` is an `Evidence` whose parts are made anew each time they are walked
over; `evidence(n)` keeps them. About 25 triples a finding, as in the design's figures (DESIGN 9).

    python bench/generate.py 1000 > studies.nq
"""

import hashlib
import random
import sys
from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, cast

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from harvest.identifier import Identifier
from harvest.record import PartialDate, Record
from harvest.report import Report, Sample, Study
from kg.concepts.lexicon import Lexicon
from kg.concepts.scheme import CONCEPTS, Stated
from kg.evidence import Evidence, TextFacts
from kg.findings.finding import Coding, Finding, Match

FINDINGS = 8
DETERMINANTS, STRATEGIES, TOPS = 240, 60, 14
KINDS = ("barrier", "barrier", "barrier", "barrier", "facilitator", "facilitator", "recommendation", "recommendation")
CODERS = ("coder-a", "coder-b")
BASES = ("participant-account", "author-finding", "author-interpretation", "background-claim")
LENGTH = 2000


@cache
def lexicon() -> Lexicon:
    """240 determinants and 60 strategies of three levels, beside the shipped schemes for everything else."""
    made = []
    for scheme, number in (("determinant", DETERMINANTS), ("strategy", STRATEGIES)):
        for at in range(number):
            above = (at // 4) % TOPS if at < number // 4 else at % (number // 4)
            broader = [f"{CONCEPTS}{scheme}/{scheme}-{above}"] if at >= TOPS else []
            made.append(Stated(f"{CONCEPTS}{scheme}/{scheme}-{at}", labels=[(f"Made-up {scheme} {at}", "en")], broader=broader))
    shipped = Lexicon.load(replace=True).concepts.values()
    kept = [Stated(one.iri, labels=[(one.label, "en")], broader=[shipped_iri(one.scheme, slug) for slug in one.broader]) for one in shipped]
    return Lexicon.of((*kept, *made))


def shipped_iri(scheme: str, slug: str) -> str:
    return slug if "://" in slug else f"{CONCEPTS}{scheme}/{slug}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One made-up study with its report and findings by coder."""

    study: Study
    report: Report
    text: TextFacts
    findings: tuple[Finding, ...]
    second: tuple[Finding, ...]


class Generator:
    """Draws studies one after the other; each depends on its number and the seed only."""

    def __init__(self, seed: int = 2026) -> None:
        self.seed = seed
        concepts = lexicon()
        self.stakeholders = tuple(one.slug for one in concepts.scheme("stakeholder"))
        self.places = tuple(one.slug for one in concepts.scheme("place"))
        self.levels = tuple(one.slug for one in concepts.scheme("level"))
        self._zipf = {number: tuple(accumulate(1 / rank for rank in range(1, number + 1))) for number in (DETERMINANTS, STRATEGIES)}

    def draw(self, number: int) -> Drawn:
        """The study of a number."""
        dice = random.Random(self.seed * 1_000_003 + number)
        key = f"made-{number:06}"
        sha = hashlib.sha256(key.encode()).hexdigest()
        sample = Sample(dice.choice(self.stakeholders), dice.randrange(5, 60), "interview")
        family = f"family {number // 40}" if number % 40 < 2 else ""
        study = Study(key, f"Made {number}", (key,), family, (), (dice.choice(self.places),), ("interview",), (), (sample,))
        doi = Identifier("doi", f"10.5555/made.{number}")
        record = Record("made", str(number), (doi,), f"Made-up study {number}", text_sha256=sha, text_length=LENGTH)
        report = Report(key, (record,), (doi,), record.title, issued=PartialDate(1990 + number % 36), types=("journal-article",))
        findings = tuple(self._finding(dice, sha, key, at) for at in range(FINDINGS))
        second = findings[:1] if number % 20 == 0 else ()
        return Drawn(study, report, TextFacts(sha, LENGTH, str(number), key), findings, second)

    def _finding(self, dice: random.Random, sha: str, key: str, at: int) -> Finding:
        kind = KINDS[at]
        recommends = kind == "recommendation"
        start = at * 200 + dice.randrange(100)
        quote = f"made-up words of the {kind} {at} of {key}"
        background = dice.random() < 0.05
        return Finding(
            kind, quote, start, start + len(quote), sha, key,
            role="background" if background else "result",
            basis="background-claim" if background else dice.choice(BASES[:3]),
            perspective=(dice.choice(self.stakeholders),),
            affects=(dice.choice(self.stakeholders),),
            addressee=(dice.choice(self.stakeholders),) if recommends else (),
            level=dice.choice(self.levels),
            matches=(Match(self._concept(dice, "strategy" if recommends else "determinant")),),
            addresses=(self._concept(dice, "determinant"),) if recommends else (),
            checked="unchecked",
        )  # fmt: skip

    def _concept(self, dice: random.Random, scheme: str) -> str:
        weights = self._zipf[DETERMINANTS if scheme == "determinant" else STRATEGIES]
        return f"{scheme}-{bisect(weights, dice.random() * weights[-1])}"


class Drawing:
    """A part of the evidence, drawn anew each time it is walked over."""

    def __init__(self, number: int, seed: int, part: Callable[[Drawn], Any]) -> None:
        self._number = number
        self._seed = seed
        self._part = part

    def __iter__(self) -> Iterator[Any]:
        generator = Generator(self._seed)
        for number in range(self._number):
            yield from self._part(generator.draw(number))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def evidence(number: int, seed: int = 2026) -> Evidence:
    """The evidence of a number of studies, in memory."""
    drawn = [Generator(seed).draw(at) for at in range(number)]
    first = tuple(finding for one in drawn for finding in one.findings)
    second = tuple(finding for one in drawn for finding in one.second)
    return Evidence(
        f"{number} made-up studies",
        tuple(one.report for one in drawn),
        tuple(one.study for one in drawn),
        tuple(one.text for one in drawn),
        (Coding(CODERS[0], first, date="2026-01-01"), Coding(CODERS[1], second, priority=2, date="2026-01-02")),
    )


def stream(number: int, seed: int = 2026) -> Evidence:
    """The same evidence, drawn while it is walked over instead of being kept."""

    def part(of: Callable[[Drawn], Any]) -> Any:
        return cast(Any, Drawing(number, seed, of))

    first, second = part(lambda one: one.findings), part(lambda one: one.second)
    return Evidence(
        f"{number} made-up studies",
        part(lambda one: (one.report,)),
        part(lambda one: (one.study,)),
        part(lambda one: (one.text,)),
        (Coding(CODERS[0], first, date="2026-01-01"), Coding(CODERS[1], second, priority=2, date="2026-01-02")),
    )


def main() -> None:
    """Print the N-Quads of a review of the size given."""
    from kg.graph.describe import quads

    sys.stdout.writelines(quads(evidence(int(sys.argv[1]) if len(sys.argv) > 1 else 100), lexicon()))


if __name__ == "__main__":
    main()
