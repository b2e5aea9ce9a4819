"""Plain text: an abstract page, a page with its citation, a blog post or another page saved or pasted; or a list of references."""

import hashlib
import re

from harvest import encoding
from harvest.errors import UnreadableFile
from harvest.mentions import mentions
from harvest.plain import citation, page
from harvest.record import Reading, Record, Refusal

SUFFIXES = (".txt", ".text", ".md")

_NOTICE = re.compile(
    r"\b(?:resource not found|not found|temporarily unavailable|service unavailable|under maintenance|due to maintenance|too many requests|"
    r"rate limit|access denied|forbidden|unauthori[sz]ed|bad request|internal server error|bad gateway|gateway time-?out|"
    r"invalid (?:api|request|query)|no (?:records?|results?|items?) (?:were )?found|request-uri too)\b",
    re.I,
)


def recognises(head: bytes, name: str) -> int:
    """Anything that is text, but only when nothing else wants it."""
    text = encoding.glance(head)
    if not text.strip() or re.match(r"\s*(?:<[?!a-zA-Z]|[{\[]\s*[\"{\[\]}])", text):
        return 0
    return 5


def read(data: bytes, name: str) -> Reading:
    """One record for the whole file, or one for each line of a list of references; a service's error notice is a refusal.

    Raises `UnreadableFile` when the file holds no words.
    """
    text = encoding.normalise(encoding.decode(data, name).text)
    if not any(one.isalpha() for one in text):
        raise UnreadableFile(f"{name or 'The input'} holds no words; give a text with a title or an abstract in it.")
    if len(text) < 400 and len(text.split("\n")) <= 3 and _NOTICE.search(text):
        return Reading("text", (), (Refusal("line 1", "this is a notice of a service that something went wrong, not a report", text),))
    if listed := _references(text):
        return Reading("text", listed)
    return Reading("text", (page.read(text),))


def _references(text: str) -> tuple[Record, ...]:
    """A record for each line when every line is a whole reference with people, title and journal or year; else none."""
    rows = [(number, row.strip()) for number, row in enumerate(text.split("\n"), 1) if row.strip()]
    if len(rows) > 5000 or any(len(row) > 1200 for _, row in rows[:50]):
        return ()
    out = []
    for number, row in rows:
        found = citation.read(row) if 40 <= len(row) <= 1200 else None
        if not found or not found.authors or len(found.title.split()) < 2 or not found.issued:
            return ()
        names = [one.identifier for one in mentions(row)]
        digest = hashlib.sha256(row.encode()).hexdigest()[:16]
        out.append(
            Record(
                "text", digest, tuple(dict.fromkeys(names)), found.title, authors=found.authors, container=found.container,
                volume=found.volume, issue=found.issue, pages=found.pages, issued=found.issued, place=f"line {number}",
            )
        )  # fmt: skip
    return tuple(out)
