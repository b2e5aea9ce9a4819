"""The accuracy card of a review (`accuracy.json`, written by `kg evaluate GOLD --card accuracy.md`), in words for the overview."""

import json
from pathlib import Path

from kg.errors import InputError

#: Kinds in the card's own words, with ours.
_ROWS = (
    ("all", "all kinds"),
    ("kind barrier", "barriers"),
    ("kind facilitator", "facilitators"),
    ("kind recommendation", "recommendations"),
)


def read(path: Path) -> tuple[tuple[str, str], ...]:
    """Rows (what, how right) of a card, none when there is no card.

    Raises `InputError` when the file is not a card.
    """
    if not path.is_file():
        return ()
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
        figures = card["figures"]["all reports"]
        rows = [(words, figures[name]) for name, words in _ROWS if name in figures]
        measured = f"{int(card['reports'])} reports read by people, measured {str(card['date'])[:10]}"
        said = ", ".join(
            f"{words}: {_percent(row['precision'])} of what it finds is right, it finds {_percent(row['recall'])}" for words, row in rows
        )
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise InputError(f"{path} is not an accuracy card ({wrong}); write one with 'kg evaluate GOLD --card accuracy.md'.") from wrong
    return (("Machine reading", f"on {measured}; {said}. An upper bound: the rules were written by people who knew these reports."),)


def _percent(share: float) -> str:
    return f"{round(100 * float(share))} %"
