"""Builds: published whole or not at all, one writer, the old graph standing whatever happens."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph
import pytest

from kg.errors import BadReview, NotBuilt, StoreBusy
from kg.graph import build, dataset, open_store
from kg.graph.lock import locked

LINE = "<http://x.org/{}> <http://x.org/p> <http://x.org/{}> .\n"


def lines(number: int, start: int = 0) -> list[list[str]]:
    return [[LINE.format(n, n % 7) for n in range(at, at + 10)] for at in range(start, start + number, 10)]


def test_a_build_opens_read_only_as_store_and_as_dataset(tmp_path, evidence, lexicon):
    built = build.build(evidence, lexicon, tmp_path / "graph")
    store = open_store(tmp_path)
    assert len(store) == built.quads
    with pytest.raises((OSError, RuntimeError)):
        store.add(pyoxigraph.Quad(*[pyoxigraph.NamedNode("http://x.org/a")] * 3))
    opened = dataset(tmp_path)
    asked = opened.query("PREFIX ev: <https://w3id.org/evidence-kg/ont#> SELECT (COUNT(?f) AS ?n) WHERE { ?f a ev:Finding }")
    assert [int(row[0]) for row in asked] == [6]
    assert any("g/coding/" in str(graph.identifier) for graph in opened.graphs())


def test_two_builds_of_one_review_are_equal(tmp_path, evidence, lexicon):
    first = build.build(evidence, lexicon, tmp_path / "a")
    second = build.build(evidence, lexicon, tmp_path / "b")
    assert first.sha256 == second.sha256
    assert (first.folder / "build.json").read_bytes() == (second.folder / "build.json").read_bytes()


def test_nothing_built_says_so(tmp_path):
    with pytest.raises(NotBuilt, match="kg build"):
        open_store(tmp_path)


def test_two_builds_are_kept_and_a_reader_of_the_old_one_reads_on(tmp_path):
    folder = tmp_path / "graph"
    build.publish(lines(100), folder)
    old = open_store(tmp_path)
    build.publish(lines(200), folder)
    assert (len(old), len(open_store(tmp_path))) == (100, 200)
    build.publish(lines(300), folder)
    assert len(list((folder / "builds").iterdir())) == 2


def test_a_second_writer_is_told_so_and_the_first_goes_on(tmp_path):
    folder = tmp_path / "graph"
    build.publish(lines(100), folder)
    with locked(folder / "lock"), pytest.raises(StoreBusy, match="Another process"):
        build.publish(lines(200), folder)
    assert len(open_store(tmp_path)) == 100


def test_lines_that_fail_midway_leave_the_old_graph(tmp_path):
    folder = tmp_path / "graph"
    build.publish(lines(100), folder)

    def broken():
        yield from lines(50)
        raise KeyError("midway")

    with pytest.raises(KeyError):
        build.publish(broken(), folder)
    with pytest.raises(SyntaxError):
        build.publish([["no quad\n"]], folder)
    assert len(open_store(tmp_path)) == 100


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "graph").write_text("a file stands here")
    with pytest.raises(BadReview, match="could not be built"):
        build.publish(lines(10), tmp_path / "graph")


def test_a_damaged_build_is_a_sentence(tmp_path):
    built = build.publish(lines(10), tmp_path / "graph")
    (built.folder / "store" / "CURRENT").unlink()
    with pytest.raises(NotBuilt, match="make it anew"):
        open_store(tmp_path)
    (built.folder / "build.json").write_text("{")
    with pytest.raises(NotBuilt, match="damaged"):
        open_store(tmp_path)
    build.publish(lines(20), tmp_path / "graph")
    assert len(open_store(tmp_path)) == 20


WRITER = """
import sys
from pathlib import Path
from kg.graph import build
lines = [[f"<http://x.org/{at}-{n}> <http://x.org/p> <http://x.org/o> .\\n" for n in range(1000)] for at in range(40)]
print("ready", flush=True)
while True:
    build.publish(lines, Path(sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_a_killed_build_leaves_a_graph_that_opens_whole(tmp_path):
    folder = tmp_path / "graph"
    build.publish(lines(100), folder)
    seen = set()
    for wait in (0.0, 0.02, 0.05, 0.09, 0.14, 0.2, 0.27, 0.35):
        environment = os.environ | {"PYTHONPATH": str(Path(build.__file__).parents[2])}
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, env=environment)
        assert writer.stdout is not None
        writer.stdout.readline()
        with writer:
            end = time.monotonic() + wait
            while time.monotonic() < end:
                seen.add(len(open_store(tmp_path)))
            writer.send_signal(signal.SIGKILL)
        seen.add(len(open_store(tmp_path)))
    assert seen <= {100, 40_000}
    build.publish(lines(300), folder)
    assert len(open_store(tmp_path)) == 300
    assert len(list((folder / "builds").iterdir())) == 2, "what killed builds left is swept"


FULL = """
import resource, signal, sys
from pathlib import Path
from kg.errors import EvidenceError
from kg.graph import build
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
lines = [[f"<http://x.org/{at}-{n}> <http://x.org/p> \\"{n * 7919}\\" .\\n" for n in range(1000)] for at in range(40)]
try:
    build.publish(lines, Path(sys.argv[1]))
except EvidenceError as wrong:
    print(wrong)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX")
def test_a_full_disk_is_a_sentence_and_the_old_graph_stands(tmp_path):
    build.publish(lines(100), tmp_path / "graph")
    environment = os.environ | {"PYTHONPATH": str(Path(build.__file__).parents[2])}
    command = [sys.executable, "-c", FULL, str(tmp_path / "graph")]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert "could not be built" in done.stdout, done.stderr
    assert "make room" in done.stdout
    assert len(open_store(tmp_path)) == 100
    assert len(build.publish(lines(200), tmp_path / "graph").sha256) == 64
