"""Crossref by its REST API: works by DOI, one request for many; queries by cursor."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from harvest.errors import BrokenAnswer, OutsideError, Refused
from harvest.http import Client, Request
from harvest.identifier import Identifier
from harvest.json import load, obj, seq, word
from harvest.source import Hits, Outcome, absent, answer_json, batches, held, holding, match, one_by_one, records, whole_json
from harvest.transport import Raw

SCHEMES = ("doi",)
NAME, HOME = "crossref", "https://api.crossref.org"
#: DOIs in one filter (they may hold no comma), works on one page, and the most a query hands over unless told otherwise.
BATCH, PAGE, MOST = 40, 200, 1000


def fetch(client: Client, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
    """Ask for a few DOIs one by one, for many by a filter; what the filter left out is asked by itself, for it may be an alias."""
    kept = held(client, NAME, identifiers, "crossref")
    for one, (_, read) in kept.items():
        yield Outcome(one, "got", "", read, NAME) if read else absent(one, NAME)
    rest = [one for one in identifiers if one not in kept]
    many = [one for one in rest if "," not in one.value] if len(rest) > 3 else []
    single = [one for one in rest if one not in set(many)]
    for batch in batches(many, BATCH):
        try:
            found = match(records(client.ask(_filter(batch)), "crossref"), batch)
        except OutsideError:
            single += batch  # one DOI the filter chokes on must not fail its neighbours
            continue
        yield from (Outcome(one, "got", "", read, NAME) for one, read in found.items() if read)
        single += [one for one, read in found.items() if not read]
    yield from one_by_one(client, single, NAME, _work, "crossref")


def search(client: Client, query: str, since: str = "", limit: int = 0) -> Iterator[Hits]:
    """Find works for a query, best first, page by page until the last or until `limit` (1,000 unless told otherwise)."""
    left, cursor, seen = limit or MOST, "*", set[Identifier]()
    while left > 0:
        rows = min(PAGE, left)
        parameters = [("cursor", cursor), ("query", query), ("rows", str(rows))]
        parameters += [("filter", f"from-index-date:{since}")] if since else []
        answer = client.ask(Request(NAME, HOME, "/works", tuple(parameters), check))
        message = obj(answer_json(answer).get("message"))
        page = [one for record in records(answer, "crossref") for one in record.identifiers if one.scheme == "doi"]
        fresh = tuple(one for one in dict.fromkeys(page) if one not in seen)
        seen.update(fresh)
        yield Hits(fresh, int(word(message.get("total-results")) or 0), held=True)
        left -= len(fresh)
        # the cursor may stay the same from page to page and is given on the last one too: only what came tells the end
        cursor = word(message.get("next-cursor"))
        if not cursor or not fresh or len(page) < rows:
            return


def check(raw: Raw) -> None:
    """Check that JSON is whole and says `ok`."""
    whole_json(raw)
    answer = obj(load(raw.body))
    if answer.get("status") != "ok":
        said = "; ".join(word(obj(one).get("message")) for one in seq(answer.get("message"))) or word(answer.get("message-type"))
        if word(answer.get("status")) == "error":
            raise BrokenAnswer(f"Crossref could not answer: {said}")
        raise Refused(f"Crossref refused the request: {said}")
    if answer.get("message-type") != "work-list":
        raise BrokenAnswer(f"Crossref answered with a {word(answer.get('message-type'))} in place of a list of works.")


def _work(one: Identifier) -> Request:
    return Request(NAME, HOME, f"/works/{quote(one.value, safe='')}", (), holding("crossref"), (str(one),))


def _filter(batch: Sequence[Identifier]) -> Request:
    listed = ",".join(f"doi:{one.value}" for one in batch)
    return Request(NAME, HOME, "/works", (("filter", listed), ("rows", str(len(batch)))), check, kind="http")
