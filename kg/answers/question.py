"""A question ready to be asked: from the shelf, a file, text or standard input, with its parameters bound as terms.

A parameter is bound by replacing the data block of its name, `VALUES ?min { 2 }`, token by token, with terms written by the engine;
where a query has no such block, one is put at the head of its outermost group. No value is ever read as query text.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import queries
from kg.answers.concepts import BASE, PREFIXES, Concepts, expanded
from kg.answers.lexer import Token, tokens
from kg.errors import BadQuery, InputError
from queries import CONCEPT_TYPES, Given

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
_NUMBER = re.compile(r"[+-]?[0-9]+\Z")
_DECIMAL = re.compile(r"[+-]?[0-9]*\.[0-9]+\Z")
_QUOTED = re.compile(r'"(.*)"(?:@([A-Za-z]+(?:-[A-Za-z0-9]+)*))?\Z', re.DOTALL)
_XSD = PREFIXES["xsd"]


@dataclass(frozen=True, slots=True)
class Term:
    """An RDF term: an IRI, or a literal with datatype or language."""

    value: str
    iri: bool = False
    datatype: str = ""
    language: str = ""

    def __str__(self) -> str:
        """The term as SPARQL and N-Triples write it."""
        if self.iri:
            return f"<{self.value}>"
        escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
        text = "".join(escapes.get(sign, sign) for sign in self.value)
        return f'"{text}"' + (f"@{self.language}" if self.language else f"^^<{self.datatype}>" if self.datatype else "")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: a title, and the SPARQL with its parameters bound."""

    text: str
    name: str = ""
    title: str = ""
    shows: str = ""
    given: tuple[Given, ...] = ()
    ours: bool = False


def find(asked: str, *, stdin: bytes = b"") -> Asked:
    """The question of a shelf name, a file (`.rq`), SPARQL text, or `-` (standard input, given as `stdin`).

    Raises `BadQuery` for a name that is none of these, with the nearest names of the shelf.
    """
    shelf = queries.shelf()
    if asked in shelf:
        one = shelf[asked]
        return Asked(one.text, one.name, one.title, one.shows, one.given, ours=True)
    if asked == "-":
        return _read("the query on standard input", _decoded("standard input", stdin))
    path = Path(asked) if "\n" not in asked and len(asked) < 1000 else None
    if path is not None and (path.suffix == ".rq" or (path.is_file() and not _looks_like_sparql(asked))):
        return _read(asked, _text(path))
    if _NAME.match(asked):
        near = get_close_matches(asked, shelf, n=3, cutoff=0.4)
        near += [name for name in shelf if asked in name and name not in near]
        offer = f"; the nearest are {', '.join(near[:3])}" if near else ""
        raise BadQuery(f"There is no question {asked!r} on the shelf{offer}. 'kg ask' alone lists them all.")
    return _read("the query", asked)


def _looks_like_sparql(text: str) -> bool:
    return any(token.word("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE") for token in tokens(text[:10_000]))


def _text(path: Path) -> str:
    try:
        return _decoded(str(path), path.read_bytes())
    except OSError as wrong:
        raise BadQuery(
            f"{path} cannot be read ({wrong.strerror}); name a question file that exists, or a question of the shelf."
        ) from wrong


def _decoded(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise BadQuery(f"{name} is not UTF-8 text ({wrong.reason} at byte {wrong.start}); save it as UTF-8.") from wrong


def _read(name: str, text: str) -> Asked:
    if not text.strip():
        raise BadQuery(f"There is nothing to ask: {name} is empty. 'kg ask' alone lists the questions of the shelf.")
    try:
        one = queries.read(name, text)
    except ValueError as wrong:
        raise BadQuery(str(wrong)) from wrong
    return Asked(one.text, "", one.title, one.shows, one.given)


def bind(asked: Asked, values: Mapping[str, Sequence[str]], concepts: Concepts) -> Asked:
    """Bind parameters (name to one or more values as a person writes them).

    Raises `BadQuery` for a parameter the question does not have, `UnknownConcept` for a concept the graph does not hold.
    """
    types = {given.name: given.type for given in asked.given}
    found = list(tokens(asked.text))
    variables = {token.text[1:] for token in found if token.kind == "variable"}
    text = asked.text
    for name, written in values.items():
        if name not in types and (asked.given or name not in variables):
            offer = ", ".join(sorted(types or variables)) or "none"
            raise BadQuery(f"The question has no parameter {name!r}; it has {offer}.")
        terms = [term(one, types.get(name, ""), concepts) for one in written]
        text = _block(text, name, terms) or _opened(text, name, terms)
    return replace(asked, text=text)


def _block(text: str, name: str, terms: Sequence[Term]) -> str | None:
    """The text with every data block `VALUES ?name { ... }` holding these terms; None where there is no such block."""
    found = list(tokens(text))
    spans = [span for number in range(len(found) - 3) if (span := _span(found, number, name))]
    for start, end in reversed(spans):
        text = text[:start] + "{ " + " ".join(map(str, terms)) + " }" + text[end:]
    return text if spans else None


def _opened(text: str, name: str, terms: Sequence[Term]) -> str:
    """The text with a new data block at the head of its outermost group, for a query that has none of this name."""
    found = list(tokens(text))
    start = next((n for n, token in enumerate(found) if token.word("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), 0)
    if found and found[start].word("CONSTRUCT"):
        start = next((n for n, token in enumerate(found) if n > start and token.word("WHERE")), start)
    opening = next((n for n, token in enumerate(found) if n >= start and token.kind == "sign" and token.text == "{"), None)
    if opening is None or (opening + 1 < len(found) and found[opening + 1].word("SELECT")):
        raise BadQuery(f"?{name} cannot be bound in this query; write 'VALUES ?{name} {{ ... }}' where it is meant.")
    at = found[opening].end
    return f"{text[:at]} VALUES ?{name} {{ {' '.join(map(str, terms))} }} {text[at:]}"


def _span(found: list[Token], number: int, name: str) -> tuple[int, int] | None:
    values, variable, opening = found[number : number + 3]
    if not values.word("VALUES") or variable.kind != "variable" or variable.text[1:] != name or opening.text != "{":
        return None
    closing = next((token for token in found[number + 3 :] if token.kind == "sign" and token.text == "}"), None)
    return (opening.start, closing.end) if closing else None


def term(written: str, type: str, concepts: Concepts) -> Term:
    """The term a person means by what they wrote for a parameter of a type; without a type it is read as SPARQL would read it."""
    if type in CONCEPT_TYPES:
        return Term(concepts.find(written, type), iri=True)
    if type in ("study", "report", "finding"):
        name = expanded(written)
        return _iri(name if "://" in name else f"{BASE}{type}/{name}")
    if type == "iri":
        return _iri(expanded(written))
    if type == "integer" or (not type and _NUMBER.match(written)):
        if not _NUMBER.match(written):
            raise BadQuery(f"{written!r} is not a whole number.")
        return Term(written, datatype=f"{_XSD}integer")
    return Term(written) if type == "text" else _untyped(written)


def _untyped(written: str) -> Term:
    if _DECIMAL.match(written):
        return Term(written, datatype=f"{_XSD}decimal")
    if written in ("true", "false"):
        return Term(written, datatype=f"{_XSD}boolean")
    if expanded(written) != written or re.match(r"(https?|urn):", written):
        return _iri(expanded(written))
    quoted = _QUOTED.match(written)
    return Term(quoted[1], language=(quoted[2] or "").lower()) if quoted else Term(written)


def _iri(iri: str) -> Term:
    if not re.match(r'[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>"{}|^`\\]*\Z', iri):
        raise BadQuery(f"{iri!r} is not an IRI; write it in full, like <https://example.org/a>, or with a prefix, like ev:quote.")
    return Term(iri, iri=True)


def given(written: Sequence[str]) -> dict[str, list[str]]:
    """Values of `--given name=value`, several of one name in order; raises `InputError` where there is no equals sign."""
    values: dict[str, list[str]] = {}
    for one in written:
        name, equals, value = one.partition("=")
        if not equals:
            raise InputError(f"Write a parameter as NAME=VALUE, for instance '--given min=3', not {one!r}.")
        values.setdefault(name.strip(), []).append(value)
    return values
