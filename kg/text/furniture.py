"""Lines of a plain text that are not prose of the report: authors, dates, identifiers, tables, forms, biographies."""

import re
from functools import lru_cache

#: How lines begin that are no prose, in lower case.
_OPENINGS = (
    "doi:", "doi ", "https://", "http://", "www.", "if:", "issn", "isbn", "pmid", "©", "(c) ", "copyright", "all rights reserved",
    "share", "tweet", "like this", "leave a reply", "leave a comment", "post comment", "your email", "required fields", "keyword",
    "key words", "received ", "accepted ", "published", "posted on", "posted by", "back to top", "skip to", "menu", "search",
    "login", "log in", "sign in", "sign up", "subscribe", "cookie", "privacy", "terms of", "related posts", "related articles",
    "e-mail", "email", "tel:", "phone", "correspond", "funding:", "conflict of interest", "conflicts of interest",
    "competing interests", "acknowledg", "citation:", "cite this", "how to cite", "volume ", "vol.", "|", "image:", "photo",
    "figure ", "table ", "download", "print", "page ",
)  # fmt: skip
_META = re.compile(r"\*{2}[^*]{2,40}\*{2}\s?:|by [A-Z]\w+ [A-Z]")
_DATE = re.compile(r"\W*(?:\d{4}-\d\d-\d\d|\d{1,2}(?:st|nd|rd|th)? \w{3,9},? \d{4}|\w{3,9} \d{1,2},? \d{4}|\w{3,9} \d{4}|\d{4})\W*\Z")
_NAME = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]*\.?){1,3}\Z|[A-Z][\w’'-]+,? [A-Z]{1,3}\Z|[A-Z]\.? ?(?:[A-Z]\.? ?)*[A-Z][\w’'-]+\Z")
_SPLIT = re.compile(r"\s*(?:[,;&·|]|\band\b)\s*")
_BIOGRAPHY = re.compile(
    r"\b(?:has an? (?:PhD|doctorate|master)|PhD,|is (?:currently )?an? (?:[\w-]+ ){0,3}(?:professor|researcher|scientist|fellow|lecturer|"
    r"journalist|writer|consultant|PhD (?:student|candidate))|(?:her|his|their) research (?:interests?|program\w*|focus\w*))\b",
    re.IGNORECASE,
)
#: One of these stands in every biography the pattern knows; looking for them first is cheap.
_MARKS = ("PhD", "octorate", "master", "rofessor", "esearcher", "cientist", "ellow", "ecturer", "ournalist", "riter", "onsultant",
          "research interest", "research program", "research focus")  # fmt: skip
_REFERENCE = re.compile(r"[^.]{0,120}\((?:19|20)\d\d[a-z]?\)[.,]|.{0,160}\b(?:19|20)\d\d;\d+|.{0,200}\bdoi:\s?10\.")


def is_furniture(line: str) -> bool:
    """Whether one line, or one sentence that stands alone on its line, is no prose of the report.

    >>> is_furniture("Carol Ng, Ann B. Smith & Jo Lee"), is_furniture("2023-10-01"), is_furniture("Police should be trained.")
    (True, True, False)
    """
    words = line.strip(" \t#*•·-–—_=")
    if not any(letter.isalpha() for letter in words) or _DATE.match(words):
        return True
    bare = line.strip()
    return bare[:40].lower().startswith(_OPENINGS) or _META.match(bare) is not None or is_names(words)


def is_names(words: str) -> bool:
    """Whether a line is a list of people's names."""
    parts = [part for part in _SPLIT.split(words.rstrip(".")[:600]) if part]
    return len(parts) >= 2 and sum(1 for part in parts if _NAME.match(part)) >= 0.7 * len(parts) and not words.endswith((".", "?"))


def is_biography(sentence: str) -> bool:
    """Whether a sentence presents an author."""
    return _BIOGRAPHY.search(sentence[:400]) is not None


@lru_cache(maxsize=2)
def may_present_authors(text: str) -> bool:
    """Whether any sentence of a text can present an author at all: a look at the whole text spares one at each sentence."""
    return any(mark in text for mark in _MARKS)


def is_reference(line: str) -> bool:
    """Whether a line is an item of a list of references."""
    return ("(19" in line or "(20" in line or ";" in line or "doi" in line) and _REFERENCE.match(line[:400]) is not None
