"""`kg show`: the pages and reports of a review."""

from pathlib import Path

import click

from kg.settings import Settings

WAYS = ("html", "md", "xlsx", "word")


@click.command()
@click.argument("views", metavar="[VIEW]...", nargs=-1)
@click.option("--to", type=click.Path(path_type=Path), metavar="DIR", help="Folder to write to (default: site/ in the review).")
@click.option(
    "--single", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Put everything into one HTML file, for mailing."
)
@click.option(
    "--as",
    "as_",
    type=click.Choice(WAYS),
    default="html",
    metavar="|".join(WAYS),
    help="Pages (html, default), or a report of the same tables.",
)
@click.pass_obj
def command(settings: Settings, views: tuple[str, ...], to: Path | None, single: Path | None, as_: str) -> None:
    """Draw the review as pages that open from disk without a network, or as a report.

    VIEW is one or more of overview, recurrence, matrix, graph, recommendations, places, timeline, studies, concepts, glossary and
    questions (default: all). Reports (--as md, xlsx or word) hold the same tables, and the GRADE-CERQual worksheet with the inputs
    filled in and every judgement left blank.
    """
    if single and (to or as_ != "html"):
        raise click.UsageError("--single FILE writes one HTML file by itself; leave out --to and --as.")
    import kg.answers.ask
    import kg.views
    from kg.review import Review

    review = Review.open(settings.review)
    graph = kg.answers.ask.open(settings.review)
    if as_ == "html":
        from kg.page import accuracy

        card = accuracy.read(settings.review / "accuracy.json")
        page = kg.views.draw(graph, single or to or review.site, bool(single), views, question=review.question, accuracy=card)
        click.echo(f"Drawn. Open {page.resolve()} in a browser; it needs no network.")
        return
    from kg.page.gather import gather
    from kg.page.report import write

    path = write(gather(graph, review.question), to or review.site, as_, views)
    click.echo(f"Written: {path.resolve()}")
