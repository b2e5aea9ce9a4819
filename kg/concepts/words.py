"""Words for matching: folded, without stop words, reduced to stems that British, American, singular and plural forms share.

Stems are Porter's (Snowball English, https://snowballstem.org/algorithms/english/stemmer.html).
"""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
#: British spellings folded into American ones, so that both stem alike.
_BRITISH = (
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|ing|ation|ations|ational|er|ers)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{3})our(?=$|s|al|ed|ing|able|hood|ite)"), "or"),
    (re.compile(r"(?<=[a-z]{4})mme(?=s?$)"), "m"),
    (re.compile(r"tre(?=s?$)"), "ter"),
    (re.compile(r"^scepti"), "skepti"),
)
#: Longest word that is stemmed; what is longer is debris.
LONGEST = 40


def words(text: str) -> list[str]:
    """The words of a text that carry a topic, in order, folded.

    >>> words("Survivors’ prior experiences with the police")
    ['survivors', 'prior', 'experiences', 'police']
    """
    stop = _list("stop")
    found = (word.replace("’", "'").removesuffix("'s") for word in _WORD.findall(text.casefold()))
    return [word for word in found if word not in stop]


def stems(text: str) -> list[str]:
    """The stems of the words that carry a topic, in order.

    >>> stems("formalising collaborations") == stems("formalized collaboration")
    True
    """
    return [stem(word) for word in words(text)]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of one folded word.

    >>> [stem(word) for word in ("policies", "policing", "behavioural", "programmes", "sceptical")]
    ['polici', 'polic', 'behavior', 'program', 'skeptic']
    """
    if len(word) > LONGEST or not word.isascii():
        return word
    for pattern, american in _BRITISH:
        word = pattern.sub(american, word)
    found: str = _stemmer().stemWord(word)
    return found


@cache
def general() -> frozenset[str]:
    """Stems of words of degree, direction and research prose: they count little, and never ground a phrase alone."""
    return frozenset(stem(word) for word in _list("general"))


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))[name].split())


@cache
def _stemmer():  # type: ignore[no-untyped-def]
    import snowballstemmer

    return snowballstemmer.stemmer("english")
