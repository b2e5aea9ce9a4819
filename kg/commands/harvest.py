"""`kg harvest`: records into the review."""

from pathlib import Path

import click

from kg.settings import Settings


@click.command()
@click.argument("what", nargs=-1, metavar="[IDENTIFIER or FILE]...")
@click.pass_context
def command(context: click.Context, what: tuple[str, ...]) -> None:
    """Bring records into the review, from files (exports, pages, texts) or from services by identifier."""
    from kg.errors import BadReview
    from kg.review import Review
    from kg.tally import Tally
    from kg.walk import gather, keep_files

    settings: Settings = context.obj
    if not what:
        raise click.UsageError("Name at least one file or identifier, as in 'kg harvest export.ris 35590421'.")
    try:
        review = Review.open(settings.review)
    except BadReview:
        if settings.review.is_dir() and any(settings.review.iterdir()):
            raise
        review = Review.create(settings.review)
    tally = Tally("harvest")
    for path in keep_files(review, [Path(one) for one in what], tally):
        click.echo(f"read {path}", err=True)
    for loss in tally.losses:
        click.echo(f"{loss.outcome}: {loss.why}", err=True)
    if not tally.counts["got"]:
        click.echo("Nothing was harvested.", err=True)
        context.exit(1)
    evidence = gather(review).evidence
    click.echo(
        f"{tally.sentence()}; the review now holds {sum(len(one.records) for one in evidence.reports)} records, "
        f"{len(evidence.reports)} reports, {len(evidence.studies)} studies."
    )
    context.exit(0 if tally.complete else 3)
