# ruff: noqa: E501 - a document stands as it is sent
"""Bombs, leaks, nesting and floods are refused in a sentence, soon, and in little memory."""

import gzip
import io
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from harvest import format as formats
from harvest.errors import BrokenAnswer, Unreachable, UnreadableFile
from harvest.formats import jats, pubmedxml
from harvest.transport import Wire

ROOT = Path(__file__).resolve().parents[2]
LAUGHS = b'<!DOCTYPE a [<!ENTITY l "ha">' + b"".join(
    b'<!ENTITY l%d "%s">' % (one, b"&l%s;" % (str(one - 1).encode() if one else b"") * 10) for one in range(9)
)


def wrapped(inner: bytes, prolog: bytes = b"") -> bytes:
    return prolog + b"<PubmedArticleSet><PubmedArticle>" + inner + b"</PubmedArticle></PubmedArticleSet>"


BAD: dict[str, Callable[[], bytes]] = {
    "billion laughs": lambda: wrapped(b"&l8;", LAUGHS + b"]>"),
    "external entity": lambda: wrapped(b"&x;", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "external entity over http": lambda: wrapped(b"&x;", b'<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>'),
    "parameter entity": lambda: wrapped(b"x", b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>'),
    "entities in UTF-16": lambda: wrapped(b"&x;", b'<!DOCTYPE a [<!ENTITY x "y">]>').decode().encode("utf-16"),
    "100,000 levels": lambda: wrapped(b"<a>" * 100_000 + b"</a>" * 100_000),
    "a text of 20 MB": lambda: wrapped(b"<MedlineCitation><PMID>" + b"1" * 20_000_000 + b"</PMID></MedlineCitation>"),
    "gzip bomb": lambda: gzip.compress(b"<PubmedArticleSet>" + b"<a/>" * 25_000_000, 1),
    "gzip bomb of spaces": lambda: gzip.compress(b"<PubmedArticleSet>" + b" " * 50_000_000, 9),
    "entity nowhere declared": lambda: wrapped(b"&unheard;"),
}


@pytest.mark.parametrize("name", [name for name in BAD if not name.startswith("gzip")])
@pytest.mark.parametrize("read", [pubmedxml.read, jats.read], ids=["pubmedxml", "jats"])
def test_refused_in_a_sentence(name: str, read: Callable[[bytes, str], object]) -> None:
    data = BAD[name]()
    started = time.process_time()
    try:
        reading = read(data, "bad.xml")
    except UnreadableFile as wrong:
        said = str(wrong)
    else:
        said = reading.refusals[0].reason  # type: ignore[attr-defined]
        assert not reading.records  # type: ignore[attr-defined]
    assert said.startswith("bad.xml")
    assert "root:" not in said
    assert time.process_time() - started < 2


MEASURE = """
import re, sys, time
from pathlib import Path
from harvest import format
from harvest.errors import UnreadableFile
data = Path(sys.argv[1]).read_bytes()
started = time.process_time()
try:
    reading = format.read(data, sys.argv[1])
    print(reading.refusals[0].reason)
except UnreadableFile as wrong:
    print(wrong)
seconds = time.process_time() - started
# the peak of this process alone: ru_maxrss starts with that of the process it was forked from
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(seconds, int(peak[1]) / 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
@pytest.mark.parametrize("name", [name for name in BAD if name.startswith("gzip")])
def test_gzip_bombs_stop_soon_and_small(name: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xml.gz"
    path.write_bytes(BAD[name]())
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT)}
    )
    said, figures = done.stdout.splitlines()
    seconds, megabytes = map(float, figures.split())
    assert "unfolds to more than" in said or "not whole XML" in said
    assert seconds < 2
    assert megabytes < 300


def test_named_characters_of_html_are_read_and_a_doctype_alone_is_fine() -> None:
    data = b'<!DOCTYPE article PUBLIC "-//NLM//DTD JATS" "x.dtd"><article article-type="x"><front><article-meta><title-group><article-title>A&nbsp;b &eacute; &amp; c</article-title></title-group></article-meta></front></article>'
    assert formats.read(data, "a.nxml").records[0].title == "A b é & c"


@pytest.fixture
def unruly() -> Iterator[str]:
    """A server that misbehaves by path."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            self.send_response(200)
            if self.path == "/bomb":
                body = gzip.compress(b"\x00" * 200_000_000, 1)
                self.send_header("Content-Encoding", "gzip")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(OSError):
                    self.wfile.write(body)
                return
            self.end_headers()
            with suppress(OSError):
                for _ in range(400):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                    time.sleep(0.01)

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_drip_ends_at_the_deadline(unruly: str) -> None:
    started = time.monotonic()
    with pytest.raises(Unreachable, match="more than 0"):
        Wire("test", deadline=0.3).send("GET", f"{unruly}/drip")
    assert time.monotonic() - started < 1


def test_an_answer_that_unfolds_too_far_is_not_read(unruly: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BrokenAnswer, match="unfolds past"):
        Wire("test").send("GET", f"{unruly}/bomb")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


def test_a_stream_reads_no_more_than_it_is_told() -> None:
    from harvest.xml import Capped

    with pytest.raises(UnreadableFile, match="larger than"):
        io.BufferedReader(Capped(io.BytesIO(b"x" * 2000), "big", 1000)).read()
