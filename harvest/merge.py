"""Records to reports: by identifiers, then by title with something that confirms it; every merge and refusal explained.

The result does not depend on the order of the records: they are sorted first, joins are tried from the strongest to the weakest, and
a join that people forbade or whose identifiers conflict never happens. People's decisions (`Join` with rule `person:report`) win.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from harvest import blocks, consensus, keys, likeness
from harvest.clusters import Clusters
from harvest.identifier import Identifier
from harvest.record import Record
from harvest.report import Join, Report
from harvest.study import studies

__all__ = ["merge", "studies"]

#: Schemes that name one report; a URL or an ISBN may be shared by many (a home page, the chapters of a book).
NAMING = ("doi", "pmid", "pmcid", "arxiv", "openalex")
#: Two reports that fit equally well are both offered, and neither is taken, when they are nearer than this.
CLEAR = 0.03


@dataclass(slots=True)
class _Work:
    """Records in their canonical order, the clusters they fall into, and the joins made (by position until keys are known)."""

    records: list[Record]
    names: list[str]
    clusters: Clusters
    made: list[tuple[int, int, Join]]


def merge(records: Iterable[Record], decisions: Iterable[Join] = ()) -> tuple[Report, ...]:
    """The reports some records tell of, sorted by key. `decisions` are people's; those on studies and families are left alone."""
    ordered = sorted(records, key=lambda one: (keys.record_name(one), keys.digest(one), one.raw, one.place))
    work = _Work(ordered, [keys.record_name(one) for one in ordered], Clusters(ordered), [])
    _by_people(work, [one for one in decisions if one.rule in ("person", "person:report")])
    _by_equality(work)
    _by_identifier(work)
    _by_likeness(work)
    return _reports(work)


def _by_people(work: _Work, decisions: Sequence[Join]) -> None:
    """What people decided: the last decision on a pair counts."""
    if not decisions:
        return
    last = {frozenset((one.left, one.right)): one for one in decisions}
    places = _places(work)
    apart = [one for one in last.values() if one.decision == "refused"]
    for one in apart:
        for left in places.get(one.left, ()):
            for right in places.get(one.right, ()):
                if left != right:
                    work.clusters.keep_apart(left, right)
                    work.made.append((left, right, one))
    for one in sorted((one for one in last.values() if one.decision == "merged"), key=lambda one: (one.left, one.right)):
        for left in places.get(one.left, ())[:1]:
            for right in (*places.get(one.left, ())[1:], *places.get(one.right, ())):
                if not work.clusters.parted(left, right) and work.clusters.join(left, right):
                    work.made.append((left, right, replace(one, rule="person")))


def _places(work: _Work) -> dict[str, list[int]]:
    """Where the records stand that a person may name: by record name, identifier, or the key their report has or would have."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, record in enumerate(work.records):
        own = {work.names[at], keys.study_key(record.title, record.authors, record.issued)}
        own |= {str(one) for one in record.identifiers} | {keys.of_identifier(one) for one in record.identifiers}
        for name in own:
            places[name].append(at)
    return places


def _by_equality(work: _Work) -> None:
    """The same facts read twice, where they are more than a title; and the same text, also where only its digest may be kept."""
    first: dict[str, int] = {}
    for at, record in enumerate(work.records):
        if text := keys.text_digest(record):
            if text in first:
                _try(work, first[text], at, "identifier", f"the same text (SHA-256 {text[:12]}…)", 1.0)
            first.setdefault(text, at)
        if not (record.identifiers or record.authors or record.abstract or record.text):
            continue
        fact = keys.digest(record)
        if fact in first:
            _try(work, first[fact], at, "identifier", "the same facts, read twice", 1.0)
        first.setdefault(fact, at)


def _by_identifier(work: _Work) -> None:
    """Records that share a DOI, PMID, PMCID, arXiv or OpenAlex number."""
    sharing: dict[Identifier, list[int]] = defaultdict(list)
    for at, record in enumerate(work.records):
        for one in record.identifiers:
            if one.scheme in NAMING:
                sharing[one].append(at)
    for one in sorted(sharing, key=lambda one: (NAMING.index(one.scheme), one.value)):
        taken: list[int] = []
        for at in sharing[one]:
            if any(work.clusters.find(at) == work.clusters.find(other) for other in taken):
                continue
            words = f"both state {one.scheme.upper()} {one.value}"
            joined = [other for other in taken if _try(work, other, at, "identifier", words, 1.0)]
            if not joined:
                taken.append(at)


def _try(work: _Work, left: int, right: int, rule: str, words: str, score: float) -> bool:
    """Join two clusters unless something forbids it; what forbids it is kept as a refusal."""
    if work.clusters.find(left) == work.clusters.find(right):
        return True
    obstacle = work.clusters.obstacle(left, right)
    if obstacle == "person":
        work.made.append((left, right, Join("", "", "refused", "person", f"{words}, but a person keeps them apart", score)))
        return False
    if obstacle:
        values = f"{work.clusters.values(left, obstacle)} and {work.clusters.values(right, obstacle)}"
        why = f"{words}, but their {obstacle.upper()}s differ ({values})"
        work.made.append((left, right, Join("", "", "refused", rule, why, score)))
        return False
    if rule == "identifier" and (doubt := likeness.strangers(work.records[left], work.records[right])):
        work.made.append(
            (left, right, Join("", "", "candidate", rule, f"{words}, but {doubt}: one of them may state it by mistake", score))
        )
        return False
    work.clusters.join(left, right)
    work.made.append((left, right, Join("", "", "merged", rule, words, score)))
    return True


def _by_likeness(work: _Work) -> None:
    """Clusters whose titles agree and something else with them."""
    groups = work.clusters.groups()
    pooled = [consensus.pooled([work.records[at] for at in group]) for group in groups]
    found = []
    for left, right in blocks.pairs(pooled):
        if likely := likeness.compare(pooled[left], pooled[right]):
            found.append((groups[left][0], groups[right][0], likely))
    sure = [one for one in found if one[2].verdict == "merged"]
    unclear = _unclear(work, sure)
    for left, right, likely in sorted(sure, key=lambda one: (-one[2].score, work.names[one[0]], work.names[one[1]], one[:2])):
        if (left, right) in unclear:
            words = f"{likely.words}; but it fits another report as well, which is not this one"
            work.made.append((left, right, Join("", "", "candidate", "title-author-year", words, likely.score)))
        else:
            _try(work, left, right, "title-author-year", likely.words, likely.score)
    for left, right, likely in found:
        if likely.verdict != "merged" and work.clusters.find(left) != work.clusters.find(right):
            work.made.append((left, right, Join("", "", likely.verdict, "title-author-year", likely.words, likely.score)))


def _unclear(work: _Work, sure: Sequence[tuple[int, int, likeness.Likeness]]) -> set[tuple[int, int]]:
    """Pairs in which one side fits two others equally well that cannot be one report themselves."""
    beside: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    for left, right, likely in sure:
        beside[left].append((right, left, likely.score))
        beside[right].append((left, right, likely.score))
    unclear = set()
    for mine, others in beside.items():
        best = max(score for _, _, score in others)
        near = [other for other, _, score in others if score > best - CLEAR]
        clash = any(work.clusters.obstacle(a, b) for at, a in enumerate(near) for b in near[at + 1 :])
        unclear |= {(min(mine, other), max(mine, other)) for other in near} if clash else set()
    return unclear


def _reports(work: _Work) -> tuple[Report, ...]:
    """One report a cluster, with distinct keys, and the joins each took part in."""
    groups = work.clusters.groups()
    drafts = [consensus.report([work.records[at] for at in group]) for group in groups]
    wanted = [keys.report_key(one.identifiers, one.title, one.authors, one.issued) for one in drafts]
    order = sorted(range(len(groups)), key=lambda at: (wanted[at], [work.names[one] for one in groups[at]], groups[at]))
    named: dict[int, str] = {}
    taken: set[str] = set()
    for at in order:
        named[at] = keys.distinct(wanted[at], taken)
        taken.add(named[at])
    owner = {one: at for at, group in enumerate(groups) for one in group}
    joins: dict[int, dict[Join, None]] = defaultdict(dict)
    for left, right, join in work.made:
        for at, made in _named(work, owner, named, left, right, join):
            joins[at][made] = None
    full = [replace(drafts[at], key=named[at], joins=tuple(sorted(joins[at], key=_place))) for at in order]
    return tuple(sorted(full, key=lambda one: one.key))


def _named(work: _Work, owner: dict[int, int], named: dict[int, str], left: int, right: int, join: Join) -> Iterator[tuple[int, Join]]:
    """The join with the names people see: of records within a report, of reports between two; it belongs to both."""
    mine, other = owner[left], owner[right]
    if mine == other:
        if join.decision == "merged":
            yield mine, replace(join, left=work.names[left], right=work.names[right])
        return
    made = replace(join, left=min(named[mine], named[other]), right=max(named[mine], named[other]))
    yield mine, made
    yield other, made


def _place(join: Join) -> tuple[int, str, str, str, str]:
    return ("merged", "candidate", "refused").index(join.decision), join.left, join.right, join.rule, join.words
