"""`kg reports`: what merged into what and why, and people's decisions on it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kg.answers.table import Cell, as_option
from kg.settings import Settings

if TYPE_CHECKING:
    from harvest.report import Report

COLUMNS = ("report", "title", "authors", "year", "in", "identifiers", "records", "notices")
REASONS = ("report", "decision", "left", "right", "rule", "score", "why")


@click.group("reports", invoke_without_command=True)
@click.option("--why", is_flag=True, help="Every merge, candidate and refusal with its reason, and where records disagree.")
@as_option
@click.pass_context
def command(context: click.Context, why: bool, as_: str) -> None:
    """List the reports of the review: which records became one, and why.

    'kg reports join A B' makes two reports (or records) one, 'kg reports split A B' keeps them apart, 'kg reports undo A B' takes a
    decision back. A and B are keys, record names or identifiers as this list shows them.
    """
    if context.invoked_subcommand is not None:
        return
    from kg.answers.table import Table, write
    from kg.review import Review
    from kg.settle import counted
    from kg.walk import gather

    settings: Settings = context.obj
    found = gather(Review.open(settings.review))
    reports = found.evidence.reports
    if why:
        table = Table(REASONS, tuple(row for one in reports for row in _reasons(one)))
    else:
        note = f"{counted(len(reports), 'report', 'reports')}; 'kg reports --why' says what merged and why."
        table = Table(COLUMNS, tuple(_row(one) for one in reports), note=note)
    write(table, as_)


def _row(report: "Report") -> tuple[Cell, ...]:
    from harvest.keys import record_name

    return (
        report.key,
        report.title,
        [str(author) for author in report.authors],
        report.issued.year if report.issued else None,
        report.container,
        [str(one) for one in report.identifiers],
        [record_name(record) for record in report.records],
        [one.kind for one in report.notices],
    )


def _reasons(report: "Report") -> Iterator[tuple[Cell, ...]]:
    for join in report.joins:
        if join.decision == "merged" or report.key == join.left:
            yield report.key, join.decision, join.left, join.right, join.rule, join.score, join.words
    for field, record, value in report.disagreements:
        yield report.key, "disagreement", record, field, "", None, value


@command.command("join")
@click.argument("left")
@click.argument("right")
@click.option("--note", default="", help="Why you decided so.")
@click.option("--who", default="", help="Your name (default: the name you are logged in by).")
@click.pass_obj
def join(settings: Settings, left: str, right: str, note: str, who: str) -> None:
    """Make two reports or records one report."""
    from kg.settle import settle

    click.echo(settle(settings, left, right, "same-report", note, who))


@command.command("split")
@click.argument("left")
@click.argument("right")
@click.option("--note", default="", help="Why you decided so.")
@click.option("--who", default="", help="Your name (default: the name you are logged in by).")
@click.pass_obj
def split(settings: Settings, left: str, right: str, note: str, who: str) -> None:
    """Keep two reports or records apart."""
    from kg.settle import settle

    click.echo(settle(settings, left, right, "other-report", note, who))


@command.command("undo")
@click.argument("left")
@click.argument("right")
@click.pass_obj
def undo(settings: Settings, left: str, right: str) -> None:
    """Take back what was decided on two reports."""
    from kg.settle import take_back

    click.echo(take_back(settings, left, right, "report"))
