"""The words of the ontology as Python names, and where its files are. Plain strings, no rdflib: importing this costs nothing.

>>> Class.BARRIER_FINDING
'https://w3id.org/evidence-kg/ont#BarrierFinding'
>>> concept("determinant", "treatment-capacity")
'https://w3id.org/evidence-kg/concept/determinant/treatment-capacity'
"""

from importlib.resources import files
from pathlib import Path
from typing import Final

from ontology.words import BASE, EV, Class, Individual, Property

__all__ = [
    "BASE",
    "EV",
    "KINDS",
    "POLES",
    "SCHEMES",
    "Class",
    "Individual",
    "Property",
    "axioms",
    "concept",
    "evidence",
    "folder",
    "scheme",
    "scheme_shapes",
    "schemes",
    "shapes",
]

SHAPES: Final = BASE + "shapes#"

# Namespaces of others whose words we use
BIBO: Final = "http://purl.org/ontology/bibo/"
DCTERMS: Final = "http://purl.org/dc/terms/"
FABIO: Final = "http://purl.org/spar/fabio/"
OBO: Final = "http://purl.obolibrary.org/obo/"
OWL: Final = "http://www.w3.org/2002/07/owl#"
PROV: Final = "http://www.w3.org/ns/prov#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SEMAPV: Final = "https://w3id.org/semapv/vocab/"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

#: Assertion methods of the Evidence and Conclusion Ontology, stated on each managed graph.
MANUAL_ASSERTION: Final = OBO + "ECO_0000218"
AUTOMATIC_ASSERTION: Final = OBO + "ECO_0000203"


#: The concept schemes that ship: the word in a concept's IRI, then the plural in the scheme's IRI and file name, and the class.
SCHEMES: Final[dict[str, tuple[str, str]]] = {
    "determinant": ("determinants", Class.DETERMINANT),
    "strategy": ("strategies", Class.STRATEGY),
    "stakeholder": ("stakeholders", Class.STAKEHOLDER),
    "programme": ("programmes", Class.PROGRAMME),
    "place": ("places", Class.PLACE),
    "method": ("methods", Class.METHOD),
    "level": ("levels", Class.ECO_LEVEL),
    "basis": ("bases", Class.BASIS),
    "section": ("sections", Class.SECTION),
    "verdict": ("verdicts", Class.VERDICT_VALUE),
    "confidence": ("confidence", Class.CONFIDENCE_LEVEL),
    "cfir2": ("cfir2", Class.CONSTRUCT),
}

#: Kinds of finding (`kg.findings.finding.KINDS`) and their classes.
KINDS: Final[dict[str, str]] = {
    "barrier": Class.BARRIER_FINDING,
    "facilitator": Class.FACILITATOR_FINDING,
    "recommendation": Class.RECOMMENDATION_FINDING,
    "ambivalent": Class.AMBIVALENT_FINDING,
    "no-influence": Class.NON_INFLUENCE_FINDING,
    "context": Class.CONTEXT_FINDING,
}

#: The pole that a finding of a class has.
POLES: Final[dict[str, str]] = {
    Class.BARRIER_FINDING: Individual.HINDERS,
    Class.FACILITATOR_FINDING: Individual.HELPS,
    Class.AMBIVALENT_FINDING: Individual.CUTS_BOTH_WAYS,
    Class.NON_INFLUENCE_FINDING: Individual.NO_INFLUENCE,
}


def concept(scheme: str, slug: str) -> str:
    """Give the IRI of a concept: `concept("place", "toronto")`."""
    return f"{BASE}concept/{scheme}/{slug}"


def scheme(word: str) -> str:
    """Give the IRI of a scheme that ships: `scheme("place")` ends in `scheme/places`; raises KeyError for an unknown word."""
    return f"{BASE}scheme/{SCHEMES[word][0]}"


def folder() -> Path:
    """Find the ontology's files, in a checkout and in an installed wheel alike."""
    return Path(str(files(__name__)))


def evidence() -> Path:
    """Find the classes and properties: `evidence.ttl`."""
    return folder() / "evidence.ttl"


def shapes() -> Path:
    """Find the SHACL shapes: `shapes.ttl`."""
    return folder() / "shapes.ttl"


def scheme_shapes() -> Path:
    """Find the SHACL shapes for concept schemes, a review's own too: `scheme-shapes.ttl`."""
    return folder() / "scheme-shapes.ttl"


def axioms() -> Path:
    """Find the axioms for reasoners that need RDF lists: `axioms.ttl`; never loaded into the store."""
    return folder() / "axioms.ttl"


def schemes() -> tuple[Path, ...]:
    """Find the SKOS schemes that ship, sorted by name."""
    return tuple(sorted((folder() / "schemes").glob("*.ttl")))
