"""Make others' words safe to show: as text, never as markup, script, address trick or direction trick."""

import json
import re
from typing import Any
from urllib.parse import quote, urlsplit

#: Characters HTML cannot carry: controls but tab and line ends, lone surrogates, non-characters.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
#: Embeddings, overrides and isolates can turn the words around them; they are shown by number instead of obeyed (UAX #9).
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
#: A JSON text inside a script element must hold none of these (HTML 4.12.1.3; U+2028 and U+2029 end lines in old scripts).
_IN_SCRIPT = {ord(one): f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"}


def shown(text: str) -> str:
    r"""The text with unshowable characters replaced by U+FFFD and direction controls made visible.

    >>> shown("a\x00b\u202ec")
    'a�b⟨U+202E⟩c'
    """
    text = _UNSHOWABLE.sub("\ufffd", text)
    return _TURNING.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def island(value: Any) -> str:
    """JSON that can stand inside a script element: no `<`, `>`, `&` or line separators, stable order as given."""
    return json.dumps(_cleaned(value), ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict):
        return {shown(str(key)): _cleaned(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(one) for one in value]
    return value


def link(address: str) -> str:
    """The address if it is a plain web link (http or https, a host, no spaces or controls), else nothing.

    >>> link("https://doi.org/10.1/x"), link("javascript:alert(1)"), link("//evil.example")
    ('https://doi.org/10.1/x', '', '')
    """
    if re.search(r"[\s\x00-\x20\x7f-\x9f\"'<>\\^`{|}\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", address):
        return ""
    try:
        parts = urlsplit(address)
        named = parts.hostname and "@" not in parts.netloc
    except ValueError:  # a broken IPv6 host
        return ""
    return address if parts.scheme in ("http", "https") and named else ""


def to_words(address: str, words: str) -> str:
    """An address that opens at the words (text fragment, https://wicg.github.io/scroll-to-text-fragment/): first and last few."""
    if not link(address) or "#" in address:
        return link(address)
    row = shown(words).split()
    ends = [row] if len(row) <= 8 else [row[:4], row[-4:]]
    pieces = ",".join(quote(" ".join(end), safe="").replace("-", "%2D") for end in ends)
    return f"{address}#:~:text={pieces}" if pieces else address


def slug(text: str, most: int = 60) -> str:
    """A file name of a-z, 0-9 and hyphens; a text that had to be changed carries a digest, so that two never meet.

    >>> slug("treatment-capacity"), slug("../x")
    ('treatment-capacity', 'x-d6b96a97')
    """
    from hashlib import sha256

    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:most].strip("-")
    if plain == text:
        return plain
    return f"{plain or 'x'}-{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
