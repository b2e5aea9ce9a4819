"""Bad input through the command line: one sentence that says what to do, exit 1 or 2, and nothing lost."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import sample, walk
from kg.cli import main
from kg.review import Review
from kg.tally import Tally

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`kg ARGS` in this process: exit code, standard output, standard error."""

    def kg(*args: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["kg", *map(str, args)])
        with pytest.raises(SystemExit) as done:
            main()
        shown = capsys.readouterr()
        assert "Traceback" not in shown.err
        return int(done.value.code or 0), shown.out, shown.err

    return kg


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample review, built once."""
    folder = tmp_path_factory.mktemp("sample")
    files = sample.lay_out(folder)
    review = Review.open(folder)
    list(walk.keep_files(review, files, Tally("harvest")))
    walk.build(review)
    return folder


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Path:
    """A copy of the built sample review that a test may spoil."""
    return Path(shutil.copytree(built, tmp_path / "review"))


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "cannot be read"), (b"", "is empty"), (bytes(range(256)) * 8, "not in a format"), (b"\x89PNG\r\n\x1a\n" + b"\x00" * 900, "")],
    ids=["missing", "empty", "binary", "picture"],
)
def test_a_file_that_cannot_be_read(run: Run, review: Path, tmp_path: Path, content: bytes | None, says: str) -> None:
    path = tmp_path / "export.ris"
    if content is not None:
        path.write_bytes(content)
    before = sorted(one.name for one in (review / "archive").rglob("*"))
    code, _, err = run("--review", review, "harvest", path)
    assert (code, says in err) == (1, True), err
    assert sorted(one.name for one in (review / "archive").rglob("*")) == before


def test_a_broken_review_toml(run: Run, review: Path) -> None:
    (review / "review.toml").write_text("[review\n", encoding="utf-8")
    for command in ("build", "check", "recur"):
        code, _, err = run("--review", review, command)
        assert (code, "review.toml cannot be read" in err) == (1, True), err


def test_a_sheet_with_a_wrong_column_is_named_and_left_alone(run: Run, review: Path) -> None:
    sheet = review / "codings" / "sample-coder.csv"
    spoilt = sheet.read_text(encoding="utf-8").replace("quote", "qoute", 1)
    sheet.write_text(spoilt, encoding="utf-8")
    code, _, err = run("--review", review, "build")
    assert (code, "did you mean 'quote'" in err) == (1, True), err
    assert sheet.read_text(encoding="utf-8") == spoilt


def test_a_quote_changed_by_one_letter_is_named(run: Run, review: Path) -> None:
    sheet = review / "codings" / "sample-coder.csv"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace(",homelessness,1199", ",homelessnesz,1199", 1), encoding="utf-8")
    code, out, _ = run("--review", review, "check")
    assert code == 1
    assert "homelessnesz" in out
    assert "sample-coder.csv, line 6" in out


def test_an_unchanged_review_passes(run: Run, review: Path) -> None:
    code, out, _ = run("--review", review, "check")
    assert code == 0, out


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("ask", "SELEC ?x WHERE { ?x a ev:Finding }"), "did you mean SELECT"),
        (("ask", "SELECT ?x WHERE { ?x a ev:BarierFinding }"), "ev:BarrierFinding"),
        (("ask", "no-such-question"), "kg ask"),
        (("ask", "quotes-of-a-determinant", "--given", "determinant=treatmnt"), "treatment-"),
        (("recur", "--kind", "barrierr"), "'barrier'"),
        (("recur", "--by", "countri"), "'country'"),
    ],
)
def test_a_question_that_cannot_be_asked(run: Run, review: Path, args: tuple[str, ...], says: str) -> None:
    code, out, err = run("--review", review, *args)
    assert code in (1, 2)
    assert says in err, err
    assert not out


def test_a_concept_that_no_scheme_holds_is_a_fault_with_the_nearest(run: Run, review: Path) -> None:
    sheet = review / "codings" / "sample-coder.csv"
    sheet.write_text(sheet.read_text(encoding="utf-8").replace(",homelessness,,", ",homelesness,,", 1), encoding="utf-8")
    code, out, err = run("--review", review, "check")
    assert code == 1
    assert "homelessness" in out + err


@pytest.mark.parametrize("args", [("bild",), ("export", "--as", "paper", "x"), ("init",)], ids=["command", "choice", "argument"])
def test_wrong_usage_is_exit_2(run: Run, args: tuple[str, ...]) -> None:
    assert run(*args)[0] == 2


def test_no_review_says_how_to_make_one(run: Run, tmp_path: Path) -> None:
    code, _, err = run("--review", tmp_path, "build")
    assert (code, "kg init" in err) == (1, True)


def test_no_graph_says_to_build_one(run: Run, tmp_path: Path) -> None:
    Review.create(tmp_path / "new")
    code, _, err = run("--review", tmp_path / "new", "recur")
    assert (code, "kg build" in err) == (1, True)


def test_an_unknown_scheme_of_identifier_names_the_known_ones(run: Run, review: Path) -> None:
    code, _, err = run("--review", review, "harvest", "foo:123")
    assert code in (1, 2)
    assert "pmid" in err
