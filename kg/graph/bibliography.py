"""Records, reports and studies as triples: what each source says in a graph of its own, what we hold of it in the current view.

Nothing is invented: a field that no source states gives no triple. A day is typed only where a whole day is stated; years stand
beside as whole numbers.
"""

from collections.abc import Iterable, Iterator

from harvest.identifier import Identifier
from harvest.record import Record, Relation
from harvest.report import Report, Study
from kg.evidence import TextFacts
from kg.graph import names, nquads
from kg.graph.names import term
from kg.graph.nquads import RDF_TYPE, integer, iri, string
from kg.graph.vocabulary import Vocabulary

DCTERMS = "http://purl.org/dc/terms/"
FABIO = "http://purl.org/spar/fabio/"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
SEE_ALSO = "<http://www.w3.org/2000/01/rdf-schema#seeAlso>"

_IDENTIFIERS = {
    "doi": "<http://purl.org/ontology/bibo/doi>",
    "pmid": f"<{FABIO}hasPubMedId>",
    "pmcid": f"<{FABIO}hasPubMedCentralId>",
    "isbn": "<http://purl.org/ontology/bibo/isbn>",
}

#: Words in a source's type of document -> class of FaBiO; the first that fits wins.
_CLASSES = (
    ("blog", "BlogPost"), ("preprint", "Preprint"), ("posted-content", "Preprint"), ("thesis", "Thesis"), ("dissertation", "Thesis"),
    ("book-chapter", "BookChapter"), ("chapter", "BookChapter"), ("book", "Book"), ("conference", "ConferencePaper"),
    ("proceedings", "ConferencePaper"), ("report", "ReportDocument"), ("journal", "JournalArticle"), ("article", "JournalArticle"),
)  # fmt: skip


def record(one: Record, report: str, texts: Iterable[TextFacts]) -> Iterator[str]:
    """What one source says of a report, as ` subject predicate object` without the end of the line."""
    subject = names.thing("record", names.record_key(one))
    yield f"{subject} {RDF_TYPE} {term('Record')}"
    yield f"{subject} {LABEL} {string(f'{one.source}: {one.key or one.place or one.title}')}"
    yield f"{subject} {term('recordOf')} {names.thing('report', report)}"
    for text in texts:
        yield f"{subject} {term('hasText')} {names.text(text.sha256)}"
    for predicate, words in _stated(one):
        yield f"{subject} {predicate} {words}"


def _stated(one: Record) -> Iterator[tuple[str, str]]:
    yield f"<{DCTERMS}source>", string(one.source)
    if one.raw:
        yield "<http://www.w3.org/ns/prov#wasDerivedFrom>", iri(f"urn:sha256:{one.raw}")
    if one.title:
        yield f"<{DCTERMS}title>", string(one.title)
    yield from ((f"<{DCTERMS}identifier>", string(str(identifier))) for identifier in one.identifiers)
    yield from ((f"<{DCTERMS}creator>", string(str(author))) for author in one.authors if str(author))
    for predicate, words in (
        ("isPartOf", one.container),
        ("language", one.language),
        ("license", one.licence),
        ("publisher", one.publisher),
    ):
        if words:
            yield f"<{DCTERMS}{predicate}>", string(words)
    if one.issued:
        yield f"<{DCTERMS}issued>", nquads.moment(str(one.issued))
    yield from ((f"<{DCTERMS}type>", string(kind)) for kind in one.types)
    yield from ((f"<{DCTERMS}subject>", string(heading.words)) for heading in one.headings)
    yield from ((term("qualityNote"), string(note)) for note in one.notes)
    yield from ((f"<{DCTERMS}relation>", string(_relation(relation))) for relation in one.relations)


def _relation(relation: Relation) -> str:
    return " ".join(filter(None, (relation.kind, str(relation.target or ""), relation.words)))


def text(one: TextFacts, record_key: str) -> Iterator[str]:
    """A source text: digest, length, kind and the record it was read from; never the text itself."""
    subject = names.text(one.sha256)
    yield f"{subject} {RDF_TYPE} {term('SourceText')}"
    yield f"{subject} {term('sha256')} {string(one.sha256)}"
    if one.length:
        yield f"{subject} {term('charLength')} {integer(one.length)}"
    yield f"{subject} {term('textKind')} {string(one.kind)}"
    if record_key:
        yield f"{subject} {term('textOf')} {names.thing('record', record_key)}"


def report(one: Report) -> Iterator[str]:
    """A report as its records describe it together, with identifiers and the notices that stand against it."""
    subject = names.thing("report", one.key)
    yield f"{subject} {RDF_TYPE} {term('Report')}"
    if kind := _class(one.types):
        yield f"{subject} {RDF_TYPE} <{FABIO}{kind}>"
    yield f"{subject} <{DCTERMS}title> {string(one.title or one.key)}"
    yield from (f"{subject} {predicate} {words}" for predicate, words in _identifiers(one.identifiers))
    yield from (f"{subject} <{DCTERMS}creator> {string(str(author))}" for author in one.authors if str(author))
    if authors := "; ".join(filter(None, map(str, one.authors))):
        yield f"{subject} {term('authors')} {string(authors)}"
    for predicate, words in (("isPartOf", one.container), ("language", one.language)):
        if words:
            yield f"{subject} <{DCTERMS}{predicate}> {string(words)}"
    if one.licence:
        licence = iri(one.licence) if one.licence.startswith(("http://", "https://")) else string(one.licence)
        yield f"{subject} <{DCTERMS}license> {licence}"
    if one.issued:
        yield f"{subject} <{DCTERMS}issued> {nquads.moment(str(one.issued))}"
    if one.issued and one.issued.year:
        yield f"{subject} {term('year')} {integer(one.issued.year)}"
    yield from (f"{subject} <{DCTERMS}type> {string(kind)}" for kind in one.types)
    yield from (f"{subject} {term('qualityNote')} {string(': '.join(said))}" for said in one.disagreements)
    yield from (f"{subject} {term('joinReason')} {string(join.words)}" for join in one.joins if join.decision == "merged")
    yield from _notices(one)


def _class(types: tuple[str, ...]) -> str:
    stated = " ".join(types).lower()
    return next((kind for words, kind in _CLASSES if words in stated), "")


def _identifiers(identifiers: tuple[Identifier, ...]) -> Iterator[tuple[str, str]]:
    for identifier in identifiers:
        yield f"<{DCTERMS}identifier>", string(str(identifier))
        if predicate := _IDENTIFIERS.get(identifier.scheme):
            yield predicate, string(identifier.value)
        yield SEE_ALSO, iri(identifier.url)


def _notices(one: Report) -> Iterator[str]:
    subject = names.thing("report", one.key)
    for number, notice in enumerate(one.notices, start=1):
        node = names.thing("notice", f"{one.key}-{number}")
        yield f"{subject} {term('hasNotice')} {node}"
        yield f"{subject} {term('underNotice')} {string(notice.kind)}"
        yield f"{node} {RDF_TYPE} {term('Notice')}"
        yield f"{node} {term('noticeKind')} {string(notice.kind)}"
        if target := str(notice.target or notice.words):
            yield f"{node} {term('noticeTarget')} {string(target)}"
        if notice.stated_by:
            yield f"{node} <{DCTERMS}source> {string(notice.stated_by)}"
        if notice.date:
            yield f"{node} <{DCTERMS}date> {nquads.moment(notice.date)}"


def study(one: Study, vocabulary: Vocabulary) -> Iterator[str]:
    """A study: label, reports, family (settled or offered), places, methods, programmes, samples and years of data."""
    subject = names.thing("study", one.key)
    yield f"{subject} {RDF_TYPE} {term('Study')}"
    yield f"{subject} {LABEL} {string(one.label)}"
    for key in one.reports:
        yield f"{names.thing('report', key)} {term('reportOf')} {subject}"
        yield f"{subject} {term('hasReport')} {names.thing('report', key)}"
    if one.family:
        yield f"{subject} {term('partOfFamily')} {names.thing('family', one.family)}"
    for join in one.candidates:
        other = join.right if join.left == one.key else join.left
        yield f"{subject} {term('mayShareFamily')} {names.thing('study', other)}"
        yield f"{subject} {term('joinReason')} {string(join.words)}"
    for predicate, slugs in (("place", one.places), ("method", one.methods), ("programme", one.programmes)):
        yield from (f"{subject} {term(predicate)} {concept}" for concept in vocabulary.iris(slugs))
    yield from (f"{subject} {term('dataYear')} {integer(year)}" for year in one.data_years)
    yield from _samples(one, vocabulary)


def family(name: str) -> Iterator[str]:
    """A study family, by the name a person gave it."""
    yield f"{names.thing('family', name)} {RDF_TYPE} {term('StudyFamily')}"
    yield f"{names.thing('family', name)} {LABEL} {string(name)}"


def _samples(one: Study, vocabulary: Vocabulary) -> Iterator[str]:
    for number, sample in enumerate(one.samples, start=1):
        group = names.thing("group", f"{one.key}-{number}")
        yield f"{names.thing('study', one.key)} {term('sampleGroup')} {group}"
        yield f"{group} {RDF_TYPE} {term('SampleGroup')}"
        if participants := vocabulary.iri(sample.participants):
            yield f"{group} {term('participantType')} {participants}"
        size = f"{term('nNotStated')} {nquads.boolean(True)}" if sample.n is None else f"{term('n')} {integer(sample.n)}"
        yield f"{group} {size}"
        if sample.method and (method := vocabulary.iri(sample.method)):
            yield f"{group} {term('method')} {method}"
        yield from (f"{group} {term('place')} {place}" for place in vocabulary.iris(sample.places))
        if sample.units is not None:
            yield f"{group} {term('unitCount')} {integer(sample.units)}"
        if sample.unit_kind:
            yield f"{group} {term('unitKind')} {string(sample.unit_kind)}"
