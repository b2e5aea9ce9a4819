"""Unpaywall: where an article may be read and under which licence. It asks every caller for an e-mail address (KG_CONTACT)."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from harvest.http import Client, Request
from harvest.identifier import Identifier
from harvest.source import Outcome, absent, held, holding, one_by_one

SCHEMES = ("doi",)
NAME, HOME = "unpaywall", "https://api.unpaywall.org"


def fetch(client: Client, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
    """Ask for each DOI; without a contact each is refused before anything is sent."""
    kept = held(client, NAME, identifiers, "unpaywall")
    for one, (_, read) in kept.items():
        yield Outcome(one, "got", "", read, NAME) if read else absent(one, NAME)
    rest = [one for one in identifiers if one not in kept]
    if not client.contact and not client.offline:
        why = "Unpaywall wants an e-mail address with every request; set KG_CONTACT to yours and run again."
        yield from (Outcome(one, "refused", why, (), NAME) for one in rest)
        return
    yield from one_by_one(client, rest, NAME, _work, "unpaywall")


def _work(one: Identifier) -> Request:
    return Request(NAME, HOME, f"/v2/{quote(one.value, safe='/')}", (), holding("unpaywall"), (str(one),))
