"""`kg demo`: the main job on the sample review that ships."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.answers.ask import Graph
    from kg.answers.recurrence import Recurrence
    from kg.answers.table import Table


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
    from kg.answers.table import write
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
        page = views.draw(graph, review.site, question=review.question)  # as `kg show` does, so that it finds nothing to redraw
        note.append(str(review.site))
    click.echo()
    for level, title in (("leaf", "Barriers that two or more studies report"), ("parent", "The same, rolled up to wider themes")):
        write(_told(graph, graph.recur(kind="barrier", level=level), title))
        click.echo()
    click.echo("Families: studies that may share participants count once; none is settled here, one is offered ('kg studies --why').")
    click.echo(f"Open {page.resolve()} in a browser: every line of Recurrence and every cell of the gap map opens its quotes.")
    click.echo(f"Go on with: kg --review {to} recur --kind facilitator --quotes")


def _told(graph: "Graph", found: "Recurrence", title: str) -> "Table":
    """What recurs as a person would tell it: the theme, in how many studies, which, and one quote."""
    from kg.answers.table import Table

    names = dict(graph.select("PREFIX ev: <https://w3id.org/evidence-kg/ont#> SELECT ?s ?l { ?s a ev:Study ; rdfs:label ?l }"))
    short = {key.rpartition("/")[2]: label for key, label in names.items()}
    rows = [
        (row.label, len(row.studies), row.families, tuple(short[study] for study in row.studies), f"“{row.quotes[0].quote}”")
        for row in found
    ]
    return Table(("barrier", "studies", "families", "reported by", "in the words of the first"), tuple(rows), title)
