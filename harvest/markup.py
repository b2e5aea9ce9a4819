"""Markup to text: inline marks vanish, blocks part, mathematics stays readable; nothing is lost and nothing is glued together.

For JATS elements, and for the fragments of JATS, HTML and MathML that services put into titles and abstracts, whose prefixes are
never declared and whose entities may be escaped twice.
"""

import html
import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from harvest.xml import local

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = (
    "abstract ack app article-title attrib boxed-text break br caption chem-struct-wrap dd def def-item def-list disp-formula disp-quote "
    "div dl dt fig fig-group fn fn-group h1 h2 h3 h4 h5 h6 label-block li list list-item ol p preformat ref sec section speech statement "
    "subtitle supplementary-material table table-wrap tbody td term th thead title tr trans-abstract ul verse-group verse-line"
)
#: Elements that stand on a line of their own (JATS and HTML).
BLOCKS = frozenset(_BLOCKS.split())
#: Elements whose words stand beside the next ones in a row.
_CELLS = frozenset(("td", "th"))
#: The same thing said a second time for machines.
_TWICE = frozenset(("tex-math", "annotation", "annotation-xml", "object-id"))
_TAG = re.compile(r"""</?([A-Za-z][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*/?>|<!--.*?-->|<!\[CDATA\[(.*?)\]\]>""", re.S)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]+);")
_PREFIX = re.compile(r"<\s*/?\s*([A-Za-z][\w.-]*):|\s([A-Za-z][\w.-]*):[\w.-]+\s*=")


def words(element: "_Element", skip: Collection[str] = ()) -> str:
    """Give the text of an element: blocks on lines of their own, white space within a line folded, elements of `skip` left out."""
    pieces: list[str] = []
    _walk(element, pieces, frozenset(skip))
    return _fold("".join(pieces))


def plain(fragment: str) -> str:
    r"""Give the text of a fragment of JATS, HTML or MathML as services send it; a bare `<` or `&` stays what it is.

    >>> plain("<jats:title>Abstract</jats:title><jats:p>CO<jats:sub>2</jats:sub> &amp;amp; p &lt; 0.05</jats:p>")
    'Abstract\nCO2 & p < 0.05'
    """
    if "<" not in fragment and "&" not in fragment:
        return _fold(fragment)
    element = parse(fragment)
    if element is not None:
        return _fold(unescape(words(element)))
    return _fold(unescape("".join(_loose(fragment))))


def line(fragment: str) -> str:
    """Give the text of a fragment on one line, as titles and names need it."""
    return " ".join(plain(fragment).split())


def parse(fragment: str) -> "_Element | None":
    """Parse a fragment inside an element `fragment` that declares its prefixes, or None when it is not well-formed."""
    from lxml import etree

    prefixes = {one or two for one, two in _PREFIX.findall(fragment)} - {"xml", "xmlns"}
    space = "".join(f' xmlns:{prefix}="urn:x-prefix:{prefix}"' for prefix in sorted(prefixes))
    declared = _ENTITY.sub(_number, fragment)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(f"<fragment{space}>{declared}</fragment>".encode(), parser)
    except etree.XMLSyntaxError:
        return None


def unescape(text: str) -> str:
    """Undo entities, also those that were escaped twice (`&amp;lt;`)."""
    for _ in range(2):
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return text


def _walk(element: "_Element", pieces: list[str], skip: frozenset[str]) -> None:
    tag = local(element)
    if tag in skip or (tag in _TWICE and _said_elsewhere(element)):
        return
    if tag == "mfrac" and len(element) == 2:
        pieces.append(f"{_part(element[0], skip)}/{_part(element[1], skip)}")
        return
    edge = "\t" if tag in _CELLS else "\n" if tag in BLOCKS else ""
    pieces.append(edge)
    pieces.append(_joined(element.text))
    for child in element:
        _walk(child, pieces, skip)
        pieces.append(_joined(child.tail))
    pieces.append(edge)


def _joined(words: str | None) -> str:
    """Take the line ends of a printed source for the spaces they are."""
    return words.replace("\n", " ").replace("\r", " ") if words else ""


def _part(element: "_Element", skip: frozenset[str]) -> str:
    """Give one side of a fraction, in brackets where it is more than a number or a name."""
    side = words(element, skip).replace("\n", " ")
    return side if re.fullmatch(r"[\w.]*", side) else f"({side})"


def _said_elsewhere(element: "_Element") -> bool:
    parent = element.getparent()
    return parent is not None and any(local(other) in ("math", "mrow", "mi", "mn", "mo") for other in parent if other is not element)


def _loose(fragment: str) -> list[str]:
    """Cut what certainly is a tag out of a fragment that is not well-formed."""
    pieces: list[str] = []
    end = 0
    for match in _TAG.finditer(fragment):
        pieces.append(fragment[end : match.start()])
        name = (match[1] or "").rpartition(":")[2].lower()
        pieces.append("\n" if name in BLOCKS else match[3] or "")
        end = match.end()
    return [*pieces, fragment[end:]]


def _fold(text: str) -> str:
    """Fold white space within lines and drop empty lines."""
    lines = (" ".join(one.split()) for one in re.split(r"\n+", text.replace("\r", "\n")))
    return "\n".join(one for one in lines if one)


def _number(match: re.Match[str]) -> str:
    name = match[0]
    if name in ("&amp;", "&lt;", "&gt;", "&quot;", "&apos;") or name.startswith("&#"):
        return name
    text = html.unescape(name)
    return f"&amp;{name[1:]}" if text.startswith("&") else text
