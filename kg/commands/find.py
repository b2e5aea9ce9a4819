"""`kg find`: the findings of documents, each with its verbatim quote and place."""

import json
from pathlib import Path

import click

from kg.asked import asked
from kg.settings import Settings


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
@click.pass_context
def command(context: click.Context, sources: tuple[str, ...], as_: str, least: float | None, ground: bool) -> None:
    """Find barriers, facilitators and recommendations in documents; a machine's candidates for a person to judge.

    A source is a file (text, a reference file, a web page, JSON with "id" and "text"), '-' for standard input, or an identifier of a
    record in the review. Without a source: all documents of the review. 'start' and 'end' count code points of the text that
    'kg read' prints; how right the findings are is in docs/accuracy.md.
    """
    from kg.answers.table import Table, show
    from kg.findings.find import LEAST, find

    settings: Settings = context.obj
    losses: list[str] = []
    grounder = _grounder(settings.review) if ground else None
    rows: list[dict[str, object]] = []
    for document in asked(sources, settings.review, losses):
        for finding in find(document, LEAST if least is None else least):
            row = (grounder.finding(finding) if grounder else finding).to_row(document.name)
            if as_ == "jsonl":
                click.echo(json.dumps(row, ensure_ascii=False))
            else:
                rows.append(row)
    if as_ == "json" or rows:
        columns = tuple(rows[0]) if rows else ("id",)
        click.echo(show(Table(columns, tuple(tuple(row.values()) for row in rows)), as_))  # type: ignore[arg-type]
    for loss in losses:
        click.echo(f"Lost: {loss}", err=True)
    if losses:
        context.exit(3 if len(losses) < max(1, len(sources)) else 1)


def _grounder(folder: Path):  # type: ignore[no-untyped-def]
    """The grounder of the shipped schemes and of the review's own, when there is a review here."""
    from kg.concepts.ground import Grounder
    from kg.concepts.lexicon import Lexicon
    from kg.review import Review

    files = Review.open(folder).scheme_files() if (folder / "review.toml").exists() else ()
    return Grounder(Lexicon.load(files))
