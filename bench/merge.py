"""Merging records into reports: time as the number grows, what is found, and the naive way beside it (every title with every other).

Run `python bench/merge.py` (1,000, 10,000 and 100,000 records) or `--small` (1,000 and 4,000). The peer is rapidfuzz's own matrix of all
titles (`process.cdist`, one worker), which finds pairs but explains nothing; beyond 10,000 its time is projected by the square.
"""

import argparse
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from harvest.identifier import Identifier
from harvest.merge import merge, studies
from harvest.names import people
from harvest.record import PartialDate, Passage, Record

SYLLABLES = (
    "ba",
    "co",
    "di",
    "fer",
    "gan",
    "hol",
    "im",
    "jor",
    "ka",
    "lu",
    "mon",
    "ner",
    "op",
    "pra",
    "qui",
    "ras",
    "sto",
    "tur",
    "ven",
    "wil",
)


def words(chance: random.Random, number: int) -> list[str]:
    """A vocabulary with a long tail."""
    return sorted({"".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(number)})


def made(number: int, seed: int = 7) -> tuple[list[Record], list[int]]:
    """Records of reports that have one, two or three records each, and the report each belongs to."""
    chance = random.Random(seed)
    vocabulary = words(chance, 6000)
    # Every person has six studies on average, as in the literature of one field.
    families = words(chance, number)[: max(20, number // 3)]
    weights = [1 / (rank + 10) for rank in range(len(vocabulary))]
    records: list[Record] = []
    truth: list[int] = []
    report = 0
    while len(records) < number:
        title = " ".join(chance.choices(vocabulary, weights, k=chance.randint(6, 14))).capitalize()
        names = "; ".join(f"{chance.choice(families).capitalize()}, {chance.choice('AB')}." for _ in range(chance.randint(1, 6)))
        year = chance.randint(1995, 2025)
        abstract = " ".join(chance.choices(vocabulary, weights, k=120))
        doi = (Identifier.of("doi", f"10.5555/{report}"),)
        full = Record(
            "pubmed", str(len(records)), doi, title, authors=people(names), abstract=(Passage(abstract),), issued=PartialDate(year)
        )
        copies = [full]
        if chance.random() < 0.35:
            copies.append(Record("ris", f"r{len(records)}", (), blurred(chance, title), authors=people(names), issued=PartialDate(year)))
        if chance.random() < 0.15:
            copies.append(Record("text", f"t{len(records)}", (), title.upper(), abstract=(Passage(abstract),)))
        records += copies
        truth += [report] * len(copies)
        report += 1
    return records, truth


def blurred(chance: random.Random, title: str) -> str:
    """The title as another database has it: case, full stop, a letter exchanged."""
    title = title.title() if chance.random() < 0.5 else f"{title}."
    if chance.random() < 0.3:
        at = chance.randrange(len(title) - 1)
        title = title[:at] + title[at + 1] + title[at] + title[at + 2 :]
    return title


def pairs(groups: dict[object, list[int]]) -> set[tuple[int, int]]:
    """Every two that are together."""
    return {(a, b) for group in groups.values() for at, a in enumerate(sorted(group)) for b in sorted(group)[at + 1 :]}


def measured(number: int, peer: bool) -> tuple[float, float]:
    """Time of ours and of the peer for one size, printed with what was found."""
    records, truth = made(number)
    place = {id(record): at for at, record in enumerate(records)}
    start = time.process_time()
    reports = merge(records)
    ours = time.process_time() - start
    start = time.process_time()
    found = studies(reports)
    beside = time.process_time() - start
    right = pairs({report: [at for at, one in enumerate(truth) if one == report] for report in set(truth)}) if number <= 10_000 else None
    mine = pairs({report.key: [place[id(record)] for record in report.records] for report in reports})
    said = f"{number:>7} records: {ours:7.2f} s to {len(reports)} reports, {beside:6.2f} s to {len(found)} studies"
    if right is not None:
        said += f"; precision {len(mine & right) / max(1, len(mine)):.4f}, recall {len(mine & right) / max(1, len(right)):.4f}"
    other = 0.0
    if peer:
        from rapidfuzz import fuzz, process

        titles = [record.title.lower() for record in records]
        start = time.process_time()
        process.cdist(titles, titles, scorer=fuzz.ratio, score_cutoff=90, workers=1)
        other = time.process_time() - start
        said += f"; all titles with all others: {other:.2f} s ({other / ours:.1f} times ours)"
    print(said)
    return ours, other


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--small", action="store_true", help="a quick look")
    small = options.parse_args().small
    sizes = (1000, 4000) if small else (1000, 10_000, 100_000)
    times = [measured(size, size <= 10_000) for size in sizes]
    growth, factor = times[-1][0] / times[-2][0], sizes[-1] / sizes[-2]
    print(f"{factor:.0f} times the records took {growth:.1f} times as long (all with all: {factor**2:.0f} times).")


if __name__ == "__main__":
    main()
