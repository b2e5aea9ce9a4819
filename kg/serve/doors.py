"""What every request passes: the name of this host, the size and pace of its body, the pace of its reader, and the access log."""

import asyncio
import hashlib
import json
import logging
import time
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.problem import problem
from kg.serve.service import Service

LOG = logging.getLogger("kg.serve.access")


class TooLarge(Exception):
    """A body beyond its cap."""


class TooSlow(Exception):
    """A body that does not come."""


class Doors:
    """The outermost layer of the application."""

    def __init__(self, inside: ASGIApp, service: Service) -> None:
        self.inside = inside
        self.service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it at the door."""
        if scope["type"] != "http":
            await self.inside(scope, receive, send)
            return
        visit = _Visit(self.service, scope, receive, send)
        try:
            await self._let_in(visit)
        except TooLarge:
            await visit.refuse(413, f"The body is larger than {self.service.doors.body // 1000} kB.")
        except TooSlow:
            await visit.refuse(408, "The body did not come in time.")
        except TimeoutError:
            visit.status = visit.status or 408  # the reader stopped reading: the server closes the connection
            raise
        finally:
            visit.log()

    async def _let_in(self, visit: "_Visit") -> None:
        headers = {name: value for name, value in visit.scope["headers"] if name in (b"host", b"content-length")}
        host = headers.get(b"host", b"").decode("latin-1").lower()
        name = host if host.startswith("[") and host.endswith("]") else host.rpartition(":")[0] or host
        if name not in self.service.doors.hosts:
            await visit.refuse(421, "This name of the host is not served here; start the service with --allow-host NAME.")
            return
        length = headers.get(b"content-length", b"0")
        if length.isdigit() and int(length) > self.service.doors.body:
            raise TooLarge
        await self.inside(visit.scope, visit.receive, visit.send)


class _Visit:
    """One request on its way in and its answer on its way out."""

    def __init__(self, service: Service, scope: Scope, receive: Receive, send: Send) -> None:
        self.service = service
        self.scope = scope
        self._receive = receive
        self._send = send
        self.start = time.perf_counter()
        self.status = 0
        self.bytes_in = 0
        self.bytes_out = 0
        self._digest = hashlib.sha256()

    async def receive(self) -> Message:
        """The next piece of the body, in time and within its cap."""
        wait = self.service.doors.patience if not self.status else None
        try:
            message = await asyncio.wait_for(self._receive(), wait) if self.bytes_in >= 0 else await self._receive()
        except TimeoutError as wrong:
            raise TooSlow from wrong
        if message["type"] == "http.request":
            body = message.get("body", b"")
            self.bytes_in += len(body)
            self._digest.update(body)
            if self.bytes_in > self.service.doors.body:
                raise TooLarge
        return message

    async def send(self, message: Message) -> None:
        """The next piece of the answer, for as long as the reader takes it."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message["type"] == "http.response.body":
            self.bytes_out += len(message.get("body", b""))
        await asyncio.wait_for(self._send(message), self.service.doors.patience * 3)

    async def refuse(self, status: int, sentence: str) -> None:
        """Answer at the door, and close the connection."""
        if not self.status:
            await problem(status, sentence, {"Connection": "close"})(self.scope, self._receive, self.send)

    def log(self) -> None:
        """Count the request, and write its line: who, what, how it ended, how long. Never the text of a query, only its digest."""
        seconds = time.perf_counter() - self.start
        path = str(self.scope["path"])
        self.service.count(_route(path), self.status, seconds)
        line: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "client": (self.scope.get("client") or ("",))[0],
            "method": self.scope["method"],
            "path": path[:200],
            "status": self.status,
            "bytes_in": self.bytes_in,
            "bytes_out": self.bytes_out,
            "milliseconds": round(seconds * 1000, 1),
        }
        if self.scope["query_string"] or self.bytes_in:
            self._digest.update(self.scope["query_string"])
            line["asked"] = self._digest.hexdigest()[:16]
        LOG.info(json.dumps(line, ensure_ascii=False))


def _route(path: str) -> str:
    """The route a path belongs to, for counting."""
    first = path.strip("/").partition("/")[0]
    return (
        f"/{first}" if first in ("sparql", "questions", "recur", "openapi.json", "health", "metrics", "query", ".well-known") else "/pages"
    )
