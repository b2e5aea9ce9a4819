"""XML of strangers, read safely: no DTD, no entity of its own, no network, bounded depth, size and expansion.

A document that declares an entity is refused (the way of every XML bomb and of every leak of local files; no bibliographic
format of ours needs one). Depth is bounded at 256 levels and a text at 10 MB by libxml2 itself (`huge_tree=False`), the whole by
`LIMIT`, and a gzipped file by how far it may unfold. What is named but not declared, as `&nbsp;`, is read as HTML names it.
"""

import gzip
import html
import io
import re
import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO
from xml.parsers import expat

from lxml import etree

from harvest.errors import UnreadableFile

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Bytes of a document read at once (a full text is under 10 MB), and of one streamed citation by citation.
LIMIT = 60_000_000
STREAM_LIMIT = 4_000_000_000
#: How far a gzipped file may unfold once it is past `_FREE` bytes; bibliographic XML unfolds 5 to 30 times.
RATIO = 100
_FREE = 4_000_000

_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_BARE = re.compile(rb"&(?!#?\w{1,32};)")
_PREFIX = re.compile(rb"</?([A-Za-z_][\w.-]*):")
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)")
_OWN = {b"amp", b"lt", b"gt", b"quot", b"apos"}


class _Enough(Exception):
    """The prolog is over."""


class Capped(io.RawIOBase):
    """A stream of at most `limit` bytes of a plain or gzipped file, for readers that stream; raises `UnreadableFile` beyond."""

    def __init__(self, source: BinaryIO, name: str = "", limit: int = STREAM_LIMIT) -> None:
        super().__init__()
        self.name = name or "The input"
        self._limit = limit
        self._seen = 0
        self._source = source
        start = source.read(2)
        source.seek(-len(start), io.SEEK_CUR)
        self._gzip = gzip.GzipFile(fileobj=source) if start == b"\x1f\x8b" else None

    def readable(self) -> bool:
        """Say that it can be read from."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill a buffer; raises `UnreadableFile` when the file is damaged, too big or unfolds too far."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            piece = (self._gzip or self._source).read(min(len(view), 1 << 16))
        except (OSError, EOFError, zlib.error) as wrong:
            raise UnreadableFile(f"{self.name} is a damaged gzip file ({wrong}); download it again.") from wrong
        self._seen += len(piece)
        if self._seen > self._limit:
            raise UnreadableFile(f"{self.name} is larger than the {self._limit:,} bytes we read; split it.")
        if self._gzip and self._seen > max(_FREE, RATIO * self._source.tell()):
            raise UnreadableFile(f"{self.name} unfolds to more than {RATIO} times its size, as a gzip bomb does; it was not read further.")
        view[: len(piece)] = piece
        return len(piece)


def unfolded(data: bytes, name: str = "", limit: int = LIMIT) -> bytes:
    """Give the bytes themselves, or what they unfold to when gzipped; raises `UnreadableFile` past `limit` or ratio."""
    if data[:2] != b"\x1f\x8b":
        if len(data) > limit:
            raise UnreadableFile(f"{name or 'The input'} is larger than the {limit:,} bytes we read; split it.")
        return data
    return io.BufferedReader(Capped(io.BytesIO(data), name, limit), 1 << 16).read()


def parse(data: bytes, name: str = "") -> "_Element":
    """Parse a whole document; raises `UnreadableFile` in a sentence when it is damaged, unsafe or too big."""
    data = unfolded(data, name)
    check_prolog(data, name)
    data = named(data, name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as wrong:
        raise UnreadableFile(f"{name or 'The input'} is not whole XML ({fault(wrong)}); fetch or export it again.") from wrong


def stream(source: BinaryIO, tags: Sequence[str], name: str = "") -> Iterator["_Element"]:
    """Give the elements of some tags one at a time and forget each after use; raises `UnreadableFile` where the document breaks."""
    events = etree.iterparse(
        source, events=("end",), tag=tuple(tags), collect_ids=False, resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for _, element in events:
            yield element
            element.clear()
            parent = element.getparent()
            if parent is not None:
                while element.getprevious() is not None:
                    del parent[0]
    except (etree.XMLSyntaxError, ValueError) as wrong:
        raise UnreadableFile(f"{name or 'The input'} is not whole XML ({fault(wrong)}); fetch or export it again.") from wrong


def check_prolog(data: bytes, name: str = "") -> None:
    """Refuse a document that declares an entity; only what stands before its first element is looked at."""

    def declared(*_: object) -> None:
        raise UnreadableFile(f"{name or 'The input'} declares XML entities, which we never expand; remove its DOCTYPE and try again.")

    def begun(*_: object) -> None:
        raise _Enough

    look = expat.ParserCreate()
    look.EntityDeclHandler = declared
    look.StartElementHandler = begun
    view = memoryview(data)
    try:
        for start in range(0, len(data), 1 << 16):
            look.Parse(bytes(view[start : start + (1 << 16)]), False)
    except _Enough:
        return
    except (expat.ExpatError, LookupError, ValueError) as wrong:
        # an encoding expat cannot read, or no XML at all: the parser will say so, entities must still not pass
        if b"<!ENTITY" in data.replace(b"\x00", b""):
            raise UnreadableFile(f"{name or 'The input'} declares XML entities, which we never expand.") from wrong


def named(data: bytes, name: str = "") -> bytes:
    """Write HTML's named characters (`&nbsp;`) as numbers, for their DTDs are never fetched; raises `UnreadableFile` on others."""
    if not any(found not in _OWN for found in _NAMED.findall(data)):
        return data

    def number(match: re.Match[bytes]) -> bytes:
        if match[1] in _OWN:
            return match[0]
        text = html.unescape(match[0].decode("ascii"))
        if text.startswith("&"):
            raise UnreadableFile(f"{name or 'The input'} uses the entity {text}, which is declared nowhere; export it again as UTF-8.")
        return "".join(f"&#{ord(one)};" for one in text).encode("ascii")

    return _NAMED.sub(number, data)


def fault(wrong: Exception) -> str:
    """Say what a parser found wrong in one line, without the file name it makes up."""
    said = str(wrong).splitlines()[0] if str(wrong) else type(wrong).__name__
    return re.sub(r"\s*\([^()]*, line \d+\)$", "", said)


def text(element: "_Element") -> str:
    """Join all text of an element and its descendants, as it stands."""
    if len(element) == 0:
        return element.text or ""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def local(element: "_Element") -> str:
    """Name a tag without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def declared(data: bytes) -> bytes:
    """Give a document with a declaration for each prefix that it uses without one (some SRU servers leave `zs:` undeclared)."""
    missing = sorted({prefix for prefix in _PREFIX.findall(data) if b"xmlns:" + prefix not in data} - {b"xml", b"xmlns"})
    start = _ROOT.search(data)
    if not missing or start is None:
        return data
    words = b"".join(b' xmlns:%b="urn:undeclared:%b"' % (prefix, prefix) for prefix in missing)
    return data[: start.end()] + words + data[start.end() :]


def mended(data: bytes) -> bytes:
    """Give a document with each ampersand that begins no entity written as one (catalogues let `Smith & Sons` through)."""
    return _BARE.sub(b"&amp;", data)
