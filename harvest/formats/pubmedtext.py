"""PubMed's "Abstract (text)" export: numbered citations with title, people and abstract in paragraphs, closed by DOI and PMID."""

import re
from dataclasses import replace

from harvest import encoding
from harvest.errors import UnreadableFile
from harvest.plain import page
from harvest.record import Reading, Record, Refusal
from harvest.reference import says_enough

SUFFIXES = (".txt",)
_START = re.compile(r"^\d{1,5}\. [^\n]{3,300}\b(?:1[89]|20)\d\d\b[^\n]*", re.M)
_END = re.compile(r"^PMID: \d+", re.M)


def recognises(head: bytes, name: str) -> int:
    """A numbered citation with a year on the first line, and a PMID at the beginning of a line."""
    text = encoding.glance(head)
    return 90 if _START.match(text.lstrip()) and (_END.search(text) or re.search(r"^Author information:\s*$", text, re.M)) else 0


def read(data: bytes, name: str) -> Reading:
    """A record for each numbered citation; raises `UnreadableFile` when there is none."""
    text = encoding.normalise(encoding.decode(data, name).text)
    starts = [match.start() for match in _START.finditer(text) if match.start() == 0 or text[: match.start()].endswith("\n\n")]
    if not starts:
        raise UnreadableFile(
            f"{name or 'The input'} holds no numbered citation of PubMed; export it again as 'Abstract (text)' or PubMed format."
        )
    records: list[Record] = []
    refusals: list[Refusal] = []
    for at, start in enumerate(starts):
        piece = text[start : starts[at + 1] if at + 1 < len(starts) else len(text)].strip()
        place = f"line {text.count(chr(10), 0, start) + 1}"
        record = replace(page.read(piece, "pubmedtext"), place=place)
        pmid = record.identifier("pmid")
        if says_enough(record):
            records.append(replace(record, key=pmid.value if pmid else record.key))
        else:
            refusals.append(Refusal(place, "neither title, identifier nor abstract is stated", piece[:2000]))
    return Reading("pubmedtext", tuple(records), tuple(refusals))
