"""`kg build`: the graph."""

import sys
import time

import click

from kg.settings import Settings


@click.command()
@click.pass_context
def command(context: click.Context) -> None:
    """Build the graph of everything the review holds.

    It is made beside the old graph and put in its place in one step: a failure or a crash leaves the old one standing. Ends with 3
    when something could not be put into it (faulty rows, unknown concepts), each named on standard error.
    """
    from kg import walk
    from kg.review import Review

    settings: Settings = context.obj
    review = Review.open(settings.review)
    begin = time.monotonic()
    gathered = walk.gather(review)
    evidence = gathered.evidence
    with click.progressbar(length=len(evidence.studies) + 1, label="Building", file=sys.stderr, width=30) as bar:
        built = walk.build(review, gathered, progress=lambda lines: bar.update(1))
    for loss in gathered.tally.losses:
        click.echo(f"{loss.outcome}: {loss.why}", err=True)
    findings = sum(len(coding.findings) for coding in evidence.codings if not coding.machine)
    candidates = sum(len(coding.findings) for coding in evidence.codings if coding.machine)
    click.echo(
        f"Built {built.quads} quads in {time.monotonic() - begin:.1f} s: {len(evidence.studies)} studies, {len(evidence.reports)} reports, "
        f"{sum(len(report.records) for report in evidence.reports)} records, {findings} findings, {candidates} candidates."
    )
    click.echo(f"The graph is in {built.folder} (SHA-256 {built.sha256[:16]}); next: kg recur, kg ask, kg show.")
    context.exit(0 if gathered.tally.complete else 3)
