"""PubMed by the E-utilities: records by PMID, PMCID and DOI, complete answers to queries, similar, citing and cited reports."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from harvest import eutils
from harvest.errors import BrokenAnswer, OutsideError, Refused, UnreadableFile
from harvest.formats import pubmedxml
from harvest.http import Client, Request
from harvest.identifier import Identifier, valid
from harvest.record import Record
from harvest.source import Hits, Outcome, absent, batches, failed, held, match, records

SCHEMES = ("pmid", "doi", "pmcid")
NAME = "pubmed"
#: Numbers in one efetch, DOIs in one search, and the first records of a query PubMed hands out.
BATCH, NAMES, CEILING = 200, 40, 9999
LINKS = {"similar": "pubmed_pubmed", "citing": "pubmed_pubmed_citedin", "cited": "pubmed_pubmed_refs"}
#: What marks the second asking for numbers an answer left out.
_AGAIN = "rettype=abstract"
_FIRST = date(1600, 1, 1)


def fetch(client: Client, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
    """Ask for PMIDs in batches of 200; DOIs and PMCIDs are looked up first."""
    numbers = [one for one in identifiers if one.scheme == "pmid"]
    others = [one for one in identifiers if one.scheme != "pmid"]
    yield from _numbers(client, numbers)
    for batch in batches(others, NAMES):
        yield from _named(client, batch)


def search(client: Client, query: str, since: str = "", limit: int = 0) -> Iterator[Hits]:
    """Find all hits of a query: one page, or as many slices by entry date as it takes to pass PubMed's 9,999."""
    start = date.fromisoformat(since) if since else None
    today = date.today()
    total, numbers, warning = _esearch(client, query, start, today + timedelta(2) if start else None)
    if total <= CEILING or (limit and limit <= CEILING):
        yield Hits(numbers[: limit or None], total, warning)
        return
    left = limit or total
    for page in _slices(client, query, start or _FIRST, today + timedelta(2), None):
        yield Hits(page.identifiers[:left], total, page.warning)
        left -= len(page.identifiers)
        if left <= 0:
            return


def links(client: Client, identifier: Identifier, kind: str, count: int) -> list[Identifier]:
    """Find reports that are similar, citing or cited, the nearest first, never the one asked about."""
    if identifier.scheme != "pmid" or kind not in LINKS:
        return []
    name = LINKS[kind]
    asked = (("cmd", "neighbor"), ("db", "pubmed"), ("dbfrom", "pubmed"), ("id", identifier.value), ("linkname", name), ("retmode", "xml"))
    root = eutils.tree(client.ask(eutils.request("elink", asked, kind="list")))
    found = [
        (one.findtext("Id") or "")
        for group in root.iter("LinkSetDb")
        if (group.findtext("LinkName") or name) == name
        for one in group.iterchildren("Link")
    ]
    return [one for one in valid(*(("pmid", number) for number in found)) if one != identifier][:count]


def _numbers(client: Client, numbers: Sequence[Identifier]) -> Iterator[Outcome]:
    kept = held(client, NAME, numbers, "pubmedxml")
    missing: list[Identifier] = []
    for one, (answer, read) in kept.items():
        if read or _AGAIN in answer.address:
            yield Outcome(one, "got", "", read, NAME) if read else absent(one, NAME)
        else:
            missing.append(one)
    for batch in batches((one for one in numbers if one not in kept), BATCH):
        for outcome in _batch(client, batch):
            if outcome.word == "absent":
                missing.append(outcome.identifier)
            else:
                yield outcome
    # PubMed drops a number now and then without a word: what was missing is asked once more, together
    for batch in batches(missing, BATCH):
        yield from _batch(client, batch, again=True)


def _batch(client: Client, batch: Sequence[Identifier], *, again: bool = False) -> Iterator[Outcome]:
    request = _efetch(batch, again=again)
    try:
        answer = client.ask(request)
        found = match(records(answer, "pubmedxml"), batch)
    except BrokenAnswer as wrong:
        found = _rescued(client, request, batch)
        for one in batch:
            yield Outcome(one, "got", "", found[one], NAME) if found[one] else Outcome(one, "failed", str(wrong), (), NAME)
        return
    except OutsideError as wrong:
        yield from failed(batch, wrong, NAME)
        return
    for one in batch:
        yield Outcome(one, "got", "", found[one], NAME) if found[one] else absent(one, NAME)


def _efetch(batch: Sequence[Identifier], *, again: bool = False) -> Request:
    numbers = ",".join(one.value for one in batch)
    more = (("rettype", "abstract"),) if again else ()
    return eutils.request("efetch", (("db", "pubmed"), ("id", numbers), ("retmode", "xml"), *more), asked=tuple(str(one) for one in batch))


def _rescued(client: Client, request: Request, batch: Sequence[Identifier]) -> dict[Identifier, tuple[Record, ...]]:
    """Read the citations that stand whole in a broken answer, and keep it for those."""
    broken = client.archive.broken(request.address)
    try:
        read = pubmedxml.read(broken.body(), "").records if broken else ()
    except UnreadableFile:
        read = ()
    found = match(read, batch)
    client.save_part(request, tuple(str(one) for one in batch if found[one]))
    return found


def _named(client: Client, batch: Sequence[Identifier]) -> Iterator[Outcome]:
    """Find the numbers of DOIs and PMCIDs with one search, then fetch; what carries the name asked for is got."""
    term = " OR ".join(f'"{one.value}"[{"pmcid" if one.scheme == "pmcid" else "doi"}]' for one in batch)
    try:
        _, numbers, _ = _esearch(client, term, None, None, 3 * len(batch))
        outcomes = list(_numbers(client, numbers))
    except OutsideError as wrong:
        yield from failed(batch, wrong, NAME)
        return
    found = match([record for outcome in outcomes for record in outcome.records], batch)
    lost = next((one for one in outcomes if one.word in ("failed", "refused")), None)
    for one in batch:
        if found[one]:
            yield Outcome(one, "got", "", found[one], NAME)
        else:
            yield Outcome(one, lost.word, lost.why, (), NAME) if lost else absent(one, NAME)


def _esearch(
    client: Client, term: str, start: date | None, end: date | None, most: int = CEILING
) -> tuple[int, tuple[Identifier, ...], str]:
    """Search once: the number of hits, the first of them, and what PubMed warned of."""
    asked = [("db", "pubmed"), ("retmax", str(most)), ("retmode", "xml"), ("term", term)]
    if start and end:
        asked += [("datetype", "edat"), ("mindate", f"{start:%Y/%m/%d}"), ("maxdate", f"{end:%Y/%m/%d}")]
    root = eutils.tree(client.ask(eutils.request("esearch", tuple(sorted(asked)), kind="list")))
    said = "; ".join(
        f"{one.tag}: {(one.text or '').strip()}" for holder in ("ErrorList", "WarningList") for part in root.iter(holder) for one in part
    )
    count = root.findtext("Count") or "0"
    return int(count), valid(*(("pmid", one.text or "") for group in root.iter("IdList") for one in group)), said


def _slices(client: Client, query: str, start: date, end: date, known: int | None) -> Iterator[Hits]:
    """Cut a span of entry dates in two until each part is small enough; a day that is too large is refused in a sentence."""
    total, numbers, warning = (known, (), "") if known and known > CEILING else _esearch(client, query, start, end)
    if total <= CEILING:
        if numbers:
            yield Hits(numbers, total, warning)
        return
    if start >= end:
        raise Refused(f"PubMed has {total:,} hits of one day ({start}) for this query and hands out {CEILING:,}; make the query narrower.")
    middle = start + (end - start) / 2
    if end.year - start.year > 1:
        middle = date((start.year + end.year) // 2 if start.year > 1900 else max(1975, (start.year + end.year) // 2), 12, 31)
        middle = min(middle, end - timedelta(1))
    yield from _slices(client, query, start, middle, None)
    yield from _slices(client, query, middle + timedelta(1), end, None)
