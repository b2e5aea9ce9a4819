"""Files of tags and values (RIS, MEDLINE, Refer, ISI, Ovid): cut into pieces, each with its lines and the line it begins on.

Cutting judges nothing: a line that is no tag continues the value above it, and what stands outside every piece is a piece of its own.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from harvest.record import Reading, Record, Refusal
from harvest.reference import says_enough


@dataclass(slots=True)
class Piece:
    """One reference as it stands in the file: the number of its first line, its tags and values in order, and its raw lines."""

    line: int
    fields: list[tuple[str, str]] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)

    def put(self, tag: str, value: str) -> None:
        """Begin a new value."""
        self.fields.append((tag, value))

    def go_on(self, words: str, glue: str = "\n") -> None:
        """Continue the last value."""
        if self.fields:
            tag, value = self.fields[-1]
            self.fields[-1] = (tag, f"{value}{glue}{words}" if value else words)

    def all(self, *tags: str) -> list[str]:
        """The values of some tags that hold anything, tag by tag in the order asked."""
        return [value.strip() for wanted in tags for tag, value in self.fields if tag == wanted and value.strip()]

    def one(self, *tags: str) -> str:
        """The first value of the first of some tags that has any."""
        return next(iter(self.all(*tags)), "")


def reading(format: str, pieces: Sequence[Piece], made: Callable[[Piece], Record]) -> Reading:
    """The records of all pieces; a piece by which nothing can be known is a refusal with its line."""
    records: list[Record] = []
    refusals: list[Refusal] = []
    for piece in pieces:
        record = made(piece)
        if says_enough(record):
            records.append(record)
        else:
            why = "neither title, identifier nor abstract is stated" if piece.fields else "no tag of this format is in these lines"
            refusals.append(Refusal(f"line {piece.line}", why, "\n".join(piece.raw)[:2000]))
    return Reading(format, tuple(records), tuple(refusals))


def pieces(
    text: str,
    tag: "re.Pattern[str]",
    *,
    begins: Callable[[Piece, str], bool],
    ends: str = "",
    blank_ends: bool = False,
    glue: str = "\n",
    header: "re.Pattern[str] | None" = None,
) -> Iterator[Piece]:
    """Cut a text at the tags: a piece begins where `begins` says so for the piece so far and the next tag, and ends with the tag `ends`.

    `tag` has two groups, the tag and its value; `header` are lines between pieces that belong to none.
    """
    piece = Piece(1)
    closed = False
    for number, row in enumerate(text.split("\n"), 1):
        match = tag.match(row)
        if not row.strip():
            closed = closed or (blank_ends and bool(piece.fields))
            continue
        if match and match[1] == ends:
            piece.raw.append(row)
            yield piece
            piece, closed = Piece(number + 1), False
            continue
        if match and (piece.fields or piece.raw) and (begins(piece, match[1]) or (closed and begins(Piece(0), match[1]))):
            yield piece
            piece = Piece(number)
            closed = False
        if not match and not piece.fields and header and header.match(row.strip()):
            continue
        if not piece.raw:
            piece.line = number
        piece.raw.append(row)
        if match:
            piece.put(match[1], (match[2] or "").strip())
        elif piece.fields:
            piece.go_on(row.strip(), glue)
    if piece.raw:
        yield piece
