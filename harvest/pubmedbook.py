"""One book or chapter of PubMed XML to one record."""

from typing import TYPE_CHECKING

from harvest import pubmedparts as parts
from harvest.identifier import valid
from harvest.record import Record
from harvest.xml import text

if TYPE_CHECKING:
    from lxml.etree import _Element


def book(book: "_Element", data: "_Element | None", place: str) -> Record:
    """Read a BookDocument: a chapter where it has a title of its own, else the book."""
    facts = {child.tag: child for child in book}
    about = {child.tag: child for child in facts.get("Book", ())}
    publisher = {child.tag: parts.words(child) for child in about.get("Publisher", ())}
    pmid = parts.words(facts.get("PMID"))
    chapter, title = parts.words(facts.get("ArticleTitle")), parts.words(about.get("BookTitle"))
    abstract, rights = parts.abstract(facts.get("Abstract"))
    lists = [one for parent in (book, facts.get("Book")) if parent is not None for one in parent.iterchildren("AuthorList")]
    writers = [one for one in lists if one.get("Type") != "editors"]
    people = [parts.authors(one) for one in writers[:1] or lists[:1]]
    ids = [("pmid", pmid)]
    ids += [("doi", one.text or "") for one in facts.get("ArticleIdList", ()) if one.get("IdType") == "doi"]
    ids += [("isbn", one.text or "") for one in about.get("Isbn", ())] if "Isbn" in about and len(about["Isbn"]) else []
    ids += [("isbn", parts.words(one)) for one in facts["Book"].iterchildren("Isbn")] if "Book" in facts and not chapter else []
    history = {child.tag: child for child in data}.get("History") if data is not None else None
    issued = about.get("PubDate") if about.get("PubDate") is not None else facts.get("ContributionDate")
    spoken = tuple([parts.language(one.text or "") for one in book.iterchildren("Language")])
    return Record(
        source="pubmed",
        key=pmid,
        identifiers=valid(*ids),
        title=chapter or title,
        authors=people[0][0] if people else (),
        authors_complete=people[0][1] if people else True,
        abstract=abstract,
        container=title if chapter else parts.words(about.get("CollectionTitle")),
        publisher=publisher.get("PublisherName", ""),
        issued=parts.date(issued) if issued is not None else None,
        dates=parts.dates({}, None, history),
        language=spoken[0] if spoken else "",
        types=tuple([parts.words(one) for one in book.iterchildren("PublicationType")]) or ("Book Chapter" if chapter else "Book",),
        keywords=tuple([word for words in book.iterchildren("KeywordList") for one in words if (word := text(one).strip())]),
        licence=rights,
        notes=tuple([f"editor: {one}" for people in lists if people.get("Type") == "editors" for one in parts.authors(people)[0]]),
        place=place,
    )
