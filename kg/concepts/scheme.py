"""Schemes on disk: SKOS in Turtle, ours and others', or a plain sheet with a row a concept.

The sheet has the columns scheme, slug, label, definition, alt, barrier_label, facilitator_label, broader (and, where wanted, targets);
lists are separated by "; ". A row whose slug a loaded scheme already holds adds its words to that concept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import BadReview, BadSheet
from kg.findings import grid
from kg.findings.row import split

NAMESPACE = "https://w3id.org/evidence-kg/"
TERMS = f"{NAMESPACE}ont#"
CONCEPTS = f"{NAMESPACE}concept/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

#: Columns of a sheet of concepts; all are needed.
COLUMNS = ("scheme", "slug", "label", "definition", "alt", "barrier_label", "facilitator_label", "broader")

#: Class of concept -> the short name of its scheme.
CLASSES = {
    "Determinant": "determinant", "Strategy": "strategy", "Stakeholder": "stakeholder", "Place": "place", "Programme": "programme",
    "Method": "method", "EcoLevel": "level", "Basis": "basis", "Section": "section", "VerdictValue": "verdict",
    "ConfidenceLevel": "confidence", "Construct": "cfir2",
}  # fmt: skip
SCHEMES = tuple(CLASSES.values())

#: Property -> field of `Stated` it fills, for literals and for links.
_LITERALS = {
    f"{SKOS}prefLabel": "labels", f"{SKOS}altLabel": "alt", f"{SKOS}hiddenLabel": "alt", f"{SKOS}definition": "definitions",
    f"{TERMS}barrierLabel": "barrier", f"{TERMS}facilitatorLabel": "facilitator", f"{SKOS}notation": "notations",
}  # fmt: skip
_LINKS = {
    f"{SKOS}broader": "broader", f"{TERMS}targets": "targets", f"{TERMS}poleScope": "poles", f"{TERMS}typicalLevel": "levels",
    f"{SKOS}inScheme": "schemes", RDF_TYPE: "types", "http://purl.org/dc/terms/isReplacedBy": "replaced",
}  # fmt: skip


@dataclass(slots=True)
class Stated:
    """What a file says of one concept, as it says it: literals as (words, language), links as IRIs, each in a stable order."""

    iri: str
    labels: list[tuple[str, str]] = field(default_factory=list)
    alt: list[tuple[str, str]] = field(default_factory=list)
    definitions: list[tuple[str, str]] = field(default_factory=list)
    barrier: list[tuple[str, str]] = field(default_factory=list)
    facilitator: list[tuple[str, str]] = field(default_factory=list)
    notations: list[tuple[str, str]] = field(default_factory=list)
    broader: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    poles: list[str] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    schemes: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)

    @property
    def scheme(self) -> str:
        """Short name of the scheme: by its class, else by its IRI, else a determinant (another field's plain SKOS)."""
        for name in self.types:
            if (short := CLASSES.get(name.removeprefix(TERMS))) and name.startswith(TERMS):
                return short
        if self.iri.startswith(CONCEPTS):
            return self.iri.removeprefix(CONCEPTS).partition("/")[0]
        return "determinant"


def stated(path: Path) -> Iterator[Stated]:
    """The concepts of a scheme file; raises `BadReview` (Turtle) or `BadSheet` (a sheet) naming the place and the remedy."""
    try:
        data = path.read_bytes()
    except OSError as wrong:
        raise BadReview(f"The scheme file {path} cannot be read ({wrong.strerror}); correct [schemes] in review.toml.") from wrong
    if path.suffix.lower() == ".csv":
        return iter(_sheet(data, str(path)))
    return iter(_turtle(data, str(path)))


def _turtle(data: bytes, name: str) -> Iterable[Stated]:
    import pyoxigraph

    found: dict[str, Stated] = {}
    concepts = set()
    try:
        for quad in pyoxigraph.parse(data, pyoxigraph.RdfFormat.TURTLE):
            subject, predicate, value = quad.subject, quad.predicate.value, quad.object
            if not isinstance(subject, pyoxigraph.NamedNode):
                continue
            one = found.setdefault(subject.value, Stated(subject.value))
            if isinstance(value, pyoxigraph.Literal) and predicate in _LITERALS:
                getattr(one, _LITERALS[predicate]).append((value.value, value.language or ""))
            elif isinstance(value, pyoxigraph.NamedNode) and predicate in _LINKS:
                getattr(one, _LINKS[predicate]).append(value.value)
                if predicate == RDF_TYPE and value.value == f"{SKOS}Concept":
                    concepts.add(subject.value)
    except SyntaxError as wrong:
        raise BadReview(f"{name}, line {wrong.lineno}: {wrong.msg}; correct the Turtle there.") from wrong
    return (found[iri] for iri in sorted(concepts))


def _sheet(data: bytes, name: str) -> list[Stated]:
    lines = grid.parse(data, name, COLUMNS)
    header = [grid.column(cell) for cell in lines[0].cells]
    missing = [column for column in COLUMNS if column not in header]
    wrong = [column for column in header if column and column not in (*COLUMNS, "targets")]
    if missing or wrong:
        said = "; ".join((*(f"no column {one!r} is known" for one in wrong), *(f"{one} is missing" for one in missing)))
        raise BadSheet(f"{name}, line {lines[0].number}: {said}; the first line must read {', '.join(COLUMNS)}, and may add targets.")
    return [_concept(dict(zip(header, line.cells, strict=False)), name, line.number) for line in lines[1:]]


def _concept(cells: dict[str, str], name: str, line: int) -> Stated:
    scheme, slug = cells.get("scheme", "").strip().lower(), cells.get("slug", "").strip()
    if scheme.removesuffix("s") in SCHEMES and scheme not in SCHEMES:
        scheme = scheme.removesuffix("s")
    if scheme not in SCHEMES:
        raise BadSheet(f"{name}, line {line}, column scheme: {scheme!r} is not a scheme; write one of {', '.join(SCHEMES)}.")
    if not slug or not all(part.isalnum() and part.isascii() and part == part.lower() for part in slug.split("-")):
        raise BadSheet(
            f"{name}, line {line}, column slug: {slug!r} is no slug; write small letters, digits and hyphens, like waiting-times."
        )

    def words(column: str) -> list[tuple[str, str]]:
        return [(item, "en") for item in split(cells.get(column, ""))]

    return Stated(
        f"{CONCEPTS}{scheme}/{slug}",
        labels=[(cells["label"].strip(), "en")] if cells.get("label", "").strip() else [],
        alt=words("alt"),
        definitions=[(cells["definition"], "en")] if cells.get("definition") else [],
        barrier=words("barrier_label"),
        facilitator=words("facilitator_label"),
        broader=[_iri(item, scheme) for item in split(cells.get("broader", ""))],
        targets=[_iri(item, "determinant") for item in split(cells.get("targets", ""))],
    )


def _iri(words: str, scheme: str) -> str:
    """An IRI as it stands, a slug as a concept of the scheme."""
    return words if "://" in words else f"{CONCEPTS}{scheme}/{words}"
