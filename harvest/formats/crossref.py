"""Crossref works as JSON (REST API, bulk files, and its CSL-JSON by content negotiation): https://api.crossref.org/swagger-ui/."""

import re
from typing import Any

from harvest import abstracts, languages, markup
from harvest.errors import UnreadableFile
from harvest.identifier import Identifier, valid
from harvest.json import load, obj, seq, word, words
from harvest.record import Author, Grant, PartialDate, Passage, Reading, Record, Refusal, Relation

SUFFIXES = (".crossref.json", ".json")

#: type of update-to / updated-by -> the relation on the notice, and on the work it is about.
UPDATES = {
    "retraction": ("retraction-of", "retracted-by"), "partial_retraction": ("retraction-of", "retracted-by"),
    "withdrawal": ("withdrawal-of", "withdrawn-by"), "removal": ("withdrawal-of", "withdrawn-by"),
    "expression_of_concern": ("concern-about", "concern-raised-by"),
    "new_version": ("update-of", "updated-by"), "new_edition": ("update-of", "updated-by"),
}  # fmt: skip
_CORRECTION = ("correction-of", "corrected-by")  # correction, erratum, corrigendum, addendum, clarification and what may come
RELATED = {
    "is-preprint-of": "preprint-of", "has-preprint": "has-preprint", "is-review-of": "review-of", "has-review": "has-review",
    "is-version-of": "version-of", "has-version": "has-version", "is-identical-to": "version-of", "is-same-as": "version-of",
    "is-supplement-to": "supplement-to", "is-supplemented-by": "supplemented-by", "is-part-of": "part-of", "has-part": "has-part",
    "is-translation-of": "translation-of", "has-translation": "has-translation", "is-comment-on": "comment-on",
    "has-comment": "commented-by", "correction": "corrected-by", "is-derived-from": "version-of", "is-manuscript-of": "preprint-of",
    "has-manuscript": "has-preprint",
}  # fmt: skip
_SIGNS = re.compile(
    rb'"(?:is-referenced-by-count|references?-count|content-domain|message-type|deposited|indexed|short-container-title|update-policy)"\s*:'
)


def recognises(head: bytes, name: str) -> int:
    """Fields that no other service names so."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    found = set(_SIGNS.findall(head)) if start in (b"{", b"[") else set()
    return 95 if len(found) > 1 or b"message-type" in b"".join(found) else 80 if found and b'"DOI"' in head else 0


def read(data: bytes, name: str) -> Reading:
    """Read every work; raises `UnreadableFile` when the answer is cut or says no."""
    answer = load(data, name)
    if isinstance(answer, dict) and answer.get("status") in ("failed", "error"):
        said = "; ".join(word(obj(one).get("message")) for one in seq(answer.get("message"))) or word(answer.get("message-type"))
        raise UnreadableFile(f"Crossref refused the request: {said[:300]}.")
    message = answer.get("message", answer) if isinstance(answer, dict) else answer
    pieces = seq(message.get("items")) if isinstance(message, dict) and isinstance(message.get("items"), list) else seq(message)
    records: list[Record] = []
    refusals: list[Refusal] = []
    for number, piece in enumerate(pieces, 1):
        place = f"item {number}" if len(pieces) > 1 else ""
        if isinstance(piece, dict) and word(piece.get("DOI")) and "agency" not in piece:
            records.append(work(piece, place))
        else:
            refusals.append(Refusal(place or "answer", "not a work: it has no DOI of its own (an answer about members, journals, types?)"))
    return Reading("crossref", tuple(records), tuple(refusals))


def work(piece: dict[str, Any], place: str = "") -> Record:
    """Read one work as the REST API describes it."""
    doi = valid(("doi", word(piece.get("DOI"))))
    titles = [markup.line(one) for one in words(piece.get("title"))]
    others = [Passage(markup.line(one), "alternative") for one in words(piece.get("title"))[1:]]
    for field, label in (("subtitle", "subtitle"), ("original-title", "original"), ("short-title", "short")):
        others += [Passage(said, label) for one in words(piece.get(field)) if (said := markup.line(one))]
    return Record(
        source="crossref",
        key=doi[0].value if doi else word(piece.get("DOI")),
        identifiers=doi + valid(*(("isbn", one.rpartition("/")[2]) for one in words(piece.get("ISBN"))), ("pmid", word(piece.get("PMID")))),
        title=titles[0] if titles else "",
        other_titles=tuple(others),
        authors=tuple(made for one in seq(piece.get("author")) if str(made := author(obj(one)))),
        abstract=abstracts.passages(word(piece.get("abstract"))),
        container=next((markup.line(one) for one in words(piece.get("container-title"))), ""),
        volume=word(piece.get("volume")),
        issue=word(piece.get("issue")),
        pages=word(piece.get("page")) or word(piece.get("article-number")),
        publisher=word(piece.get("publisher")),
        issued=_date(piece.get("issued")),
        dates=_dates(piece),
        language=languages.code(word(piece.get("language"))),
        types=tuple(said for field in ("type", "subtype") if (said := word(piece.get(field)))),
        keywords=words(piece.get("subject")),
        grants=_grants(piece),
        licence=_licence(piece),
        relations=_relations(piece, doi[0] if doi else None),
        links=tuple(dict.fromkeys(url for one in seq(piece.get("link")) if (url := word(obj(one).get("URL"))))),
        notes=_notes(piece, titles),
        place=place,
    )


def author(piece: dict[str, Any]) -> Author:
    """Read one contributor: a person, or a body that has only a `name`."""
    orcid = re.search(r"(\d{4}-\d{4}-\d{4}-\d{3}[\dX])", word(piece.get("ORCID")).upper())
    where = tuple(said for one in seq(piece.get("affiliation")) if (said := markup.line(word(obj(one).get("name")) or word(one))))
    family, given = markup.line(word(piece.get("family"))), markup.line(word(piece.get("given")))
    body = markup.line(word(piece.get("name")) or word(piece.get("literal")))
    return Author(family or ("" if body else given), given if family else "", "" if family else body, word(piece.get("suffix")),
                  orcid[1] if orcid else "", where)  # fmt: skip


def _date(value: Any) -> PartialDate | None:
    """Read `date-parts` of one to three numbers; `[[null]]` and impossible ones say nothing."""
    parts = seq(obj(value).get("date-parts"))
    numbers = [int(one) if str(one).isdigit() else 0 for one in (seq(parts[0]) if parts else []) if one is not None]
    if not numbers or not 1000 < numbers[0] < 2200:
        return None
    month = numbers[1] if len(numbers) > 1 and 1 <= numbers[1] <= 12 else None
    day = numbers[2] if month and len(numbers) > 2 and 1 <= numbers[2] <= 31 else None
    return PartialDate(numbers[0], month, day)


def _dates(piece: dict[str, Any]) -> tuple[tuple[str, PartialDate], ...]:
    fields = ("published-print", "published-online", "posted", "accepted", "approved", "content-created", "content-updated", "created")
    return tuple((field, day) for field in fields if (day := _date(piece.get(field))))


def _grants(piece: dict[str, Any]) -> tuple[Grant, ...]:
    found = []
    for funder in seq(piece.get("funder")):
        name = markup.line(word(obj(funder).get("name")))
        found += [Grant(name, number) for number in words(obj(funder).get("award")) or ("",) if name or number]
    return tuple(found)


def _licence(piece: dict[str, Any]) -> str:
    """Take the licence of the version of record where several are stated."""
    stated = [(word(one.get("content-version")), word(one.get("URL"))) for one in map(obj, seq(piece.get("license")))]
    return next((url for version, url in stated if version == "vor"), stated[0][1] if stated else "")


def _relations(piece: dict[str, Any], own: Identifier | None) -> tuple[Relation, ...]:
    found: dict[tuple[str, Identifier | None, str], list[Relation]] = {}

    def add(kind: str, target: tuple[Identifier, ...], said: str, stated: str, day: str = "") -> None:
        if target and target[0] == own:
            return  # 10.1007/s11277-021-09072-0 and others update themselves
        one = Relation(kind, target[0] if target else None, said, stated, day)
        found.setdefault((kind, one.target, "" if target else said), []).append(one)

    for field, side in (("update-to", 0), ("updated-by", 1)):
        for one in map(obj, seq(piece.get(field))):
            type_ = word(one.get("type")).lower().replace("-", "_").replace(" ", "_")
            kind = UPDATES.get(type_, _CORRECTION)[side]
            day = _date(one.get("updated"))
            said = word(one.get("label")) or word(one.get("type"))
            add(kind, valid(("doi", word(one.get("DOI")))), said, word(one.get("source")) or "publisher", str(day or ""))
    for name, targets in obj(piece.get("relation")).items():
        if related := RELATED.get(name):
            for one in map(obj, seq(targets)):
                scheme = {"doi": "doi", "pmid": "pmid", "pmcid": "pmcid", "isbn": "isbn", "arxiv": "arxiv"}.get(
                    word(one.get("id-type")), "url"
                )
                add(related, valid((scheme, word(one.get("id")))), name, word(one.get("asserted-by")))
    merged = []
    for same in found.values():
        first = same[0]
        stated = "; ".join(dict.fromkeys(one.stated_by for one in same if one.stated_by))
        merged.append(Relation(first.kind, first.target, first.words, stated, first.date))
    return tuple(merged)


def _notes(piece: dict[str, Any], titles: list[str]) -> tuple[str, ...]:
    notes = [f"editor: {made}" for one in seq(piece.get("editor")) if str(made := author(obj(one)))]
    notes += [
        f"trial: {number}" for one in seq(piece.get("clinical-trial-number")) if (number := word(obj(one).get("clinical-trial-number")))
    ]
    if titles and re.match(r"(?:retracted|retraction|withdrawn|withdrawal|erratum|corrigendum|correction)\b", titles[0], re.I):
        notes.append("the title speaks of a retraction, withdrawal or correction; check it")
    return tuple(notes)
