"""The role of each sentence: its section's, or in an unlabelled abstract the most likely path from background to conclusion."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick

from kg.text.document import Document, Section
from kg.text.sections import is_furniture
from kg.text.sentences import within

_PATH = ("background", "aim", "method", "result", "conclusion")
#: Longest abstract read as one path, in sentences; a longer text is no abstract.
_MOST = 60
#: People who tell something, which is what a study found; and what the telling weighs.
_TOLD = re.compile(
    r"\b(?:participant|patient|respondent|interviewee|clinician|physician|nurse|provider|officer|parent|caregiver|carer|student|teacher|women"
    r"|men|user|client|doctor|professional|practitioner|worker|staff|stakeholder|youth|people|famil(?:y|ie)|manager|resident|mother|member)s?"
    r"\s(?:\w+ly\s|also\s|often\s|who\s\w+\s)?(?:felt|found|reported|perceived|described|appreciated|valued|expressed|believed|mentioned"
    r"|viewed|saw|experienced|preferred|thought|noted|stated|cited|considered|acknowledged|emphasi[sz]ed|highlighted|recommended|wanted|liked)\b"
)
_TOLD_WEIGHT = 2.0
#: A line that begins with a bullet.
_BULLET = re.compile(r"^[ \t]*[-•*·–▪]\s+\S", re.M)


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence `text[start:end]` with its role (`unstructured` in pages without roles) and the label of its section."""

    start: int
    end: int
    role: str
    section: str


@cache
def _cues() -> tuple[AhoCorasick, tuple[tuple[int, float], ...]]:
    """One automaton over all cues, and the role and weight of each."""
    table = tomllib.loads(files("kg.text").joinpath("roles.toml").read_text(encoding="utf-8"))
    rows = [(cue, _PATH.index(role), weight) for role, cues in table.items() for cue, weight in cues.items()]
    return AhoCorasick([cue for cue, _, _ in rows]), tuple((role, weight) for _, role, weight in rows)


def places(document: Document) -> Iterator[Place]:
    """Every sentence of a document that is prose, in order, with its role."""
    for section in document.sections:
        if section.role in {"title", "furniture", "references"}:
            continue
        spans = [span for span in within(document.text, section.start, section.end) if not is_furniture(document.text, *span)]
        label = section.label or section.role
        for (start, end), role in zip(spans, _roles(document.text, section, spans), strict=True):
            yield Place(start, end, role, label)


def _roles(text: str, section: Section, spans: Sequence[tuple[int, int]]) -> list[str]:
    listed = section.role == "abstract" and len(_BULLET.findall(text, section.start, section.end)) > 1
    if section.role == "body" or listed or (section.role == "abstract" and len(spans) > _MOST):
        return ["unstructured"] * len(spans)
    if section.role != "abstract":
        return [section.role] * len(spans)
    return path([text[start:end] for start, end in spans])


def path(words: Sequence[str]) -> list[str]:
    """The most likely roles of the sentences of an abstract, never turning back from conclusion to background.

    >>> path(["Little is known of it.", "We conducted interviews with staff.", "Staff reported fear.", "Training is needed."])
    ['background', 'method', 'result', 'conclusion']
    """
    scores = [_score(sentence, number / max(1, len(words) - 1)) for number, sentence in enumerate(words)]
    if not scores:
        return []
    last = [own - begin for own, begin in zip(scores[0], _BEGIN, strict=True)]
    back: list[list[int]] = []
    for own in scores[1:]:
        came = [max(_STATES, key=lambda before, state=state: last[before] - _TURN[before][state]) for state in _STATES]  # type: ignore[misc]
        last = [last[came[state]] - _TURN[came[state]][state] + own[state] for state in _STATES]
        back.append(came)
    state = max(_STATES, key=lambda one: last[one])
    roles = [_PATH[state]]
    for came in reversed(back):
        state = came[state]
        roles.append(_PATH[state])
    return roles[::-1]


def _turn(before: int, state: int) -> float:
    """What it costs to go from one role to another: forward is free, skipping a little, back nearly never."""
    if state == before:
        return 0.0
    if state > before:
        return 0.25 * (state - before - 1)
    return 2.0 if (before, state) in {(1, 0), (2, 1), (4, 3)} else 5.0


_STATES = range(5)
_TURN = tuple(tuple(_turn(before, state) for state in _STATES) for before in _STATES)
#: What it costs to begin in each role.
_BEGIN = (0.0, 0.5, 1.2, 2.5, 3.5)


def _score(sentence: str, position: float) -> list[float]:
    """How well each role fits a sentence, by its cues and its place from 0 (first) to 1 (last)."""
    words = f" {sentence.lower()} "
    scores = [0.9 - 1.6 * position, 0.2 - 0.8 * position, 0.1, 0.2 + 0.3 * position, -0.9 + 1.4 * position]
    automaton, weights = _cues()
    for number in {number for number, _, _ in automaton.find_matches_as_indexes(words, overlapping=True)}:
        role, weight = weights[number]
        scores[role] += weight
    if _TOLD.search(words):
        scores[_PATH.index("result")] += _TOLD_WEIGHT
    return scores
