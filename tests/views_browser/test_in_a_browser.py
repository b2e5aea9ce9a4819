"""The pages in a real browser: nothing asked for, nothing in the console, quotes on a click, no barrier to anyone."""

from pathlib import Path
from typing import Any

import pytest

import kg.views
from bench.hostile import STRINGS
from bench.invent import review

pytestmark = pytest.mark.browser

MAIN = ("index", "recurrence", "matrix", "graph", "recommendations", "places", "timeline", "studies", "glossary", "questions")


@pytest.fixture(scope="module", params=[4, 500], ids=["small", "500 studies"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp(f"site-{request.param}")
    kg.views.draw_gathered(review(request.param), to)
    return to


def _pages(folder: Path) -> list[Path]:
    return [folder / f"{name}.html" for name in MAIN] + [
        folder / "study/study-3.html",
        folder / "determinant/factor-1.html",
        folder / "strategy/do-1.html",
    ]


def test_pages_ask_for_nothing_and_say_nothing(folder: Path, visit: Any) -> None:
    seen = visit()
    for path in _pages(folder):
        seen.open(path)
    assert seen.strays(folder) == []
    assert [url for url in seen.asked if not url.endswith(".html") and not url.startswith("data:")] == []
    assert seen.said == []


@pytest.mark.parametrize(("wide", "dark"), [(True, False), (True, True), (False, False)], ids=["light", "dark", "narrow"])
def test_axe_finds_nothing(folder: Path, visit: Any, axe: str, wide: bool, dark: bool) -> None:
    if "500" in str(folder) and (dark or not wide):
        return  # the same elements as in the small site, a hundred times: minutes that find nothing more
    seen = visit(wide, dark)
    found = []
    for path in _pages(folder):
        page = seen.open(path)
        page.evaluate(axe)  # the debugger's door: it passes the page's policy, which no script in a page does
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        result = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
        found += [(path.name, one["id"], one["nodes"][0]["html"][:160], len(one["nodes"])) for one in result["violations"]]
    assert found == []


def test_narrow_pages_do_not_scroll_sideways(folder: Path, visit: Any) -> None:
    seen = visit(False)
    wide = [path.name for path in _pages(folder) if seen.open(path).evaluate("document.documentElement.scrollWidth > innerWidth + 1")]
    assert wide == []


def test_a_matrix_cell_shows_its_quotes(folder: Path, visit: Any) -> None:
    page = visit().open(folder / "matrix.html")
    cell = page.locator("#map td a").first
    number = int(cell.inner_text().split()[0])
    cell.click()
    page.wait_for_selector("#panel[open] blockquote")
    assert f"from {number} stud" in page.inner_text("#panel .amount")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.getElementById('panel').open")
    page.select_option("[name=columns]", "country")
    page.locator("#map td a").first.press("Enter")
    page.wait_for_selector("#panel[open] blockquote")


def test_a_recurrence_line_shows_its_quotes_and_filters_count_anew(folder: Path, visit: Any) -> None:
    page = visit().open(folder / "recurrence.html")
    row = page.locator("#recurrence tbody tr").first
    studies = int(row.locator(".count").inner_text())
    row.locator("a.open").click()
    page.wait_for_selector("#panel[open] blockquote")
    assert f"from {studies} stud" in page.inner_text("#panel .amount")
    page.keyboard.press("Escape")
    before = page.locator("#recurrence tbody tr").all_inner_texts()
    page.locator("#filters").dispatch_event("change")
    assert sorted(page.locator("#recurrence tbody tr").all_inner_texts()) == sorted(before), "script and page count alike"
    if page.locator("#rest button").count():
        page.click("#rest button")
        assert page.locator("#recurrence tbody tr").count() > len(before)
        before = page.locator("#recurrence tbody tr").all_inner_texts()
    page.locator("summary", has_text="More filters").click()
    page.check("[name=candidates]")
    if page.locator("#rest button").count():
        page.click("#rest button")
    assert sum(map(int, page.locator("#recurrence tbody td:nth-child(5)").all_inner_texts())) > sum(
        int(text.split("\t")[-4]) for text in before
    )


def test_a_graph_node_and_a_line_show_their_quotes(folder: Path, visit: Any) -> None:
    page = visit().open(folder / "graph.html")
    spot = page.evaluate(
        "() => { const box = document.getElementById('graph').getBoundingClientRect(), scene = kg.drawn.scene(),"
        " node = scene.nodes.find((one) => one.type === 'determinant'), [x, y] = kg.drawn.screen(node);"
        " return {x: x + box.left, y: y + box.top, label: node.label, findings: node.found.length}; }"
    )
    page.mouse.click(spot["x"], spot["y"])
    page.wait_for_selector("#side blockquote")
    assert page.inner_text("#side h2") == spot["label"]
    assert f"{spot['findings']:,} finding".replace(",", "\u202f") in page.inner_text("#side .amount")
    page.keyboard.press("Escape")
    assert page.locator("#side blockquote").count() == 0
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector("#side blockquote")


def test_themes_open_and_close_on_demand(tmp_path: Path, visit: Any) -> None:
    kg.views.draw_gathered(review(450), tmp_path, views=("graph",))
    page = visit().open(tmp_path / "graph.html")
    closed = page.evaluate("kg.drawn.scene().nodes.length")
    assert closed <= 40
    page.click("#side .start li:nth-child(2) button")
    page.click("text=Open this group")
    opened = page.evaluate("kg.drawn.scene().nodes.length")
    assert opened > closed
    page.wait_for_selector("#side blockquote")
    page.click("text=Close this group")
    assert page.evaluate("kg.drawn.scene().nodes.length") == closed
    page.select_option("[name=columns]", "whole")
    assert page.evaluate("kg.drawn.scene().nodes.length") > 450


def test_the_graph_is_searched_from_the_keyboard(folder: Path, visit: Any) -> None:
    page = visit().open(folder / "graph.html")
    page.focus("#find")
    page.keyboard.type("factor 1")
    page.wait_for_selector("#found li")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#side blockquote")
    assert "factor 1" in page.inner_text("#side h2").lower()


def test_pictures_of_the_graph_can_be_taken_away(folder: Path, visit: Any, tmp_path: Path) -> None:
    page = visit().open(folder / "graph.html")
    for name in ("png", "svg"):
        with page.expect_download() as waiting:
            page.click(f"[data-do={name}]")
        waiting.value.save_as(tmp_path / f"graph.{name}")
    assert (tmp_path / "graph.png").read_bytes().startswith(b"\x89PNG")
    assert "<text" in (tmp_path / "graph.svg").read_text(encoding="utf-8")


def test_no_hostile_string_runs_anywhere(tmp_path: Path, visit: Any) -> None:
    for at in range(2):
        gathered = review(6, determinants=8, words=lambda number, _, at=at: STRINGS[(number * 7 + at) % len(STRINGS)])
        kg.views.draw_gathered(gathered, tmp_path / str(at))
        kg.views.draw_gathered(gathered, tmp_path / f"{at}.html", single=True)
        seen = visit()
        for path in [*sorted((tmp_path / str(at)).rglob("*.html")), tmp_path / f"{at}.html"]:
            page = seen.open(path)
            page.mouse.move(400, 500)
            assert page.evaluate("window.hit") is None, path
        for name, cell in (("matrix", "#map td a"), ("recurrence", "a.open")):
            page = seen.open(tmp_path / str(at) / f"{name}.html")
            page.locator(cell).first.click()
            page.wait_for_selector("#panel[open] blockquote")
            page.keyboard.press("Escape")
            page.select_option("[name=voice]", index=1)
        page = seen.open(tmp_path / str(at) / "graph.html")
        page.focus("#graph")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        page.wait_for_selector("#side blockquote")
        page.focus("#find")
        page.keyboard.type("script")
        assert page.evaluate("window.hit") is None
        assert seen.strays(tmp_path) == []
        assert seen.said == []


def test_one_file_goes_everywhere_by_its_links(tmp_path: Path, visit: Any) -> None:
    one = kg.views.draw_gathered(review(6), tmp_path / "review.html", single=True)
    seen = visit()
    page = seen.open(one)
    page.click("nav >> text=Studies")
    page.locator("main table a").first.click()
    assert "study/" in page.evaluate("decodeURIComponent(location.hash)")
    assert page.locator("main blockquote").count() > 0
    page.click("nav >> text=Gap map")
    page.locator("#map td a").first.click()
    page.wait_for_selector("#panel[open] blockquote")
    page.locator("#panel .source a").first.click()
    assert page.locator("main h1").inner_text()
    page.go_back()
    page.wait_for_selector("#map")
    page.click("nav >> text=Graph")
    page.wait_for_selector("#side .start")
    assert seen.said == []
    assert seen.strays(tmp_path) == []


def test_quotes_beside_the_page_come_when_asked(tmp_path: Path, visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.page import facts

    monkeypatch.setattr(facts, "QUOTES_IN_PAGE", 100)
    monkeypatch.setattr(facts, "CHUNK", 20)
    gathered = review(12)
    kg.views.draw_gathered(gathered, tmp_path)
    seen = visit()
    page = seen.open(tmp_path / "recurrence.html")
    assert not [url for url in seen.asked if "quotes/" in url]
    page.locator("a.open").first.click()
    page.wait_for_selector("#panel[open] blockquote")
    shown = page.locator("#panel blockquote").all_inner_texts()
    assert set(shown) <= {one.quote for one in gathered.findings}
    assert [url for url in seen.asked if "quotes/" in url]
    assert seen.said == []
