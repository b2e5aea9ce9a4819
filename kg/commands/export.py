"""`kg export`: the graph for others."""

from pathlib import Path

import click

from kg.settings import Settings

#: Kept here so that `kg export -h` loads nothing; a test compares it with `kg.graph.export.WAYS`.
WAYS = ("trig", "nq", "jsonld", "csv", "graphml")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--as", "as_", type=click.Choice(WAYS), help="The format (default: by the file's ending).")
@click.pass_context
def command(context: click.Context, file: Path, as_: str | None) -> None:
    """Write the graph to FILE: TriG, N-Quads or JSON-LD (all of it), CSV (a row a finding), GraphML (studies and determinants).

    The same graph gives the same bytes. FILE.sha256 says how many quads or rows there are, and 'sha256sum -c' checks it.
    """
    from kg import graph
    from kg.graph.export import export
    from kg.review import Review

    settings: Settings = context.obj
    way = as_ or file.suffix.lstrip(".").lower()
    if way not in WAYS:
        raise click.UsageError(f"{file.name} does not end in a format kg writes; add --as with one of {', '.join(WAYS)}.")
    written = export(graph.open_store(Review.open(settings.review)), file, way)
    click.echo(f"Wrote {written.number} {written.of} to {written.path} (SHA-256 {written.sha256[:16]}…).")
