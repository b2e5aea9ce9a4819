"""A harvest as the command line runs it: what was given sorted into files and identifiers, progress shown, the tally told."""

import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harvest.errors import BadIdentifier
from harvest.identifier import Identifier
from kg.errors import BadReview, InputError
from kg.review import Review
from kg.settings import Settings
from kg.tally import Tally

if TYPE_CHECKING:
    from harvest.ask import Harvest
    from harvest.http import Client

#: Sources whose address may be set with `KG_…_URL` or [sources.…] url.
SOURCES = ("pubmed", "pmc", "crossref", "datacite", "europepmc", "openalex", "doi", "unpaywall", "opencitations")


def run(
    settings: Settings,
    what: Sequence[str],
    queries: Sequence[str],
    sources: Sequence[str],
    since: str,
    tally_file: Path | None,
    options: Mapping[str, int],
) -> int:
    """Harvest, tell the tally, and give the exit code: 0 all came, 3 something did not, 1 nothing came."""
    from harvest.ask import Harvest, Wish, check_sources
    from kg.walk import gather, keep_files

    review = _review(settings)
    stated = review.table("harvest")
    if not what and not queries:
        what, queries = tuple(map(str, stated.get("identifiers", ()))), tuple(map(str, stated.get("queries", ())))
        if not what and not queries:
            raise click.UsageError("Name at least one file, identifier or --query, as in 'kg harvest export.ris 35590421'.")
    files, identifiers = sort(what)
    started = time.monotonic()
    tally = Tally("harvest")
    for path in keep_files(review, files, tally):
        click.echo(f"read {path}", err=True)
    counts = {kind: options.get(name, 0) or int(stated.get(name, 0)) for kind, name in
              (("similar", "related"), ("citing", "cites"), ("cited", "cited"))}  # fmt: skip
    wish = Wish(
        identifiers,
        tuple(queries),
        tuple(counts.items()),
        check_sources(sources),
        since or str(stated.get("since", "")),
        options.get("limit", 0),
    )
    client = client_for(settings, review, refresh=bool(options.get("refresh")), offline=bool(options.get("offline")))
    harvest = Harvest(client, wish)
    if identifiers or queries:
        _ask(harvest, tally)
    _tell(tally, harvest)
    facts = {"requests": client.requests, "seconds": round(time.monotonic() - started, 1)}
    if tally_file is not None:
        _write(tally_file, {**tally.to_json(), **facts, "warnings": harvest.warnings,
                            "reasons": {str(one): why for one, why in harvest.reasons.items()}})  # fmt: skip
    if not tally.counts["got"]:
        click.echo(f"{tally.sentence()}. Nothing was harvested.", err=True)
        return 1
    evidence = gather(review).evidence
    click.echo(
        f"{tally.sentence()}; {client.requests} requests; the review now holds {sum(len(one.records) for one in evidence.reports)} "
        f"records, {len(evidence.reports)} reports, {len(evidence.studies)} studies.",
        err=tally_file == Path("-"),
    )
    return 0 if tally.complete else 3


def sort(what: Iterable[str]) -> tuple[list[Path], tuple[Identifier, ...]]:
    """Sort words into files and identifiers; a file (or `-`) of nothing but identifiers, one a line, is those."""
    files: list[Path] = []
    identifiers: list[Identifier] = []
    for one in what:
        path = Path(one)
        if one == "-":
            identifiers += _listed(sys.stdin.read(), strict=True) or ()
        elif path.is_file():
            with path.open("rb") as file:
                head = file.read(4096)
            found = _listed(path.read_text(encoding="utf-8-sig", errors="replace"), strict=False) if _may_list(head) else None
            if found:
                identifiers += found
            else:
                files.append(path)
        else:
            try:
                identifiers.append(Identifier.parse(one))
            except BadIdentifier as wrong:
                if path.suffix or "/" in one or "\\" in one:
                    raise InputError(
                        f"{one} cannot be read: there is no such file, and it is no identifier either; check its name."
                    ) from wrong
                raise
    return files, tuple(dict.fromkeys(identifiers))


def client_for(settings: Settings, review: Review, *, refresh: bool = False, offline: bool = False) -> "Client":
    """The client for a review: its archive, and addresses, contact and keys from review.toml and the environment."""
    from harvest.archive import Archive
    from harvest.http import Client
    from harvest.pace import shared_folder

    own = review.table("sources")
    bases = {name: address for name in SOURCES if (address := settings.address(name, str((own.get(name) or {}).get("url", ""))))}
    keys = {"pubmed": settings.ncbi_key, "openalex": settings.environment.get("OPENALEX_API_KEY", ""),
            "opencitations": settings.environment.get("OPENCITATIONS_TOKEN", "")}  # fmt: skip
    contact = settings.contact or str(review.table("harvest").get("contact", ""))
    return Client(
        Archive(review.archive), contact, {name: key for name, key in keys.items() if key}, bases, refresh, offline,
        pace_folder=shared_folder(), started=datetime.now(UTC).isoformat(timespec="microseconds"),
    )  # fmt: skip


def _review(settings: Settings) -> Review:
    """The review, made when the folder is empty or new."""
    try:
        return Review.open(settings.review)
    except BadReview:
        if settings.review.is_dir() and any(settings.review.iterdir()):
            raise
        return Review.create(settings.review)


def _may_list(head: bytes) -> bool:
    """Whether a file may be a list of identifiers: text, and its first line is short."""
    return b"\x00" not in head and 0 < len(head.lstrip().split(b"\n", 1)[0]) < 200


def _listed(text: str, *, strict: bool) -> list[Identifier] | None:
    """The identifiers of a list, one a line, notes after # left out; None when a line is none (or raises when strict)."""
    found = []
    for line in text.splitlines():
        words = line.split(" #")[0].strip()
        if not words or words.startswith("#"):
            continue
        try:
            found.append(Identifier.parse(words))
        except BadIdentifier:
            if strict:
                raise
            return None
    return found


def _ask(harvest: "Harvest", tally: Tally) -> None:
    with _progress(harvest) as advance:
        for outcome in harvest.outcomes():
            if outcome.word == "got":
                tally.add("got")
            else:
                tally.lose(str(outcome.identifier), outcome.word, outcome.why)
            advance()
    for trouble in harvest.troubles:
        tally.lose(trouble.what, trouble.word, trouble.why)


@contextmanager
def _progress(harvest: "Harvest") -> Iterator[Any]:
    """A bar with count, rate and time left on standard error; silent where that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("harvest"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    began = time.monotonic()
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("harvest", total=None, rate="")
        done = 0

        def advance() -> None:
            nonlocal done
            done += 1
            rate = done / max(time.monotonic() - began, 0.001)
            bar.update(task, total=max(harvest.expected, done), completed=done, rate=f"{rate:.0f}/s, {harvest.client.requests} requests")

        yield advance


def _tell(tally: Tally, harvest: "Harvest") -> None:
    for warning in harvest.warnings:
        click.echo(f"note: {warning}", err=True)
    for loss in tally.losses[:50]:
        click.echo(f"{loss.outcome}: {loss.what}: {loss.why}" if loss.what not in loss.why else f"{loss.outcome}: {loss.why}", err=True)
    if len(tally.losses) > 50:
        click.echo(f"... and {len(tally.losses) - 50} more; --tally FILE lists all.", err=True)


def _write(path: Path, said: dict[str, Any]) -> None:
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    if path == Path("-"):
        click.echo(text, nl=False)
        return
    from harvest.durable import write

    write(path, text.encode())
