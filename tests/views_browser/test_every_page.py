"""The sample as `kg demo` writes it, every page: nothing asked for off the page, nothing in the console, nothing for axe to find."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg.cli import kg

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Only what tells: without `resultTypes` axe describes thousands of passed elements a page, which takes most of its time.
RUN = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("demo") / "review"
    result = CliRunner().invoke(kg, ["demo", "--to", str(to)])
    assert result.exit_code == 0, result.output
    return to / "site"


def test_every_page_of_the_sample_is_clean(site: Path, visit: Any, axe: str) -> None:
    """All pages load; axe reads the main views and studies, and of the concepts, built alike, every seventh (for time)."""
    concepts = sorted(site.glob("determinant/*.html")) + sorted(site.glob("strategy/*.html"))
    read = {*site.glob("*.html"), *site.glob("study/*.html"), *concepts[::7]}
    assert len(concepts) > 200
    assert len(read) > 40
    seen, found = visit(), []
    for path in sorted(site.rglob("*.html")):
        page = seen.open(path)
        if path in read:
            page.evaluate(axe)  # the debugger's door: it passes the page's policy, which no script in a page does
            result = page.evaluate(RUN, TAGS)
            found += [(str(path.relative_to(site)), one["id"], one["nodes"][0]["html"][:160]) for one in result["violations"]]
    assert found == []
    assert seen.strays(site) == []
    assert [url for url in seen.asked if not url.endswith(".html")] == []
    assert seen.said == []


def test_pages_of_the_sample_fit_a_phone_and_show_their_tab(site: Path, visit: Any) -> None:
    seen = visit(False, True)
    for path in [*sorted(site.glob("*.html")), *sorted(site.glob("study/*.html"))]:
        page = seen.open(path)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"), path.name
        tab = page.locator("header nav [aria-current]").bounding_box()
        assert tab["x"] >= 0, path.name
        assert tab["x"] + tab["width"] <= 390, path.name
        captions = page.evaluate("[...document.querySelectorAll('caption:not(.vh)')].filter((one) => one.clientWidth > innerWidth).length")
        assert captions == 0, path.name
    assert seen.said == []


def test_a_cell_of_the_map_and_a_point_of_the_graph_show_quotes_of_the_sample(site: Path, visit: Any) -> None:
    page = visit().open(site / "matrix.html")
    page.locator("#map td a").first.click()
    page.wait_for_selector("#panel[open] blockquote")
    assert "from 1 stud" in page.inner_text("#panel .amount")
    page = visit().open(site / "graph.html")
    x, y = page.evaluate(
        "() => { const box = document.getElementById('graph').getBoundingClientRect(),"
        " node = kg.drawn.scene().nodes.find((one) => one.type === 'determinant'), [x, y] = kg.drawn.screen(node);"
        " return [x + box.left, y + box.top]; }"
    )
    page.mouse.click(x, y)
    page.wait_for_selector("#side blockquote")
    assert page.inner_text("#side blockquote").strip()
