"""The lines of a page of plain text, and what each one is by itself."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from harvest import dates
from harvest.mentions import mentions
from harvest.names import fold, looks_like_list
from harvest.plain import citation

#: Longer than this a line is prose whatever else it looks like.
PROSE = 250
_LABEL = re.compile(r"^\W{0,4}([^\W\d][^:：\n]{0,40}?)\s*(?:\*\*)?\s*[:：]\s*(?:\*\*)?\s*(.*)$", re.S)
#: `Received 3 May 2019; accepted …`: a label without a colon, where a date follows.
_TOLD = re.compile(r"^(Received|Accepted|Revised|Published online|Published|Posted on|Updated|Date)\s+(?=\W?\w+\W+\w)(.{4,160})$", re.I)
_BY = re.compile(r"^(?:by|written by|posted by|par|por|von|door|text:?|words:?)\s+(?=[A-ZÀ-Þ])(.{3,300})$", re.I)
_SENTENCE = re.compile(r"(?<!^\d)(?<!^\d\d)[.!?…][\"'”’)\]]?\s+[\"'“‘(]?[A-ZÀ-Þ]")
_JOURNAL = re.compile(
    r"\b(?:journal|jrnl|review|annals|archives|proceedings|bulletin|lancet|bmj|plos|bmc|transactions|letters|quarterly|revista|revue|zeitschrift|"
    r"rivista|tijdschrift|int j|j am|acta|advances in|frontiers in|cochrane|jama|nature|medicine)\b",
    re.I,
)
#: The label of a part of a structured abstract, at the beginning of a line.
STRUCTURE = re.compile(
    r"^(?:background|introduction|objectives?|aims?|purpose|context|methods?|materials and methods|design|setting|participants|results|"
    r"findings|conclusions?|discussion|importance|interpretation|trial registration|funding|limitations)\b\s*[:.—-]",
    re.I,
)
#: The heading of such a part on a line of its own.
PART = re.compile(
    r"^(?:background|introduction|objectives?|aims?|purpose|context|methods?|materials and methods|design|setting|participants|results|"
    r"findings|conclusions?|discussion|importance|interpretation|hintergrund|ziele?|methoden|ergebnisse|schlussfolgerung(?:en)?|objetivos?|antecedentes|"
    r"m[eé]todos?|resultados?|conclusi(?:ones|ón)|contexte|objectifs?|m[eé]thodes?|r[eé]sultats?|introdu[cç][aã]o|conclus(?:ões|ão|ioni))\W?$",
    re.I,
)
_VOLUME = re.compile(r"^(?:vol(?:ume)?\.?|band|tome)\s*\d+\b.*\d", re.I)
_COUNT = re.compile(
    r"^\d[\d,.]*\s?k?\s+(?:accesses|citations?|altmetric|views|downloads|reads|shares|mentions|min\w* read|words)\b.{0,20}$", re.I
)
_SMALL = citation.SMALL | {"&", "-", "–"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: its stretch `text[start:end]`, its words without white space around, and its kind.

    Kinds: `furniture`, `end` (what follows is page furniture), `label` (with `meaning` and `value`), `heading` (a known one, with
    `meaning`), `identifier`, `date`, `names`, `byline`, `citation`, `journal`, `short`, `prose`.
    """

    start: int
    end: int
    words: str
    kind: str
    meaning: str = ""
    value: str = ""


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """The folded words of `words.toml`: part -> word -> meaning."""
    table = tomllib.loads(files("harvest.plain").joinpath("words.toml").read_text(encoding="utf-8"))
    known = {part: {fold(word): meaning for meaning, all in table[part].items() for word in all} for part in ("labels", "headings")}
    known["furniture"] = {fold(word): "furniture" for word in table["furniture"]["lines"]}
    known["starts"] = {fold(word): "furniture" for word in table["furniture"]["starts"]}
    known["biography"] = {fold(word): "biography" for word in table["biography"]["cues"]}
    return known


@cache
def _starts() -> "re.Pattern[str]":
    """Any of the beginnings of furniture."""
    return re.compile("|".join(re.escape(start) for start in sorted(words()["starts"], key=len, reverse=True)))


def lines(text: str) -> list[Line]:
    """All lines that are not blank, each with what it is by itself; lines broken by a narrow column are one line."""
    out: list[Line] = []
    block: list[Line] = []
    at = 0
    for raw in text.split("\n"):
        if stripped := raw.strip():
            block.append(read(stripped, at + raw.index(stripped)))
        else:
            out += _unbroken(block, text)
            block = []
        at += len(raw) + 1
    return out + _unbroken(block, text)


def _unbroken(block: list[Line], text: str) -> list[Line]:
    """The lines of a block (no blank line within), those that were broken to fit a column put together again."""
    out: list[Line] = []
    at = 0
    while at < len(block):
        end = _run(block, at)
        if end > at:
            start, stop = block[at].start, block[end].end
            joined = re.sub(r"(?<=[a-zà-ÿ])[-‐]\n\s*(?=[a-zà-ÿ])", "", text[start:stop])
            kind, meaning, value = _kind(" ".join(joined.split()))
            out.append(Line(start, stop, text[start:stop], "prose" if kind == "names" else kind, meaning, value))
        else:
            out.append(block[at])
        at = end + 1
    return out


def _run(block: list[Line], at: int) -> int:
    """The last line of the broken paragraph that begins at one line (that line itself when none does)."""
    loose = ("prose", "short", "journal")
    end = at
    while end + 1 < len(block) and block[end].kind in loose and block[end + 1].kind in loose:
        this, after = block[end].words, block[end + 1].words
        if after.lower() in ("by", "par", "por", "von", "door", "di"):
            break
        goes_on = (after[0].islower() and this[-1] not in ".!?:;" and len(this) <= 160) or after.startswith(". ")
        same = end + 2 < len(block) and 45 <= len(this) <= 120 and 45 <= len(after) <= 120 and abs(len(this) - len(after)) <= 25
        tail = end > at and 45 <= len(this) <= 120 and len(after) <= len(this) + 10 and this[-1] not in ".!?:"
        if not (goes_on or same or tail):
            break
        end += 1
        if after.startswith(". "):
            break
    return end


def read(line: str, start: int = 0) -> Line:
    """What one line is by itself."""
    end = start + len(line)
    kind, meaning, value = _kind(line)
    return Line(start, end, line, kind, meaning, value)


def _kind(line: str) -> tuple[str, str, str]:
    plain = fold(line.strip(" :*#_•·|>→↑▼…-")) if len(line) < 120 else ""
    if not any(one.isalnum() for one in line) or _COUNT.match(line) or plain in words()["furniture"] or _is_furniture(line):
        return "furniture", "", ""
    if plain and (meaning := words()["headings"].get(re.sub(r"\s*\(\d+\)$", "", plain))):
        return ("end", "", "") if meaning == "end" else ("heading", meaning, "")
    if found := label(line):
        return ("furniture", "metric", "") if found[0] == "metric" else ("label", *found)
    if len(line) > PROSE * 4:
        return "prose", "", ""
    if match := _BY.match(line):
        name = re.split(r"\s+(?:on|\||•|·|–|—|-)\s+|\s*[|•·]\s*|,\s+(?=\w+ \d{1,2},? \d{4}|\d{1,2} \w+ \d{4})", match[1])[0]
        if looks_like_list(name):
            return "byline", "authors", name
    if re.fullmatch(r"\d+ (?:comments?|responses?|thoughts? on .*|comentarios?|commentaires?|kommentare?|repl(?:y|ies))", plain):
        return "end", "", ""
    return _by_look(line), "", ""


def _by_look(line: str) -> str:
    """Kinds that are told by the look of the line and not by its words."""
    if len(line) < PROSE and (found := dates.find(line)) and len(re.sub(r"\W", "", line[: found[1]] + line[found[2] :])) <= 3:
        return "date"
    bare = line
    for one in reversed(list(mentions(line)) if len(line) < PROSE else []):
        bare = bare[: one.start] + bare[one.end :]
    if bare != line and len(re.sub(r"\W|https?|doi|org|dx|www", "", bare, flags=re.I)) <= 4:
        return "identifier"
    if bare != line and re.search(r"\b(?:published|available online|copyright)\b|©", line, re.I):
        return "identifier"
    if re.fullmatch(r"https?://\S+|www\.\S+", line):
        return "identifier"
    if looks_like_list(line) and not dates.find(line):
        return "names"
    if (len(line) < 400 and citation.is_citation(line)) or (len(line) < 120 and _VOLUME.match(line)):
        return "citation"
    if (
        len(line) > PROSE
        or _SENTENCE.search(line)
        or (STRUCTURE.match(line) and len(line.split()) > 3)
        or (len(line) > 110 and line.endswith((".", "!", "?")))
    ):
        return "prose"
    return "journal" if is_journal(line) else "short"


def label(line: str) -> tuple[str, str] | None:
    """The meaning and value of a labelled line (`DOI: 10…`, `**Author**: …`), or None; `BACKGROUND:` is no such label."""
    if (told := _TOLD.match(line)) and dates.find(told[2]):
        return words()["labels"][fold(told[1])], told[2]
    match = _LABEL.match(line)
    meaning = words()["labels"].get(fold(match[1].strip(" *_#"))) if match else None
    if not match or not meaning:
        return None
    return meaning, match[2].strip(" *") if len(match[2]) < PROSE else match[2].strip()


def is_journal(line: str) -> bool:
    """Whether a short line could be the name of a journal: few words, capitals, no full stop at the end, and a word journals have."""
    if len(line) > 90 or line.endswith(("?", "!", ":")) or not _JOURNAL.search(line):
        return False
    bare = [one for one in line.split() if one.lower() not in _SMALL]
    return 0 < len(bare) <= 9 and sum(one[0].isupper() or one[0] in "([" for one in bare) >= 0.8 * len(bare)


def _is_furniture(line: str) -> bool:
    if len(line) < 400 and _starts().match(fold(line[:80])):
        return True
    # Bread crumbs and menus: several short words between arrows, bars or bullets.
    parts = re.split(r"\s+[>»›|/•·→]\s+", line)
    return len(parts) >= 3 and all(len(part.split()) <= 4 for part in parts) and not re.search(r"\d{4}", line)
