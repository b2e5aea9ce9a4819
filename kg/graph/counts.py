"""Counts of the standing questions, made while the graph is built: asking for them then takes no counting.

A count is a node of the graph `g/counts` (an observation as in the RDF Data Cube, https://www.w3.org/TR/vocab-data-cube/): a kind of
finding, a concept (as coded, or with all below it), and the studies, families and findings that speak of it. In large reviews it also
carries its breakdowns by stakeholder and country, and the concepts the same studies name, each as lines of tab-separated values in one
literal: as nodes of their own they would outgrow the findings, and take longer to read than to count.

    byStakeholderAndCountry   stakeholder/police-officers  place/canada  12  11  19      studies, families, findings
    besideConcepts            determinant/trust            7                             studies
"""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import combinations

from harvest.report import Study
from kg.findings.finding import Finding
from kg.graph import names
from kg.graph.derive import KINDS, is_evidence
from kg.graph.names import term
from kg.graph.nquads import RDF_TYPE, integer, string
from kg.graph.vocabulary import Vocabulary
from ontology import BASE

#: Studies from which on breakdowns by stakeholder and country, and pairs of concepts, are written.
LARGE = 5_000
COUNTED = ("barrier", "facilitator", "recommendation")
GRAPH = f"<{names.COUNTS}>"
#: Marks the count of a concept as coded, without what lies below it.
CODED = "coded"
#: Study ids named beside a count.
NAMED = 20
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
        self._named: dict[Cell, list[str]] = {}

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
        name = names.thing("study", study.key)[1:-1].rpartition("/")[2]
        for cell in filter(_whole, cells):
            named = self._named.setdefault(cell, [])
            if len(named) < NAMED:
                named.append(name)
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
        details = self._details() if self._studies >= self._large else {}
        for cell in sorted(cell for cell in self._cells if _whole(cell)):
            yield from self._lines(cell, details.get(cell[:2], {}) if not cell[4] else {})
        for concept in sorted(self._addressed):
            yield f"{concept} {term('addressedIn')} {integer(self._addressed[concept])} {GRAPH} .\n"

    def _details(self) -> dict[tuple[str, str], dict[str, list[str]]]:
        """The breakdowns and pairs of each kind and concept: property -> lines."""
        found: dict[tuple[str, str], dict[str, list[str]]] = {}
        for cell in sorted(self._cells):
            kind, concept, who, where, other = cell
            if _whole(cell):
                continue
            name = "besideConcepts" if other else "byStakeholderAndCountry" if who and where else "byStakeholder" if who else "byCountry"
            studies, families, findings = self._numbers(cell)
            parts = [_short(other), studies] if other else [*(_short(one) for one in (who, where) if one), studies, families, findings]
            found.setdefault((kind, concept), {}).setdefault(name, []).append("\t".join(map(str, parts)))
        return found

    def _numbers(self, cell: Cell) -> tuple[int, int, int]:
        studies, findings, in_family = self._cells[cell]
        return studies, studies - in_family + len(self._families.get(cell, ())), findings

    def _lines(self, cell: Cell, details: dict[str, list[str]]) -> Iterator[str]:
        kind, concept, _, _, other = cell
        node = f"<{BASE}count/{hashlib.sha256(chr(31).join(cell).encode()).hexdigest()[:20]}>"
        studies, families, findings = self._numbers(cell)
        pairs = [
            f"{RDF_TYPE} {term('CodedCount' if other else 'ConceptCount')}",
            f"{term('ofKind')} {term(KINDS[kind][0])}",
            f"{term('ofConcept')} {concept}",
            f"{term('inStudies')} {integer(studies)}",
            f"{term('inFamilies')} {integer(families)}",
            f"{term('inFindings')} {integer(findings)}",
            f"{term('namedStudies')} {string(' '.join(self._named[cell]))}",
        ]
        pairs += [f"{term(name)} {string(chr(10).join(rows))}" for name, rows in sorted(details.items())]
        return (f"{node} {pair} {GRAPH} .\n" for pair in pairs)


def _whole(cell: Cell) -> bool:
    """Whether a cell counts a concept over everything, with all below it or as coded."""
    return cell[2:] in (("", "", ""), ("", "", CODED))


def _short(iri: str) -> str:
    """A concept as the lines of a breakdown name it: without angle brackets, and without our base."""
    return iri.removeprefix("<").removesuffix(">").removeprefix(f"{BASE}concept/")
