"""The wheel carries everything the four packages need at run time: code, ontology, questions, templates, sample."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_wheel_holds_every_file_git_knows_of(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=ROOT, check=True, capture_output=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    listed = subprocess.run(
        ["git", "ls-files", "kg", "harvest", "ontology", "queries"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    wanted = {name for name in listed.stdout.splitlines() if (ROOT / name).is_file() and not name.endswith(".keep")}
    assert wanted <= inside, sorted(wanted - inside)
    assert {name.partition("/")[0] for name in inside} == {"kg", "harvest", "ontology", "queries", "evidence_kg-0.1.0.dist-info"}
