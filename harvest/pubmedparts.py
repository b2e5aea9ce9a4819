"""The parts that articles and books of PubMed XML have in common: dates, authors, abstracts, languages."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from harvest import languages
from harvest.record import Author, PartialDate, Passage
from harvest.xml import text

if TYPE_CHECKING:
    from lxml.etree import _Element

_ORCID = re.compile(r"(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])")
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: Month as PubMed prints it (`Mar`, `3`, `03`), in lower case -> its number.
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_MONTHS |= {form.format(number): number for number in range(1, 13) for form in ("{}", "{:02}")}
#: Dates of the publishing history that are the publisher's; when PubMed, Entrez and MEDLINE filed it is of no use to a reviewer.
_STATUSES = {"received", "revised", "accepted", "epublish", "ppublish", "aheadofprint", "retracted"}


def date(element: "_Element") -> PartialDate | None:
    """Read a date of Year, Month, Day, Season or MedlineDate to the precision stated; None when it says nothing."""
    year = month = day = season = words = ""
    for child in element:
        tag = child.tag
        if tag == "Year":
            year = child.text or ""
        elif tag == "Month":
            month = child.text or ""
        elif tag == "Day":
            day = child.text or ""
        elif tag == "Season":
            season = child.text or ""
        elif tag == "MedlineDate":
            words = (child.text or "").strip()
    if not year.isdigit():
        found = _YEAR.search(words or year)
        return PartialDate(int(found[1]) if found else None, words=words or year) if words or year else None
    number = _MONTHS.get(month.lower()[:3]) if month else None
    if season or (month and not number):
        return PartialDate(int(year), words=f"{year} {(season or month).strip()}")
    return PartialDate(int(year), number, int(day) if number and day.isdigit() and 1 <= int(day) <= 31 else None)


@lru_cache(1024)
def language(code: str) -> str:
    """Give the two letters of a language PubMed names by three."""
    return languages.code(code)


def words(element: "_Element | None") -> str:
    """Join the text of an element, or nothing when there is none."""
    return "" if element is None else text(element).strip()


def _passage(element: "_Element", language: str = "") -> Passage | None:
    words = text(element).strip()
    return Passage(words, element.get("Label") or "", element.get("NlmCategory") or "", language) if words else None


def abstract(element: "_Element | None") -> tuple[tuple[Passage, ...], str]:
    """Read an abstract: its labelled passages, and its copyright line."""
    if element is None:
        return (), ""
    passages = [found for one in element if one.tag == "AbstractText" and (found := _passage(one))]
    rights = next((text(one).strip() for one in element if one.tag == "CopyrightInformation"), "")
    return tuple(passages), rights


def authors(people: "_Element | None") -> tuple[tuple[Author, ...], bool]:
    """Authors PubMed calls valid: one marked `ValidYN="N"` is a misspelling that stands beside its correction."""
    if people is None:
        return (), True
    return tuple([_author(one) for one in people if one.get("ValidYN") != "N"]), people.get("CompleteYN") != "N"


def _author(element: "_Element") -> Author:  # noqa: C901 - one branch a tag, called for every author of millions
    family = given = collective = suffix = orcid = ""
    where: tuple[str, ...] = ()
    for child in element:
        tag = child.tag
        if tag == "LastName":
            family = text(child).strip()
        elif tag == "ForeName":
            given = text(child).strip()
        elif tag == "Initials":
            given = given or (child.text or "")
        elif tag == "AffiliationInfo":
            for one in child:
                if one.tag == "Affiliation":
                    where += (text(one).strip(),)
        elif tag == "Identifier":
            if child.get("Source") == "ORCID":
                orcid = bare_orcid(child.text or "")
        elif tag == "CollectiveName":
            collective = text(child).strip()
        elif tag == "Suffix":
            suffix = text(child).strip()
        elif tag == "Affiliation":
            where += (text(child).strip(),)
    return Author(family, given, collective, suffix, orcid, where)


def bare_orcid(words: str) -> str:
    """Give the sixteen characters of an ORCID in groups of four, however it is printed, or nothing when it is none."""
    found = _ORCID.search(words)
    return "-".join(found.groups()).upper() if found else ""


def dates(facts: "dict[str, _Element]", article: "_Element | None", history: "_Element | None") -> tuple[tuple[str, PartialDate], ...]:
    """Read the dates an article states beside that of its issue, each with its name."""
    named = [("electronic", one) for one in article.iterchildren("ArticleDate")] if article is not None else []
    named += [(name, facts[tag]) for name, tag in (("completed", "DateCompleted"), ("revised-in-pubmed", "DateRevised")) if tag in facts]
    named += [(status, one) for one in history if (status := one.get("PubStatus") or "") in _STATUSES] if history is not None else []
    return tuple([(name, day) for name, one in named if (day := date(one))])
