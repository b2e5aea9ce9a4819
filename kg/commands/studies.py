"""`kg studies`: the studies of the review with candidates for families, and people's decisions on both."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kg.answers.table import Cell, as_option
from kg.settings import Settings

if TYPE_CHECKING:
    from harvest.report import Study


@click.group("studies", invoke_without_command=True)
@click.option("--why", is_flag=True, help="Why reports became one study, and which studies may be one family or one study.")
@as_option
@click.pass_context
def command(context: click.Context, why: bool, as_: str) -> None:
    """List the studies of the review: the unit everything is counted in.

    'kg studies join A B' makes two studies one, 'split A B' keeps them apart, 'family A B' puts them into one family (studies that may
    share participants; '--not' says they are none), 'undo A B' takes a decision back.
    """
    if context.invoked_subcommand is not None:
        return
    from kg.answers.table import Table, write
    from kg.review import Review
    from kg.settle import counted
    from kg.walk import gather

    settings: Settings = context.obj
    studies = gather(Review.open(settings.review)).evidence.studies
    if why:
        columns = ("study", "decision", "left", "right", "rule", "score", "why")
        table = Table(columns, tuple(row for one in studies for row in _reasons(one)))
    else:
        columns = ("study", "label", "reports", "family", "places", "methods", "perhaps with")
        open_ = sum(bool(one.candidates) for one in studies)
        note = counted(len(studies), "study", "studies") + (
            f"; {open_} with an open question: 'kg studies --why' shows it." if open_ else "."
        )
        table = Table(columns, tuple(_row(one) for one in studies), note=note)
    write(table, as_)


def _row(study: "Study") -> tuple[Cell, ...]:
    perhaps = [join.left if join.right == study.key else join.right for join in study.candidates]
    return study.key, study.label, list(study.reports), study.family, list(study.places), list(study.methods), perhaps


def _reasons(study: "Study") -> Iterator[tuple[Cell, ...]]:
    for join in study.joins:
        yield study.key, join.decision, join.left, join.right, join.rule, join.score, join.words
    for join in study.candidates:
        if join.left == study.key:
            yield study.key, join.decision, join.left, join.right, join.rule, join.score, join.words


@command.command("join")
@click.argument("left")
@click.argument("right")
@click.option("--note", default="", help="Why you decided so.")
@click.option("--who", default="", help="Your name (default: the name you are logged in by).")
@click.pass_obj
def join(settings: Settings, left: str, right: str, note: str, who: str) -> None:
    """Make two studies one: their reports tell of one investigation."""
    from kg.settle import settle

    click.echo(settle(settings, left, right, "same-study", note, who))


@command.command("split")
@click.argument("left")
@click.argument("right")
@click.option("--note", default="", help="Why you decided so.")
@click.option("--who", default="", help="Your name (default: the name you are logged in by).")
@click.pass_obj
def split(settings: Settings, left: str, right: str, note: str, who: str) -> None:
    """Keep two reports or studies apart as different investigations."""
    from kg.settle import settle

    click.echo(settle(settings, left, right, "other-study", note, who))


@command.command("family")
@click.argument("left")
@click.argument("right")
@click.option("--not", "none", is_flag=True, help="They are no family: stop offering them.")
@click.option("--note", default="", help="Why you decided so.")
@click.option("--who", default="", help="Your name (default: the name you are logged in by).")
@click.pass_obj
def family(settings: Settings, left: str, right: str, none: bool, note: str, who: str) -> None:
    """Put two studies into one family, or say that they are none."""
    from kg.settle import settle

    click.echo(settle(settings, left, right, "other-family" if none else "same-family", note, who))


@command.command("undo")
@click.argument("left")
@click.argument("right")
@click.option("--family", "about", flag_value="family", help="Take back a decision on families, not on studies.")
@click.option("--study", "about", flag_value="study", default="study", hidden=True)
@click.pass_obj
def undo(settings: Settings, left: str, right: str, about: str) -> None:
    """Take back what was decided on two studies."""
    from kg.settle import take_back

    click.echo(take_back(settings, left, right, about or "study"))
