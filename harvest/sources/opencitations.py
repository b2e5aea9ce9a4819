"""OpenCitations: metadata by DOI or PMID, and citing and cited works from its open index."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from harvest.errors import OutsideError
from harvest.http import Client, Request
from harvest.identifier import Identifier, valid
from harvest.json import load, obj, seq, word
from harvest.source import Outcome, absent, batches, failed, held, match, records, whole_json

SCHEMES = ("doi", "pmid")
NAME, HOME = "opencitations", "https://api.opencitations.net"
#: Identifiers in one call: from 15 on the service answers 500.
BATCH = 10
_LINKS = {"citing": ("citations", "citing"), "cited": ("references", "cited")}


def fetch(client: Client, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
    """Ask for metadata ten at a time."""
    kept = held(client, NAME, identifiers, "opencitations")
    for one, (_, read) in kept.items():
        yield Outcome(one, "got", "", read, NAME) if read else absent(one, NAME)
    for batch in batches((one for one in identifiers if one not in kept), BATCH):
        path = "/meta/v1/metadata/" + "__".join(quote(str(one), safe=":/") for one in batch)
        try:
            answer = client.ask(Request(NAME, HOME, path, (), whole_json, tuple(str(one) for one in batch)))
            found = match(records(answer, "opencitations"), batch)
        except OutsideError as wrong:
            yield from failed(batch, wrong, NAME)
            continue
        yield from (Outcome(one, "got", "", read, NAME) if read else absent(one, NAME) for one, read in found.items())


def links(client: Client, identifier: Identifier, kind: str, count: int) -> list[Identifier]:
    """Find citing or cited works; a cell names one work by several identifiers (`omid:… doi:… pmid:…`, or a bare DOI in version 1)."""
    if kind not in _LINKS or identifier.scheme not in SCHEMES:
        return []
    tool, column = _LINKS[kind]
    answer = client.ask(Request(NAME, HOME, f"/index/v2/{tool}/{quote(str(identifier), safe=':/')}", (), whole_json, kind="list"))
    rows = [obj(one) for one in seq(load(answer.body(), answer.address))] if answer.status == 200 else []
    found: list[Identifier] = []
    for row in rows:
        cell = word(row.get(column)).rpartition("=> ")[2]
        named = [
            (one.partition(":")[0], one.partition(":")[2]) if ":" in one and not one.startswith("10.") else ("doi", one)
            for one in cell.split()
        ]
        known = valid(*((scheme, value) for scheme, value in named if scheme in ("doi", "pmid")))
        found += sorted(known, key=lambda one: one.scheme != "pmid")[:1]
    return list(dict.fromkeys(one for one in found if one != identifier))[:count]
