"""Provenance, stated once for each named graph: who made it, when, how, from which text and with which schemes (PROV-O).

Only dates that the data hold are written (the day a coding was dated, the day an answer was retrieved), never the time of the build:
two builds of one review are equal byte for byte.
"""

import hashlib
from collections.abc import Iterable

from harvest.record import Record
from kg.findings.finding import Coding
from kg.graph import names, nquads
from kg.graph.names import term
from kg.graph.nquads import RDF_TYPE, string

PROV = "http://www.w3.org/ns/prov#"
SEMAPV = "https://w3id.org/semapv/vocab/"
MANUAL = "<http://purl.obolibrary.org/obo/ECO_0000218>"
AUTOMATIC = "<http://purl.obolibrary.org/obo/ECO_0000203>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"


class Provenance:
    """The lines of the graph `g/meta`, one subject after the other; agents are written once."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        lines = list(vocabulary)
        self._schemes = sorted({line.split(" ", 1)[0] for line in lines if line.endswith("#ConceptScheme> .\n")})
        self._codebook = names.thing("codebook", hashlib.sha256("".join(lines).encode()).hexdigest()[:16])
        self._agents: set[str] = set()

    def codebook(self) -> list[str]:
        """The codebook: the schemes the review's codings are read with, known by a digest of all they say."""
        lines = [f"{self._codebook} {RDF_TYPE} <{PROV}Entity>", f"{self._codebook} {LABEL} {string('Concept schemes of this review')}"]
        return lines + [f"{self._codebook} <http://purl.org/dc/terms/hasPart> {scheme}" for scheme in self._schemes]

    def record(self, graph: str, record: Record) -> list[str]:
        """A record graph: harvested from a source on the day the answer was retrieved."""
        key = names.record_key(record)
        agent = self._agent(record.source, f"Reader of {record.source}", "<http://www.w3.org/ns/prov#SoftwareAgent>")
        activity = names.thing("activity", f"harvest-{key}")
        lines = [*agent.lines, *_graph(graph, "RecordGraph", AUTOMATIC, activity), f"{activity} {RDF_TYPE} {term('HarvestActivity')}"]
        lines.append(f"{activity} <{PROV}wasAssociatedWith> {agent.name}")
        if record.raw:
            lines.append(f"{activity} <{PROV}used> {nquads.iri(f'urn:sha256:{record.raw}')}")
        if record.retrieved:
            lines.append(f"{activity} <{PROV}endedAtTime> {nquads.moment(record.retrieved)}")
        return lines

    def study(self, graph: str, by_person: bool) -> list[str]:
        """A study graph: linked by rule, or settled by a person."""
        activity = names.thing("activity", "linking-by-person" if by_person else "linking-by-rule")
        lines = _graph(graph, "StudyGraph", MANUAL if by_person else AUTOMATIC, activity)
        if activity not in self._agents:
            self._agents.add(activity)
            lines.append(f"{activity} {RDF_TYPE} {term('LinkingActivity')}")
        return lines

    def coding(self, graph: str, record: str, coding: Coding, texts: Iterable[str]) -> list[str]:
        """A coding graph: one agent's reading of the texts of one record, with method, priority and schemes."""
        kind, title = ("MachineExtractor", "Extractor") if coding.machine else ("HumanCoder", "Coder")
        agent = self._agent(coding.coder, f"{title} {coding.coder}", term(kind))
        activity = names.thing("activity", f"coding-{record}-{names.slug(coding.coder)}")
        justification = "LexicalMatching" if coding.machine else "ManualMappingCuration"
        lines = [*agent.lines, *_graph(graph, "CodingGraph", AUTOMATIC if coding.machine else MANUAL, activity)]
        lines.append(f"{graph} {term('priority')} {nquads.integer(coding.priority)}")
        lines.append(f"{graph} {term('mappingJustification')} <{SEMAPV}{justification}>")
        lines.append(f"{activity} {RDF_TYPE} {term('CodingActivity')}")
        lines.append(f"{activity} <{PROV}wasAssociatedWith> {agent.name}")
        lines += [f"{activity} <{PROV}used> {names.text(text)}" for text in sorted(texts)]
        lines.append(f"{activity} {term('codebook')} {self._codebook}")
        if coding.date:
            lines.append(f"{activity} <{PROV}endedAtTime> {nquads.moment(coding.date)}")
        return lines

    def verdicts(self, graph: str, checked: str, record: str, coding: Coding) -> list[str]:
        """A verdict graph: a person's verdicts on one coding graph."""
        agent = self._agent(coding.coder, f"Coder {coding.coder}", term("HumanCoder"))
        activity = names.thing("activity", f"checking-{record}-{names.slug(coding.coder)}-{names.slug(checked)}")
        lines = [*agent.lines, *_graph(graph, "VerdictGraph", MANUAL, activity), f"{graph} {term('checks')} {checked}"]
        lines.append(f"{activity} {RDF_TYPE} {term('VerificationActivity')}")
        lines.append(f"{activity} <{PROV}wasAssociatedWith> {agent.name}")
        if coding.date:
            lines.append(f"{activity} <{PROV}endedAtTime> {nquads.moment(coding.date)}")
        return lines

    def derived(self, graph: str, label: str) -> list[str]:
        """A graph the build derives."""
        return [f"{graph} {RDF_TYPE} {term('InferredGraph')}", f"{graph} {LABEL} {string(label)}"]

    def _agent(self, key: str, label: str, kind: str) -> "_Agent":
        name = names.thing("agent", key)
        if name in self._agents:
            return _Agent(name, [])
        self._agents.add(name)
        return _Agent(name, [f"{name} {RDF_TYPE} {kind}", f"{name} {LABEL} {string(label)}"])


class _Agent:
    """An agent's IRI and the lines that introduce it, empty after the first time."""

    __slots__ = ("lines", "name")

    def __init__(self, name: str, lines: list[str]) -> None:
        self.name = name
        self.lines = lines


def _graph(graph: str, kind: str, method: str, activity: str) -> list[str]:
    return [
        f"{graph} {RDF_TYPE} {term(kind)}",
        f"{graph} {term('assertionMethod')} {method}",
        f"{graph} <{PROV}wasGeneratedBy> {activity}",
    ]
