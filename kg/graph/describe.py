"""Evidence to N-Quads lines, streamed study by study: no graph library, no blank node, every line once.

Default graph: ontology, schemes and the current view, which is all that plain SPARQL sees. Named graphs: what each source says
(`g/record/…`), each study (`g/study/…`), each coder's reading of each record (`g/coding/…`), verdicts on machines' candidates
(`g/verdict/…`), candidates that wait for a person, shaped like the current view (`g/candidates`), and provenance (`g/meta`).
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from harvest.record import Record
from harvest.report import Report, Study
from kg.concepts.lexicon import Lexicon
from kg.evidence import Evidence, TextFacts
from kg.findings.finding import Coding, Finding
from kg.graph import bibliography, coded, derive, names, nquads
from kg.graph.counts import GRAPH, Counts
from kg.graph.derive import Coded
from kg.graph.provenance import Provenance
from kg.graph.vocabulary import Vocabulary
from kg.tally import Tally
from kg.text.document import compose, digest

META = f"<{names.META}>"
CANDIDATES = f"<{names.CANDIDATES}>"


def quads(evidence: Evidence, lexicon: Lexicon, tally: Tally | None = None) -> Iterator[str]:
    """Every N-Quads line of the graph (with its line feed), in an order that depends on the evidence alone.

    What cannot be said, such as a concept that no scheme holds, is left out and counted in the tally.
    """
    for block in blocks(evidence, lexicon, tally):
        yield from block


def blocks(evidence: Evidence, lexicon: Lexicon, tally: Tally | None = None) -> Iterator[list[str]]:
    """The same lines in lists, one for each study: cheaper to pass on by the million."""
    return _Description(evidence, Vocabulary(lexicon), tally or Tally("describe")).blocks()


class _Description:
    """One run over the evidence."""

    def __init__(self, evidence: Evidence, vocabulary: Vocabulary, tally: Tally) -> None:
        self.evidence = evidence
        self.vocabulary = vocabulary
        self.tally = tally
        self.reports = {report.key: report for report in evidence.reports}
        self.texts: dict[str, list[TextFacts]] = {}
        self.report_of = {}
        for text in evidence.texts:
            self.texts.setdefault(text.report, []).append(text)
            self.report_of[text.sha256] = text.report
        self.record_of: dict[str, str] = {}
        self.records: set[str] = set()
        self.notices: dict[str, list[str]] = {}
        self.contrasts: set[tuple[str, str]] = set()
        self.counts = Counts(vocabulary)

    def blocks(self) -> Iterator[list[str]]:
        vocabulary = self.vocabulary.lines()
        yield vocabulary
        self.provenance = Provenance(vocabulary)
        found = self._by_report()
        yield _named(
            META,
            self.provenance.codebook()
            + self.provenance.derived(CANDIDATES, "Machines' candidates that wait for a person; left out of all counts"),
        )
        seen: set[str] = set()
        for study in self.evidence.studies:
            reports = [self.reports[key] for key in study.reports if key in self.reports and key not in seen]
            seen.update(report.key for report in reports)
            yield self._study(study, reports, [pair for report in reports for pair in found.pop(report.key, ())])
        for report in self.evidence.reports:
            if report.key not in seen:
                yield self._study(None, [report], found.pop(report.key, []))
        for key, pairs in found.items():
            self.tally.lose(key or "a finding without report", "homeless", f"{len(pairs)} findings name no report of this review: {key!r}.")
            yield self._findings("", key or "unknown", pairs)
        yield self._families()
        yield sorted(
            f"{names.finding(right)} {names.term('contrastsWith')} {names.finding(left)} .\n"
            for left, right in self.contrasts
            if (right, left) not in self.contrasts
        )
        yield _named(META, self.provenance.derived(GRAPH, "Counts of the standing questions over the current view"))
        counts = self.counts.lines()
        while piece := list(islice(counts, 10_000)):
            yield piece
        for slug, number in sorted(self.vocabulary.unknown.items()):
            self.tally.lose(slug, "unknown concept", f"No loaded scheme holds the concept {slug!r}, named {number} times; run 'kg check'.")

    def _by_report(self) -> dict[str, list[tuple[Coding, Finding]]]:
        """All codings of each report, in the order of the codings."""
        found: dict[str, list[tuple[Coding, Finding]]] = {}
        for coding in self.evidence.codings:
            for finding in coding.findings:
                report = self.report_of.get(finding.document) or finding.report
                found.setdefault(report, []).append((coding, finding))
        return found

    def _study(self, study: Study | None, reports: list[Report], pairs: list[tuple[Coding, Finding]]) -> list[str]:
        """All lines of one study: itself, its reports, their records and texts, and every coding of them."""
        lines = [line for report in reports for line in self._report(report)]
        if study is not None:
            facts = list(dict.fromkeys(bibliography.study(study, self.vocabulary)))
            graph = names.graph("study", study.key)
            node = names.thing("study", study.key)
            unit = names.thing("family", study.family) if study.family else node
            lines += _default(facts) + _named(graph, facts)
            lines += _default([f"{node} {names.term('countsAs')} {unit}"])
            notices = sorted({notice.kind for report in reports for notice in report.notices})
            lines += _default(f"{node} {names.term('underNotice')} {nquads.string(kind)}" for kind in notices)
            by_person = bool(study.family) or any(join.rule == "person" for join in study.joins)
            lines += _named(META, self.provenance.study(graph, by_person))
        key = study.key if study else reports[0].key
        return lines + self._findings(names.thing("study", key) if study else "", key, pairs, study)

    def _report(self, report: Report) -> list[str]:
        """A report, and for each of its records what it says, in a graph of its own, and where its texts are from."""
        lines = _default(dict.fromkeys(bibliography.report(report)))
        whole: dict[str, None] = {}
        for record, texts in _texts_of(report, self.texts.get(report.key, [])):
            key = names.record_key(record)
            facts = list(dict.fromkeys(bibliography.record(record, report.key, texts)))
            shown = _SHOWN
            if key in self.records:  # harvested twice: told once, wherever it belongs
                shown = _LINKS
            else:
                self.records.add(key)
                graph = names.graph("record", key)
                lines += _named(graph, facts) + _named(META, self.provenance.record(graph, record))
            whole.update(dict.fromkeys(fact for fact in facts if fact.split(" ", 2)[1] in shown))
            for text in texts:
                self.record_of[text.sha256] = key
                whole.update(dict.fromkeys(bibliography.text(text, key)))
        return lines + _default(whole)

    def _findings(self, study: str, key: str, pairs: list[tuple[Coding, Finding]], counted: Study | None = None) -> list[str]:
        """Every coding of a study's findings in its own graph, the standing ones in the current view, waiting ones beside it."""
        lines: list[str] = []
        settled = derive.settle(pairs)
        texts: dict[str, tuple[str, Coding, set[str]]] = {}
        current: list[Finding] = []
        candidates: list[Finding] = []
        for one in settled:
            record = self.record_of.get(one.finding.document) or f"{key}-{one.finding.document[:16]}"
            facts = coded.facts(one.id, one.finding, self.vocabulary, one.coding.machine)
            if one.finding.decision != "reject" or one.coding.machine:
                graph = names.graph("coding", record, one.coding.coder)
                texts.setdefault(graph, (record, one.coding, set()))[2].add(one.finding.document)
                lines += _named(graph, facts)
            if one.standing == "current":
                current.append(one.finding)
                lines += _default(facts + coded.view(one, study, self._notices(one.finding), self.vocabulary))
                self.contrasts.update((one.id, other) for relation, other in one.finding.links if relation == "contrastsWith")
            elif one.standing == "candidate":
                candidates.append(one.finding)
                lines += _named(CANDIDATES, facts + coded.view(one, study, self._notices(one.finding), self.vocabulary))
        for graph, (record, coding, documents) in texts.items():
            lines += _named(META, self.provenance.coding(graph, record, coding, documents))
        lines += self._verdicts(key, settled)
        if study:
            lines += _default(derive.links(study, current, self.vocabulary))
            lines += _named(CANDIDATES, derive.links(study, candidates, self.vocabulary))
        if counted is not None:
            self.counts.add(counted, current)
        return lines

    def _notices(self, finding: Finding) -> list[str]:
        """Kinds of the notices that stand against the report a finding was read in."""
        key = self.report_of.get(finding.document) or finding.report
        if key not in self.notices:
            report = self.reports.get(key)
            self.notices[key] = sorted({notice.kind for notice in report.notices}) if report else []
        return self.notices[key]

    def _verdicts(self, key: str, settled: list[Coded]) -> list[str]:
        """What people decided on machines' candidates, a graph for each checker and coding graph."""
        machines: dict[str, list[Coded]] = {}
        for one in settled:
            if one.coding.machine:
                machines.setdefault(one.id, []).append(one)
        lines: list[str] = []
        graphs: dict[str, tuple[str, str, Coding]] = {}
        for one in settled:
            if one.coding.machine or not one.finding.decision:
                continue
            for candidate in machines.get(one.id, ()):
                record = self.record_of.get(one.finding.document) or f"{key}-{one.finding.document[:16]}"
                checked = names.graph("coding", record, candidate.coding.coder)
                graph = names.graph("verdict", record, candidate.coding.coder, one.coding.coder)
                graphs[graph] = (checked, record, one.coding)
                lines += _named(graph, [f"{names.finding(one.id)} {names.term('verdict')} {_verdict(one, candidate)}"])
        for graph, (checked, record, coding) in graphs.items():
            lines += _named(META, self.provenance.verdicts(graph, checked, record, coding))
        return lines

    def _families(self) -> list[str]:
        """Each study family once, in the current view."""
        families = sorted({study.family for study in self.evidence.studies if study.family})
        return _default(line for family in families for line in bibliography.family(family))


#: Of what a record says, the current view shows only where it belongs and where it is from.
_LINKS = {names.term("recordOf"), names.term("hasText")}
_SHOWN = _LINKS | {
    "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
    "<http://www.w3.org/2000/01/rdf-schema#label>",
    "<http://purl.org/dc/terms/source>",
    "<http://purl.org/dc/terms/identifier>",
}


def _texts_of(report: Report, texts: list[TextFacts]) -> list[tuple[Record, list[TextFacts]]]:
    """The records of a report with the texts read from each; a text that fits none by digest or key goes to the last."""
    if len(report.records) == 1:
        return [(report.records[0], texts)]
    left = {text.sha256: text for text in texts}
    owned: list[tuple[Record, list[TextFacts]]] = []
    for record in report.records:
        said = left.pop(record.text_sha256 or digest(compose(record)[0]), None)
        owned.append((record, [said] if said else []))
    for record, own in owned:
        own += [left.pop(text.sha256) for text in list(left.values()) if text.record and text.record == record.key]
    if owned:
        owned[-1][1].extend(left.values())
    return owned


def _verdict(person: Coded, candidate: Coded) -> str:
    if person.finding.decision == "reject":
        return names.concept("verdict", "rejected")
    same = not person.finding.matches or set(person.finding.concepts) == set(candidate.finding.concepts)
    return names.concept("verdict", "accepted" if same else "corrected")


def _default(facts: Iterable[str]) -> list[str]:
    return [f"{fact} .\n" for fact in facts]


def _named(graph: str, facts: Iterable[str]) -> list[str]:
    return [f"{fact} {graph} .\n" for fact in facts]
