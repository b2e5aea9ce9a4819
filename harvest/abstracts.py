"""Abstracts that services send as fragments of JATS markup, cut into their labelled sections."""

from typing import TYPE_CHECKING

from harvest import markup
from harvest.record import Passage
from harvest.xml import local

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Headings that only say what the whole is.
_GENERIC = {"abstract", "summary", "zusammenfassung", "resumen", "résumé", "resumo", "samenvatting", "sammanfattning"}


def passages(fragment: str) -> tuple[Passage, ...]:
    """Cut a fragment into its sections; a heading that only says 'Abstract' is left out, all other words are kept."""
    root = markup.parse(fragment) if fragment else None
    if root is not None:
        return sections(root)
    said = markup.plain(fragment)
    return (Passage(said),) if said else ()


def sections(root: "_Element") -> tuple[Passage, ...]:
    """Cut a parsed abstract into its sections; what stands outside any section is a passage without a label."""
    found: list[Passage] = []
    loose: list[str] = []

    def settle() -> None:
        if said := markup.unescape("\n".join(one for one in loose if one)):
            found.append(Passage(said))
        loose.clear()

    if not any(local(one) in ("sec", "title") for one in root.iter()):
        loose.append(markup.words(root))
        settle()
        return tuple(found)
    for holder in [one for one in root.iter() if local(one) == "abstract"] or [root]:
        loose.append(" ".join((holder.text or "").split()))
        for child in holder:
            if local(child) == "sec":
                settle()
                found.extend(_section(child))
            elif not (local(child) == "title" and markup.words(child).strip(" .:").lower() in _GENERIC):
                loose.append(markup.words(child))
            loose.append(" ".join((child.tail or "").split()))
        settle()
    return tuple(found)


def _section(element: "_Element") -> list[Passage]:
    title = next((one for one in element if local(one) == "title"), None)
    label = markup.unescape(markup.words(title).replace("\n", " ")).strip(" :") if title is not None else ""
    inner = [one for one in element if local(one) == "sec"]
    if inner:
        own = "\n".join(said for one in element if local(one) not in ("sec", "title") and (said := markup.words(one)))
        before = [Passage(markup.unescape(own), label)] if own else []
        return before + [passage for one in inner for passage in _section(one)]
    said = markup.unescape(markup.words(element, skip=("title",)))
    return [Passage(said, label)] if said else []
