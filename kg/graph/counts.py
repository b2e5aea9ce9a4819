"""Counts of the standing questions, made while the graph is built: asking for them then takes no counting.

A count is a node of the graph `g/counts` (an observation as in the RDF Data Cube, https://www.w3.org/TR/vocab-data-cube/): a kind of
finding, a concept with all below it, perhaps whom it affects or concerns, in which country, or which other concept the same studies
name; and the studies, families and findings that make it (in a breakdown, families and findings only where they are not as many as
the studies). Breakdowns and pairs are written for large reviews only: a small one counts
them as fast as it reads them, and they would outgrow its findings.
"""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import combinations

from harvest.report import Study
from kg.findings.finding import Finding
from kg.graph import names
from kg.graph.derive import KINDS, is_evidence
from kg.graph.names import term
from kg.graph.nquads import RDF_TYPE, integer
from kg.graph.vocabulary import Vocabulary
from ontology import BASE

#: Studies from which on breakdowns by stakeholder and country, and pairs of concepts, are written.
LARGE = 5_000
COUNTED = ("barrier", "facilitator", "recommendation")
GRAPH = f"<{names.COUNTS}>"
#: Marks the count of a concept as coded, without what lies below it.
CODED = "coded"
#: Stands where a finding states no stakeholder, or a study no place.
NOBODY = "-"

#: Kind, concept, stakeholder, country and other concept of a count, empty where it is over all of them; IRIs in angle brackets.
Cell = tuple[str, str, str, str, str]


class Counts:
    """Adds up one study after the other; `large` is the number of studies from which on the details are written."""

    def __init__(self, vocabulary: Vocabulary, large: int = LARGE) -> None:
        self._vocabulary = vocabulary
        self._large = large
        self._studies = 0
        self._cells: dict[Cell, list[int]] = {}
        self._families: dict[Cell, set[str]] = {}
        self._addressed: dict[str, int] = {}

    def add(self, study: Study, findings: Iterable[Finding]) -> None:
        """Count a study with its standing findings."""
        self._studies += 1
        countries = self._countries(study)
        cells: dict[Cell, int] = {}
        said: dict[str, set[str]] = {}
        kept = [finding for finding in findings if is_evidence(finding)]
        for finding in kept:
            if finding.kind in COUNTED:
                concepts = {above for iri in self._vocabulary.iris(finding.concepts) for above in self._vocabulary.above(iri)}
                said.setdefault(finding.kind, set()).update(concepts)
                for coded in self._vocabulary.iris(finding.concepts):
                    cell = (finding.kind, coded, "", "", CODED)
                    cells[cell] = cells.get(cell, 0) + 1
                people = self._vocabulary.iris((*finding.affects, *finding.stakeholders)) or [NOBODY]
                for concept in concepts:
                    for who in ("", *people):
                        for where in ("", *countries):
                            cell = (finding.kind, concept, who, where, "")
                            cells[cell] = cells.get(cell, 0) + 1
        for kind, concepts in said.items():
            if kind != "recommendation":
                cells.update(((kind, first, "", "", second), 0) for first, second in combinations(sorted(concepts), 2))
        self._sum(cells, study.family)
        for concept in self._answers(kept):
            self._addressed[concept] = self._addressed.get(concept, 0) + 1

    def _sum(self, cells: dict[Cell, int], family: str) -> None:
        """Add a study's cells; a study of a family is remembered by it, so that the family counts once."""
        totals = self._cells
        for cell, findings in cells.items():
            total = totals.get(cell)
            if total is None:
                totals[cell] = total = [0, 0, 0]
            total[0] += 1
            total[1] += findings
            if family:
                total[2] += 1
                self._families.setdefault(cell, set()).add(family)

    def _countries(self, study: Study) -> list[str]:
        """The places of a study at the top of the places."""
        above = {top for iri in self._vocabulary.iris(study.places) for top in self._vocabulary.above(iri)}
        return sorted(iri for iri in above if len(self._vocabulary.above(iri)) == 1) or [NOBODY]

    def _answers(self, findings: list[Finding]) -> set[str]:
        """The determinants that the recommendations of a study answer: addressed, targeted, or those of a barrier they answer."""
        by_id = {finding.id: finding for finding in findings} if any(finding.links for finding in findings) else {}
        found: set[str] = set()
        lexicon = self._vocabulary.lexicon
        for finding in findings:
            if finding.kind == "recommendation":
                slugs = [*finding.addresses]
                for slug in finding.concepts:
                    concept = lexicon.concepts.get(slug)
                    slugs += concept.targets if concept else ()
                for relation, other in finding.links:
                    if relation == "addressesFinding" and other in by_id:
                        slugs += by_id[other].concepts
                found.update(self._vocabulary.iris(slugs))
        return found

    def lines(self) -> Iterator[str]:
        """Every count as N-Quads lines, sorted by what it counts."""
        details = self._studies >= self._large
        for cell in sorted(self._cells):
            if details or cell[2:] in (("", "", ""), ("", "", CODED)):
                yield from self._lines(cell)
        for concept in sorted(self._addressed):
            yield f"{concept} {term('addressedIn')} {integer(self._addressed[concept])} {GRAPH} .\n"

    def _lines(self, cell: Cell) -> Iterator[str]:
        kind, concept, who, where, other = cell
        studies, findings, in_family = self._cells[cell]
        families = studies - in_family + len(self._families.get(cell, ()))
        node = f"<{BASE}count/{hashlib.sha256(chr(31).join(cell).encode()).hexdigest()[:20]}>"
        pairs = [f"{term('ofKind')} {term(KINDS[kind][0])}", f"{term('ofConcept')} {concept}"]
        whole = cell[2:] in (("", "", ""), ("", "", CODED))
        shape = (
            "CodedCount"
            if other == CODED
            else "PairCount"
            if other
            else "StakeholderCountryCount"
            if who and where
            else "StakeholderCount"
            if who
            else "CountryCount"
            if where
            else "ConceptCount"
        )
        pairs.insert(0, f"{RDF_TYPE} {term(shape)}")
        for name, value in (("ofStakeholder", who), ("ofCountry", where), ("withConcept", other)):
            if value not in ("", CODED, NOBODY):
                pairs.append(f"{term(name)} {value}")
        pairs.append(f"{term('inStudies')} {integer(studies)}")
        if families != studies or whole:
            pairs.append(f"{term('inFamilies')} {integer(families)}")
        if whole or (findings != studies and not other):
            pairs.append(f"{term('inFindings')} {integer(findings)}")
        return (f"{node} {pair} {GRAPH} .\n" for pair in pairs)
