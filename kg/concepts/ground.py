"""Grounding: the words of a finding to the determinant or strategy they speak of, with the reason; never by force.

A finding's kind gives scheme and pole; its words choose the concept. Each wording of a concept (label, pole labels, synonyms) is
compared with the phrase by the weight of the stems they share, a stem weighing the more the fewer concepts use it (inverse
document frequency: Spaerck Jones, J. Documentation 28(1), 1972, 11-21). A wording that stands in the phrase whole counts as a
label; one that only shares words as overlap. What stays below the threshold stays unmapped and is listed by `kg unknown`.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log, sqrt

from kg.concepts.lexicon import Concept, Lexicon
from kg.concepts.words import general, stems
from kg.findings.finding import Finding, Match

#: Least score of a match; what stays below is unmapped.
THRESHOLD = 0.42
#: Share of the score that comes from the one best wording; the rest from all words of the concept together.
BEST = 0.65
#: Score of a wording that stands in the phrase whole, however much else the phrase says.
WHOLE = 0.5
#: Factor for a wording of the pole opposite to the finding's kind.
OTHER_POLE = 0.9
#: Least share of a phrase that a single word must carry to ground it.
SINGLE = 0.25
#: Weight of a word no wording of the scheme has, and of words too general to ground anything, as factors.
FOREIGN, GENERAL = 0.8, 0.4
#: A second concept is named only when its score is this near to the first (less where it stands there whole) and most of its words
#: are its own.
NEAR, NEAR_WHOLE, OWN = 0.8, 0.6, 0.6
#: Most words of a phrase that are looked at.
LONGEST = 60
#: Most concepts of one finding.
MOST = 2


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a concept, its kind (`label`, `barrier`, `facilitator`, `synonym`), its stems and their joint weight."""

    concept: str
    kind: str
    words: str
    stems: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A concept a phrase may speak of: its best wording, the score from 0 to 1, the phrase's stems, and how it was found."""

    concept: str
    score: float
    wording: Wording
    phrase: Collection[str]
    reason: str

    @property
    def shared(self) -> frozenset[str]:
        """The stems of the phrase that the wording explains."""
        return frozenset(stem for stem in self.wording.stems if stem in self.phrase)

    @property
    def match(self) -> Match:
        """The match to keep with a finding; a wording of the other pole is named as such."""
        words = f"{self.wording.kind}: {self.wording.words}" if self.reason == "other-pole" else self.wording.words
        return Match(self.concept, self.reason, words, round(self.score, 3))


class Grounder:
    """Finds the concepts of findings in the determinants and strategies of a lexicon."""

    def __init__(self, lexicon: Lexicon, threshold: float = THRESHOLD) -> None:
        self._threshold = threshold
        self._schemes = {name: _Scheme(lexicon.scheme(name)) for name in ("determinant", "strategy")}

    def finding(self, finding: Finding) -> Finding:
        """The finding with its matches; one that has matches already (a reader's) keeps them."""
        return finding if finding.matches else finding.matched(*self.ground(finding.quote, finding.kind))

    def ground(self, words: str, kind: str) -> tuple[Match, ...]:
        """The concepts a phrase of some kind of finding speaks of, best first; empty when none is near enough."""
        chosen: list[Candidate] = []
        for one in self.candidates(words, kind):
            if one.score < self._threshold or len(chosen) == MOST:
                break
            if not chosen or self._adds(one, chosen, kind):
                chosen.append(one)
        return tuple(one.match for one in chosen)

    def candidates(self, words: str, kind: str) -> list[Candidate]:
        """All concepts that share words with a phrase, best first, below the threshold too."""
        return self._scheme(kind).candidates(stems(words)[:LONGEST], kind)

    def _scheme(self, kind: str) -> "_Scheme":
        return self._schemes["strategy" if kind == "recommendation" else "determinant"]

    def _adds(self, one: Candidate, chosen: Sequence[Candidate], kind: str) -> bool:
        """Whether a further concept explains words the better ones did not."""
        weigh = self._scheme(kind).weigh
        told = frozenset[str]().union(*(better.shared for better in chosen))
        near = NEAR if one.reason == "overlap" else NEAR_WHOLE
        solid = one.shared - general()
        return one.score >= near * chosen[0].score and 0 < OWN * weigh(solid) <= weigh(solid - told)


class _Scheme:
    """The wordings of one scheme, indexed by stem."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        said = [(concept.slug, kind, words, tuple(stems(words))) for concept in concepts for kind, words in _wordings(concept)]
        bags: dict[str, set[str]] = {concept.slug: set() for concept in concepts}
        for slug, _, _, parts in said:
            bags[slug].update(parts)
        used = Counter(stem for bag in bags.values() for stem in bag)
        self._foreign = FOREIGN * log(1 + len(concepts))
        self._weights = {stem: log(1 + len(concepts) / number) * (GENERAL if stem in general() else 1) for stem, number in used.items()}
        self._wordings = [Wording(slug, kind, words, parts, self.weigh(set(parts))) for slug, kind, words, parts in said]
        self._index: dict[str, list[int]] = defaultdict(list)
        self._alone: dict[str, set[int]] = defaultdict(set)
        for number, wording in enumerate(self._wordings):
            for stem in dict.fromkeys(wording.stems):
                self._index[stem].append(number)
                if stem not in general() and self._weight(stem) >= 0.8 * wording.weight:
                    self._alone[stem].add(number)
        self._bags = bags
        self._told = {concept.slug: frozenset(stems(concept.definition)) - bags[concept.slug] for concept in concepts}

    def weigh(self, parts: set[str] | frozenset[str]) -> float:
        """The joint weight of stems."""
        return sum(self._weight(stem) for stem in parts)

    def candidates(self, phrase: Sequence[str], kind: str) -> list[Candidate]:
        """The concepts that share stems with a phrase, best first, ties by slug."""
        weights = {stem: self._weight(stem) for stem in phrase}
        total = sum(weights.values())
        covered: dict[str, float] = {}
        line = f" {' '.join(phrase)} "
        best: dict[str, Candidate] = {}
        for number in self._near(weights, total):
            wording = self._wordings[number]
            if wording.concept not in covered:
                covered[wording.concept] = self._covered(wording.concept, weights)
            near, reason = _nearness(wording, weights, total, line)
            score = BEST * near + (1 - BEST) * covered[wording.concept] / total
            if (wording.kind == "barrier" and kind == "facilitator") or (wording.kind == "facilitator" and kind == "barrier"):
                score, reason = score * OTHER_POLE, "other-pole"
            if wording.concept not in best or score > best[wording.concept].score:
                best[wording.concept] = Candidate(wording.concept, score, wording, weights, reason)
        return sorted(best.values(), key=lambda one: (-one.score, one.concept))

    def _near(self, weights: dict[str, float], total: float) -> Iterator[int]:
        """Wordings that share two stems with a phrase, or one that is nearly all of the wording and much of the phrase."""
        postings = [self._index[stem] for stem in weights if stem in self._index]
        counts = Counter(chain.from_iterable(postings))
        alone = set().union(*(self._alone[stem] for stem, weight in weights.items() if stem in self._alone and weight >= SINGLE * total))
        return (number for number, count in counts.items() if count > 1 or number in alone)

    def _covered(self, concept: str, weights: dict[str, float]) -> float:
        """Weight of the phrase's stems that the concept's words hold; words of its definition count half."""
        bag, told = self._bags[concept], self._told[concept]
        return sum(weight if stem in bag else weight / 2 for stem, weight in weights.items() if stem in bag or stem in told)

    def _weight(self, stem: str) -> float:
        return self._weights.get(stem) or self._foreign * (GENERAL if stem in general() else 1)


def _nearness(wording: Wording, weights: dict[str, float], total: float, line: str) -> tuple[float, str]:
    """How near a wording is to a phrase (0 to 1), and the word for it."""
    shared = sum(weights[stem] for stem in dict.fromkeys(wording.stems) if stem in weights)
    near = sqrt(shared / wording.weight * shared / total)
    if shared > 0.999 * wording.weight and f" {' '.join(wording.stems)} " in line:
        return max(near, WHOLE + (1 - WHOLE) * shared / total), "synonym" if wording.kind == "synonym" else "label"
    return near, "overlap"


def _wordings(concept: Concept) -> Iterator[tuple[str, str]]:
    """Kind and words of every wording that has a word with a topic in it."""
    several = (
        ("label", (concept.label,)), ("barrier", concept.barrier_labels),
        ("facilitator", concept.facilitator_labels), ("synonym", concept.alt),
    )  # fmt: skip
    return ((kind, words) for kind, group in several for words in group if stems(words))
