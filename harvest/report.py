"""Reports and studies: records merged into the documents they speak of, and those into investigations (PRISMA 2020)."""

from dataclasses import dataclass
from typing import Literal

from harvest.identifier import Identifier
from harvest.record import Author, PartialDate, Record, Relation


@dataclass(frozen=True, slots=True)
class Join:
    """Why two records are one report (or two reports one study), or why they are not.

    `decision` is `merged`, `candidate` (offered to a person, ignored by counts) or `refused`; `rule` names the rule
    (`identifier`, `title-author-year`, `relation`, `person`), `score` runs from 0 to 1, `words` is the explanation shown.
    """

    left: str
    right: str
    decision: Literal["merged", "candidate", "refused"]
    rule: str
    words: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Report:
    """A document that tells of a study, as its records describe it together.

    `key` is stable: `doi-10.1186-s12954-022-00629-1`, else `pmid-…`, else `pmcid-…`, else first author, year, title words.
    The other fields are the best statement among the records; `disagreements` lists (field, source, value) of the rest.
    """

    key: str
    records: tuple[Record, ...]
    identifiers: tuple[Identifier, ...] = ()
    title: str = ""
    authors: tuple[Author, ...] = ()
    container: str = ""
    issued: PartialDate | None = None
    types: tuple[str, ...] = ()
    language: str = ""
    licence: str = ""
    relations: tuple[Relation, ...] = ()
    joins: tuple[Join, ...] = ()
    disagreements: tuple[tuple[str, str, str], ...] = ()

    @property
    def notices(self) -> tuple[Relation, ...]:
        """Retractions, corrections and concerns that stand against this report."""
        against = {"retracted-by", "corrected-by", "concern-raised-by", "withdrawn-by", "republished-as"}
        return tuple(one for one in self.relations if one.kind in against)


@dataclass(frozen=True, slots=True)
class Sample:
    """A group of participants: who (stakeholder slug), how many (None: not stated), how reached, where, in how many units."""

    participants: str
    n: int | None = None
    method: str = ""
    places: tuple[str, ...] = ()
    units: int | None = None
    unit_kind: str = ""


@dataclass(frozen=True, slots=True)
class Study:
    """An investigation with its own participants or data: the unit of counting.

    `reports` are report keys; `family` names the study family when a person settled one, `candidates` are other studies
    offered for the same family with the reason (ignored by counts until a person decides).
    `places`, `methods`, `programmes` are concept slugs.
    """

    key: str
    label: str
    reports: tuple[str, ...]
    family: str = ""
    candidates: tuple[Join, ...] = ()
    places: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    samples: tuple[Sample, ...] = ()
    data_years: tuple[int, ...] = ()
    joins: tuple[Join, ...] = ()
