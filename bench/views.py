"""Pages against their bounds, and the graph page against pyvis, in one run and one browser.

    python bench/views.py [--small]

Graphs of 200, 1,000 and 5,000 nodes: CPU of all browser processes until the first stable paint (two animation frames after
`load` that draw the whole graph), and the median time from a click on a node until the next frame is done. pyvis is asked twice: its
default page (physics on, its own template, vis-network from its package) and with fixed positions and physics off, which is the
fairer peer. 20,000 nodes open with themes first. Also: CPU to build a site of 500 (and 10,000) studies, its largest page, a rebuild.
Needs Debian's chromium and Playwright.
"""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import TimeoutError as TooLate
from playwright.sync_api import sync_playwright

from bench.invent import review
from kg.page.gathered import Gathered
from kg.page.network import network, to_pyvis

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
#: For clicks: without the wait for the screen's next refresh, so that their time is work, not the 16 ms both would wait.
UNPACED = ["--disable-frame-rate-limit", "--disable-gpu-vsync"]
#: Longest wait for a page, in milliseconds: pyvis as it comes settles its physics before it draws.
LONGEST = 120_000
SETTLE = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0))))"
CLICK = """async ([x, y]) => {
  const canvas = document.elementFromPoint(x, y), start = performance.now();
  const options = {bubbles: true, cancelable: true, clientX: x, clientY: y, pointerId: 1, pointerType: 'mouse', isPrimary: true};
  const send = (kind, name, buttons) => canvas.dispatchEvent(new kind(name, {...options, button: 0, buttons}));
  send(PointerEvent, 'pointerdown', 1); send(MouseEvent, 'mousedown', 1);
  send(PointerEvent, 'pointerup', 0); send(MouseEvent, 'mouseup', 0); send(MouseEvent, 'click', 0);
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  return performance.now() - start;
}"""
OURS = """() => { const box = document.getElementById('graph').getBoundingClientRect();
  return kg.drawn.scene().nodes.map((node) => kg.drawn.screen(node)).map(([x, y]) => [x + box.left, y + box.top]); }"""
THEIRS = """() => { const box = document.querySelector('#mynetwork canvas').getBoundingClientRect();
  return nodes.getIds().map((id) => {
    const at = network.canvasToDOM(network.getPosition(id)); return [at.x + box.left, at.y + box.top]; }); }"""


def cpu(browser: Any) -> float:
    """CPU seconds of the browser's processes (Chrome DevTools: SystemInfo.getProcessInfo)."""
    session = browser.new_browser_cdp_session()
    return float(sum(one["cpuTime"] for one in session.send("SystemInfo.getProcessInfo")["processInfo"]))


def sized(nodes: int) -> Gathered:
    """A review whose graph has about that many nodes, with five findings a study."""
    concepts = min(300, max(40, nodes // 5))
    return review(nodes - concepts - concepts // 3 - 15, determinants=concepts, each=5)


def ours(gathered: Gathered, folder: Path) -> Path:
    """Our page."""
    import kg.views

    kg.views.draw_gathered(gathered, folder, views=("graph",))
    return folder / "graph.html"


def theirs(gathered: Gathered, folder: Path, fixed: bool) -> Path:
    """pyvis's page of the same network, with everything inside it."""
    made = to_pyvis(network(gathered))
    made.cdn_resources = "in_line"
    made.height, made.width = "800px", "100%"
    if not fixed:
        for node in made.nodes:
            for name in ("x", "y", "physics"):
                node.pop(name, None)
        made.toggle_physics(True)
    path = folder / f"pyvis-{fixed}.html"
    path.write_text(made.generate_html(), encoding="utf-8")
    return path


def blank(browser: Any, folder: Path) -> float:
    """CPU seconds to open an empty page from disk: what every page costs before it is one."""
    path = folder / "empty.html"
    path.write_text("<!doctype html><title>empty</title><p>empty", encoding="utf-8")
    spent = []
    for _ in range(3):
        context = browser.new_context(viewport={"width": 1400, "height": 1000}, offline=True)
        page, before = context.new_page(), cpu(browser)
        page.goto(f"file://{path}", wait_until="load")
        page.evaluate(SETTLE)
        spent.append(cpu(browser) - before)
        context.close()
    return median(spent)


def measured(browser: Any, path: Path, points: str, whole: bool = False, clicks: int = 9) -> tuple[float, float]:
    """CPU seconds until the first stable paint, and median milliseconds of a click; not a number when not within two minutes."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, offline=True)
    page = context.new_page()
    page.set_default_timeout(LONGEST)
    before = cpu(browser)
    try:
        page.goto(f"file://{path}", wait_until="load", timeout=LONGEST)
        page.wait_for_function("typeof network !== 'undefined' || (window.kg && kg.drawn)")
        if whole:
            page.select_option("[name=columns]", "whole")
        page.evaluate(SETTLE)
        spent = cpu(browser) - before
        times = []
        for at in range(clicks):
            spots = [spot for spot in page.evaluate(points) if 20 < spot[0] < 950 and 250 < spot[1] < 950]
            if spots:
                times.append(page.evaluate(CLICK, spots[at * len(spots) // clicks]))
        return spent, median(times) if times else float("nan")
    except TooLate as late:
        print(f"        {path.name}: {str(late).splitlines()[0]}")
        return float("nan"), float("nan")
    finally:
        context.close()


def graphs(browser: Any, sizes: tuple[int, ...]) -> None:
    """The table of graphs."""
    print(f"{'nodes':>7} {'page':<24}{'CPU to stable paint':>20}{'median click':>14}")
    for size in sizes:
        gathered = sized(size)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            mine = ours(gathered, folder)
            rows = [("ours", mine, OURS)]
            if size <= 5000:
                rows += [
                    ("pyvis, fixed positions", theirs(gathered, folder, True), THEIRS),
                    ("pyvis, as it comes", theirs(gathered, folder, False), THEIRS),
                ]
            empty = blank(browser, folder)
            found = {words: measured(browser, path, points) for words, path, points in rows}
            if 400 < size <= 5000:
                found["ours, every point"] = measured(browser, mine, OURS, whole=True)
            for words, (spent, click) in found.items():
                print(f"{size:>7,} {words:<24}{spent:>18.2f} s{click:>11.0f} ms")
            if size <= 5000:
                paint = (found["ours"][0] - empty) / (found["pyvis, fixed positions"][0] - empty)
                faster = {words: found[words][1] / found["ours"][1] for words in ("pyvis, as it comes", "pyvis, fixed positions")}
                print(
                    f"{'':>7} an empty page takes {empty:.2f} s; beyond, paint is {paint:.2f} of pyvis with fixed positions (bound 0.50);"
                )
                print(f"{'':>7} click {faster['pyvis, as it comes']:.1f} times quicker than pyvis as it comes (bound 5; nan: it did not")
                print(
                    f"{'':>7} answer within {LONGEST / 1000:.0f} s), {faster['pyvis, fixed positions']:.1f} than with fixed positions",
                    flush=True,
                )


def pages(browser: Any, studies: int) -> None:
    """CPU of opening overview and recurrence, and of building the site."""
    import kg.views

    gathered = review(studies, determinants=100)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = time.process_time()
        kg.views.draw_gathered(gathered, folder)
        built = time.process_time() - start
        files = [path for path in folder.rglob("*") if path.is_file()]
        before = {path: path.stat().st_mtime_ns for path in files}
        kg.views.draw_gathered(gathered, folder)
        same = before == {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
        largest = max(path.stat().st_size for path in files) / 1e6
        print(f"{studies:,} studies: {len(files):,} files in {built:.1f} s CPU, largest {largest:.2f} MB (bound 2), rebuild alike: {same}")
        print(f"  an empty page: {blank(browser, folder):.2f} s CPU")
        for view in ("index", "recurrence", "matrix", "graph"):
            context = browser.new_context(viewport={"width": 1400, "height": 1000}, offline=True)
            page = context.new_page()
            before_cpu = cpu(browser)
            page.goto(f"file://{folder / view}.html", wait_until="load")
            page.evaluate(SETTLE)
            ready = cpu(browser) - before_cpu
            click = ""
            if view in ("recurrence", "matrix"):
                before_cpu = cpu(browser)
                page.locator("a.open, #map td a").first.click()
                page.wait_for_selector("#panel[open] blockquote")
                click = f", a click answered in {cpu(browser) - before_cpu:.2f} s CPU"
            print(f"  {view}: ready in {ready:.2f} s CPU{click}")
            context.close()


def main() -> None:
    """Run all of it, or a quick look with --small."""
    small = "--small" in sys.argv
    with sync_playwright() as run:
        browser = run.chromium.launch(executable_path="/usr/bin/chromium", args=[*ARGUMENTS, *UNPACED])
        graphs(browser, (200,) if small else (200, 1000, 20_000, 5000))
        browser.close()
        browser = run.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        for studies in (100,) if small else (500, 10_000):
            pages(browser, studies)
        browser.close()


if __name__ == "__main__":
    main()
