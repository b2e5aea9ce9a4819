"""What every test may use.

`shared` is the folder of real data beside the checkout (seeds, gold, wire, w3c); tests that use it skip with a reason where it is
absent, and `.ci/run` fails when they skipped. Everything else stands on files written by us in `tests/data`.
The network is closed for every test but loopback.
"""

import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOOPBACK = {"127.0.0.1", "::1", "localhost", "0.0.0.0"}


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `../shared` of real data, or a skip with the reason."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs ../shared beside the checkout")
    return folder


@pytest.fixture(scope="session")
def data() -> Path:
    """Small fixtures written by us in the real formats."""
    return ROOT / "tests" / "data"


@pytest.fixture(autouse=True)
def closed_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "127.0.0.1"
        if host not in LOOPBACK:
            raise AssertionError(f"A test tried to reach {host}: tests have no network.")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, contact or address of the developer's reaches a test."""
    for name in (
        "KG_CONTACT",
        "NCBI_API_KEY",
        *(f"KG_{source}_URL" for source in ("PUBMED", "CROSSREF", "DATACITE", "EUROPEPMC", "PMC", "OPENALEX", "DOI")),
    ):
        monkeypatch.delenv(name, raising=False)
