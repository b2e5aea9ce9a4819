"""Lines of a plain text that are not prose of the report: authors, dates, identifiers, tables, forms, biographies."""

import re

_START = re.compile(
    r"(?:doi\b|https?://|www\.|if\s?:|issn|isbn|pmid|pmc\d|©|\(c\)|copyright|all rights reserved|share\b|tweet\b|like this|leave a (?:reply|comment)"
    r"|post comment|your email|required fields|keywords?\b|key words\b|received\b|accepted\b|published\b|posted (?:on|by)|by [A-Z]\w+ [A-Z]"
    r"|back to top|skip to|menu\b|search\b|log ?in\b|sign (?:in|up)|subscribe|cookie|privacy|terms of|related (?:posts|articles)|e-?mail\b|tel\b|phone\b"
    r"|correspond(?:ence|ing author)|funding\s?:|conflicts? of interest|competing interests|acknowledge?ments?|citation\s?:|cite this|how to cite"
    r"|volume \d|vol\.? ?\d|\*{2}[^*]{2,40}\*{2}\s?:|\||image[: ]|photo|figure \d|table \d|download|print\b|page \d)",
    re.IGNORECASE,
)
_DATE = re.compile(r"\W*(?:\d{4}-\d\d-\d\d|\d{1,2}(?:st|nd|rd|th)? \w{3,9},? \d{4}|\w{3,9} \d{1,2},? \d{4}|\w{3,9} \d{4}|\d{4})\W*\Z")
_NAME = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]*\.?){1,3}\Z|[A-Z][\w’'-]+,? [A-Z]{1,3}\Z|[A-Z]\.? ?(?:[A-Z]\.? ?)*[A-Z][\w’'-]+\Z")
_SPLIT = re.compile(r"\s*(?:[,;&·|]|\band\b)\s*")
_BIOGRAPHY = re.compile(
    r"\b(?:has an? (?:PhD|doctorate|master)|PhD,|is (?:currently )?an? (?:[\w-]+ ){0,3}(?:professor|researcher|scientist|fellow|lecturer|"
    r"journalist|writer|consultant|PhD (?:student|candidate))|(?:her|his|their) research (?:interests?|program\w*|focus\w*))\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"[^.]{0,120}\((?:19|20)\d\d[a-z]?\)[.,]|.{0,160}\b(?:19|20)\d\d;\d+|.{0,200}\bdoi:\s?10\.")


def is_furniture(line: str) -> bool:
    """Whether one line, or one sentence that stands alone on its line, is no prose of the report.

    >>> is_furniture("Carol Ng, Ann B. Smith & Jo Lee"), is_furniture("2023-10-01"), is_furniture("Police should be trained.")
    (True, True, False)
    """
    words = line.strip(" \t#*•·-–—_=")
    if not any(letter.isalpha() for letter in words) or _DATE.match(words):
        return True
    if _START.match(line.strip()):
        return True
    return is_names(words)


def is_names(words: str) -> bool:
    """Whether a line is a list of people's names."""
    parts = [part for part in _SPLIT.split(words.rstrip(".")[:600]) if part]
    return len(parts) >= 2 and sum(1 for part in parts if _NAME.match(part)) >= 0.7 * len(parts) and not words.endswith((".", "?"))


def is_biography(sentence: str) -> bool:
    """Whether a sentence presents an author."""
    return _BIOGRAPHY.search(sentence[:400]) is not None


def is_reference(line: str) -> bool:
    """Whether a line is an item of a list of references."""
    return _REFERENCE.match(line[:400]) is not None
