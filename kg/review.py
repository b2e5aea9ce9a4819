"""A review on disk: review.toml, the raw answers, people's codings and decisions, and what is derived from them.

```
review.toml     what this review is
archive/        raw answers as they came                    kept for good
codings/        one sheet a coder; candidates/ for machines kept for good
studies.csv     people's facts and decisions on studies     kept for good
joins.csv       people's decisions on merges                kept for good
schemes/        own concepts                                kept for good
graph/ site/    derived: may be deleted at any time
```
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import BadReview

#: Tables and keys review.toml may hold; anything else is most likely a slip of the pen.
KNOWN = {
    "review": {"title", "question", "language"},
    "harvest": {"identifiers", "queries", "related", "cites", "since", "contact"},
    "sources": None,
    "schemes": {"use", "replace"},
    "coders": None,
    "limits": None,
    "llm": None,
    "store": {"kind", "address", "update", "graph_store"},
}

TEMPLATE = """\
# What this review is. Lines that start with # are notes; remove the # to use a setting.

[review]
title = "{title}"
question = "Which barriers recur, for whom and where, and what was recommended?"

# Identifiers and searches that 'kg harvest' runs when it is called without any.
[harvest]
# identifiers = ["35590421", "10.1016/j.drugpo.2023.104160"]
# queries = ["police AND harm reduction AND qualitative"]

# Concepts of your own field: SKOS files (.ttl) or sheets (.csv) in this folder.
# 'replace = true' leaves out the shipped determinants and strategies.
[schemes]
# use = ["schemes/my-field.csv"]
# replace = false

# Which coder leads where two sheets code the same words: 0 adjudicated, 1 lead, 2 second.
[coders]
# "jane" = 1
# "ali" = 2

# Another address for a service (scheme, host and port), for instance a proxy.
# [sources.pubmed]
# url = "https://eutils.example.org"
"""


@dataclass(frozen=True, slots=True)
class Review:
    """A review folder whose review.toml has been read and found in order."""

    root: Path
    settings: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def open(cls, root: Path) -> "Review":
        """Read a review folder; raises `BadReview` with what to do when it is none or its review.toml is broken."""
        file = root / "review.toml"
        if not file.is_file():
            raise BadReview(
                f"{root.resolve()} is not a review folder (it has no review.toml); make one with 'kg init DIR' and work in it, "
                "or name one with 'kg --review DIR'."
            )
        try:
            settings = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
            raise BadReview(f"{file} cannot be read ({wrong}); correct that place, or compare with a fresh one from 'kg init'.") from wrong
        _check(file, settings)
        return cls(root, settings)

    @classmethod
    def create(cls, root: Path, title: str = "") -> "Review":
        """Make a new review folder with a commented review.toml; an existing review is never touched (`BadReview`)."""
        file = root / "review.toml"
        if file.exists():
            raise BadReview(f"{root} already is a review; work in it, or choose another folder.")
        try:
            for folder in ("archive", "codings", "schemes"):
                (root / folder).mkdir(parents=True, exist_ok=True)
            file.write_text(TEMPLATE.format(title=(title or root.resolve().name).replace('"', "'")), encoding="utf-8")
        except OSError as wrong:
            raise BadReview(f"{root} cannot be made a review ({wrong.strerror}); choose a folder you may write to.") from wrong
        return cls.open(root)

    def table(self, name: str) -> dict[str, Any]:
        """One table of review.toml, empty when it is not there."""
        table: dict[str, Any] = self.settings.get(name, {})
        return table

    @property
    def title(self) -> str:
        """The title shown on every page."""
        return str(self.table("review").get("title") or self.root.resolve().name)

    @property
    def question(self) -> str:
        """The review question, if stated."""
        return str(self.table("review").get("question", ""))

    @property
    def archive(self) -> Path:
        """Folder of the raw answers."""
        return self.root / "archive"

    @property
    def graph(self) -> Path:
        """Folder of the built store."""
        return self.root / "graph"

    @property
    def site(self) -> Path:
        """Folder of the pages."""
        return self.root / "site"

    @property
    def joins(self) -> Path:
        """People's decisions on what is one report or study."""
        return self.root / "joins.csv"

    @property
    def studies(self) -> Path:
        """People's facts on studies."""
        return self.root / "studies.csv"

    @property
    def codings(self) -> Path:
        """Folder of the coding sheets of people."""
        return self.root / "codings"

    def sheets(self) -> list[Path]:
        """Coding sheets of people, sorted by name."""
        return sorted(path for path in self.codings.glob("*.csv") if not path.name.endswith(".rejected.csv"))

    def candidate_sheets(self) -> list[Path]:
        """Sheets of machines' candidates, sorted by name."""
        return sorted((self.codings / "candidates").glob("*.csv"))

    def scheme_files(self) -> list[Path]:
        """The review's own schemes: those named in review.toml, else all in schemes/; raises `BadReview` for a missing one."""
        named = self.table("schemes").get("use")
        if named is None:
            folder = self.root / "schemes"
            return sorted(path for path in folder.glob("*") if path.suffix in {".ttl", ".csv"})
        paths = [self.root / str(name) for name in named]
        for path in paths:
            if not path.is_file():
                raise BadReview(f"review.toml names the scheme file {path}, which does not exist; correct [schemes] use, or add the file.")
        return paths

    @property
    def replaces_schemes(self) -> bool:
        """Whether the review's schemes stand instead of the shipped determinants and strategies."""
        return bool(self.table("schemes").get("replace", False))

    def priority(self, coder: str, machine: bool = False) -> int:
        """Which coding wins where several code the same words: 0 adjudicated, 1 lead, 2 second, 9 machine."""
        return 9 if machine else int(self.table("coders").get(coder, 1))


def _check(file: Path, settings: dict[str, Any]) -> None:
    for name, table in settings.items():
        if name not in KNOWN:
            raise BadReview(f"{file} has a part [{name}] that means nothing to kg; it knows {', '.join(f'[{one}]' for one in KNOWN)}.")
        if not isinstance(table, dict):
            raise BadReview(f"{file}: write {name} as a part of its own, [{name}], with its settings below it.")
        known = KNOWN[name]
        for key in table:
            if known is not None and key not in known:
                raise BadReview(f"{file}: [{name}] has no setting {key!r}; it knows {', '.join(sorted(known))}.")
    for coder, priority in settings.get("coders", {}).items():
        if not isinstance(priority, int) or not 0 <= priority <= 8:
            raise BadReview(f"{file}: [coders] {coder!r} needs a whole number from 0 (adjudicated) to 8, not {priority!r}.")
