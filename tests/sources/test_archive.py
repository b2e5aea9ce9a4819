"""The archive keeps what came, whole or not at all, and no secrets."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from harvest.archive import Archive, clean
from harvest.errors import UnreadableFile


def test_keeps_bytes_and_finds_them_by_address_in_any_order_of_parameters(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    kept = archive.keep(b"<a/>", address="https://x.org/a?b=1&a=2", asked=("pmid:1",), media="text/xml", source="pubmed")
    found = Archive(tmp_path / "archive").find("https://x.org/a?a=2&b=1&api_key=secret")
    assert found == kept
    assert found.body() == b"<a/>"
    assert list(archive.answers()) == [kept]
    assert archive.held("pubmed") == {"pmid:1": kept}
    assert archive.held("pmc") == {}


def test_no_key_and_no_address_of_a_person_reaches_the_disk(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.keep(b"x", address="https://u:p@x.org/v2/10.1/a?email=a.b%40c.org&api_key=SECRET&term=mail+to+me@there.com&tool=t&token=TOKEN9")
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for secret in (b"a.b", b"SECRET", b"me@there", b"u:p", b"TOKEN9"):
        assert secret not in written


def test_a_broken_answer_is_kept_but_asked_again(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.keep(b"<a>", address="https://x.org/a", kind="broken", why="cut")
    assert archive.find("https://x.org/a") is None
    whole = archive.keep(b"<a/>", address="https://x.org/a")
    assert archive.find("https://x.org/a") == whole
    assert len(list(archive.answers())) == 2
    assert [one.readable for one in archive.answers()] == [False, True]


def test_the_newest_answer_wins_and_the_older_stays(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.keep(b"old", address="https://x.org/a", retrieved="2026-01-01T00:00:00+00:00")
    archive.keep(b"new", address="https://x.org/a", retrieved="2026-02-01T00:00:00+00:00")
    found = archive.find("https://x.org/a")
    assert found is not None
    assert found.body() == b"new"
    assert [one.body() for one in archive.answers()] == [b"old", b"new"]


def test_a_changed_or_lost_body_is_noticed(tmp_path: Path) -> None:
    kept = Archive(tmp_path).keep(b"truth", address="https://x.org/a")
    kept.path.write_bytes(b"truly")
    with pytest.raises(UnreadableFile, match="no longer matches"):
        kept.body()
    kept.path.unlink()
    with pytest.raises(UnreadableFile, match="has lost"):
        kept.body()


def test_clean_keeps_what_a_request_means() -> None:
    assert clean("https://x.org/works?cursor=*&filter=doi:10.1/a,doi:10.1/b") == "https://x.org/works?cursor=*&filter=doi:10.1/a,doi:10.1/b"
    assert clean("https://x.org/works/10.1%2Fa") == "https://x.org/works/10.1%2Fa"
    assert clean("https://x.org/a?q=a%26b") == "https://x.org/a?q=a%26b"


WRITER = """
import sys
from pathlib import Path
from harvest.archive import Archive
archive = Archive(Path(sys.argv[1]))
for number in range(100000):
    archive.keep(b"%d " % number * 2000, address=f"https://x.org/{number}")
    print(number, flush=True)
"""


def test_kill_at_any_moment_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    for turn in range(3):
        folder = tmp_path / str(turn)
        with subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, env=environment) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(0.02 + 0.03 * turn)
            writer.send_signal(signal.SIGKILL)
            acknowledged = 1 + len([line for line in writer.stdout.read().splitlines(keepends=True) if line.endswith(b"\n")])
        answers = {answer.address: answer.body() for answer in Archive(folder).answers()}
        for number in range(acknowledged):
            assert answers[f"https://x.org/{number}"] == b"%d " % number * 2000
