"""PubMed Central: open full texts as JATS by PMCID, and the numbers of PMIDs and DOIs by its converter."""

from collections.abc import Iterator, Sequence

from harvest import eutils
from harvest.errors import OutsideError
from harvest.http import Client, Request
from harvest.identifier import Identifier, valid
from harvest.json import obj, seq, word
from harvest.source import Outcome, absent, answer_json, batches, failed, held, match, records, whole_json

SCHEMES = ("pmcid", "pmid", "doi")
NAME, HOME = "pmc", "https://pmc.ncbi.nlm.nih.gov"
#: Full texts in one efetch (large sets end prematurely), identifiers in one conversion.
BATCH, NAMES = 20, 200


def fetch(client: Client, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
    """Ask for full texts; PMIDs and DOIs are turned into PMCIDs first, and are absent when the article is not in PMC."""
    try:
        numbers = convert(client, [one for one in identifiers if one.scheme != "pmcid"])
    except OutsideError as wrong:
        yield from failed([one for one in identifiers if one.scheme != "pmcid"], wrong, NAME)
        numbers = {}
        identifiers = [one for one in identifiers if one.scheme == "pmcid"]
    wanted = {one: one if one.scheme == "pmcid" else numbers.get(one) for one in identifiers}
    texts = list(dict.fromkeys(one for one in wanted.values() if one))
    outcomes = {outcome.identifier: outcome for outcome in _texts(client, texts)}
    for one, text in wanted.items():
        if text is None:
            yield Outcome(one, "absent", f"{one} is not in PubMed Central.", (), NAME)
        else:
            outcome = outcomes[text]
            yield Outcome(one, outcome.word, outcome.why, outcome.records, NAME)


def convert(client: Client, identifiers: Sequence[Identifier]) -> dict[Identifier, Identifier]:
    """Find the PMCID of PMIDs and DOIs that are in PMC: at most 200 of one scheme a request."""
    found: dict[Identifier, Identifier] = {}
    for scheme in ("pmid", "doi"):
        for batch in batches((one for one in identifiers if one.scheme == scheme), NAMES):
            parameters = (("format", "json"), ("ids", ",".join(one.value for one in batch)), ("idtype", scheme))
            answer = client.ask(Request(NAME, HOME, "/tools/idconv/api/v1/articles/", parameters, whole_json, kind="list"))
            for row in map(obj, seq(answer_json(answer).get("records"))):
                for own in valid((scheme, word(row.get("requested-id")) or word(row.get(scheme))), (scheme, word(row.get(scheme)))):
                    found.update((own, number) for number in valid(("pmcid", word(row.get("pmcid")))))
    return found


def _texts(client: Client, numbers: Sequence[Identifier]) -> Iterator[Outcome]:
    kept = held(client, NAME, numbers, "jats")
    for one, (_, read) in kept.items():
        yield Outcome(one, "got", "", read, NAME) if read else absent(one, NAME)
    for batch in batches((one for one in numbers if one not in kept), BATCH):
        parameters = (("db", "pmc"), ("id", ",".join(one.value.removeprefix("PMC") for one in batch)), ("retmode", "xml"))
        try:
            answer = client.ask(eutils.request("efetch", parameters, source=NAME, asked=tuple(str(one) for one in batch)))
            found = match(records(answer, "jats"), batch)
        except OutsideError as wrong:
            yield from failed(batch, wrong, NAME)
            continue
        yield from (Outcome(one, "got", "", read, NAME) if read else absent(one, NAME) for one, read in found.items())
