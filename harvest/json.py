"""JSON of strangers: a whole document or a sentence, and looks into it that survive any shape.

Services put raw line feeds into strings and change a list for a string or for null from one record to the next.
"""

import json
from typing import Any

from harvest.errors import UnreadableFile


def load(data: bytes, name: str = "") -> Any:
    """Parse a whole document (raw control characters in strings are kept); raises `UnreadableFile` with the place of the fault."""
    try:
        return json.loads(data.decode("utf-8-sig"), strict=False, parse_constant=_refuse)
    except json.JSONDecodeError as wrong:
        said = f"{wrong.msg}: line {wrong.lineno}, column {wrong.colno}"
        raise UnreadableFile(f"{name or 'The answer'} is cut or damaged JSON ({said}); fetch it again.") from wrong
    except UnicodeDecodeError as wrong:
        raise UnreadableFile(f"{name or 'The answer'} is not UTF-8 as JSON must be (byte {wrong.start}); fetch it again.") from wrong
    except (RecursionError, ValueError) as wrong:
        raise UnreadableFile(f"{name or 'The answer'} is JSON nested too deep or with impossible numbers; it was not read.") from wrong


def obj(value: Any) -> dict[str, Any]:
    """Take a value for an object: itself, or an empty one when it is something else."""
    return value if isinstance(value, dict) else {}


def seq(value: Any) -> list[Any]:
    """Take a value for a list: itself, nothing for null, a list of one for anything else."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def word(value: Any) -> str:
    """Take a value for a word: text and numbers as printed, nothing for the rest."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def words(value: Any) -> tuple[str, ...]:
    """Take a value for a list of words, empty ones left out."""
    return tuple(said for one in seq(value) if (said := word(one)))


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
