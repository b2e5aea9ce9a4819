"""Queries of others, each in a process of its own that may be killed: wall clock, memory cap, size cap, no network.

No query can be interrupted from Python, and a bad one takes all memory or ends the process, so it must run where that hurts nobody.
Processes are spawned, never forked (a fork after a store was opened hangs), and open the published build read-only.
"""

import json
import struct
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from kg.answers.limits import Busy, Died, LargeAnswer, Limits, Stopped
from kg.answers.sandbox import enclose, environment, limit
from kg.errors import BadQuery, InputError, OverLimit

_FRAME = struct.Struct(">IQ")
_START = "from kg.answers.worker import serve; serve()"
_ERRORS: dict[str, type[InputError]] = {"BadQuery": BadQuery, "OverLimit": OverLimit, "LargeAnswer": LargeAnswer, "Stopped": Stopped}


@dataclass(frozen=True, slots=True)
class Request:
    """A query for a worker: its text, the form wanted (`run.ROWS`, `run.GRAPHS`), the dataset of the protocol, graphs to add.

    `graph_form` is the form for CONSTRUCT and DESCRIBE; `ours` marks a question of the shelf.
    """

    text: str
    form: str = "srj"
    graph_form: str = "ttl"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] | None = None
    also: tuple[str, ...] = ()
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    """A whole answer: its media type, its bytes, its kind (rows, boolean or graph) and how long the engine took."""

    media: str
    body: bytes
    kind: str
    seconds: float


class Worker:
    """One process with one store open; it answers one request at a time and is replaced when it had to be killed."""

    def __init__(self, folder: str, limits: Limits, kind: str = "oxigraph") -> None:
        self.folder = folder
        self.limits = limits
        self.asked = 0
        self._why: type[OverLimit] | None = None
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own line
            [sys.executable, "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            start_new_session=True,
        )
        try:
            hello = self._exchange({"folder": folder, "kind": kind, "limits": asdict(limits)}, 60.0)
        except OverLimit:
            self.close()
            raise
        self.wall = str(hello[0]["wall"])

    def ask(self, request: Request) -> Response:
        """The answer; raises `BadQuery` or `OverLimit`, after which the worker may be dead (`alive`)."""
        self.asked += 1
        head, body = self._exchange(asdict(request), self.limits.seconds)
        if head["error"]:
            raise _ERRORS[head["error"]](head["message"])
        return Response(head["media"], body, head["kind"], head["seconds"])

    @property
    def alive(self) -> bool:
        """Whether it can take another request."""
        return self._why is None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def kill(self, why: type[OverLimit] = Stopped) -> None:
        """End the process; whoever waits for its answer gets this error."""
        self._why = why
        self._process.kill()

    def close(self) -> None:
        """End the process and wait until it is gone."""
        self.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # a broken pipe holds unsent bytes of a request nobody waits for
                    continue
        self._process.wait()

    def _exchange(self, message: dict[str, Any], seconds: float) -> tuple[dict[str, Any], bytes]:
        clock = threading.Timer(seconds, self.kill)
        clock.daemon = True
        clock.start()
        try:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            _send(self._process.stdin, message)
            return _receive(self._process.stdout)
        except (EOFError, OSError) as wrong:
            if self._why is Stopped:
                raise Stopped(f"The query was stopped after {seconds:g} seconds; make it narrower or add LIMIT.") from wrong
            if self._why is Busy:
                raise Busy("All places for long queries are taken; make this one narrower, or try again in a minute.") from wrong
            memory = f"{self.limits.memory / 2**30:g} GB of memory"
            raise Died(f"The query was ended: it needed more than {memory}, or more depth than the engine has.") from wrong
        finally:
            clock.cancel()


def _send(pipe: IO[bytes], head: dict[str, Any], body: bytes = b"") -> None:
    words = json.dumps(head).encode()
    pipe.write(_FRAME.pack(len(words), len(body)) + words + body)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    head, body = _FRAME.unpack(_exactly(pipe, _FRAME.size))
    return json.loads(_exactly(pipe, head)), _exactly(pipe, body)


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError("the pipe ended")
    return data


def serve() -> None:
    """The life of a worker process: open the store, then answer request after request until standard input ends."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    order, _ = _receive(source)
    limits = Limits(**order["limits"])
    wall = enclose()
    from kg import plug

    store = plug.part("kg.graph.stores", order["kind"]).read(Path(order["folder"]), {})
    limit(limits.memory)
    _send(sink, {"wall": wall})
    while True:
        try:
            message, _ = _receive(source)
        except EOFError:
            return
        _send(sink, *_answer(store, message, limits))


def _answer(store: Any, message: dict[str, Any], limits: Limits) -> tuple[dict[str, Any], bytes]:
    from kg.answers import guard, run
    from kg.answers.question import Asked

    start = time.perf_counter()
    try:
        answer = run.ask(
            store,
            Asked(message["text"], ours=message["ours"]),
            bounds=guard.STRANGERS if limits.strangers else guard.OURS,
            default_graphs=message["default_graphs"],
            named_graphs=message["named_graphs"],
            also=message["also"],
        )
        kind = run.kind(answer)
        media, body = run.written(answer, message["graph_form"] if kind == "graph" else message["form"], limits.answer)
    except (BadQuery, OverLimit) as wrong:
        return {"error": type(wrong).__name__, "message": str(wrong)}, b""
    except MemoryError:
        return {"error": "Stopped", "message": f"The query needed more than {limits.memory / 2**30:g} GB of memory; make it narrower."}, b""
    return {"error": "", "media": media, "kind": kind, "seconds": time.perf_counter() - start}, body
