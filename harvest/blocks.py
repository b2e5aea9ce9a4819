"""Which records are worth comparing: those that share telling words of their titles. Keeps merging near-linear in the number of records."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from harvest import fold
from harvest.record import Record

#: A block of more records than this is cut smaller by year and first author before its pairs are compared.
WIDE = 48


def pairs(records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    """Pairs of positions (smaller first) that may speak of one report, each once, in order."""
    blocks: dict[int, list[int]] = defaultdict(list)
    for at, record in enumerate(records):
        for key in set(_keys(record)):
            blocks[key].append(at)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        if len(block) > 1:
            for some in _cut(records, block):
                seen.update(combinations(some, 2))
    yield from sorted(seen)


def _keys(record: Record) -> Iterator[int]:
    """Hashes of: the folded title, the title without its subtitle, and each three of its four longest words."""
    whole = fold.title(record.title)
    words = fold.tokens(whole)
    if not words:
        return
    yield hash(whole)
    main = fold.main_title(record.title)
    if main != whole and len(main.split()) >= 5:
        yield hash(main)
    elif len(words) >= 5:
        yield hash(("main", main))
    long = sorted(set(words), key=lambda word: (-len(word), word))[:4]
    for some in combinations(sorted(long), 3):
        yield hash(some)


def _cut(records: Sequence[Record], block: list[int]) -> Iterator[list[int]]:
    """The block itself, or its parts by year and first author when it is wide (titles like "Editorial")."""
    if len(block) <= WIDE:
        yield block
        return
    parts: dict[tuple[int | None, str], list[int]] = defaultdict(list)
    for at in block:
        issued, authors = records[at].issued, records[at].authors
        parts[issued.year if issued else None, fold.flat(authors[0].family or authors[0].collective) if authors else ""].append(at)
    for part in parts.values():
        # What is still wide after that (hundreds of untold "Editorials") can only be told apart by identifiers.
        yield part[:WIDE] if len(part) > WIDE else part
