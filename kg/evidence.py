"""Everything a review knows, gathered: what the graph is built from and the views draw."""

from dataclasses import dataclass

from harvest.report import Report, Study
from kg.findings.finding import Coding


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What is kept of a document in the graph: never the text, only its digest, length and record."""

    sha256: str
    length: int
    record: str
    report: str
    kind: str = "abstract"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Reports, studies, texts and codings of one review, in a stable order (sorted by key)."""

    title: str
    reports: tuple[Report, ...]
    studies: tuple[Study, ...]
    texts: tuple[TextFacts, ...]
    codings: tuple[Coding, ...]
    question: str = ""
