"""The gate before the engine: what a query may not do is refused by its tokens, and size and depth are bounded before any parser runs.

Refused are SERVICE (reaches the network from every engine), FROM on anything but a graph of the store (rdflib reads files and fetches),
LOAD and every other update. Bounded are length, tokens, nesting and operators: engines parse and evaluate by recursion, and a deep
query ends the process instead of raising. Figures: pyoxigraph 0.5.13 dies from 1,000 nested IF or NOT EXISTS on.
"""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from kg.answers.lexer import Token, place, resolved, tokens
from kg.errors import BadQuery, OverLimit

FORMS = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
#: Keywords that no query of ours may hold anywhere; none of them is legal in a query but SERVICE.
FORBIDDEN = ("SERVICE", "LOAD", "INSERT", "DELETE", "DROP", "CLEAR", "CREATE")
_OPEN, _CLOSE = ("(", "{", "[", "<<", "{|"), (")", "}", "]", ">>", "|}")
_OPERATORS = frozenset(["!", "|", "||", "&&", "+", "-", "/", "^"])
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://|urn:|mailto:")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a query text may be: characters, tokens, levels of brackets, operators and group keywords."""

    characters: int = 64_000
    tokens: int = 12_000
    depth: int = 40
    operators: int = 400


#: For queries of strangers, and for the person at the keyboard.
STRANGERS, OURS = Bounds(), Bounds(2_000_000, 400_000, 120, 800)


@dataclass(frozen=True, slots=True)
class Passed:
    """A query that passed: its form (SELECT, CONSTRUCT, DESCRIBE, ASK) and the graphs its FROM clauses name."""

    form: str
    graphs: tuple[str, ...] = ()


def check(text: str, bounds: Bounds = OURS, base: str = "") -> Passed:
    """Let a query pass or raise `BadQuery` (refused, with line and column) or `OverLimit` (too long, too deep)."""
    if len(text) > bounds.characters:
        raise OverLimit(f"The query has {len(text):,} characters; at most {bounds.characters:,} are taken here.")
    found = list(tokens(text))
    passed = _read(text, found, bounds, base)
    plain = resolved(text)
    if plain != text:  # engines differ on where escapes count: both readings must pass
        _read(plain, list(tokens(plain)), bounds, base)
    return passed


def _read(text: str, found: list[Token], bounds: Bounds, base: str) -> Passed:
    if len(found) > bounds.tokens:
        raise OverLimit(f"The query has {len(found):,} words and signs; at most {bounds.tokens:,} are taken here.")
    depth = operators = 0
    form = ""
    prefixes: dict[str, str] = {}
    graphs: list[str] = []
    for number, token in enumerate(found):
        if token.kind == "sign":
            depth += (token.text in _OPEN) - (token.text in _CLOSE)
            operators += token.text in _OPERATORS
        elif token.kind == "word":
            form = form or _form(text, token)
            _refuse(text, token)
            operators += token.word("UNION", "OPTIONAL", "BIND", "EXISTS", "MINUS", "GRAPH")
            if token.word("PREFIX") and number + 2 < len(found):
                prefixes[found[number + 1].text] = urljoin(base, found[number + 2].text.strip("<>"))
            elif token.word("BASE") and number + 1 < len(found):
                base = urljoin(base, found[number + 1].text.strip("<>"))
            elif token.word("FROM", "FROMNAMED"):
                graphs.append(_graph(text, found, number, prefixes, base))
        elif token.kind == "name" and "SERVICE" in token.text.partition(":")[0].upper():  # SERVICEex:a is read as SERVICE ex:a
            raise BadQuery(f"{token.text}{_at(text, token)} could be read as SERVICE and is refused; give that prefix another name.")
        elif token.kind == "iri":
            _inside(text, found, number)
        if depth > bounds.depth:
            raise OverLimit(f"The query nests its brackets more than {bounds.depth} deep{_at(text, token)}; write it flatter.")
    if operators > bounds.operators:
        raise OverLimit(
            f"The query has {operators} operators and groups; at most {bounds.operators} are taken here. Use VALUES for long lists."
        )
    return Passed(form or "", tuple(graphs))


def _form(text: str, token: Token) -> str:
    """The form of the query once a word tells it; refuse what is forbidden."""
    _refuse(text, token)
    if token.word(*FORMS):
        return token.text.upper()
    if token.word("BASE", "PREFIX", "VERSION"):
        return ""
    if token.word(*UPDATES):
        raise BadQuery(
            f"{token.text.upper()} would change the graph{_at(text, token)}; kg only reads here, build the graph with 'kg build'."
        )
    return ""


def _refuse(text: str, token: Token) -> None:
    if token.kind == "word" and "SERVICE" in token.text.upper():  # Oxigraph reads SERVICESILENT<x> and trueSERVICE<x> as the keyword
        raise BadQuery(f"SERVICE asks another server{_at(text, token)} and is refused; ask that server yourself and join the answers.")
    if token.word(*FORBIDDEN):
        raise BadQuery(
            f"{token.text.upper()} would change the graph{_at(text, token)}; kg only reads here, build the graph with 'kg build'."
        )


def _graph(text: str, found: list[Token], number: int, prefixes: dict[str, str], base: str) -> str:
    """The IRI after FROM or FROM NAMED."""
    after = found[number + 1 : number + 3]
    if after and after[0].word("NAMED"):
        after = after[1:]
    if not after or after[0].kind not in ("iri", "name"):
        raise BadQuery(f"FROM{_at(text, found[number])} needs the IRI of a graph after it.")
    name = after[0]
    if name.kind == "iri":
        return urljoin(base, name.text[1:-1]) if base else name.text[1:-1]
    prefix, _, local = name.text.partition(":")
    return prefixes.get(f"{prefix}:", f"{prefix}:") + re.sub(r"\\(.)", r"\1", local)


def _inside(text: str, found: list[Token], number: int) -> None:
    """Where `<` could also be 'less than', what looks like an IRI must not hide a keyword from us (`?a<?b)SERVICE#>`)."""
    token = found[number]
    before = found[number - 1] if number else None
    operand = before is not None and (before.kind in ("variable", "number", "string", "name", "iri", "language") or before.text == ")")
    if operand and not _SCHEME.match(token.text, 1):
        for hidden in tokens(token.text[1:-1]):
            if hidden.word(*FORBIDDEN):
                raise BadQuery(f"{hidden.text.upper()}{_at(text, token)} is refused; write a full IRI, or a space after '<'.")


def _at(text: str, token: Token) -> str:
    return " (line {}, column {})".format(*place(text, token.start))
