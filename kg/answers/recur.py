"""Recurrence: which barriers, facilitators or recommendations stand in how many independent studies, for whom, where, in what words."""

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from kg.answers.concepts import BASE, ONTOLOGY, Concepts, slug
from kg.answers.recurrence import KINDS, Quote, Recurrence, Row
from kg.answers.table import Table
from kg.errors import BadQuery

#: What recurrence can be broken down by -> the pattern that binds ?d (a plain `{d}` in it) and what it says.
DIMENSIONS = {
    "stakeholder": ("?f ev:affects|ev:concerns ?{d} .", "whom it affects or concerns"),
    "affected": ("?f ev:affects ?{d} .", "whom it affects"),
    "concerned": ("?f ev:concerns ?{d} .", "whose conduct it concerns"),
    "voice": ("?f ev:voicedBy ?{d} .", "who says it"),
    "actor": ("?f ev:actor ?{d} .", "who should act"),
    "place": ("?study ev:place ?{d} .", "where, as stated"),
    "country": ("?study ev:place ?{d}p . ?{d}p ev:within ?{d} . ?{d} skos:topConceptOf ?{d}s .", "in which country or region"),
    "programme": ("?study ev:programme ?{d} .", "in which programme"),
    "method": ("?study ev:method ?{d} .", "by which method"),
    "level": ("?f ev:level ?{d} .", "on which socio-ecological level"),
    "basis": ("?f ev:basis ?{d} .", "whose account it is"),
    "section": ("?f ev:section ?{d} .", "in which part of the report"),
}
#: Where machines' candidates wait, shaped like the current view.
CANDIDATES = f"{BASE}g/candidates"

LEVELS = ("leaf", "parent", "top", "all")
NOT_STATED = "not stated"

#: Asks the graph: SPARQL to rows of plain values, IRIs as text.
Select = Callable[[str], Iterable[tuple[Any, ...]]]


def checked(kind: str, by: Sequence[str], level: str, families: str = "each") -> None:
    """Raise `BadQuery` with the nearest right word for a kind, dimension or level that does not exist."""
    for word, what, known in ((kind, "kind", KINDS), (level, "level", LEVELS), *((one, "dimension", DIMENSIONS) for one in by)):
        if word not in known:
            near = get_close_matches(word, list(known), n=1, cutoff=0.4)
            offer = f"did you mean {near[0]!r}? " if near else ""
            raise BadQuery(f"There is no {what} {word!r}; {offer}The {what}s are {', '.join(known)}.")
    if families not in ("each", "once"):
        raise BadQuery(f"Families count 'each' or 'once', not {families!r}.")


def pattern(kind: str, level: str, by: Sequence[str], more: str = "") -> str:
    """The graph pattern of the findings of a kind: ?c concept, ?f finding, ?study, and ?d0, ?d1 ... for what `by` names."""
    class_, link, _ = KINDS[kind]
    reach = "?c" if level == "leaf" else "?leaf . ?leaf ev:within ?c"
    lines = [f"?f a ev:{class_} ; ev:evidenceFrom ?study ; ev:{link} {reach} ."]
    lines += [f"OPTIONAL {{ {DIMENSIONS[name][0].format(d=f'd{number}')} }}" for number, name in enumerate(by)]
    return "PREFIX ev: <" + ONTOLOGY + ">\nSELECT {select} WHERE { " + " ".join(lines) + " " + more + " } {group}"


def recur(
    select: Select,
    concepts: Concepts,
    *,
    kind: str = "barrier",
    by: Sequence[str] = (),
    min: int = 2,
    level: str = "leaf",
    families: str = "each",
    quotes: bool = True,
) -> Recurrence:
    """Count over independent studies (`families="once"`: over study families); only what stands in `min` or more of them is shown.

    With `by`, the concepts are chosen by their whole count and then broken down. A concept counts for itself (`leaf`), for itself
    and all below it where it has something below it (`parent`), at the top of the hierarchy only (`top`), or wherever it
    stands (`all`).
    """
    checked(kind, by, level, families)
    dims = [f"?d{number}" for number in range(len(by))]

    def ask(columns: Sequence[str], by_: Sequence[str] = (), more: str = "", count: str = "") -> list[tuple[Any, ...]]:
        text = (
            pattern(kind, level, by_, more)
            .replace("{select}", " ".join(columns) + count)
            .replace("{group}", "GROUP BY " + " ".join(columns))
        )
        return [row for row in select(text) if at_level(concepts, row[0], level)]

    found = ask(["?c", "?study", "?family"], more="OPTIONAL { ?study ev:partOfFamily ?family }", count=" (COUNT(DISTINCT ?f) AS ?n)")
    family = {study: unit or study for _, study, unit, _ in found}
    totals: dict[str, set[str]] = {}
    for concept, study, _, _ in found:
        totals.setdefault(concept, set()).add(family[study] if families == "once" else study)
    recurring = {concept for concept, units in totals.items() if len(units) >= min}
    cells: dict[tuple[str, ...], dict[str, int]] = {}
    rows = ask(["?c", "?study", *dims], by, count=" (COUNT(DISTINCT ?f) AS ?n)") if by else [(c, s, n) for c, s, _, n in found]
    for concept, study, *where, number in rows:
        if concept in recurring:
            cells.setdefault((concept, *(one or "" for one in where)), {})[study] = int(number)
    said = _Said(select, concepts, ask) if recurring else None
    words = _quotes(ask, by, concepts) if quotes and recurring else {}
    made = [_row(key, studies, family, concepts, said, words.get(key, ())) for key, studies in cells.items()]
    order = {concept: (-len(units), concepts.label(concept)) for concept, units in totals.items()}
    made.sort(key=lambda row: (*order[row.concept], row.concept, -_units(row, families), -row.findings, row.by))
    return Recurrence(kind, tuple(by), tuple(made), title(kind, by, min, level, families))


def together(select: Select, concepts: Concepts, kind: str, min: int) -> Table:
    """Pairs of concepts that the same studies name, counted from the findings."""
    from collections import Counter
    from itertools import combinations

    from kg.answers.counted import paired

    said: dict[str, set[str]] = {}
    text = pattern(kind, "top", ()).replace("{select}", "?c ?study").replace("{group}", "GROUP BY ?c ?study")
    for concept, study in select(text):
        said.setdefault(study, set()).add(concept)
    pairs = Counter(pair for named in said.values() for pair in combinations(sorted(named), 2))
    return paired(((a, b, number) for (a, b), number in pairs.items() if number >= min), concepts, kind)


class _Said:
    """Who voices a concept, whom it affects and where its studies are, by label."""

    def __init__(self, select: Select, concepts: Concepts, ask: Callable[..., list[tuple[Any, ...]]]) -> None:
        self.voices = _labels(ask(["?c", "?d0"], ["voice"]), concepts)
        self.affected = _labels(ask(["?c", "?d0"], ["affected"]), concepts)
        text = f"SELECT ?study ?place WHERE {{ ?study <{ONTOLOGY}place> ?place }} ORDER BY ?study ?place"
        self.places = _labels(select(text), concepts)
        text = f"SELECT ?study ?n WHERE {{ ?f <{ONTOLOGY}underNotice> ?n ; <{ONTOLOGY}fromStudy> ?study }} GROUP BY ?study ?n ORDER BY ?n"
        self.notices: dict[str, list[str]] = {}
        for study, notice in select(text):
            self.notices.setdefault(study, []).append(notice)


def _labels(pairs: Iterable[tuple[Any, ...]], concepts: Concepts) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, concept in pairs:
        if concept:
            found.setdefault(key, []).append(concepts.label(concept))
    return {key: sorted(set(labels)) for key, labels in found.items()}


def _row(
    key: tuple[str, ...], studies: dict[str, int], family: dict[str, str], concepts: Concepts, said: _Said | None, quotes: tuple[Quote, ...]
) -> Row:
    assert said is not None
    concept, *where = key
    places = sorted({place for study in studies for place in said.places.get(study, ())})
    notices = tuple(f"{slug(study)}: {notice}" for study in sorted(studies) for notice in said.notices.get(study, ()))
    return Row(
        concept,
        concepts.label(concept),
        tuple(concepts.label(one) if one else NOT_STATED for one in where),
        tuple(sorted(slug(study) for study in studies)),
        len({family[study] for study in studies}),
        sum(studies.values()),
        tuple(said.voices.get(concept, ())),
        tuple(said.affected.get(concept, ())),
        tuple(places),
        notices,
        quotes,
    )


def _quotes(ask: Callable[..., list[tuple[Any, ...]]], by: Sequence[str], concepts: Concepts) -> dict[tuple[str, ...], tuple[Quote, ...]]:
    """The quotes behind each cell, by study and place in the text."""
    dims = [f"?d{number}" for number in range(len(by))]
    more = "?f ev:quote ?quote ; ev:start ?start ; ev:end ?end ; ev:inText ?text . OPTIONAL { ?f ev:voicedBy ?voice } "
    more += f"OPTIONAL {{ GRAPH <{CANDIDATES}> {{ ?f ev:confidence ?k }} }}"
    rows = ask(["?c", *dims, "?f", "?study", "?quote", "?start", "?end", "?text", "?voice", "?k"], by, more)
    voices: dict[tuple[tuple[str, ...], str], set[str]] = {}
    facts: dict[tuple[tuple[str, ...], str], tuple[Any, ...]] = {}
    for row in rows:
        key, (finding, *fact, voice, sure) = tuple(one or "" for one in row[: 1 + len(by)]), row[1 + len(by) :]
        facts[key, finding] = (*fact, sure is not None)
        voices.setdefault((key, finding), set()).update([concepts.label(voice)] if voice else [])
    made: dict[tuple[str, ...], list[Quote]] = {}
    for (key, finding), (study, quote, start, end, text, machine) in facts.items():
        said = tuple(sorted(voices[key, finding]))
        made.setdefault(key, []).append(Quote(slug(finding), slug(study), quote, int(start), int(end), slug(text), said, machine))
    return {key: tuple(sorted(quotes, key=lambda one: (one.study, one.document, one.start, one.finding))) for key, quotes in made.items()}


def at_level(concepts: Concepts, iri: str, level: str) -> bool:
    """Whether a concept is shown at a level of the hierarchy."""
    if level in ("leaf", "all"):
        return True
    top = not concepts.broader.get(iri)
    return top if level == "top" else top or iri in concepts.narrowed


def _units(row: Row, families: str) -> int:
    return row.families if families == "once" else row.number


def title(kind: str, by: Sequence[str], min: int, level: str, families: str) -> str:
    """What an answer about recurrence is called."""
    unit = "independent study families" if families == "once" else "independent studies"
    what = {"barrier": "Barriers", "facilitator": "Facilitators", "recommendation": "Recommendations"}.get(kind, KINDS[kind][2] + "s")
    themes = {"leaf": "", "parent": ", by theme", "top": ", by broadest theme", "all": ", each with all below it"}[level]
    return f"{what} that recur in {min} or more {unit}{themes}" + (f", by {' and '.join(by)}" if by else "")
