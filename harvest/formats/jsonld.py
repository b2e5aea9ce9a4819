"""JSON-LD in the words of schema.org, saved by itself (a page's embedded description, or an answer of content negotiation)."""

import re

from harvest import encoding
from harvest.errors import UnreadableFile
from harvest.json import load
from harvest.record import Reading, Refusal
from harvest.web import schemaorg

SUFFIXES = (".jsonld", ".json")
_CONTEXT = re.compile(r'"@context"\s*:\s*(?:\[\s*)?(?:"https?:\\?/\\?/(?:www\.)?schema\.org|\{[^}]{0,200}schema\.org)')


def recognises(head: bytes, name: str) -> int:
    """JSON whose context is schema.org."""
    text = encoding.glance(head)
    return 90 if text.lstrip().startswith(("{", "[")) and _CONTEXT.search(text) else 0


def read(data: bytes, name: str) -> Reading:
    """All works described; raises `UnreadableFile` when the JSON is damaged or describes none."""
    found = schemaorg.works(load(encoding.decode(data, name).text.encode(), name))
    if not found:
        raise UnreadableFile(f"{name or 'The input'} describes no article, report or other work in the words of schema.org.")
    records, refusals = [], []
    for number, node in enumerate(found, 1):
        record = schemaorg.record(node, f"work {number}")
        if record.title or record.identifiers:
            records.append(record)
        else:
            refusals.append(Refusal(record.place, "neither a title nor an identifier is stated", str(node)[:2000]))
    return Reading("jsonld", tuple(records), tuple(refusals))
