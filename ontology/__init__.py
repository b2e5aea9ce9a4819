"""The words of the ontology as Python names, and where its files are.

Every class, property and individual of `evidence.ttl` has a name here, and every name here is in the file: a test compares both
ways. Plain strings, no rdflib: importing this costs nothing.

>>> Class.BARRIER_FINDING
'https://w3id.org/evidence-kg/ont#BarrierFinding'
>>> concept("determinant", "treatment-capacity")
'https://w3id.org/evidence-kg/concept/determinant/treatment-capacity'
"""

from importlib.resources import files
from pathlib import Path
from typing import Final

#: Where all our IRIs begin. To be registered at w3id.org.
BASE: Final = "https://w3id.org/evidence-kg/"
EV: Final = BASE + "ont#"
SHAPES: Final = BASE + "shapes#"

# Namespaces of others whose words we use
BIBO: Final = "http://purl.org/ontology/bibo/"
DCTERMS: Final = "http://purl.org/dc/terms/"
FABIO: Final = "http://purl.org/spar/fabio/"
OBO: Final = "http://purl.obolibrary.org/obo/"
OWL: Final = "http://www.w3.org/2002/07/owl#"
PROV: Final = "http://www.w3.org/ns/prov#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SEMAPV: Final = "https://w3id.org/semapv/vocab/"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

#: Assertion methods of the Evidence and Conclusion Ontology, stated on each managed graph.
MANUAL_ASSERTION: Final = OBO + "ECO_0000218"
AUTOMATIC_ASSERTION: Final = OBO + "ECO_0000203"


class Class:
    """What things are."""

    # Records, reports, studies (PRISMA 2020)
    STUDY_FAMILY: Final = EV + "StudyFamily"
    STUDY: Final = EV + "Study"
    REPORT: Final = EV + "Report"
    RECORD: Final = EV + "Record"
    SOURCE_TEXT: Final = EV + "SourceText"
    SAMPLE_GROUP: Final = EV + "SampleGroup"
    NOTICE: Final = EV + "Notice"

    # Findings
    FINDING: Final = EV + "Finding"
    DETERMINANT_FINDING: Final = EV + "DeterminantFinding"
    BARRIER_FINDING: Final = EV + "BarrierFinding"
    FACILITATOR_FINDING: Final = EV + "FacilitatorFinding"
    AMBIVALENT_FINDING: Final = EV + "AmbivalentFinding"
    NON_INFLUENCE_FINDING: Final = EV + "NonInfluenceFinding"
    RECOMMENDATION_FINDING: Final = EV + "RecommendationFinding"
    CONTEXT_FINDING: Final = EV + "ContextFinding"
    REVIEW_FINDING: Final = EV + "ReviewFinding"
    POLE: Final = EV + "Pole"

    # Matches: words and concept, with the reason
    MATCH: Final = EV + "Match"

    # Concepts (marker classes of SKOS concepts)
    DETERMINANT: Final = EV + "Determinant"
    STAKEHOLDER: Final = EV + "Stakeholder"
    STRATEGY: Final = EV + "Strategy"
    PROGRAMME: Final = EV + "Programme"
    METHOD: Final = EV + "Method"
    PLACE: Final = EV + "Place"
    ECO_LEVEL: Final = EV + "EcoLevel"
    BASIS: Final = EV + "Basis"
    SECTION: Final = EV + "Section"
    VERDICT_VALUE: Final = EV + "VerdictValue"
    CONFIDENCE_LEVEL: Final = EV + "ConfidenceLevel"
    CONSTRUCT: Final = EV + "Construct"
    POLE_SCOPE: Final = EV + "PoleScope"

    # Provenance: graphs, activities, agents
    MANAGED_GRAPH: Final = EV + "ManagedGraph"
    RECORD_GRAPH: Final = EV + "RecordGraph"
    STUDY_GRAPH: Final = EV + "StudyGraph"
    CODING_GRAPH: Final = EV + "CodingGraph"
    VERDICT_GRAPH: Final = EV + "VerdictGraph"
    SYNTHESIS_GRAPH: Final = EV + "SynthesisGraph"
    INFERRED_GRAPH: Final = EV + "InferredGraph"
    HARVEST_ACTIVITY: Final = EV + "HarvestActivity"
    LINKING_ACTIVITY: Final = EV + "LinkingActivity"
    CODING_ACTIVITY: Final = EV + "CodingActivity"
    VERIFICATION_ACTIVITY: Final = EV + "VerificationActivity"
    SYNTHESIS_ACTIVITY: Final = EV + "SynthesisActivity"
    HUMAN_CODER: Final = EV + "HumanCoder"
    MACHINE_EXTRACTOR: Final = EV + "MachineExtractor"


class Property:
    """What is said of things."""

    # Records, reports, studies (PRISMA 2020)
    RECORD_OF: Final = EV + "recordOf"
    HAS_RECORD: Final = EV + "hasRecord"
    REPORT_OF: Final = EV + "reportOf"
    HAS_REPORT: Final = EV + "hasReport"
    CANDIDATE_REPORT_OF: Final = EV + "candidateReportOf"
    PART_OF_FAMILY: Final = EV + "partOfFamily"
    MAY_SHARE_FAMILY: Final = EV + "mayShareFamily"
    SAMPLE_MAY_OVERLAP: Final = EV + "sampleMayOverlap"
    JOIN_REASON: Final = EV + "joinReason"
    MATCH_METHOD: Final = EV + "matchMethod"
    HAS_TEXT: Final = EV + "hasText"
    TEXT_OF: Final = EV + "textOf"
    TEXT_KIND: Final = EV + "textKind"
    SHA256: Final = EV + "sha256"
    CHAR_LENGTH: Final = EV + "charLength"
    SAMPLE_GROUP: Final = EV + "sampleGroup"
    PARTICIPANT_TYPE: Final = EV + "participantType"
    METHOD: Final = EV + "method"
    PLACE: Final = EV + "place"
    PROGRAMME: Final = EV + "programme"
    N: Final = EV + "n"
    N_NOT_STATED: Final = EV + "nNotStated"
    UNIT_COUNT: Final = EV + "unitCount"
    DATA_YEAR: Final = EV + "dataYear"
    QUALITY_NOTE: Final = EV + "qualityNote"
    HAS_NOTICE: Final = EV + "hasNotice"
    NOTICE_KIND: Final = EV + "noticeKind"
    NOTICE_TARGET: Final = EV + "noticeTarget"
    UNDER_NOTICE: Final = EV + "underNotice"

    # Findings
    OPPOSITE_POLE: Final = EV + "oppositePole"
    KIND_POLE: Final = EV + "kindPole"
    IN_TEXT: Final = EV + "inText"
    QUOTE: Final = EV + "quote"
    START: Final = EV + "start"
    END: Final = EV + "end"
    CONTENT_KEY: Final = EV + "contentKey"
    DISCRIMINATOR: Final = EV + "discriminator"
    CHECKED: Final = EV + "checked"
    SEAL: Final = EV + "seal"
    GIST: Final = EV + "gist"
    ROLE: Final = EV + "role"
    SECTION: Final = EV + "section"
    BASIS: Final = EV + "basis"
    POLE: Final = EV + "pole"
    DETERMINANT: Final = EV + "determinant"
    COMPARED_WITH: Final = EV + "comparedWith"
    VOICED_BY: Final = EV + "voicedBy"
    AFFECTS: Final = EV + "affects"
    CONCERNS: Final = EV + "concerns"
    LEVEL: Final = EV + "level"
    STATED_LEVEL: Final = EV + "statedLevel"
    PREVALENCE_WORDING: Final = EV + "prevalenceWording"
    UNITS_REPORTING: Final = EV + "unitsReporting"
    UNITS_TOTAL: Final = EV + "unitsTotal"
    UNIT_KIND: Final = EV + "unitKind"
    CONFIDENCE: Final = EV + "confidence"
    RECOMMENDS: Final = EV + "recommends"
    ACTOR: Final = EV + "actor"
    ACTOR_NOT_STATED: Final = EV + "actorNotStated"
    ADDRESSES: Final = EV + "addresses"
    STATED_ADDRESSES: Final = EV + "statedAddresses"
    RELATES_TO_FINDING: Final = EV + "relatesToFinding"
    CONTRIBUTES_TO: Final = EV + "contributesTo"
    NEGATIVE_CASE_OF: Final = EV + "negativeCaseOf"
    QUALIFIES: Final = EV + "qualifies"
    CORROBORATES: Final = EV + "corroborates"
    DISPUTES: Final = EV + "disputes"
    CONTRASTS_WITH: Final = EV + "contrastsWith"
    BASED_ON_FINDING: Final = EV + "basedOnFinding"
    ADDRESSES_FINDING: Final = EV + "addressesFinding"

    # Matches: words and concept, with the reason
    HAS_MATCH: Final = EV + "hasMatch"
    MATCHED_CONCEPT: Final = EV + "matchedConcept"
    MATCH_REASON: Final = EV + "matchReason"
    MATCHED_WORDS: Final = EV + "matchedWords"
    MATCH_SCORE: Final = EV + "matchScore"

    # Concepts (marker classes of SKOS concepts)
    POLE_SCOPE: Final = EV + "poleScope"
    BARRIER_LABEL: Final = EV + "barrierLabel"
    FACILITATOR_LABEL: Final = EV + "facilitatorLabel"
    TYPICAL_LEVEL: Final = EV + "typicalLevel"
    TARGETS: Final = EV + "targets"
    CONCEPT_CLASS: Final = EV + "conceptClass"

    # Syntheses (GRADE-CERQual worksheet inputs; never a grade by machine)
    SYNTHESISES: Final = EV + "synthesises"
    ON_CONCEPT: Final = EV + "onConcept"
    OVERALL_CONFIDENCE: Final = EV + "overallConfidence"
    METHODOLOGICAL_LIMITATIONS: Final = EV + "methodologicalLimitations"
    COHERENCE: Final = EV + "coherence"
    ADEQUACY: Final = EV + "adequacy"
    RELEVANCE: Final = EV + "relevance"

    # Provenance: graphs, activities, agents
    ASSERTION_METHOD: Final = EV + "assertionMethod"
    MAPPING_JUSTIFICATION: Final = EV + "mappingJustification"
    CODEBOOK: Final = EV + "codebook"
    SUPERSEDES: Final = EV + "supersedes"
    CHECKS: Final = EV + "checks"
    VERDICT: Final = EV + "verdict"
    CORRECTED_TO: Final = EV + "correctedTo"
    PRIORITY: Final = EV + "priority"

    # Derived by the build; never written by hand
    FROM_STUDY: Final = EV + "fromStudy"
    EVIDENCE_FROM: Final = EV + "evidenceFrom"
    WITHIN: Final = EV + "within"
    CODING_DISPUTED: Final = EV + "codingDisputed"
    HINDERED_BY: Final = EV + "hinderedBy"
    HELPED_BY: Final = EV + "helpedBy"
    ASKS_FOR: Final = EV + "asksFor"


class Individual:
    """Poles and pole scopes."""

    HINDERS: Final = EV + "hinders"
    HELPS: Final = EV + "helps"
    CUTS_BOTH_WAYS: Final = EV + "cutsBothWays"
    NO_INFLUENCE: Final = EV + "noInfluence"
    BIPOLAR: Final = EV + "bipolar"
    BARRIER_ONLY: Final = EV + "barrierOnly"
    FACILITATOR_ONLY: Final = EV + "facilitatorOnly"


#: The concept schemes that ship: the word in a concept's IRI, then the plural in the scheme's IRI and file name, and the class.
SCHEMES: Final[dict[str, tuple[str, str]]] = {
    "determinant": ("determinants", Class.DETERMINANT),
    "strategy": ("strategies", Class.STRATEGY),
    "stakeholder": ("stakeholders", Class.STAKEHOLDER),
    "programme": ("programmes", Class.PROGRAMME),
    "place": ("places", Class.PLACE),
    "method": ("methods", Class.METHOD),
    "level": ("levels", Class.ECO_LEVEL),
    "basis": ("bases", Class.BASIS),
    "section": ("sections", Class.SECTION),
    "verdict": ("verdicts", Class.VERDICT_VALUE),
    "confidence": ("confidence", Class.CONFIDENCE_LEVEL),
    "cfir2": ("cfir2", Class.CONSTRUCT),
}

#: Kinds of finding (`kg.findings.finding.KINDS`) and their classes.
KINDS: Final[dict[str, str]] = {
    "barrier": Class.BARRIER_FINDING,
    "facilitator": Class.FACILITATOR_FINDING,
    "recommendation": Class.RECOMMENDATION_FINDING,
    "ambivalent": Class.AMBIVALENT_FINDING,
    "no-influence": Class.NON_INFLUENCE_FINDING,
    "context": Class.CONTEXT_FINDING,
}

#: The pole that a finding of a class has.
POLES: Final[dict[str, str]] = {
    Class.BARRIER_FINDING: Individual.HINDERS,
    Class.FACILITATOR_FINDING: Individual.HELPS,
    Class.AMBIVALENT_FINDING: Individual.CUTS_BOTH_WAYS,
    Class.NON_INFLUENCE_FINDING: Individual.NO_INFLUENCE,
}


def concept(scheme: str, slug: str) -> str:
    """Give the IRI of a concept: `concept("place", "toronto")`."""
    return f"{BASE}concept/{scheme}/{slug}"


def scheme(word: str) -> str:
    """Give the IRI of a scheme that ships: `scheme("place")` ends in `scheme/places`; raises KeyError for an unknown word."""
    return f"{BASE}scheme/{SCHEMES[word][0]}"


def folder() -> Path:
    """Find the ontology's files, in a checkout and in an installed wheel alike."""
    return Path(str(files(__name__)))


def evidence() -> Path:
    """Find the classes and properties: `evidence.ttl`."""
    return folder() / "evidence.ttl"


def shapes() -> Path:
    """Find the SHACL shapes: `shapes.ttl`."""
    return folder() / "shapes.ttl"


def axioms() -> Path:
    """Find the axioms for reasoners that need RDF lists: `axioms.ttl`; never loaded into the store."""
    return folder() / "axioms.ttl"


def schemes() -> tuple[Path, ...]:
    """Find the SKOS schemes that ship, sorted by name."""
    return tuple(sorted((folder() / "schemes").glob("*.ttl")))
