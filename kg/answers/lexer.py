"""SPARQL as a row of tokens: enough to bind parameters, to refuse what reaches outside, and to point at a place in the text.

Terminals follow SPARQL 1.1 section 19.8 (https://www.w3.org/TR/sparql11-query/#sparqlGrammar). Each token is tried longest first and
nothing backtracks beyond its own alternatives, so a hostile text costs linear time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BASE = r"A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff"
_BASE += r"\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
_CHARS = _BASE + r"_0-9\u00b7\u0300-\u036f\u203f-\u2040"
_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_PREFIX = rf"(?:[{_BASE}](?:[{_CHARS}.\-]*[{_CHARS}\-])?)?:"
_LOCAL = rf"(?:[{_CHARS}:]|{_ESCAPE})(?:(?:[{_CHARS}:.\-]|{_ESCAPE})*(?:[{_CHARS}:\-]|{_ESCAPE}))?"

_TOKEN = re.compile(
    "|".join(
        [
            r"(?P<space>[ \t\r\n]+|#[^\r\n]*)",
            r'(?P<string>"""(?:"{0,2}(?:[^"\\]|\\.))*"""|' + r"'''(?:'{0,2}(?:[^'\\]|\\.))*'''|"
            r'"(?:[^"\\\r\n]|\\.)*"|' + r"'(?:[^'\\\r\n]|\\.)*')",
            r'(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)',
            rf"(?P<blank>_:[{_CHARS}](?:[{_CHARS}.\-]*[{_CHARS}\-])?)",
            rf"(?P<name>{_PREFIX}(?:{_LOCAL})?)",
            rf"(?P<variable>[?$][{_CHARS}]+)",
            r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)",
            rf"(?P<word>[{_BASE}_][{_CHARS}\-]*)",
            r"(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)",
            r"(?P<sign>\^\^|\|\||&&|!=|<=|>=|<<|>>|\{\||\|\}|.)",
        ]
    ),
    re.DOTALL,
)
_CODE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: its kind (`word`, `name`, `iri`, `variable`, `string` ...), its text and where it starts."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Offset after its last character."""
        return self.start + len(self.text)

    def word(self, *words: str) -> bool:
        """Whether it is one of some keywords (given in capitals)."""
        return self.kind == "word" and self.text.upper() in words


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query without white space and comments; what fits no terminal comes as single signs."""
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "sign"
        if kind != "space":
            yield Token(kind, found.group(), found.start())


def resolved(text: str) -> str:
    r"""The text with its `\u` escapes replaced, as SPARQL 1.1 section 19.2 has it before parsing.

    >>> resolved(r"SER\u0056ICE")
    'SERVICE'
    """
    return _CODE.sub(lambda found: chr(min(int(found[1] or found[2], 16), 0x10FFFF)), text)


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both counted from 1."""
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1
