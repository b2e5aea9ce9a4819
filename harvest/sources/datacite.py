"""DataCite by its REST API: works by DOI, queries by cursor."""

from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, quote, urlsplit

from harvest.errors import BrokenAnswer, Refused
from harvest.http import Client, Request
from harvest.identifier import Identifier, valid
from harvest.json import load, obj, seq, word
from harvest.source import Hits, Outcome, absent, answer_json, held, holding, one_by_one, records, whole_json
from harvest.transport import Raw

SCHEMES = ("doi", "arxiv")
NAME, HOME = "datacite", "https://api.datacite.org"
PAGE, MOST = 200, 1000


def fetch(client: Client, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
    """Ask for each DOI; an arXiv number has the DOI 10.48550/arXiv.number."""
    kept = held(client, NAME, [one for one in identifiers if one.scheme == "doi"], "datacite")
    for one, (_, read) in kept.items():
        yield Outcome(one, "got", "", read, NAME) if read else absent(one, NAME)
    yield from one_by_one(client, [one for one in identifiers if one not in kept], NAME, _work, "datacite")


def search(client: Client, query: str, since: str = "", limit: int = 0) -> Iterator[Hits]:
    """Find works for a query, page by page along `links.next`; a page that brings nothing new ends it."""
    left, seen = limit or MOST, set[Identifier]()
    words = f"({query}) AND updated:[{since} TO *]" if since else query
    parameters: tuple[tuple[str, str], ...] = (("page[cursor]", "1"), ("page[size]", str(min(PAGE, left))), ("query", words))
    while left > 0:
        answer = client.ask(Request(NAME, HOME, "/dois", parameters, check))
        said = answer_json(answer)
        page = [one for record in records(answer, "datacite") for one in record.identifiers if one.scheme == "doi"]
        fresh = tuple(one for one in dict.fromkeys(page) if one not in seen)[:left]
        seen.update(fresh)
        yield Hits(fresh, int(word(obj(said.get("meta")).get("total")) or len(fresh)), held=True)
        left -= len(fresh)
        onward = word(obj(said.get("links")).get("next"))
        parameters = tuple(parse_qsl(urlsplit(onward).query))
        if not onward or not fresh:
            return


def check(raw: Raw) -> None:
    """Check that JSON is whole and no error."""
    whole_json(raw)
    if not isinstance(obj(load(raw.body)).get("data"), list) and "errors" not in obj(load(raw.body)):
        raise BrokenAnswer("DataCite answered with something else than a list of works.")
    if errors := seq(obj(load(raw.body)).get("errors")):
        raise Refused(f"DataCite refused the request: {'; '.join(word(obj(one).get('title')) for one in errors)}")


def _work(one: Identifier) -> Request:
    doi = one if one.scheme == "doi" else valid(("doi", f"10.48550/arXiv.{one.value}"))[0]
    return Request(NAME, HOME, f"/dois/{quote(doi.value, safe='/')}", (), holding("datacite"), (str(one),))
