"""Where each page of the site stands, by what it shows; the same key gives the same path in every build."""

from kg.page import safe
from kg.page.gathered import Gathered

#: Schemes whose concepts have a page of their own.
WITH_PAGES = ("determinant", "strategy")


def study(key: str) -> str:
    """The page of a study."""
    return f"study/{safe.slug(key)}.html"


def concept(key: str, part: int = 1) -> str:
    """The page of a determinant or strategy; long ones go on in parts."""
    scheme, _, rest = key.partition("/")
    folder = scheme if scheme in WITH_PAGES else "concept"
    return f"{folder}/{safe.slug(rest or scheme)}{f'--{part}' if part > 1 else ''}.html"


def has_page(gathered: Gathered, key: str) -> bool:
    """Whether a concept has a page: it is of a scheme with pages, and a scheme holds it or a finding or recommendation uses it."""
    used = key in gathered.concept or key in gathered.rolled or key in gathered.addressing
    return key.partition("/")[0] in WITH_PAGES and used
