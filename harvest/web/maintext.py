"""The main text of a parsed page as lines: its own `article` or `main`, else what trafilatura finds; never menus or forms."""

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from harvest.markup import words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Elements that never belong to the text.
_SILENT = (
    "script", "style", "noscript", "template", "svg", "nav", "footer", "aside", "form", "button", "select", "iframe", "dialog", "head",
    "canvas", "object", "audio", "video", "input", "textarea",
)  # fmt: skip
#: Classes, ids and roles of furniture.
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|sidebar|breadcrumbs?|cookies?|banner|share|sharing|social|comments?|respond|related|recommend\w*|footer|"
    r"newsletter|subscribe|advert\w*|promo|modal|popup|tooltip|toolbar|skip|pagination|login|search|metrics|altmetric|toc|hidden|mw-editsection|"
    r"catlinks|noprint|navigation|contentinfo|complementary|screen-reader-text|sr-only|vector-header\w*|mw-jump-link)(?:$|[\s_-])",
    re.I,
)


def lines(root: "HtmlElement") -> list[str]:
    """The main text, a block a line; headings are lines like others."""
    from lxml import html

    body = next(root.iter("body"), root)
    whole = _pruned(body)
    own = [_with_heading(one, body) for one in _own(body)]
    chosen = max((_pruned(one) for one in own), key=_size, default=None)
    if chosen is None or _size(chosen) < 0.3 * _size(whole):
        found = _found(html.tostring(root, encoding="unicode"))
        if found is not None and _size(found) > 0.5 * _size(whole):
            chosen = found
    text = words(chosen if chosen is not None else whole)
    return [line for line in (" ".join(one.split()) for one in text.splitlines()) if line]


def _size(element: "HtmlElement") -> int:
    return len("".join(element.itertext()))


def _own(body: "HtmlElement") -> "list[HtmlElement]":
    """Elements the page itself calls its main text."""
    named = ("content", "articletext", "standalonearticle", "main-content", "main")
    return [
        one
        for one in body.iter()
        if one.tag in ("article", "main")
        or one.get("role") == "main"
        or one.get("itemprop") == "articleBody"
        or one.get("id", "").lower() in named
    ]


def _with_heading(element: "HtmlElement", body: "HtmlElement") -> "HtmlElement":
    """The element, or the nearest one around it that holds the first heading of the page as well."""
    heading = next(body.iter("h1"), None)
    if heading is None or heading.getparent() is None:
        return element
    around, inside = element, set(heading.iterancestors())
    while around not in inside and around is not body and around.getparent() is not None:
        around = around.getparent()
    return around if heading is not element else element


def _pruned(element: "HtmlElement") -> "HtmlElement":
    """A copy without furniture; words behind a removed element stay."""
    copy = deepcopy(element)
    copy.tail = None
    whole = max(1, _size(copy))
    for one in [one for one in copy.iter() if one is not copy]:
        if not isinstance(one.tag, str):
            continue
        said = f"{one.get('class', '')} {one.get('id', '')} {one.get('role', '')}"
        silent = one.tag in _SILENT or one.get("aria-hidden") == "true" or "hidden" in one.attrib
        if one.getparent() is not None and (silent or (_FURNITURE.search(said) and _size(one) < 0.6 * whole)):
            one.drop_tree()
    return copy


def _found(page: str) -> "HtmlElement | None":
    """What trafilatura takes for the main text (https://trafilatura.readthedocs.io); it gets the page as a string and fetches nothing."""
    import trafilatura
    from lxml import html

    found = trafilatura.extract(page, output_format="html", include_comments=False, include_tables=True, favor_recall=True)
    return html.fromstring(found) if found and found.strip() else None
