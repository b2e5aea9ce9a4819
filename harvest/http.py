"""Asking services politely and completely: archive first, one limiter a host, retries that back off, answers judged before kept.

An answer is judged by its status, its content type, whether it parses to its end, and what it says about itself (`<ERROR>`), in
that order; whether it holds what was asked is for the source to compare. What is whole is kept; what is broken is kept too, with
its fault, and asked again.
"""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote, urlencode, urljoin, urlsplit

from harvest.archive import Answer, Archive
from harvest.errors import BrokenAnswer, NoConnection, OutsideError, Refused, Unreachable
from harvest.pace import Pace
from harvest.transport import Raw, Wire

#: Answers that may be right next time.
AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529))
#: Seconds a service may make us wait before the next try; longer waits end the try, and the work resumes later.
PATIENCE = 120.0
TRIES = 6
#: Tries to connect at all before a host is left alone for the rest of the run.
CONNECTIONS = 3
#: Home of each service -> the source whose address (`KG_…_URL`) stands in for it.
HOMES = {
    "eutils.ncbi.nlm.nih.gov": "pubmed", "pmc.ncbi.nlm.nih.gov": "pmc", "www.ncbi.nlm.nih.gov": "pmc", "api.crossref.org": "crossref",
    "api.datacite.org": "datacite", "data.datacite.org": "datacite", "data.crosscite.org": "datacite", "www.ebi.ac.uk": "europepmc",
    "api.openalex.org": "openalex", "doi.org": "doi", "dx.doi.org": "doi", "data.medra.org": "doi", "api.medra.org": "doi",
    "api.unpaywall.org": "unpaywall", "api.opencitations.net": "opencitations", "opencitations.net": "opencitations",
}  # fmt: skip
#: Requests a second before an answer's own headers say otherwise (PROTOCOLS of each service; careful where none is published).
RATES = {"pubmed": 3.0, "pmc": 3.0, "crossref": 5.0, "datacite": 2.0, "europepmc": 8.0, "openalex": 8.0, "doi": 5.0, "unpaywall": 5.0,
         "opencitations": 3.0}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """One request as the service documents it: its home, path and parameters (a POST sends them as a form).

    `asked` are the identifiers it asks for, `kind` is `http` when the answer holds records and `list` when it names identifiers;
    `check` raises `BrokenAnswer` for an answer that is to be asked again and `Refused` for one that would say no again.
    """

    source: str
    home: str
    path: str
    parameters: tuple[tuple[str, str], ...] = ()
    check: Callable[[Raw], None] = lambda raw: None
    asked: tuple[str, ...] = ()
    kind: str = "http"
    method: str = "GET"
    accept: str = ""
    absent: frozenset[int] = frozenset((404, 410))

    @property
    def address(self) -> str:
        """The address at the service's own home, the same for GET and POST: what the archive knows it by."""
        return f"{self.home}{self.path}{'?' + urlencode(self.parameters, quote_via=quote) if self.parameters else ''}" + (
            f"#{self.accept}" if self.accept else ""
        )


@dataclass(slots=True)
class Client:
    """Asks for whole sources: keeps answers in the archive and asks nothing that is there, unless `refresh` says so."""

    archive: Archive
    contact: str = ""
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    bases: Mapping[str, str] = field(default_factory=dict)
    refresh: bool = False
    offline: bool = False
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    tries: int = TRIES
    deadline: float = 300.0
    pace_folder: Path | None = None
    requests: int = 0
    started: str = ""
    dice: random.Random = field(default_factory=random.Random)
    _paces: dict[str, Pace] = field(default_factory=dict)
    _gone: dict[str, NoConnection] = field(default_factory=dict)
    _wire: Wire | None = None

    def ask(self, request: Request) -> Answer:
        """Get one whole answer, from the archive or the service; raises `Unreachable`, `Refused` or `BrokenAnswer`."""
        held = self.archive.find(request.address)
        if held and (not self.refresh or (self.started and held.retrieved >= self.started)):
            return held
        if self.offline:
            raise Unreachable(f"{request.home}{request.path} is not in the archive; run again without --offline.")
        if gone := self._gone.get(request.home):
            raise gone
        fault: OutsideError = Unreachable(f"{request.home} gave no answer.")
        for attempt in range(self.tries):
            wait = 0.0
            try:
                raw = self._follow(request)
            except Refused:
                raise
            except OutsideError as wrong:
                fault = wrong
                if isinstance(wrong, NoConnection) and attempt + 1 >= min(CONNECTIONS, self.tries):
                    self._gone[request.home] = wrong
                    raise
            else:
                answer, fault, wait = self._judge(request, raw)
                if answer is not None:
                    return answer
            if wait > PATIENCE:
                raise Unreachable(f"{urlsplit(request.home).hostname} asks to wait {wait:.0f} seconds; run the same command again later.")
            if attempt + 1 < self.tries:
                self.sleep(max(wait, self.dice.uniform(0.5, 1.0) * min(2.0**attempt, 60.0)))
        raise fault

    def _judge(self, request: Request, raw: Raw) -> tuple[Answer | None, OutsideError, float]:
        """The kept answer, or the fault and the seconds the service wants us to wait; raises `Refused` for a plain no."""
        host = urlsplit(request.home).hostname
        if raw.status in AGAIN or raw.status >= 500:
            self._keep(request, raw, "broken", f"HTTP {raw.status}")
            if raw.status == 429:
                self._pace(request.home).slow()
            return None, Unreachable(f"{host} answered {raw.status} {self.tries} times; run the same command again later."), _patience(raw)
        if raw.status in request.absent:
            return self._keep(request, raw, "http"), BrokenAnswer(""), 0.0
        if raw.status != 200:
            self._keep(request, raw, "broken", f"HTTP {raw.status}")
            raise Refused(f"{host} refused the request with HTTP {raw.status}: {self._cut(_first_words(raw))}")
        try:
            if raw.media == "text/html" or raw.body[:200].lstrip().lower().startswith((b"<html", b"<!doctype html")):
                raise BrokenAnswer(f"{host} sent a web page in place of data; run the same command again later.")
            request.check(raw)
        except BrokenAnswer as wrong:
            self._keep(request, raw, "broken", str(wrong))
            return None, wrong, 0.0
        except Refused as wrong:
            self._keep(request, raw, "broken", str(wrong))
            raise Refused(self._cut(str(wrong))) from None
        return self._keep(request, raw, request.kind), BrokenAnswer(""), 0.0

    def save_part(self, request: Request, asked: tuple[str, ...]) -> Answer | None:
        """Keep the readable part of a broken answer: `asked` are the identifiers read from it, the others are asked again next time."""
        broken = self.archive.broken(request.address)
        if broken is None or not asked:
            return None
        address = f"{request.address}#part"
        return self.archive.keep(broken.body(), address=address, asked=asked, source=request.source, why=broken.why, media=broken.media)

    def _follow(self, request: Request) -> Raw:
        """Send a request and follow redirects within the services we know, five at most."""
        url = self._base(request.home, request.source) + request.path
        parameters = (*request.parameters, *self._identity(request))
        form = urlencode(parameters, quote_via=quote).encode()
        headers = {"Accept": request.accept or "*/*"}
        if request.source == "opencitations" and self.keys.get("opencitations"):
            headers["authorization"] = self.keys["opencitations"]
        post = request.method == "POST"
        if post:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        elif parameters:
            url += "?" + form.decode()
        home = request.home
        for _ in range(6):
            with self._pace(home).turn():
                self.requests += 1
                raw = self._open().send("POST" if post else "GET", url, form if post else None, headers)
            self._pace(home).heed(raw.headers)
            if raw.status not in (301, 302, 303, 307, 308):
                return raw
            url, home = self._within(urljoin(url, raw.headers.get("location", "")), url, home)
            post = post and raw.status in (307, 308)
        raise Refused(f"{urlsplit(request.home).hostname} redirects in a circle; tell us with the identifier you asked for.")

    def _within(self, url: str, before: str, home: str) -> tuple[str, str]:
        """The address and home of a redirect, with stand-ins for services; raises `Refused` for any place that is none of them."""
        parts = urlsplit(url)
        if parts.netloc == urlsplit(before).netloc:
            return url, home
        if parts.hostname not in HOMES:
            raise Refused(f"{urlsplit(before).hostname} sends us to {parts.hostname}, which is none of the services we ask.")
        home = f"https://{parts.hostname}"
        return self._base(home) + parts.path + (f"?{parts.query}" if parts.query else ""), home

    def _base(self, home: str, source: str = "") -> str:
        return self.bases.get(source) or self.bases.get(HOMES.get(urlsplit(home).hostname or "", "")) or home

    def _identity(self, request: Request) -> tuple[tuple[str, str], ...]:
        """What says who we are, and never reaches the archive."""
        said: list[tuple[str, str]] = []
        if request.home.endswith("ncbi.nlm.nih.gov"):
            said.append(("tool", "evidence-kg"))
        if self.contact and (request.home.endswith("ncbi.nlm.nih.gov") or request.source == "unpaywall"):
            said.append(("email", self.contact))
        key = self.keys.get("pubmed" if request.home.startswith("https://eutils") else request.source, "")
        if key and request.source in ("pubmed", "pmc", "openalex"):
            said.append(("api_key", key))
        return tuple(said)

    def _pace(self, home: str) -> Pace:
        """The limiter of a service: known by its home, so that a stand-in for several services keeps the limit of each."""
        if home not in self._paces:
            host = urlsplit(home).hostname or ""
            eutils = host == "eutils.ncbi.nlm.nih.gov"
            rate = 10.0 if eutils and self.keys.get("pubmed") else RATES.get(HOMES.get(host, ""), 3.0)
            stand_in = urlsplit(self._base(home)).netloc
            name = host if stand_in == host else f"{host}-at-{stand_in}"
            self._paces[home] = Pace(name, rate, clock=self.clock, sleep=self.sleep, folder=self.pace_folder)
        return self._paces[home]

    def _open(self) -> Wire:
        if self._wire is None:
            from importlib.metadata import PackageNotFoundError, version

            try:
                number = version("evidence-kg")
            except PackageNotFoundError:
                number = "0"
            agent = f"evidence-kg/{number} (+https://w3id.org/evidence-kg{'; mailto:' + self.contact if self.contact else ''})"
            self._wire = Wire(agent, deadline=self.deadline)
        return self._wire

    def _keep(self, request: Request, raw: Raw, kind: str, why: str = "") -> Answer:
        return self.archive.keep(
            self._clean(raw.body), address=request.address, asked=request.asked, status=raw.status, media=raw.media, kind=kind,
            source=request.source, why=self._cut(why),
        )  # fmt: skip

    def _secrets(self) -> list[str]:
        return [one for one in (self.contact, *self.keys.values()) if len(one) > 3]

    def _clean(self, body: bytes) -> bytes:
        """A body without our own key and contact, should a service echo them (NCBI does, on a bad key)."""
        for secret in self._secrets():
            body = body.replace(secret.encode(), b"[cut]").replace(quote(secret, safe="").encode(), b"[cut]")
        return body

    def _cut(self, words: str) -> str:
        return self._clean(words.encode()).decode()


def _patience(raw: Raw) -> float:
    """Seconds of a Retry-After header, as a number or a date."""
    said = raw.headers.get("retry-after", "").strip()
    if said.isdigit():
        return float(said)
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time()) if said else 0.0
    except (ValueError, TypeError):
        return 0.0


def _first_words(raw: Raw) -> str:
    import re

    return " ".join(re.sub(r"<[^>]+>", " ", raw.body[:2000].decode("utf-8", "replace")).split())[:200]
