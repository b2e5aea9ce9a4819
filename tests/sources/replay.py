"""The recordings of ../shared/wire served on loopback from their manifest: by address, or one file whatever is asked."""

import csv
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.sources.simulated import Answering

csv.field_size_limit(10**9)
_IDENTITY = {"tool", "email", "mailto", "api_key", "rettype", "select"}


@dataclass(frozen=True, slots=True)
class Recording:
    """One row of the manifest."""

    file: str
    service: str
    request: str
    status: int
    media: str
    path: Path

    @property
    def damaged(self) -> bool:
        return bool(re.search(r"__(?:trunc|control|bad_utf8)", self.file))

    @property
    def answer(self) -> tuple[int, dict[str, str], bytes]:
        headers = {"Content-Type": self.media} if self.media else {}
        return self.status, headers, self.path.read_bytes()

    @property
    def key(self) -> tuple[str, frozenset[tuple[str, str]]]:
        return key(self.request)


def key(address: str) -> tuple[str, frozenset[tuple[str, str]]]:
    """What makes two addresses the same question: path and parameters, however they are escaped, identity left out."""
    parts = urlsplit(re.sub(r"^\(.*?\) ", "", address.strip('"')))
    named = frozenset((name, value) for name, value in parse_qsl(parts.query.replace('""', '"')) if name not in _IDENTITY)
    return unquote(parts.path).lower().rstrip("/"), named


def manifest(folder: Path) -> list[Recording]:
    """All recordings of services, in the manifest's order."""
    found = []
    with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            digits = row["status"].rstrip("?")
            if not digits.isdigit() or row["service"].startswith("local"):
                continue
            said = row["headers_json"].strip('"').replace('""', '"')
            headers = json.loads(said) if said.startswith("{") else {}
            media = {name.lower(): value for name, value in headers.items()}.get("content-type", "")
            found.append(Recording(row["file"], row["service"], row["request"], int(digits), media, folder / row["file"]))
    return found


def by_address(recordings: Iterable[Recording]) -> Answering:
    """Answer what was recorded for an address: the recording whose parameters agree best; 404 for what was never recorded."""
    held: dict[str, list[Recording]] = {}
    for one in recordings:
        held.setdefault(one.key[0], []).append(one)

    def answer(method: str, path: str, query: dict[str, list[str]]) -> tuple[int, dict[str, str], bytes]:
        asked = {(name, value) for name, values in query.items() for value in values if name not in _IDENTITY}
        known = held.get(unquote(path).lower().rstrip("/"), [])
        fitting = [one for one in known if not asked or len(one.key[1] & asked) >= min(len(one.key[1]), 2)]
        if not fitting:
            return 404, {"Content-Type": "text/plain"}, b"Resource not found."
        return max(fitting, key=lambda one: len(one.key[1] & asked)).answer

    return answer
