"""The lexicon: every concept of the shipped schemes and of a review's own, by slug, label and IRI."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.concepts import near
from kg.concepts import scheme as on_disk
from kg.concepts.scheme import TERMS, Stated
from kg.errors import BadReview, UnknownConcept

#: Schemes that a review with `replace = true` brings itself.
REPLACED = ("determinant", "strategy")


@dataclass(frozen=True, slots=True)
class Concept:
    """A SKOS concept as the project uses it; `broader` and `targets` are slugs, `scheme` is a short name like `determinant`.

    `barrier_labels` and `facilitator_labels` are its wordings at the two poles; `pole_scope` is `bipolar` or says which pole it has.
    """

    slug: str
    iri: str
    scheme: str
    label: str
    definition: str = ""
    alt: tuple[str, ...] = ()
    barrier_labels: tuple[str, ...] = ()
    facilitator_labels: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    pole_scope: str = ""
    level: str = ""
    targets: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    notation: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """All wordings without a pole: label and synonyms."""
        return (self.label, *self.alt)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Concepts by slug, in a stable order; `within` is the materialised roll-up."""

    concepts: dict[str, Concept]
    _above: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    _names: dict[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, paths: Sequence[Path] = (), *, replace: bool = False, shipped: Sequence[Path] | None = None) -> "Lexicon":
        """Read the shipped schemes and a review's own (`Review.scheme_files()`).

        `replace` leaves out the shipped determinants and strategies, for a review of another field. Raises `BadReview` or
        `BadSheet` naming file, line and remedy.
        """
        ours = [one for path in (schemes() if shipped is None else shipped) for one in on_disk.stated(path)]
        if replace:
            ours = [one for one in ours if one.scheme not in REPLACED]
        own = [one for path in paths for one in on_disk.stated(path)]
        return cls.of((*ours, *own))

    @classmethod
    def of(cls, stated: Iterable[Stated]) -> "Lexicon":
        """A lexicon of what files state; later statements of an IRI add to earlier ones. Raises `BadReview` for a dangling link."""
        merged: dict[str, Stated] = {}
        for one in stated:
            merged[one.iri] = _merge(merged[one.iri], one) if one.iri in merged else one
        slugs = _slugs(merged)
        concepts = {slugs[iri]: _concept(one, slugs) for iri, one in sorted(merged.items())}
        names: dict[str, str] = {}
        for concept in concepts.values():  # a slug or IRI is nobody else's label
            names |= {concept.iri.casefold(): concept.slug, concept.slug.casefold(): concept.slug}
        for concept in concepts.values():
            for name in concept.words:
                names.setdefault(name.casefold(), concept.slug)
                names.setdefault(f"{concept.scheme}//{name.casefold()}", concept.slug)
        return cls(concepts, {slug: _within(slug, concepts) for slug in concepts}, names)

    def find(self, name: str, scheme: str = "") -> Concept:
        """The concept of a slug, IRI or label, of a scheme where one is named and has it; raises `UnknownConcept` with the nearest."""
        slug = self.named(name, scheme) or self.named(name)
        if not slug:
            near = ", ".join(self.nearest(name))
            raise UnknownConcept(f"There is no concept {name!r} in the loaded schemes; the nearest are {near}.")
        return self.concepts[slug]

    def named(self, name: str, scheme: str = "") -> str:
        """The slug of the concept of a slug, IRI or label, of a scheme when one is given; empty when none goes by that name."""
        key = name.strip().casefold()
        slugs = (name if name in self.concepts else "", self._names.get(f"{scheme}//{key}", ""), self._names.get(key, ""))
        return next((slug for slug in slugs if slug and self._of(slug, scheme)), "")

    def nearest(self, name: str, most: int = 3, scheme: str = "") -> list[str]:
        """Slugs of the concepts whose slug or label is most like some words, the likest first."""
        return near.nearest(name, {key: slug for key, slug in self._names.items() if "//" not in key and self._of(slug, scheme)}, most)

    def within(self, slug: str) -> tuple[str, ...]:
        """The concept itself and all above it, nearest first; a slug no scheme holds is only within itself."""
        return self._above.get(slug, (slug,))

    def tops(self, slug: str) -> tuple[str, ...]:
        """The concepts above it (or itself) that have nothing above them."""
        return tuple(one for one in self.within(slug) if one not in self.concepts or not self.concepts[one].broader)

    def scheme(self, name: str) -> tuple[Concept, ...]:
        """All concepts of a scheme, in a stable order."""
        return tuple(concept for concept in self.concepts.values() if concept.scheme == name)

    def slug(self, iri: str) -> str:
        """The slug of an IRI (or the IRI itself where no scheme holds it)."""
        return self._names.get(iri.casefold(), iri)

    def _of(self, slug: str, scheme: str) -> bool:
        return not scheme or self.concepts[slug].scheme == scheme


def schemes() -> list[Path]:
    """The scheme files that ship with the ontology, sorted by name."""
    import ontology

    return sorted((Path(ontology.__path__[0]) / "schemes").glob("*.ttl"))


def _merge(first: Stated, more: Stated) -> Stated:
    """Both statements; of labels and definitions the later one's win, so that a review can rename."""
    both = {
        name: list(dict.fromkeys(getattr(first, name) + getattr(more, name)))
        for name in Stated.__dataclass_fields__
        if name not in {"iri", "labels", "definitions"}
    }
    if more.labels:
        both["alt"] = list(dict.fromkeys(both["alt"] + first.labels))
    return Stated(first.iri, labels=more.labels or first.labels, definitions=more.definitions or first.definitions, **both)


def _slugs(stated: dict[str, Stated]) -> dict[str, str]:
    """A slug for each IRI: its last part, or the whole IRI where an earlier concept has that part already."""
    slugs: dict[str, str] = {}
    taken: set[str] = set()
    for iri in sorted(stated, key=lambda iri: (not iri.startswith(on_disk.CONCEPTS), iri)):
        short = iri.rstrip("/").rpartition("#")[2].rpartition("/")[2]
        slugs[iri] = iri if short in taken or not short else short
        taken.add(slugs[iri])
    return slugs


def _concept(one: Stated, slugs: dict[str, str]) -> Concept:
    label, others = _labels(one, slugs[one.iri])
    return Concept(
        slugs[one.iri],
        one.iri,
        one.scheme,
        label,
        _best(one.definitions),
        tuple(dict.fromkeys((*others, *_words(one.alt)))),
        _words(one.barrier),
        _words(one.facilitator),
        _known(one, one.broader, "broader", slugs),
        next((pole.removeprefix(TERMS) for pole in one.poles), ""),
        next((slugs.get(level, level) for level in one.levels), ""),
        _known(one, one.targets, "targets", slugs),
        tuple(slugs.get(iri, iri) for iri in sorted(one.replaced)),
        next((words for words, _ in one.notations), ""),
    )


def _labels(one: Stated, slug: str) -> tuple[str, tuple[str, ...]]:
    label = _best(one.labels) or slug.replace("-", " ").capitalize()
    return label, tuple(words for words, _ in one.labels if words != label)


def _best(literals: list[tuple[str, str]]) -> str:
    """The English wording, else one without language, else the first."""
    ranked = sorted(literals, key=lambda one: (not one[1].startswith("en"), bool(one[1]), one[1]))
    return ranked[0][0] if ranked else ""


def _words(literals: list[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words for words, _ in literals))


def _known(one: Stated, iris: list[str], column: str, slugs: dict[str, str]) -> tuple[str, ...]:
    for iri in iris:
        if iri not in slugs:
            short = iri.removeprefix(on_disk.CONCEPTS)
            raise BadReview(
                f"The concept {slugs[one.iri]!r} names {short!r} as its {column}, which no loaded scheme holds; "
                "correct it, or load the scheme it is in (review.toml, [schemes])."
            )
    return tuple(dict.fromkeys(slugs[iri] for iri in sorted(iris)))


def _within(slug: str, concepts: dict[str, Concept]) -> tuple[str, ...]:
    """Itself and all above, breadth first; a circle of broader concepts ends where it began."""
    seen = {slug: None}
    queue = [slug]
    for one in queue:
        for above in concepts[one].broader:
            if above not in seen:
                seen[above] = None
                queue.append(above)
    return tuple(seen)
