"""DataCite metadata: JSON of its REST API and of content negotiation, and the XML of its schema (kernel 2 to 4).

https://schema.datacite.org/ · https://support.datacite.org/docs/api
"""

import re
from typing import TYPE_CHECKING, Any

from harvest import dates, languages, markup, names
from harvest.errors import UnreadableFile
from harvest.identifier import Identifier, valid
from harvest.json import load, obj, seq, word, words
from harvest.record import Author, Grant, PartialDate, Passage, Reading, Record, Refusal, Relation
from harvest.xml import local, parse, text

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".datacite.json", ".datacite.xml", ".json", ".xml")

RELATED = {
    "IsVersionOf": "version-of", "HasVersion": "has-version", "IsNewVersionOf": "update-of", "IsPreviousVersionOf": "updated-by",
    "IsObsoletedBy": "updated-by", "Obsoletes": "update-of", "IsIdenticalTo": "version-of", "IsVariantFormOf": "version-of",
    "IsOriginalFormOf": "has-version", "IsSupplementTo": "supplement-to", "IsSupplementedBy": "supplemented-by", "IsPartOf": "part-of",
    "HasPart": "has-part", "IsPublishedIn": "part-of", "Reviews": "review-of", "IsReviewedBy": "has-review",
    "IsTranslationOf": "translation-of", "HasTranslation": "has-translation",
}  # fmt: skip
_SCHEMES = {"doi": "doi", "pmid": "pmid", "pmcid": "pmcid", "isbn": "isbn", "arxiv": "arxiv", "url": "url"}
#: What DataCite prescribes for values that are missing (https://schema.datacite.org, appendix 3).
_UNKNOWN = re.compile(r"^\(?:(?:unac|unal|unap|unas|unav|unkn|none|null|tba|etal)\)?", re.I)


def recognises(head: bytes, name: str) -> int:
    """The kernel's namespace, or the fields of its JSON."""
    if b"datacite.org/schema/kernel" in head:
        return 90
    if re.search(rb'"(?:resourceTypeGeneral|titleType|nameIdentifierScheme|relatedIdentifiers|rightsList|publicationYear)"\s*:', head):
        return 85
    if re.search(rb'"type"\s*:\s*"dois"', head) or (b'"creators"' in head and b'"titles"' in head):
        return 85
    return 60 if b'"api.datacite.org' in head or re.search(rb"api\.datacite\.org|\"resource-type-general\"|doesn't exist", head) else 0


def read(data: bytes, name: str) -> Reading:
    """Read every work; raises `UnreadableFile` when the answer is cut or says no."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        root = parse(data, name)
        found = [root] if local(root) == "resource" else [one for one in root.iter() if local(one) == "resource"]
        pieces: list[Any] = [_from_xml(one) for one in found]
    else:
        answer = load(data, name)
        if isinstance(answer, dict) and "errors" in answer:
            said = "; ".join(word(obj(one).get("title")) for one in seq(answer["errors"]))
            raise UnreadableFile(f"DataCite refused the request: {said}")
        pieces = seq(answer["data"]) if isinstance(answer, dict) and "data" in answer else seq(answer)
    records: list[Record] = []
    refusals: list[Refusal] = []
    for number, piece in enumerate(pieces, 1):
        place = f"item {number}" if len(pieces) > 1 else ""
        facts = obj(piece).get("attributes", piece)
        if isinstance(facts, dict) and any(facts.get(one) for one in ("doi", "titles", "creators", "identifiers")):
            records.append(work(facts, place, word(obj(piece).get("id"))))
        else:
            refusals.append(Refusal(place or "answer", "not a work: it has neither DOI nor titles nor creators"))
    return Reading("datacite", tuple(records), tuple(refusals))


def work(facts: dict[str, Any], place: str = "", key: str = "") -> Record:
    """Read one work from its attributes."""
    named = [("doi", word(facts.get("doi")) or key)]
    named += [
        (_SCHEMES.get(word(one.get("identifierType")).lower(), ""), word(one.get("identifier"))) for one in _objs(facts, "identifiers")
    ]
    kinds = {"alternateIdentifierType": "alternateIdentifier"}
    named += [(_SCHEMES.get(word(one.get(kind)).lower(), ""), word(one.get(value))) for kind, value in kinds.items()
              for one in _objs(facts, "alternateIdentifiers")]  # fmt: skip
    ids = valid(*((scheme, value) for scheme, value in named if scheme in ("doi", "pmid", "pmcid", "isbn", "arxiv")))
    titles = [Passage(said, word(one.get("titleType")).lower(), "", languages.code(word(one.get("lang")) or word(one.get("xml:lang"))))
              for one in _objs(facts, "titles") if (said := markup.line(word(one.get("title"))))]  # fmt: skip
    main = next((one for one in titles if not one.label), titles[0] if titles else Passage(""))
    container, types = obj(facts.get("container")), obj(facts.get("types"))
    stated = _dates(facts)
    year = word(facts.get("publicationYear")) or word(facts.get("publication_year"))
    issued = next((day for kind, day in stated if kind == "issued"), None)
    publisher = facts.get("publisher")
    return Record(
        source="datacite",
        key=ids[0].value if ids else key,
        identifiers=ids,
        title=main.text,
        other_titles=tuple(one for one in titles if one is not main),
        authors=tuple(made for one in seq(facts.get("creators")) for made in _people(one)),
        abstract=_descriptions(facts, main=True),
        other_abstracts=_descriptions(facts, main=False),
        container=markup.line(word(container.get("title"))),
        volume=word(container.get("volume")),
        issue=word(container.get("issue")),
        pages="-".join(one for one in (word(container.get("firstPage")), word(container.get("lastPage"))) if one),
        publisher=_known(word(publisher) or word(obj(publisher).get("name"))),
        issued=issued or (PartialDate(int(year)) if re.fullmatch(r"1\d{3}|2[01]\d\d", year) else None),
        dates=stated,
        language=languages.code(word(facts.get("language"))),
        types=tuple(dict.fromkeys(said for one in ("resourceTypeGeneral", "resourceType", "citeproc") if (said := word(types.get(one))))),
        keywords=tuple(said for one in seq(facts.get("subjects")) if (said := markup.line(word(obj(one).get("subject")) or word(one)))),
        grants=tuple(_grant(one) for one in _objs(facts, "fundingReferences")),
        licence=next((said for one in _objs(facts, "rightsList") + _objs(facts, "rights_list")
                      if (said := word(one.get("rightsUri")) or word(one.get("rights_uri")) or word(one.get("rights")))), ""),
        relations=_relations(facts),
        links=words(facts.get("url")),
        notes=_notes(facts),
        place=place,
    )  # fmt: skip


def _objs(facts: dict[str, Any], field: str) -> list[dict[str, Any]]:
    return [one for one in seq(facts.get(field)) if isinstance(one, dict)]


def _known(value: str) -> str:
    return "" if _UNKNOWN.match(value) else markup.line(value)


def _people(value: Any) -> list[Author]:
    """Read a creator; one string may hold several people, and a placeholder holds none."""
    one = obj(value)
    name = _known(word(one.get("name")) or word(value) or word(one.get("literal")))
    family = _known(word(one.get("familyName")) or word(one.get("family")))
    given = _known(word(one.get("givenName")) or word(one.get("given")))
    orcid = next((found[1].upper() for other in _objs(one, "nameIdentifiers")
                  if (found := re.search(r"(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])", word(other.get("nameIdentifier"))))), "")  # fmt: skip
    where = tuple(said for other in seq(one.get("affiliation")) if (said := markup.line(word(obj(other).get("name")) or word(other))))
    if word(one.get("nameType")).lower() == "organizational":
        return [Author(collective=name, affiliations=where)] if name else []
    if family:
        return [Author(family, given, orcid=orcid, affiliations=where)]
    if ";" in name:
        return list(names.people(name))
    made = names.person(name) if name else Author()
    return [Author(made.family, made.given, made.collective, made.suffix, orcid or made.orcid, where)] if str(made) else []


def _descriptions(facts: dict[str, Any], *, main: bool) -> tuple[Passage, ...]:
    """Give the abstract in the language of the work, or the abstracts in other languages; other descriptions are notes."""
    spoken = languages.code(word(facts.get("language")))
    found = []
    for one in _objs(facts, "descriptions"):
        if word(one.get("descriptionType")) not in ("Abstract", ""):
            continue
        if said := markup.plain(word(one.get("description"))):
            found.append(Passage(said, "", "", languages.code(word(one.get("lang")) or word(one.get("xml:lang")))))
    own = next((one.language for one in found if one.language in (spoken, "")), found[0].language if found else "")
    return tuple(one for one in found if (one.language in (own, "")) is main)


def _dates(facts: dict[str, Any]) -> tuple[tuple[str, PartialDate], ...]:
    """Read dates and ranges (`2016-01-01/2016-12-31` keeps its words, its start is the date)."""
    found = []
    for one in _objs(facts, "dates"):
        said = word(one.get("date"))
        if day := dates.read(said.split("/")[0]) if said else None:
            found.append(
                (word(one.get("dateType")).lower() or "date", PartialDate(day.year, day.month, day.day, said if "/" in said else ""))
            )
    return tuple(found)


def _grant(one: dict[str, Any]) -> Grant:
    number = one.get("awardNumber")
    return Grant(markup.line(word(one.get("funderName"))), word(number) or word(obj(number).get("text")) or word(one.get("awardTitle")))


def _relations(facts: dict[str, Any]) -> tuple[Relation, ...]:
    found: dict[tuple[str, Identifier], Relation] = {}
    for one in _objs(facts, "relatedIdentifiers"):
        kind = RELATED.get(word(one.get("relationType")))
        scheme = _SCHEMES.get(word(one.get("relatedIdentifierType")).lower(), "url")
        for target in valid((scheme, word(one.get("relatedIdentifier")))) if kind else ():
            found.setdefault((kind or "", target), Relation(kind or "", target, word(one.get("relationType")), "datacite"))
    if word(facts.get("state")) == "registered":
        return (*found.values(), Relation("withdrawn-by", None, "registered but no longer findable at DataCite", "datacite"))
    return tuple(found.values())


def _notes(facts: dict[str, Any]) -> tuple[str, ...]:
    notes = [f"{word(one.get('contributorType')).lower() or 'contributor'}: {person}" for one in _objs(facts, "contributors")
             for person in _people(one)]  # fmt: skip
    others = [(word(one.get("descriptionType")), markup.plain(word(one.get("description")))) for one in _objs(facts, "descriptions")]
    notes += [f"{kind}: {said}" for kind, said in others if kind not in ("Abstract", "") and said]
    return tuple(notes)


#: Lists of the schema in XML -> the JSON field, the element's own text as which of its fields.
_LISTS = {
    "titles": ("titles", "title"), "subjects": ("subjects", "subject"), "dates": ("dates", "date"), "rightsList": ("rightsList", "rights"),
    "descriptions": ("descriptions", "description"), "relatedIdentifiers": ("relatedIdentifiers", "relatedIdentifier"),
    "alternateIdentifiers": ("alternateIdentifiers", "alternateIdentifier"),
}  # fmt: skip


def _from_xml(root: "_Element") -> dict[str, Any]:
    """Turn a `resource` element into the shape of the JSON, so that one reader reads both."""
    facts: dict[str, Any] = {}
    for child in root:
        tag = local(child)
        if tag == "identifier":
            kind = (child.get("identifierType") or "DOI").lower()
            facts["doi" if kind == "doi" else "identifiers"] = text(child) if kind == "doi" else [
                {"identifierType": child.get("identifierType"), "identifier": text(child)}]  # fmt: skip
        elif tag in _LISTS:
            field, own = _LISTS[tag]
            facts[field] = [{**_attributes(one), own: markup.words(one)} for one in child]
        elif tag in ("creators", "contributors"):
            facts[tag] = [_person(one) for one in child]
        elif tag == "fundingReferences":
            facts[tag] = [{local(field): text(field) for field in one} for one in child]
        elif tag == "resourceType":
            facts["types"] = {"resourceTypeGeneral": child.get("resourceTypeGeneral"), "resourceType": text(child)}
        elif tag in ("publisher", "publicationYear", "language", "version"):
            facts[tag] = text(child)
    return facts


def _attributes(element: "_Element") -> dict[str, Any]:
    return {("lang" if str(name).endswith("}lang") else str(name)): value for name, value in element.attrib.items()}


def _person(element: "_Element") -> dict[str, Any]:
    one: dict[str, Any] = {"nameIdentifiers": [], "affiliation": [], "contributorType": element.get("contributorType")}
    for child in element:
        tag = local(child)
        if tag in ("creatorName", "contributorName"):
            one |= {"name": text(child), "nameType": (child.get("nameType") or "").title() or None}
        elif tag in ("givenName", "familyName"):
            one[tag] = text(child)
        elif tag == "nameIdentifier":
            one["nameIdentifiers"].append({"nameIdentifier": text(child)})
        elif tag == "affiliation":
            one["affiliation"].append(text(child))
    return one
