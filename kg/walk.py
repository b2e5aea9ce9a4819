"""The walk: raw answers to records, reports and studies; records to documents; all of it with codings to evidence and a graph.

It moves values and decides nothing: why two records are one report, or what a sentence says, is known where it is decided.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from harvest import format as formats
from harvest.archive import Archive
from harvest.errors import UnreadableFile
from harvest.record import Record
from harvest.report import Report
from kg.concepts.lexicon import Lexicon
from kg.decisions import apply, read_joins, read_studies
from kg.errors import BadReview
from kg.evidence import Evidence, TextFacts
from kg.findings import sheet
from kg.findings.finding import Coding
from kg.review import Review
from kg.tally import Tally
from kg.text.document import Document

if TYPE_CHECKING:
    from kg.graph.build import Built


@dataclass(frozen=True, slots=True)
class Gathered:
    """All a review holds: the evidence, the documents at hand by digest, the sheets as read, and what was lost on the way."""

    evidence: Evidence
    documents: dict[str, Document]
    sheets: tuple[sheet.Sheet, ...]
    tally: Tally


def keep_files(review: Review, paths: Iterable[Path], tally: Tally) -> Iterator[Path]:
    """Read files into the archive one by one, yielding each when done; what cannot be read is counted with its reason."""
    archive = Archive(review.archive)
    for path in paths:
        try:
            data = path.read_bytes()
            reading = formats.read(data, path.name)
        except OSError as wrong:
            tally.lose(str(path), "failed", f"{path} cannot be read ({wrong.strerror or wrong}); check its name and that you may open it.")
        except UnreadableFile as wrong:
            tally.lose(str(path), "refused", str(wrong))
        else:
            archive.keep(data, address=f"file:{path.name}", media=path.name, kind="file")
            tally.add("got", len(reading.records))
            for refusal in reading.refusals:
                tally.lose(f"{path}, {refusal.place}", "refused", refusal.reason)
        yield path


def read_records(review: Review, tally: Tally) -> tuple[Record, ...]:
    """All records of the archive in its stable order, the same answer once; pieces that gave none are counted."""
    records: list[Record] = []
    seen: set[str] = set()
    for answer in Archive(review.archive).answers():
        if not answer.readable or answer.digest in seen:
            continue
        seen.add(answer.digest)
        try:
            reading = formats.read(answer.body(), answer.name)
        except UnreadableFile as wrong:
            tally.lose(answer.address, "unreadable", str(wrong))
            continue
        tally.add("records", len(reading.records))
        for refusal in reading.refusals:
            tally.lose(f"{answer.address}, {refusal.place}", "refused", refusal.reason)
        day = answer.retrieved[:10]
        records += [record.with_source(raw=answer.digest, retrieved=record.retrieved or day) for record in reading.records]
    return tuple(records)


def read_codings(review: Review, tally: Tally) -> tuple[tuple[sheet.Sheet, ...], tuple[Coding, ...]]:
    """Every sheet of the review and the codings in them; a faulty row is counted and named, never dropped in silence."""
    sheets, codings = [], []
    for machine, paths in ((False, review.sheets()), (True, review.candidate_sheets())):
        for path in paths:
            read = sheet.read(path)
            sheets.append(read)
            for fault in read.faults:
                tally.lose(f"{path.name}, line {fault.line}", "faulty", str(fault))
            for coding in read.codings(machine=machine):
                codings.append(replace(coding, priority=review.priority(coding.coder, machine)))
                tally.add("candidates" if machine else "findings", len(coding.findings))
    return tuple(sheets), tuple(codings)


def gather(review: Review) -> Gathered:
    """Everything the review holds, merged and in stable order; raises `BadReview` when there is nothing at all."""
    from harvest import merge

    tally = Tally("gather")
    records = read_records(review, tally)
    joins = read_joins(review.joins)
    reports = merge.merge(records, joins)
    facts = read_studies(review.studies)
    studies = tuple(sorted(apply(merge.studies(reports, joins), facts), key=lambda study: study.key))
    texts, documents = _texts(reports)
    sheets, codings = read_codings(review, tally)
    if not records and not codings:
        raise BadReview(f"The review {review.title!r} is empty; run 'kg harvest' with files, PMIDs or DOIs first.")
    tally.add("reports", len(reports))
    tally.add("studies", len(studies))
    evidence = Evidence(review.title, reports, studies, texts, _settled(codings, reports, texts), review.question)
    return Gathered(evidence, documents, sheets, tally)


def documents(review: Review) -> Iterator[Document]:
    """The documents at hand: one for each record with a text, in the archive's order."""
    from kg.text.sections import read

    for record in read_records(review, Tally("read")):
        document = read(record)
        if document.text:
            yield document


def lexicon(review: Review) -> Lexicon:
    """The concepts of the review: the shipped schemes and its own."""
    return Lexicon.load(review.scheme_files(), replace=review.replaces_schemes)


def build(review: Review, gathered: Gathered | None = None, progress: Callable[[int], None] | None = None) -> "Built":
    """Build the graph of everything the review holds and publish it; `progress` is told of the lines written."""
    from kg.graph.build import build as build_graph

    gathered = gathered or gather(review)
    settings = review.table("store")
    return build_graph(gathered.evidence, lexicon(review), review.graph, settings=settings, tally=gathered.tally, progress=progress)


def _texts(reports: Iterable[Report]) -> tuple[tuple[TextFacts, ...], dict[str, Document]]:
    """Digest, length and owner of every text, and the documents that are at hand; facts name texts that are not."""
    from kg.text.sections import read

    facts: dict[str, TextFacts] = {}
    at_hand: dict[str, Document] = {}
    for report in reports:
        for record in report.records:
            kind = "full-text" if _is_full(record) else "abstract"
            if record.text or record.abstract:
                document = read(record)
                at_hand[document.sha256] = document
                facts[document.sha256] = TextFacts(document.sha256, len(document.text), record.key, report.key, kind)
            elif record.text_sha256:
                stated = TextFacts(record.text_sha256, record.text_length, record.key, report.key, kind)
                facts.setdefault(record.text_sha256, stated)
    return tuple(sorted(facts.values(), key=lambda one: (one.report, one.sha256))), at_hand


def _is_full(record: Record) -> bool:
    return any(span.role == "body" for span in record.spans)


def _settled(codings: Iterable[Coding], reports: Iterable[Report], texts: Iterable[TextFacts]) -> tuple[Coding, ...]:
    """The codings with each finding's report as its key: by the text it stands in, else by the identifier written."""
    by_text = {text.sha256: text.report for text in texts}
    by_word = {str(one): report.key for report in reports for one in report.identifiers}
    by_word |= {one.value: report.key for report in reports for one in report.identifiers}
    by_word |= {report.key: report.key for report in reports}
    settled = []
    for coding in codings:
        findings = tuple(replace(one, report=by_text.get(one.document) or by_word.get(one.report) or one.report) for one in coding.findings)
        settled.append(replace(coding, findings=findings))
    return tuple(sorted(settled, key=lambda one: (one.priority, one.coder, one.source)))
