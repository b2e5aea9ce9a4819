"""The frame of every page: one template, a strict content security policy by hashes, style and script inside the file.

A page opens from disk without a network: it names no address of its own but sibling pages (and, in large reviews, sibling
files of quotes). Why hashes and one file: decisions/0500-pages-carry-their-own-style-and-script.md.
"""

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kg.page import safe


@dataclass(frozen=True, slots=True)
class Page:
    """One page: where it is written, its title, its body, and what its script needs.

    `view` names the script's start (`recurrence`); `scripts` are asset names in order; `facts` are named JSON texts made by
    `safe.island` that the scripts read (one name is one text in the whole site);
    `siblings` says that the page may load files of quotes beside it; `tab` is the path of the tab it belongs to.
    """

    path: str
    title: str
    body: Markup
    view: str = ""
    scripts: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    tab: str = ""
    siblings: bool = False
    styles: tuple[str, ...] = ()

    @property
    def root(self) -> str:
        """The way back to the folder of the site (`../` from a page one folder down)."""
        return "../" * self.path.count("/")


@dataclass(frozen=True, slots=True)
class Site:
    """What every page of one site shares: its name, its tabs (path, words), and a line for the foot."""

    title: str
    tabs: tuple[tuple[str, str], ...] = ()
    foot: str = ""


@cache
def environment() -> Environment:
    """The templates, autoescaped without exception; undefined names are errors."""
    made = Environment(
        loader=PackageLoader("kg.page", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, finalize=_final, keep_trailing_newline=True,
    )  # fmt: skip
    made.filters |= {"slug": safe.slug, "weblink": safe.link, "plural": plural, "thousands": thousands}
    made.globals |= {"to_words": safe.to_words}
    return made


def _final(value: Any) -> Any:
    """What a template prints: markup as it is, every other text cleaned (and then escaped by the environment)."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return safe.shown(value)


def thousands(number: int) -> str:
    """A number with thin spaces between thousands."""
    return f"{number:,}".replace(",", "\u202f")


def plural(number: int, one: str, many: str = "") -> str:
    """A number with its noun: `1 study`, `2 studies`."""
    return f"{thousands(number)} {one if number == 1 else many or one + 's'}"


def render(template: str, /, **values: Any) -> Markup:
    """A template filled in."""
    return Markup(environment().get_template(template).render(**values))  # noqa: S704 - made by the autoescaping environment


@cache
def asset(name: str) -> str:
    """A script or style of ours, without its comment lines and indentation (the package keeps the readable form)."""
    text = files("kg.page").joinpath("assets", name).read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/*")))


def digest(text: str) -> str:
    """The source expression that allows exactly this inline text (CSP level 2)."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def policy(script: str, style: str, siblings: bool = False) -> str:
    """The content security policy of one page: nothing but its own style, its own script and pictures it makes itself."""
    scripts = digest(script) + (" 'self'" if siblings else "")
    return f"default-src 'none'; script-src {scripts}; style-src {digest(style)}; img-src data: blob:; base-uri 'none'; form-action 'none'"


@cache
def _script(names: tuple[str, ...]) -> str:
    return "\n".join(f"(() => {{\n{asset(name)}\n}})();" for name in ("page.js", *names))


@cache
def _style(names: tuple[str, ...]) -> str:
    return "\n".join(asset(name) for name in ("page.css", *names))


def framed(page: Page, site: Site) -> bytes:
    """The page as a whole HTML file, UTF-8."""
    script, style = _script(page.scripts), _style(page.styles)
    return render(
        "frame.html", page=page, site=site, script=Markup(script), style=Markup(style),  # noqa: S704 - our own package files
        policy=policy(script, style, page.siblings), facts=_islands([page]),
    ).encode()  # fmt: skip


def _islands(pages: list[Page]) -> dict[str, Markup]:
    return {name: Markup(text) for page in pages for name, text in page.facts}  # noqa: S704 - safe.island leaves no `<` in it


def single(pages: list[Page], site: Site) -> bytes:
    """All pages in one HTML file: each waits in a template element and is shown when its link is followed."""
    names = tuple(dict.fromkeys(name for page in pages for name in page.scripts))
    styles = tuple(dict.fromkeys(name for page in pages for name in page.styles))
    script, style = _script((*names, "single.js")), _style(styles)
    return render(
        "single.html", pages=pages, site=site, script=Markup(script), style=Markup(style),  # noqa: S704 - our own package files
        policy=policy(script, style), facts=_islands(pages),
    ).encode()  # fmt: skip
