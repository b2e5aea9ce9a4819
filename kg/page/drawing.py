"""What every view is handed: the gathered values, and the evidence as JSON made once for all pages that share it."""

from dataclasses import dataclass

from kg.page import facts, safe
from kg.page.gathered import Gathered


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing of a site. `siblings` says that quotes stand in files beside the pages; `whole` that all goes into one file."""

    gathered: Gathered
    evidence: str
    siblings: bool = False
    whole: bool = False


def drawing(gathered: Gathered, *, whole: bool = False) -> Drawing:
    """Prepare a drawing; with `whole` for one file, so that every quote is inside."""
    value = facts.evidence(gathered, whole=whole)
    return Drawing(gathered, safe.island(value), siblings=bool(value["chunk"]), whole=whole)
