"""`kg check`: whether everything is in order."""

import click

from kg.settings import Settings

#: Findings up to which the shapes are run unasked: SHACL takes about a hundredth of a second a finding.
SHAPES_UP_TO = 2000


@click.command()
@click.option("--notes", is_flag=True, help="Show notes too: things missing that are worth a look but no fault.")
@click.option("--shapes/--no-shapes", default=None, help=f"Run the SHACL shapes (default: for up to {SHAPES_UP_TO} findings).")
@click.pass_context
def command(context: click.Context, notes: bool, shapes: bool | None) -> None:
    """Check the review: quotes against their texts, seals, concepts, links, duplicates and the shapes of the ontology.

    One line a fault, naming the file, the line and what to do; then a summary. Ends with 1 when there is a fault, else with 0.
    """
    from kg import walk
    from kg.graph import check as checking
    from kg.review import Review

    settings: Settings = context.obj
    review = Review.open(settings.review)
    gathered = walk.gather(review)
    lexicon = walk.lexicon(review)
    checked = checking.check(gathered.evidence, lexicon, gathered.documents, gathered.sheets)
    run = shapes if shapes is not None else checked.counts["findings"] <= SHAPES_UP_TO
    if run:
        checking.add_shapes(checked, gathered.evidence, lexicon, gathered.sheets)
    for line in checking.lines(checked, notes):
        click.echo(line)
    for loss in gathered.tally.losses:
        if loss.outcome != "faulty":  # faulty rows are among the faults already
            click.echo(f"{loss.outcome}: {loss.why}")
    click.echo(checked.sentence() + ("" if run else " The shapes were not run (many findings); add --shapes."))
    context.exit(1 if checked.faults else 0)
