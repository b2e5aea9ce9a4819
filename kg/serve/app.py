"""The application: routes, headers and the doors before them."""

import contextlib
from collections.abc import AsyncIterator
from importlib.resources import files
from pathlib import Path

import anyio
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request as Asking
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from kg.serve import describe, protocol, questions
from kg.serve.doors import Doors
from kg.serve.problem import SAFE, problem
from kg.serve.service import Service

#: Files of the query page and their media types.
PAGE = {"query.html": "text/html; charset=utf-8", "query.js": "text/javascript; charset=utf-8", "query.css": "text/css; charset=utf-8"}
PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'"


def application(service: Service) -> Starlette:
    """The ASGI application of a service."""

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await anyio.to_thread.run_sync(service.open)
        yield
        await anyio.to_thread.run_sync(service.close)

    layers = [Middleware(Doors, service=service)]
    if service.doors.origins:
        layers.append(
            Middleware(
                CORSMiddleware, allow_origins=list(service.doors.origins), allow_methods=["GET", "POST"], allow_headers=["Content-Type"]
            )
        )
    app = Starlette(routes=_routes(), middleware=layers, lifespan=lifespan, exception_handlers={HTTPException: _wrong})
    app.state.service = service
    return app


def _routes() -> list[Route]:
    return [
        Route("/sparql", protocol.endpoint, methods=["GET", "POST"]),
        Route("/sparql", _options, methods=["OPTIONS"]),
        Route("/sparql/", protocol.endpoint, methods=["GET", "POST"]),
        Route("/questions", questions.shelf),
        Route("/questions/{name}", questions.ask),
        Route("/recur", questions.recurrence),
        Route("/openapi.json", _openapi),
        Route("/health", _health),
        Route("/metrics", _metrics),
        Route("/.well-known/void", _void),
        Route("/query", _page),
        Route("/query/{file}", _page),
        Route("/{path:path}", _site),
    ]


async def _options(asking: Asking) -> Response:
    return Response(b"", 204, SAFE | {"Allow": ", ".join(protocol.METHODS)})


async def _openapi(asking: Asking) -> Response:
    service: Service = asking.app.state.service
    address = str(asking.base_url).rstrip("/")
    return JSONResponse(await anyio.to_thread.run_sync(questions.openapi, service, address), 200, SAFE)


async def _health(asking: Asking) -> Response:
    return describe.health(asking.app.state.service)


async def _metrics(asking: Asking) -> Response:
    return describe.metrics(asking.app.state.service)


async def _void(asking: Asking) -> Response:
    return describe.void(asking.app.state.service, describe.where(asking), asking.headers.get("accept", ""))


async def _page(asking: Asking) -> Response:
    """The page to ask from, and its script and style: all from here, nothing inline."""
    name = asking.path_params.get("file", "query.html")
    if name not in PAGE:
        raise HTTPException(404)
    body = (files("kg.serve") / "page" / name).read_bytes()
    return Response(
        body, 200, SAFE | {"Content-Security-Policy": PAGE_POLICY + "; frame-ancestors 'none'", "Cache-Control": "no-cache"}, PAGE[name]
    )


async def _site(asking: Asking) -> Response:
    """A page of the built site; each brings its own policy, and none may be framed."""
    service: Service = asking.app.state.service
    path = _inside(service.site, asking.path_params["path"])
    if path is None:
        if asking.path_params["path"] == "":
            return RedirectResponse("/query", 303, SAFE)
        raise HTTPException(404)
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "frame-ancestors 'none'", "Referrer-Policy": "no-referrer"}
    return FileResponse(path, headers=headers | {"Cache-Control": "no-cache"})


def _inside(site: Path, wanted: str) -> Path | None:
    """A file of the site by its address; None for anything that is not a plain file below it."""
    if "\x00" in wanted or "\\" in wanted:
        return None
    root = site.resolve()
    path = (root / wanted).resolve()
    if path.is_dir():
        path = path / "index.html"
    return path if path.is_relative_to(root) and path.is_file() else None


async def _wrong(asking: Asking, wrong: Exception) -> Response:
    assert isinstance(wrong, HTTPException)
    words = {404: "There is nothing here; /query is the page to ask from.", 405: f"{asking.method} does nothing here."}
    return problem(wrong.status_code, words.get(wrong.status_code, wrong.detail), dict(wrong.headers or {}))
