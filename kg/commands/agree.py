"""`kg agree`: how far coders agree."""

from itertools import combinations
from typing import TYPE_CHECKING

import click

from kg.answers.table import Table, as_option, write
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.findings.finding import Coding


@click.command("agree")
@click.argument("coders", nargs=-1, metavar="[CODER CODER]...")
@click.option("--list", "listed", is_flag=True, help="List the disagreements instead of the coefficients.")
@as_option
@click.pass_obj
def command(settings: Settings, coders: tuple[str, ...], listed: bool, as_: str) -> None:
    """Show how far coders agree: percent agreement, Cohen's kappa and Gwet's AC1; with --list, where they do not.

    Without names: every two people who coded. A machine's candidates can be named too (as 'kg sheet export --candidates' shows them).
    """
    from kg.errors import InputError
    from kg.findings.agree import agree
    from kg.review import Review
    from kg.walk import gather

    gathered = gather(Review.open(settings.review))
    codings: dict[str, Coding] = {}
    for one in gathered.evidence.codings:
        codings.setdefault(one.coder, one)
    known = sorted(codings)
    if unknown := [name for name in coders if name not in codings]:
        raise InputError(f"Nobody called {unknown[0]!r} has coded in this review; choose among {', '.join(known) or 'nobody yet'}.")
    chosen = coders or tuple(name for name in known if not codings[name].machine)
    if len(set(chosen)) < 2:
        raise InputError("Agreement needs two coders; give a second person the sheet of 'kg sheet export' and import it under their name.")
    found = [agree(codings[left], codings[right], gathered.documents) for left, right in combinations(dict.fromkeys(chosen), 2)]
    if listed:
        columns: tuple[str, ...] = ("left coder", "right coder", "about", "report", "left", "right", "quote")
        rows = [(one.left, one.right, d.about, d.report, d.left, d.right, d.quote) for one in found for d in one.disagreements]
        write(Table(columns, tuple(rows)), as_)
        return
    columns = ("left coder", "right coder", "question", "units", "agreement", "kappa", "AC1")
    measures = [
        (one.left, one.right, m.question, m.units, *(None if x is None else round(x, 3) for x in (m.agreement, m.kappa, m.ac1)))
        for one in found
        for m in one.measures
    ]
    note = "An empty coefficient is not defined there (no units, or all in one category)."
    write(Table(columns, tuple(measures), note=note), as_)
