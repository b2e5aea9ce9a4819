"""The act of harvesting: identifiers and queries go to their sources, links are followed, and everything asked has an outcome.

Nothing is asked twice: what the archive holds answers first. So the same command, given again after any interruption, goes on
where it stopped.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from types import ModuleType

from harvest import plug
from harvest.errors import InputError, OutsideError
from harvest.http import Client
from harvest.identifier import Identifier
from harvest.record import Record
from harvest.source import GROUP, Hits, Outcome, Word
from harvest.sources import doi as registry

#: Where an identifier goes when nobody says where.
USUAL = {"pmid": ("pubmed",), "pmcid": ("pubmed",), "arxiv": ("datacite",), "openalex": ("openalex",)}
#: Agency of a DOI -> the source that asks it; any other agency is asked through doi.org.
AGENCIES = {"Crossref": "crossref", "DataCite": "datacite"}
#: Sources whose links are followed, in this order, until there are enough: PubMed knows citations from PMC only.
LINKING = {"similar": ("pubmed",), "citing": ("pubmed", "europepmc"), "cited": ("pubmed", "europepmc")}
_SAID = {"similar": "similar to", "citing": "cites", "cited": "cited by"}
_ORDER: tuple[Word, ...] = ("got", "failed", "refused", "absent")


@dataclass(frozen=True, slots=True)
class Wish:
    """What to harvest: identifiers and queries, how many links of a kind to follow from each report given, and where to ask.

    `links` pairs a kind (`similar`, `citing`, `cited`) with the most reports of it to bring in for each report given;
    `sources` names where to ask (empty: where each identifier belongs); `limit` bounds the hits of a query (0: the source's own).
    """

    identifiers: tuple[Identifier, ...] = ()
    queries: tuple[str, ...] = ()
    links: tuple[tuple[str, int], ...] = ()
    sources: tuple[str, ...] = ()
    since: str = ""
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that was asked and is no identifier: a query or the links of a report; its outcome word and why."""

    what: str
    word: Word
    why: str


@dataclass(slots=True)
class Harvest:
    """One run: `outcomes` yields how each identifier ended; `reasons`, `troubles` and `expected` fill as it goes."""

    client: Client
    wish: Wish
    reasons: dict[Identifier, list[str]] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    records: dict[Identifier, tuple[Record, ...]] = field(default_factory=dict)
    expected: int = 0

    def outcomes(self) -> Iterator[Outcome]:
        """Ask for everything; exactly one outcome for each identifier, given, found or linked."""
        for one in self.wish.identifiers:
            self.reasons.setdefault(one, []).append("given")
        self.expected = len(self.reasons)
        for query in self.wish.queries:
            yield from self._query(query)
        done = set(self.records)
        given = [one for one in self.reasons if one not in done]
        yield from self._fetch(given)
        seeds = list(self.wish.identifiers)
        linked = [one for kind, count in self.wish.links for one in self._linked(seeds, kind, count)]
        yield from self._fetch(list(dict.fromkeys(linked)))
        if self.reasons:
            self.client.archive.note_reasons({str(one): why for one, why in self.reasons.items()})

    def _fetch(self, identifiers: Sequence[Identifier]) -> Iterator[Outcome]:
        """Ask every source an identifier belongs to, and tell one outcome for it when the last has spoken."""
        plan, unsure = self._plan(identifiers)
        waiting = {one: sum(one in ids for ids in plan.values()) for one in identifiers}
        said: dict[Identifier, list[Outcome]] = {one: [] for one in identifiers}
        for one, number in waiting.items():
            if not number:
                yield Outcome(one, "refused", self._nowhere(one))
        for name in list(plan):
            ids = list(plan[name])
            for outcome in plug.part(GROUP, name).fetch(self.client, ids) if ids else ():
                one = outcome.identifier
                if name == "crossref" and outcome.word == "absent" and one in unsure:
                    # no agency was named and Crossref has none: DataCite is the other large one
                    outcome = next(iter(plug.part(GROUP, "datacite").fetch(self.client, [one])))
                said[one].append(outcome)
                waiting[one] -= 1
                if waiting[one] == 0:
                    yield self._settled(one, said.pop(one))

    def _settled(self, one: Identifier, outcomes: Sequence[Outcome]) -> Outcome:
        """Make one outcome of what several sources said: got where one has it, and no 'absent' hides a failure."""
        word = next(word for word in _ORDER if any(outcome.word == word for outcome in outcomes))
        same = [outcome for outcome in outcomes if outcome.word == word]
        read = tuple(record for outcome in same for record in outcome.records)
        if word == "got":
            self.records[one] = read
        why = "" if word == "got" else " ".join(dict.fromkeys(outcome.why for outcome in same))
        return Outcome(one, word, why, read, ", ".join(dict.fromkeys(outcome.source for outcome in same)))

    def _plan(self, identifiers: Iterable[Identifier]) -> tuple[dict[str, dict[Identifier, None]], set[Identifier]]:
        """Sort identifiers to sources; the DOIs of which no agency is known come back as well."""
        plan: dict[str, dict[Identifier, None]] = {}
        ids = list(identifiers)
        if self.wish.sources:
            for name in self.wish.sources:
                plan[name] = {one: None for one in ids if one.scheme in plug.part(GROUP, name).SCHEMES}
            return plan, set()
        dois = [one for one in ids if one.scheme == "doi"]
        named = registry.agencies(self.client, dois) if dois else {}
        for one in ids:
            where: tuple[str, ...] = USUAL.get(one.scheme, ())
            if one.scheme == "doi":
                where = (AGENCIES.get(named[one], "doi") if named[one] else "crossref", "pubmed")
            for name in where:
                plan.setdefault(name, {})[one] = None
        return plan, {one for one in dois if not named[one]}

    def _nowhere(self, one: Identifier) -> str:
        if self.wish.sources:
            return f"None of {', '.join(self.wish.sources)} can be asked for {one}; leave out --from, or name another source."
        if one.scheme == "url":
            return f"{one.value} is an address, and pages are not fetched; save the page and give the file, or give its DOI."
        return f"No service is asked for an {one.scheme}; give the DOI or PMID of {one}, or a file that holds the record."

    def _query(self, query: str) -> Iterator[Outcome]:
        """Find what a query gives at each source; an incomplete answer is a trouble, never silence."""
        for name in self.wish.sources or ("pubmed",):
            module = plug.part(GROUP, name)
            what = f"query {query!r} at {name}"
            if not hasattr(module, "search"):
                self.troubles.append(
                    Trouble(what, "refused", f"{name} cannot be searched; search pubmed, europepmc, crossref, datacite or openalex.")
                )
                continue
            found = 0
            total = 0
            try:
                for page in module.search(self.client, query, self.wish.since, self.wish.limit):
                    found += len(page.identifiers)
                    total = max(total, page.total)
                    yield from self._page(page, f"found by {what}", name)
                    if page.warning:
                        self.warnings.append(f"{name} warns of {query!r}: {page.warning}.")
            except OutsideError as wrong:
                self.troubles.append(Trouble(what, "failed", f"{wrong} ({found:,} of {total:,} hits came before.)"))
                continue
            if not found:
                self.troubles.append(Trouble(what, "absent", f"{name} has nothing for {query!r}; check its spelling and field names."))
            elif found < total and not self.wish.limit and name == "pubmed":
                self.troubles.append(Trouble(what, "failed", f"PubMed gave {found:,} of {total:,} hits; run the same command again."))
            elif found < total:
                self.warnings.append(f"{name}: the first {found:,} of {total:,} hits for {query!r}; --limit takes more.")

    def _page(self, page: Hits, reason: str, name: str) -> Iterator[Outcome]:
        for one in page.identifiers:
            fresh = one not in self.reasons
            self.reasons.setdefault(one, []).append(reason)
            self.expected += fresh
            if page.held and one not in self.records:
                self.records[one] = ()
                yield Outcome(one, "got", "", (), name)

    def _linked(self, seeds: Sequence[Identifier], kind: str, count: int) -> list[Identifier]:
        """Find at most `count` new reports linked to each seed, with the reason each came in."""
        new: list[Identifier] = []
        known = {name for one, read in self.records.items() for name in (one, *(ident for record in read for ident in record.identifiers))}
        for seed in seeds if count > 0 else ():
            found = self._links(seed, kind, count)
            for place, one in enumerate(found[:count], 1):
                self.reasons.setdefault(one, []).append(f"{_SAID[kind]} {seed} (number {place} of {min(count, len(found))})")
                if one not in known:
                    new.append(one)
        fresh = [one for one in dict.fromkeys(new) if one not in self.records]
        self.expected += len(fresh)
        return fresh

    def _links(self, seed: Identifier, kind: str, count: int) -> list[Identifier]:
        """Ask one source after the other until there are enough; none found, and could not ask, are told apart."""
        found: list[Identifier] = []
        asked: list[str] = []
        for module in self._linking(kind):
            name = module.__name__.rpartition(".")[2]
            own = next(iter(self._names(seed, module.SCHEMES)), None)
            if own is None or len(found) >= count:
                continue
            asked.append(name)
            try:
                found += [one for one in module.links(self.client, own, kind, count) if one not in found]
            except OutsideError as wrong:
                self.troubles.append(Trouble(f"{kind} reports of {seed}", "failed", f"{name} could not be asked: {wrong}"))
        if not found:
            where = f"{' and '.join(asked)} lists none" if asked else "none of its names is known to a service that keeps links"
            self.warnings.append(f"no {kind} reports of {seed}: {where}.")
        return found

    def _linking(self, kind: str) -> list[ModuleType]:
        names = self.wish.sources or LINKING[kind]
        return [module for name in names if hasattr(module := plug.part(GROUP, name), "links")]

    def _names(self, seed: Identifier, schemes: Sequence[str]) -> list[Identifier]:
        """Give the names of a report that a source can follow: its own and those its records state, PMIDs first."""
        names = [seed, *(one for record in self.records.get(seed, ()) for one in record.identifiers)]
        known = [one for one in dict.fromkeys(names) if one.scheme in schemes]
        return sorted(known, key=lambda one: ("pmid", "doi").index(one.scheme) if one.scheme in ("pmid", "doi") else 9)


def check_sources(names: Iterable[str]) -> tuple[str, ...]:
    """Check names of sources; raises `InputError` that offers the right ones."""
    known = [part.name for part in plug.parts(GROUP)]
    for name in names:
        if name not in known:
            raise InputError(f"There is no source {name!r}; choose from {', '.join(known)}.")
    return tuple(dict.fromkeys(names))
