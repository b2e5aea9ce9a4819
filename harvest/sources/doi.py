"""doi.org: which agency registered a DOI, and by content negotiation the metadata of agencies without a source of their own."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from harvest.errors import BrokenAnswer, OutsideError, Refused
from harvest.http import Client, Request
from harvest.identifier import Identifier
from harvest.json import load, obj, seq, word
from harvest.source import Outcome, absent, failed, held, records, whole_json
from harvest.transport import Raw

SCHEMES = ("doi",)
NAME, HOME = "doi", "https://doi.org"
CSL = "application/vnd.citationstyles.csl+json"


def fetch(client: Client, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
    """Ask doi.org for CSL-JSON of each DOI; a web page in its place means the agency offers none."""
    kept = held(client, NAME, identifiers)
    for one, (_, read) in kept.items():
        yield Outcome(one, "got", "", read, NAME) if read else absent(one, NAME)
    for one in identifiers:
        if one in kept:
            continue
        request = Request(
            NAME, HOME, f"/{quote(one.value, safe='/')}", (), _check, (str(one),), accept=CSL, absent=frozenset((404, 410, 204))
        )
        try:
            found = records(client.ask(request))
        except OutsideError as wrong:
            yield from failed([one], wrong, NAME)
        else:
            yield Outcome(one, "got", "", found, NAME) if found else absent(one, NAME)


def agencies(client: Client, identifiers: Sequence[Identifier]) -> dict[Identifier, str]:
    """Name the agency of each DOI's prefix (`Crossref`, `DataCite`, `mEDRA`, …); nothing where doi.org cannot be asked or knows none."""
    found: dict[str, str] = {}
    for prefix in dict.fromkeys(one.value.partition("/")[0] for one in identifiers):
        try:
            answer = client.ask(Request(NAME, HOME, f"/ra/{prefix}", (), whole_json, kind="list"))
        except OutsideError:
            continue  # the sources themselves will say whether they can be asked
        rows = seq(load(answer.body(), answer.address)) if answer.status == 200 else []
        found[prefix] = next((said for one in rows if (said := word(obj(one).get("RA")))), "")
    return {one: found.get(one.value.partition("/")[0], "") for one in identifiers}


def _check(raw: Raw) -> None:
    """Check that the answer is metadata: some DOIs fall through to a page, and the transform often states no content type."""
    if raw.body.lstrip()[:1] not in (b"{", b"["):
        raise Refused("doi.org sent no metadata for this DOI but something else; its agency offers none.")
    try:
        whole_json(raw)
    except BrokenAnswer as wrong:
        raise BrokenAnswer(f"doi.org: {wrong}") from wrong
