"""The OpenAPI 3.1 description of what can be asked by address (https://spec.openapis.org/oas/v3.1.0)."""

from importlib.metadata import PackageNotFoundError, version
from typing import Any

import queries
from kg.answers.ask import Graph
from kg.answers.concepts import slug
from kg.answers.recur import LEVELS
from kg.answers.recurrence import KINDS
from kg.serve import questions
from kg.serve.questions import LONGEST, MOST, TABLES
from queries import CONCEPT_TYPES, Given

_PROBLEM = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {"title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"}},
}
_ERRORS = {
    400: "A parameter is wrong; the sentence says which and what is right.",
    406: "The answer cannot be had in a form the client accepts.",
    413: "The answer is larger than the service gives.",
    503: "All workers are busy, or the question took too long.",
}


def document(graph: Graph, address: str) -> dict[str, Any]:
    """The description, with the concepts of a graph as the values its parameters take."""
    paths: dict[str, Any] = {
        "/questions": {"get": _operation("questions", "The questions of the shelf", "", [_as(list(TABLES))], _rows({}))},
        "/recur": {"get": _operation("recur", "What recurs across independent studies", "", _recur(), _rows({}))},
        "/health": {
            "get": {"operationId": "health", "summary": "Whether the service lives", "responses": {"200": _json({"type": "object"})}}
        },
    }
    for one in queries.shelf().values():
        graphs = questions.is_graph(one)
        parameters = [_parameter(given, graph) for given in one.given]
        parameters.append(_as(list(questions.GRAPHS if graphs else TABLES)))
        answer = _graphs() if graphs else _rows({})
        paths[f"/questions/{one.name}"] = {"get": _operation(one.name, one.title, one.shows, parameters, answer)}
    return {
        "openapi": "3.1.0",
        "info": {"title": f"Questions to {graph.title or 'a review'}", "version": _version(), "description": f"Data sha256:{graph.digest}"},
        "servers": [{"url": address}],
        "paths": paths,
    }


def _version() -> str:
    try:
        return version("evidence-kg")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"


def _operation(name: str, title: str, shows: str, parameters: list[dict[str, Any]], answer: dict[str, Any]) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": _PROBLEM}}
    errors = {str(status): {"description": words, "content": problem} for status, words in _ERRORS.items()}
    return {"operationId": name, "summary": title, "description": shows, "parameters": parameters, "responses": {"200": answer} | errors}


def _parameter(given: Given, graph: Graph) -> dict[str, Any]:
    """A parameter of a question: a whole number, words, a key, or one or more concepts of a scheme."""
    concepts = graph.concepts
    if given.type == "integer":
        schema: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": MOST, "default": int(given.default)}
    elif given.type in CONCEPT_TYPES:
        names = sorted(slug(iri) for iri in concepts.labels if concepts.in_scheme(iri, given.type))
        one = {"type": "string", "enum": names} if names else {"type": "string"}
        schema = {"type": "array", "items": one, "minItems": 1, "maxItems": questions.SEVERAL, "default": [given.default]}
    elif given.type == "text":
        schema = {"type": "string", "minLength": 1, "maxLength": LONGEST, "default": given.default}
    else:
        schema = {"type": "string", "pattern": "^[a-z0-9][a-z0-9.-]{0,199}$", "default": given.default}
    return {"name": given.name, "in": "query", "required": False, "schema": schema, "style": "form", "explode": True}


def _as(forms: list[str]) -> dict[str, Any]:
    return {"name": "as", "in": "query", "required": False, "schema": {"type": "string", "enum": forms}}


def _recur() -> list[dict[str, Any]]:
    from kg.answers.recur import DIMENSIONS

    dimensions = "|".join(DIMENSIONS)
    schemas: dict[str, dict[str, Any]] = {
        "kind": {"type": "string", "enum": list(KINDS), "default": "barrier"},
        "by": {"type": "string", "pattern": f"^({dimensions})(,({dimensions}))?$"},
        "min": {"type": "integer", "minimum": 1, "maximum": MOST, "default": 2},
        "level": {"type": "string", "enum": list(LEVELS), "default": "leaf"},
        "families": {"type": "string", "enum": ["each", "once"], "default": "each"},
        "candidates": {"type": "boolean", "default": False},
    }
    return [{"name": name, "in": "query", "required": False, "schema": schema} for name, schema in schemas.items()] + [_as(list(TABLES))]


def _rows(properties: dict[str, Any]) -> dict[str, Any]:
    """Rows in each form of a table."""
    row = {"type": "object", "properties": properties}
    content: dict[str, Any] = {media.partition(";")[0]: {"schema": {"type": "string"}} for media in TABLES.values()}
    content["application/json"] = {"schema": {"type": "array", "items": row}}
    return {"description": "The rows.", "content": content}


def _graphs() -> dict[str, Any]:
    content: dict[str, Any] = {
        media: {"schema": {}} for media in ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")
    }
    return {"description": "The graph.", "content": content}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": "The facts.", "content": {"application/json": {"schema": schema}}}
