"""Requests to NCBI's E-utilities and what their answers say of themselves: https://www.ncbi.nlm.nih.gov/books/NBK25499/."""

import re
from functools import partial
from typing import TYPE_CHECKING

from harvest.archive import Answer
from harvest.errors import BrokenAnswer, Refused, UnreadableFile
from harvest.http import Request
from harvest.json import load, obj, word
from harvest.transport import Raw
from harvest.xml import parse, text

if TYPE_CHECKING:
    from lxml.etree import _Element

HOME = "https://eutils.ncbi.nlm.nih.gov"
#: Errors inside HTTP 200 that pass: the search engine behind was not reached. What the query itself got wrong does not pass.
_PASSING = re.compile(
    r"Search Backend failed|TXCLIENT|NCBI C\+\+ Exception|Proxy Error|timed? ?out|temporar|Unable to obtain query|rate limit", re.I
)
_OWN_FAULT = re.compile(r"retstart|cannot be larger|out of acceptable range|Empty id|id parameter|Invalid", re.I)


#: Root elements each tool answers with, errors apart.
_ROOTS = {
    "efetch": ("PubmedArticleSet", "PubmedBookArticleSet", "PubmedArticle", "PubmedBookArticle", "pmc-articleset", "articles", "article"),
    "esearch": ("eSearchResult",),
    "elink": ("eLinkResult",),
}


def request(
    tool: str,
    parameters: tuple[tuple[str, str], ...],
    *,
    source: str = "pubmed",
    asked: tuple[str, ...] = (),
    kind: str = "http",
) -> Request:
    """Make a request; what is long goes by POST, as NCBI asks for from 200 numbers on."""
    size = sum(len(name) + len(value) for name, value in parameters)
    post = size > 1500 or sum(value.count(",") + 1 for name, value in parameters if name == "id") > 200
    path = f"/entrez/eutils/{tool}.fcgi"
    return Request(source, HOME, path, parameters, partial(check, tool), asked, kind, "POST" if post else "GET", absent=frozenset())


def check(tool: str, raw: Raw) -> None:
    """Check that an answer is whole, of its tool and no error; raises `BrokenAnswer` for what may pass and `Refused` for what will not."""
    body = raw.body.lstrip(b"\xef\xbb\xbf \t\r\n")
    try:
        if body[:1] == b"{":
            answer = obj(load(body, "The answer"))
            if not any(name.lower() == "error" for name in (*answer, *obj(answer.get("esearchresult")))):
                raise BrokenAnswer(f"PubMed answered {tool} with JSON where XML was asked for; run the same command again later.")
            said = word(answer.get("ERROR")) or word(answer.get("error")) or word(obj(answer.get("esearchresult")).get("ERROR"))
        elif body[:1] == b"<":
            root = parse(body, "The answer")
            said = error(root)
            if not said and root.tag not in _ROOTS[tool]:
                raise BrokenAnswer(f"PubMed answered {tool} with {root.tag}; run the same command again later.")
        else:
            raise BrokenAnswer(f"PubMed sent neither XML nor JSON but {body[:40]!r}; run the same command again later.")
    except UnreadableFile as wrong:
        raise BrokenAnswer(str(wrong)) from wrong
    if said:
        said = " ".join(said.split())
        if _PASSING.search(said) and not _OWN_FAULT.search(said):
            raise BrokenAnswer(f"PubMed could not answer: {said}")
        raise Refused(f"PubMed refused the request: {said}")


def error(root: "_Element") -> str:
    """Find what an answer says went wrong; warnings about a query are none."""
    if root.tag in ("PubmedArticleSet", "pmc-articleset"):
        return ""
    return next((text(one) for one in root.iter("ERROR")), "")


def tree(answer: Answer) -> "_Element":
    """Parse a kept answer; raises `BrokenAnswer`."""
    try:
        return parse(answer.body(), answer.address)
    except UnreadableFile as wrong:
        raise BrokenAnswer(str(wrong)) from wrong
