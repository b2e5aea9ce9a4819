"""The sample review that ships: facts, codings and short quotes of the four seed studies; their texts do not ship."""

from importlib.resources import as_file, files
from pathlib import Path

from harvest import durable


def lay_out(folder: Path) -> list[Path]:
    """Copy the sample review into a folder and return its record files; what is already there is never overwritten."""
    with as_file(files(__package__)) as sample:
        for source in sorted(sample.rglob("*")):
            if source.is_dir() or source.suffix in {".py", ".pyc", ".md"}:
                continue
            target = folder / source.relative_to(sample)
            if not target.exists():
                durable.write(target, source.read_bytes())
    return sorted(folder.glob("*.records.jsonl"))
