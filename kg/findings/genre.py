"""Whether a text can hold findings at all: an account of practice, services or views, not of cells, genes or rates."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _cues() -> tuple[tuple[str, float], ...]:
    table = tomllib.loads(files("kg.findings").joinpath("genre.toml").read_text(encoding="utf-8"))
    return (*table["cues"].items(), *((cue, -weight) for cue, weight in table["against"].items()))


def weight(text: str) -> float:
    """The sum of the weights of the cues that stand in a text."""
    words = f" {text.lower()} "
    return sum(own for cue, own in _cues() if cue in words)
