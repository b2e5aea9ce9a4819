"""`kg init`: a new review folder."""

from pathlib import Path

import click


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", default="", help="The title shown on every page (default: the folder's name).")
def command(folder: Path, title: str) -> None:
    """Make a new review folder with a commented review.toml."""
    from kg.review import Review

    review = Review.create(folder, title)
    click.echo(f"Made the review {review.title!r} in {folder}.")
    click.echo(f"Next: kg --review {folder} harvest FILE-OR-IDENTIFIER ...   (exports of your reference manager, PMIDs, DOIs)")
