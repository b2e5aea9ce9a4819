"""A page while it is being read: its lines, what has been found so far, and what each stretch is."""

from dataclasses import dataclass, field

from harvest.plain.lines import Line
from harvest.record import Author, PartialDate, Span


@dataclass(slots=True)
class Page:
    """What has been found on a page so far; `roles` gives each line the role of its span."""

    lines: list[Line]
    title: str = ""
    authors: tuple[Author, ...] = ()
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    issued: PartialDate | None = None
    dates: list[tuple[str, PartialDate]] = field(default_factory=list)
    stated: dict[str, list[str]] = field(default_factory=dict)
    spans: dict[int, Span] = field(default_factory=dict)

    def mark(self, at: int, role: str, label: str = "", start: int | None = None, end: int | None = None) -> None:
        """Give a line (or the stretch of it from `start` to `end`) its role; the first role given stays."""
        line = self.lines[at]
        begin, stop = line.start if start is None else start, line.end if end is None else end
        if at not in self.spans and begin < stop:
            self.spans[at] = Span(role, begin, stop, label)

    def has(self, at: int, role: str) -> bool:
        """Whether a line has got this role."""
        return at in self.spans and self.spans[at].role == role

    def set(self, name: str, value: object) -> None:
        """State a fact unless it is stated already."""
        if value and not getattr(self, name):
            setattr(self, name, value)
