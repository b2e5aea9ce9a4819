"""How alike two records are, and what that allows: the explained score behind every fuzzy merge.

A title alone never merges: another statement must agree with it (the abstract, or the authors together with year, pages or journal)
and none may contradict. The numbers below are the policy; `bench/merge.py` measures what they find.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import ratio

from harvest import fold
from harvest.names import fold as fold_name
from harvest.names import may_be_one
from harvest.record import Record

#: Titles less alike than this are not compared further; alike as SAME they count as the same title.
NEAR, SAME = 0.90, 0.95
#: Abstracts alike as this agree; less alike than APART they speak of different things.
AGREE, APART = 0.88, 0.50
#: Authors: share of the shorter list that is found in the longer.
TOGETHER, STRANGERS = 0.60, 0.34
WEIGHTS = {"title": 0.4, "abstract": 0.3, "authors": 0.2, "year": 0.1}
#: Schemes of which a report has one value: two different values are two reports. OpenAlex keeps some works twice: its numbers part nothing.
EXCLUSIVE = ("doi", "pmid", "pmcid", "arxiv")
_NUMBER = re.compile(r"\b(?:\d+(?:\s\d+)*|i{1,3}|iv|vi{0,3}|ix|xi{0,2}|one|two|three|first|second|third|part [a-d])\b")
_NOTICE = re.compile(
    r"^(?:correction|corrigendum|erratum|errata|retraction|retracted|withdrawn|reply|response|comment|commentary|letter|editorial|"
    r"addendum|expression of concern|re|author reply|authors reply|publisher correction|peer review|review of|protocol)\b"
    r"|\b(?:study protocol|protocol for a)\b"
)
_SMALL = frozenset(("of", "the", "and", "for", "in", "on", "a", "an", "de", "la", "et", "und", "der", "die"))
PREPRINT = re.compile(r"preprint|posted.?content|working.?paper", re.I)


@dataclass(frozen=True, slots=True)
class Likeness:
    """The comparison of two records: shares from 0 to 1 (None: not stated on both sides), the verdict and its explanation."""

    title: float
    abstract: float | None
    authors: float | None
    year: float | None
    verdict: Literal["merged", "candidate", "refused"]
    words: str

    @property
    def score(self) -> float:
        """The weighted mean of what could be compared, to three digits."""
        known = {name: getattr(self, name) for name in WEIGHTS if getattr(self, name) is not None}
        whole: float = sum(WEIGHTS[name] * value for name, value in known.items()) / sum(WEIGHTS[name] for name in known)
        return round(whole, 3)


def compare(one: Record, other: Record) -> Likeness | None:
    """Compare two records; None when their titles are too far apart to speak of."""
    alike = titles(one.title, other.title)
    if alike < NEAR:
        return None
    abstract, authors, year = _abstracts(one, other), _authors(one, other), _years(one, other)
    verdict, words = _verdict(one, other, alike, abstract, authors, year)
    return Likeness(round(alike, 3), abstract, authors, year, verdict, words)


def titles(one: str, other: str) -> float:
    """How alike two titles are; a subtitle that only one of them states costs little."""
    left, right = fold.title(one), fold.title(other)
    if not left or not right:
        return 0.0
    whole = Indel.normalized_similarity(left, right, score_cutoff=NEAR)
    if whole >= NEAR or min(len(left), len(right)) < 25:
        return whole
    short, long = sorted((left, right), key=len)
    if fold.main_title(one if long == left else other) == short and len(short.split()) >= 5:
        return SAME
    return whole


def conflict(one: Record, other: Record) -> str:
    """The scheme of which the two state different values, or nothing."""
    for scheme in EXCLUSIVE:
        left = {name for name in one.identifiers if name.scheme == scheme}
        right = {name for name in other.identifiers if name.scheme == scheme}
        if left and right and not left & right:
            return scheme
    return ""


def strangers(one: Record, other: Record) -> str:
    """Why two records that share an identifier cannot both be right about it: titles and authors have nothing in common. Else nothing."""
    if not one.title or not other.title or not one.authors or not other.authors:
        return ""
    alike = ratio(fold.title(one.title), fold.title(other.title)) / 100
    shared = _authors(one, other)
    if alike < 0.45 and shared == 0.0:
        return f"neither titles ({alike:.2f}) nor authors agree"
    return ""


def _verdict(
    one: Record, other: Record, title: float, abstract: float | None, authors: float | None, year: float | None
) -> tuple[Literal["merged", "candidate", "refused"], str]:
    same = "titles agree" if title >= SAME else f"titles are alike ({title:.2f})"
    if scheme := conflict(one, other):
        values = [str(record.identifier(scheme)) for record in (one, other)]
        return "refused", f"{same}, but {scheme.upper()}s differ ({values[0]}, {values[1]}): two reports, perhaps of one study"
    if apart := _apart(one, other):
        return "refused", f"{same}, but {apart}"
    if authors is not None and authors < STRANGERS:
        return "refused", f"{same}, but the authors differ ({_names(one)}; {_names(other)})"
    if abstract is not None and abstract < APART:
        return "refused", f"{same}, but the abstracts speak of different things (alike {abstract:.2f})"
    if year == 0.0:
        return "candidate", f"{same}, but the years differ ({one.issued}, {other.issued}): perhaps versions"
    support = _support(one, other, abstract, authors, year)
    if not support:
        return "candidate", f"{same}, but nothing else is stated on both sides that agrees; a title alone never merges"
    if title < SAME and abstract is None:
        return "candidate", f"{same} and {', '.join(support)}, but no abstract confirms it"
    return "merged", f"{same} and {', '.join(support)}"


def _support(one: Record, other: Record, abstract: float | None, authors: float | None, year: float | None) -> list[str]:
    """What agrees beside the title, in words; empty when it is not enough."""
    said = []
    if abstract is not None and abstract >= AGREE:
        said.append(f"abstract texts agree ({abstract:.2f})")
    if authors is not None and authors >= TOGETHER:
        beside = []
        if year:
            beside.append("year" if year == 1.0 else "years one apart")
        if one.pages and fold.flat(one.pages) == fold.flat(other.pages):
            beside.append("pages")
        if one.container and journals(one.container, other.container):
            beside.append("journal")
        if _links(one) & _links(other):
            beside.append("link")
        if beside or said:
            said.append(" and ".join(["authors", *beside]) + " agree")
    return said


def _apart(one: Record, other: Record) -> str:
    """What sets two nearly equal titles apart: a number, or that one is a notice, reply or protocol about the other."""
    left, right = fold.title(one.title), fold.title(other.title)
    notices = [bool(_NOTICE.search(words)) for words in (left, right)]
    if notices[0] != notices[1]:
        return "one is a notice, reply or protocol of the other"
    if (
        left != right
        and set(_NUMBER.findall(left)) != set(_NUMBER.findall(right))
        and min(len(left), len(right)) > 0.9 * max(len(left), len(right))
    ):
        return "their numbers differ (parts of a series?)"
    if is_preprint(one) != is_preprint(other) and (one.types and other.types):
        return "one is a preprint: two reports of one study"
    return ""


def is_preprint(record: Record) -> bool:
    """Whether a record says it is a preprint, by type or by the server it comes from."""
    return any(PREPRINT.search(kind) for kind in record.types) or bool(
        re.search(r"\b(?:medrxiv|biorxiv|arxiv|ssrn|research square|preprints|osf preprints|psyarxiv)\b", record.container.lower())
    )


@lru_cache(maxsize=20_000)
def _text(words: str) -> str:
    return fold.flat(words)[:4000]


def _abstracts(one: Record, other: Record) -> float | None:
    """How alike two abstracts are; a shortened one is compared with the beginning of the other. None when one is missing or tiny."""
    left, right = _text(fold.abstract(one)), _text(fold.abstract(other))
    if min(len(left), len(right)) < 120:
        return None
    whole = ratio(left, right) / 100
    size = min(len(left), len(right))
    return round(max(whole, ratio(left[:size], right[:size]) / 100 if size > 250 else 0.0), 3)


def _authors(one: Record, other: Record) -> float | None:
    if not one.authors or not other.authors:
        return None
    short, long = sorted((one.authors, other.authors), key=len)
    found = sum(any(may_be_one(a, b) or _turned(a.family, b.given, a.given, b.family) for b in long) for a in short)
    return round(found / len(short), 3)


def _links(record: Record) -> set[str]:
    named = {name.value for name in record.identifiers if name.scheme in ("url", "isbn")}
    return {re.sub(r"^https?://(?:www\.)?|/$", "", link) for link in {*record.links, *named}}


def _turned(family: str, given: str, first: str, last: str) -> bool:
    """Family and given name exchanged, as some sources do."""
    return bool(family and given) and fold_name(family) == fold_name(given) and fold_name(first) == fold_name(last)


def _years(one: Record, other: Record) -> float | None:
    left, right = (record.issued.year if record.issued else None for record in (one, other))
    if left is None or right is None:
        return None
    return {0: 1.0, 1: 0.5}.get(abs(left - right), 0.0)


@lru_cache(maxsize=50_000)
def journals(one: str, other: str) -> bool:
    """Whether two journal names can be one: equal, or one abbreviates the other word by word (`Harm Reduct J`)."""
    left, right = ([word for word in fold.flat(name).split() if word not in _SMALL] for name in (one, other))
    if left == right:
        return bool(left)
    return len(left) == len(right) and all(a.startswith(b) or b.startswith(a) for a, b in zip(left, right, strict=True))


def _names(record: Record) -> str:
    shown = ", ".join(author.family or author.collective for author in record.authors[:3])
    return shown + (" and others" if len(record.authors) > 3 else "")
