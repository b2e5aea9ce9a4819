"""Codebook and codings as REFI-QDA (QDA-XML 1.0, qdasoftware.org): a `.qdc` codebook, a `.qdpx` project.

Concepts become categories and each pole of a concept a code below it ("Waiting times (barrier)"), since QualCoder makes a category
of every code that has codes below it and lets nothing be coded with a category. GUIDs are UUIDv5 of our IRIs, so an export made
again meets the first one. Positions count code points from 0, the end excluded: the standard leaves the unit open, and this is how
QualCoder reads and writes them. A text goes along only where it is at hand.
"""

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from kg.concepts.lexicon import Concept, Lexicon
from kg.concepts.scheme import NAMESPACE
from kg.findings.finding import Coding, Finding
from kg.findings.zipped import pack
from kg.text.document import Document

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
ORIGIN = "evidence-kg"
#: The day of a coding that states none: QualCoder needs one.
NO_DAY = "1970-01-01"
#: Titles of the topmost categories.
TITLES = {"determinant": "Determinants", "strategy": "Strategies", "none": "Without a concept"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COLOURS = {"barrier": "#C0504D", "facilitator": "#5B9A5B", "recommendation": "#4F81BD"}


@dataclass(frozen=True, slots=True)
class Project:
    """A project file and what is in it: how many findings went along, and which were left out for want of their text."""

    data: bytes
    findings: int
    left_out: tuple[Finding, ...]


def guid(iri: str) -> str:
    """The GUID of an IRI: UUID version 5 in the name space of URLs (RFC 9562)."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, iri))


def codebook(lexicon: Lexicon) -> tuple[bytes, int]:
    """The bytes of a `.qdc` codebook of all determinants and strategies, and the number of its codes."""
    root = ET.Element("CodeBook", {"xmlns": CODEBOOK, "origin": ORIGIN})
    wanted = {(one.slug, kind) for name in ("determinant", "strategy") for one in lexicon.scheme(name) for kind in _poles(one)}
    ET.SubElement(root, "Codes").extend(_Tree(lexicon, wanted).roots)
    return _bytes(root), len(wanted)


def project(title: str, codings: Sequence[Coding], documents: Mapping[str, Document], lexicon: Lexicon) -> Project:
    """The `.qdpx` project of codings over the documents at hand (by digest); rejected findings are left out."""
    root = ET.Element("Project", {"xmlns": PROJECT, "name": _clean(title), "origin": ORIGIN, "creationDateTime": _moment(codings)})
    coded = [(coding, one) for coding in codings for one in coding.findings if one.decision != "reject"]
    at_hand = [(coding, one) for coding, one in coded if one.document in documents and one.end > one.start]
    wanted = {(slug, one.kind) for _, one in at_hand for slug in one.concepts or ("",)}
    users, codes = ET.Element("Users"), ET.Element("Codes")
    for coder in sorted({coding.coder for coding, _ in at_hand}):
        ET.SubElement(users, "User", {"guid": guid(_agent(coder)), "name": _clean(coder)})
    codes.extend(_Tree(lexicon, wanted).roots)
    sources = ET.Element("Sources")
    members = []
    for digest in sorted({one.document for _, one in at_hand}):
        document = documents[digest]
        name = f"{guid(_text(digest))}.txt"
        members.append((f"Sources/{name}", document.text.encode("utf-8")))
        sources.append(_source(document, digest, name, [(coding, one) for coding, one in at_hand if one.document == digest], lexicon))
    if members:
        root.append(users)
        ET.SubElement(root, "CodeBook").append(codes)
        root.append(sources)
    data = pack([("project.qde", _bytes(root)), *members])
    return Project(data, len(at_hand), tuple(one for _, one in coded if one.document not in documents or one.end <= one.start))


def _source(document: Document, digest: str, name: str, coded: Iterable[tuple[Coding, Finding]], lexicon: Lexicon) -> ET.Element:
    """One text with its selections, in the order of their places."""
    day = f"{NO_DAY}T00:00:00Z"
    source = ET.Element(
        "TextSource",
        {"guid": guid(_text(digest)), "name": _clean(document.name), "plainTextPath": f"internal://{name}", "creationDateTime": day},
    )
    for coding, one in sorted(coded, key=lambda pair: (pair[1].start, pair[1].end, pair[1].id, pair[0].coder)):
        made = {"creatingUser": guid(_agent(coding.coder)), "creationDateTime": f"{_day(coding.date)}T00:00:00Z"}
        place = {"startPosition": str(one.start), "endPosition": str(one.end)}
        about = f"{NAMESPACE}finding/{one.id}#{coding.coder}"
        selection = ET.SubElement(source, "PlainTextSelection", {"guid": guid(about), "name": _clean(one.quote), **place, **made})
        if one.note:
            ET.SubElement(selection, "Description").text = _clean(one.note)
        for slug in one.concepts or ("",):
            code = ET.SubElement(selection, "Coding", {"guid": guid(f"{about}/{slug}"), **made})
            ET.SubElement(code, "CodeRef", {"targetGUID": _code_guid(lexicon, slug, one.kind)})
    return source


class _Tree:
    """The codes wanted (concept, kind) under their concepts, those under theirs, and all under their scheme.

    A concept with several broader ones stands under the first; its description names the others.
    """

    def __init__(self, lexicon: Lexicon, wanted: set[tuple[str, str]]) -> None:
        self._lexicon = lexicon
        self._nodes: dict[str, ET.Element] = {}
        self._names: set[str] = set()
        self.roots: list[ET.Element] = []
        for slug, kind in sorted(wanted):
            concept = lexicon.concepts.get(slug)
            name = f"{concept.label if concept else slug or 'No concept yet'} ({kind})"
            shape = {"guid": _code_guid(lexicon, slug, kind), "name": self._name(name, concept), "isCodable": "true"}
            ET.SubElement(self._concept(concept), "Code", shape | ({"color": _COLOURS[kind]} if kind in _COLOURS else {}))
        for node in self._nodes.values():
            node[:] = sorted(node, key=lambda child: (child.tag != "Description", child.get("isCodable") != "true", child.get("name", "")))

    def _concept(self, concept: Concept | None) -> ET.Element:
        """The category of a concept, made with all above it where it is not there yet."""
        if concept is None:
            return self._scheme("none")
        if concept.slug not in self._nodes:
            above = next((one for one in concept.broader if concept.slug not in self._lexicon.within(one)), None)
            parent = self._concept(self._lexicon.concepts[above]) if above else self._scheme(concept.scheme)
            shape = {"guid": guid(concept.iri), "name": self._name(concept.label, concept), "isCodable": "false"}
            node = self._nodes[concept.slug] = ET.SubElement(parent, "Code", shape)
            ET.SubElement(node, "Description").text = _clean(_description(concept))
        return self._nodes[concept.slug]

    def _scheme(self, scheme: str) -> ET.Element:
        """The category of a scheme."""
        key = f"//{scheme}"
        if key not in self._nodes:
            title = self._name(TITLES.get(scheme, scheme.capitalize()), None)
            self._nodes[key] = ET.Element("Code", {"guid": guid(f"{NAMESPACE}scheme/{scheme}"), "name": title, "isCodable": "false"})
            self.roots.append(self._nodes[key])
        return self._nodes[key]

    def _name(self, name: str, concept: Concept | None) -> str:
        """The name, made different where another code has it already: QualCoder takes each name once."""
        name = _clean(name)
        if name.casefold() in self._names and concept:
            name = f"{name} [{concept.slug}]"
        self._names.add(name.casefold())
        return name


def _description(concept: Concept) -> str:
    """Definition, synonyms and IRI of a concept, and what else it belongs to."""
    also = f" Also under: {', '.join(concept.broader[1:])}." if len(concept.broader) > 1 else ""
    alt = f" Also said: {'; '.join(concept.alt)}." if concept.alt else ""
    return f"{concept.definition}{alt}{also} <{concept.iri}>".strip()


def _poles(concept: Concept) -> tuple[str, ...]:
    return ("recommendation",) if concept.scheme == "strategy" else ("barrier", "facilitator")


def _code_guid(lexicon: Lexicon, slug: str, kind: str) -> str:
    iri = lexicon.concepts[slug].iri if slug in lexicon.concepts else f"{NAMESPACE}scheme/none/{slug}"
    return guid(f"{iri}#{kind}")


def _agent(coder: str) -> str:
    return f"{NAMESPACE}agent/{coder}"


def _text(digest: str) -> str:
    return f"{NAMESPACE}text/{digest}"


def _moment(codings: Sequence[Coding]) -> str:
    return f"{max((_day(coding.date) for coding in codings), default=NO_DAY)}T00:00:00Z"


def _day(date: str) -> str:
    return date[:10] if re.fullmatch(r"\d{4}-\d{2}-\d{2}", date[:10]) else NO_DAY


def _clean(words: str) -> str:
    """Words without what XML cannot hold."""
    return _NOT_XML.sub("\ufffd", words)


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body + b"\n"
