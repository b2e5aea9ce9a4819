"""`kg unknown`: phrases no concept was found for."""

import click

from kg.answers.table import Table, as_option, write
from kg.settings import Settings


@click.command("unknown")
@click.option("--kind", help="Only findings of this kind (barrier, facilitator, recommendation ...).")
@click.option("--people", is_flag=True, help="Only people's findings, not machines' candidates.")
@click.option("--min", "least", type=click.IntRange(1), default=1, show_default=True, help="Least number of reports.")
@as_option
@click.pass_obj
def command(settings: Settings, kind: str | None, people: bool, least: int, as_: str) -> None:
    """List the phrases of findings that no concept was found for, those in most reports first.

    Beside each stand the nearest concepts. To make one of them fit, add the phrase to its synonyms; to make a new concept, add a
    row to a sheet in schemes/ (scheme, slug, label, definition, alt, barrier_label, facilitator_label, broader), or edit SKOS there.
    """
    from kg.concepts.lexicon import Lexicon
    from kg.concepts.unknown import unknown
    from kg.findings import sheet
    from kg.findings.finding import KINDS
    from kg.review import Review

    if kind is not None and kind not in KINDS:
        raise click.UsageError(f"{kind!r} is not a kind of finding; choose one of {', '.join(KINDS)}.")
    review = Review.open(settings.review)
    lexicon = Lexicon.load(review.scheme_files(), replace=review.replaces_schemes)
    paths = review.sheets() + ([] if people else review.candidate_sheets())
    findings = [one for path in paths for one in sheet.read(path).findings if one.decision != "reject" and kind in (None, one.kind)]
    rows = [one for one in unknown(findings, lexicon) if len(one.reports) >= least]
    note = f"{len(rows)} phrases in {sum(one.findings for one in rows)} of {len(findings)} findings have no concept."
    cells = tuple((one.words, one.kind, len(one.reports), one.findings, one.nearest) for one in rows)
    write(Table(("phrase", "kind", "reports", "findings", "nearest"), cells, note=note), as_)
