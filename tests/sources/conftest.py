"""What the tests of sources share: a clock that does not wait, and a client on a fresh archive."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harvest.archive import Archive
from harvest.http import Client


class Clock:
    """Time that only passes when somebody sleeps (and a little with every look)."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        self.now += 0.001
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client_for(tmp_path: Path, clock: Clock) -> Callable[..., Client]:
    def make(base: str, **more: Any) -> Client:
        names = ("pubmed", "pmc", "crossref", "datacite", "europepmc", "openalex", "doi", "unpaywall", "opencitations")
        bases = more.pop("bases", dict.fromkeys(names, base))
        archive = more.pop("archive", Archive(tmp_path / "archive"))
        return Client(archive, bases=bases, clock=clock, sleep=clock.sleep, dice=random.Random(1), **more)

    return make
