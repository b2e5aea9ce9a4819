"""Names of authors as sources print them: one name, a list of names, and whether two names can be one person."""

import re
import unicodedata
from functools import lru_cache

from harvest.record import Author

#: Words before a family name that belong to it.
PARTICLES = {
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "do", "du", "la", "le", "los", "las", "el", "al", "bin",
    "ben", "ibn", "ter", "ten", "zu", "zum", "zur", "af", "av", "st", "st.", "santa", "san", "mac", "y", "e", "’t", "'t", "op", "abu",
}  # fmt: skip
SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "2nd", "3rd"}
_DEGREES = re.compile(
    r",?\s*\b(?:Ph\.?\s?D\.?|M\.?\s?D\.?|M\.?P\.?H\.?|M\.?\s?Sc\.?|B\.?Sc\.?|M\.?A\.?|B\.?A\.?|R\.?N\.?|Dr\.?P\.?H\.?|D\.?Phil\.?|Sc\.?D\.?|J\.?D\.?|"
    r"MBBS|MBChB|MS|MSW|LCSW|FRCP[A-Z]*|FRCS|FACP|PharmD|DNP|Ed\.?D\.?|Psy\.?D\.?|MBA|LL\.?[BM]\.?|Esq\.?)(?=\s*(?:,|;|$|\())"
)
_TITLES = re.compile(r"^(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir|Dame|Rev)\b\.?\s+", re.I)
#: Words that only bodies carry in their names.
_BODY = re.compile(
    r"\b(?:group|groups|consortium|network|collaborat\w+|committee|commission|council|universit\w+|institut\w+|ministry|department|agency|"
    r"association|society|organi[sz]ation|foundation|cent(?:er|re)s?|working party|task ?force|team|investigators|initiative|alliance|"
    r"office|bureau|board|hospital|college|school|academy|company|corporation|gmbh|ltd|inc|united nations|government|services?|library|"
    r"project|programme|program|union|federation|trust|laborator\w+|grupo|groupe|gruppe|ministerio|minist[eè]re|universidad|conseil|verein|gesellschaft)\b",
    re.I,
)
#: Words of journals, sections and subjects that are never part of a personal name, however capitalised.
_NEVER = re.compile(
    r"\b(?:journal|review|reviews|annals|archives|proceedings|bulletin|letters|quarterly|science|sciences|medicine|health|policy|research|studies|"
    r"international|national|european|american|public|social|clinical|abstract|introduction|background|methods?|results?|conclusions?|discussion|"
    r"references|keywords|article|paper|report|volume|issue|press|books?|open|access|online|harm|reduction|drug|drugs|police|recovery|care|nursing|"
    r"psychology|psychiatry|education|economics|law|society|biology|chemistry|physics|nature|lancet|notes|news|times|post|guardian|university)\b",
    re.I,
)
_INITIALS = re.compile(r"^(?:[A-ZÀ-ÞŁŚŻŽŠČĆĐ]\.?[ -]?){1,4}$")
_MARKS = re.compile(
    r"\s?\(\d+\)|(?<=[A-Za-zà-ÿ])(?:\s+[a-z]\b)+(?=\s*(?:[,;&*]|$))|[\d*†‡§¶∗#⁰¹²³⁴-⁹ᵃ-ᶻ]+(?:\s*,\s*[\d*†‡§¶∗#⁰¹²³⁴-⁹]+)*(?=\s|,|;|$|&)"
)
_WORD = re.compile(r"^[^\W\d_](?:[^\W\d_]|['’.\-])*$")
_ORCID = re.compile(r"(?:https?://)?(?:orcid\.org/)?\(?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\)?", re.I)
_ROLE = re.compile(r"\((?:eds?|hrsg|editors?|dir|coord|author|aut|autor\w*|verfasser\w*|aut\.)\.?\)|\beds?\.$", re.I)


def person(words: str) -> Author:
    """One name: `Butler, Amanda`, `Jennifer J. Carroll PhD`, `Butler AB`, `van der Berg, Jan, Jr.`, or a body.

    >>> person("Jennifer J. Carroll, PhD")
    Author(family='Carroll', given='Jennifer J.', collective='', suffix='', orcid='', affiliations=())
    >>> str(person("WHO Study Group")), person("Ludwig van Beethoven").family
    ('WHO Study Group', 'van Beethoven')
    """
    orcid = _ORCID.search(words)
    words = _ORCID.sub("", words) if orcid else words
    words = _TITLES.sub("", _DEGREES.sub("", _ROLE.sub("", " ".join(words.split())))).strip(" ,;")
    code = orcid[1].upper() if orcid else ""
    if is_body(words):
        return Author(collective=words, orcid=code)
    parts = [part.strip() for part in words.split(",") if part.strip()]
    suffix = next((part for part in parts[1:] if part.lower().rstrip(".") in SUFFIXES), "")
    parts = [part for part in parts if part != suffix]
    if len(parts) >= 2:
        return Author(parts[0], _given(" ".join(parts[1:])), suffix=suffix, orcid=code)
    family, given, late = _turned(parts[0] if parts else "")
    return Author(family, given, suffix=suffix or late, orcid=code)


def people(words: str) -> tuple[Author, ...]:
    """All names of a printed list, each once: a list printed twice (with and without full stops) gives each person once.

    >>> [author.family for author in people("Carol Strike, Tara Marie Watson & Amy Wright")]
    ['Strike', 'Watson', 'Wright']
    >>> [str(author) for author in people("Strike, C., Watson, T. M., & Wright, A.")]
    ['Strike, C.', 'Watson, T. M.', 'Wright, A.']
    """
    return undoubled(tuple(author for one in split(words) if str(author := person(one))))


def split(words: str) -> list[str]:
    """The single names of a printed list, cut at semicolons, `and`, ampersands or commas, whichever the list uses."""
    words = _MARKS.sub("", " ".join(words.split()))
    words = re.sub(r",?\s+et\s+al\b\.?|,?\s*(?:…|\.\.\.)", "", words).strip(" .,;") + ("." if words.rstrip().endswith(".") else "")
    words = re.sub(r"(?:^|[,;\s])\s*(?:&|and)$", "", _DEGREES.sub("", words))
    if ";" in words or " | " in words:
        return [one.strip() for one in re.split(r"\s*(?:;|\s\|\s)\s*", words) if one.strip(" .,")]
    tidy = re.sub(r",?\s*(?:&|\band\b|\by\b(?=\s+[A-Z])|\bund\b|\bet\b|\be\b(?=\s+[A-Z])|\ben\b|\boch\b)\s+", ", ", words)
    parts = [one.strip() for one in re.split(r"\s*[,，、]\s*", tidy) if one.strip(" .")]
    parts = _joined_suffixes(parts)
    return _pairs(parts) if _inverted(parts) else parts


def _joined_suffixes(parts: list[str]) -> list[str]:
    out: list[str] = []
    for part in parts:
        if out and part.lower().rstrip(".") in SUFFIXES:
            out[-1] += f", {part}"
        else:
            out.append(part)
    return out


def _inverted(parts: list[str]) -> bool:
    """Whether a comma list is `Family, Given, Family, Given`: every second part is initials, or no part holds two words."""
    if len(parts) < 2 or len(parts) % 2:
        return False
    given, family = parts[1::2], parts[0::2]
    if all(_INITIALS.match(one) for one in given) and not any(_INITIALS.match(one) for one in family):
        return True
    plain = [one for one in family if len([word for word in one.split() if word.lower() not in PARTICLES]) == 1]
    return len(plain) == len(family)


def _pairs(parts: list[str]) -> list[str]:
    return [f"{parts[at]}, {parts[at + 1]}" for at in range(0, len(parts) - 1, 2)]


def has_body_word(words: str) -> bool:
    """Whether some words hold one that only bodies carry in their names (`University`, `Council`)."""
    return bool(_BODY.search(words))


def is_body(words: str) -> bool:
    """Whether a name is that of a body and not of a person."""
    if _BODY.search(words) or len(words.split()) > 7:
        return True
    # A small word within that no family name begins with: `American Rights at Work`.
    small = [one for one in words.split()[1:] if one.isalpha() and one.islower() and one.isascii()]
    return "," not in words and len(words.split()) >= 3 and any(one not in PARTICLES for one in small)


def looks_like_name(words: str) -> bool:
    """Whether some words could be one personal name: two to six words, capitals at the start, no digits, no sentence."""
    words = _DEGREES.sub("", _MARKS.sub("", words)).strip(" ,;")
    bare = [one for one in re.split(r"[\s,]+", words) if one]
    if not 2 <= len(bare) <= 6 or any(not _WORD.match(one) for one in bare):
        return False
    proper = [one for one in bare if one.lower() not in PARTICLES]
    return bool(proper) and all(one[0].isupper() for one in proper) and not _BODY.search(words) and not _NEVER.search(words)


def looks_like_list(words: str) -> bool:
    """Whether a line is a list of names and nothing else (one name counts; a body among at least two names counts too)."""
    if len(words) > 20_000 or re.search(r"[:?!]\s|https?://", words):
        return False
    names = split(words)
    if not names:
        return False
    right = sum(looks_like_name(one) for one in names)
    return right == len(names) or (right >= 2 and right >= len(names) * 0.8)


def without_degrees(words: str) -> str:
    """The words without academic degrees (`Carol Strike, PhD, is` becomes `Carol Strike, is`)."""
    return _DEGREES.sub("", words)


def undoubled(authors: tuple[Author, ...]) -> tuple[Author, ...]:
    """Each person once, in order, in the fullest form printed; two people who may only share initials stay two."""
    authors = _without_echo(authors)
    out: list[Author] = []
    places: dict[tuple[str, str], int] = {}
    for author in authors:
        key = (fold(author.family), fold(author.given)) if not author.collective else ("", fold(author.collective))
        at = places.get(key)
        if at is None:
            places[key] = len(out)
            out.append(author)
        elif len(str(author)) > len(str(out[at])):
            out[at] = author
    return tuple(out)


def _without_echo(authors: tuple[Author, ...]) -> tuple[Author, ...]:
    """Cut off a tail that repeats earlier people in the same order (`J Carroll` after `Jennifer J. Carroll`), keeping the fuller forms."""
    for cut in range(len(authors) // 2, len(authors) - 1):
        head, at = list(authors[:cut]), 0
        for one in authors[cut:]:
            while at < cut and not may_be_one(one, head[at]):
                at += 1
            if at == cut:
                break
            head[at] = max(head[at], one, key=lambda author: (len(str(author)), str(author)))
            at += 1
        else:
            return tuple(head)
    return authors


def may_be_one(one: Author, other: Author) -> bool:
    """Whether two names can be the same person: equal family names, and given names of which one abbreviates the other."""
    if one.collective or other.collective:
        return fold(one.collective or str(one)) == fold(other.collective or str(other))
    if fold(one.family) != fold(other.family):
        return False
    left, right = fold(one.given).split(), fold(other.given).split()
    left, right = _spelled(left, right), _spelled(right, left)
    return all(a.startswith(b) or b.startswith(a) for a, b in zip(left, right, strict=False))


def _spelled(names: list[str], other: list[str]) -> list[str]:
    """`JJ` as `J J` where the other side is not the same word."""
    if len(names) == 1 and len(names[0]) <= 3 and names != other and not any(one.startswith(names[0]) for one in other):
        return list(names[0])
    return names


@lru_cache(maxsize=65536)
def fold(words: str) -> str:
    """A name without marks, full stops, hyphens and case: the form in which names are compared."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", words) if not unicodedata.combining(one))
    plain = plain.translate({ord("ø"): "o", ord("Ø"): "o", ord("ł"): "l", ord("Ł"): "l", ord("ß"): "ss", ord("æ"): "ae", ord("đ"): "d"})
    return " ".join(re.sub(r"[.\-‐‑’'`]", " ", plain.casefold()).split())


def _turned(words: str) -> tuple[str, str, str]:
    """Family name, given names and suffix of a name in natural or in Vancouver order (`Butler AB`)."""
    parts = words.split()
    suffix = parts.pop() if len(parts) > 2 and parts[-1].lower().rstrip(".") in SUFFIXES else ""
    if len(parts) < 2:
        return words if not parts else parts[0], "", suffix
    if re.fullmatch(r"[A-ZÀ-Þ](?:-?[A-ZÀ-Þ]){0,3}|(?:[A-ZÀ-Þ]\.[ -]?){1,4}", parts[-1]) and len(parts[0].rstrip(".")) > 1:
        return " ".join(parts[:-1]), parts[-1], suffix
    cut = len(parts) - 1
    while cut > 1 and parts[cut - 1].lower() in PARTICLES and parts[cut - 1][0].islower():
        cut -= 1
    return " ".join(parts[cut:]), _given(" ".join(parts[:cut])), suffix


def _given(words: str) -> str:
    return re.sub(r",\s*$", "", words).strip()
