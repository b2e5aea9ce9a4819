"""`kg find` and `kg read`: many sources in one call, offsets into one text, and losses told."""

import json
from pathlib import Path

from click.testing import CliRunner

from kg.cli import kg

TEXT = "METHODS: Interviews with nurses on barriers to services.\nRESULTS: Barriers included lack of time, poor pay, and stigma."
FIELDS = {"id", "kind", "quote", "start", "end", "section", "role", "perspective", "stakeholders", "addressee", "level", "concept", "match",
          "extractor", "confidence"}  # fmt: skip


def run(*arguments: str, text: str = "") -> tuple[int, str, str]:
    done = CliRunner().invoke(kg, list(arguments), input=text)
    return done.exit_code, done.stdout, done.stderr


def test_find_prints_a_row_a_finding_with_offsets_into_what_read_prints(tmp_path: Path) -> None:
    path = tmp_path / "report-7.txt"
    path.write_text(TEXT, encoding="utf-8")
    code, out, _ = run("find", str(path))
    rows = [json.loads(line) for line in out.splitlines()]
    text = json.loads(run("read", "--as", "jsonl", str(path))[1])["text"]
    assert code == 0
    assert [row["quote"] for row in rows] == ["lack of time", "poor pay", "stigma"]
    assert all(set(row) == FIELDS and row["id"] == "report-7" and text[row["start"] : row["end"]] == row["quote"] for row in rows)
    assert run("read", str(path))[1].startswith(TEXT)


def test_many_sources_in_one_call_and_standard_input(tmp_path: Path) -> None:
    (tmp_path / "gold.json").write_text(json.dumps({"id": "g1", "text": TEXT}), encoding="utf-8")
    code, out, _ = run("find", str(tmp_path / "gold.json"), "-", "--no-ground", text=TEXT)
    assert code == 0
    assert {json.loads(line)["id"] for line in out.splitlines()} == {"g1", "stdin"}


def test_what_is_lost_is_told_and_the_rest_is_found(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"a\x00b")
    code, out, err = run("find", str(tmp_path / "good.txt"), str(tmp_path / "bad.txt"), "nonsense", "--no-ground")
    assert code == 3
    assert len(out.splitlines()) == 3
    assert "binary" in err
    assert "neither a file nor an identifier" in err


def test_nothing_found_is_an_answer(tmp_path: Path) -> None:
    (tmp_path / "cells.txt").write_text("Cells were grown.", encoding="utf-8")
    assert run("find", str(tmp_path / "cells.txt")) == (0, "", "")


def test_rows_can_be_shown_as_a_table(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    code, out, _ = run("find", str(tmp_path / "good.txt"), "--as", "csv", "--no-ground")
    assert code == 0
    assert out.splitlines()[0].startswith("id,kind,quote")
    assert json.loads(run("find", str(tmp_path / "good.txt"), "--as", "json", "--no-ground")[1])[0]["quote"] == "lack of time"
