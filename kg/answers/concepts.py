"""The concepts a graph holds, read from the graph itself: found by slug, label or IRI, with what lies above and below them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kg.concepts import near
from kg.errors import UnknownConcept

BASE = "https://w3id.org/evidence-kg/"
ONTOLOGY = f"{BASE}ont#"
SKOS = "http://www.w3.org/2004/02/skos/core#"

#: Prefixes that need not be declared in a question.
PREFIXES = {
    "ev": ONTOLOGY,
    "det": f"{BASE}concept/determinant/",
    "stk": f"{BASE}concept/stakeholder/",
    "str": f"{BASE}concept/strategy/",
    "plc": f"{BASE}concept/place/",
    "prg": f"{BASE}concept/programme/",
    "mth": f"{BASE}concept/method/",
    "lvl": f"{BASE}concept/level/",
    "bas": f"{BASE}concept/basis/",
    "sec": f"{BASE}concept/section/",
    "vrd": f"{BASE}concept/verdict/",
    "stu": f"{BASE}study/",
    "rep": f"{BASE}report/",
    "rec": f"{BASE}record/",
    "fnd": f"{BASE}finding/",
    "txt": f"{BASE}text/",
    "fam": f"{BASE}family/",
    "agt": f"{BASE}agent/",
    "g": f"{BASE}g/",
    "skos": SKOS,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
}

QUERY = f"""SELECT ?c ?label ?property ?value WHERE {{
  ?c <{SKOS}prefLabel> ?label .
  OPTIONAL {{ VALUES ?property {{ <{SKOS}altLabel> <{SKOS}broader> <{SKOS}inScheme> }} ?c ?property ?value }}
}}"""

#: Scheme as people say it -> last piece of the scheme's IRI.
_PLURAL = {"strategy": "strategies", "basis": "bases"}


@dataclass(frozen=True, slots=True)
class Concepts:
    """Labels, synonyms and the hierarchy of every concept, by IRI."""

    labels: dict[str, str]
    broader: dict[str, tuple[str, ...]]
    schemes: dict[str, str]
    names: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    narrowed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, rows: Iterable[tuple[Any, Any, Any, Any]]) -> "Concepts":
        """Gather the rows of `QUERY`, as strings (None where nothing is stated)."""
        labels: dict[str, str] = {}
        broader: dict[str, list[str]] = {}
        schemes: dict[str, str] = {}
        names: dict[str, list[str]] = {}
        for iri, label, link, value in rows:
            if iri not in labels:
                labels[iri] = label
                for name in (iri, slug(iri), label):
                    names.setdefault(name.casefold(), []).append(iri)
            if link and link.endswith("altLabel"):
                names.setdefault(value.casefold(), []).append(iri)
            elif link and link.endswith("broader"):
                broader.setdefault(iri, []).append(value)
            elif link and link.endswith("inScheme"):
                schemes[iri] = value
        narrowed = frozenset(above for list_ in broader.values() for above in list_)
        return cls(
            labels, {iri: tuple(sorted(up)) for iri, up in broader.items()}, schemes, {n: tuple(i) for n, i in names.items()}, narrowed
        )

    def find(self, name: str, scheme: str = "") -> str:
        """The IRI of a concept named by IRI, slug or label; raises `UnknownConcept` with the nearest ones."""
        wanted = expanded(name.strip())
        for iri in self.names.get(wanted.casefold(), ()):
            if not scheme or self.in_scheme(iri, scheme):
                return iri
        near = self.nearest(name, scheme)
        offer = f" The nearest are {', '.join(near)}." if near else ""
        raise UnknownConcept(f"There is no {scheme or 'concept'} {name!r} in this graph.{offer}")

    def in_scheme(self, iri: str, scheme: str) -> bool:
        """Whether a concept is of a scheme (`determinant`, `place` ...), by its IRI or by the scheme it is stated to be in."""
        held = self.schemes.get(iri, "").rstrip("/")
        return f"/concept/{scheme}/" in iri or held.endswith((f"/{_PLURAL.get(scheme, scheme + 's')}", f"/own-{scheme}"))

    def nearest(self, name: str, scheme: str = "", most: int = 3) -> list[str]:
        """Slugs of the concepts whose slug or label is most like a name, the likest first."""
        choices = {key: iris[0] for key, iris in self.names.items() if "://" not in key and (not scheme or self.in_scheme(iris[0], scheme))}
        return near.nearest(name, {key: slug(iri) for key, iri in choices.items()}, most)

    def label(self, iri: str) -> str:
        """The label of a concept, else the last piece of its IRI."""
        return self.labels.get(iri) or slug(iri)

    def above(self, iri: str) -> tuple[str, ...]:
        """The concept and all above it, nearest first; a circle ends where it began."""
        seen = {iri: None}
        queue = [iri]
        for one in queue:
            for up in self.broader.get(one, ()):
                if up not in seen:
                    seen[up] = None
                    queue.append(up)
        return tuple(seen)

    def tops(self, iri: str) -> tuple[str, ...]:
        """The concepts above it, or itself, with nothing above them."""
        return tuple(one for one in self.above(iri) if not self.broader.get(one))


def slug(iri: str) -> str:
    """The last piece of an IRI.

    >>> slug("https://w3id.org/evidence-kg/concept/determinant/funding")
    'funding'
    """
    return iri.rstrip("/").rpartition("#")[2].rpartition("/")[2]


def expanded(name: str) -> str:
    """An IRI in angle brackets or by one of our prefixes, written out; anything else as it is.

    >>> expanded("det:funding")
    'https://w3id.org/evidence-kg/concept/determinant/funding'
    """
    if name.startswith("<") and name.endswith(">"):
        return name[1:-1]
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES and not local.startswith("//") else name


def shortened(iri: str) -> str:
    """An IRI by one of our prefixes where one fits.

    >>> shortened("https://w3id.org/evidence-kg/concept/determinant/funding")
    'det:funding'
    """
    for prefix, start in PREFIXES.items():
        if iri.startswith(start) and "/" not in iri[len(start) :] and len(iri) > len(start):
            return f"{prefix}:{iri[len(start) :]}"
    return iri
