"""Study families: studies that may share participants (a blog post and an article of one group). Offered with the reason, never settled.

Two studies are offered when they share authors and speak of the same thing, and, for a single shared author, name the same place.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from harvest import fold
from harvest.names import fold as fold_name
from harvest.names import may_be_one
from harvest.record import Author
from harvest.report import Join, Report, Study

#: Candidates kept for one study, the likeliest first.
MOST = 10
#: An author of more studies than this is compared only within each telling title word.
PROLIFIC = 24
_PROPER = re.compile(r"(?<=[a-zà-ÿ,;)] )([A-ZÀ-Þ][a-zà-ÿ]{3,}(?: [A-ZÀ-Þ][a-zà-ÿ]{3,})*)")


@dataclass(frozen=True, slots=True)
class _Sketch:
    """What of a study is compared: its people, the words of its titles and of its texts, the names of places and bodies in it."""

    key: str
    authors: dict[tuple[str, str], Author]
    title: frozenset[str]
    words: frozenset[str]
    names: frozenset[str]


def candidates(studies: Sequence[Study], reports: dict[str, Report]) -> list[Join]:
    """Pairs of studies that may be one family, with score and reason, sorted by keys."""
    sketches = [_sketch(study, reports) for study in studies]
    found = []
    for left, right in sorted(_pairs(sketches)):
        if join := _compare(sketches[left], sketches[right]):
            found.append(join)
    kept: dict[str, int] = defaultdict(int)
    out = []
    for join in sorted(found, key=lambda one: (-one.score, one.left, one.right)):
        if kept[join.left] < MOST and kept[join.right] < MOST:
            kept[join.left] += 1
            kept[join.right] += 1
            out.append(join)
    return sorted(out, key=lambda one: (one.left, one.right))


def _sketch(study: Study, reports: dict[str, Report]) -> _Sketch:
    own = [reports[key] for key in study.reports if key in reports]
    texts = " ".join(fold.content(record) for report in own for record in report.records)
    named = (author for report in own for author in report.authors if author.family and author.given)
    authors = {(fold_name(author.family), fold_name(author.given)[:1]): author for author in named}
    titles = " ".join(fold.title(report.title) for report in own)
    return _Sketch(study.key, authors, fold.topic(titles), fold.topic(fold.flat(texts)), frozenset(_names(texts)))


def _names(text: str) -> Iterator[str]:
    """Names within sentences: capitalised words that the text never writes small."""
    small = set(re.findall(r"\b[a-zà-ÿ]{4,}\b", text))
    for match in _PROPER.finditer(text):
        for word in match[1].split():
            if word.lower() not in small:
                yield word


def _pairs(sketches: Sequence[_Sketch]) -> set[tuple[int, int]]:
    """Positions of studies that share an author by family name and first letter."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, sketch in enumerate(sketches):
        for person in sketch.authors:
            blocks[person].append(at)
    found: set[tuple[int, int]] = set()
    for block in blocks.values():
        if len(block) <= PROLIFIC:
            found.update(combinations(block, 2))
            continue
        by_word: dict[str, list[int]] = defaultdict(list)
        for at in block:
            for word in sketches[at].title:
                by_word[word].append(at)
        for part in by_word.values():
            found.update(combinations(part[:PROLIFIC], 2))
    return found


def _compare(one: _Sketch, other: _Sketch) -> Join | None:
    title = one.title & other.title
    words = one.words & other.words
    if len(title) < 2 and len(words) < 12:
        return None
    names = one.names & other.names
    both = [person for person in one.authors if person in other.authors]
    shared = [one.authors[person] for person in both if may_be_one(one.authors[person], other.authors[person])]
    if not shared or (len(shared) == 1 and not names):
        return None
    people = len(shared) / min(len(one.authors), len(other.authors))
    score = round(0.5 * min(1.0, people) + 0.3 * min(1.0, (2 * len(title) + len(words) / 4) / 10) + (0.2 if names else 0.0), 3)
    said = [f"they share {_listed([author.family for author in shared])}"]
    if names:
        said.append(f"both name {_listed(sorted(names))}")
    said.append(f"both speak of {_listed(sorted(title) or sorted(words))}")
    left, right = sorted((one.key, other.key))
    return Join(left, right, "candidate", "family", f"{'; '.join(said)}: they may share participants", score)


def _listed(words: Sequence[str], most: int = 4) -> str:
    return ", ".join(words[:most]) + (f" and {len(words) - most} more" if len(words) > most else "")
