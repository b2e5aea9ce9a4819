"""The shelf of questions: plain SPARQL 1.1 files that any engine runs as they stand.

A file opens with lines that say what it is:

    #+ title: Which barriers recur across independent studies?
    #+ given: min integer 2
    #+ shows: Each barrier as it was coded ...

`given` names a parameter, its type and its default. The query itself holds the default in a data block of the same name,
`VALUES ?min { 2 }`, so the file runs anywhere; whoever binds the parameter replaces that block (`kg.answers.question`).
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: What a parameter may be: a concept of a scheme (its slug, label or IRI), a thing of the review by its key, or a plain value.
CONCEPT_TYPES = ("determinant", "strategy", "stakeholder", "place", "programme", "method", "level", "basis", "section")
TYPES = (*CONCEPT_TYPES, "study", "report", "finding", "iri", "integer", "text")


@dataclass(frozen=True, slots=True)
class Given:
    """A parameter of a question: its name, its type (one of `TYPES`) and the default as a person writes it."""

    name: str
    type: str
    default: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question file: its name, what it asks, its parameters, what the answer shows, and its SPARQL."""

    name: str
    title: str
    shows: str
    given: tuple[Given, ...]
    text: str


def read(name: str, text: str) -> Question:
    """Read a question file; raises ValueError naming the line of a header that is not understood."""
    title = shows = ""
    given: list[Given] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#+"):
            continue
        key, _, value = line[2:].partition(":")
        if key.strip() == "title":
            title = value.strip()
        elif key.strip() == "shows":
            shows = value.strip()
        elif key.strip() == "given":
            parts = value.split(None, 2)
            if len(parts) < 3 or parts[1] not in TYPES:
                raise ValueError(f"{name}, line {number}: write '#+ given: NAME TYPE DEFAULT' with a TYPE of {', '.join(TYPES)}.")
            given.append(Given(*parts))
        else:
            raise ValueError(f"{name}, line {number}: a header is '#+ title:', '#+ given:' or '#+ shows:', not '#+{key}:'.")
    return Question(name, title, shows, tuple(given), text)


@cache
def shelf() -> dict[str, Question]:
    """All questions by name, sorted."""
    found = sorted((file for file in files(__name__).iterdir() if file.name.endswith(".rq")), key=lambda file: file.name)
    return {file.name.removesuffix(".rq"): read(file.name.removesuffix(".rq"), file.read_text(encoding="utf-8")) for file in found}
