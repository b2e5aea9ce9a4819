"""PubMed XML: answers of efetch, files of the baseline and its updates (also gzipped), read one citation at a time.

Where a file breaks, every citation that stands whole in it is kept, and what is broken is listed with line and reason.
"""

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from harvest import pubmed
from harvest.errors import UnreadableFile
from harvest.record import Reading, Record, Refusal
from harvest.xml import Capped, check_prolog, named, parse, stream, unfolded

SUFFIXES = (".xml.gz", ".xml", ".pubmed")
TAGS = ("PubmedArticle", "PubmedBookArticle", "DeleteCitation")
_ROOT = re.compile(rb"<(?:Pubmed(?:Book)?ArticleSet|PubmedArticle|PubmedBookArticle|MedlineCitationSet|DeleteCitation)[\s/>]")
_START = re.compile(rb"<(PubmedArticle|PubmedBookArticle|DeleteCitation)(?=[\s>])")
_DECLARATION = re.compile(rb"\s*<\?xml[^>]*\?>")
_PROLOG = 1 << 16


def recognises(head: bytes, name: str) -> int:
    """The names of its root elements are PubMed's alone; in a gzipped file its first bytes are looked into."""
    if head[:2] == b"\x1f\x8b":
        try:
            head = Capped(io.BytesIO(head), name).read(4096) or b""
        except UnreadableFile:
            return 0
    return 100 if _ROOT.search(head.replace(b"\x00", b"")) else 0


def read(data: bytes, name: str) -> Reading:
    """Read every citation; what is broken is a refusal; raises `UnreadableFile` when nothing in it is a citation."""
    records: list[Record] = []
    refusals: list[Refusal] = []
    try:
        whole = data if data[:2] == b"\x1f\x8b" else named(data, name)
        for one in citations(io.BytesIO(whole), name):
            (records if isinstance(one, Record) else refusals).append(one)  # type: ignore[arg-type]
    except UnreadableFile as wrong:
        check_prolog(data, name)
        records, refusals = _salvage(unfolded(data, name), name, str(wrong))
        if not records and not refusals[1:]:
            raise
    return Reading("pubmedxml", tuple(records), tuple(refusals))


def citations(source: BinaryIO, name: str = "") -> Iterator[Record | Refusal]:
    """Read a stream (plain or gzipped) a citation at a time, in the memory of one; raises `UnreadableFile` where it breaks."""
    capped = io.BufferedReader(Capped(source, name), _PROLOG)
    check_prolog(capped.peek(_PROLOG)[:_PROLOG], name)
    for number, element in enumerate(stream(capped, TAGS, name), 1):
        place = f"citation {number}"
        if element.tag == "DeleteCitation":
            yield from pubmed.deleted(element, place)
        else:
            yield pubmed.citation(element, place) or Refusal(place, "a citation without MedlineCitation or BookDocument")


def _salvage(data: bytes, name: str, why: str) -> tuple[list[Record], list[Refusal]]:
    """Read each citation on its own, so that a broken one takes no good neighbour with it; the first refusal says what broke."""
    records: list[Record] = []
    refusals = [Refusal("file", why)]
    starts = [(match.start(), match[1]) for match in _START.finditer(data)]
    declaration = _DECLARATION.match(data)
    before = declaration[0].strip() if declaration else b""
    line, seen = 1, 0
    for number, (start, tag) in enumerate(starts, 1):
        line += data.count(b"\n", seen, start)
        seen = start
        until = starts[number][0] if number < len(starts) else len(data)
        end = data.find(b"</" + tag + b">", start, until)
        piece = data[start : end + len(tag) + 3] if end >= 0 else data[start:until]
        place = f"citation {number}, line {line}"
        found, refusal = _single(before + piece, tag, place, name if end >= 0 else "")
        records += found
        refusals += refusal
    return records, refusals


def _single(piece: bytes, tag: bytes, place: str, name: str) -> tuple[list[Record], list[Refusal]]:
    try:
        element = parse(piece, name or "The citation")
    except UnreadableFile as wrong:
        return [], [Refusal(place, str(wrong), piece[:2000].decode("utf-8", "replace"))]
    if tag == b"DeleteCitation":
        return pubmed.deleted(element, place), []
    record = pubmed.citation(element, place)
    return ([record], []) if record else ([], [Refusal(place, "a citation without MedlineCitation or BookDocument")])
