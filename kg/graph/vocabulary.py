"""The words the graph is written in: ontology and schemes as triples, and from a slug to the concept's IRI.

The triples are those of the Turtle files as they are (labels, definitions, alignments); concepts of a review's own schemes come
out of the lexicon. Triples with blank nodes (lists and restrictions for reasoners) stay in the files.
"""

from collections.abc import Iterator, Sequence
from importlib.resources import files

from kg.concepts.lexicon import Concept, Lexicon
from kg.concepts.scheme import CLASSES
from kg.graph import names, nquads
from ontology import BASE

SKOS = "http://www.w3.org/2004/02/skos/core#"

_KINDS = {scheme: kind for kind, scheme in CLASSES.items()}
_WITHIN = names.term("within")


class Vocabulary:
    """The concepts of one lexicon by slug or IRI, as terms in angle brackets; what it does not know is kept in `unknown`."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.unknown: dict[str, int] = {}
        self._iris: dict[str, str] = {}
        self._above: dict[str, tuple[str, ...]] = {}
        self._several: dict[tuple[str, ...], tuple[str, ...]] = {}
        for slug, concept in lexicon.concepts.items():
            iri = nquads.iri(concept.iri)
            self._iris[slug] = self._iris[concept.iri] = iri
            self._above[iri] = tuple(nquads.iri(lexicon.concepts[one].iri) for one in lexicon.within(slug) if one in lexicon.concepts)

    def iri(self, slug: str) -> str:
        """The IRI of a concept, empty (and counted) when no scheme holds it."""
        found = self._iris.get(slug)
        if found is None:
            self.unknown[slug] = self.unknown.get(slug, 0) + 1
            return ""
        return found

    def iris(self, slugs: Sequence[str]) -> tuple[str, ...]:
        """The IRIs of the concepts that are known, each once, in the order given."""
        key = tuple(slugs)
        found = self._several.get(key)
        if found is None:
            found = tuple(dict.fromkeys(filter(None, map(self.iri, key))))
            if all(slug in self._iris for slug in key):  # an unknown one is to be counted each time
                self._several[key] = found
        return found

    def scheme(self, slug: str) -> str:
        """Short name of the scheme of a concept, empty when no scheme holds it."""
        concept = self.lexicon.concepts.get(slug)
        return concept.scheme if concept else ""

    def known(self, slug: str) -> bool:
        """Whether a scheme holds this concept; asking is not counted."""
        return slug in self._iris

    def above(self, iri: str) -> tuple[str, ...]:
        """A concept (in angle brackets) and all above it."""
        return self._above.get(iri, (iri,))

    def lines(self) -> list[str]:
        """Ontology, schemes, concepts and the roll-up `ev:within` as sorted N-Quads lines of the default graph."""
        lines = set(_shipped({concept.iri for concept in self.lexicon.concepts.values()}))
        written = {line.split(" ", 1)[0] for line in lines}
        for concept in self.lexicon.concepts.values():
            if nquads.iri(concept.iri) not in written:
                lines.update(self._own(concept))
        for iri, above in self._above.items():
            lines.update(f"{iri} {_WITHIN} {one} .\n" for one in above)
        return sorted(lines)

    def _own(self, concept: Concept) -> Iterator[str]:
        subject = nquads.iri(concept.iri)
        yield f"{subject} {nquads.RDF_TYPE} <{SKOS}Concept> .\n"
        if kind := _KINDS.get(concept.scheme):
            yield f"{subject} {nquads.RDF_TYPE} {names.term(kind)} .\n"
        labels = (
            (f"<{SKOS}prefLabel>", (concept.label,)),
            (f"<{SKOS}definition>", (concept.definition,)),
            (f"<{SKOS}altLabel>", concept.alt),
            (names.term("barrierLabel"), concept.barrier_labels),
            (names.term("facilitatorLabel"), concept.facilitator_labels),
        )
        for label, wordings in labels:
            yield from (f"{subject} {label} {nquads.string(words, 'en')} .\n" for words in wordings if words)
        links = (
            (f"<{SKOS}broader>", concept.broader),
            (names.term("targets"), concept.targets),
            ("<http://purl.org/dc/terms/isReplacedBy>", concept.replaced_by),
        )
        for link, slugs in links:
            yield from (f"{subject} {link} {self._iris[slug]} .\n" for slug in slugs if slug in self._iris)
        if concept.pole_scope:
            yield f"{subject} {names.term('poleScope')} {names.term(concept.pole_scope)} .\n"
        scheme = f"<{BASE}scheme/own-{names.slug(concept.scheme)}>"
        yield f"{subject} <{SKOS}inScheme> {scheme} .\n"
        yield f"{scheme} {nquads.RDF_TYPE} <{SKOS}ConceptScheme> .\n"
        yield f"{scheme} <http://purl.org/dc/terms/title> {nquads.string(f'Own concepts of this review: {concept.scheme}', 'en')} .\n"
        if not concept.broader:
            yield f"{subject} <{SKOS}topConceptOf> {scheme} .\n"


def _shipped(concepts: set[str]) -> Iterator[str]:
    """The triples of evidence.ttl and of all schemes, without concepts the lexicon has put aside."""
    import pyoxigraph

    folder = files("ontology")
    texts = [file for file in folder.iterdir() if file.name == "evidence.ttl"]
    texts += sorted((file for file in folder.joinpath("schemes").iterdir() if file.name.endswith(".ttl")), key=lambda file: file.name)
    for file in texts:
        triples = list(pyoxigraph.parse(file.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE))
        aside = {
            triple.subject.value
            for triple in triples
            if triple.predicate.value == nquads.RDF_TYPE[1:-1]
            and triple.object == pyoxigraph.NamedNode(f"{SKOS}Concept")
            and triple.subject.value not in concepts
        }
        for triple in triples:
            blank = isinstance(triple.subject, pyoxigraph.BlankNode) or isinstance(triple.object, pyoxigraph.BlankNode)
            if not blank and triple.subject.value not in aside:
                yield f"{triple.subject} {triple.predicate} {triple.object} .\n"
