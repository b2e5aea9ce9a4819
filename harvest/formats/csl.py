"""CSL-JSON, the data of citation processors (https://docs.citationstyles.org): Zotero, Mendeley, Pandoc, DOI content negotiation."""

import json
import re
from collections.abc import Iterator
from typing import Any

from harvest import encoding, reference
from harvest.errors import UnreadableFile
from harvest.json import load, obj, seq, word
from harvest.markup import line
from harvest.names import person
from harvest.record import Author, PartialDate, Reading, Record, Refusal

SUFFIXES = (".csl.json", ".csljson", ".json")
_KINDS = (
    "article-journal|article|article-magazine|article-newspaper|book|chapter|paper-conference|thesis|report|webpage|post|post-weblog|manuscript|"
    "dataset|review|review-book|entry|entry-encyclopedia|entry-dictionary|legislation|legal_case|bill|patent|speech|personal_communication|software|"
    "interview|motion_picture|pamphlet|broadcast|song|figure|graphic|map|treaty|event|standard|collection|periodical|document|classic|hearing|"
    "regulation|performance"
)
_TYPE = re.compile(rf'"type"\s*:\s*"(?:{_KINDS})"')


def recognises(head: bytes, name: str) -> int:
    """A type of CSL, and a name or date in CSL's manner."""
    text = encoding.glance(head)
    if not text.lstrip().startswith(("{", "[")) or '"message"' in text or '"is-referenced-by-count"' in text:
        return 0
    signs = len(
        re.findall(r'"(?:date-parts|container-title|family|literal|issued|citation-key|container-title-short|categories)"\s*:', text)
    )
    return 88 if _TYPE.search(text) and signs else 75 if signs >= 2 and '"title"' in text else 0


def read(data: bytes, name: str) -> Reading:
    """All items; raises `UnreadableFile` when the JSON is damaged or holds none."""
    answer = load(encoding.decode(data, name).text.encode("utf-8", "replace"), name)
    items = answer if isinstance(answer, list) else seq(obj(answer).get("items") or obj(answer).get("references") or answer)
    if not items:
        raise UnreadableFile(f"{name or 'The input'} holds no references; export it again as CSL JSON.")
    records: list[Record] = []
    refusals: list[Refusal] = []
    for number, item in enumerate(items, 1):
        record = _record(obj(item), f"item {number}")
        if reference.says_enough(record):
            records.append(record)
        else:
            refusals.append(
                Refusal(record.place, "neither title, identifier nor abstract is stated", json.dumps(item, ensure_ascii=False)[:2000])
            )
    return Reading("csl", tuple(records), tuple(refusals))


def _record(item: dict[str, Any], place: str) -> Record:
    def some(*names: str) -> list[str]:
        return [said for name in names for one in seq(item.get(name)) if (said := word(one))]

    notes = " ".join(some("note"))
    facts = {
        "title": some("title", "title-short"),
        "editor": [str(one) for one in _people(item.get("editor"))],
        "container": some("container-title", "collection-title", "container-title-short", "journalAbbreviation"),
        "publisher": some("publisher"),
        "volume": some("volume"),
        "issue": some("issue"),
        "pages": some("page", "number"),
        "doi": some("DOI", "doi"),
        "pmid": some("PMID") + re.findall(r"PMID:\s*(\d+)", notes),
        "pmcid": some("PMCID") + re.findall(r"PMCID:\s*(PMC\d+)", notes),
        "isbn": [part for value in some("ISBN") for part in value.split()],
        "url": some("URL"),
        "abstract": some("abstract"),
        "language": some("language"),
        "type": some("type", "genre"),
        "keyword": [part for value in some("keyword", "categories") for part in re.split(r"\s*[;,]\s*", value)],
        "licence": some("license", "copyright"),
        "note": some("note"),
    }
    return reference.record(
        "csl", facts, key=word(item.get("id")), place=place, authors=tuple(_people(item.get("author"))), issued=_date(item.get("issued"))
    )


def _people(names: Any) -> Iterator[Author]:
    for one in seq(names):
        if isinstance(one, str):
            yield person(line(one))
            continue
        who = obj(one)
        family = " ".join(filter(None, (word(who.get("non-dropping-particle")), line(word(who.get("family"))))))
        given = " ".join(filter(None, (line(word(who.get("given"))), word(who.get("dropping-particle")))))
        places = tuple(said for place in seq(who.get("affiliation")) if (said := word(place) or word(obj(place).get("name"))))
        orcid = match[0] if (match := re.search(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", word(who.get("ORCID")))) else ""
        if family:
            yield Author(family, given, suffix=word(who.get("suffix")), orcid=orcid, affiliations=places)
        elif said := line(word(who.get("literal")) or word(who.get("name"))):
            yield Author(collective=said, affiliations=places)
        elif given:
            yield Author(given=given, orcid=orcid, affiliations=places)


def _date(value: Any) -> PartialDate | None:
    """`date-parts`, `raw`, `literal` or plain words; a season stays as words."""
    if isinstance(value, str | int):
        return reference.date(str(value))
    date = obj(value)
    parts = seq(date.get("date-parts"))
    first = seq(parts[0]) if parts else []
    numbers = [int(one) for one in (word(part) for part in first) if one.isdigit()]
    if numbers and 1000 <= numbers[0] <= 2999:
        return reference.date("-".join(str(one).zfill(2) for one in numbers[:3]))
    return reference.date(word(date.get("raw")) or word(date.get("literal")))
