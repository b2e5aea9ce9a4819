"""How far two coders agree: on where findings are, on their kind, on their concepts, and on a machine's candidates.

Percent agreement; Cohen's kappa (J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological
Measurement 20(1), 1960, 37-46); Gwet's AC1, which does not collapse when nearly all units fall into one category (K. L. Gwet,
"Computing inter-rater reliability and its variance in the presence of high agreement", British Journal of Mathematical and
Statistical Psychology 61(1), 2008, 29-48). Findings have no true negatives, so where they are is measured sentence by sentence
where the text is at hand, and by the share of findings both have (positive agreement: Hripcsak and Rothschild, J Am Med Inform
Assoc 12(3), 2005, 296-298, where it is shown to equal F1) in any case.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.findings.finding import KINDS, Coding, Finding
from kg.text.document import Document
from kg.text.sentences import sentences

#: Least intersection over union of two stretches of text that are the same finding.
OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Measure:
    """Agreement on one question: units both judged, and the three coefficients (None where they are not defined)."""

    question: str
    units: int
    agreement: float | None
    kappa: float | None
    ac1: float | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One place where two coders differ: on what, and what each has there (empty: nothing)."""

    about: str
    report: str
    left: str
    right: str
    quote: str
    place: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two coders agree, and where they do not."""

    left: str
    right: str
    measures: tuple[Measure, ...]
    disagreements: tuple[Disagreement, ...]


def percent(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Share of units both put into one category; None without units."""
    return sum(left == right for left, right in pairs) / len(pairs) if pairs else None


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two raters (nominal); None without units or where chance alone would agree on everything.

    >>> kappa([("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15)
    0.4
    """
    observed = percent(pairs)
    if observed is None:
        return None
    left, right = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(number * right[name] for name, number in left.items()) / len(pairs) ** 2
    return None if expected == 1 else round((observed - expected) / (1 - expected), 12)


def ac1(pairs: Sequence[tuple[str, str]], categories: int = 0) -> float | None:
    """Gwet's AC1 of two raters; `categories` is the size of the scale (default: the categories used, two at least).

    >>> round(ac1([("y", "y")] * 118 + [("y", "n")] * 5 + [("n", "y")] * 2), 3)
    0.941
    """
    observed = percent(pairs)
    if observed is None:
        return None
    both = Counter(name for pair in pairs for name in pair)
    size = max(categories, len(both), 2)
    shares = [number / (2 * len(pairs)) for number in both.values()]
    expected = sum(share * (1 - share) for share in shares) / (size - 1)
    return round((observed - expected) / (1 - expected), 12)


def agree(left: Coding, right: Coding, documents: Mapping[str, Document]) -> Agreement:
    """Compare two codings over the texts both have worked on; `documents` are the texts at hand, by digest."""
    mine, yours = _live(left.findings), _live(right.findings)
    both = {_text(one) for one in mine} & {_text(one) for one in yours}
    mine, yours = [one for one in mine if _text(one) in both], [one for one in yours if _text(one) in both]
    pairs, only_left, only_right = paired(mine, yours)
    judged, verdicts = _verdicts(left.findings, right.findings)
    kinds = [(one.kind, other.kind) for one, other in pairs]
    concepts = [(_concepts(one), _concepts(other)) for one, other in pairs if one.kind == other.kind]
    total = len(mine) + len(yours)
    measures = (
        Measure("findings both have", len(pairs) + len(only_left) + len(only_right), 2 * len(pairs) / total if total else None, None, None),
        _measure("sentences with a finding", _sentences(mine, yours, documents), 2),
        _measure("kind of findings both have", kinds, len(KINDS)),
        _measure("concepts of findings both have", concepts, 0),
        _measure("verdicts on candidates", verdicts, 2),
    )
    differing = [*_differing(pairs), *_alone(only_left, "left"), *_alone(only_right, "right"), *judged]
    order = sorted(differing, key=lambda one: (one.report, one.place, one.about, one.quote))
    return Agreement(left.coder, right.coder, measures, tuple(order))


def paired(left: Sequence[Finding], right: Sequence[Finding]) -> tuple[list[tuple[Finding, Finding]], list[Finding], list[Finding]]:
    """Findings of two coders that are the same one, each used once, and those only one has; same kind and most overlap first."""
    offers = []
    there: dict[str, list[tuple[int, Finding]]] = {}
    for number, other in enumerate(right):
        there.setdefault(_text(other), []).append((number, other))
    for place, one in enumerate(left):
        for number, other in there.get(_text(one), ()):
            near = _overlap(one, other)
            if near >= OVERLAP:
                offers.append((one.kind != other.kind, one.discriminator != other.discriminator, -near, place, number))
    pairs, used_left, used_right = [], set(), set()
    for *_, place, number in sorted(offers):
        if place not in used_left and number not in used_right:
            used_left.add(place)
            used_right.add(number)
            pairs.append((left[place], right[number]))
    alone_left = [one for place, one in enumerate(left) if place not in used_left]
    return pairs, alone_left, [one for number, one in enumerate(right) if number not in used_right]


def _measure(question: str, pairs: Sequence[tuple[str, str]], categories: int) -> Measure:
    return Measure(question, len(pairs), percent(pairs), kappa(pairs), ac1(pairs, categories))


def _live(findings: Iterable[Finding]) -> list[Finding]:
    return [one for one in findings if one.decision != "reject"]


def _text(finding: Finding) -> str:
    return finding.document or finding.report


def _concepts(finding: Finding) -> str:
    return "; ".join(sorted(finding.concepts))


def _overlap(one: Finding, other: Finding) -> float:
    """Intersection over union of two stretches; of quotes without a place, whether their words are the same."""
    if not (one.end and other.end):
        return float(one.quote.split() == other.quote.split())
    inter = min(one.end, other.end) - max(one.start, other.start)
    return max(inter, 0) / (max(one.end, other.end) - min(one.start, other.start))


def _sentences(left: Sequence[Finding], right: Sequence[Finding], documents: Mapping[str, Document]) -> list[tuple[str, str]]:
    """For each sentence of the texts at hand: whether either coder has a finding in it."""
    pairs = []
    for digest in sorted({one.document for one in left} & documents.keys()):
        for start, end in sentences(documents[digest].text):
            here = [any(one.document == digest and one.start < end and start < one.end for one in side) for side in (left, right)]
            pairs.append(("yes" if here[0] else "no", "yes" if here[1] else "no"))
    return pairs


def _verdicts(left: Iterable[Finding], right: Iterable[Finding]) -> tuple[list[Disagreement], list[tuple[str, str]]]:
    """Verdicts on the same candidates, as pairs and as disagreements."""
    theirs = {one.id: one for one in right if one.decision}
    pairs, differing = [], []
    for one in left:
        if one.decision and one.id in theirs:
            other = theirs[one.id]
            pairs.append((one.decision, other.decision))
            if one.decision != other.decision:
                differing.append(Disagreement("verdict", one.report, one.decision, other.decision, one.quote, one.start))
    return differing, pairs


def _differing(pairs: Iterable[tuple[Finding, Finding]]) -> Iterable[Disagreement]:
    for one, other in pairs:
        if one.kind != other.kind:
            yield Disagreement("kind", one.report, one.kind, other.kind, one.quote, one.start)
        elif _concepts(one) != _concepts(other):
            yield Disagreement("concept", one.report, _concepts(one), _concepts(other), one.quote, one.start)


def _alone(findings: Iterable[Finding], side: str) -> Iterable[Disagreement]:
    for one in findings:
        words = f"{one.kind}: {_concepts(one)}" if one.concepts else one.kind
        yield Disagreement("finding", one.report, words if side == "left" else "", words if side == "right" else "", one.quote, one.start)
