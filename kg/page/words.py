"""What templates of findings share: paths, the place of each finding on its study's page, and plain words for kinds and links."""

from functools import cache, lru_cache
from typing import Any

from markupsafe import Markup

from kg.page import frame, paths
from kg.page.card import LINKS, Cards
from kg.page.gathered import KINDS, Finding, Gathered, Question

__all__ = ["LINKS", "asked", "fill", "places"]


@lru_cache(maxsize=1)
def _cards(gathered: Gathered) -> Cards:
    return Cards(gathered)


def places(gathered: Gathered) -> dict[str, str]:
    """The mark of each finding on its study's page (`f3` is the third), as the scripts compute it too."""
    return _cards(gathered).places


def _card(gathered: Gathered, one: Finding, root: str, mark: str, with_study: bool) -> Markup:
    return _cards(gathered).card(one, root, mark, with_study)


def _concept_link(gathered: Gathered, key: str, root: str) -> Markup:
    return _cards(gathered).concept(key, root)


@cache
def _shared() -> dict[str, Any]:
    return {"study_path": paths.study, "concept_path": paths.concept, "has_page": paths.has_page, "kinds": KINDS,
            "card": _card, "concept_link": _concept_link}  # fmt: skip


def fill(template: str, gathered: Gathered, /, **values: Any) -> Any:
    """A template of the site, with what all of them may use."""
    environment = frame.environment()
    environment.globals.update(_shared())
    return frame.render(template, g=gathered, **values)


def asked(gathered: Gathered, *names: str) -> list[Question]:
    """The questions of the shelf behind a page, those that the shelf has."""
    return [one for name in names for one in gathered.questions if one.name == name]
