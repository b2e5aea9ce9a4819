"""Read a file or an answer of any known format: recognised by content first, by suffix second.

A *format* is a module in `harvest/formats/` (or an entry point of the group `harvest.formats`) with

- `SUFFIXES`: tuple of file name endings in lower case, most specific first (`(".nbib", ".medline")`),
- `recognises(head: bytes, name: str) -> int`: 0 when the first 8,192 bytes are not this format, up to 100 when they
  cannot be anything else; only cheap looks, no parsing,
- `read(data: bytes, name: str) -> Reading`: never raises for bad content (that is a `Refusal`); raises `UnreadableFile`
  only when nothing in the file can be read at all.
"""

from harvest import plug
from harvest.errors import UnreadableFile
from harvest.record import Reading

GROUP = "harvest.formats"
HEAD = 8192


def recognise(data: bytes, name: str = "") -> str:
    """The name of the format that fits best; raises `UnreadableFile` in a sentence when none does."""
    if not data.strip():
        raise UnreadableFile(f"{name or 'The input'} is empty; give a file with at least one record or text in it.")
    head = data[:HEAD]
    scores = {}
    for part in plug.parts(GROUP):
        module = part.load()
        suffix = 1 if name.lower().endswith(tuple(module.SUFFIXES)) else 0
        scores[part.name] = (module.recognises(head, name), suffix)
    best = max(scores, key=lambda one: scores[one]) if scores else ""
    if not best or scores[best][0] == 0:
        raise UnreadableFile(
            f"{name or 'The input'} is not in a format we can read; export it as RIS, BibTeX, MEDLINE, EndNote XML, "
            "CSL-JSON, MARC, JATS, HTML, CSV or plain text and try again."
        )
    return best


def read(data: bytes, name: str = "", format: str = "") -> Reading:
    """Read all records of a file or answer, keeping what could not be read as refusals; raises `UnreadableFile`."""
    chosen = format or recognise(data, name)
    return plug.part(GROUP, chosen).read(data, name)  # type: ignore[no-any-return]
