"""The SHACL gate: the lines of the graph against the shapes of the ontology, before anything is loaded.

It runs before loading because a store rewrites literals (RELIABILITY 3). Of the vocabulary only what the shapes ask for is taken:
classes of the concepts used, poles they have, subclasses; the schemes themselves are checked by the tests of the ontology.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.graph import names, nquads
from kg.graph.vocabulary import SKOS

_ASKED = (
    nquads.RDF_TYPE,
    "<http://www.w3.org/2000/01/rdf-schema#subClassOf>",
    names.term("poleScope"),
)
_META = f" <{names.META}> .\n"
_REPLACED = f"<{SKOS}Concept>"


@dataclass(frozen=True, slots=True)
class Broken:
    """A shape that does not hold: of which thing (an IRI), what to do in a sentence, and whether it is a fault or a note."""

    thing: str
    words: str
    fault: bool


def gate(vocabulary: Iterable[str], lines: Iterable[str]) -> list[Broken]:
    """Check the current view and the provenance among N-Quads lines; the result is sorted and names each thing once a shape."""
    import rdflib
    from pyshacl import validate
    from rdflib.namespace import RDF, SH

    import ontology

    facts = [line for line in lines if line.endswith(_META) or "/g/" not in line[line.rfind(" ", 0, -3) :]]
    used = {piece for line in facts for piece in line.split(" ", 3)[2:3] if "/concept/" in piece}
    asked = (line for line in vocabulary if line.split(" ", 2)[1] in _ASKED and (line.split(" ", 1)[0] in used or "/concept/" not in line))
    triples = "".join([*(line.replace(_META, " .\n") for line in facts), *asked])
    graph = rdflib.Graph().parse(data=triples, format="nt")
    shapes = rdflib.Graph().parse(ontology.shapes())
    _, report, _ = validate(graph, shacl_graph=shapes, allow_warnings=True, inplace=True)
    assert isinstance(report, rdflib.Graph)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
        thing = value if str(focus) == ontology.EV.rstrip("#") else focus
        fault = report.value(result, SH.resultSeverity) == SH.Violation
        found.add(Broken(str(thing), str(report.value(result, SH.resultMessage)), fault))
    return sorted(found, key=lambda one: (not one.fault, one.thing, one.words))
