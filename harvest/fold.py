"""Words brought to the one form in which titles, journals and abstracts are compared; never shown to anyone."""

import re
import unicodedata
from functools import lru_cache

from harvest.record import Record

_MARKUP = re.compile(r"</?(?:i|b|u|em|strong|sub|sup|sc|p|jats:[a-z]+|mml:[a-z]+|span|br)(?:\s[^<>]*)?/?>", re.I)
_EDGE = re.compile(r"^\[(.*)\]\.?$|\s*[\[(](?:1[5-9]|20)\d\d[\])]\s*$", re.S)
_SPLIT = re.compile(r"\s*(?::|\s[–—-]\s|\?\s|\.\s|/)\s*")
_PLAIN = {
    ord("ø"): "o", ord("ł"): "l", ord("ß"): "ss", ord("æ"): "ae", ord("œ"): "oe", ord("đ"): "d", ord("ð"): "d",
    ord("þ"): "th", ord("ı"): "i",
}  # fmt: skip
#: Words that tell nothing of what a text is about, in the languages most titles come in, and words every study uses.
_COMMON = (
    "a an and are as at be been but by can could do does for from had has have how if in into is it its may more most no not of on "
    "or our out over own s so some such t than that the their them there these they this those through to under up was we were "
    "what when where which while who why will with within without would about after all also among any because before being "
    "between both during each few he her his i other same she de la el los las y en del un una para por con que se su der die das "
    "und von mit für fur im zu den ein eine le les des et du dans une sur pour au aux il e di da dos em os um uma per nel al het "
    "van een met op "
)
COMMON = frozenset(_COMMON.split())
_RESEARCH = (
    "study studies analysis research results result methods method background objective objectives conclusion conclusions aim aims "
    "introduction discussion findings data review systematic qualitative quantitative evidence assessment evaluation effect "
    "effects impact impacts role use using used among based associated association outcomes outcome approach report case new two "
    "three one four five six people participants interviews interviewed examined conducted including included include however well "
    "many time years year "
)
RESEARCH = frozenset(_RESEARCH.split())


def flat(words: str) -> str:
    """Lower case, no marks, no markup, nothing but letters, digits and single spaces.

    >>> flat("Total Systems Failure: police officers’ <i>views</i>")
    'total systems failure police officers views'
    """
    plain = unicodedata.normalize("NFKD", _MARKUP.sub("", words)).casefold()
    if not plain.isascii():
        plain = "".join(one for one in plain if not unicodedata.combining(one)).translate(_PLAIN)
    return " ".join(re.sub(r"[\W_]+", " ", re.sub(r"(?<=\w)['’ʼ](?=\w)", "", plain)).split())


@lru_cache(maxsize=200_000)
def title(words: str) -> str:
    """A title to compare: without square brackets of a translated title and without a year behind it."""
    bare = words.strip()
    while match := _EDGE.search(bare):
        bare = match[1].strip() if match[1] is not None else bare[: match.start()]
    return flat(bare)


def main_title(words: str) -> str:
    """The part of a title before its subtitle, folded."""
    return flat(_SPLIT.split(_MARKUP.sub("", words).strip(), maxsplit=1)[0])


def tokens(folded: str) -> tuple[str, ...]:
    """The telling words of folded text, in order."""
    return tuple(word for word in folded.split() if word not in COMMON)


def topic(folded: str) -> frozenset[str]:
    """The words of folded text that say what a study is about, simple plurals brought together."""
    return frozenset(_singular(word) for word in folded.split() if len(word) > 3 and word not in COMMON and word not in RESEARCH)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def abstract(record: Record) -> str:
    """The abstract of a record as printed: its passages, or the stretches of its text marked so; empty when there is none."""
    if record.abstract:
        return " ".join(f"{one.label} {one.text}".strip() for one in record.abstract)
    return " ".join(record.text[span.start : span.end] for span in record.spans if span.role == "abstract")


def content(record: Record) -> str:
    """Everything a record says in prose of its report: title, abstract and body."""
    body = " ".join(record.text[span.start : span.end] for span in record.spans if span.role in ("body", "heading"))
    return f"{record.title} . {abstract(record)} {body}"
