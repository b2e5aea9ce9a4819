"""A printed citation in any of the usual styles: what it says of journal, volume, issue, pages, date and people."""

import re
from dataclasses import dataclass

from harvest import dates
from harvest.mentions import mentions
from harvest.names import fold, has_body_word, looks_like_name, people, split
from harvest.record import Author, PartialDate

#: `55(13):2253-61`, `55, 13, 2253–2261`, `Vol. 55, No. 13, pp. 2253-2261`, `2020;55(13)`.
_NUMBERS = re.compile(
    r"(?:\bvol(?:ume)?\.?\s*)?\b(?P<volume>\d{1,4})\s*(?:\((?P<issue>[^()]{1,20})\)|,?\s*(?:no|nr|n|issue|heft|núm)\.?\s*(?P<issue2>\d+[\w/-]*))?"
    r"\s*(?:[:,]\s*(?:pp?\.?\s*)?(?P<pages>[A-Za-z]?\d+(?:\s*[-–—]\s*[A-Za-z]?\d+)?))?(?=[\s.,;:]|$)",
    re.I,
)
_PERIODICAL = re.compile(
    r"\b(?:journal|review|annals|bulletin|letters|quarterly|proceedings|press|notes|news|magazine|revista|revue|zeitschrift)\b", re.I
)
_NUMBERED = re.compile(r"\d\s*\(\w{1,6}\)|\d\s*:\s*[A-Za-z]?\d|\bpp?\.\s*\d|\bvol(?:ume)?\b", re.I)
_PAGES = re.compile(r"\bpp?\.?\s*(\d+\s*[-–—]\s*\d+)", re.I)
SMALL = {
    "of",
    "and",
    "the",
    "in",
    "on",
    "for",
    "de",
    "la",
    "et",
    "y",
    "und",
    "der",
    "die",
    "e",
    "des",
    "du",
    "del",
    "van",
    "a",
    "an",
    "to",
}
_INITIALLED = re.compile(r"^[^\W\d_][\w'’-]+(?:\s[A-ZÀ-Þ][\w'’-]+)?,?\s(?:[A-ZÀ-Þ]\.?[ -]?){1,3}$")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation line states; empty where it states nothing."""

    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    issued: PartialDate | None = None
    authors: tuple[Author, ...] = ()
    title: str = ""

    def __bool__(self) -> bool:
        return bool(self.container or self.issued or self.volume)


def read(line: str, title: str = "") -> Citation:
    """What a line says when read as a citation; of a whole reference the part after the title names the journal.

    >>> found = read("Substance Use & Misuse, 13 Jul 2020")
    >>> found.container, str(found.issued)
    ('Substance Use & Misuse', '2020-07-13')
    >>> found = read("Roe J, Doe A. A study of rain. Weather Notes. 2019 May 4;12(3):45-51. doi: 10.5555/rain")
    >>> found.container, found.volume, found.issue, found.pages, len(found.authors)
    ('Weather Notes', '12', '3', '45-51', 2)
    """
    bare = _bare(line)
    before, after = _around(bare, title)
    authors: tuple[Author, ...] = ()
    named = ""
    if before is None:
        before, named, after = _unknown(bare)
    if before:
        head = before[: match.start()] if (match := re.search(r"\(?\b(?:1[5-9]|20)\d\d\b", before)) else before
        authors = people(head.strip(" .,:“\"'(")) if _names(head) else (Author(collective=head.strip(" .")),) if _body(head) else ()
    issued = dates.read(after) or (dates.read(before) if before else None)
    container, rest = _container(after)
    numbers = _numbers(rest)
    return Citation(container, *numbers, issued, authors, named)


def is_citation(line: str) -> bool:
    """Whether a line can be a citation: not long, a year in it, a journal before it or numbers behind, and no sentence."""
    if not 8 <= len(line) <= 900 or not _YEAR.search(line):
        return False
    found = read(line)
    bare = _bare(line)
    if not found.container or not found.issued:
        return False
    if has_body_word(found.container) and not _PERIODICAL.search(found.container):
        return False
    parted = found.issued.month or found.volume or re.search(r"[,.;(]\s*\(?(?:1[5-9]|20)\d\d", bare)
    near = bool(parted) and len(bare) - len(found.container) < 40
    return near or bool(found.authors) or bool(found.volume and _NUMBERED.search(bare) and len(bare) < 300)


def _bare(line: str) -> str:
    """The line without identifiers, links and access dates."""
    for one in reversed(list(mentions(line))):
        line = line[: one.start] + line[one.end :]
    line = re.sub(r"^\[?\d{1,4}[.\]]\s+(?=[A-ZÀ-Þ])", "", line)
    line = re.sub(r"(?:https?://)?(?:dx\.)?doi(?:\.org)?[:/]*\s*(?=$|[.,;])|https?://\S*|\bPMC?ID:?\s*", "", line, flags=re.I)
    line = re.sub(
        r"(?:\s+(?:advance|access|publication|online|first))*\s+published(?:\s+online)?\s+(?=[A-Z]\w+ \d|\d)", ", ", line, flags=re.I
    )
    parts = [part.strip() for part in re.split(r"\s[•|·]\s", line) if part.strip(" ,.")]
    if len(parts) > 1 and len(line) < 300:
        # A badge line, `RESEARCH • Weather Notes 32 (2) • 2023 • link`: what stands before the journal is a kind of article.
        first = next((at for at, part in enumerate(parts) if re.search(r"\d", part)), 0)
        line = ", ".join(parts[first:])
    return " ".join(re.sub(r"\b(?:Epub(?: ahead of print)?|eCollection|Accessed|Retrieved)\b.*$", "", line).split())


def _around(line: str, title: str) -> tuple[str | None, str]:
    """What stands before and behind the title, or None and the line when the title is not in it."""
    if not title:
        return None, line
    at = fold(line).find(fold(title)[:120]) if len(fold(line)) == len(line) else line.casefold().find(title.casefold()[:120])
    if at < 0:
        return None, line
    return line[:at], line[at + len(title) :].lstrip(" .,”\"'’*_")


def _unknown(line: str) -> tuple[str, str, str]:
    """People, title and the rest of a line whose title we do not know.

    `Roe J. Title. Journal. 2019…` and `Roe, J. (2019). Title. Journal, 12(3)` are told apart from a journal alone.
    """
    match = re.match(r"^(.{3,600}?)\s*\((\d{4})[^()]{0,12}\)[.:,]?\s+(.+)$", line)
    if match and (_names(match[1]) or _body(match[1])):
        title, after = _sentence(match[3])
        return match[1], title, f"{after} ({match[2]})"
    head, stop, rest = line.partition(". ")
    if stop and all(_INITIALLED.match(one) for one in split(head) or [""]):
        title, after = _sentence(rest)
        if re.match(r"^[\d(;]", after) and is_short(title):
            # `Roe J. Weather Notes. 2019;12:3` has no title: what follows the names is the journal already.
            return head, "", rest
        return head, title, after
    return "", "", line


def _sentence(words: str) -> tuple[str, str]:
    """The first sentence, without its full stop but with its question mark, and what follows."""
    match = re.search(r"[.?!]\s+(?=[A-ZÀ-Þ\d(])", words)
    if not match:
        return words.rstrip("."), ""
    return words[: match.start() + (words[match.start()] != ".")].strip(" “”\"'"), words[match.end() :]


def is_short(words: str) -> bool:
    """Whether words could be the name of a journal by their length and capitals."""
    bare = [one for one in words.split() if one.lower() not in SMALL]
    return 0 < len(bare) <= 7 and all(one[0].isupper() or one[0] in "&(" for one in bare)


def _body(words: str) -> bool:
    return has_body_word(words) and len(words.split()) <= 8


def _names(words: str) -> bool:
    names = split(words.strip(" .,(")) if words.strip(" .,(") else []
    return bool(names) and all(looks_like_name(one) or _INITIALLED.match(one) for one in names)


def _container(words: str) -> tuple[str, str]:
    """The journal at the beginning of some words, and what follows it."""
    words = re.sub(r"^(?:in|en|dans)\s*:?\s+", "", words.strip(" .,;"), flags=re.I)
    match = re.search(r"[\d;\[]", words)
    if not match:
        return "", words
    name, rest = words[: match.start()], words[match.start() :]
    if (found := dates.find(f"{name} 2000")) and found[0].month and 0 < found[1] < len(name):
        # A month at the end belongs to the date and not to the name: `Weather Notes. May 2019`.
        name, rest = name[: found[1]], name[found[1] :] + rest
    name = re.sub(r"(?:\s+(?:advance|access|published|online|first|publication|epub))+\W*$", "", name, flags=re.I)
    name = re.sub(r"[\s.,;:(–-]*(?:\b(?:vol(?:ume)?|v|no|issue|band|tome)\b\.?)?[\s.,;:(–-]*$", "", name, flags=re.I)
    bare = [one for one in re.findall(r"[^\W\d]+", name) if one.lower() not in SMALL]
    proper = sum(one[0].isupper() for one in bare) >= 0.6 * len(bare)
    fine = 2 <= len(name) <= 120 and bool(bare) and proper and len(bare) <= 12 and not re.search(r"[.!?]\s.*[.!?]\s", name)
    return (name, rest) if fine and name[0].isupper() else ("", words)


def _numbers(rest: str) -> tuple[str, str, str]:
    """Volume, issue and pages of what follows the journal, dates taken out first."""
    while found := dates.find(rest):
        rest = rest[: found[1]] + " ; " + rest[found[2] :]
    rest = re.sub(r"\(\s*;?\s*\)", " ", rest)
    if match := re.fullmatch(r"\W*(\d+\s*[-–—]\s*\d+)\W*", rest):
        return "", "", match[1].replace(" ", "")
    match = _NUMBERS.search(rest)
    if not match:
        pages = _PAGES.search(rest)
        return "", "", pages[1] if pages else ""
    pages = _PAGES.search(rest)
    return match["volume"], match["issue"] or match["issue2"] or "", (match["pages"] or (pages[1] if pages else "")).replace(" ", "")
