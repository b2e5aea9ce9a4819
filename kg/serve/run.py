"""Serve the application with uvicorn until told to stop: slow clients are let go, requests in work are ended in order."""

import asyncio
import logging
import sys
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.errors import InputError
from kg.serve.app import application
from kg.serve.service import Service

LOOPBACK = ("127.0.0.1", "localhost", "::1")
#: Seconds a client has for the head of a request, and requests in work have when the service stops.
HEAD, GRACE = 10.0, 15


class Impatient(HttpToolsProtocol):
    """Uvicorn's protocol with a clock on the head of every request, so that slow clients hold no connection for ever."""

    _clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock."""
        super().connection_made(transport)
        self._clock = self.loop.call_later(HEAD, self._let_go)

    def data_received(self, data: bytes) -> None:
        """Start the clock again where a new request begins."""
        if self._clock is None and (self.cycle is None or self.cycle.response_complete):
            self._clock = self.loop.call_later(HEAD, self._let_go)
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """Stop the clock: the head is whole."""
        self._stop_clock()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock: nobody is there."""
        self._stop_clock()
        super().connection_lost(exc)

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _let_go(self) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.close()


def run(service: Service, host: str = "127.0.0.1", port: int = 8010, log: Path | None = None, ready: Any = None) -> None:
    """Serve until SIGTERM or Ctrl-C; raises `InputError` where strangers could come in and queries have no wall but the gate."""
    if host not in LOOPBACK and service.pool.warm() == "none":
        raise InputError(f"On this system queries cannot be cut off from the network, so 'kg serve' stays on {LOOPBACK[0]}, not {host}.")
    _log_to(log)
    config = uvicorn.Config(
        application(service),
        host=host,
        port=port,
        http=Impatient,
        ws="none",
        access_log=False,
        log_level="warning",
        server_header=False,
        date_header=True,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=GRACE,
        limit_concurrency=1_000,
        h11_max_incomplete_event_size=64_000,
    )
    server = _Server(config, ready)
    server.run()


class _Server(uvicorn.Server):
    """Says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Any) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: Any = None) -> None:
        """Bind, start, and tell."""
        await super().startup(sockets)
        if self.started and self._ready is not None:
            self._ready(self.servers[0].sockets[0].getsockname()[1])


def _log_to(path: Path | None) -> None:
    """Write the access log as JSON lines, to a file or to standard error."""
    logger = logging.getLogger("kg.serve.access")
    handler = logging.FileHandler(path, encoding="utf-8") if path else logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger.handlers[:] = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False
