"""Write a site: every page atomically, nothing touched that did not change, and only pages we wrote before ever removed."""

import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from kg.errors import InputError

#: The list of files of the last drawing, with their digests: what may be removed when it is drawn no more.
LIST = "pages.txt"


def put(path: Path, body: bytes) -> bool:
    """Write a file whole or not at all; returns whether anything changed."""
    if path.is_file() and path.read_bytes() == body:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        aside.write_bytes(body)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    return True


def write(folder: Path, files: Iterable[tuple[str, bytes]], *, keep: bool = False) -> list[str]:
    """Write files (path, body) below a folder; pages of the last drawing that are no more are removed, unless `keep`.

    Raises `InputError` when the folder cannot be written, with the reason of the system.
    """
    listed = folder / LIST
    before = {line[66:] for line in listed.read_text(encoding="utf-8").splitlines()} if listed.is_file() else set()
    rows: dict[str, str] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, body in files:
            put(folder / path, body)
            rows[path] = sha256(body).hexdigest()
        if not keep:
            for path in sorted(before - rows.keys()):
                _remove(folder, path)
            put(listed, "".join(f"{digest}  {path}\n" for path, digest in sorted(rows.items())).encode())
    except OSError as wrong:
        raise InputError(
            f"The pages could not be written to {folder}: {wrong.strerror or wrong}; choose another folder with --to."
        ) from wrong
    return list(rows)


def _remove(folder: Path, path: str) -> None:
    """Remove a page of an earlier drawing; a path that leads out of the folder is left alone."""
    if (folder / path).resolve().is_relative_to(folder.resolve()):
        (folder / path).unlink(missing_ok=True)
