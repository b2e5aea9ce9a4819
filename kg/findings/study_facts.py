"""Facts of the study that a report states: setting, countries, methods, and the kinds and numbers of people who took part."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.findings.who import people
from kg.text.document import Document

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_NUMBERS = {word: number for number, word in enumerate(_ONES)} | _TENS
_AMOUNT = re.compile(r"(?<![\w.,/-])(\d{1,3}(?:,\d{3})+|\d{1,6})(?![\w%]|[.,/]\d)|\b([a-z]+(?:-[a-z]+)?)\b")
_PARENTHESIS = re.compile(r"\(\s*n\s*=\s*(\d{1,6})")


@dataclass(frozen=True, slots=True)
class Sample:
    """Some people who took part: how many (None where not stated), in the words of the text, and their group."""

    number: int | None
    words: str
    group: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class StudyFacts:
    """What a report says of its study; every tuple is empty where it says nothing."""

    countries: tuple[str, ...]
    settings: tuple[str, ...]
    methods: tuple[str, ...]
    samples: tuple[Sample, ...]


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("kg.findings").joinpath("study.toml").read_text(encoding="utf-8"))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    phrases = sorted(_table()[name], key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, phrases)) + r")(?![\w-])")


def study_facts(document: Document) -> StudyFacts:
    """The facts a document states of its study."""
    method = _method(document)
    return StudyFacts(
        countries=_first_named("countries", document.text, fold=False),
        settings=_first_named("settings", document.text),
        methods=_first_named("methods", document.text),
        samples=_samples(document.text, method),
    )


def _method(document: Document) -> tuple[tuple[int, int], ...]:
    """The stretches that tell of method; an unlabelled text counts whole, up to its first 3,000 characters."""
    stretches = tuple((one.start, one.end) for one in document.sections if one.role in {"method", "result"})
    return stretches or ((0, min(len(document.text), 3_000)),)


def _first_named(name: str, text: str, *, fold: bool = True) -> tuple[str, ...]:
    """The canonical names of what a text mentions, in order of mention."""
    words = text.lower() if fold else text
    return tuple(dict.fromkeys(_table()[name][match.group()] for match in _pattern(name).finditer(words)))


def _samples(text: str, stretches: tuple[tuple[int, int], ...]) -> tuple[Sample, ...]:
    found: list[Sample] = []
    for first, last in stretches:
        words = text[first:last].lower()
        for start, end, group in people(words):
            number = _number_near(words, start, end)
            if number is not None and not words[end:].lstrip().startswith(("division", "department", "agenc", "station", "force")):
                found.append(Sample(number, text[first + start : first + end], group, first + start, first + end))
    best: dict[tuple[str, int | None], Sample] = {}
    for one in found:
        best.setdefault((one.words.lower(), one.number), one)
    return tuple(best.values())


def _number_near(words: str, start: int, end: int) -> int | None:
    """A number of people: right before the phrase ("16 police officers", "sixteen active officers"), or "(n = 16)" behind it."""
    behind = _PARENTHESIS.match(words, end + 1) if words[end : end + 1] == " " else None
    if behind:
        return int(behind.group(1))
    ahead = list(_AMOUNT.finditer(words, max(0, start - 40), start))[-4:]
    for match in reversed(ahead):
        if match.group(1):
            number = int(match.group(1).replace(",", ""))
            return None if 1900 <= number <= 2100 and "," not in match.group(1) else number
        word = match.group(2)
        if word in _NUMBERS:
            return _NUMBERS[word]
        tens, _, ones = word.partition("-")
        if tens in _NUMBERS and ones in _NUMBERS:
            return _NUMBERS[tens] + _NUMBERS[ones]
        if word in {"and", "of", "with", "the", "who", "from", "in", "by", "to", "or", "among", "between", "for"}:
            return None
    return None
