"""XML exports of strangers, piece by piece: undeclared prefixes, wrong charsets and stray controls are mended, a broken piece is a refusal.

The document is read whole where it is well-formed; where it is not, each piece (`<record>…</record>`) is cut out and read by itself, so
that one broken reference does not cost the others. Safety (no DTD, entity or network) is that of `harvest.xml`.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from harvest import encoding, xml
from harvest.errors import UnreadableFile
from harvest.record import Refusal

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}));")
_PREFIX = re.compile(r"[<\s]/?([A-Za-z_][\w.-]*):[\w.-]+(?=[\s=/>])")
_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")


def mended(data: bytes, name: str = "") -> str:
    """The document as text that can be parsed: without its declaration, with all prefixes declared and no characters XML forbids."""
    data = xml.unfolded(data, name)
    xml.check_prolog(data, name)
    text = _DECLARATION.sub("", encoding.decode(data, name).text.removeprefix("\ufeff")).strip()
    text = _REFERENCE.sub(_allowed, _CONTROLS.sub("", text))
    return _declared(_AMPERSAND.sub("&amp;", text))


def _allowed(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2])
    fine = code in (9, 10, 13) or 32 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
    return match[0] if fine else ""


def _declared(text: str) -> str:
    """The document with a declaration, in its first element, of every prefix that is used and declared nowhere."""
    used = set(_PREFIX.findall(text)) - {"xml", "xmlns"}
    missing = sorted(one for one in used if f"xmlns:{one}=" not in text)
    if not missing:
        return text
    more = "".join(f' xmlns:{one}="undeclared:{one}"' for one in missing)
    return re.sub(r"<([A-Za-z_][\w.:-]*)", lambda match: match[0] + more, text, count=1)


def pieces(data: bytes, name: str, tags: tuple[str, ...]) -> Iterator["tuple[str, _Element | Refusal]"]:
    """Every outermost element of some local names, with its place; what is broken comes as a refusal. Raises `UnreadableFile` for none."""
    text = mended(data, name)
    try:
        root = xml.parse(text.encode("utf-8", "replace"), name)
    except UnreadableFile as wrong:
        if not (found := list(_cut(text, tags))):
            raise
        broken = str(wrong)
        for number, (line, piece) in enumerate(found, 1):
            yield _single(piece, f"record {number} (line {line})", broken)
        return
    yield from ((f"record {number}", one) for number, one in enumerate(_outermost(root, tags), 1))


def _outermost(root: "_Element", tags: tuple[str, ...]) -> "Iterator[_Element]":
    """Elements of the names wanted that hold no other such element directly wrapped (an SRU `record` around a MARC `record`)."""
    for one in root.iter():
        if xml.local(one) in tags and not any(inner is not one and xml.local(inner) in tags for inner in one.iter()):
            yield one


def _cut(text: str, tags: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """The stretches from an opening tag to its closing one, or to the next opening one where it is never closed."""
    names = "|".join(re.escape(tag) for tag in tags)
    starts = [match.start() for match in re.finditer(rf"<(?:[\w.-]+:)?(?:{names})[\s>]", text)]
    for at, start in enumerate(starts):
        stop = starts[at + 1] if at + 1 < len(starts) else len(text)
        close = list(re.finditer(rf"</(?:[\w.-]+:)?(?:{names})\s*>", text[start:stop]))
        yield text.count("\n", 0, start) + 1, text[start : start + close[-1].end()] if close else text[start:stop]


def _single(piece: str, place: str, broken: str) -> "tuple[str, _Element | Refusal]":
    try:
        return place, xml.parse(_declared(piece).encode("utf-8", "replace"), "the record")
    except UnreadableFile as wrong:
        return place, Refusal(place, f"not whole XML: {wrong}" if str(wrong) else broken, piece[:2000])
