"""`kg parts`: everything plugged in."""

import click


@click.command()
def command() -> None:
    """List everything plugged in: sources, formats, extractors, stores, views and commands."""
    from kg import plug

    for group, meaning in plug.GROUPS.items():
        click.echo(f"{group}  ({meaning})")
        for part in plug.parts(group):
            doc = (part.load().__doc__ or "").strip().partition("\n")[0]
            origin = "" if part.ours else f"  [from {part.target}]"
            click.echo(f"  {part.name:<14} {doc}{origin}")
