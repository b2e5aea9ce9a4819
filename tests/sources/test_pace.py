"""The limiter: never more in any second than allowed, over delays, processes and what answers say."""

from pathlib import Path
from typing import Any

import pytest

from harvest.pace import Pace


def busiest(moments: list[float]) -> int:
    return max(sum(1 for one in moments if start <= one < start + 1) for start in moments)


@pytest.mark.parametrize("delay", [0.0, 0.2, 0.7])
def test_arrivals_keep_the_limit_whatever_the_way_takes(delay: float, clock: Any) -> None:
    pace, arrivals = Pace("x.org", 3, clock=clock, sleep=clock.sleep), []
    for number in range(12):
        with pace.turn():
            clock.now += delay if number % 4 == 0 else 0.0  # some requests are long under way before they arrive
            arrivals.append(clock.now)
    assert busiest(arrivals) <= 3
    assert clock.now - 1000 < 12 / 3 + 12 * 0.3 + 12 * delay


def test_processes_share_one_limit(tmp_path: Path, clock: Any) -> None:
    several = [Pace("x.org", 3, clock=clock, sleep=clock.sleep, folder=tmp_path) for _ in range(4)]
    arrivals = []
    for number in range(16):
        with several[number % 4].turn():
            arrivals.append(clock.now)
    assert busiest(arrivals) <= 3


def test_a_state_cut_by_a_crash_stops_nobody(tmp_path: Path, clock: Any) -> None:
    pace = Pace("x.org", 3, clock=clock, sleep=clock.sleep, folder=tmp_path)
    with pace.turn():
        pass
    next(tmp_path.glob("*.json")).write_text('{"a": [1')
    with pace.turn():
        pass
    assert clock.slept == []


def test_answers_set_the_rate_and_a_429_halves_it(clock: Any) -> None:
    pace = Pace("api.crossref.org", 5, clock=clock, sleep=clock.sleep)
    pace.heed({"x-rate-limit-limit": "10", "x-rate-limit-interval": "1s"})
    assert pace.rate == 10
    pace.heed({"x-rate-limit": "150"})
    assert pace.rate == 50
    pace.slow()
    pace.heed({"x-rate-limit-limit": "50", "x-rate-limit-interval": "1s"})
    assert pace.rate == 25


def test_no_header_raises_the_limit_of_ncbi(clock: Any) -> None:
    pace = Pace("eutils.ncbi.nlm.nih.gov", 3, clock=clock, sleep=clock.sleep)
    pace.heed({"x-ratelimit-limit": "10"})
    assert pace.rate == 3
    pace.heed({"x-ratelimit-limit": "2"})
    assert pace.rate == 2
