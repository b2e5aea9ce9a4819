"""Web pages as saved: meta tags (Highwire, PRISM, Dublin Core, Open Graph), JSON-LD of schema.org, and the main text."""

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from harvest import encoding, languages
from harvest.errors import UnreadableFile
from harvest.markup import line
from harvest.plain import page
from harvest.record import Reading, Record, Refusal
from harvest.web import maintext, meta, schemaorg

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SUFFIXES = (".html", ".htm", ".xhtml", ".mhtml")
_START = re.compile(
    r"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|div|article|section|main|p|h1|meta|title)\b",
    re.I | re.S,
)
_ERROR = re.compile(
    r"^(?:(?:error\s*)?[345]\d\d\b.{0,40}|just a moment\W*|access denied|attention required.{0,30}|page not found|not found|forbidden|"
    r"are you a robot\W*|security check|service unavailable|handle redirect|"
    r"error\b.{0,40}|.{0,20}\bnot found|pmfetch response|moved permanently|bad gateway|client challenge|sign in|log in)$",
    re.I,
)
#: Facts for which the tags of a page speak before its text does.
_FACTS = (
    "title",
    "authors",
    "container",
    "volume",
    "issue",
    "pages",
    "publisher",
    "issued",
    "language",
    "licence",
    "keywords",
    "types",
    "links",
)


def recognises(head: bytes, name: str) -> int:
    """A doctype or an element of HTML at the beginning."""
    text = encoding.glance(head)
    return 80 if _START.match(text) else 60 if re.search(r"<html[\s>]", text, re.I) else 0


def read(data: bytes, name: str) -> Reading:
    """The record of the page; an error page is a refusal. Raises `UnreadableFile` when there is no page in it."""
    root = _parsed(encoding.decode(data, name).text, name)
    tags = meta.tags(root)
    stated = _combined(meta.record(tags), _linked(root))
    headed = next((said for one in root.iter("h1") if (said := line(one.text_content()))), "")
    named = next((said for one in root.iter("title") if (said := line(one.text_content()))), "")
    title = headed if headed and stated.title.startswith(headed) and not stated.container else stated.title or headed or named
    if _ERROR.match(title) and not stated.identifiers:
        return Reading("html", (), (Refusal("page", f"this is the page of an error ({title}), not of a report", title),))
    blocks = maintext.lines(root)
    if not title and not blocks:
        raise UnreadableFile(f"{name or 'The page'} holds no text; save the page again when it is fully loaded, or print it as text.")
    return Reading("html", (_record(title, blocks, stated, root.get("lang", "")),))


def _parsed(text: str, name: str) -> "HtmlElement":
    from lxml import etree, html

    bare = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", "")).strip()
    try:
        root = html.document_fromstring(
            bare, parser=html.HTMLParser(no_network=True, recover=True, huge_tree=False, remove_comments=True, remove_pis=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as wrong:
        raise UnreadableFile(f"{name or 'The page'} cannot be read as HTML ({wrong}); save the page again.") from wrong
    return root


def _linked(root: "HtmlElement") -> Record:
    """What the JSON-LD of the page says of its own work; what does not parse is passed over, as browsers do."""
    found = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                found += schemaorg.works(json.loads(script.text or "", strict=False))
            except (json.JSONDecodeError, RecursionError):
                continue
    return schemaorg.record(found[0]) if found else Record("html")


def _combined(first: Record, second: Record) -> Record:
    """The first record with the second's facts where it has none; a plain web page's own name and type say little."""
    gaps = {field: getattr(second, field) for field in (*_FACTS, "abstract") if not getattr(first, field)}
    known = {one.scheme for one in first.identifiers}
    extra = tuple(one for one in second.identifiers if one.scheme not in known)
    return replace(first, identifiers=first.identifiers + extra, **gaps)


def _record(title: str, blocks: list[str], stated: Record, tongue: str) -> Record:
    """The record of the page's text, with the facts its tags state in place of those the text shows."""
    rest = [block for block in blocks if block.casefold() != title.casefold()] if title else blocks
    abstract = stated.abstract[0].text if stated.abstract else ""
    if abstract and encoding.normalise(abstract)[:60] not in "\n".join(rest):
        rest.insert(0, f"Abstract: {' '.join(abstract.split())}")
    text = encoding.normalise("\n\n".join([title, *rest] if title else rest))
    shown = page.read(text, "html", title)
    facts = {field: getattr(stated, field) or getattr(shown, field) for field in _FACTS}
    if stated.title or title:
        facts["title"] = title
    if stated.identifiers or stated.container or stated.issued:
        # Tags that speak as a library does are complete: what the text shows beside them may be another's.
        facts |= {field: getattr(stated, field) for field in ("authors", "container", "volume", "issue", "pages") if stated.authors}
    facts["language"] = facts["language"] or languages.code(tongue)
    identifiers = stated.identifiers or shown.identifiers
    key = next((str(one) for one in identifiers), "") or shown.key
    return replace(shown, key=key, identifiers=identifiers, **facts)
