"""The facts of one reference, as reference managers and databases export them, as a record.

A format brings its own tags to the names below and keeps every value as printed; what the values mean is read here, once for all formats:
`title other_title author editor collective container publisher volume issue start end pages date year doi pmid pmcid arxiv isbn identifier
url abstract other_abstract language type keyword note licence`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from harvest import dates, languages
from harvest.errors import BadIdentifier
from harvest.identifier import Identifier
from harvest.markup import line, plain
from harvest.mentions import licence, mentions, trimmed
from harvest.names import is_body, people, person, undoubled
from harvest.record import Author, PartialDate, Passage, Record

Facts = Mapping[str, Sequence[str]]

_VOLUME = re.compile(r"^(\w+)\s*\(([^()]+)\)$")
_ISBN = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]")
_LABEL = re.compile(
    r"(?:^|(?<=[.!?\])]\s)|(?<=[.!?])|\n\s*)((?:BACKGROUND|INTRODUCTION|OBJECTIVES?|AIMS?|PURPOSE|CONTEXT|METHODS?|METHODOLOGY|DESIGN|SETTING|PARTICIPANTS|"
    r"MATERIALS AND METHODS|RESULTS?|FINDINGS|CONCLUSIONS?|DISCUSSION|INTERPRETATION|IMPORTANCE|[A-Z][A-Z ,/&()-]{4,60})):\s+"
)


def record(source: str, facts: Facts, *, key: str = "", place: str = "", **more: object) -> Record:
    """The record of one reference; `more` are fields of `Record` that the format has read itself (headings, grants, relations, dates)."""
    volume, issue = _one(facts, "volume"), _one(facts, "issue")
    if not issue and (match := _VOLUME.match(volume)):
        volume, issue = match[1], match[2]
    found = {
        "identifiers": identifiers(facts),
        "title": title(facts.get("title", ())),
        "other_titles": tuple(Passage(one) for value in facts.get("other_title", ()) if (one := line(value))),
        "authors": authors(facts),
        "abstract": abstract(facts.get("abstract", ())[:1]),
        "other_abstracts": tuple(
            Passage(plain(value)) for value in (*facts.get("abstract", ())[1:], *facts.get("other_abstract", ())) if value.strip()
        ),
        "container": line(_one(facts, "container")),
        "volume": volume,
        "issue": issue,
        "pages": pages(facts),
        "publisher": line(_one(facts, "publisher")),
        "issued": issued(facts),
        "language": languages.code(_one(facts, "language")),
        "types": _unique(facts.get("type", ())),
        "keywords": _unique(line(value) for value in facts.get("keyword", ())),
        "licence": licence(_one(facts, "licence")) or _one(facts, "licence"),
        "links": _unique(value for value in facts.get("url", ()) if re.match(r"https?://|www\.", value)),
        "notes": _unique(
            (*(f"editor: {line(value)}" for value in facts.get("editor", ())), *(plain(value) for value in facts.get("note", ())))
        ),
    }
    return Record(source, key=key, place=place, **{**found, **more})  # type: ignore[arg-type]


def says_enough(one: Record) -> bool:
    """Whether a reference states anything a report can be known by."""
    return bool(one.title or one.identifiers or one.abstract)


def title(values: Iterable[str]) -> str:
    """The first title stated, as one line without markup."""
    return next((said for value in values if (said := line(value)) and re.search(r"\w", said)), "")


def authors(facts: Facts) -> tuple[Author, ...]:
    """People first as listed, then bodies; nobody is made up from editors."""
    found: list[Author] = []
    for value in facts.get("author", ()):
        words = line(value).strip(" ,;")
        if not words or words.lower() in (
            "anonymous",
            "[anonymous]",
            "anon",
            "no author",
            "et al",
            "et al.",
            "others",
            "n/a",
            "unknown",
            "-",
        ):
            continue
        many = ";" in words or (
            words.count(",") > 1 and not re.search(r",\s*(?:jr|sr|i{2,3}|iv|ph\.?d|m\.?d|rn)\b", words, re.I) and not is_body(words)
        )
        found += people(words) if many else (person(words),)
    found += [Author(collective=line(value)) for value in facts.get("collective", ()) if line(value)]
    return undoubled(tuple(found))


def abstract(values: Sequence[str]) -> tuple[Passage, ...]:
    """An abstract as passages: cut where a part begins with its label in capitals (`METHODS: …`), else whole."""
    text = "\n".join(plain(value) for value in values if value.strip()).strip()
    if not text:
        return ()
    marks = list(_LABEL.finditer(text))
    if not marks or (len(marks) == 1 and marks[0].start() > 0):
        return (Passage(text),)
    out = [Passage(text[: marks[0].start()].strip())] if text[: marks[0].start()].strip() else []
    for at, match in enumerate(marks):
        end = marks[at + 1].start() if at + 1 < len(marks) else len(text)
        out.append(Passage(text[match.end() : end].strip(), label=match[1]))
    return tuple(one for one in out if one.text)


def pages(facts: Facts) -> str:
    """Pages as printed, or first and last joined."""
    whole, start, end = _one(facts, "pages"), _one(facts, "start"), _one(facts, "end")
    if whole:
        return re.sub(r"\s*(?:--+|–|—)\s*", "-", whole)
    return f"{start}-{end}" if start and end and start != end and "-" not in start else start


def issued(facts: Facts) -> PartialDate | None:
    """The date of publication: the year stated, and the most precise date of that year."""
    stated = [found for name in ("year", "date") for value in facts.get(name, ()) if (found := date(value))]
    if not stated:
        return None
    same = [one for one in stated if one.year == stated[0].year]
    return max(same, key=lambda one: (one.month is not None) + (one.day is not None) + bool(one.words))


def date(words: str) -> PartialDate | None:
    """A date as these files print it: also `2019///`, `2019/05//Spring`, `20190503`, `1996 Jul 9`."""
    words = line(words).strip()
    if match := re.match(r"^(\d{4})/(\d{0,2})/(\d{0,2})(?:/(.*))?$", words):
        tidy = "-".join(part.zfill(2) for part in match.groups()[:3] if part)
        found = dates.read(tidy)
        return found and PartialDate(found.year, found.month, found.day, found.words or (match[4] or "").strip())
    if match := re.fullmatch(r"((?:1[5-9]|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", words):
        return dates.read("-".join(match.groups()))
    return dates.read(words)


def identifiers(facts: Facts) -> tuple[Identifier, ...]:
    """Identifiers of the reference itself, from the fields meant for them first, then from its links and notes that name one."""
    found: list[Identifier] = []
    for scheme in ("doi", "pmid", "pmcid", "arxiv", "isbn"):
        for value in facts.get(scheme, ()):
            found += _of(scheme, value)
    for name in ("identifier", "url"):
        for value in facts.get(name, ()):
            known = {one.scheme for one in found}
            found += [one.identifier for one in mentions(value) if one.identifier.scheme not in known | {"isbn"}]
    if not any(one.scheme == "doi" for one in found):
        notes = [value for value in facts.get("note", ()) if re.match(r"^\W*(?:doi|https?://(?:dx\.)?doi\.org)\b", value.strip(), re.I)]
        found += [one.identifier for value in notes for one in mentions(value) if one.identifier.scheme == "doi"]
    return tuple(dict.fromkeys(found))


def _of(scheme: str, value: str) -> Iterator[Identifier]:
    words = line(value).strip()
    candidates = [words]
    if scheme == "doi":
        candidates = [one.identifier.value for one in mentions(words) if one.identifier.scheme == "doi"] or [trimmed(words)]
    elif scheme == "isbn":
        candidates = _ISBN.findall(words)
    elif scheme in ("pmid", "pmcid"):
        candidates = re.findall(r"\bPMC\d+|\b\d{1,9}\b" if scheme == "pmcid" else r"\b\d{1,9}\b", words)[:1]
    for one in candidates:
        try:
            yield Identifier.of(scheme, one)
        except BadIdentifier:
            continue


def _one(facts: Facts, name: str) -> str:
    return next((value.strip() for value in facts.get(name, ()) if value.strip()), "")


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in values if value and value.strip()))
