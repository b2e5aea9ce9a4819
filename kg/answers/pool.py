"""Workers for a server: a few fast places, a few for long queries, so that one question costs nobody else anything.

Every query starts in a fast place. One that takes longer than `long` seconds moves to a place for long queries and its fast place is
given to a fresh worker; where no such place is free, or its client has its share of them already, it is stopped instead. So a fast
place comes free after at most `long` seconds, whatever is asked.
"""

import contextlib
import os
import queue
import threading
from collections import Counter
from dataclasses import dataclass, field

from kg.answers.limits import Busy, Died, Limits
from kg.answers.worker import Request, Response, Worker
from kg.errors import EvidenceError, OurError, OverLimit


@dataclass(eq=False)
class Pool:
    """At most `fast` workers for queries that just began and `slow` for long ones, all on the build in `folder`.

    Set `folder` to a new build to have the next queries answered from it; those that run end on the old one. A client holds at most
    `slow - 1` of the places for long queries. `patience` is how long a query waits for a fast place.
    """

    folder: str
    kind: str = "oxigraph"
    limits: Limits = field(default_factory=Limits)
    fast: int = 3
    slow: int = 3
    long: float = 1.0
    patience: float = 10.0
    running: int = 0
    killed: int = 0
    _places: "queue.LifoQueue[Worker | None]" = field(init=False, repr=False)
    _long: Counter[str] = field(init=False, repr=False)
    _lock: threading.Lock = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._places = queue.LifoQueue()
        self._long = Counter()
        self._lock = threading.Lock()
        for _ in range(self.fast):
            self._places.put(None)

    def ask(self, request: Request, client: str = "") -> Response:
        """The answer of the next free worker; raises `Busy` when no place gets free in time, `Stopped`, `LargeAnswer`, `BadQuery`.

        A worker that dies of what questions before left in its memory is no fault of this one: it is asked once more, of a fresh one.
        """
        while True:
            run = self._run(client)
            fresh = run.worker is not None and run.worker.asked == 0
            try:
                return run.ask(request)
            except Died:
                if fresh or run.long:
                    raise
            finally:
                self._count(-1)
                run.end()

    def _run(self, client: str) -> "_Run":
        """A place with a live worker in it."""
        try:
            held = self._places.get(timeout=self.patience)
        except queue.Empty as wrong:
            raise Busy("All workers are busy with other questions; try again in a few seconds.") from wrong
        run = _Run(self, client)
        try:
            run.worker = self._fit(held)
        except EvidenceError:
            run.end()
            raise
        self._count(1)
        return run

    def _fit(self, held: Worker | None) -> Worker:
        """A live worker on the current build."""
        if held is not None and held.alive and held.folder == self.folder:
            return held
        if held is not None:
            held.close()
        folder = self.folder
        try:
            return Worker(folder, self.limits, self.kind)
        except OverLimit as wrong:
            if self.folder == folder:
                raise OurError(f"No worker could open the store in {folder}; run 'kg build' and try again.") from wrong
            return Worker(self.folder, self.limits, self.kind)  # a new build was published in between

    def _count(self, more: int) -> None:
        with self._lock:
            self.running += more

    def _promote(self, client: str) -> bool:
        """Take a place for a long query, if the client may."""
        with self._lock:
            if sum(self._long.values()) >= self.slow or self._long[client] >= max(1, self.slow - 1):
                return False
            self._long[client] += 1
            return True

    def _demote(self, client: str) -> None:
        with self._lock:
            self._long[client] -= 1
            if not self._long[client]:
                del self._long[client]

    def warm(self) -> str:
        """Start the workers and name the wall they stand behind (see `sandbox.enclose`)."""
        ready = [self._fit(self._places.get()) for _ in range(self.fast)]
        for worker in ready:
            self._places.put(worker)
        return ready[0].wall

    def close(self) -> None:
        """End every worker that is idle; busy ones end with their query."""
        while True:
            try:
                worker = self._places.get_nowait()
            except queue.Empty:
                return
            if worker is not None:
                worker.close()


class _Run:
    """One query on its way: in a fast place, then perhaps in a long one."""

    def __init__(self, pool: Pool, client: str) -> None:
        self.pool = pool
        self.client = client
        self.worker: Worker | None = None
        self.long = False
        self._tired = False
        self._done = False
        self._lock = threading.Lock()

    def ask(self, request: Request) -> Response:
        assert self.worker is not None
        clock = threading.Timer(self.pool.long, self._too_long)
        clock.daemon = True
        clock.start()
        try:
            return self.worker.ask(request)
        except OverLimit:
            self._tired = True  # its memory may be full of what it threw away
            raise
        finally:
            clock.cancel()
            with self._lock:
                self._done = True

    def _too_long(self) -> None:
        with self._lock:
            if self._done or self.worker is None:
                return
            if not self.pool._promote(self.client):
                self.worker.kill(Busy)
                return
            self.long = True
            if hasattr(os, "setpriority"):
                with contextlib.suppress(OSError):  # it may just have ended
                    os.setpriority(os.PRIO_PROCESS, self.worker.pid, 10)
        self.pool._places.put(None)

    def end(self) -> None:
        """Give the place back."""
        worker = self.worker
        if worker is not None and (self.long or self._tired or not worker.alive):
            self.pool.killed += not worker.alive
            worker.close()
            worker = None
        if self.long:
            self.pool._demote(self.client)
        else:
            self.pool._places.put(worker)
