"""BibTeX and BibLaTeX, cut by bibtexparser 2 (https://bibtexparser.readthedocs.io), with LaTeX brought to text.

Macros, `#`, nested braces and `crossref` are resolved; an entry that cannot be parsed is a refusal with its line, the others stay;
entries under one key are all kept.
"""

import logging
import re
from typing import TYPE_CHECKING

from harvest import encoding, latex, reference
from harvest.names import person
from harvest.record import Author, PartialDate, Reading, Record, Refusal

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry

SUFFIXES = (".bib", ".bibtex", ".biblatex")
_ENTRY = re.compile(r"^[ \t\ufeff]*@[A-Za-z]\w*\s*[{(]", re.M)
_WHOLE = ("abstract", "title", "note", "annote", "keywords")
#: What a part takes over from the whole it names in `crossref`, where it does not state it itself.
_INHERITED = ("year", "date", "month", "publisher", "editor", "volume", "number", "series", "isbn", "journal")


def recognises(head: bytes, name: str) -> int:
    """An entry at the beginning of a line."""
    text = encoding.glance(head)
    return 94 if _ENTRY.search(text) and not text.lstrip().startswith(("{", "<")) else 0


def read(data: bytes, name: str) -> Reading:
    """All entries in the order of the file."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateBlockKeyBlock, Entry

    text = encoding.normalise(encoding.decode(data, name).text)
    # Its warnings on broken entries come as refusals here; they need not be printed as well.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = parse_string(text)
    entries: list[Entry] = []
    refusals: list[Refusal] = []
    for block in library.blocks:
        inner = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        if isinstance(inner, Entry):
            entries.append(inner)
        elif block in library.failed_blocks and _is_entry(block):
            refusals.append(
                Refusal(f"line {(block.start_line or 0) + 1}", f"not a whole entry ({_fault(block)})", (block.raw or "")[:2000])
            )
    wholes = {entry.key.lower(): entry for entry in entries if entry.key}
    records = []
    for entry in entries:
        record = _record(entry, wholes)
        if reference.says_enough(record):
            records.append(record)
        else:
            refusals.append(Refusal(record.place, "neither title, identifier nor abstract is stated", (entry.raw or "")[:2000]))
    return Reading("bibtex", tuple(records), tuple(refusals))


def _is_entry(block: "Block") -> bool:
    """Whether a block that failed was meant as an entry (and not as a comment or preamble)."""
    return not re.match(r"\s*@(?:comment|preamble|string)\b", block.raw or "", re.I)


def _fault(block: "Block") -> str:
    return re.sub(r"\s+", " ", str(getattr(block, "error", "") or "it breaks off"))[:200].rstrip(".")


def _record(entry: "Entry", wholes: "dict[str, Entry]") -> Record:
    raw = {field.key.lower(): _flat(str(field.value)) for field in entry.fields}
    whole = wholes.get(raw.get("crossref", "").lower())
    if whole is not None and whole is not entry:
        inherited = {field.key.lower(): _flat(str(field.value)) for field in whole.fields}
        raw.setdefault("booktitle", inherited.get("booktitle") or inherited.get("title", ""))
        for name in _INHERITED:
            if inherited.get(name):
                raw.setdefault(name, inherited[name])
    said = {name: latex.plain(value) for name, value in raw.items()}
    authors, complete = _authors(raw.get("author", ""))
    return reference.record(
        "bibtex", _facts(entry.entry_type.lower(), said, raw), key=entry.key or "", place=f"line {(entry.start_line or 0) + 1}",
        authors=authors, authors_complete=complete, issued=_issued(said),
    )  # fmt: skip


def _facts(kind: str, said: dict[str, str], raw: dict[str, str]) -> dict[str, list[str]]:
    """The fields by the names of `harvest.reference`."""

    def some(*names: str) -> list[str]:
        return [said[name] for name in names if said.get(name)]

    subtitle = said.get("subtitle", "")
    title = said.get("title", "")
    archive = said.get("archiveprefix", said.get("eprinttype", "")).lower()
    return {
        "title": [f"{title}: {subtitle}" if subtitle and title else title],
        "editor": [latex.plain(name) for name in _split(raw.get("editor", ""))],
        "container": some("journaltitle", "journal", "booktitle", "maintitle", "journalfull", "shortjournal"),
        "publisher": some("publisher", "school", "institution", "organization"),
        "volume": some("volume"),
        "issue": some("number", "issue"),
        "pages": [re.sub(r"\s*[–—-]+\s*", "-", value) for value in some("pages", "eid", "article-number")],
        "doi": [value for value in (raw.get("doi", ""), raw.get("ee", "")) if "10." in value],
        "pmid": some("pmid") + (some("eprint") if archive == "pubmed" else []),
        "pmcid": some("pmcid", "pmc"),
        "arxiv": some("eprint") if archive == "arxiv" else some("arxivid"),
        "isbn": some("isbn"),
        "url": [
            word
            for value in (raw.get("url", ""), raw.get("howpublished", ""))
            for word in re.findall(r"https?://[^\s{}]+", value.replace("\\_", "_"))
        ],
        "abstract": some("abstract"),
        "language": some("language", "langid", "lang"),
        "type": [kind, *some("type")],
        "keyword": [word for value in some("keywords", "keyword", "author_keywords", "mesh") for word in re.split(r"\s*[;,]\s*|\n", value)],
        "note": some("note", "annote"),
    }


def _flat(value: str) -> str:
    """A value on one line (BibTeX breaks lines anywhere), the parts of a value written with `#` joined."""
    if "#" in value and re.match(r'^(?:"[^"]*"|\{[^{}]*\}|[\w:-]+)(?:\s*#\s*(?:"[^"]*"|\{[^{}]*\}|[\w:-]+))+$', value.strip()):
        value = "".join(part.strip().strip('"{}') if part.strip()[:1] in '"{' else f"{part.strip()} " for part in value.split("#"))
    return " ".join(value.split())


def _issued(said: dict[str, str]) -> PartialDate | None:
    """`date` of BibLaTeX, else year, month and day."""
    if found := reference.date(said.get("date", "")):
        return found
    year, month, day = said.get("year", ""), said.get("month", ""), said.get("day", "")
    for words in (f"{day} {month} {year}" if day else "", f"{month} {year}", f"{year}-{month.zfill(2)}" if month.isdigit() else "", year):
        if words.strip() and (found := reference.date(words)) and (found.month or words == year):
            return found
    return None


def _split(names: str) -> list[str]:
    """Names parted by `and` outside braces."""
    out: list[str] = []
    word: list[str] = []
    depth = 0
    for part in re.split(r"(\s+|[{}])", names):
        depth += part.count("{") - part.count("}")
        if part.lower() == "and" and depth <= 0:
            out.append("".join(word).strip())
            word = []
        else:
            word.append(part)
    return [one for one in [*out, "".join(word).strip()] if one]


def _authors(names: str) -> tuple[tuple[Author, ...], bool]:
    """Authors, and whether the list is whole; a name in braces is that of a body."""
    found = []
    listed = _split(names)
    for name in listed:
        if name.lower() in ("others", "et al", "et al."):
            continue
        if re.fullmatch(r"\{[^{}]*\}", name) and "," not in name:
            found.append(Author(collective=latex.plain(name)))
        else:
            found.append(person(latex.plain(name)))
    return tuple(found), len(found) == len(listed)
