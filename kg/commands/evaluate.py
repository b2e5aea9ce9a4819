"""`kg evaluate`: how right the found findings are against gold readings, and the accuracy card."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from kg.answers.table import as_option


@click.command("evaluate")
@click.argument("gold", type=click.Path(path_type=Path))
@click.option(
    "--card",
    type=click.Path(path_type=Path),
    default=None,
    help="Write the accuracy card to this Markdown file, with a JSON file beside it.",
)
@click.option(
    "--predictions",
    type=click.Path(path_type=Path, exists=True),
    default=None,
    help="Score these findings (jsonl of 'kg find') in place of our own.",
)
@as_option
def command(gold: Path, card: Path | None, predictions: Path | None, as_: str) -> None:
    """Score findings against gold readings: precision, recall and F1 by kind and set.

    GOLD is a folder of JSON files, or a file of JSON lines, each with id, set, text and findings (kind, start, end, status core or
    arguable, alternative). 'readers' is how far the two readers agree; 'other half' is scored with rule reliabilities estimated
    without the half that is scored.
    """
    from kg.answers.table import Table, write
    from kg.findings import card as cards
    from kg.findings.gold import read

    reports = read(gold)
    made = cards.measure(reports, _predicted(predictions) if predictions else None)
    write(Table(cards.COLUMNS, cards.rows(made)), as_)
    if card is not None:
        cards.save(made, card)
        click.echo(f"Wrote {card} and {card.with_suffix('.json')}.", err=True)


def _predicted(path: Path) -> Mapping[str, list[dict[str, Any]]]:
    """Findings by report, from a file of 'kg find'."""
    found: dict[str, list[dict[str, Any]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            found.setdefault(row["id"], []).append(row)
    return found
