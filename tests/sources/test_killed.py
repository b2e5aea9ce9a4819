"""A harvest killed at any moment goes on where it stopped: nothing lost, nothing asked again that is in the archive."""

import random
from pathlib import Path

from tests.sources.simulated import harvest_killed, in_archive


def test_killed_at_random_moments_and_restarted(tmp_path: Path) -> None:
    kills, count = 3, 1200
    service, got, repeated = harvest_killed(tmp_path, kills, count, random.Random(7))
    assert got == count
    assert in_archive(tmp_path) == {f"pmid:{one}" for one in range(1, count + 1)}
    assert repeated == 0
    assert len(service.requests) <= count // 200 + kills
