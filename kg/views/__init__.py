"""Views: each module makes pages of the site from gathered values; this draws them all.

A view has `TITLE` (the words of its tab, empty for none), `ORDER` (its place among tabs) and `pages(drawing) -> Iterator[Page]`.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from kg import plug
from kg.errors import InputError
from kg.page import facts, frame, site
from kg.page.drawing import drawing
from kg.page.gathered import Gathered

if TYPE_CHECKING:
    from kg.page.gather import Opened

#: Findings up to which one file holds everything; a larger one would be too heavy to mail or open.
MOST_IN_ONE_FILE = 8_000


def chosen(names: Sequence[str] = ()) -> list[ModuleType]:
    """The views by name (all when none is named), in the order of their tabs; a wrong name raises `InputError`."""
    every = [part.load() for part in plug.parts("kg.views")]
    wanted = [plug.part("kg.views", name) for name in names] or every
    return sorted(wanted, key=lambda view: (view.ORDER, view.__name__))


def draw(
    graph: "Opened",
    to: Path,
    single: bool = False,
    views: Sequence[str] = (),
    *,
    question: str = "",
    accuracy: tuple[tuple[str, str], ...] = (),
) -> Path:
    """Draw an opened graph (`kg.open(...)`) as a site in the folder `to`, or as one file `to`; returns the page to open.

    `question` and `accuracy` (rows of `kg.page.accuracy.read`) go onto the overview. Raises `InputError` for an unknown view, a folder
    that cannot be written, or a review too large for one file.
    """
    from kg.page.gather import gather

    return draw_gathered(gather(graph, question, accuracy), to, single=single, views=views)


def draw_gathered(gathered: Gathered, to: Path, *, single: bool = False, views: Sequence[str] = ()) -> Path:
    """Write the site (or one file) of gathered values; returns the page to open.

    Raises `InputError` when one file is asked for and the review is too large for that, or the folder cannot be written.
    """
    if single and len(gathered.findings) > MOST_IN_ONE_FILE:
        raise InputError(
            f"One file would be too large to open with {len(gathered.findings)} findings (at most {MOST_IN_ONE_FILE}); leave --single out."
        )
    modules = chosen(views)
    made = drawing(gathered, whole=single)
    pages = (page for view in modules for page in view.pages(made))
    shared = frame.Site(gathered.title, _tabs(modules, made.gathered), _foot(gathered))
    if single:
        site.put(to, frame.single(list(pages), shared))
        return to
    if views:  # a part of the site: pages drawn before stay
        paths = site.write(to, ((page.path, frame.framed(page, shared)) for page in pages), keep=True)
        return to / paths[0]
    site.write(to, _files(pages, shared, gathered, siblings=made.siblings))
    return to / "index.html"


def _files(pages: Iterator[frame.Page], shared: frame.Site, gathered: Gathered, *, siblings: bool) -> Iterator[tuple[str, bytes]]:
    for page in pages:
        yield page.path, frame.framed(page, shared)
    if siblings:
        for path, text in facts.quote_files(gathered):
            yield path, text.encode()


def _tabs(modules: Sequence[ModuleType], gathered: Gathered) -> tuple[tuple[str, str], ...]:
    """The tabs of the views drawn, by the first page of each."""
    return tuple((_path(view), view.TITLE) for view in modules if view.TITLE)


def _path(view: ModuleType) -> str:
    name = view.__name__.rpartition(".")[2]
    return "index.html" if name == "overview" else f"{name}.html"


def _foot(gathered: Gathered) -> str:
    dates = [f"{words} {date}" for words, date in (("records of", gathered.harvested), ("coded until", gathered.coded)) if date]
    return "Drawn by evidence-kg" + (f" from {', '.join(dates)}" if dates else "") + "."
