"""Where the labels of concepts stand in a running text: all of a scheme at once, by one Aho-Corasick automaton."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.concepts.lexicon import Concept

_CURLY = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\u2010": "-", "\u2011": "-"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept named in a text: `text[start:end]` (code points) is the label, its plural, or the same in other case."""

    concept: str
    start: int
    end: int


class Labels:
    """The wordings of some concepts, to be found in texts; of two that overlap the leftmost, then the longest, is taken."""

    def __init__(self, concepts: Iterable[Concept], poles: bool = False) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        self._slugs: list[str] = []
        patterns: dict[str, str] = {}
        for concept in concepts:
            for words in (*concept.words, *(concept.barrier_labels + concept.facilitator_labels if poles else ())):
                for form in _forms(_folded(words)):
                    patterns.setdefault(form, concept.slug)
        self._slugs = list(patterns.values())
        self._automaton = AhoCorasick(list(patterns), matchkind=MatchKind.LeftmostLongest) if patterns else None

    def find(self, text: str) -> Iterator[Mention]:
        """The mentions in a text, in order, never inside a longer word."""
        if self._automaton is None:
            return
        folded = _folded(text)
        for number, start, end in self._automaton.find_matches_as_indexes(folded):
            if not (start and folded[start - 1].isalnum()) and not folded[end : end + 1].isalnum():
                yield Mention(self._slugs[number], start, end)


def _folded(text: str) -> str:
    """The text in small letters and straight apostrophes, as long as it was (some letters grow when made small)."""
    small = text.lower()
    if len(small) != len(text):
        small = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return small if small.isascii() else small.translate(_CURLY)


def _forms(words: str) -> Iterator[str]:
    """A wording and its plural; abbreviations of one or two letters are left out, they mean too much."""
    if len(words) > 2:
        yield words
        if words[-1].isalpha() and not words.endswith("s"):
            yield f"{words}s"
