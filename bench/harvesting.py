# ruff: noqa: E402, I001 - the checkout goes on the path first
"""Harvest 10,000 PMIDs from a simulated PubMed at its true limits, in real time; and be killed at 20 random moments.

python bench/harvesting.py [--small]     (real time: 52 requests at 3 a second are about 20 seconds; --small 2,000 numbers, 5 kills)
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "sources")]

from harvest.archive import Archive
from harvest.ask import Harvest, Wish
from harvest.http import Client
from harvest.identifier import Identifier
from harvest.pace import shared_folder
from simulated import PubMed, harvest_killed, in_archive, serve


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--small", action="store_true")
    small = ask.parse_args().small
    count, kills = (2000, 5) if small else (10_000, 20)
    service = PubMed(range(1, count + 1))
    with tempfile.TemporaryDirectory() as folder, serve(service.answer) as base:
        client = Client(Archive(Path(folder)), bases={"pubmed": base}, pace_folder=shared_folder())
        started = time.monotonic()
        words = [one.word for one in Harvest(client, Wish(tuple(Identifier("pmid", str(one)) for one in service.numbers))).outcomes()]
        seconds = time.monotonic() - started
    print(f"{words.count('got')} of {count} got in {len(service.requests)} requests (at most 52) and {seconds:.1f} seconds")
    print(f"busiest second: {service.busiest} requests (at most 3)")
    with tempfile.TemporaryDirectory() as folder:
        service, got, repeated = harvest_killed(Path(folder), kills, count, random.Random(1))
        archived = len(in_archive(Path(folder)))
    print(f"killed {kills} times: {got} of {count} got, {archived} in the archive, {len(service.requests)} requests in all,")
    print(f"{repeated} numbers asked again although archived (at most 0)")


if __name__ == "__main__":
    main()
