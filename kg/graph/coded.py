"""A finding as triples: what the coder wrote, and what the current view adds to it."""

import re
from collections.abc import Sequence

from kg.findings.finding import Finding, Match
from kg.graph import names, nquads
from kg.graph.derive import KINDS, Coded, is_evidence
from kg.graph.names import term
from kg.graph.nquads import RDF_TYPE, decimal, integer, string
from kg.graph.vocabulary import Vocabulary

#: Section of the ontology's scheme for a role, where the printed heading names none.
_SECTIONS = {
    "result": "results", "conclusion": "conclusion", "recommendation": "conclusion", "background": "background", "aim": "background",
    "method": "methods", "unstructured": "unstructured",
}  # fmt: skip

_UNITS = re.compile(r"\s*(?:(\d+)\s*(?:of|/)\s*(\d+)\s*([^:]*))?(?::\s*(.*))?", re.DOTALL)
_DETERMINANT, _RECOMMENDS, _ADDRESSES = term("determinant"), term("recommends"), term("addresses")
_HEAD = {kind: f"{RDF_TYPE} {term(name)}" for kind, (name, _, _) in KINDS.items()}
_IN_TEXT, _QUOTE, _START, _END, _KEY = (term(name) for name in ("inText", "quote", "start", "end", "contentKey"))
_FROM_STUDY, _EVIDENCE_FROM = term("fromStudy"), term("evidenceFrom")
_FINDING, _DETERMINANT_FINDING = f"{RDF_TYPE} {term('Finding')}", f"{RDF_TYPE} {term('DeterminantFinding')}"
#: Kind -> what the current view says of every finding of the kind: the classes above its own, and its pole.
_VIEWED = {
    kind: (_FINDING, *((_DETERMINANT_FINDING, f"{term('pole')} {term(pole)}") if pole else ())) for kind, (_, pole, _) in KINDS.items()
}
_SECTION, _CONFIDENCE = term("section"), term("confidence")
_PEOPLE = (("perspective", term("voicedBy")), ("stakeholders", term("concerns")), ("affects", term("affects")))
_WORDS = tuple((name, term(name)) for name in ("role", "checked", "seal", "discriminator"))
_CONCEPTS = (("basis", term("basis")), ("level", term("level")), ("stated_level", term("statedLevel")))


def facts(id: str, finding: Finding, vocabulary: Vocabulary, machine: bool = False) -> list[str]:
    """What the coder wrote of a finding, as `subject predicate object`, each once."""
    subject = names.finding(id)
    key = names.content_key(finding.kind, finding.quote, finding.discriminator)
    pairs = [
        _HEAD[finding.kind],
        f"{_QUOTE} {string(finding.quote)}",
        f"{_IN_TEXT} {names.text(finding.document)}",
        f"{_START} {integer(finding.start)}",
        f"{_END} {integer(finding.end)}",
        f'{_KEY} "{key}"',
    ]
    pairs += _concepts(finding, vocabulary)
    for field, predicate in _PEOPLE:
        if slugs := getattr(finding, field):
            pairs += [f"{predicate} {iri}" for iri in vocabulary.iris(slugs)]
    for field, predicate in _CONCEPTS:
        if (slug := getattr(finding, field)) and (iri := vocabulary.iri(slug)):
            pairs.append(f"{predicate} {iri}")
    if section := _section(finding, vocabulary):
        pairs.append(f"{_SECTION} {section}")
    pairs += [f"{predicate} {string(words)}" for field, predicate in _WORDS if (words := getattr(finding, field))]
    if finding.units:
        pairs += _units(finding.units)
    if finding.note:
        pairs.append(f"<http://www.w3.org/2000/01/rdf-schema#comment> {string(finding.note)}")
    pairs += [f"{term(relation)} {names.finding(other)}" for relation, other in finding.links]
    if machine:
        pairs.append(f"{_CONFIDENCE} {decimal(finding.confidence)}")
    lines = [f"{subject} {pair}" for pair in dict.fromkeys(pairs)]
    return lines + [line for match in finding.matches if match.reason != "reader" for line in _match(id, subject, match, vocabulary)]


def _concepts(finding: Finding, vocabulary: Vocabulary) -> list[str]:
    if finding.kind != "recommendation":
        return [f"{_DETERMINANT} {iri}" for iri in vocabulary.iris(finding.concepts)]
    pairs = [f"{_RECOMMENDS} {iri}" for iri in vocabulary.iris(finding.concepts)]
    pairs += [f"{_ADDRESSES} {iri}" for iri in vocabulary.iris(finding.addresses)]
    actors = vocabulary.iris(finding.addressee)
    pairs += [f"{term('actor')} {iri}" for iri in actors]
    return pairs if actors else [*pairs, f"{term('actorNotStated')} {nquads.boolean(True)}"]


def _section(finding: Finding, vocabulary: Vocabulary) -> str:
    """The section's concept: the heading's own word if the scheme holds it, else the one its role tells."""
    for slug in (names.slug(finding.section) if finding.section else "", _SECTIONS.get(finding.role, "")):
        if slug and vocabulary.scheme(slug) == "section":
            return vocabulary.iri(slug)
    return ""


def _units(units: str) -> list[str]:
    """`3 of 4 police divisions: Participants in three divisions` as reporting, total, kind of unit and the report's wording."""
    match = _UNITS.fullmatch(units)
    if match is None or not (match[1] or match[4]):
        return [f"{term('prevalenceWording')} {string(units)}"]
    pairs = []
    if match[1]:
        pairs += [f"{term('unitsReporting')} {integer(int(match[1]))}", f"{term('unitsTotal')} {integer(int(match[2]))}"]
        if match[3].strip():
            pairs.append(f"{term('unitKind')} {string(match[3].strip())}")
    if match[4]:
        pairs.append(f"{term('prevalenceWording')} {string(match[4].strip())}")
    return pairs


def _match(id: str, finding: str, match: Match, vocabulary: Vocabulary) -> list[str]:
    """Why a machine put a concept to the words."""
    concept = vocabulary.iri(match.concept)
    if not concept:
        return []
    node = names.thing("match", f"{id}-{match.concept}")
    lines = [
        f"{finding} {term('hasMatch')} {node}",
        f"{node} {RDF_TYPE} {term('Match')}",
        f"{node} {term('matchedConcept')} {concept}",
        f"{node} {term('matchReason')} {string(match.reason)}",
        f"{node} {term('matchScore')} {decimal(match.score)}",
    ]
    return lines + ([f"{node} {term('matchedWords')} {string(match.words)}"] if match.words else [])


def view(coded: Coded, study: str, notices: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """What the current view adds to a finding: kinds above its own, pole, study, evidence, and what stands against it."""
    finding = coded.finding
    subject = names.finding(coded.id)
    pairs = list(_VIEWED[finding.kind])
    if study:
        pairs.append(f"{_FROM_STUDY} {study}")
        if is_evidence(finding):
            pairs.append(f"{_EVIDENCE_FROM} {study}")
    if finding.stated_level and not finding.level and (level := vocabulary.iri(finding.stated_level)):
        pairs.append(f"{term('level')} {level}")
    if coded.disputed:
        pairs.append(f"{term('codingDisputed')} {nquads.boolean(True)}")
    pairs += [f"{term('underNotice')} {string(kind)}" for kind in notices]
    return [f"{subject} {pair}" for pair in pairs]
