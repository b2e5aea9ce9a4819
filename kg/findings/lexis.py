"""The words the extractors know, read once from `words.toml` and `cues.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Lexis:
    """Word lists by name (`nouns.barrier`), the tag of each known word, and the base form of each known verb form."""

    lists: dict[str, frozenset[str]]
    tags: dict[str, str]
    bases: dict[str, str]
    pure: frozenset[str]

    def __getitem__(self, name: str) -> frozenset[str]:
        """The words of a list; every form of them for nouns and verbs."""
        return self.lists[name]


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("kg.findings").joinpath(name).read_text(encoding="utf-8"))


def forms(verb: str, irregular: dict[str, str]) -> tuple[str, ...]:
    """Every form of a verb.

    >>> forms("undermine", {}), forms("try", {})
    (('undermine', 'undermines', 'undermined', 'undermining'), ('try', 'tries', 'tried', 'trying'))
    """
    if verb in irregular:
        return (verb, *irregular[verb].split())
    if verb.endswith("e"):
        return verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    es = verb.endswith(("s", "x", "z", "ch", "sh"))
    return verb, f"{verb}{'es' if es else 's'}", f"{verb}ed", f"{verb}ing"


def plural(noun: str) -> str:
    """The plural of a noun phrase.

    >>> plural("difficulty"), plural("call to action"), plural("weakness")
    ('difficulties', 'calls to action', 'weaknesses')
    """
    head, _, rest = noun.partition(" to ")
    if head.endswith("y") and head[-2] not in "aeiou":
        many = f"{head[:-1]}ies"
    else:
        many = f"{head}es" if head.endswith(("s", "x", "ch", "sh")) else f"{head}s"
    return f"{many} to {rest}" if rest else many


@cache
def _rules() -> dict[str, Any]:
    return _table("rules.toml")


def words(name: str) -> frozenset[str]:
    """The words of one list of `rules.toml` (`lists.openers`)."""
    part, _, key = name.partition(".")
    return frozenset(_rules()[part][key].split())


def hints(part: str) -> dict[str, str]:
    """The trigger words of an extractor in `rules.toml`, each with the rule it starts."""
    return {word: rule for rule, line in _rules()[part]["triggers"].items() for word in line.split()}


def followers(name: str) -> dict[str, tuple[str, ...]]:
    """The words of one table of `rules.toml`, each with the words one of which must follow it (none: always)."""
    part, _, key = name.partition(".")
    return {word: tuple(after.split()) for word, after in _rules()[part][key].items()}


@cache
def lexis() -> Lexis:
    """The words, read once."""
    closed, cues = _table("words.toml"), _table("cues.toml")
    irregular: dict[str, str] = closed["irregular"]
    lists = {f"{group}.{name}": frozenset(items) for group, table in cues.items() for name, items in table.items()}
    bases: dict[str, str] = {}
    for name, items in list(lists.items()):
        if name.startswith("nouns."):
            lists[name] = items | {plural(item) for item in items}
        if name.startswith("verbs."):
            made = {form: verb for verb in items if verb != "be" for form in forms(verb, irregular)}
            bases |= made
            lists[name] = frozenset(made) | ({"be", "is", "are", "was", "were", "been"} if "be" in items else frozenset())
    lists["nouns.named"] = frozenset().union(*(items for name, items in lists.items() if name.startswith("nouns.")))
    lists["polarity.heads"] = lists["polarity.negative"] - lists["polarity.vague"]
    return Lexis(lists, _tags(closed, irregular, bases), bases, frozenset(closed["verbs"]["pure"].split()))


def _tags(closed: dict[str, Any], irregular: dict[str, str], bases: dict[str, str]) -> dict[str, str]:
    """The tag of every known word; see `kg.findings.clause` for what the letters mean."""
    tags: dict[str, str] = {}
    for verb in sorted({*" ".join(closed["verbs"].values()).split(), *bases.values()}):
        base, *others = forms(verb, irregular)
        bases.setdefault(base, verb)
        tags[base] = "b"
        for form in others:
            bases.setdefault(form, verb)
            tags[form] = "g" if form.endswith("ing") else "e" if form.endswith(("ed", "n", "wn")) else "b" if form.endswith("s") else "v"
    tags |= dict.fromkeys(closed["closed"]["noun"].split(), "n")
    tags |= dict.fromkeys(closed["closed"]["adjective"].split(), "n")
    letters = {
        "determiner": "d", "preposition": "p", "coordinator": "c", "contrast": "s", "relative": "w", "auxiliary": "x", "modal": "m",
        "pronoun": "o", "adverb": "r",
    }  # fmt: skip
    for name, letter in letters.items():
        tags |= dict.fromkeys(closed["closed"][name].split(), letter)
    return tags | {"to": "t", "that": "s", "which": "w", "as": "p", "who": "w", "what": "w"}
