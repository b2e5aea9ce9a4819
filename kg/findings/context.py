"""The words around a quote: the rest of its sentence with the sentence before, and with the sentence after."""

from bisect import bisect_right

from kg.text.document import Document
from kg.text.sentences import sentences

#: Most characters shown on each side.
MOST = 400


class Context:
    """The sentences of one document, split once however many quotes stand in it."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._sentences = sentences(document.text)

    def around(self, start: int, end: int) -> tuple[str, str]:
        """What stands before and after `text[start:end]`, on one line each, cut to whole words where it is long."""
        starts = [first for first, _ in self._sentences]
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, max(start, end - 1)) - 1
        if first < 0:
            return "", ""
        left = self._sentences[max(0, first - 1)][0]
        right = self._sentences[min(len(self._sentences) - 1, last + 1)][1]
        return _head(" ".join(self._text[left:start].split())), _tail(" ".join(self._text[end:right].split()))


def _head(words: str) -> str:
    if len(words) <= MOST:
        return words
    return f"… {words[-MOST:].partition(' ')[2]}"


def _tail(words: str) -> str:
    if len(words) <= MOST:
        return words
    return f"{words[:MOST].rpartition(' ')[0]} …"
