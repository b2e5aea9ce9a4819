"""The questions of the shelf and recurrence as addresses with parameters: `/questions/NAME?min=3&as=csv`, `/recur?kind=barrier`."""

from collections.abc import Callable, Sequence
from typing import Any

import anyio.to_thread
from starlette.requests import Request as Asking
from starlette.responses import Response

import queries
from kg.answers import question, recur
from kg.answers.result import Result
from kg.answers.table import Table, show
from kg.answers.worker import Request
from kg.errors import BadQuery, EvidenceError
from kg.serve import accept
from kg.serve.problem import SAFE, of, problem
from kg.serve.protocol import Refused, answered, client, pairs, service_limiter
from kg.serve.service import Service

#: Form of a table -> its media type, best first.
TABLES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "jsonl": "application/jsonl",
    "md": "text/markdown; charset=utf-8",
}
GRAPHS = ("ttl", "nt", "jsonld")
RECUR = ("kind", "by", "min", "level", "families", "candidates")
#: Bounds of parameters, as the OpenAPI states them.
MOST, LONGEST, SEVERAL = 1_000_000, 2_000, 50


def is_graph(one: queries.Question) -> bool:
    """Whether the answer is a graph rather than rows."""
    return "CONSTRUCT" in one.text.split("WHERE", 1)[0]


async def shelf(asking: Asking) -> Response:
    """The list of questions."""
    try:
        values = _values(asking, ())
    except Refused as wrong:
        return problem(wrong.status, str(wrong))
    rows = tuple(
        (
            one.name,
            one.title,
            one.shows,
            tuple({"name": g.name, "type": g.type, "default": g.default} for g in one.given),
            f"/questions/{one.name}",
            one.text,
        )
        for one in queries.shelf().values()
    )
    return _shown(asking, values, Table(("question", "asks", "shows", "given", "address", "sparql"), rows))


async def ask(asking: Asking) -> Response:
    """The answer to one question."""
    service: Service = asking.app.state.service
    one = queries.shelf().get(asking.path_params["name"])
    if one is None:
        return problem(404, f"There is no question {asking.path_params['name']!r}; /questions lists them.")
    try:
        values = _values(asking, [given.name for given in one.given], GRAPHS if is_graph(one) else tuple(TABLES))
        graph = service.look()
        form = values.pop("as", [""])[0]
        asked = question.bind(question.find(one.name), _checked(one, values), graph.concepts)
        if is_graph(one):
            best = form or accept.best(asking.headers.get("accept", ""), accept.GRAPHS)
            if not best:
                return problem(406, f"This answer can be had as {', '.join(accept.GRAPHS)}.")
            return await answered(service, Request(asked.text, graph_form=best, ours=True), client(asking))
        request = Request(asked.text, ours=True)

        def rows() -> Table:
            return Result.read(service.pool.ask(request, client(asking)), asked.title).table()

        return await _table(service, asking, form, rows)
    except Refused as wrong:
        return problem(wrong.status, str(wrong))
    except EvidenceError as wrong:
        return of(wrong)


async def recurrence(asking: Asking) -> Response:
    """What `kg recur` says."""
    service: Service = asking.app.state.service
    try:
        values = _values(asking, RECUR)
        form = values.pop("as", [""])[0]
        given = {name: one[-1] for name, one in values.items()}
        by = given["by"].split(",") if "by" in given else []
        kind, level, families = given.get("kind", "barrier"), given.get("level", "leaf"), given.get("families", "each")
        recur.checked(kind, by, level, families)
        if len(by) > 3:
            raise Refused(400, "Break down by at most three things at a time.")
        if given.get("candidates", "false") not in ("true", "false"):
            raise Refused(400, "candidates is true or false.")
        least = _integer("min", given.get("min", "2"), 1)
        graph = service.look()
        select = service.select(client(asking), given.get("candidates") == "true")
        form = form or _liked(asking)

        def rows() -> Table:
            found = recur.recur(select, graph.concepts, kind=kind, by=by, min=least, level=level, families=families)
            return found.brief() if form == "md" else found.table()

        return await _table(service, asking, form, rows)
    except Refused as wrong:
        return problem(wrong.status, str(wrong))
    except EvidenceError as wrong:
        return of(wrong)


async def _table(service: Service, asking: Asking, form: str, rows: Callable[[], Table]) -> Response:
    """A table made in a thread, in the form asked for."""
    form = form or _liked(asking)
    if not form:
        return problem(406, f"This answer can be had as {', '.join(TABLES.values())}.")
    try:
        body = await anyio.to_thread.run_sync(lambda: show(rows(), form) + "\n", limiter=service_limiter(service))
    except EvidenceError as wrong:
        return of(wrong)
    return Response(body.encode(), 200, SAFE | {"Vary": "Accept"}, TABLES[form])


def _shown(asking: Asking, values: dict[str, list[str]], table: Table) -> Response:
    form = values.get("as", [""])[0] or _liked(asking)
    if not form:
        return problem(406, f"This answer can be had as {', '.join(TABLES.values())}.")
    return Response((show(table, form) + "\n").encode(), 200, SAFE | {"Vary": "Accept"}, TABLES[form])


def _liked(asking: Asking) -> str:
    liked = asking.headers.get("accept", "")
    if accept.likes_html(liked):
        return "json"
    return accept.best(liked, {media.partition(";")[0]: form for form, media in TABLES.items()})


def _values(asking: Asking, known: Sequence[str], forms: Sequence[str] = tuple(TABLES)) -> dict[str, list[str]]:
    """The parameters of a request; raises `Refused` for one that is not known, or a form that cannot be had."""
    values: dict[str, list[str]] = {}
    for name, value in pairs(asking.scope["query_string"]):
        if name != "as" and name not in known:
            raise Refused(400, f"There is no parameter {name!r} here; there are {', '.join((*known, 'as'))}.")
        values.setdefault(name, []).append(value)
        if len(values[name]) > SEVERAL or len(value) > LONGEST:
            raise Refused(400, f"{name} is too long, or given too often.")
    wrong = [form for form in values.get("as", []) if form not in forms]
    if wrong or len(values.get("as", [])) > 1:
        raise Refused(400, f"This can be had as {', '.join(forms)}.")
    return values


def _checked(one: queries.Question, values: dict[str, list[str]]) -> dict[str, list[str]]:
    """Whole numbers in bounds and plain keys, before they are bound."""
    for given in one.given:
        for value in values.get(given.name, []):
            if given.type == "integer":
                _integer(given.name, value, 0)
            elif not value:
                raise BadQuery(f"{given.name} is empty; give it a value.")
            elif given.type in ("study", "report", "finding") and not all(sign.isalnum() or sign in "-._:/" for sign in value):
                raise BadQuery(f"{value!r} is not the key of a {given.type}.")
    return values


def _integer(name: str, value: str, least: int) -> int:
    if not value.isascii() or not value.isdigit() or not least <= int(value[:10]) <= MOST or len(value) > 10:
        raise BadQuery(f"{name} is a whole number from {least} to {MOST}, not {value[:40]!r}.")
    return int(value)


def openapi(service: Service, address: str) -> dict[str, Any]:
    """The OpenAPI 3.1 description of the addresses here, with the concepts of the graph as values of their parameters."""
    from kg.serve.openapi import document

    return document(service.look(), address)
