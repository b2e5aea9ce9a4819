"""`kg recur`: what recurs across independent studies."""

from typing import TYPE_CHECKING

import click

from kg.answers.table import as_option, plain, visible, write
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.answers.recurrence import Recurrence


@click.command("recur")
@click.option("--kind", default="barrier", show_default=True, metavar="KIND", help="barrier, facilitator, recommendation, ambivalent ...")
@click.option("--by", default="", metavar="WHAT,...", help="Break down by stakeholder, voice, affected, place, country, level ...")
@click.option(
    "--min", "least", type=click.IntRange(min=1), default=2, show_default=True, help="Show what stands in so many studies or more."
)
@click.option(
    "--level",
    default="leaf",
    show_default=True,
    metavar="leaf|parent|top|all",
    help="As coded, by theme, by broadest theme, or every concept with all below it.",
)
@click.option(
    "--families", default="each", show_default=True, metavar="each|once", help="Count study families, whose samples may overlap, once."
)
@click.option("--candidates", is_flag=True, help="Count machines' candidates that nobody has judged yet.")
@click.option("--quotes", is_flag=True, help="Open the evidence: every quote behind the numbers.")
@click.option("--cite", is_flag=True, help="Say what the answer rests on: question, data digest, date, study ids.")
@as_option
@click.pass_obj
def command(
    settings: Settings, kind: str, by: str, least: int, level: str, families: str, candidates: bool, quotes: bool, cite: bool, as_: str
) -> None:
    """Which barriers, facilitators or recommendations recur across independent studies, said by whom and where.

    A study counts once, however often it says something. Background claims never count.

    \b
    kg recur --kind barrier --level parent
    kg recur --kind facilitator --by stakeholder,country
    kg recur --families once --quotes
    """  # noqa: D301
    from kg.answers import recur
    from kg.answers.ask import open  # noqa: A004

    dimensions = [one.strip() for one in by.split(",") if one.strip()]
    recur.checked(kind, dimensions, level, families)
    graph = open(settings.review)
    json = as_ in ("json", "jsonl")
    found = graph.recur(kind, dimensions, least, level, families, candidates, quotes=quotes or (json and not graph.large))
    if as_ == "text":
        write(found.brief(), as_)
        if quotes:
            click.echo("\n" + _opened(found))
    else:
        write(found.evidence() if quotes and not json else found.table() if as_ != "md" else found.brief(), as_)
    if cite:
        from kg.answers.cite import cite as cited

        asked = f"kg recur --kind {kind} --by {by or '-'} --min {least} --level {level} --families {families}"
        note = cited(graph, found.title, asked + (" --candidates" if candidates else ""), found.study_ids)
        click.echo(("\n" if as_ == "text" else "") + str(note), err=as_ not in ("text", "md"))


def _opened(found: "Recurrence") -> str:
    """The quotes under each row, in their own words, with study, voice and place in the text."""
    lines = []
    for row in found.rows:
        head = " · ".join((row.label, *row.by))
        lines.append(f"{visible(head)}: {len(row.studies)} studies, {row.findings} findings")
        for quote in row.quotes:
            said = f", {plain(quote.voices)}" if quote.voices else ""
            mark = " [candidate]" if quote.candidate else ""
            lines.append(f"  “{visible(quote.quote)}”")
            lines.append(f"    {quote.study}{visible(said)} (text {quote.document[:12]}, {quote.start}-{quote.end}){mark}")
        lines.append("")
    return "\n".join(lines).rstrip()
