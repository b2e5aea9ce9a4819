"""Bytes to text: byte order marks, UTF-16 without one, declared and wrongly declared charsets, UTF-8, Windows-1252.

What is not text is refused (`UnreadableFile`) with what it is. A file that is UTF-8 but for a few lines is read line by line, so that
one line pasted from elsewhere does not spoil the rest. Order of trust: byte order mark, pattern of zero bytes, valid UTF-8 with
letters beyond ASCII (chance alone hardly ever makes it), the charset the file declares, UTF-8 with repairs, Windows-1252.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from harvest.errors import UnreadableFile

#: Byte order mark -> codec; the longer ones first, because UTF-32 starts like UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: First bytes of files that are no text -> what they are.
MAGIC = (
    (b"%PDF-", "a PDF"), (b"PK\x03\x04", "a ZIP archive or office document"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"), (b"\x1f\x8b", "a gzip archive"), (b"BZh", "a bzip2 archive"), (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"), (b"Rar!", "a RAR archive"), (b"\x7fELF", "a program"), (b"MZ\x90", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office document"), (b"SQLite format 3\x00", "a database"), (b"{\\rtf", "a rich text document"),
)  # fmt: skip

_DECLARED = (
    re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{2,40})[\"']"),
    re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{2,40})", re.I),
    re.compile(rb"^%\s*encoding\s*:\s*([A-Za-z0-9._-]{2,40})", re.I | re.M),
    re.compile(rb"-\*-.{0,80}?coding\s*[:=]\s*([A-Za-z0-9._-]{2,40})", re.I),
    re.compile(rb"@charset\s*[\"']([A-Za-z0-9._-]{2,40})", re.I),
)
#: Controls that a text may hold: tab, line ends, form feed, escape (ISO-2022), MARC separators, end of file (old DOS files).
_ALLOWED = {9, 10, 11, 12, 13, 0x1A, 0x1B, 0x1D, 0x1E, 0x1F}


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of some bytes, the codec that read it, and what was doubtful on the way (empty when nothing was)."""

    text: str
    encoding: str
    doubts: tuple[str, ...] = ()


def normalise(text: str) -> str:
    """The one form texts are kept in: no byte order mark, line feeds only, Unicode NFC."""
    return unicodedata.normalize("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def declared(data: bytes) -> str:
    """The charset a file claims in its first 2,048 bytes (XML, HTML, BibTeX, Emacs, CSS), or nothing."""
    head = data[:2048].replace(b"\x00", b"")
    found = next((match for pattern in _DECLARED if (match := pattern.search(head))), None)
    return found[1].decode("ascii").lower() if found else ""


def decode(data: bytes, name: str = "", charset: str = "") -> Decoded:
    """Read bytes as text; `charset` is what the transport said. Raises `UnreadableFile` when they are no text."""
    called = name or "The input"
    if what := next((what for magic, what in MAGIC if data.startswith(magic)), ""):
        raise UnreadableFile(f"{called} is {what}, not text; give the text, HTML or exported records instead.")
    for mark, codec in MARKS:
        if data.startswith(mark):
            return Decoded(data.decode(codec, "replace"), codec, _cut(data, codec))
    if codec := _wide(data):
        return Decoded(data.decode(codec, "replace"), codec, _cut(data, codec))
    if _is_binary(data):
        raise UnreadableFile(f"{called} holds binary data, not text; give the text, HTML or exported records instead.")
    return _narrow(data, charset or declared(data))


def _narrow(data: bytes, claim: str) -> Decoded:
    """Text in a charset of single bytes or of variable length."""
    codec = _known(claim)
    if data.isascii() and not (codec.startswith(("iso2022", "hz", "utf_7")) and (b"\x1b" in data or b"~{" in data)):
        return Decoded(data.decode("ascii"), "ascii")
    try:
        return Decoded(data.decode("utf-8"), "utf-8", (f"declared {claim}, is utf-8",) if codec and codec not in ("utf_8", "ascii") else ())
    except UnicodeDecodeError as wrong:
        first = wrong.start
    if codec and codec not in ("utf_8", "ascii") and not codec.startswith(("utf_16", "utf_32")):
        try:
            return Decoded(data.decode("cp1252" if codec in ("latin_1", "iso8859_1") else codec), codec)
        except UnicodeDecodeError:
            pass
    lines = [_line(line) for line in data.split(b"\n")]
    repaired = sum(not fine for _, fine in lines)
    if any(fine and not text.isascii() for text, fine in lines):
        doubt = f"{repaired} line(s) are not utf-8 and were read as windows-1252"
        return Decoded("\n".join(text for text, _ in lines), "utf-8", (doubt,))
    doubt = f"not utf-8 from byte {first}; read as windows-1252"
    return Decoded("\n".join(text for text, _ in lines), "cp1252", (doubt,))


def _line(line: bytes) -> tuple[str, bool]:
    """One line as UTF-8, else as Windows-1252 (its five unassigned bytes as Latin-1), and whether it was UTF-8."""
    try:
        return line.decode("utf-8"), True
    except UnicodeDecodeError:
        try:
            return line.decode("cp1252"), False
        except UnicodeDecodeError:
            return line.decode("latin-1"), False


def _known(claim: str) -> str:
    """The codec name of a claimed charset, or nothing when Python has none (`us-ascii` is `ascii`)."""
    aliases = {"macroman": "mac_roman", "ansi": "cp1252", "x-sjis": "shift_jis", "unicode": "utf_16"}
    try:
        found = codecs.lookup(aliases.get(claim, claim)).name.replace("-", "_") if claim else ""
        b"".decode(found or "ascii")
    except LookupError:
        return ""
    return found


def _wide(data: bytes) -> str:
    """UTF-16 or UTF-32 without a mark, told by where the zero bytes stand; nothing when it is neither."""
    head = data[:4096]
    if len(data) % 2 or head.count(0) < 2 or len(head) < 4:
        return ""
    even, odd = head[0::2], head[1::2]
    if not len(data) % 4 and head[1::4].count(0) > len(head) * 0.2 and head[2::4].count(0) > len(head) * 0.2:
        return "utf-32-le" if head[3::4].count(0) > head[0::4].count(0) else "utf-32-be"
    order = "be" if even.count(0) > odd.count(0) else "le"
    high, low = (even, odd) if order == "be" else (odd, even)
    # Pairs whose high byte is zero are Latin letters; a text in UTF-16 has spaces and line ends among them.
    if low.count(0) > len(low) * 0.02 or high.count(0) < len(high) * 0.2:
        return ""
    sample = head.decode(f"utf-16-{order}", "replace")
    plain = sum(one.isspace() or one.isalnum() for one in sample)
    return f"utf-16-{order}" if plain > 0.6 * len(sample) else ""


def _is_binary(data: bytes) -> bool:
    """Whether the first 64 KiB hold zero bytes or more controls than a text ever does."""
    head = data[:65536]
    controls = sum(head.count(bytes([one])) for one in range(32) if one not in _ALLOWED)
    return b"\x00" in head[:8192] or controls > max(4, len(head) // 100)


def _cut(data: bytes, codec: str) -> tuple[str, ...]:
    """A doubt when wide text ends within a character or holds what is no character."""
    try:
        data.decode(codec)
    except UnicodeDecodeError as wrong:
        return (f"damaged at byte {wrong.start}",)
    return ()


def glance(head: bytes) -> str:
    """The beginning of a file as text for a cheap look; nothing when it is no text. Never raises."""
    try:
        text = decode(head[: len(head) - len(head) % 4] if len(head) >= 8192 else head).text
        return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    except UnreadableFile:
        return ""
