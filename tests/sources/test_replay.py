"""Every source over real HTTP against the recordings: by their own addresses, and each recording whatever was asked."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from harvest import plug
from harvest.archive import Archive
from harvest.errors import OutsideError
from harvest.http import Client
from harvest.identifier import Identifier, valid
from harvest.source import GROUP, Outcome
from tests.sources.replay import Recording, by_address, manifest
from tests.sources.simulated import serve

Make = Callable[..., Client]


@pytest.fixture(scope="module")
def recordings(shared: Path) -> list[Recording]:
    return manifest(shared / "wire")


def identified(recordings: list[Recording]) -> Iterator[tuple[str, Identifier, Recording]]:
    """Recordings that answer for one identifier: the source, the identifier, and the recording."""
    forms = (
        ("crossref", r"api\.crossref\.org/works/(10\.[^?]+)$", "doi"), ("datacite", r"api\.datacite\.org/dois/(10\.[^?]+)", "doi"),
        ("openalex", r"api\.openalex\.org/works/https://doi\.org/(10\.[^?]+)$", "doi"), ("unpaywall", r"/v2/(10\.[^?]+)", "doi"),
        ("pubmed", r"efetch\.fcgi\?db=pubmed&id=(\d+)&retmode=xml", "pmid"), ("europepmc", r"query=EXT_ID:(\d+)", "pmid"),
    )  # fmt: skip
    for one in recordings:
        for source, form, scheme in forms:
            if (found := re.search(form, one.request)) and "/agency" not in one.request and "transform" not in one.request:
                for identifier in valid((scheme, unquote(found[1]))):
                    yield source, identifier, one


def test_each_source_gets_what_was_recorded_for_its_own_addresses(recordings: list[Recording], client_for: Make) -> None:
    whole = [one for one in recordings if one.status == 200 and not one.damaged]
    wrong, got = [], Counter[str]()
    with serve(by_address(whole)) as base:
        client = client_for(base, tries=1, contact="me@house.org")
        for source, identifier, recording in identified(whole):
            outcome = next(iter(plug.part(GROUP, source).fetch(client, [identifier])))
            got[source] += outcome.word == "got"
            if outcome.word != "got":
                wrong.append((source, str(identifier), outcome.word, outcome.why[:80], recording.file))
    # an empty set, and fixtures whose number is not that of their address
    assert len(wrong) <= 0.02 * sum(got.values()), wrong
    assert all(got[source] for source in ("crossref", "datacite", "openalex", "unpaywall", "pubmed", "europepmc")), got


#: Source of each folder of recordings.
SOURCES = {"eutils": "pubmed", "doi_cn": "doi"}


def asked_of(client: Client, one: Recording) -> list[Any]:
    """Ask the source of a recording the kind of question it answered; what answered another tool answers a fetch."""
    source = SOURCES.get(one.service, one.service)
    module = plug.part(GROUP, source)
    seed = {"pmid": "1", "pmcid": "PMC1", "doi": "10.1234/1"}
    scheme = module.SCHEMES[0]
    if hasattr(module, "search") and re.search(r"esearch|/works\?|/dois\?|search\?query|searchPOST", one.request):
        return searched(client, source)
    if hasattr(module, "links") and re.search(r"elink|citations/|references", one.request):
        return linked(client, source, scheme)
    if "/ra/" in one.request:
        return [plug.part(GROUP, "doi").agencies(client, valid(("doi", "10.1234/1")))]
    if "idconv" in one.request:
        scheme = "pmid"
    return list(module.fetch(client, valid((scheme, seed[scheme]))))


def searched(client: Client, source: str) -> list[Any]:
    try:
        return list(plug.part(GROUP, source).search(client, "words", "", 50))
    except OutsideError as wrong:
        return [wrong]


def linked(client: Client, source: str, scheme: str) -> list[Any]:
    seed = Identifier.of(scheme, "1" if scheme == "pmid" else "10.1234/1")
    found: list[Any] = []
    for kind in ("similar", "citing", "cited"):
        try:
            found += plug.part(GROUP, source).links(client, seed, kind, 5)
        except OutsideError as wrong:
            found.append(wrong)
    return found


@pytest.mark.parametrize(
    "service", ["crossref", "datacite", "doi_cn", "europepmc", "eutils", "openalex", "opencitations", "pmc", "unpaywall"]
)
def test_no_recording_brings_a_source_down(service: str, recordings: list[Recording], client_for: Make, tmp_path: Path) -> None:
    """Each recording answers every question: no traceback, no endless cursor, and what is no answer is named and kept."""
    mine = [one for one in recordings if one.service == service]
    now: list[Recording] = []
    with serve(lambda *_: now[0].answer) as base:
        for number, one in enumerate(mine):
            now[:] = [one]
            client = client_for(base, tries=1, contact="me@house.org", archive=Archive(tmp_path / str(number)))
            check(one, client, asked_of(client, one))
    assert mine


def check(one: Recording, client: Client, results: list[Any]) -> None:
    for outcome in (result for result in results if isinstance(result, Outcome)):
        assert outcome.word == "got" or outcome.why, (one.file, outcome)
        if one.status >= 400 and one.status not in (404, 410):
            assert outcome.word in ("failed", "refused"), (one.file, outcome)
        if one.damaged:
            assert outcome.word == "failed", (one.file, outcome)
    kept = [answer.body() for answer in client.archive.answers()]
    assert not kept or one.status in (301, 302) or one.path.read_bytes() in kept, one.file
    assert client.requests < 40, one.file


def test_europepmc_pages_end_when_the_cursor_stays(recordings: list[Recording], client_for: Make) -> None:
    pages = [one for one in recordings if "cut_cursor" in one.file]
    with serve(by_address(pages)) as base:
        client = client_for(base, tries=1)
        found = list(plug.part(GROUP, "europepmc").search(client, "cancer"))
    assert client.requests == 3
    assert len({one for page in found for one in page.identifiers}) > 100
