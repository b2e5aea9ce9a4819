"""One limiter a host: no more requests in any second than the service allows, across all processes of this user.

A request counts from the moment it is sent until its answer is here, for that is all we know about when the server saw it. So for
a limit of 3 a second, the fourth request is sent no earlier than one second after the first one was answered.
"""

import json
import math
import os
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

#: Seconds after which a request of a process that vanished is forgotten.
_FORGET = 60.0


class Pace:
    """The limiter of one host: `rate` requests in any `window` seconds; its state is a file when `folder` is given."""

    def __init__(
        self,
        host: str,
        rate: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        folder: Path | None = None,
    ) -> None:
        self.host = host
        self.rate = rate
        # no header raises NCBI's limit: 3 a second without a key, 10 with one, whatever the answer of another caller says
        self._ceiling = rate if "ncbi" in host else 50.0
        self._clock = clock
        self._sleep = sleep
        self._file = folder / f"pace-{''.join(one if one.isalnum() else '-' for one in host)}.json" if folder else None
        self._memory: dict[str, tuple[float, int]] = {}

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, hold it while the request is under way, and count it from its end."""
        name = secrets.token_hex(8)
        while (delay := self._book(name)) > 0:
            self._sleep(delay)
        try:
            yield
        finally:
            self._settle(name)

    def heed(self, headers: Mapping[str, str]) -> None:
        """Take the limit an answer states (`x-rate-limit-limit` for `x-rate-limit-interval`; NCBI's `x-ratelimit-limit` a second)."""
        said = headers.get("x-rate-limit-limit") or headers.get("x-rate-limit") or ""
        interval = headers.get("x-rate-limit-interval", "1s").rstrip("s")
        if "ncbi" in self.host and not said:
            said, interval = headers.get("x-ratelimit-limit", ""), "1"
        if said.isdigit() and interval.isdigit() and int(said) > 0 and int(interval) > 0:
            stated = int(said) / int(interval)
            self.rate = min(stated, self._ceiling)

    def slow(self) -> None:
        """Halve the rate after a 429 that came although the limit was kept."""
        self.rate = self._ceiling = max(self.rate / 2, 0.2)

    def _limits(self) -> tuple[int, float]:
        """Requests allowed, and in how many seconds: whole numbers for rates under and over one a second."""
        if self.rate >= 1:
            return math.floor(self.rate), 1.01 * math.floor(self.rate) / self.rate
        return 1, 1.01 / self.rate

    def _book(self, name: str) -> float:
        """Book a turn if one is free now, else say how many seconds to wait."""
        allowed, window = self._limits()
        with self._state() as turns:
            now = self._clock()
            for key, (moment, process) in list(turns.items()):
                gone = process and not _alive(process)
                if gone or (process and now - moment > _FORGET):
                    turns[key] = (now if gone and now - moment < 1 else moment, 0)
                if moment > now + 1 or (not process and now - moment > window + 1):
                    turns.pop(key, None)
            busy = [moment for moment, process in turns.values() if not process and now - moment < window]
            waiting = sum(1 for _, process in turns.values() if process)
            if len(busy) + waiting < allowed:
                turns[name] = (now, os.getpid())
                return 0.0
            # a turn under way ends at an unknown moment: look again soon
            free = sorted(busy)[len(busy) + waiting - allowed] + window - now if len(busy) + waiting - allowed < len(busy) else 0.05
            return max(free, 0.001)

    def _settle(self, name: str) -> None:
        with self._state() as turns:
            turns[name] = (self._clock(), 0)

    @contextmanager
    def _state(self) -> Iterator[dict[str, tuple[float, int]]]:
        if self._file is None:
            yield self._memory
            return
        with _locked(self._file) as file:
            try:
                held = json.loads(file.read_text() or "{}")
                turns = {str(key): (float(value[0]), int(value[1])) for key, value in held.items()}
            except (ValueError, TypeError, IndexError, AttributeError):
                turns = {}  # a state cut by a crash: nothing in it is worth more than the second it speaks of
            yield turns
            file.write_text(json.dumps(turns))


def shared_folder() -> Path | None:
    """The folder where processes of this user keep their turns, or None where files cannot be locked."""
    try:
        import fcntl  # noqa: F401 - only to know whether it is there
    except ImportError:
        return None
    folder = Path(tempfile.gettempdir()) / f"evidence-kg-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder if folder.stat().st_uid == os.getuid() else None


@contextmanager
def _locked(file: Path) -> Iterator[Path]:
    import fcntl

    with file.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        file.touch()
        yield file


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
