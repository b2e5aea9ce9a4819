"""The stretches of a sentence a rule needs: the subject before a verb, the phrase or clause after a cue, trimmed to what can be read alone.

Everything is a scan over tokens with a bounded look to either side: no backtracking, no long search.
"""

from kg.findings.clause import LOOSE, Sentence, closing, finite, opening
from kg.findings.lexis import lexis, words

#: Words that only lead into a subject, articles and such before a phrase, and words that cannot end one.
_LEADS = words("stretch.leads")
_HEADS = words("stretch.heads")
_TAILS = words("stretch.tails")
_PREDICATES = words("stretch.predicates")
#: Words after a comma that begin a comment on the clause, and words that open an aside.
_TURNS = words("stretch.turns")
_ASIDES = words("stretch.asides")
_COMPLEMENT = words("stretch.complement")


def subject(s: Sentence, verb: int) -> tuple[int, int]:
    """The tokens of the subject before the verb group that holds token `verb`; empty (equal ends) when there is none."""
    last = verb
    while last > 0 and (s.tags[last - 1] in "xmr" or (s.words[last - 1] in {"not", "to", "been"} and s.tags[last - 2] in "xme")):
        last -= 1
    k = last - 1
    if k > 0 and s.tags[k] == "," and (aside := _aside(s, k)) > 0:
        last, k = aside, aside - 1
    first, relative = last, False
    while k >= 0:
        if s.tags[k] == ")":
            first = opening(s, k)
            k = first - 1
            continue
        if s.tags[k] == "w" or (relative and s.words[k] == "that" and k > 0 and s.tags[k - 1] in "n)"):
            relative = False
        elif finite(s, k) and _relative_before(s, k):
            relative = True
        elif _bounds(s, k, last):
            break
        first = k
        k -= 1
    return trim(s, first, last)


def _bounds(s: Sentence, k: int, last: int) -> bool:
    """Whether a subject that ends at `last` cannot reach back over token `k`."""
    tag, word = s.tags[k], s.words[k]
    if tag in ";:s" or word in {"—", "–", "(", "that"} or finite(s, k):
        return True
    return (tag == "," and not _list_comma(s, k, last)) or (tag == "c" and _verb_before(s, k))


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
        if s.tags[j] == "," and (s.words[j + 1] in _ASIDES or s.tags[j + 1] in "we"):
            return j
    return 0


def _list_comma(s: Sentence, k: int, last: int) -> bool:
    """Whether the comma at `k` separates items of a subject ("A, B, and C were")."""
    tail = s.words[k + 1 : last]
    if not tail or ("and" not in tail and "or" not in tail):
        return False
    if any(finite(s, j) for j in range(k + 1, last) if not _relative_before(s, j)):
        return False
    head = s.tags[:k]
    if head and head[0] == "g" and s.tags[k + 1] == "g":
        return True
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
    if commas and s.tags[0] == "s" and "," not in s.tags[:first]:
        commas = False
    relative, k = False, first
    while k < limit:
        tag, word = s.tags[k], s.words[k]
        if tag in "([":
            after = closing(s, k)
            if after >= limit or s.tags[after] in ".,;:" or finite(s, after):
                goes_on = commas and after < limit and s.tags[after] == ","
                return phrase(s, after, limit, commas=True) if goes_on else k
            k = after
            continue
        if (tag in ".;:?!)]" and (tag != "." or k + 1 >= limit)) or word in {"—", "–"} or (tag == "," and not commas):
            return k
        if tag == "w" or (word == "that" and k > first):
            relative = True
        elif (tag == "s" and word not in {"not", "so"}) or (tag == "c" and not (joined and _joins(s, first, k, limit, relative=relative))):
            return k
        elif k > first and finite(s, k):
            if not relative:
                return k
            relative = tag in "xm"
        k += 1
    return k


def _joins(s: Sentence, first: int, k: int, limit: int, *, relative: bool) -> bool:
    """Whether the and/or at `k` goes on with the same phrase, not with another predicate or clause."""
    if k + 1 < limit and k > first and not relative and s.words[k + 1] in lexis().pure and s.tags[k + 1] == "b":
        return False
    return not (_new_clause(s, k, limit) or (k - first >= 8 and _second_verb(s, k, limit)))


def _new_clause(s: Sentence, k: int, limit: int) -> bool:
    """Whether what follows and/or at `k` is a clause with its own subject and verb, or a second predicate."""
    for j in range(k + 1, min(limit, k + 9)):
        if s.tags[j] in ",;.:(w" or s.words[j] == "that":
            return False
        if s.tags[j] == "o" or (s.tags[j] in "xmv" and s.words[j] not in LOOSE):
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
        if s.tags[k] in "([":
            closed = closing(s, k)
            if closed >= len(s.words) or s.tags[closed] in ".,;:":
                return k
            k = closed
            continue
        if _ends(s, first, k, verb=verb):
            return k
        verb = verb or finite(s, k)
        k += 1
    return k


def _ends(s: Sentence, first: int, k: int, *, verb: bool) -> bool:
    """Whether a clause that began at `first` ends before token `k`."""
    tag, word = s.tags[k], s.words[k]
    if tag in ";:?!" or word in {"—", "–"}:
        return True
    if tag == ".":
        return k + 1 >= len(s.words)
    if tag == ",":
        after = s.tags[k + 1] if k + 1 < len(s.tags) else "."
        return after in "wsgo" or s.words[k + 1] in _TURNS or (after == "c" and _new_clause(s, k + 1, len(s.words)))
    if tag == "s":
        return k > first and word not in {"that", "not", "if", "when", "once", "until"}
    return (tag == "c" and verb and _new_clause(s, k, len(s.words))) or (tag == "t" and k - first >= 9 and _purpose(s, k))


def _purpose(s: Sentence, k: int) -> bool:
    """Whether to at `k` opens a purpose ("to improve care"), not a complement ("able to answer")."""
    n = k + 1
    while n < len(s.tags) and s.tags[n] == "r":
        n += 1
    return n < len(s.tags) and s.tags[n] == "b" and k > 0 and s.tags[k - 1] in "nbg)" and s.words[k - 1] not in _COMPLEMENT


def trim(s: Sentence, first: int, last: int) -> tuple[int, int]:
    """Tokens without articles, conjunctions and leads before, and punctuation, brackets and conjunctions after."""
    while first < last:
        step = _leading(s, first, last)
        if not step:
            break
        first += step
    while last > first:
        tag = s.tags[last - 1]
        if tag in ",;:.(–—-?!c" or s.words[last - 1] in _TAILS:
            last -= 1
        elif tag == ")":
            opened = opening(s, last - 1)
            last = last - 1 if opened < first or opened == last - 1 else opened
        else:
            break
    return (first, last) if last > first else (first, first)


def _leading(s: Sentence, first: int, last: int) -> int:
    """How many tokens at `first` only lead into the phrase."""
    tag, word = s.tags[first], s.words[first]
    if tag in ",;:.)–—-•*c" or word in _HEADS or word in _LEADS:
        return 1
    if tag == "(":
        after = closing(s, first)
        return 1 if after >= last else after - first if after - first <= 3 else 0
    return 2 if tag == "#" and first + 1 < last and s.words[first + 1] in {")", "."} else 0


def comma(s: Sentence, first: int) -> int:
    """The next comma, semicolon or full stop from `first` on."""
    return next((k for k in range(first, len(s.words)) if s.tags[k] in ",;."), len(s.words))


def counted(s: Sentence) -> bool:
    """Whether a sentence counts people in percent, which makes its nouns variables."""
    return any(word.endswith("%") for word in s.words)
