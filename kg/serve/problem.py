"""Errors as answers (RFC 9457): a status and one sentence that says what to do."""

import json

from starlette.responses import Response

from kg.answers.limits import Busy, LargeAnswer, Stopped
from kg.errors import EvidenceError, InputError, OverLimit, UnknownConcept

#: Headers of every answer that holds data: a browser runs nothing in it and does not guess its type.
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def problem(status: int, sentence: str, headers: dict[str, str] | None = None) -> Response:
    """An error answer."""
    body = json.dumps({"title": TITLES.get(status, "Error"), "status": status, "detail": sentence}, ensure_ascii=False)
    return Response(body + "\n", status, SAFE | (headers or {}), "application/problem+json")


def of(wrong: EvidenceError) -> Response:
    """The answer for an error of ours."""
    if isinstance(wrong, Busy | Stopped):
        return problem(503, str(wrong), {"Retry-After": "10"})
    if isinstance(wrong, LargeAnswer):
        return problem(413, str(wrong))
    if isinstance(wrong, UnknownConcept | OverLimit | InputError):
        return problem(400, str(wrong))
    return problem(500, str(wrong))


TITLES = {
    400: "Bad request", 404: "Not found", 405: "Method not allowed", 406: "Not acceptable", 408: "Too slow", 413: "Too large",
    415: "Unsupported media type", 421: "Misdirected request", 500: "Server error", 503: "Busy",
}  # fmt: skip
