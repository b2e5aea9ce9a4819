"""The documents a command was asked for: files, standard input, or records of the review by identifier."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from harvest.errors import BadIdentifier, EvidenceError
from kg.errors import BadReview
from kg.text.document import Document
from kg.text.load import load_all


def asked(sources: Sequence[str], folder: Path, losses: list[str]) -> Iterator[Document]:
    """The documents of `sources`, one at a time; all of the review's when there are none.

    What gives no document puts a sentence into `losses`.
    """
    files = [source for source in sources if source == "-" or Path(source).exists()]
    others = [source for source in sources if source not in files]
    yield from load_all(files, sys.stdin.buffer.read, losses)
    if others or not sources:
        yield from _of_review(others, folder, losses)


def _of_review(words: Sequence[str], folder: Path, losses: list[str]) -> Iterator[Document]:
    """Documents of the review: those of some identifiers, or all."""
    from harvest.identifier import Identifier
    from kg import walk
    from kg.review import Review

    wanted: dict[Identifier, str] = {}
    for one in words:
        try:
            wanted[Identifier.parse(one)] = one
        except BadIdentifier as wrong:
            losses.append(f"{one!r} is neither a file nor an identifier: {wrong}")
    if words and not wanted:
        return
    found: set[str] = set()
    try:
        documents = list(walk.documents(Review.open(folder)))
    except BadReview as wrong:
        losses.append(str(wrong))
        return
    for document in documents:
        known = set(document.record.identifiers) if document.record else set()
        names = [wanted[identifier] for identifier in known & wanted.keys()]
        if not wanted or names:
            found.update(names)
            yield document
    losses += [f"{one} is not in the review; run 'kg harvest {one}' first." for one in wanted.values() if one not in found]


__all__ = ["EvidenceError", "asked"]
