"""Lists in a spreadsheet: CSV, TSV or XLSX with a column of identifiers, and whatever columns of title, authors, year stand beside.

The delimiter is told from the first lines; columns are known by their heading in several languages, or, where there is none, by what
stands in them. Screening tools (Rayyan, Covidence, ASReview) and databases (Scopus, PubMed "CSV") export this form.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from harvest import dates, mentions, names
from harvest.encoding import decode, glance
from harvest.errors import BadIdentifier, UnreadableFile
from harvest.identifier import Identifier
from harvest.record import PartialDate, Passage, Reading, Record, Refusal

SUFFIXES = (".csv", ".tsv", ".tab", ".xlsx")

#: What a column is -> headings it goes by, folded to lower case letters.
HEADINGS = {
    "doi": ("doi", "dois", "digitalobjectidentifier", "articledoi", "doilink"),
    "pmid": ("pmid", "pmids", "pubmedid", "pubmed", "pubmeduid", "medlinepmid", "accessionnumberpmid", "uid"),
    "pmcid": ("pmcid", "pmc", "pubmedcentralid", "pmcids"),
    "identifier": ("identifier", "identifiers", "id", "ids", "kennung", "identificador", "identifiant"),
    "title": ("title", "articletitle", "documenttitle", "primarytitle", "titel", "titulo", "titre"),
    "authors": ("authors", "author", "authorlist", "authornames", "authorfullnames", "autoren", "autores", "auteurs"),
    "year": ("year", "publicationyear", "pubyear", "jahr", "ano", "anno", "annee", "py", "date", "publicationdate", "createdate"),
    "abstract": ("abstract", "abstracttext", "notesabstract", "zusammenfassung", "resumen", "resume"),
    "container": ("journal", "journalbook", "sourcetitle", "source", "publicationtitle", "publicationname", "secondarytitle",
                  "zeitschrift", "revista"),
    "volume": ("volume", "vol"),
    "issue": ("issue", "number", "no"),
    "pages": ("pages", "page", "pagerange"),
    "keywords": ("keywords", "authorkeywords", "keyword"),
    "url": ("url", "urls", "link", "weblink", "urllink"),
    "language": ("language", "languageoforiginaldocument", "lang"),
}  # fmt: skip
_NAMES = {heading: column for column, headings in HEADINGS.items() for heading in headings}
_ZIP = b"PK\x03\x04"
_BARE = re.compile(r"^(?:10\.\d{4,9}/\S+|PMC\d+|\d{5,9}|https?://\S+)$", re.I)
#: Cells beyond this are not read: no export of ours has them, a damaged workbook may.
MOST_ROWS = 200_000

Line = tuple[str, Sequence[str]]


def recognises(head: bytes, name: str) -> int:
    """A workbook, a header we know with a delimiter, or one bare identifier a line."""
    if head.startswith(_ZIP):
        return 80 if b"xl/" in head or name.lower().endswith(".xlsx") else 0
    lines = [line for line in glance(head).splitlines() if line.strip()][:6]
    if not lines:
        return 0
    if all(_BARE.match(line.strip()) for line in lines[:-1] or lines):
        return 70
    header = [_fold(cell) for cell in next(csv.reader([lines[0]], delimiter=_delimiter(lines)), [])]
    known = {_NAMES[one] for one in header if one in _NAMES}
    if len(header) > 1 and len(known) > 1:
        return 75
    return 65 if known and len(header) == 1 and len(lines[0]) < 40 else 0


def read(data: bytes, name: str) -> Reading:
    """Read every row that states an identifier or a title; others are refusals with their line."""
    rows = _workbook(data, name) if data.startswith(_ZIP) else _lines(decode(data, name).text)
    header: dict[str, int] = {}
    records: list[Record] = []
    refusals: list[Refusal] = []
    for number, (place, cells) in enumerate(rows):
        if number == 0 and (header := _columns(cells)):
            continue
        if not any(cell.strip() for cell in cells):
            continue
        record = _record(header, cells, place)
        if record.identifiers or record.title:
            records.append(record)
        else:
            refusals.append(Refusal(place, "neither an identifier nor a title in this row", " | ".join(cells)[:2000]))
    if not records and not refusals:
        raise UnreadableFile(f"{name or 'The table'} has no row below its header; export it again with its rows.")
    return Reading("table", tuple(records), tuple(refusals))


def _lines(text: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text.splitlines()[:6]))
    try:
        for row in reader:
            yield f"line {reader.line_num}", row
    except csv.Error as wrong:
        raise UnreadableFile(f"line {reader.line_num} is not a row of a table ({wrong}); save the file as CSV UTF-8.") from wrong


def _workbook(data: bytes, name: str) -> Iterator[Line]:
    """The rows of a workbook's first sheet that has any."""
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            for number, row in enumerate(sheet.iter_rows(values_only=True, max_row=MOST_ROWS), 1):
                yield f"{sheet.title}, row {number}", [_cell(value) for value in row]
            if sheet.max_row and sheet.max_row > 1:
                return
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as wrong:
        raise UnreadableFile(f"{name or 'The input'} is not a whole workbook ({wrong}); save it again as XLSX or CSV.") from wrong


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _delimiter(lines: Sequence[str]) -> str:
    """The mark that splits the first lines most evenly."""
    counts = {mark: [line.count(mark) for line in lines[:1]] for mark in "\t;,|"}
    return max(counts, key=lambda mark: (sum(counts[mark]), mark == ","))


def _fold(words: str) -> str:
    import unicodedata

    plain = unicodedata.normalize("NFKD", words.lower().removeprefix("\ufeff"))
    return re.sub(r"[^a-z]", "", plain)


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Column -> position of a header row; empty when the row is no header."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        if (column := _NAMES.get(_fold(cell))) and not _BARE.match(cell.strip()):
            found.setdefault(column, at)
    return found


def _record(header: dict[str, int], cells: Sequence[str], place: str) -> Record:
    def cell(column: str) -> str:
        at = header.get(column, -1)
        return " ".join(cells[at].split()) if 0 <= at < len(cells) else ""

    stated = dates.read(cell("year")) if cell("year") else None
    abstract = cell("abstract")
    return Record(
        source="table",
        identifiers=tuple(dict.fromkeys(_identifiers(header, cells))),
        title=cell("title"),
        authors=names.people(cell("authors")) if cell("authors") else (),
        abstract=(Passage(abstract),) if abstract else (),
        container=cell("container"),
        volume=cell("volume"),
        issue=cell("issue"),
        pages=cell("pages"),
        issued=stated or (PartialDate(words=cell("year")) if cell("year") else None),
        keywords=tuple(dict.fromkeys(part.strip() for part in re.split(r"[;|]", cell("keywords")) if part.strip())),
        language=cell("language"),
        links=(cell("url"),) if cell("url") else (),
        place=place,
    )


def _identifiers(header: dict[str, int], cells: Sequence[str]) -> Iterator[Identifier]:
    """From the columns of identifiers; without a header, from every cell that is one and nothing else."""
    for scheme in ("doi", "pmid", "pmcid"):
        at = header.get(scheme, -1)
        for words in re.split(r"[;\s]+", cells[at]) if 0 <= at < len(cells) else ():
            if words:
                try:
                    yield Identifier.of(scheme, words)
                except BadIdentifier:
                    continue  # what stands there is not of the column's scheme; the row is refused when nothing else names it
    for at in [header["identifier"]] if "identifier" in header else [] if header else range(len(cells)):
        words = cells[at].strip() if at < len(cells) else ""
        if _BARE.match(words) or words.lower().startswith(("doi:", "pmid:", "pmcid:")):
            try:
                yield Identifier.parse(words)
            except BadIdentifier:
                continue  # as above
    if "url" in header and header["url"] < len(cells):
        yield from (one.identifier for one in mentions.mentions(cells[header["url"]]))
