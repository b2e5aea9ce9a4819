"""A source: a service that is asked for records of identifiers, for hits of queries, and for links between reports.

A *source* is a module in `harvest/sources/` (or an entry point of the group `harvest.sources`) with

- `SCHEMES`: the schemes of identifiers it can be asked for,
- `fetch(client, identifiers) -> Iterator[Outcome]`: exactly one outcome for each identifier, as soon as it is known,

and, where the service offers it,

- `search(client, query, since, limit) -> Iterator[Hits]`: what a query finds, page by page,
- `links(client, identifier, kind, count) -> list[Identifier]`: at most `count` reports that are `similar`, `citing` or `cited`.

A source never opens a connection: it makes `harvest.http.Request`s and gives them to the client, which keeps the answers.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from harvest import format as formats
from harvest.archive import Answer
from harvest.errors import BrokenAnswer, OutsideError, Refused, UnreadableFile
from harvest.http import Client, Request
from harvest.identifier import Identifier
from harvest.json import load, obj
from harvest.record import Record
from harvest.transport import Raw
from harvest.xml import parse

GROUP = "harvest.sources"
Word = Literal["got", "absent", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How asking for one identifier ended: got (with records), absent (the service has none), refused, or failed (and why)."""

    identifier: Identifier
    word: Word
    why: str = ""
    records: tuple[Record, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of what a query found: identifiers in the service's order, how many it says there are in all, what it warned of.

    `held` says that the page brought the records along, so that there is nothing left to fetch.
    """

    identifiers: tuple[Identifier, ...]
    total: int
    warning: str = ""
    held: bool = False


def failed(identifiers: Iterable[Identifier], wrong: OutsideError, source: str) -> Iterator[Outcome]:
    """Tell the same failure of several identifiers: refused when the service said no, failed when it could not be asked."""
    word: Word = "refused" if isinstance(wrong, Refused) else "failed"
    for one in identifiers:
        yield Outcome(one, word, str(wrong), (), source)


def records(answer: Answer, format: str = "") -> tuple[Record, ...]:
    """Read the records of an answer; an absent one has none; raises `BrokenAnswer` when a kept one cannot be read."""
    if answer.status != 200:
        return ()
    try:
        reading = formats.read(answer.body(), answer.name, format)
    except UnreadableFile as wrong:
        raise BrokenAnswer(f"The answer kept for {answer.address} cannot be read: {wrong}") from wrong
    return tuple(one.with_source(raw=answer.digest, retrieved=answer.retrieved[:10]) for one in reading.records)


def one_by_one(
    client: Client,
    identifiers: Iterable[Identifier],
    source: str,
    request: Callable[[Identifier], Request],
    format: str = "",
) -> Iterator[Outcome]:
    """Ask for each identifier with a request of its own."""
    for one in identifiers:
        try:
            found = records(client.ask(request(one)), format)
        except OutsideError as wrong:
            yield from failed([one], wrong, source)
        else:
            yield Outcome(one, "got", "", found, source) if found else absent(one, source)


def absent(one: Identifier, source: str) -> Outcome:
    """Tell that a service has no record of an identifier."""
    return Outcome(one, "absent", f"{source} has no record of {one}.", (), source)


def held(
    client: Client, source: str, identifiers: Sequence[Identifier], format: str = ""
) -> dict[Identifier, tuple[Answer, tuple[Record, ...]]]:
    """Read what the archive holds of some identifiers, with the answer; an identifier with no records is held as absent."""
    if client.refresh and not client.started:
        return {}
    answers = {key: one for key, one in client.archive.held(source).items() if not client.refresh or one.retrieved >= client.started}
    wanted = {str(one): one for one in identifiers if str(one) in answers}
    by: dict[str, list[Identifier]] = {}
    for key, one in wanted.items():
        by.setdefault(answers[key].digest, []).append(one)
    found: dict[Identifier, tuple[Answer, tuple[Record, ...]]] = {}
    for same in by.values():
        answer = answers[str(same[0])]
        read = records(answer, format)
        # an answer to one identifier is about it, also where the service knows the work by another name
        sorted_out = {same[0]: read} if len(answer.asked) == 1 else match(read, same)
        found.update((one, (answer, found_records)) for one, found_records in sorted_out.items())
    return found


def match(read: Sequence[Record], identifiers: Iterable[Identifier]) -> dict[Identifier, tuple[Record, ...]]:
    """Sort records to the identifiers they carry; each identifier has an entry, an empty one when no record carries it."""
    by: dict[Identifier, list[Record]] = {}
    for record in read:
        for one in record.identifiers:
            by.setdefault(one, []).append(record)
    return {one: tuple(by.get(one, ())) for one in identifiers}


def batches(identifiers: Iterable[Identifier], size: int) -> Iterator[tuple[Identifier, ...]]:
    """Cut identifiers into batches, in their order."""
    rest = iter(identifiers)
    while batch := tuple(islice(rest, size)):
        yield batch


def whole_json(raw: Raw) -> None:
    """Check that JSON parses to its end."""
    try:
        load(raw.body, "The answer")
    except UnreadableFile as wrong:
        raise BrokenAnswer(str(wrong)) from wrong


def whole_xml(raw: Raw) -> None:
    """Check that XML parses to its end."""
    try:
        parse(raw.body, "The answer")
    except UnreadableFile as wrong:
        raise BrokenAnswer(str(wrong)) from wrong


def holding(format: str) -> Callable[[Raw], None]:
    """Make a check that an answer holds at least one record: the answer to one identifier that is there must."""

    def check(raw: Raw) -> None:
        try:
            if formats.read(raw.body, "", format).records:
                return
        except UnreadableFile as wrong:
            raise (Refused if "refused the request" in str(wrong) else BrokenAnswer)(str(wrong)) from wrong
        raise BrokenAnswer("The service answered with something else than the record asked for; run the same command again later.")

    return check


def answer_json(answer: Answer) -> dict[str, object]:
    """Load the object of a kept answer; an empty one for an absent answer."""
    return obj(load(answer.body(), answer.address)) if answer.status == 200 else {}
