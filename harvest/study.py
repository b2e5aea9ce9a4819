"""Reports to studies: one study a report, unless the reports are linked (preprint, version, translation, notice) or a person joined them.

The study is the unit of counting, so nothing is joined by likeness here: what is only alike is offered as a candidate with the reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from harvest import family, keys, likeness
from harvest.report import Join, Report, Study

#: Relations that say: the other report tells of the same investigation.
SAME_STUDY = frozenset(
    (
        "preprint-of", "has-preprint", "version-of", "has-version", "translation-of", "has-translation", "correction-of", "corrected-by",
        "retraction-of", "retracted-by", "withdrawal-of", "withdrawn-by", "concern-about", "concern-raised-by", "republication-of",
        "republished-as", "update-of", "updated-by", "supplement-to", "supplemented-by",
    )
)  # fmt: skip
_NOTICES = frozenset(("correction-of", "retraction-of", "withdrawal-of", "concern-about"))


def studies(reports: Iterable[Report], decisions: Iterable[Join] = ()) -> tuple[Study, ...]:
    """The studies some reports tell of, sorted by key, with candidates for families and what people decided.

    Decisions are those of rule `person:study` and `person:family`; others are left alone.
    """
    ordered = sorted(reports, key=lambda one: one.key)
    made = tuple(decisions)
    groups, joins = _grouped(ordered, [one for one in made if one.rule == "person:study"])
    plain = _keyed(ordered, groups, joins)
    return _families(plain, {report.key: report for report in ordered}, [one for one in made if one.rule == "person:family"])


def _grouped(reports: Sequence[Report], decisions: Sequence[Join]) -> tuple[list[list[int]], dict[int, list[Join]]]:
    """Positions of reports by study, and why."""
    parent = list(range(len(reports)))

    def find(at: int) -> int:
        while parent[at] != at:
            at = parent[at]
        return at

    places = _places(reports)
    last = {frozenset((one.left, one.right)): one for one in decisions}
    apart = {
        frozenset((left, right))
        for one in last.values()
        if one.decision == "refused"
        for left in places.get(one.left, ())
        for right in places.get(one.right, ())
    }
    joins: dict[int, list[Join]] = defaultdict(list)
    wanted = [*_decided(last, places), *_related(reports)]
    for left, right, join in wanted:
        a, b = find(left), find(right)
        members = [[at for at in range(len(reports)) if find(at) == root] for root in (a, b)] if apart else [[], []]
        if a != b and any(frozenset((x, y)) in apart for x in members[0] for y in members[1]):
            refused = replace(join, decision="refused", rule="person", words=f"{join.words}, but a person keeps them apart")
            joins[left].append(refused)
            joins[right].append(refused)
            continue
        parent[max(a, b)] = min(a, b)
        joins[left].append(join)
    groups: dict[int, list[int]] = defaultdict(list)
    for at in range(len(reports)):
        groups[find(at)].append(at)
    return list(groups.values()), joins


def _places(reports: Sequence[Report]) -> dict[str, list[int]]:
    """Where the reports stand that a person may name: by report key, study key or identifier."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, report in enumerate(reports):
        names = {report.key, keys.study_key(report.title, report.authors, report.issued), *map(str, report.identifiers)}
        for name in names:
            places[name].append(at)
    return places


def _decided(last: dict[frozenset[str], Join], places: dict[str, list[int]]) -> list[tuple[int, int, Join]]:
    merged = sorted((one for one in last.values() if one.decision == "merged"), key=lambda one: (one.left, one.right))
    return [
        (left, right, replace(one, rule="person"))
        for one in merged
        for left in places.get(one.left, ())[:1]
        for right in places.get(one.right, ())
        if left != right
    ]


def _related(reports: Sequence[Report]) -> list[tuple[int, int, Join]]:
    """Pairs of reports of which one states that the other tells of the same investigation."""
    owner = {name: at for at, report in enumerate(reports) for name in report.identifiers}
    found = []
    for at, report in enumerate(reports):
        for relation in report.relations:
            other = owner.get(relation.target) if relation.target else None
            if other is not None and other != at and relation.kind in SAME_STUDY:
                by = f" ({relation.stated_by})" if relation.stated_by else ""
                words = f"{report.key} is stated to be {relation.kind} {relation.target}{by}"
                found.append((at, other, Join(report.key, reports[other].key, "merged", "relation", words)))
    return found


def _keyed(reports: Sequence[Report], groups: Sequence[Sequence[int]], joins: dict[int, list[Join]]) -> list[Study]:
    """A study of each group, named after its main report."""
    drafts = []
    for group in groups:
        main = min((reports[at] for at in group), key=_main)
        because = tuple(dict.fromkeys(join for at in group for join in joins.get(at, ())))
        wanted = keys.study_key(main.title, main.authors, main.issued)
        drafts.append((wanted, main, Study("", label(main), tuple(reports[at].key for at in group), joins=because)))
    out, taken = [], set[str]()
    for wanted, _, study in sorted(drafts, key=lambda one: (one[0], one[2].reports)):
        key = keys.distinct(wanted, taken)
        taken.add(key)
        out.append(replace(study, key=key))
    return out


def _main(report: Report) -> tuple[bool, bool, bool, int, str]:
    """Articles before preprints, reports before notices, those with an identifier first, then the earliest."""
    notice = any(one.kind in _NOTICES for one in report.relations)
    preprint = any(likeness.PREPRINT.search(kind) for kind in report.types) or any(one.kind == "preprint-of" for one in report.relations)
    return notice, preprint, not report.identifiers, (report.issued.year if report.issued else None) or 9999, report.key


def label(report: Report) -> str:
    """How a study is cited in a table: `Butler et al. 2022`, `Watson & Strike`, or the beginning of the title."""
    names = [one.family or one.collective for one in report.authors]
    year = str(report.issued.year) if report.issued and report.issued.year else ""
    if not names:
        short = report.title if len(report.title) <= 60 else report.title[:60].rsplit(" ", 1)[0] + " …"
        return f"{short} ({year})" if year else short or report.key
    who = names[0] if len(names) == 1 else f"{names[0]} & {names[1]}" if len(names) == 2 else f"{names[0]} et al."
    return f"{who} {year}".strip()


def _families(plain: Sequence[Study], reports: dict[str, Report], decisions: Sequence[Join]) -> tuple[Study, ...]:
    """The studies with settled families, and with candidates for those that nobody settled."""
    names = {name: study.key for study in plain for name in (study.key, *study.reports)}
    last = {frozenset((names.get(one.left, one.left), names.get(one.right, one.right))): one for one in decisions}
    settled = _settled(plain, last)
    offered: dict[str, list[Join]] = defaultdict(list)
    for join in (*_doubles(plain, reports), *family.candidates(plain, reports)):
        pair = frozenset((join.left, join.right))
        if pair in last or (settled.get(join.left) and settled.get(join.left) == settled.get(join.right)):
            continue
        if not any(frozenset((one.left, one.right)) == pair for one in offered[join.left]):
            offered[join.left].append(join)
            offered[join.right].append(join)
    return tuple(
        replace(
            study,
            family=settled.get(study.key, ""),
            candidates=tuple(sorted(offered[study.key], key=lambda one: (-one.score, one.left, one.right))),
        )
        for study in sorted(plain, key=lambda one: one.key)
    )


def _settled(plain: Sequence[Study], last: dict[frozenset[str], Join]) -> dict[str, str]:
    """Family name of each study in one that people settled: the first key of its members."""
    family_of = {study.key: study.key for study in plain}
    for pair, one in sorted(last.items(), key=lambda item: sorted(item[0])):
        members = [key for key in pair if key in family_of]
        if one.decision == "merged" and len(members) == 2:
            low, high = sorted(family_of[key] for key in members)
            family_of = {key: low if name == high else name for key, name in family_of.items()}
    size: dict[str, int] = defaultdict(int)
    for name in family_of.values():
        size[name] += 1
    return {key: name for key, name in family_of.items() if size[name] > 1}


def _doubles(plain: Sequence[Study], reports: dict[str, Report]) -> list[Join]:
    """Studies whose reports are alike but were not merged (another DOI, another year): perhaps one study, for a person to say."""
    owner = {key: study.key for study in plain for key in study.reports}
    found = {}
    for report in reports.values():
        for join in report.joins:
            left, right = owner.get(join.left, ""), owner.get(join.right, "")
            likely = join.decision == "candidate" or (join.decision == "refused" and join.score >= likeness.NEAR)
            if left and right and left != right and likely and join.rule == "title-author-year":
                low, high = sorted((left, right))
                found[low, high] = Join(low, high, "candidate", join.rule, f"perhaps one study: {join.words}", join.score)
    return [found[pair] for pair in sorted(found)]
