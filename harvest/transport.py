"""One request over the network, streamed, with a cap on bytes, on what they unfold to and on the whole time it takes."""

import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from harvest.errors import BrokenAnswer, NoConnection, Unreachable

if TYPE_CHECKING:
    import requests

#: Bytes as they come, bytes unfolded, how far they may unfold, seconds to connect, to wait for the next byte, and in all.
COMPRESSED, EXPANDED, RATIO = 60_000_000, 300_000_000, 200
CONNECT, SILENCE, DEADLINE = 10.0, 60.0, 300.0


@dataclass(frozen=True, slots=True)
class Raw:
    """An answer as it came: status, headers with names in lower case, and the unfolded body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media(self) -> str:
        """The content type without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Wire:
    """A session of `requests` that follows no redirect, retries nothing and hands over no cut body."""

    def __init__(
        self, agent: str, *, clock: Callable[[], float] = time.monotonic, deadline: float = DEADLINE, silence: float = SILENCE
    ) -> None:
        import requests
        from requests.adapters import HTTPAdapter

        self._session = requests.Session()
        self._session.headers.update({"User-Agent": agent, "Accept-Encoding": "gzip, deflate"})
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=0, pool_maxsize=4))
        self._clock = clock
        self._deadline = deadline
        self._silence = silence

    def send(self, method: str, url: str, data: bytes | None = None, headers: Mapping[str, str] | None = None) -> Raw:
        """Send one request; raises `Unreachable` for no answer in time and `BrokenAnswer` for a cut or oversized one."""
        import requests

        host = urlsplit(url).hostname or ""
        self._session.trust_env = host not in ("127.0.0.1", "localhost", "::1")
        until = self._clock() + self._deadline
        try:
            with self._session.request(
                method, url, data=data, headers=headers, stream=True, allow_redirects=False,
                timeout=(CONNECT, min(self._silence, self._deadline)),
            ) as answer:  # fmt: skip
                lower = {name.lower(): value for name, value in answer.headers.items()}
                return Raw(answer.status_code, lower, self._body(answer, lower, until, host))
        except requests.exceptions.Timeout as wrong:
            raise Unreachable(f"{host} did not answer within {self._silence:.0f} seconds; try again later.") from wrong
        except requests.exceptions.ConnectionError as wrong:
            raise NoConnection(f"{host} cannot be reached; check the network and run the same command again.") from wrong
        except (requests.exceptions.RequestException, OSError) as wrong:
            raise Unreachable(f"{host} cannot be reached ({type(wrong).__name__}); check the network and try again.") from wrong

    def _body(self, answer: "requests.Response", headers: Mapping[str, str], until: float, host: str) -> bytes:
        from urllib3.exceptions import HTTPError

        unfold = _unfolder(headers.get("content-encoding", ""))
        pieces: list[bytes] = []
        came = size = 0
        try:
            while piece := answer.raw.read1(1 << 16, decode_content=False):
                came += len(piece)
                for plain in unfold(piece):
                    size += len(plain)
                    pieces.append(plain)
                    if size > EXPANDED or size > max(20_000_000, RATIO * came):
                        raise BrokenAnswer(f"{host} sent an answer that unfolds past {size:,} bytes; it was not read further.")
                if came > COMPRESSED:
                    raise BrokenAnswer(f"{host} sent more than {COMPRESSED:,} bytes; it was not read further.")
                if self._clock() > until:
                    raise Unreachable(f"{host} took more than {self._deadline:.0f} seconds for one answer; try again later.")
        except (HTTPError, zlib.error, OSError) as wrong:
            raise BrokenAnswer(f"{host} sent a cut or damaged answer ({came:,} bytes came); it is asked again.") from wrong
        stated = headers.get("content-length", "")
        if stated.isdigit() and came < int(stated) and answer.request.method != "HEAD":
            raise BrokenAnswer(f"{host} sent {came:,} of {int(stated):,} bytes; it is asked again.")
        pieces += unfold(None)
        return b"".join(pieces)


def _unfolder(encoding: str) -> Callable[[bytes | None], list[bytes]]:
    """A function that unfolds pieces of at most 1 MB; called with None it checks that the stream has ended."""
    if encoding.lower() not in ("gzip", "x-gzip", "deflate"):
        return lambda piece: [piece] if piece else []
    stream: Any = zlib.decompressobj(zlib.MAX_WBITS | 32)

    def unfold(piece: bytes | None) -> list[bytes]:
        if piece is None:
            if not stream.eof:
                raise BrokenAnswer("A compressed answer was cut before its end; it is asked again.")
            return []
        plain = []
        while piece and not stream.eof:
            plain.append(stream.decompress(piece, 1 << 20))
            piece = stream.unconsumed_tail
        return plain

    return unfold
