"""`kg read`: the text and sections of documents, exactly as `kg find` sees them."""

import json
from typing import TYPE_CHECKING

import click

from kg.settings import Settings

if TYPE_CHECKING:
    from kg.text.document import Document


@click.command("read")
@click.argument("sources", nargs=-1, metavar="[FILE or IDENTIFIER]...")
@click.option("--as", "as_", type=click.Choice(["text", "json", "jsonl"]), default="text", show_default=True, help="How to print.")
@click.pass_context
def command(context: click.Context, sources: tuple[str, ...], as_: str) -> None:
    """Print the text and the sections of documents, exactly as 'kg find' sees them.

    The text comes first and unchanged: offsets of findings are code points into it. A source is a file, '-' for standard input,
    or an identifier of a record in the review. Without a source: all documents of the review.
    """
    from kg.asked import asked

    settings: Settings = context.obj
    losses: list[str] = []
    found = list(asked(sources, settings.review, losses))
    if as_ == "json":
        click.echo(json.dumps([row(one) for one in found], ensure_ascii=False, indent=2))
    for one in found if as_ != "json" else ():
        if as_ == "jsonl":
            click.echo(json.dumps(row(one), ensure_ascii=False))
        else:
            click.echo((f"== {one.name}\n" if len(found) > 1 else "") + one.text)
            for section in one.sections:
                click.echo(f"[{section.start}:{section.end}] {section.role}{' · ' + section.label if section.label else ''}")
    for loss in losses:
        click.echo(f"Lost: {loss}", err=True)
    if losses:
        context.exit(3 if found else 1)


def row(document: "Document") -> dict[str, object]:
    """A document as a JSON object: id, digest, text and sections."""
    sections = [{"role": one.role, "label": one.label, "start": one.start, "end": one.end} for one in document.sections]
    return {"id": document.name, "sha256": document.sha256, "text": document.text, "sections": sections}
