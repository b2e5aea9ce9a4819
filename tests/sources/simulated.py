# ruff: noqa: E501 - answers stand as the service sends them
"""A PubMed of our own on loopback, at the true one's limits: 3 requests a second, 9,999 hits a query, missing numbers left out.

Its records are made up from their number; an entry date a number lets queries be sliced. Faults are planted by request number.
"""

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from harvest.archive import Archive

ROOT = Path(__file__).resolve().parents[2]

FIRST_DAY = date(2000, 1, 1)


def citation(number: int) -> str:
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{number}</PMID><Article PubModel="Print"><Journal>'
        f"<JournalIssue><PubDate><Year>2020</Year></PubDate></JournalIssue><Title>J</Title></Journal><ArticleTitle>Report {number}"
        f"</ArticleTitle><Abstract><AbstractText>Words of {number}.</AbstractText></Abstract><Language>eng</Language></Article>"
        f'</MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="pubmed">{number}</ArticleId><ArticleId IdType="doi">'
        f"10.1234/{number}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>"
    )


class PubMed:
    """State of the service: what it holds, what was asked of it and when, and the faults it will show."""

    def __init__(
        self, numbers: range = range(1, 0), *, rate: int = 3, window: float = 1.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.numbers = numbers
        self.rate, self.window, self.clock = rate, window, clock
        self.moments: list[float] = []
        self.requests: list[tuple[str, str, dict[str, list[str]]]] = []
        self.headers: list[dict[str, str]] = []
        self.faults: dict[int, tuple[int, dict[str, str], bytes]] = {}
        self.absent: set[int] = set()
        self.similar: dict[str, list[str]] = {}
        self.per_day = 1
        self.lock = threading.Lock()

    @property
    def busiest(self) -> int:
        """The most requests that came within any one window."""
        return max((sum(1 for one in self.moments if start <= one < start + self.window) for start in self.moments), default=0)

    def asked(self, tool: str = "efetch") -> list[str]:
        """All numbers asked of a tool, in order, repeats included."""
        return [number for _, path, query in self.requests if tool in path for number in ",".join(query.get("id", [])).split(",")]

    def answer(self, method: str, path: str, query: dict[str, list[str]]) -> tuple[int, dict[str, str], bytes]:
        with self.lock:
            now = self.clock()
            self.moments.append(now)
            self.requests.append((method, path, query))
            turn = len(self.requests)
            recent = sum(1 for one in self.moments if now - one < self.window)
        if turn in self.faults:
            return self.faults[turn]
        if recent > self.rate:
            return 429, {"Content-Type": "application/json"}, b'{"error":"API rate limit exceeded","count":"%d"}' % recent
        tool = path.rpartition("/")[2].removesuffix(".fcgi")
        body = getattr(self, f"_{tool}")(query)
        return 200, {"Content-Type": "text/xml; charset=UTF-8"}, ('<?xml version="1.0" encoding="UTF-8" ?>\n' + body).encode()

    def _efetch(self, query: dict[str, list[str]]) -> str:
        numbers = [int(one) for one in ",".join(query.get("id", [])).split(",") if one.isdigit()]
        if not numbers:
            return "<eFetchResult><ERROR>Empty id list; nothing to do</ERROR></eFetchResult>"
        held = [one for one in numbers if one in self.numbers and one not in self.absent]
        return f"<PubmedArticleSet>{''.join(citation(one) for one in reversed(held))}</PubmedArticleSet>"

    def _esearch(self, query: dict[str, list[str]]) -> str:
        term = query.get("term", [""])[0]
        start, most = int(query.get("retstart", ["0"])[0]), min(int(query.get("retmax", ["20"])[0]), 10000)
        if start > 9998:
            return "<eSearchResult><ERROR>Search Backend failed: Exception:\n'retstart' cannot be larger than 9998.</ERROR></eSearchResult>"
        if "[doi]" in term:
            hits = [int(one.split('"')[0]) for one in term.split("10.1234/")[1:]]
            hits = [one for one in hits if one in self.numbers]
        elif term == "nothing":
            hits = []
        else:
            low, high = query.get("mindate"), query.get("maxdate")
            hits = [one for one in self.numbers if not low or not high or low[0] <= f"{self.entered(one):%Y/%m/%d}" <= high[0]]
        listed = "".join(f"<Id>{one}</Id>" for one in hits[start : min(start + most, 9999)])
        warned = "<ErrorList><PhraseNotFound>nothing</PhraseNotFound></ErrorList>" if not hits else ""
        return f"<eSearchResult><Count>{len(hits)}</Count><RetMax>{most}</RetMax><RetStart>{start}</RetStart><IdList>{listed}</IdList>{warned}</eSearchResult>"

    def entered(self, number: int) -> date:
        return FIRST_DAY + timedelta((number - self.numbers.start) // self.per_day)

    def _elink(self, query: dict[str, list[str]]) -> str:
        seed, name = query["id"][0], query.get("linkname", ["pubmed_pubmed"])[0]
        found = [seed, *self.similar.get(seed, [])] if self.similar.get(seed) else []
        listed = "".join(f"<Link><Id>{one}</Id></Link>" for one in found)
        group = f"<LinkSetDb><DbTo>pubmed</DbTo><LinkName>{name}</LinkName>{listed}</LinkSetDb>" if found else ""
        return f"<eLinkResult><LinkSet><DbFrom>pubmed</DbFrom><IdList><Id>{seed}</Id></IdList>{group}</LinkSet></eLinkResult>"


Answering = Callable[[str, str, dict[str, list[str]]], tuple[int, dict[str, str], bytes]]


class Server(ThreadingHTTPServer):
    """A server that says nothing of clients that were killed."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serve(answer: Answering, seen: list[dict[str, str]] | None = None) -> Iterator[str]:
    """Serve answers on loopback; a body shorter than its stated length is cut there, as a broken connection cuts it."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            pass

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            query = parse_qs("&".join(one for one in (parts.query, body) if one), keep_blank_values=True)
            if seen is not None:
                seen.append({**{name.lower(): value for name, value in self.headers.items()}, "path": self.path, "form": body})
            status, headers, data = answer(self.command, parts.path, query)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(data)), **headers}.items():
                if value:
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)
            if headers.get("Content-Length", str(len(data))) != str(len(data)):
                self.close_connection = True

        do_POST = do_GET  # noqa: N815 - the server's own name

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def services(pubmed: PubMed, works: dict[str, Any] | None = None, agencies: dict[str, str] | None = None) -> Answering:
    """PubMed, Crossref (works by DOI) and doi.org (agencies by prefix) behind one address."""

    def answer(method: str, path: str, query: dict[str, list[str]]) -> tuple[int, dict[str, str], bytes]:
        from urllib.parse import unquote

        kind = {"Content-Type": "application/json"}
        if path.startswith("/entrez/"):
            return pubmed.answer(method, path, query)
        pubmed.requests.append((method, path, query))
        if path.startswith("/ra/"):
            named = (agencies or {}).get(path.removeprefix("/ra/"))
            row = {"DOI": path.removeprefix("/ra/"), **({"RA": named} if named else {"status": "DOI does not exist"})}
            return 200, kind, json.dumps([row]).encode()
        work = (works or {}).get(unquote(path.removeprefix("/works/")))
        if work is None:
            return 404, {"Content-Type": "text/plain"}, b"Resource not found."
        return 200, kind, json.dumps({"status": "ok", "message-type": "work", "message": work}).encode()

    return answer


HARVESTER = """
import sys
from pathlib import Path
from harvest.archive import Archive
from harvest.ask import Harvest, Wish
from harvest.http import Client
from harvest.identifier import Identifier
folder, base, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
client = Client(Archive(folder), bases={"pubmed": base}, sleep=lambda seconds: None)
wish = Wish(tuple(Identifier("pmid", str(one)) for one in range(1, count + 1)))
words = [outcome.word for outcome in Harvest(client, wish).outcomes()]
print(words.count("got"), client.requests, flush=True)
"""


def harvest_killed(folder: Path, kills: int, count: int, dice: random.Random) -> tuple[PubMed, int, int]:
    """Harvest, killed `kills` times at some request or shortly after; gives service, numbers got, numbers asked although archived."""
    repeated = 0
    service = PubMed(range(1, count + 1), rate=10_000)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with serve(service.answer) as base:
        command = [sys.executable, "-c", HARVESTER, str(folder), base, str(count)]
        for _ in range(kills):
            before, already, held = len(service.requests), len(service.asked()), in_archive(folder)
            with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as run:
                until = before + dice.randrange(1, 3)
                while run.poll() is None and len(service.requests) < until:
                    time.sleep(0.002)
                time.sleep(dice.uniform(0, 0.03))
                run.kill()
            repeated += sum(f"pmid:{one}" in held for one in service.asked()[already:])
        held, before = in_archive(folder), len(service.asked())
        last = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    repeated += sum(f"pmid:{one}" in held for one in service.asked()[before:])
    return service, int(last.stdout.split()[0]), repeated


def in_archive(folder: Path) -> set[str]:
    """All identifiers the archive has a final answer for."""
    return {name for answer in Archive(folder).answers() if answer.final for name in answer.asked}
