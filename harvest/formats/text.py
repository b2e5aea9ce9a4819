"""Plain text: an abstract page, a page with its citation, a blog post or another page saved or pasted as text."""

import re

from harvest import encoding
from harvest.errors import UnreadableFile
from harvest.plain import page
from harvest.record import Reading

SUFFIXES = (".txt", ".text", ".md")


def recognises(head: bytes, name: str) -> int:
    """Anything that is text, but only when nothing else wants it."""
    text = encoding.glance(head)
    if not text.strip() or re.match(r"\s*(?:<[?!a-zA-Z]|[{\[]\s*[\"{\[\]}])", text):
        return 0
    return 5


def read(data: bytes, name: str) -> Reading:
    """One record for the whole file; raises `UnreadableFile` when it holds no words."""
    text = encoding.normalise(encoding.decode(data, name).text)
    if not any(one.isalpha() for one in text):
        raise UnreadableFile(f"{name or 'The input'} holds no words; give a text with a title or an abstract in it.")
    return Reading("text", (page.read(text),))
