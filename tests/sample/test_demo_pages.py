"""The pages of `kg demo` are those of `kg show`: drawing them again touches nothing."""

from pathlib import Path

from click.testing import CliRunner

from kg.cli import kg


def test_show_after_demo_changes_no_byte_and_touches_no_file(tmp_path: Path) -> None:
    def held() -> dict[str, tuple[bytes, int]]:
        return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in (tmp_path / "site").rglob("*") if path.is_file()}

    made = CliRunner().invoke(kg, ["demo", "--to", str(tmp_path)])
    assert made.exit_code == 0, made.output
    before = held()
    assert len(before) > 200
    for _ in range(2):
        shown = CliRunner().invoke(kg, ["--review", str(tmp_path), "show"])
        assert shown.exit_code == 0, shown.output
        assert held() == before
