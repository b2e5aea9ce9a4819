"""A sentence as tokens with coarse tags.

Tags are one letter: `n` noun or adjective (the default), `d` determiner, `p` preposition, `c` and/or, `s` other conjunctions and `that`,
`w` relative pronoun, `x` auxiliary, `m` modal, `t` to, `o` pronoun, `r` adverb, `b` base form or noun, `v` past form, `e` past form or
participle, `g` -ing form, `#` number; punctuation is its own tag.
"""

import re
from functools import cache

from kg.findings.lexis import lexis, words

_TOKEN = re.compile(r"(?:e\.g|i\.e|vs|cf)\.|[^\W\d_]+(?:[-'’/][^\W\d_]+)*['’]?|\d+(?:[.,]\d+)*%?|\S")
_CLOSERS = {"(": ")", "[": "]"}
#: No rule reads a sentence of more tokens than this: it is a table, a list of references or debris.
MOST_TOKENS = 220
#: How many words keep their tag: numbers never do, so that memory stays flat over any number of texts.
MOST_KEPT = 60_000
#: How a word ends that owns the next.
POSSESSIVE = ("'s", "’s", "s'", "s’")
#: Adjectives that grade a participle before a noun ("low perceived risk").
_GRADES = words("clause.grades")
_GRADED = words("clause.graded")
#: Participles that keep hold of their noun before "to".
_TIED = words("clause.tied")
#: Words after which "will" is a noun.
_WILL = words("clause.will")
#: Forms of be and have that are no finite verb by themselves.
LOOSE = frozenset(("being", "been", "having", "be", "have"))


class Sentence:
    """One sentence: its words (lower case) and tags, and where in the document it stands; offsets are made when first asked for."""

    __slots__ = ("_spans", "before", "end", "role", "section", "start", "tags", "text", "words")

    def __init__(
        self, text: str, start: int, end: int, role: str, section: str, words: list[str], tags: list[str], before: list[str]
    ) -> None:
        self.text, self.start, self.end, self.role, self.section = text, start, end, role, section
        self.words, self.tags, self.before = words, tags, before
        self._spans: list[tuple[int, int]] | None = None

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets into the document of tokens `first` to `last` (exclusive)."""
        if self._spans is None:
            self._spans = [match.span() for match in _TOKEN.finditer(self.text, self.start, self.end)]
        return self._spans[first][0], self._spans[last - 1][1]


class _Tags(dict[str, str]):
    """Tags by word; one that is in no list gets its tag by its shape, once."""

    def __missing__(self, word: str) -> str:
        tag = _shape(word)
        if tag != "#" and len(self) < MOST_KEPT:
            self[word] = tag
        return tag


@cache
def _tags() -> _Tags:
    return _Tags(lexis().tags)


def _shape(word: str) -> str:
    """The tag of a word that is in no list."""
    if not word[0].isalnum():
        return word[0]
    if word[0].isdigit():
        return "#"
    size = len(word)
    if size >= 40:
        return "n"
    if word.endswith("ing") and size > 5:
        return "g"
    if word.endswith("ly") and size > 4:
        return "r"
    return "e" if word.endswith("ed") and size > 4 else "n"


def sentence(text: str, start: int, end: int, role: str, section: str = "", before: list[str] | None = None) -> Sentence:
    """Read one sentence of a text into tokens."""
    words = [word.lower() for word in _TOKEN.findall(text, start, end)]
    known = _tags()
    tags = [known[word] for word in words]
    if "will" in words:
        for i, word in enumerate(words):
            if word == "will" and i and words[i - 1] in _WILL:
                tags[i] = "n"
    return Sentence(text, start, end, role, section, words, tags, before or [])


def closing(s: Sentence, i: int) -> int:
    """The index after the bracket that closes the one at `i` (or the end)."""
    opener, closer, depth = s.words[i], _CLOSERS[s.words[i]], 0
    for k in range(i, len(s.words)):
        depth += (s.words[k] == opener) - (s.words[k] == closer)
        if depth == 0:
            return k + 1
    return len(s.words)


def opening(s: Sentence, k: int) -> int:
    """The index of the bracket that the one at `k` closes (or `k` itself)."""
    depth = 0
    for j in range(k, -1, -1):
        depth += (s.words[j] in ")]") - (s.words[j] in "([")
        if depth == 0:
            return j
    return k


def finite(s: Sentence, i: int) -> bool:
    """Whether token `i` is a finite verb, as far as its neighbours tell."""
    tag, word = s.tags[i], s.words[i]
    if tag in "xm":
        return word not in LOOSE or (i > 0 and s.tags[i - 1] in "nowr)" and word in {"have", "be"})
    if tag == "v":
        return True
    if i == 0 or tag not in "eb" or s.words[i - 1].endswith(POSSESSIVE):
        return False
    before = s.tags[i - 1] if s.tags[i - 1] != "r" or i < 2 else s.tags[i - 2]
    after = s.tags[i + 1] if i + 1 < len(s.tags) else "."
    if tag == "e" and s.words[i - 1] in _GRADES and word in _GRADED:
        return False
    if tag == "e":
        if before not in "nbwo)”g" or (after == "t" and word in _TIED):
            return False
        return after not in "p.,;)(" or s.words[i - 1] in {"they", "who", "we", "it", "that", "which"}
    if before in "nobw)" and word in lexis().pure and s.tags[i - 1] != "r":
        return True
    if before not in "now":
        return False
    many = s.words[i - 1].endswith("s")
    return (before in "ow" and after not in "xm") or (many and (after in "dto" or after == "s"))
