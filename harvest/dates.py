"""Dates as sources print them, to the precision stated: `2022-05-19`, `13 Jul 2020`, `2021 Spring`, `13 de julio de 2020`, `c2013`."""

import re
import unicodedata
from datetime import date

from harvest.record import PartialDate

#: Month names and their usual short forms, folded to ASCII lower case, in the languages catalogues and journals print most.
MONTHS = {
    1: "january januar janvier enero gennaio janeiro januari januarja leden styczen stycznia tammikuu yanvar ocak",
    2: "february februar fevrier febrero febbraio fevereiro februari unor luty lutego helmikuu subat",
    3: "march marz maerz mars marzo marco maart brezen marzec marca maaliskuu mart",
    4: "april avril abril aprile duben kwiecien kwietnia huhtikuu nisan",
    5: "may mai mayo maggio maio mei maj kveten maja toukokuu mayis",
    6: "june juni juin junio giugno junho cerven czerwiec czerwca kesakuu haziran",
    7: "july juli juillet julio luglio julho cervenec lipiec lipca heinakuu temmuz",
    8: "august aout agosto augustus augusti srpen sierpien sierpnia elokuu agustos",
    9: "september septembre septiembre setiembre settembre setembro zari wrzesien wrzesnia syyskuu eylul",
    10: "october oktober octobre octubre ottobre outubro rijen pazdziernik pazdziernika lokakuu ekim",
    11: "november novembre noviembre novembro listopad listopada marraskuu kasim",
    12: "december dezember decembre diciembre dicembre dezembro prosinec grudzien grudnia joulukuu aralik",
}
_SHORT = {
    "jan": 1, "feb": 2, "febr": 2, "fev": 2, "mar": 3, "mrz": 3, "apr": 4, "avr": 4, "abr": 4, "jun": 6, "jul": 7, "aug": 8, "ago": 8,
    "sep": 9, "sept": 9, "set": 9, "oct": 10, "okt": 10, "out": 10, "nov": 11, "dec": 12, "dez": 12, "dic": 12,
    "ene": 1, "janv": 1, "juil": 7,
}  # fmt: skip
_MONTH = {name: number for number, names in MONTHS.items() for name in names.split()} | _SHORT
_NAME = "|".join(sorted(_MONTH, key=lambda name: (-len(name), name)))
_YEAR = r"(?P<y>1[5-9]\d\d|20\d\d)"
_DAY = r"(?P<d>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|o|\.|º)?"

#: Without four digits of a year there is no date to look for.
_ANY = re.compile(r"1[5-9]\d\d|20\d\d")
#: Patterns over folded words, the most precise first.
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?<!\d){_YEAR}[-/.](?P<m>0?[1-9]|1[0-2])[-/.](?P<d>0?[1-9]|[12]\d|3[01])(?!\d)",
        rf"(?<![\w]){_DAY}[\s.-]*(?:de\s+|d')?(?P<n>{_NAME})\b\.?,?[\s-]*(?:de\s+|del\s+)?{_YEAR}(?!\d)",
        rf"(?<![a-z])(?P<n>{_NAME})\b\.?\s+{_DAY},?\s+{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}[\s,.-]+(?P<n>{_NAME})\b\.?[\s-]+{_DAY}(?!\d)",
        r"(?<!\d)(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y>1[5-9]\d\d|20\d\d)(?!\d)",
        rf"(?<!\d){_YEAR}[\s,.-]+(?P<n>{_NAME})\b",
        rf"(?<![a-z])(?P<n>{_NAME})\b\.?,?[\s-]+(?:de\s+|del\s+)?{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}[-/](?P<m>0[1-9]|1[0-2])(?!\d)",
        rf"(?<!\d)(?P<m>0?[1-9]|1[0-2])/{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}(?!\d)",
    )
)
_SEASON = re.compile(
    r"\b(spring|summer|autumn|fall|winter|fruhjahr|sommer|herbst|printemps|ete|automne|hiver|primavera|verano|otono|invierno)\b"
)


def fold(words: str) -> str:
    """Lower case without marks, so that `März` and `maerz`, `août` and `aout` meet."""
    return "".join(one for one in unicodedata.normalize("NFKD", words.lower()) if not unicodedata.combining(one))


def month(words: str) -> int | None:
    """The number of a month given by name, short form or number (`Jul`, `07`, `julio`), or None."""
    folded = fold(words).strip(" .")
    if folded.isdigit():
        return int(folded) if 1 <= int(folded) <= 12 else None
    return _MONTH.get(folded)


def read(words: str) -> PartialDate | None:
    """The first date in some words, to the precision stated, or None when no year is stated.

    A date like 03/04/2020 says day and month in no certain order: only its year is taken, and the words are kept.

    >>> str(read("Substance Use & Misuse, 13 Jul 2020"))
    '2020-07-13'
    >>> read("2021 Spring")
    PartialDate(year=2021, month=None, day=None, words='2021 Spring')
    """
    found = find(words)
    return found[0] if found else None


def find(words: str) -> tuple[PartialDate, int, int] | None:
    """The first and most precise date in some words, with the place `words[start:end]` where it stands."""
    if not _ANY.search(words):
        return None
    folded = fold(words)
    for form in _FORMS:
        if match := form.search(folded):
            same = len(folded) == len(words)
            start, end = (match.start(), match.end()) if same else (0, len(words))
            return _made(match.groupdict(), words.strip(), folded), start, end
    return None


def _made(parts: dict[str, str | None], words: str, folded: str) -> PartialDate:
    year = int(parts["y"] or 0)
    first, second = parts.get("a"), parts.get("b")
    if first and second:
        one, two = int(first), int(second)
        if one > 12 >= two >= 1:
            return _sound(year, two, one, words)
        if two > 12 >= one >= 1:
            return _sound(year, one, two, words)
        return _sound(year, one, two, words) if one == two else PartialDate(year, words=words)
    number = int(parts["m"] or 0) if parts.get("m") else _MONTH.get(parts.get("n") or "")
    if number is None:
        return PartialDate(year, words=words if _SEASON.search(folded) else "")
    return _sound(year, number, int(parts["d"] or 0) if parts.get("d") else None, words)


def _sound(year: int, number: int, day: int | None, words: str) -> PartialDate:
    """The date, without a day that its month does not have."""
    try:
        date(year, number, day or 1)
    except ValueError:
        return PartialDate(year, number if 1 <= number <= 12 else None, words=words)
    return PartialDate(year, number, day)
