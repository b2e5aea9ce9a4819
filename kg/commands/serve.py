"""`kg serve`: the graph for others over HTTP."""

from pathlib import Path

import click

from kg.settings import Settings


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8010, show_default=True, help="Port (0: any that is free).")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 lets others in.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="Another name this host is reached by (behind a proxy, for instance).")
@click.option("--cors", multiple=True, metavar="ORIGIN", help="Let scripts of this site read answers, e.g. https://example.org.")
@click.option("--seconds", type=click.FloatRange(min=0.1), default=10.0, show_default=True, help="Stop a query after this time.")
@click.option("--memory", type=click.IntRange(min=256), default=1024, show_default=True, help="Megabytes a query may take.")
@click.option("--answer", type=click.FloatRange(min=0.01), default=10.0, show_default=True, help="Megabytes an answer may have.")
@click.option(
    "--workers", type=click.IntRange(min=1), default=3, show_default=True, help="Queries that begin at once; as many more may be long."
)
@click.option(
    "--patience", type=click.FloatRange(min=0.5), default=10.0, show_default=True, help="Seconds a client has to send its request."
)
@click.option("--log", type=click.Path(path_type=Path, dir_okay=False), help="File of the access log (default: standard error).")
@click.pass_obj
def command(
    settings: Settings,
    port: int,
    host: str,
    allow_host: tuple[str, ...],
    cors: tuple[str, ...],
    seconds: float,
    memory: int,
    answer: float,
    workers: int,
    patience: float,
    log: Path | None,
) -> None:
    """Serve the graph: SPARQL 1.1 Protocol (read-only), the questions of the shelf as addresses, the pages, and a page to ask from.

    A new 'kg build' is taken up while serving; nobody notices. Stop with Ctrl-C: answers in work are finished first.

    \b
    kg serve
    curl 'http://127.0.0.1:8010/questions/recurring-barriers?as=csv'
    curl --data-urlencode 'query=SELECT ?s { ?s a ev:Study }' http://127.0.0.1:8010/sparql
    """  # noqa: D301
    from kg.answers.limits import Limits
    from kg.serve.run import LOOPBACK, run
    from kg.serve.service import Doors, Service

    names = {"localhost", "127.0.0.1", "[::1]", *(name.lower() for name in allow_host)}
    if host not in LOOPBACK and host not in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        names.add(host.lower())
    doors = Doors(hosts=frozenset(names), origins=cors, patience=patience)
    service = Service(settings.review, Limits(seconds, memory << 20, int(answer * 1e6)), doors, workers)

    def ready(bound: int) -> None:
        shown = f"[{host}]" if ":" in host else host
        click.echo(
            f"Serving {service.graph.title} at http://{shown}:{bound}/  (query page: /query, SPARQL: /sparql, questions: /questions)"
        )

    run(service, host, port, log, ready)
