"""`kg find`: the findings of documents, each with its verbatim quote and place."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.settings import Settings

if TYPE_CHECKING:
    from kg.findings.finding import Finding
    from kg.text.document import Document


@click.command("find")
@click.argument("sources", nargs=-1, metavar="[FILE or IDENTIFIER]...")
@click.option(
    "--as",
    "as_",
    type=click.Choice(["jsonl", "json", "csv", "tsv", "md", "text"]),
    default="jsonl",
    show_default=True,
    help="How to print.",
)
@click.option(
    "--least",
    type=click.FloatRange(0, 1),
    default=None,
    help="Least confidence of a finding (default: what the accuracy card is measured at).",
)
@click.option("--ground/--no-ground", default=True, help="Match findings to concepts.")
@click.option(
    "--with", "reader", type=click.Choice(["rules", "llm"]), default="rules", show_default=True, help="Who reads (llm: docs/coding.md)."
)
@click.option("--save", is_flag=True, help="Keep the findings as candidates of the review (codings/candidates) instead of printing them.")
@click.pass_context
def command(context: click.Context, sources: tuple[str, ...], as_: str, least: float | None, ground: bool, reader: str, save: bool) -> None:
    """Find barriers, facilitators and recommendations in documents; a machine's candidates for a person to judge.

    A source is a file (text, a reference file, a web page, JSON with "id" and "text"), '-' for standard input, or an identifier of a
    record in the review. Without a source: all documents of the review. 'start' and 'end' count code points of the text that
    'kg read' prints; how right the findings are is in docs/accuracy.md.
    """
    from kg.answers.table import Table, show
    from kg.asked import asked
    from kg.findings.find import LEAST, find

    settings: Settings = context.obj
    losses: list[str] = []
    grounder = _grounder(settings.review) if ground else None
    rows: list[dict[str, object]] = []
    documents = asked(sources, settings.review, losses)
    if reader == "llm":
        read = _with_model(settings, list(documents), losses)
    else:
        read = ((one, find(one, LEAST if least is None else least)) for one in documents)
    ready = ((one, [grounder.finding(finding) if grounder else finding for finding in found]) for one, found in read)
    number = 0
    if save:
        kept = list(ready)
        number = len(kept)
        click.echo(_save(settings, kept, reader))
    for document, found in () if save else ready:
        number += 1
        for finding in found:
            row = finding.to_row(document.name)
            if as_ == "jsonl":
                click.echo(json.dumps(row, ensure_ascii=False))
            else:
                rows.append(row)
    if not save and (as_ == "json" or rows):
        columns = tuple(rows[0]) if rows else ("id",)
        click.echo(show(Table(columns, tuple(tuple(row.values()) for row in rows)), as_))  # type: ignore[arg-type]
    for loss in losses:
        click.echo(f"Lost: {loss}", err=True)
    if losses:
        context.exit(3 if number else 1)


def _with_model(settings: Settings, documents: "Sequence[Document]", losses: list[str]) -> "Iterator[tuple[Document, tuple[Finding, ...]]]":
    """What a language model finds, with what it takes told before and after; its answers are kept in the review's archive."""
    from harvest.archive import Archive
    from kg.concepts.lexicon import Lexicon
    from kg.findings.endpoint import Endpoint
    from kg.findings.extractors.llm import Run
    from kg.review import Review

    review = Review.open(settings.review)
    lexicon = Lexicon.load(review.scheme_files(), replace=review.replaces_schemes)
    endpoint = Endpoint.of(settings.environment, review.table("llm"))
    run = Run(endpoint, Archive(review.archive / "llm"), tuple(one.slug for one in lexicon.scheme("stakeholder")))
    click.echo(f"{endpoint.model} at {endpoint.address}: {run.plan(documents)}.", err=True)
    yield from run.read(documents)
    click.echo(f"{run.sentence()}.", err=True)
    losses += [f"{loss.outcome}: {loss.why}" for loss in run.tally.losses]


def _save(settings: Settings, kept: "Sequence[tuple[Document, Sequence[Finding]]]", reader: str) -> str:
    """Keep candidates in the review's own sheet of the extractor; says where they are."""
    from datetime import date

    from kg.concepts import people
    from kg.errors import InputError
    from kg.findings import candidates
    from kg.review import Review
    from kg.walk import gather, lexicon

    review = Review.open(settings.review)
    extractor = f"llm-{settings.environment.get('KG_LLM_MODEL') or review.table('llm').get('model')}" if reader == "llm" else reader
    facts = {one.sha256: one for one in gather(review).evidence.texts}
    if away := [document.name for document, _ in kept if document.sha256 not in facts]:
        raise InputError(f"{away[0]} is not in the review, so its findings cannot be kept there; run 'kg harvest {away[0]}' first.")
    reports = {digest: one.report for digest, one in facts.items()}
    kinds = {digest: one.kind for digest, one in facts.items()}
    path = candidates.path_of(review.codings, extractor)
    known = lexicon(review)
    placed = [people.settle(candidates.placed(one, reports, kinds), known) for _, found in kept for one in found]
    number = candidates.save(path, placed, {document.sha256 for document, _ in kept}, extractor, date.today().isoformat())
    return f"{path}: {len(placed)} candidates of {len(kept)} texts ({number} in all); decide on them with 'kg sheet export --candidates'."


def _grounder(folder: Path):  # type: ignore[no-untyped-def]
    """The grounder of the shipped schemes and of the review's own, when there is a review here."""
    from kg.concepts.ground import Grounder
    from kg.concepts.lexicon import Lexicon
    from kg.review import Review

    if not (folder / "review.toml").exists():
        return Grounder(Lexicon.load())
    review = Review.open(folder)
    return Grounder(Lexicon.load(review.scheme_files(), replace=review.replaces_schemes))
