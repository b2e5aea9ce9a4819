"""What an answer rests on, so that it can be cited and asked again: question, data, date and studies."""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from kg.answers.ask import Graph
from kg.answers.concepts import BASE, ONTOLOGY, slug
from kg.answers.question import Asked
from kg.answers.result import Result, value


@dataclass(frozen=True, slots=True)
class Citation:
    """An answer's origin: the question asked, its SPARQL or settings, the data's title and digest, the day, and the study ids.

    `of` says what the studies are: those in the answer, or all of the graph where the answer names none.
    """

    question: str
    asked: str
    data: str
    digest: str
    date: str
    studies: tuple[str, ...]
    of: str

    def __str__(self) -> str:
        ids = ", ".join(self.studies) or "none"
        return (
            f"Cite: {self.question or 'A question'} Asked of {self.data or 'the graph'} (data sha256:{self.digest[:16]}) on {self.date} "
            f"with evidence-kg.\nAsked as: {' '.join(self.asked.split())}\n{self.of} ({len(self.studies)}): {ids}"
        )

    def to_json(self) -> dict[str, Any]:
        """The citation as a JSON object."""
        return asdict(self)


def cite(graph: Graph, question: str, asked: Asked | str, studies: tuple[str, ...] | None, today: date | None = None) -> Citation:
    """The citation of an answer that rests on some studies (None: name all of the graph)."""
    of = "Studies in the answer" if studies else "Studies in the graph"
    rows = () if studies else graph.select(f"SELECT ?s WHERE {{ ?s a <{ONTOLOGY}Study> }} ORDER BY ?s")
    day = today or datetime.now(UTC).date()
    text = asked if isinstance(asked, str) else _written(asked)
    return Citation(question, text, graph.title, graph.digest, day.isoformat(), studies or tuple(slug(row[0]) for row in rows), of)


def studies(result: Result) -> tuple[str, ...]:
    """Ids of the studies an answer names, sorted."""
    start = f"{BASE}study/"
    cells = (value(term) for row in result.terms for term in row)
    return tuple(sorted({slug(cell) for cell in cells if isinstance(cell, str) and cell.startswith(start)}))


def _written(asked: Asked) -> str:
    lines = (line for line in asked.text.splitlines() if not line.startswith(("#+", "PREFIX")))
    return (f"{asked.name}: " if asked.name else "") + " ".join(lines)
