"""References as plain JSON objects: Zotero's own items, exports of small tools, lists people make themselves.

Keys are known by their words, in any case and with any hyphens (`DOI`, `publicationTitle`, `date_published`); an item without a title, an
identifier or an abstract is a refusal.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from harvest import encoding, reference
from harvest.errors import UnreadableFile
from harvest.json import load, obj, seq, word
from harvest.names import person
from harvest.record import Author, Reading, Record, Refusal

SUFFIXES = (".json", ".zotero.json")
#: What a key is -> spellings without case, spaces, hyphens and underscores.
KEYS = {
    "title": "title articletitle name", "other_title": "originaltitle translatedtitle vernaculartitle",
    "container": "journal publicationtitle containertitle journaltitle source booktitle proceedingstitle venue journalname",
    "publisher": "publisher institution university", "volume": "volume vol", "issue": "issue number", "pages": "pages page pagerange",
    "year": "year publicationyear pubyear", "date": "date issued publicationdate datepublished publisheddate pubdate", "doi": "doi",
    "pmid": "pmid pubmedid", "pmcid": "pmcid pmc", "isbn": "isbn", "url": "url urls link links",
    "abstract": "abstract abstractnote summary",
    "language": "language lang", "type": "type itemtype reftype publicationtype", "keyword": "keywords keyword tags subjects",
    "licence": "license licence rights", "note": "notes note extra", "identifier": "identifier identifiers id uri",
}  # fmt: skip
_NAMES = {spelling: name for name, spellings in KEYS.items() for spelling in spellings.split()}
_PEOPLE = {"authors", "author", "creators", "authornames", "authorlist"}
_SIGN = re.compile(r'"(?:title|articleTitle)"\s*:\s*"')
_MORE = re.compile(
    r'"(?:authors?|creators|journal|publicationTitle|itemType|doi|DOI|pmid|PMID|year|abstractNote|abstract|publication_?[dD]ate)"\s*:'
)


def recognises(head: bytes, name: str) -> int:
    """A title and two more things references have; every service's own JSON is known better by its own format."""
    text = encoding.glance(head)
    if not text.lstrip().startswith(("{", "[")) or not _SIGN.search(text):
        return 0
    return 45 if len(set(_MORE.findall(text))) >= 2 else 0


def read(data: bytes, name: str) -> Reading:
    """All items of the first list of objects with titles; raises `UnreadableFile` when there is none."""
    answer = load(encoding.decode(data, name).text.encode("utf-8", "replace"), name)
    items = _items(answer, 0)
    if not items:
        raise UnreadableFile(f"{name or 'The input'} is JSON, but holds no list of references; export it as CSL JSON or RIS.")
    records: list[Record] = []
    refusals: list[Refusal] = []
    for number, item in enumerate(items, 1):
        record = _record(obj(item), f"item {number}")
        if obj(item).get("itemType") in ("attachment", "note", "annotation") or not reference.says_enough(record):
            refusals.append(
                Refusal(
                    record.place, "no reference, or one without title, identifier and abstract", json.dumps(item, ensure_ascii=False)[:2000]
                )
            )
        else:
            records.append(record)
    return Reading("jsonrefs", tuple(records), tuple(refusals))


def _items(value: Any, depth: int) -> list[Any]:
    """The items: the list itself, the first list with titles below, or the object itself."""
    if isinstance(value, list):
        return value if any("title" in {_fold(key) for key in obj(one)} or "data" in obj(one) for one in value) else []
    thing = obj(value)
    if depth < 3:
        for inner in thing.values():
            if isinstance(inner, list | dict) and (found := _items(inner, depth + 1)) and isinstance(inner, list):
                return found
    return [thing] if _fold("title") in {_fold(key) for key in thing} and depth == 0 else []


def _fold(key: str) -> str:
    return re.sub(r"[\s_-]", "", str(key)).lower()


def _record(item: dict[str, Any], place: str) -> Record:
    item = obj(item["data"]) if isinstance(item.get("data"), dict) and "title" not in item else item
    facts: dict[str, list[str]] = {}
    for key, value in item.items():
        if name := _NAMES.get(_fold(key)):
            words = [said for one in seq(value) if (said := word(one) or word(obj(one).get("tag")) or word(obj(one).get("name")))]
            facts.setdefault(name, []).extend(words)
    facts["keyword"] = [part for value in facts.get("keyword", ()) for part in re.split(r"\s*[;\r\n]\s*", value)]
    facts["doi"] = [*facts.get("doi", ()), *re.findall(r"\bDOI:\s*(10\.\S+)", " ".join(facts.get("note", ())))]
    facts["pmid"] = [*facts.get("pmid", ()), *re.findall(r"\bPMID:\s*(\d+)", " ".join(facts.get("note", ())))]
    people = [value for key, value in item.items() if _fold(key) in _PEOPLE]
    authors = tuple(author for value in people[:1] for author in _people(value)) or reference.authors(
        {"author": [word(one) for one in people]}
    )
    return reference.record(
        "jsonrefs", facts, key=word(item.get("key")) or word(item.get("id")) or word(item.get("recNumber")), place=place, authors=authors
    )


def _people(value: Any) -> Iterator[Author]:
    if isinstance(value, str):
        yield from reference.authors({"author": [value]})
        return
    for one in seq(value):
        who = obj(one)
        if isinstance(one, str):
            yield person(one)
        elif word(who.get("creatorType")) in ("", "author", "presenter", "podcaster", "reporter"):
            family = word(who.get("lastName")) or word(who.get("family")) or word(who.get("last"))
            given = word(who.get("firstName")) or word(who.get("given")) or word(who.get("first"))
            if family and given:
                yield Author(family, given)
            elif said := word(who.get("name")) or family:
                yield person(said)
