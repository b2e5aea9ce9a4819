"""A real browser (Debian's chromium through Playwright); without either, these tests are not collected as failures but skipped."""

import functools
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
)  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip("needs /usr/bin/chromium")
    with playwright.sync_playwright() as run:
        opened = run.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield opened
        opened.close()


def _installed() -> str:
    """The script inside the package axe-playwright-python, where pip has put it."""
    from importlib.util import find_spec

    found = find_spec("axe_playwright_python")
    places = list(found.submodule_search_locations or ()) if found else []
    return next((path.read_text(encoding="utf-8") for place in places for path in Path(place).glob("axe.min.js")), "")


@functools.cache
def _axe(folder: Path) -> str:
    package = next(folder.glob("axe-core-*.tgz"), None)
    if package is None:
        try:
            subprocess.run(["npm", "pack", "axe-core@4", "--silent"], cwd=folder, check=True, capture_output=True, timeout=120)
        except (OSError, subprocess.SubprocessError):
            return ""
        package = next(folder.glob("axe-core-*.tgz"))
    with tarfile.open(package) as held:
        script = held.extractfile("package/axe.min.js")
        assert script is not None
        return script.read().decode()


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script of axe-core: of the package axe-playwright-python, left in the folder AXE, or packed by npm for this run only."""
    import os

    if script := _installed():
        return script
    folder = Path(os.environ.get("AXE", "")) if os.environ.get("AXE") else tmp_path_factory.mktemp("axe")
    script = _axe(folder)
    if not script:
        pytest.skip("needs the package axe-playwright-python, or npm to fetch axe-core")
    return script


class Visit:
    """One page opened in a context of its own: what it asked for, what its console said, what its scripts threw."""

    def __init__(self, context: Any) -> None:
        self.page = context.new_page()
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text) if message.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.said.append(f"dialog {dialog.message}"), dialog.dismiss()))

    def open(self, path: Path, mark: str = "") -> Any:
        self.page.goto(f"file://{path}{mark}")
        self.page.wait_for_function("document.documentElement.dataset.ready")
        return self.page

    def strays(self, folder: Path) -> list[str]:
        """Requests that left the folder."""
        return [url for url in self.asked if not url.startswith((f"file://{folder}", "data:", "blob:"))]


@pytest.fixture
def visit(browser: Any) -> Iterator[Any]:
    contexts = []

    def opened(wide: bool = True, dark: bool = False) -> Visit:
        size = {"width": 1400, "height": 1000} if wide else {"width": 390, "height": 844}
        # axe is put into the page by its tests, which the page's own policy would rightly refuse.
        context = browser.new_context(viewport=size, color_scheme="dark" if dark else "light", offline=True)
        contexts.append(context)
        return Visit(context)

    yield opened
    for context in contexts:
        context.close()
