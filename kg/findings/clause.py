"""A sentence as tokens with coarse tags, and the stretches a rule needs: the subject before a verb, the phrase after a cue.

Tags are one letter: `n` noun or adjective (the default), `d` determiner, `p` preposition, `c` and/or, `s` other conjunctions and `that`,
`w` relative pronoun, `x` auxiliary, `m` modal, `t` to, `o` pronoun, `r` adverb, `b` base form or noun, `v` past form, `e` past form or
participle, `g` -ing form, `#` number; punctuation is its own tag. Everything is a scan over tokens: no backtracking, no long search.
"""

import re
from functools import cache

from kg.findings.lexis import lexis, words

_TOKEN = re.compile(r"(?:e\.g|i\.e|vs|cf)\.|[^\W\d_]+(?:[-'’/][^\W\d_]+)*['’]?|\d+(?:[.,]\d+)*%?|\S")
_SPACE = " "
_CLOSERS = {"(": ")", "[": "]"}
#: No rule reads a sentence of more tokens than this: it is a table, a list of references or debris.
MOST_TOKENS = 220
#: Participles that keep hold of their noun before "to".
_TIED = words("clause.tied")
#: Words that only lead into a subject.
_LEADS = words("clause.leads")
_PREDICATES = words("clause.predicates")


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


_WILL = words("clause.will")


class _Tags(dict[str, str]):
    """Tags by word; one that is in no list gets its tag by its shape, once."""

    def __missing__(self, word: str) -> str:
        tag = _shape(word)
        if len(self) < 200_000:
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


def finite(s: Sentence, i: int) -> bool:
    """Whether token `i` is a finite verb, as far as its neighbours tell."""
    tag = s.tags[i]
    if tag in "xm":
        return s.words[i] not in {"being", "been", "having", "be", "have"} or (
            i > 0 and s.tags[i - 1] in "nowr)" and s.words[i] in {"have", "be"}
        )
    if tag == "v":
        return True
    if i == 0 or s.words[i - 1].endswith(("'s", "’s", "s'", "s’")):
        return False
    before = s.tags[i - 1] if s.tags[i - 1] != "r" or i < 2 else s.tags[i - 2]
    if tag == "e":
        if before not in "nbwo)”g":
            return False
        after = s.tags[i + 1] if i + 1 < len(s.tags) else "."
        if after == "t" and s.words[i] in _TIED:
            return False
        return after not in "p.,;)(" or s.words[i - 1] in {"they", "who", "we", "it", "that", "which"}
    if tag == "b" and before in "nobw)" and s.words[i] in lexis().pure and s.tags[i - 1] != "r":
        return True
    if tag == "b" and before in "now":
        after = s.tags[i + 1] if i + 1 < len(s.tags) else "."
        return (
            (before in "ow" and after not in "xm")
            or (after in "dto" and s.words[i - 1].endswith("s"))
            or (after == "s" and s.words[i - 1].endswith("s"))
        )
    return False


def subject(s: Sentence, verb: int) -> tuple[int, int]:
    """The tokens of the subject before the verb group that holds token `verb`; empty (equal ends) when there is none."""
    last = verb
    while last > 0 and (s.tags[last - 1] in "xmr" or (s.words[last - 1] in {"not", "to", "been"} and s.tags[last - 2] in "xme")):
        last -= 1
    first, k = last, last - 1
    relative = False
    if k > 0 and s.tags[k] == "," and (aside := _aside(s, k)) > 0:
        last = first = aside
        k = aside - 1
    while k >= 0:
        tag, word = s.tags[k], s.words[k]
        if tag == ")":
            k = _opening(s, k)
            first = k
            k -= 1
            continue
        if tag in ";:" or word in {"—", "–", "("}:
            break
        if tag == "," and not _list_comma(s, k, last):
            break
        if tag == "s" or word == "that":
            if word == "that" and k > 0 and s.tags[k - 1] in "n)" and relative:
                relative = False
            else:
                break
        elif tag == "w":
            relative = False
        elif finite(s, k):
            if _relative_before(s, k):
                relative = True
            else:
                break
        elif tag == "c" and _verb_before(s, k):
            break
        first = k
        k -= 1
    return trim(s, first, last)


def antecedent(s: Sentence, verb: int) -> tuple[int, int]:
    """The noun phrase a relative clause hangs on ("a network of systems | that often fail"); empty when there is none."""
    k = verb - 1
    while k > 0 and s.tags[k] in "rxm":
        k -= 1
    if k <= 0 or s.words[k] not in {"that", "which", "who"}:
        return verb, verb
    first = k
    while first > 0 and (s.tags[first - 1] in "ndegb" or s.words[first - 1] == "of") and not finite(s, first - 1):
        first -= 1
    return trim(s, first, k)


def _aside(s: Sentence, k: int) -> int:
    """The index of the comma that opens the aside which the comma at `k` closes (", including A and B,"); 0 when there is none."""
    for j in range(k - 1, max(0, k - 16), -1):
        if s.tags[j] == "," and (
            s.words[j + 1]
            in {"including", "particularly", "especially", "informed", "combined", "along", "together", "as", "such", "like", "in", "among"}
            or s.tags[j + 1] in "we"
        ):
            return j
    return 0


def _opening(s: Sentence, k: int) -> int:
    """The index of the bracket that the one at `k` closes (or `k` itself)."""
    depth = 0
    for j in range(k, -1, -1):
        depth += (s.words[j] in ")]") - (s.words[j] in "([")
        if depth == 0:
            return j
    return k


def _list_comma(s: Sentence, k: int, last: int) -> bool:
    """Whether the comma at `k` separates items of a subject ("A, B, and C were")."""
    tail = s.words[k + 1 : last]
    if not tail or ("and" not in tail and "or" not in tail):
        return False
    if any(finite(s, j) for j in range(k + 1, last) if not _relative_before(s, j)):
        return False
    head = s.tags[:k]
    if head and head[0] == "g" and any(s.tags[j] == "," and s.tags[j + 1] == "c" for j in range(k, last - 1)):
        return True
    return not (head and (head[0] in "pstg" or s.words[0] in _LEADS) and "," not in head)


def _relative_before(s: Sentence, k: int) -> bool:
    """Whether the finite verb at `k` belongs to a relative clause that opened shortly before."""
    for j in range(k - 1, max(-1, k - 7), -1):
        if s.tags[j] == "w" or (
            s.words[j] == "that" and j > 0 and s.tags[j - 1] in "nbg)" and not s.words[j - 1].endswith(("ed", "est", "ests"))
        ):
            return True
        if s.tags[j] in ",;:":
            return False
    return False


def _verb_before(s: Sentence, k: int) -> bool:
    """Whether a finite verb stands before `k` in the same sentence part."""
    for j in range(k - 1, -1, -1):
        if s.tags[j] in ";:s" or s.words[j] == "that":
            return False
        if finite(s, j):
            return True
    return False


def phrase(s: Sentence, first: int, stop: int | None = None, *, joined: bool = True, commas: bool = False) -> int:
    """The end of the phrase that begins at token `first`: before a stop, a clause of its own, or a closing bracket.

    With `joined` false it stops at and/or too; with `commas` true commas do not stop it.
    """
    limit = len(s.words) if stop is None else stop
    relative = False
    k = first
    while k < limit:
        tag, word = s.tags[k], s.words[k]
        if tag in "([":
            after = closing(s, k)
            if after >= limit or s.tags[after] in ".,;:" or finite(s, after):
                return k if not commas or after >= limit else _skip(s, after, limit, k)
            k = after
            continue
        if tag in ".;:?!)]" or word in {"—", "–"}:
            if tag != "." or k + 1 >= limit:
                return k
        elif tag == "," and (not commas or (s.tags[0] == "s" and "," not in s.tags[:first])):
            return k
        elif tag == "w" or (word == "that" and k > first):
            relative = True
        elif tag == "s":
            if word not in {"not", "so"}:
                return k
        elif tag == "c" and k + 1 < limit and not relative and s.words[k + 1] in lexis().pure and s.tags[k + 1] == "b" and k > first:
            return k
        elif tag == "c" and (not joined or _new_clause(s, k, limit) or (k - first >= 8 and _second_verb(s, k, limit))):
            return k
        elif k > first and finite(s, k):
            if not relative:
                return k
            relative = s.tags[k] in "xm"
        k += 1
    return k


def _skip(s: Sentence, after: int, limit: int, k: int) -> int:
    return phrase(s, after, limit, commas=True) if s.tags[after] == "," else k


def _new_clause(s: Sentence, k: int, limit: int) -> bool:
    """Whether what follows and/or at `k` is a clause with its own subject and verb, or a second predicate."""
    for j in range(k + 1, min(limit, k + 9)):
        if s.tags[j] in ",;.:(":
            return False
        if s.tags[j] == "w" or s.words[j] == "that":
            return False
        if s.tags[j] in "xmv" and s.words[j] not in {"being", "been", "be", "have", "having"}:
            return True
        if s.tags[j] == "o":
            return True
        if j == k + 1 and s.tags[j] == "e" and lexis().bases.get(s.words[j]) in _PREDICATES:
            return True
    return False


def _second_verb(s: Sentence, k: int, limit: int) -> bool:
    """Whether and at `k` goes on with a verb in its base form."""
    n = k + 1
    return n + 1 < limit and s.tags[n] == "b" and s.tags[n + 1] in "dnp" and not s.words[n].endswith("s")


def clause(s: Sentence, first: int) -> int:
    """The end of the clause that begins at `first`: at a comment after a comma, another clause, a purpose far out, or the end."""
    k, verb = first, False
    while k < len(s.words):
        tag, word = s.tags[k], s.words[k]
        after = s.tags[k + 1] if k + 1 < len(s.tags) else "."
        if tag in "([":
            closed = closing(s, k)
            if closed >= len(s.words) or s.tags[closed] in ".,;:":
                return k
            k = closed
            continue
        if tag in ";:?!" or word in {"—", "–"} or (tag == "." and k + 1 >= len(s.words)):
            return k
        if tag == "," and (
            after in "wsgo"
            or (after in "c" and _new_clause(s, k + 1, len(s.words)))
            or (s.words[k + 1 : k + 2] and s.words[k + 1] in _TURNS)
        ):
            return k
        if tag == "s" and k > first and word not in {"that", "not", "if", "when", "once", "until"}:
            return k
        if tag == "c" and verb and _new_clause(s, k, len(s.words)):
            return k
        if tag == "t" and k - first >= 9 and _purpose(s, k):
            return k
        verb = verb or finite(s, k)
        k += 1
    return k


#: Words after a comma that begin a comment on the clause.
_TURNS = words("clause.turns")


def _purpose(s: Sentence, k: int) -> bool:
    """Whether to at `k` opens a purpose ("to improve care"), not a complement ("able to answer")."""
    n = k + 1
    while n < len(s.tags) and s.tags[n] == "r":
        n += 1
    return n < len(s.tags) and s.tags[n] == "b" and k > 0 and s.tags[k - 1] in "nbg)" and s.words[k - 1] not in _COMPLEMENT


_COMPLEMENT = words("clause.complement")


def trim(s: Sentence, first: int, last: int) -> tuple[int, int]:
    """Tokens without articles, conjunctions and leads before, and punctuation, brackets and conjunctions after."""
    while first < last:
        tag, word = s.tags[first], s.words[first]
        if (
            tag in ",;:.)–—-•*"
            or tag == "c"
            or word in {"a", "an", "the", "that", "both", "either", "also", "their", "e.g.", "i.e.", "=", "as", "some"}
            or word in _LEADS
        ):
            first += 1
        elif tag == "(":
            after = closing(s, first)
            if after >= last:
                first += 1
            elif after - first <= 3:
                first = after
            else:
                break
        elif tag == "#" and first + 1 < last and s.words[first + 1] in {")", "."}:
            first += 2
        else:
            break
    while last > first:
        tag = s.tags[last - 1]
        if (
            tag in ",;:.(–—-?!"
            or tag == "c"
            or s.words[last - 1] in {"the", "a", "an", "of", "to", "also", "e.g.", "such", "that", "which"}
        ):
            last -= 1
        elif tag == ")":
            opened = _opening(s, last - 1)
            last = last - 1 if opened < first or opened == last - 1 else opened
        else:
            break
    return (first, last) if last > first else (first, first)
