"""`kg harvest`: records into the review, from files and from services."""

from datetime import datetime
from pathlib import Path

import click

from kg.settings import Settings


@click.command()
@click.argument("what", nargs=-1, metavar="[IDENTIFIER or FILE]...")
@click.option(
    "--query", "-q", "queries", multiple=True, metavar="Q", help="A search in PubMed's own words (or of --from); may be repeated."
)
@click.option("--related", default=0, type=click.IntRange(0, 1000), metavar="N", help="Up to N similar reports for each report given.")
@click.option("--cites", default=0, type=click.IntRange(0, 1000), metavar="N", help="Up to N reports that cite each report given.")
@click.option("--cited", default=0, type=click.IntRange(0, 1000), metavar="N", help="Up to N reports that each report given cites.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Queries only find what was entered since that day.")
@click.option("--limit", default=0, type=click.IntRange(0), metavar="N", help="At most N hits of a query (PubMed: all; others: 1000).")
@click.option("--from", "sources", metavar="SOURCES", help="Ask these services, as in pubmed,europepmc (default: where each belongs).")
@click.option("--refresh", is_flag=True, help="Ask again for what is in the archive; the older answers stay.")
@click.option("--offline", is_flag=True, help="Read from the archive only; nothing is sent.")
@click.option(
    "--tally", "tally_file", type=click.Path(path_type=Path), metavar="FILE", help="Write the tally as JSON (- for the terminal)."
)
@click.pass_obj
def command(
    settings: Settings,
    /,
    *,
    what: tuple[str, ...],
    queries: tuple[str, ...],
    since: datetime | None,
    sources: str | None,
    tally_file: Path | None,
    **options: int,
) -> None:
    """Bring records into the review, from files (exports, pages, texts) or from services by identifier or query.

    Files are recognised by their content. A file of identifiers, one a line, is asked for like identifiers; - reads them from the
    standard input. The same command given again asks nothing twice. Exit code 3 says that something asked for did not come.
    """
    from kg.harvesting import run

    day = since.date().isoformat() if since else ""
    named = tuple(one.strip() for one in (sources or "").split(",") if one.strip())
    click.get_current_context().exit(run(settings, what, queries, named, day, tally_file, options))
