"""`kg ask`: put a question to the graph."""

import sys
from typing import TYPE_CHECKING

import click

from kg.answers.table import Table, as_choice, show, write
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.answers.ask import Graph
    from kg.answers.question import Asked

FORMS = ("srj", "srx", "ttl", "nt", "jsonld")


@click.command("ask")
@click.argument("what", metavar="[NAME | FILE.rq | 'SPARQL' | -]", required=False)
@click.option("--given", multiple=True, metavar="NAME=VALUE", help="Bind a parameter; repeat it for several values.")
@as_choice(*FORMS)
@click.option("--cite", is_flag=True, help="Say what the answer rests on: question, data digest, date, study ids.")
@click.option("--explain", is_flag=True, help="Show the plan, how often each pattern matches, and the time, instead of the answer.")
@click.option("--candidates", is_flag=True, help="Count machines' candidates that nobody has judged yet.")
@click.option("--seconds", type=click.FloatRange(min=0.1), default=300.0, show_default=True, help="Stop a query of yours after this time.")
@click.pass_obj
def command(
    settings: Settings, what: str | None, given: tuple[str, ...], as_: str, cite: bool, explain: bool, candidates: bool, seconds: float
) -> None:
    """Put a question to the graph: one of the shelf, a file, SPARQL text, or standard input (-). Alone it lists the shelf.

    \b
    kg ask
    kg ask recurring-barriers --given min=3
    kg ask quotes-of-a-determinant --given determinant=trust-history --as csv
    kg ask 'SELECT ?s WHERE { ?s a ev:Study }' --as json
    """  # noqa: D301
    if what is None:
        write(_shelf(), "text" if as_ in FORMS else as_)
        return
    from kg.answers import question
    from kg.answers.ask import open as open_graph

    found = question.find(what, stdin=sys.stdin.buffer.read() if what == "-" else b"")
    graph = open_graph(settings.review)
    asked = graph.asked(found, question.given(given))
    if explain:
        from kg.answers.explain import explained

        write(explained(graph, asked), "text" if as_ in FORMS else as_)
        return
    _answer(graph, asked, as_, cite, candidates, seconds)


def _answer(graph: "Graph", asked: "Asked", as_: str, cite: bool, candidates: bool, seconds: float) -> None:
    from kg.answers import cite as cites

    result = None
    if as_ in FORMS:
        body = graph.written(asked, as_, candidates=candidates, seconds=seconds)[1]
        click.echo(body.decode("utf-8").removesuffix("\n"))
    else:
        result = graph.answer(asked, candidates=candidates, seconds=seconds)
        if result.triples is not None and as_ == "text":
            click.echo(graph.written(asked, "ttl", candidates=candidates, seconds=seconds)[1].decode("utf-8").removesuffix("\n"))
        elif not (cite and as_ == "json"):
            write(result.table(short=as_ in ("text", "md")), as_)
    if cite:
        note = cites.cite(graph, asked.title, asked, (cites.studies(result) or None) if result else None)
        if as_ == "json" and result is not None:
            import json

            rows = json.loads(show(result.table(), "json"))
            click.echo(json.dumps({"cite": note.to_json(), "rows": rows}, ensure_ascii=False, indent=2))
        else:
            click.echo(("\n" if as_ == "text" else "") + str(note), err=as_ not in ("text", "md"))


def _shelf() -> Table:
    import queries

    rows = tuple(
        (one.name, one.title, "; ".join(f"{given.name}={given.default}" for given in one.given)) for one in queries.shelf().values()
    )
    return Table(("question", "asks", "given"), rows, "", "Ask one with 'kg ask NAME', and give it other values with '--given NAME=VALUE'.")
