"""Europe PMC by its REST service: records by PMID, PMCID and DOI, queries by cursor, citing and cited reports."""

from collections.abc import Iterator, Sequence

from harvest.errors import BrokenAnswer, OutsideError, Refused
from harvest.http import Client, Request
from harvest.identifier import Identifier, valid
from harvest.json import load, obj, seq, word
from harvest.source import Hits, Outcome, absent, answer_json, batches, failed, held, match, records, whole_json
from harvest.transport import Raw

SCHEMES = ("pmid", "doi", "pmcid")
NAME, HOME, REST = "europepmc", "https://www.ebi.ac.uk", "/europepmc/webservices/rest"
#: Identifiers in one query (wide OR queries time out there), results on one page, and the most a query hands over unless told.
BATCH, PAGE, MOST = 20, 200, 1000
_LINKS = {"citing": "citations", "cited": "references"}


def fetch(client: Client, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
    """Ask for identifiers in batches, by one query each."""
    kept = held(client, NAME, identifiers, "europepmc")
    for one, (_, read) in kept.items():
        yield Outcome(one, "got", "", read, NAME) if read else absent(one, NAME)
    for batch in batches((one for one in identifiers if one not in kept), BATCH):
        try:
            found = match(records(client.ask(_request(batch)), "europepmc"), batch)
        except OutsideError as wrong:
            yield from failed(batch, wrong, NAME)
            continue
        yield from (Outcome(one, "got", "", read, NAME) if read else absent(one, NAME) for one, read in found.items())


def search(client: Client, query: str, since: str = "", limit: int = 0) -> Iterator[Hits]:
    """Find records for a query until the cursor stays, is missing, or a page brings nothing new."""
    left, mark, seen = limit or MOST, "*", set[Identifier]()
    words = f"({query}) AND (FIRST_IDATE:[{since} TO 3000-12-31])" if since else query
    while left > 0:
        asked = (("cursorMark", mark), ("format", "json"), ("pageSize", str(min(PAGE, left))), ("query", words), ("resultType", "core"))
        answer = client.ask(Request(NAME, HOME, f"{REST}/search", asked, check))
        said = answer_json(answer)
        page = [record.identifiers[0] for record in records(answer, "europepmc") if record.identifiers]
        fresh = tuple(one for one in dict.fromkeys(page) if one not in seen)[:left]
        seen.update(fresh)
        yield Hits(fresh, int(word(said.get("hitCount")) or len(fresh)), held=True)
        left -= len(fresh)
        onward = word(said.get("nextCursorMark"))
        if not onward or onward == mark or not fresh:
            return
        mark = onward


def links(client: Client, identifier: Identifier, kind: str, count: int) -> list[Identifier]:
    """Find citing or cited reports that Europe PMC knows by an identifier."""
    place = {"pmid": f"MED/{identifier.value}", "pmcid": f"PMC/{identifier.value}"}.get(identifier.scheme)
    if kind not in _LINKS or place is None:
        return []
    asked = (("format", "json"), ("page", "1"), ("pageSize", str(min(max(count, 25), 1000))))
    answer = client.ask(Request(NAME, HOME, f"{REST}/{place}/{_LINKS[kind]}", asked, check, kind="list"))
    said = answer_json(answer)
    holder, inner = ("citationList", "citation") if kind == "citing" else ("referenceList", "reference")
    rows = [obj(one) for one in seq(obj(said.get(holder)).get(inner))]
    found: list[Identifier] = []
    for row in rows:
        number, source = word(row.get("id")), word(row.get("source"))
        found += (
            valid(("pmid", number))
            if source == "MED"
            else valid(("pmcid", number))
            if source == "PMC"
            else valid(("doi", word(row.get("doi"))))
        )[:1]
    return list(dict.fromkeys(one for one in found if one != identifier))[:count]


def check(raw: Raw) -> None:
    """Check that JSON is whole and no error; errors come inside HTTP 200."""
    whole_json(raw)
    answer = obj(load(raw.body))
    if "errCode" in answer:
        said = word(answer.get("errMsg"))
        if word(answer.get("errCode")).startswith("5"):
            raise BrokenAnswer(f"Europe PMC could not answer: {said}")
        raise Refused(f"Europe PMC refused the request: {said}")
    if "hitCount" not in answer:
        raise BrokenAnswer("Europe PMC answered with something else than a list of hits.")


def _request(batch: Sequence[Identifier]) -> Request:
    forms = {"pmid": "EXT_ID:{} AND SRC:MED", "pmcid": "PMCID:{}", "doi": 'DOI:"{}"'}
    terms = [forms[one.scheme].format(one.value) for one in batch]
    query = terms[0] if len(terms) == 1 else " OR ".join(f"({term})" for term in terms)
    asked = (("format", "json"), ("pageSize", str(max(25, 3 * len(batch)))), ("query", query), ("resultType", "core"))
    return Request(NAME, HOME, f"{REST}/search", asked, check, tuple(str(one) for one in batch))
