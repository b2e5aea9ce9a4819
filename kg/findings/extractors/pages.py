"""Headings and lists of web pages and briefs that a sentence announced: "Here are our five recommendations:"."""

from collections.abc import Iterator, Sequence

from kg.findings.candidate import Candidate, candidate
from kg.findings.clause import Sentence
from kg.findings.lexis import lexis, words
from kg.findings.stretch import clause

_WAYS = words("pages.ways")
_ORDERS = words("pages.orders")


def scan(sentences: Sequence[Sentence]) -> Iterator[Candidate]:
    """Findings of a whole document: items and headings after an announcement."""
    for number, s in enumerate(sentences):
        if not s.words or s.words[-1] != ":" or len(s.words) > 40:
            continue
        kind = _announces(s)
        if kind:
            yield from _announced(sentences[number + 1 :], kind)


def triggers() -> dict[str, str]:
    """Verbs in their base form, which command where they open a sentence."""
    orders = {verb for verb in lexis().bases.values() if verb.isalpha()} & _ORDERS
    return dict.fromkeys(orders | {"make", "be", "do", "don't"}, "order")


def find(s: Sentence, i: int, _: str) -> Iterator[Candidate]:
    """Advice in the imperative, in pages and briefs: "Make sure to invite others", "Engage partners early"."""
    if s.role not in {"unstructured", "recommendation"} and not s.section.lower().startswith(("lesson", "recommend", "tips", "practice")):
        return
    if i != _mark(s) or not 4 <= len(s.words) <= 32 or s.words[-1] not in {".", "!", ";"} or i + 2 >= len(s.words):
        return
    word, follows = s.words[i], s.words[i + 1]
    first = i
    if word in {"make", "be"}:
        if follows != "sure":
            return
        first = i + 3 if s.words[i + 2] in {"to", "that"} else i + 2
    elif not (follows in {"not", "n't"} or s.tags[i + 1] == "b" if word in {"do", "don't"} else s.tags[i + 1] in "dngtpsbe"):
        return
    if made := candidate(s, "recommendation", first, clause(s, first), "pages:order", 0.6):
        yield made


def _announces(s: Sentence) -> str:
    """The kind of finding a sentence that ends with a colon announces."""
    tail = s.words[-12:]
    if any(word in _WAYS or word in lexis()["nouns.recommendation"] for word in tail):
        return "recommendation"
    return next((kind for kind in ("barrier", "facilitator") if any(word in lexis()[f"nouns.{kind}"] for word in tail)), "")


def _announced(following: Sequence[Sentence], kind: str) -> Iterator[Candidate]:
    """The items: lines that begin with a bullet or number, as long as they keep coming within a few paragraphs."""
    since = 0
    for s in following:
        mark = _mark(s)
        if mark and len(s.words) - mark <= 30:
            since = 0
            if made := candidate(s, kind, mark, len(s.words), f"pages:announced-{kind}", 0.8):
                yield made
        else:
            since += 1
            if since > 12:
                return


def _mark(s: Sentence) -> int:
    """How many tokens of a bullet or number open a line; 0 when none."""
    if (s.start and s.text[s.start - 1] != "\n") or len(s.words) < 3:
        return 0
    if s.words[0] in {"-", "*", "•", "·", "–"}:
        return 1
    return 2 if (s.tags[0] == "#" or len(s.words[0]) == 1) and s.words[1] in {".", ")"} else 0
