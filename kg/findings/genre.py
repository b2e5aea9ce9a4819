"""Whether a text can hold findings at all: an account of practice, services or views, not of cells, genes or rates."""

import tomllib
from functools import cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick


@cache
def _cues() -> tuple[AhoCorasick, tuple[float, ...]]:
    """One automaton over all cues, and the weight of each."""
    table = tomllib.loads(files("kg.findings").joinpath("genre.toml").read_text(encoding="utf-8"))
    weights = table["cues"] | {cue: -own for cue, own in table["against"].items()}
    return AhoCorasick(list(weights)), tuple(weights.values())


def weight(text: str) -> float:
    """The sum of the weights of the cues that stand in a text."""
    automaton, weights = _cues()
    found = automaton.find_matches_as_indexes(f" {text.lower()} ", overlapping=True)
    return sum(weights[number] for number in {number for number, _, _ in found})
