# ruff: noqa: E501 - answers stand as the service sends them
"""Harvesting over real HTTP from a simulated PubMed at the true one's limits: complete, polite, resumable, every loss told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harvest.ask import Harvest, Wish
from harvest.http import Client
from harvest.identifier import Identifier
from harvest.source import Outcome
from tests.sources.simulated import PubMed, serve, services

Make = Callable[..., Client]


def pmids(numbers: range) -> tuple[Identifier, ...]:
    return tuple(Identifier("pmid", str(one)) for one in numbers)


def run(client: Client, **wish: Any) -> tuple[Harvest, dict[str, Outcome]]:
    harvest = Harvest(client, Wish(**wish))
    return harvest, {str(one.identifier): one for one in harvest.outcomes()}


def test_ten_thousand_numbers_in_52_requests_at_3_a_second(client_for: Make, clock: Any) -> None:
    service = PubMed(range(1, 10_001), clock=clock)
    with serve(service.answer) as base:
        client = client_for(base)
        _, outcomes = run(client, identifiers=pmids(range(1, 10_001)))
    assert len(outcomes) == 10_000
    assert {one.word for one in outcomes.values()} == {"got"}
    assert outcomes["pmid:77"].records[0].title == "Report 77"
    assert len(service.requests) <= 52
    assert service.busiest <= 3
    assert not any(key in query for _, _, query in service.requests for key in ("api_key",))


def test_missing_numbers_are_asked_once_more_then_absent(client_for: Make, clock: Any) -> None:
    service = PubMed(range(1, 301), clock=clock)
    service.absent = {5, 250}
    with serve(service.answer) as base:
        _, outcomes = run(client_for(base), identifiers=pmids(range(1, 301)))
        before = len(service.requests)
        _, again = run(client_for(base), identifiers=pmids(range(1, 301)))
    assert [name for name, one in outcomes.items() if one.word == "absent"] == ["pmid:5", "pmid:250"]
    assert service.asked().count("5") == 2
    assert {name: one.word for name, one in again.items()} == {name: one.word for name, one in outcomes.items()}
    assert len(service.requests) == before == 3


FAULTS: list[tuple[str, tuple[int, dict[str, str], bytes]]] = [
    ("429 with a page", (429, {"Content-Type": "text/html", "Retry-After": "7"}, b"<html><h1>429 Too Many Requests</h1></html>")),
    ("503", (503, {}, b"down")),
    ("a page under 200", (200, {"Content-Type": "text/html"}, b"<html>maintenance</html>")),
    ("a body cut short of its length", (200, {"Content-Type": "text/xml", "Content-Length": "5000"}, b"<PubmedArticleSet><PubmedArt")),
    ("a whole body that ends early", (200, {"Content-Type": "text/xml"}, b"<PubmedArticleSet><PubmedArticle><MedlineCitation>")),
    ("a gzip cut short", (200, {"Content-Type": "text/xml", "Content-Encoding": "gzip"}, __import__("gzip").compress(b"<PubmedArticleSet/>" * 99)[:-9])),
    ("an error that passes", (200, {"Content-Type": "text/xml"}, b"<eFetchResult><ERROR>Search Backend failed: 502 Proxy Error</ERROR></eFetchResult>")),
    ("an error with a raw line feed in JSON", (200, {"Content-Type": "application/json"}, b'{"ERROR":"NCBI C++ Exception:\n  TXCLIENT"}')),
    ("nothing", (200, {"Content-Type": "text/xml"}, b"")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "fault"), FAULTS, ids=[name for name, _ in FAULTS])
def test_what_passes_is_asked_again_and_kept(name: str, fault: tuple[int, dict[str, str], bytes], client_for: Make, clock: Any) -> None:
    service = PubMed(range(1, 11), clock=clock)
    service.faults = {1: fault, 2: fault}
    with serve(service.answer) as base:
        client = client_for(base)
        _, outcomes = run(client, identifiers=pmids(range(1, 11)))
    assert {one.word for one in outcomes.values()} == {"got"}
    assert len(service.requests) == 3
    kept = [one for one in client.archive.answers() if one.kind == "broken"]
    assert kept or "cut short" in name  # what never arrived whole cannot be kept
    if "429" in name:
        assert max(clock.slept) >= 7


@pytest.mark.parametrize(
    ("fault", "word", "requests", "why"),
    [
        (
            (400, {"Content-Type": "application/json"}, b'{"error":"API key invalid","api-key":"SECRETKEY"}'),
            "refused",
            1,
            "API key invalid",
        ),
        ((404, {}, b"no"), "refused", 1, "HTTP 404"),
        ((200, {"Content-Type": "text/xml"}, b"<eFetchResult><ERROR>Invalid db name</ERROR></eFetchResult>"), "refused", 1, "Invalid db"),
        ((503, {}, b""), "failed", 6, "503"),
        ((503, {"Retry-After": "86400"}, b""), "failed", 1, "wait 86400 seconds"),
        ((302, {"Location": "http://elsewhere.example/x"}, b""), "refused", 1, "elsewhere.example"),
        ((200, {"Content-Type": "text/xml"}, b"<PubmedArticleSet><PubmedArt"), "failed", 6, "not whole XML"),
    ],
)
def test_what_does_not_pass_is_told_and_never_hammered(
    fault: tuple[int, dict[str, str], bytes], word: str, requests: int, why: str, client_for: Make, clock: Any
) -> None:
    service = PubMed(range(1, 11), clock=clock)
    service.faults = dict.fromkeys(range(1, 20), fault)
    with serve(service.answer) as base:
        client = client_for(base, keys={"pubmed": "SECRETKEY"}, contact="me@house.org")
        _, outcomes = run(client, identifiers=pmids(range(1, 3)))
        assert [one.word for one in outcomes.values()] == [word, word]
        assert all(why in one.why for one in outcomes.values())
        assert len(service.requests) == requests
        service.faults = {}
        _, outcomes = run(client_for(base), identifiers=pmids(range(1, 3)))
    assert {one.word for one in outcomes.values()} == {"got"}
    written = b"".join(path.read_bytes() for path in client.archive.folder.rglob("*") if path.is_file())
    assert b"SECRETKEY" not in written
    assert b"me@house" not in written


def test_a_broken_citation_fails_alone(client_for: Make, clock: Any) -> None:
    service = PubMed(range(1, 4), clock=clock)
    body = service._efetch({"id": ["1,2,3"]}).replace("Words of 2", "Words\x0b of 2").encode()
    service.faults = dict.fromkeys(range(1, 7), (200, {"Content-Type": "text/xml"}, body))
    with serve(service.answer) as base:
        _, outcomes = run(client_for(base), identifiers=pmids(range(1, 4)))
        assert {name: one.word for name, one in outcomes.items()} == {"pmid:1": "got", "pmid:2": "failed", "pmid:3": "got"}
        _, outcomes = run(client_for(base), identifiers=pmids(range(1, 4)))
    assert {one.word for one in outcomes.values()} == {"got"}
    assert service.asked()[-1:] == ["2"]


def test_queries_over_the_ceiling_are_sliced_until_complete(client_for: Make, clock: Any) -> None:
    service = PubMed(range(1, 12_001), clock=clock)
    service.per_day = 7
    with serve(service.answer) as base:
        harvest, outcomes = run(client_for(base), queries=("waiting",))
    assert len(outcomes) == 12_000
    assert not harvest.troubles
    assert harvest.reasons[Identifier("pmid", "9")] == ["found by query 'waiting' at pubmed"]
    searches = [one for one in service.requests if "esearch" in one[1]]
    assert len(searches) <= 16
    assert len(service.requests) - len(searches) == 60


def test_nothing_found_and_could_not_ask_differ(client_for: Make, clock: Any) -> None:
    service = PubMed(range(1, 3), clock=clock)
    with serve(service.answer) as base:
        harvest, outcomes = run(client_for(base), queries=("nothing",))
        assert not outcomes
        assert [(one.word, "check its spelling" in one.why) for one in harvest.troubles] == [("absent", True)]
        assert "PhraseNotFound" in harvest.warnings[0]
        service.faults = dict.fromkeys(range(1, 40), (503, {}, b""))
        harvest, _ = run(client_for(base), queries=("something",))
    assert [one.word for one in harvest.troubles] == ["failed"]


def test_links_are_bounded_and_say_why(client_for: Make, clock: Any) -> None:
    service = PubMed(range(1, 100), clock=clock)
    service.similar = {"10": [str(one) for one in range(20, 60)]}
    work = {"DOI": "10.1234/11", "title": ["Report 11"], "type": "journal-article", "is-referenced-by-count": 0, "indexed": {}}
    with serve(services(service, {"10.1234/11": work}, {"10.1234": "Crossref"})) as base:
        harvest, outcomes = run(
            client_for(base), identifiers=(Identifier("pmid", "10"), Identifier("doi", "10.1234/11")), links=(("similar", 5),)
        )
    assert sorted(outcomes) == ["doi:10.1234/11", "pmid:10", *(f"pmid:{one}" for one in range(20, 25))]
    assert {one.word for one in outcomes.values()} == {"got"}
    assert {record.source for record in outcomes["doi:10.1234/11"].records} == {"crossref", "pubmed"}
    assert harvest.reasons[Identifier("pmid", "21")] == ["similar to pmid:10 (number 2 of 5)"]
    assert harvest.client.archive.reasons()["pmid:10"] == ["given"]
    assert [query["id"] for _, path, query in service.requests if "elink" in path] == [["10"], ["11"]]
    assert harvest.warnings == ["no similar reports of doi:10.1234/11: pubmed lists none."]


def test_identity_is_sent_and_posts_carry_long_lists(client_for: Make, clock: Any) -> None:
    service = PubMed(range(30_000_000, 30_000_300), clock=clock)
    seen: list[dict[str, str]] = []
    with serve(service.answer, seen) as base:
        run(client_for(base, contact="me@house.org"), identifiers=pmids(service.numbers))
    assert all("evidence-kg" in one["user-agent"] and "me@house.org" in one["user-agent"] for one in seen)
    assert all(query["tool"] == ["evidence-kg"] and query["email"] == ["me@house.org"] for _, _, query in service.requests)
    assert [method for method, _, _ in service.requests] == ["POST", "GET"]


def test_offline_answers_from_the_archive_and_sends_nothing(client_for: Make, clock: Any) -> None:
    service = PubMed(range(1, 5), clock=clock)
    with serve(service.answer) as base:
        run(client_for(base), identifiers=pmids(range(1, 3)))
        _, outcomes = run(client_for(base, offline=True), identifiers=pmids(range(1, 5)))
    assert [one.word for one in outcomes.values()] == ["got", "got", "failed", "failed"]
    assert "--offline" in outcomes["pmid:4"].why
    assert len(service.requests) == 1


def test_refresh_asks_again_and_keeps_the_older_answer(client_for: Make, clock: Any) -> None:
    service = PubMed(range(1, 3), clock=clock)
    with serve(service.answer) as base:
        run(client_for(base), identifiers=pmids(range(1, 3)))
        service.absent = {2}
        client = client_for(base, refresh=True, started="2999")
        _, outcomes = run(client, identifiers=pmids(range(1, 3)))
    assert [outcomes[f"pmid:{one}"].word for one in (1, 2)] == ["got", "absent"]
    assert len(list(client.archive.answers())) == 3


def test_identifiers_nobody_takes_are_refused_in_a_sentence(client_for: Make, tmp_path: Path) -> None:
    client = client_for("http://127.0.0.1:9")
    _, outcomes = run(client, identifiers=(Identifier("isbn", "9781860163593"), Identifier("url", "https://a.org/b")))
    assert [(one.word, one.why.endswith(".")) for one in outcomes.values()] == [("refused", True), ("refused", True)]
    assert client.requests == 0
