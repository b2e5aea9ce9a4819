"""Vetting what a person wrote: the quote against the text, the concepts against the schemes, all else against its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.concepts.lexicon import Lexicon
from kg.errors import UnknownConcept, UnmatchedQuote
from kg.findings.finding import Finding, Match
from kg.findings.quote import MOST_WORDS, locate, seal
from kg.findings.row import Fault
from kg.text.document import Document, digest

#: Links a finding may have to another.
LINKS = (
    "contributesTo", "negativeCaseOf", "qualifies", "corroborates", "disputes", "contrastsWith", "addressesFinding", "basedOnFinding",
)  # fmt: skip
#: Lists of people and bodies.
PEOPLE = ("perspective", "stakeholders", "affects", "addressee")


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a review: documents at hand and kind (`abstract`, `full-text`) by digest, digests by every name of a report."""

    documents: Mapping[str, Document]
    kinds: Mapping[str, str]
    by_report: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Vetted:
    """A finding put in order, and what is wrong with it (then it is not taken in) or worth a look (then it is)."""

    finding: Finding
    faults: tuple[Fault, ...]
    notices: tuple[Fault, ...] = ()


class Vetter:
    """Checks findings of one sheet against a review's schemes and texts."""

    def __init__(self, lexicon: Lexicon, texts: Texts, name: str) -> None:
        self._lexicon = lexicon
        self._texts = texts
        self._name = name

    def vet(self, finding: Finding, line: int, base: Finding | None = None) -> Vetted:
        """The finding with its quote placed and sealed and its concepts as slugs, with every fault in it.

        `base` is the finding as it stood before the person touched the row: what was in it is not the person's slip.
        """
        faults: list[Fault] = []
        notices: list[Fault] = []
        finding = self._concepts(finding, line, faults)
        finding = self._people(finding, line, base, faults)
        self._links(finding, line, faults)
        finding = self._place(finding, line, faults, notices)
        return Vetted(finding, tuple(faults), tuple(notices))

    def _fault(self, line: int, column: str, words: str) -> Fault:
        return Fault(self._name, line, column, words)

    def _concepts(self, finding: Finding, line: int, faults: list[Fault]) -> Finding:
        """Concepts by slug, of the scheme that the kind of finding speaks of."""
        scheme = "strategy" if finding.kind == "recommendation" else "determinant"
        matches = []
        for match in finding.matches:
            slug = self._slug(match.concept, scheme, "concepts", line, faults, f"a {finding.kind} speaks of a {scheme}")
            matches.append(Match(slug, match.reason, match.words, match.score))
        addresses = tuple(self._slug(one, "determinant", "addresses", line, faults, "what is addressed") for one in finding.addresses)
        return replace(finding, matches=tuple(matches), addresses=addresses)

    def _slug(self, name: str, scheme: str, column: str, line: int, faults: list[Fault], why: str) -> str:
        try:
            concept = self._lexicon.find(name, scheme)
        except UnknownConcept:
            if "://" in name:
                return name
            near = ", ".join(self._lexicon.nearest(name, scheme=scheme))
            faults.append(self._fault(line, column, f"there is no {scheme} {name!r}; the nearest are {near} (or add it to a scheme)."))
            return name
        if concept.scheme != scheme:
            near = ", ".join(self._lexicon.nearest(concept.label, scheme=scheme))
            faults.append(self._fault(line, column, f"{concept.slug!r} is a {concept.scheme}, but {why}; the nearest are {near}."))
        return concept.slug

    def _people(self, finding: Finding, line: int, base: Finding | None, faults: list[Fault]) -> Finding:
        """People and bodies by slug; words that stood there before the person touched the row may stay."""
        changed: dict[str, tuple[str, ...]] = {}
        for column in PEOPLE:
            was = getattr(base, column) if base else ()
            changed[column] = tuple(
                name if name in was else self._slug(name, "stakeholder", column, line, faults, "a stakeholder belongs here")
                for name in getattr(finding, column)
            )
        return replace(
            finding, perspective=changed["perspective"], stakeholders=changed["stakeholders"], affects=changed["affects"],
            addressee=changed["addressee"],
        )  # fmt: skip

    def _links(self, finding: Finding, line: int, faults: list[Fault]) -> None:
        for kind, _ in finding.links:
            if kind not in LINKS:
                faults.append(self._fault(line, "links", f"{kind!r} is not a link; write one of {', '.join(LINKS)} and an id."))

    def _place(self, finding: Finding, line: int, faults: list[Fault], notices: list[Fault]) -> Finding:
        """The quote gate: the finding at its place, with the quote as the text has it, sealed."""
        documents = self._documents(finding)
        if not documents:
            return self._unplaced(finding, line, faults, notices)
        refusal: UnmatchedQuote | None = None
        for document in documents:
            try:
                place = locate(document.text, finding.quote, finding.start, [(one.start, one.end) for one in document.sections])
            except UnmatchedQuote as wrong:
                refusal = refusal or wrong
                continue
            quote = document.text[place.start : place.end]
            if len(quote.split()) > MOST_WORDS:
                words = f"the quote has {len(quote.split())} words; give the shortest that can be read alone, {MOST_WORDS} at most."
                faults.append(self._fault(line, "quote", words))
            section = document.section_at(place.start)
            return replace(
                finding, quote=quote, start=place.start, end=place.end, document=document.sha256,
                section=finding.section or (section.role if section else ""),
                checked=self._texts.kinds.get(document.sha256, "abstract"),
                seal=seal(document.sha256, place.start, place.end, quote),
            )  # fmt: skip
        faults.append(self._fault(line, "quote", str(refusal)))
        return finding

    def _documents(self, finding: Finding) -> Sequence[Document]:
        """The texts a quote may stand in: the one named, else all of its report that are at hand."""
        if finding.document:
            named = self._texts.documents.get(finding.document)
            return [named] if named else []
        digests = self._texts.by_report.get(finding.report.casefold(), ())
        return [self._texts.documents[one] for one in digests if one in self._texts.documents]

    def _unplaced(self, finding: Finding, line: int, faults: list[Fault], notices: list[Fault]) -> Finding:
        """A finding whose text is not at hand: as it was verified elsewhere (its seal holds), or unchecked."""
        if len(finding.quote.split()) > MOST_WORDS:
            words = f"the quote has {len(finding.quote.split())} words; give the shortest that can be read alone, {MOST_WORDS} at most."
            faults.append(self._fault(line, "quote", words))
        if finding.seal and finding.end:
            if finding.seal == seal(finding.document, finding.start, finding.end, finding.quote):
                return finding
            words = "the quote was changed after it was verified, and its text is not at hand; put the words back, or harvest the text."
            faults.append(self._fault(line, "quote", words))
            return finding
        if not finding.document and finding.report.casefold() not in self._texts.by_report:
            notices.append(self._fault(line, "report", f"the review holds no report {finding.report!r}; harvest it, or correct the name."))
        else:
            notices.append(self._fault(line, "quote", "the text is not at hand, so the quote stays unchecked."))
        own = finding.discriminator or digest(finding.quote)[:8]
        return replace(finding, checked="unchecked", seal="", discriminator=finding.discriminator if finding.end else own)
