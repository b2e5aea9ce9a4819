"""The house itself: sizes, names, import weight, doctests, and that the manual keeps step with the commands."""

import ast
import doctest
import importlib
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from kg import plug

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("kg", "harvest", "ontology", "queries")
FILES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
HEAVY = {
    "rdflib",
    "networkx",
    "pyvis",
    "requests",
    "lxml",
    "pyoxigraph",
    "pyshacl",
    "trafilatura",
    "openpyxl",
    "jinja2",
    "Bio",
    "pandas",
    "starlette",
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_a_room_not_a_hall(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 320, "a file of far more than 300 lines: two rooms?"
    assert path.stem not in {"utils", "util", "helpers", "common", "misc", "base", "core"}, "a name that says nothing"
    tree = ast.parse(text)
    assert ast.get_docstring(tree) or not tree.body, "every module says in one line what it is for"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            assert node.end_lineno - node.lineno <= 60, f"{node.name} is longer than 60 lines"
        if isinstance(node, ast.ExceptHandler):
            broad = node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
            assert not broad or path == ROOT / "kg" / "cli.py", "`except Exception` exists once, in the command line"


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from kg.cli import kg; "
        "result = CliRunner().invoke(kg, ['-h']); assert result.exit_code == 0, result.output; print(' '.join(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    assert not HEAVY & {name.partition(".")[0] for name in loaded}


@pytest.mark.parametrize("part", plug.parts("kg.commands"), ids=lambda part: part.name)
def test_every_command_has_help_and_a_place_in_the_manual(part: plug.Part) -> None:
    command = part.load().command
    assert command.help, "a command's docstring is its manual"
    manual = "".join(path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))])
    assert f"kg {part.name}" in manual or f"] {part.name}" in manual


def _with_examples() -> list[str]:
    named = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in FILES}
    return [name for path, name in named.items() if ">>>" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("name", _with_examples())
def test_examples_in_docstrings_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    spec = importlib.util.spec_from_file_location("write_commands", ROOT / "docs" / "write_commands.py")
    assert spec is not None
    assert spec.loader is not None
    writer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writer)
    written = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert written == writer.page(), "run: .venv/bin/python docs/write_commands.py"
