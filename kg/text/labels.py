"""What a label of a structured abstract, or a heading of a paper, says its text is."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

#: Roles from the one that bears most findings to the one that bears none, to settle labels of several parts.
_PARTS = re.compile(r"\s*(?:,|/|&|;|\band\b)\s*")
_EDGES = " \t\n.:;–—-*#_|()[]•0123456789"
#: Longest label, in characters: what is longer is a sentence.
LONGEST = 60


@cache
def labels() -> dict[str, str]:
    """Every known label, in lower case, and its role."""
    table = tomllib.loads(files("kg.text").joinpath("labels.toml").read_text(encoding="utf-8"))
    return {label: role for role, names in table.items() for label in names}


@cache
def singles() -> frozenset[str]:
    """Labels that may stand glued to their text without a colon (`Methods We ...`): one word, or a few set phrases."""
    return frozenset(label for label, role in labels().items() if role not in {"furniture", "references"} and len(label.split()) <= 2)


@lru_cache(maxsize=1024)
def role_of(label: str) -> str:
    """The role a label or heading gives its text; empty when it is no label we know.

    >>> role_of("DESIGN, SETTING, PARTICIPANTS"), role_of("2. Results:"), role_of("Police and community")
    ('method', 'result', '')
    """
    if len(label) > LONGEST:
        return ""
    known = labels()
    words = " ".join(label.lower().strip(_EDGES).split())
    if words in known:
        return known[words]
    parts = [part for part in _PARTS.split(words) if part]
    if len(parts) < 2 or not all(part in known for part in parts):
        return ""
    return known[parts[0]]
