"""OpenAlex: works by DOI, PMID and its own number, queries by cursor, similar, citing and cited works."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from harvest.errors import OutsideError
from harvest.http import Client, Request
from harvest.identifier import Identifier, valid
from harvest.json import obj, word, words
from harvest.source import Hits, Outcome, absent, answer_json, batches, held, holding, match, one_by_one, records, whole_json

SCHEMES = ("doi", "pmid", "openalex")
NAME, HOME = "openalex", "https://api.openalex.org"
BATCH, PAGE, MOST = 40, 100, 1000


def fetch(client: Client, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
    """Ask for a few works one by one (which costs nothing), for many DOIs by an OR filter."""
    kept = held(client, NAME, identifiers, "openalex")
    for one, (_, read) in kept.items():
        yield Outcome(one, "got", "", read, NAME) if read else absent(one, NAME)
    rest = [one for one in identifiers if one not in kept]
    many = [one for one in rest if one.scheme == "doi" and not set("|,") & set(one.value)] if len(rest) > 3 else []
    single = [one for one in rest if one not in set(many)]
    for batch in batches(many, BATCH):
        listed = "doi:" + "|".join(one.value for one in batch)
        request = Request(NAME, HOME, "/works", (("filter", listed), ("per_page", str(PAGE))), whole_json)
        try:
            found = match(records(client.ask(request), "openalex"), batch)
        except OutsideError:
            single += batch  # one DOI the filter chokes on must not fail its neighbours
            continue
        yield from (Outcome(one, "got", "", read, NAME) for one, read in found.items() if read)
        single += [one for one, read in found.items() if not read]
    yield from one_by_one(client, single, NAME, _work, "openalex")


def search(client: Client, query: str, since: str = "", limit: int = 0) -> Iterator[Hits]:
    """Find works for a query until the cursor is null."""
    asked = [("search", query)] + ([("filter", f"from_publication_date:{since}")] if since else [])
    yield from _pages(client, asked, limit or MOST)


def links(client: Client, identifier: Identifier, kind: str, count: int) -> list[Identifier]:
    """Find similar and cited works as the work itself lists them, and citing works by a filter."""
    answer = client.ask(_work(identifier))
    said = answer_json(answer)
    own = word(said.get("id")).rpartition("/")[2]
    if kind == "citing":
        pages = _pages(client, [("filter", f"cites:{own}")], count) if own else iter(())
        return [one for page in pages for one in page.identifiers][:count]
    listed = words(said.get("related_works" if kind == "similar" else "referenced_works"))
    return list(valid(*(("openalex", one.rpartition("/")[2]) for one in listed)))[:count]


def _pages(client: Client, asked: list[tuple[str, str]], limit: int) -> Iterator[Hits]:
    left, cursor, seen = limit, "*", set[Identifier]()
    while left > 0:
        parameters = (*asked, ("cursor", cursor), ("per_page", str(min(PAGE, left))))
        answer = client.ask(Request(NAME, HOME, "/works", tuple(sorted(parameters)), whole_json))
        meta = obj(answer_json(answer).get("meta"))
        page = [record.identifiers[0] for record in records(answer, "openalex") if record.identifiers]
        fresh = tuple(one for one in dict.fromkeys(page) if one not in seen)[:left]
        seen.update(fresh)
        yield Hits(fresh, int(word(meta.get("count")) or len(fresh)), held=True)
        left -= len(fresh)
        onward = word(meta.get("next_cursor"))
        if not onward or not fresh:
            return
        cursor = onward


def _work(one: Identifier) -> Request:
    name = {"doi": f"https://doi.org/{quote(one.value, safe='')}", "pmid": f"pmid:{one.value}"}.get(one.scheme, one.value)
    return Request(NAME, HOME, f"/works/{name}", (), holding("openalex"), (str(one),))
