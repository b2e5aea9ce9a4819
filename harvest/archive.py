"""The archive: raw answers and files as they came, by content digest, replayable offline, free of keys and e-mail addresses.

```
archive/raw/ab/abcd…        the bytes of an answer, named by their SHA-256
archive/reasons.json        why each report was asked for: given, found by a query, similar to, citing or cited by another
archive/asked/12/1234….json what was asked (address without key or e-mail, identifiers), when, and what came (status, type, digest)
```
Every file is written beside its place, flushed to disk and renamed, so a crash leaves the old state or the new one, never a part.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

from harvest.durable import write
from harvest.errors import UnreadableFile

#: What a kept thing is: `file` the user's own, `http` an answer with records (or a plain no), `list` one that only names
#: identifiers or links, `broken` an answer that was cut, malformed or an error and will be asked for again.
KINDS = ("file", "http", "list", "broken")

_SECRET = {"api_key", "apikey", "api-key", "key", "email", "mail", "mailto", "token", "access_token", "authorization", "tool"}
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+(?:@|%40)[A-Za-z0-9.-]+\.[A-Za-z]{2,}")


def clean(address: str) -> str:
    """Cut user, key, contact and any e-mail address, and put the parameters in alphabetical order: one spelling a request.

    >>> clean("https://api.crossref.org/works?rows=2&mailto=a@b.org&filter=doi:10.1/x")
    'https://api.crossref.org/works?filter=doi:10.1/x&rows=2'
    """
    parts = urlsplit(address)
    if not parts.query and "@" not in address and "%40" not in address:
        return address
    kept = sorted((name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name.lower() not in _SECRET)
    query = "&".join(f"{quote(name, safe='[]')}={quote(value, safe=':/,*[]();|')}" for name, value in kept)
    host = parts.netloc.rpartition("@")[2]
    return _EMAIL.sub("", urlunsplit((parts.scheme, host, parts.path, query, parts.fragment)))


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing in the archive: the digest of its bytes, what was asked for it and how it was answered.

    `asked` holds identifiers as `scheme:value`; `status` is the HTTP status (200 for files), `media` the content type or file
    name, `retrieved` the time in UTC, `kind` one of `KINDS`, `source` the part that asked, `why` the fault of a broken answer.
    """

    digest: str
    address: str
    asked: tuple[str, ...] = ()
    status: int = 200
    media: str = ""
    retrieved: str = ""
    kind: str = "http"
    source: str = ""
    why: str = ""
    folder: Path = Path()

    @property
    def path(self) -> Path:
        """Where the bytes are."""
        return self.folder / "raw" / self.digest[:2] / self.digest

    @property
    def readable(self) -> bool:
        """Whether records can be read from it (`kg build` reads these and no others)."""
        return self.status == 200 and self.kind in ("file", "http")

    @property
    def final(self) -> bool:
        """Whether there is no need to ask again: a whole answer, or a plain 'not here'."""
        return self.kind != "broken" and self.status in (200, 404, 410)

    @property
    def name(self) -> str:
        """The file name, for the format's suffix: a file's own; an answer's is empty, for its content says what it is."""
        return self.media if self.kind == "file" else ""

    def body(self) -> bytes:
        """Read the bytes as they came; raises `UnreadableFile` when they are gone or no longer match their digest."""
        try:
            data = self.path.read_bytes()
        except OSError as wrong:
            raise UnreadableFile(f"The archive has lost {self.path} ({wrong.strerror}); harvest {self.address} again.") from wrong
        if hashlib.sha256(data).hexdigest() != self.digest:
            raise UnreadableFile(f"{self.path} no longer matches its digest; remove it and harvest {self.address} again.")
        return data


class Archive:
    """A folder of raw answers. Opening it writes nothing; several processes may keep answers at the same time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(
        self,
        body: bytes,
        *,
        address: str,
        asked: Iterable[str] = (),
        status: int = 200,
        media: str = "",
        retrieved: str = "",
        kind: str = "http",
        source: str = "",
        why: str = "",
    ) -> Answer:
        """Write an answer for good, first the bytes, then the note of what was asked; returns when both are on the disk."""
        if kind not in KINDS:
            raise ValueError(f"kind must be one of {KINDS}")
        digest = hashlib.sha256(body).hexdigest()
        when = retrieved or datetime.now(UTC).isoformat(timespec="microseconds")
        answer = Answer(digest, clean(address), tuple(asked), status, media, when, kind, source, why, self.folder)
        if not answer.path.exists() or answer.path.stat().st_size != len(body):
            write(answer.path, body)
        note = {name: value for name, value in asdict(answer).items() if name != "folder" and value}
        write(self._place(answer), (json.dumps(note, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode())
        return answer

    def answers(self) -> Iterator[Answer]:
        """All answers by address, then time: an order that does not depend on how the folder lists."""
        notes = (self._note(path) for path in self.folder.glob("asked/??/*.json"))
        yield from sorted(notes, key=lambda one: (one.address, one.retrieved, one.digest))

    def find(self, address: str) -> Answer | None:
        """Find the newest final answer for an address, or None when it must be asked."""
        name = _name(clean(address))
        notes = [self._note(path) for path in (self.folder / "asked" / name[:2]).glob(f"{name}-*.json")]
        return max((one for one in notes if one.final), key=lambda one: one.retrieved, default=None)

    def broken(self, address: str) -> Answer | None:
        """Find the newest broken answer for an address, to see what can be saved of it."""
        name = _name(clean(address))
        notes = [self._note(path) for path in (self.folder / "asked" / name[:2]).glob(f"{name}-*.json")]
        return max((one for one in notes if one.kind == "broken"), key=lambda one: one.retrieved, default=None)

    def held(self, source: str) -> dict[str, Answer]:
        """Each identifier asked of a source -> the newest final answer that was given to it."""
        found: dict[str, Answer] = {}
        for answer in sorted(self.answers(), key=lambda one: one.retrieved):
            if answer.source == source and answer.final and answer.kind == "http":
                found.update(dict.fromkeys(answer.asked, answer))
        return found

    def reasons(self) -> dict[str, list[str]]:
        """Say why each report was asked for: identifier -> reasons, the first one first."""
        path = self.folder / "reasons.json"
        try:
            said: dict[str, list[str]] = json.loads(path.read_bytes()) if path.exists() else {}
        except ValueError as wrong:
            raise UnreadableFile(f"{path} cannot be read ({wrong}); remove it, it is written again by the next harvest.") from wrong
        return said

    def note_reasons(self, new: Mapping[str, Iterable[str]]) -> None:
        """Add reasons to those that stand."""
        said = self.reasons()
        for name, reasons in new.items():
            said[name] = list(dict.fromkeys([*said.get(name, []), *reasons]))
        write(self.folder / "reasons.json", (json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode())

    def _place(self, answer: Answer) -> Path:
        name = _name(answer.address)
        return self.folder / "asked" / name[:2] / f"{name}-{answer.digest[:16]}.json"

    def _note(self, path: Path) -> Answer:
        try:
            note: Mapping[str, Any] = json.loads(path.read_bytes())
            answer = Answer(**{**note, "asked": tuple(note.get("asked", ()))})
        except (OSError, ValueError, TypeError) as wrong:
            raise UnreadableFile(f"The archive's note {path} cannot be read ({wrong}); remove it and harvest again.") from wrong
        return replace(answer, folder=self.folder)


def _name(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()[:32]
