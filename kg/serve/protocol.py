"""SPARQL 1.1 Protocol, the query operation (https://www.w3.org/TR/sparql11-protocol/): GET, POST of a form, POST of a query."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

import anyio.to_thread
from starlette.requests import Request as Asking
from starlette.responses import RedirectResponse, Response

from kg.answers import guard
from kg.answers.worker import Request
from kg.errors import EvidenceError
from kg.serve import accept, describe
from kg.serve.problem import SAFE, of, problem
from kg.serve.service import Service

FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
#: Parameters of the query operation; others are ignored, as the protocol has it.
KNOWN = ("query", "default-graph-uri", "named-graph-uri")
METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class Refused(Exception):
    """A request that is no query operation: a status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Operation:
    """A query operation: the text and the dataset it names (None: the store's own)."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] | None = None


def pairs(words: bytes) -> list[tuple[str, str]]:
    """Names and values of a query string or form; raises `Refused` for bad UTF-8 or too many of them."""
    try:
        return parse_qsl(words.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except UnicodeDecodeError as wrong:
        raise Refused(400, "The parameters are not UTF-8, percent-encoded.") from wrong
    except ValueError as wrong:
        raise Refused(400, "There are too many parameters; at most 100 are read.") from wrong


async def operation(asking: Asking) -> Operation | None:
    """The query operation of a request; None for a GET without a query, which asks for the service description."""
    found = pairs(asking.scope["query_string"])
    if asking.method == "POST":
        media, _, more = asking.headers.get("content-type", "").partition(";")
        charset = more.strip().lower().removeprefix("charset=").strip('"')
        if charset not in ("", "utf-8", "utf8"):
            raise Refused(415, f"The body is said to be {charset}; send UTF-8.")
        body = await asking.body()
        if media.strip().lower() == FORM:
            found += pairs(body)
        elif media.strip().lower() == DIRECT:
            found.append(("query", _text(body)))
        else:
            raise Refused(415, f"Send the query as {FORM} (query=...) or as {DIRECT}.")
    if any(name == "update" for name, _ in found):
        raise Refused(400, "This service is read-only: it takes queries, no updates.")
    texts = [value for name, value in found if name == "query"]
    if not texts and asking.method in ("GET", "HEAD"):
        return None
    if len(texts) != 1:
        raise Refused(400, f"Send exactly one query, not {len(texts)}.")
    default = tuple(value for name, value in found if name == "default-graph-uri")
    named = tuple(value for name, value in found if name == "named-graph-uri")
    return Operation(texts[0], default, named if named else () if default else None)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise Refused(400, f"The query is not UTF-8 ({wrong.reason} at byte {wrong.start}).") from wrong


async def endpoint(asking: Asking) -> Response:
    """The endpoint `/sparql`."""
    service: Service = asking.app.state.service
    liked = asking.headers.get("accept", "")
    try:
        wanted = await operation(asking)
        if wanted is None:
            if accept.likes_html(liked):
                return RedirectResponse("/query", 303, SAFE)
            return describe.service(service, str(asking.url.replace(query="")), liked)
        form = guard.check(wanted.text, guard.STRANGERS).form
    except Refused as wrong:
        return problem(wrong.status, str(wrong))
    except EvidenceError as wrong:
        return of(wrong)
    offered = accept.GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else accept.BOOLEANS if form == "ASK" else accept.ROWS
    best = accept.best(liked, offered)
    if not best:
        return problem(406, f"This answer can be had as {', '.join(offered)}.")
    service.look()
    request = Request(wanted.text, best, best, wanted.default_graphs, wanted.named_graphs)
    return await answered(service, request, client(asking))


async def answered(service: Service, request: Request, client: str) -> Response:
    """The response to a query put to the workers; the status is decided after the last byte of the answer."""
    try:
        found = await anyio.to_thread.run_sync(service.pool.ask, request, client, limiter=service_limiter(service))
    except EvidenceError as wrong:
        return of(wrong)
    return Response(found.body, 200, SAFE | {"Vary": "Accept"}, found.media)


def service_limiter(service: Service) -> anyio.CapacityLimiter:
    """How many requests may wait for workers at once; made in the running loop, one a service."""
    limiter: anyio.CapacityLimiter | None = getattr(service, "limiter", None)
    if limiter is None:
        limiter = anyio.CapacityLimiter(service.doors.waiting)
        service.limiter = limiter  # type: ignore[attr-defined]
    return limiter


def client(asking: Asking) -> str:
    """Who asks, by address: what a client's share of the workers is counted by."""
    return asking.client.host if asking.client else ""
