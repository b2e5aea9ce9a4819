"""What is wrong with a query that does not parse, where, and what was most likely meant."""

import itertools
import re
from collections.abc import Iterable
from difflib import get_close_matches

from kg.answers.concepts import PREFIXES, slug
from kg.answers.lexer import Token, place, tokens
from kg.errors import BadQuery

#: Keywords and functions of SPARQL 1.1 (https://www.w3.org/TR/sparql11-query/#grammar).
_WORDS = """
    BASE PREFIX SELECT CONSTRUCT DESCRIBE ASK DISTINCT REDUCED AS WHERE FROM NAMED GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET
    VALUES UNDEF OPTIONAL GRAPH UNION MINUS BIND FILTER EXISTS NOT IN A TRUE FALSE SERVICE SILENT COUNT SUM MIN MAX AVG SAMPLE
    GROUP_CONCAT SEPARATOR STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE
    ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID
    MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE
"""
KEYWORDS = tuple(_WORDS.split())
_PAIRS = {")": "(", "}": "{", "]": "["}


def error(text: str, said: str) -> BadQuery:
    """The error to raise for a query the engine refused with a message (`error at LINE:COLUMN: ...`)."""
    found = list(tokens(text))
    for look in (_prefix, _open_string, _bracket, _keyword):
        wrong = look(text, found)
        if wrong:
            return BadQuery(wrong)
    at = re.search(r"error at (\d+):(\d+): (.*)", said, re.DOTALL)
    if not at:
        return BadQuery(f"The query cannot be read: {said}.")
    line, column, why = int(at[1]), int(at[2]), at[3]
    if "unbound" in why or "GROUP BY" in why:
        return BadQuery("The SELECT names a variable that is neither in the pattern nor in GROUP BY; add it to GROUP BY, or count it.")
    near = next((token for token in found if place(text, token.start) >= (line, column)), None)
    stands = f"at {near.text[:40]!r}" if near else "at its end"
    return BadQuery(f"The query cannot be read at line {line}, column {column} ({stands}): something is missing or out of place before it.")


def unknown_terms(text: str, known: Iterable[str]) -> list[tuple[Token, list[str]]]:
    """Words of our ontology that do not exist (`ev:determinnat`), each with the nearest that do; `known` are their local names."""
    names = set(known)
    if not names:
        return []
    names.add("")  # `PREFIX ev: <...>` declares it
    wrong = [token for token in tokens(text) if token.kind == "name" and token.text.startswith("ev:") and token.text[3:] not in names]
    return [(token, get_close_matches(token.text[3:], names, n=3, cutoff=0.5)) for token in wrong]


def unknown_term(text: str, token: Token, near: list[str]) -> BadQuery:
    """The error for a word of our ontology that does not exist."""
    line, column = place(text, token.start)
    offer = f"did you mean {' or '.join('ev:' + slug(one) for one in near)}?" if near else "see the ontology for its words."
    return BadQuery(f"{token.text} (line {line}, column {column}) is not a word of the ontology; {offer}")


def _prefix(text: str, found: list[Token]) -> str:
    declared = {after.text for token, after in itertools.pairwise(found) if token.word("PREFIX")} | {f"{one}:" for one in PREFIXES}
    for number, token in enumerate(found):
        if token.kind != "name" or (number and found[number - 1].word("PREFIX")):
            continue
        prefix = token.text.partition(":")[0] + ":"
        if prefix not in declared:
            near = get_close_matches(prefix, sorted(declared), n=1, cutoff=0.5)
            fix = f"did you mean {near[0]}?" if near else f"write 'PREFIX {prefix} <...>' at the top."
            return f"The prefix {prefix} (line {place(text, token.start)[0]}, column {place(text, token.start)[1]}) is not declared; {fix}"
    return ""


def _open_string(text: str, found: list[Token]) -> str:
    for token in found:
        if token.kind == "sign" and token.text in ("'", '"'):
            return "A text is opened at line {}, column {} and never closed with {}.".format(*place(text, token.start), token.text)
    return ""


def _bracket(text: str, found: list[Token]) -> str:
    opened: list[Token] = []
    for token in found:
        if token.kind != "sign":
            continue
        if token.text in _PAIRS.values():
            opened.append(token)
        elif token.text in _PAIRS:
            if not opened or opened[-1].text != _PAIRS[token.text]:
                return "The {!r} at line {}, column {} closes nothing.".format(token.text, *place(text, token.start))
            opened.pop()
    if opened:
        return "The {!r} at line {}, column {} is never closed.".format(opened[-1].text, *place(text, opened[-1].start))
    return ""


def _keyword(text: str, found: list[Token]) -> str:
    for token in found:
        if token.kind == "word" and token.text.upper() not in KEYWORDS:
            near = get_close_matches(token.text.upper(), KEYWORDS, n=1, cutoff=0.6)
            fix = f"did you mean {near[0]}?" if near else "names need a prefix (ev:quote), texts need quotation marks."
            return "{!r} (line {}, column {}) means nothing in SPARQL; {}".format(token.text, *place(text, token.start), fix)
    return ""
