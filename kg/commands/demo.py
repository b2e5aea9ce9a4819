"""`kg demo`: the main job on the sample review that ships."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click


@contextmanager
def _step(words: str, note: list[str]) -> Iterator[None]:
    """A line that spins while the step runs and then says what came of it (`note` is filled by the step)."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    with console.status(f"{words} ..."):
        yield
    console.print(f"[green]✓[/green] {words}: {note[-1]}" if note else f"[green]✓[/green] {words}", soft_wrap=True)


@click.command()
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo"),
    metavar="DIR",
    show_default=True,
    help="Where the review is laid out.",
)
def command(to: Path) -> None:
    """Run the whole job on the sample review, offline: build the graph, show what recurs, write the pages.

    The folder is a review like any other afterwards: ask it, add to it, or delete it.
    """
    import kg
    from kg import sample, views, walk
    from kg.answers.table import show
    from kg.review import Review
    from kg.tally import Tally

    note: list[str] = []
    with _step("The sample review is laid out", note):
        files = sample.lay_out(to)
        review = Review.open(to)
        note.append(str(to))
    with _step("Records are read", note):
        tally = Tally("harvest")
        for _ in walk.keep_files(review, files, tally):
            pass
        gathered = walk.gather(review)
        evidence = gathered.evidence
        records = sum(len(report.records) for report in evidence.reports)
        note.append(f"{records} records are {len(evidence.reports)} reports of {len(evidence.studies)} studies")
    with _step("The graph is built", note):
        built = walk.build(review, gathered)
        findings = sum(len(coding.findings) for coding in evidence.codings)
        note.append(f"{findings} findings, each with its quote, in {built.quads:,} statements")
    with _step("The pages are written", note):
        graph = kg.open(to)
        page = views.draw(graph, review.site)
        note.append(str(review.site))
    click.echo()
    for level, title in (("leaf", "Barriers in two or more studies"), ("parent", "The same, rolled up to wider themes")):
        click.echo(title)
        click.echo(show(graph.recur(kind="barrier", level=level).brief(), "text"))
    click.echo(f"Open {page.resolve()} in a browser: every number there opens the quotes behind it.")
    click.echo(f"Go on with: kg --review {to} recur --kind facilitator --quotes")
