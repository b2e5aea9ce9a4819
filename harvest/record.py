"""A record: what one source says of one report, as facts, with the digest of the raw answer it was read from.

Nothing here is invented: a field the source does not state stays empty.
"""

from dataclasses import dataclass, field, replace
from typing import Any

import cattrs

from harvest.identifier import Identifier


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of the precision stated: year, year and month, or a day; `words` keeps what was printed (`2021 Spring`)."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    words: str = ""

    def __str__(self) -> str:
        if self.year is None:
            return self.words
        stated = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day if self.month else None) if part]
        return "-".join(stated)


@dataclass(frozen=True, slots=True)
class Author:
    """A person (family, given) or a body (`collective`), as the source prints it."""

    family: str = ""
    given: str = ""
    collective: str = ""
    suffix: str = ""
    orcid: str = ""
    affiliations: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.collective or ", ".join(part for part in (self.family, self.given, self.suffix) if part)


@dataclass(frozen=True, slots=True)
class Passage:
    """A labelled piece of an abstract: `label` as printed, `category` as the source normalises it (NlmCategory)."""

    text: str
    label: str = ""
    category: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A subject heading of a controlled vocabulary (MeSH): its words, its identifier there, and whether it is a main topic."""

    words: str
    scheme: str = "mesh"
    code: str = ""
    qualifiers: tuple[str, ...] = ()
    major: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """Funding as stated: agency and number."""

    agency: str
    number: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A link the source states from this record's report to another: `kind` is one of `RELATIONS`."""

    kind: str
    target: Identifier | None = None
    words: str = ""
    stated_by: str = ""
    date: str = ""


#: Kinds of relation: notices first (they travel into every view), then versions, then the rest.
RELATIONS = (
    "retracted-by", "retraction-of", "corrected-by", "correction-of", "concern-raised-by", "concern-about",
    "withdrawn-by", "withdrawal-of", "republished-as", "republication-of", "updated-by", "update-of",
    "preprint-of", "has-preprint", "version-of", "has-version", "translation-of", "has-translation",
    "comment-on", "commented-by", "part-of", "has-part", "supplement-to", "supplemented-by", "review-of", "has-review",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch `text[start:end]` of a record's own text (code points) and what it is.

    `role` is one of title, abstract, heading, body, authors, citation, biography, references, furniture.
    """

    role: str
    start: int
    end: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What one source says of one report.

    `source` names the part that read it (`pubmed`, `crossref`, `ris`, `vufind`), `key` is the source's own name for it.
    Structured sources fill `abstract`; sources that *are* a document (a page, a full text) fill `text` with `spans`.
    Where the text may not be kept (facts that ship), `text_sha256` and `text_length` (code points) still name it.
    `raw` is the SHA-256 of the raw answer in the archive, `place` where in it the record stands (line, number, path).
    """

    source: str
    key: str = ""
    identifiers: tuple[Identifier, ...] = ()
    title: str = ""
    other_titles: tuple[Passage, ...] = ()
    authors: tuple[Author, ...] = ()
    authors_complete: bool = True
    abstract: tuple[Passage, ...] = ()
    other_abstracts: tuple[Passage, ...] = ()
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    issued: PartialDate | None = None
    dates: tuple[tuple[str, PartialDate], ...] = ()
    language: str = ""
    types: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    grants: tuple[Grant, ...] = ()
    licence: str = ""
    relations: tuple[Relation, ...] = ()
    links: tuple[str, ...] = ()
    text: str = ""
    spans: tuple[Span, ...] = ()
    text_sha256: str = ""
    text_length: int = 0
    notes: tuple[str, ...] = ()
    raw: str = ""
    place: str = ""
    retrieved: str = ""

    def identifier(self, scheme: str) -> Identifier | None:
        """The first identifier of a scheme, if the source states one."""
        return next((one for one in self.identifiers if one.scheme == scheme), None)

    def with_source(self, *, raw: str, retrieved: str = "") -> "Record":
        """The same record, tied to the raw answer it was read from."""
        return replace(self, raw=raw, retrieved=retrieved or self.retrieved)

    def to_json(self) -> dict[str, Any]:
        """A JSON object without the empty fields."""
        filled: dict[str, Any] = _CONVERTER.unstructure(self)
        return filled

    @classmethod
    def from_json(cls, filled: dict[str, Any]) -> "Record":
        """The record a JSON object of `to_json` describes."""
        return _CONVERTER.structure(filled, cls)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A piece of input that gave no record: where it stands, why, and its raw text (at most 2,000 characters kept)."""

    place: str
    reason: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a format made of one file or answer: its records and what it refused; records + refusals = pieces seen."""

    format: str
    records: tuple[Record, ...] = ()
    refusals: tuple[Refusal, ...] = field(default=())


def _converter() -> cattrs.Converter:
    return cattrs.Converter(omit_if_default=True, forbid_extra_keys=True)


_CONVERTER = _converter()
