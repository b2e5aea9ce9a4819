"""Who: whose view a finding is, whom it concerns, whom it asks to act, and the level the text itself states."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, MatchKind

from kg.findings.candidate import Candidate
from kg.text.document import Document

#: A level stated behind an item ("(macro)") or before a noun ("at the macro level").
_LEVEL = re.compile(r"\(?\b(macro|exo|meso|micro)(?:\)|[- ]?(?:level|system)\b)", re.IGNORECASE)
_ASKED = re.compile(r"\b(?:interview|focus group|survey|participants|sample of|questionnaire|consultation|discussion)")
_WORDS = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Who:
    """The answers for one finding: perspectives, stakeholders and addressee as lists of words, and the stated level."""

    perspective: tuple[str, ...]
    stakeholders: tuple[str, ...]
    addressee: tuple[str, ...]
    level: str


@cache
def _table() -> tuple[AhoCorasick, tuple[str, ...], frozenset[str], frozenset[str]]:
    """One automaton over all phrases for people, the group of each, words for anyone, and verbs of saying."""
    table = tomllib.loads(files("kg.findings").joinpath("people.toml").read_text(encoding="utf-8"))
    groups = {phrase: group for group, phrases in table["groups"].items() for phrase in phrases.split("|")}
    automaton = AhoCorasick(list(groups), matchkind=MatchKind.LeftmostLongest)
    return automaton, tuple(groups.values()), frozenset(table["speakers"]["anyone"].split("|")), frozenset(table["verbs"]["saying"].split())


@lru_cache(maxsize=64)
def people(words: str) -> tuple[tuple[int, int, str], ...]:
    """Phrases for people and bodies in a lower-case text: start, end, group."""
    automaton, groups, _, _ = _table()
    return tuple(
        (start, end, groups[number])
        for number, start, end in automaton.find_matches_as_indexes(words)
        if not (start and (words[start - 1].isalnum() or words[start - 1] == "-"))
        and not words[end : end + 1].isalnum()
        and words[end : end + 1] != "-"
    )


def sample(document: Document) -> tuple[str, ...]:
    """The groups that took part in the study, from its method (or, without one, its result and abstract) sections; mixed when several.

    The empty tuple means that the text does not say: a review, a comment, an analysis of records.
    """
    method = " ".join(document.text[one.start : one.end] for one in document.sections if one.role == "method").lower()
    words = method or document.text[:2_500].lower()
    asked = [match.start() for match in _ASKED.finditer(words)]
    found = [group for start, _, group in people(words) if any(-110 <= place - start <= 60 for place in asked)]
    seen = tuple(dict.fromkeys(found))
    return ("mixed",) if len(seen) > 2 else seen[:1] if len(seen) == 1 else (("mixed",) if len(seen) == 2 else ())


def who(document: Document, one: Candidate, taking_part: tuple[str, ...]) -> Who:
    """Who stands behind and around one candidate."""
    text = document.text
    s = one.sentence
    before = text[s.start : one.start].lower()
    return Who(
        perspective=_perspective(one, before, taking_part),
        stakeholders=_stakeholders(text, one),
        addressee=_addressee(text, one),
        level=_level(text, one),
    )


def _perspective(one: Candidate, before: str, taking_part: tuple[str, ...]) -> tuple[str, ...]:
    """A speaker named in the sentence; in results else those who took part; in conclusions the authors."""
    _, _, anyone, saying = _table()
    if one.sentence.role == "result":
        for start, end, group in people(before):
            after = before[end:].split()[:3]
            if any(word in saying for word in after) and start < 120:
                return (group,)
        return taking_part or (("mixed",) if any(word in anyone for word in _WORDS.findall(before)) else ("authors",))
    if not {"participants", "respondents", "interviewees"}.isdisjoint(_WORDS.findall(before[:60])[:4]):
        return taking_part or ("mixed",)
    return ("authors",)


def _stakeholders(text: str, one: Candidate, most: int = 4) -> tuple[str, ...]:
    """People named in the quote, or else in its sentence: short phrases, verbatim, each once."""
    quote = text[one.start : one.end]
    found = _named(quote) or _named(text[one.sentence.start : one.sentence.end]) or _often(text)
    return tuple(list(dict.fromkeys(found))[:most])


@cache
@lru_cache(maxsize=2)
def _often(text: str) -> tuple[str, ...]:
    """The people a text speaks of most, when a sentence names none."""
    counts: dict[str, int] = {}
    for words in _named(text[:3_000]):
        counts[words] = counts.get(words, 0) + 1
    return tuple(sorted(counts, key=lambda words: -counts[words])[:1])


def _named(words: str) -> list[str]:
    return [words[start:end] for start, end, _ in people(words.lower())]


def _addressee(text: str, one: Candidate) -> tuple[str, ...]:
    """Who is asked to act: the people who are the subject of should, must or need in a recommendation."""
    if one.kind != "recommendation":
        return ()
    s = one.sentence
    clause = text[s.start : one.end].lower()
    match = re.search(r"\b(?:should|must|need to|are encouraged to|ought to)\b", clause)
    if match is None:
        return ()
    named = [(start, end) for start, end, _ in people(clause[: match.start()]) if match.start() - end <= 40]
    if not named:
        return ()
    start, end = named[-1]
    return (text[s.start + start : s.start + end],)


def _level(text: str, one: Candidate) -> str:
    """The ecological level the text itself gives the item: right behind it, or in its words."""
    after = text[one.end : one.end + 12]
    match = _LEVEL.match(after.lstrip()) or _LEVEL.search(text[one.start : one.end])
    return match.group(1).lower() if match else ""
