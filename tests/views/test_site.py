"""The site as files: every page well made, closed to the network, linked without a gap, and the same bytes for the same review."""

import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import lxml.html
import pytest

import kg.views
from bench.invent import review
from kg.errors import InputError
from kg.page.gathered import Gathered


@pytest.fixture(scope="module")
def gathered() -> Gathered:
    return review(12, determinants=20)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, gathered: Gathered) -> Path:
    to = tmp_path_factory.mktemp("site")
    assert kg.views.draw_gathered(gathered, to) == to / "index.html"
    return to


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[str, lxml.html.HtmlElement]:
    return {str(path.relative_to(folder)): lxml.html.fromstring(path.read_bytes()) for path in sorted(folder.rglob("*.html"))}


def test_every_study_and_concept_in_use_has_its_page(gathered: Gathered, pages: dict[str, lxml.html.HtmlElement]) -> None:
    assert {"index.html", "recurrence.html", "matrix.html", "graph.html", "studies.html"} <= pages.keys()
    assert {f"study/study-{number}.html" for number in range(1, 13)} <= pages.keys()
    for key in gathered.by_concept:
        assert f"{key.replace('/', '/', 1)}.html" in pages


def test_links_lead_to_pages_and_places_that_exist(pages: dict[str, lxml.html.HtmlElement]) -> None:
    marks = {path: set(page.xpath("//@id")) for path, page in pages.items()}
    missing = []
    for path, page in pages.items():
        for href in page.xpath("//a/@href"):
            if re.match(r"https?:", href):
                continue
            target, _, mark = href.partition("#")
            at = str(Path("/", path).parent.joinpath(target).resolve()).lstrip("/") if target else path
            if at not in pages or (mark and unquote(mark) not in marks[at]):
                missing.append((path, href))
    assert missing == []


def test_the_policy_allows_exactly_the_style_and_script_inside(pages: dict[str, lxml.html.HtmlElement]) -> None:
    for page in pages.values():
        policy = page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
        assert "unsafe" not in policy
        assert policy.startswith("default-src 'none';")
        for text in [*page.xpath("//style/text()"), *page.xpath("//script[not(@type)]/text()")]:
            assert f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in policy


def test_nothing_is_loaded_and_nothing_runs_from_attributes(pages: dict[str, lxml.html.HtmlElement]) -> None:
    for page in pages.values():
        assert page.xpath("//@src | //link/@href[not(starts-with(., 'data:'))] | //@srcset | //iframe | //object | //embed | //base") == []
        assert [name for one in page.iter() for name in one.attrib if name.startswith("on") or name == "style"] == []


def test_pages_have_one_heading_a_language_and_no_gap_in_heading_levels(pages: dict[str, lxml.html.HtmlElement]) -> None:
    for path, page in pages.items():
        levels = [int(one.tag[1]) for one in page.xpath("//h1 | //h2 | //h3 | //h4")]
        assert (levels.count(1), levels[0]) == (1, 1), path
        assert all(below <= above + 1 for above, below in pairwise(levels)), path
        assert page.get("lang") == "en"
        assert page.xpath("string(//title)").strip()
        identifiers = page.xpath("//@id")
        assert len(identifiers) == len(set(identifiers)), path


def test_recurrence_counts_studies_and_families_not_mentions(gathered: Gathered, pages: dict[str, lxml.html.HtmlElement]) -> None:
    row = pages["recurrence.html"].xpath("//table[@id='recurrence']/tbody/tr")[0]
    key = row.xpath("string(.//a[@class='open']/@data-concept)")
    kind = row.xpath("string(.//a[@class='open']/@data-kind)")
    found = [one for one in gathered.findings if key in one.concepts and one.kind == kind and one.counts and not one.machine]
    studies = {one.study for one in found}
    assert row.xpath("string(td[2]/@data-value)") == str(len(studies))
    assert row.xpath("string(td[3])") == str(len({gathered.study[one].unit for one in studies}))
    assert row.xpath("string(td[4])") == str(len(found))


def test_machine_candidates_are_marked_and_counted_nowhere(gathered: Gathered, pages: dict[str, lxml.html.HtmlElement]) -> None:
    candidate = next(one for one in gathered.findings if one.machine)
    page = pages[f"study/{candidate.study}.html"]
    marked = page.xpath("//li[contains(@class, 'candidate')]")
    assert len(marked) == sum(one.machine for one in gathered.by_study[candidate.study])
    assert all("not counted" in one.text_content() for one in marked)
    assert all(one.getparent().getparent().tag == "details" for one in marked)


def test_a_retraction_travels_to_study_list_concept_and_overview(gathered: Gathered, pages: dict[str, lxml.html.HtmlElement]) -> None:
    study = next(one for one in gathered.studies if one.notices)
    concept = next(one.concepts[0] for one in gathered.by_study[study.key] if one.concepts and not one.machine)
    for path in (f"study/{study.key}.html", "studies.html", "index.html", f"{concept}.html"):
        assert "retracted" in pages[path].text_content(), path


def test_a_rebuild_changes_no_byte_and_touches_no_file(gathered: Gathered, folder: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}
    kg.views.draw_gathered(gathered, folder)
    assert before == {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_pages_of_studies_that_left_are_removed_and_others_files_kept(tmp_path: Path) -> None:
    kg.views.draw_gathered(review(5, determinants=6), tmp_path)
    mine = tmp_path / "study" / "notes.html"
    mine.write_text("mine", encoding="utf-8")
    kg.views.draw_gathered(review(4, determinants=6), tmp_path)
    assert not (tmp_path / "study" / "study-5.html").exists()
    assert (tmp_path / "study" / "study-4.html").exists()
    assert mine.read_text(encoding="utf-8") == "mine"


def test_one_file_holds_every_page_and_every_quote(tmp_path: Path, gathered: Gathered, pages: dict[str, lxml.html.HtmlElement]) -> None:
    one = kg.views.draw_gathered(gathered, tmp_path / "review.html", single=True)
    page = lxml.html.fromstring(one.read_bytes())
    assert set(page.xpath("//template/@data-path")) == set(pages)
    text = page.text_content()
    assert all(found.quote in text for found in gathered.findings)


def test_a_review_too_large_for_one_file_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gathered: Gathered
) -> None:
    monkeypatch.setattr(kg.views, "MOST_IN_ONE_FILE", 10)
    with pytest.raises(InputError, match="leave --single out"):
        kg.views.draw_gathered(gathered, tmp_path / "review.html", single=True)
    assert not (tmp_path / "review.html").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, gathered: Gathered) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="file"):
        kg.views.draw_gathered(gathered, tmp_path / "file")


def test_an_unknown_view_answers_with_the_known_ones(tmp_path: Path, gathered: Gathered) -> None:
    with pytest.raises(InputError, match="recurrence"):
        kg.views.draw_gathered(gathered, tmp_path, views=("recurence",))


def test_a_large_review_keeps_its_quotes_beside_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gathered: Gathered) -> None:
    from kg.page import facts

    monkeypatch.setattr(facts, "QUOTES_IN_PAGE", 100)
    monkeypatch.setattr(facts, "CHUNK", 50)
    kg.views.draw_gathered(gathered, tmp_path)
    beside = sorted((tmp_path / "quotes").glob("*.js"), key=lambda path: int(path.stem))
    assert len(beside) == -(-len(gathered.findings) // 50)
    page = unescape((tmp_path / "recurrence.html").read_text(encoding="utf-8"))
    assert gathered.findings[0].quote not in page
    assert "script-src 'sha256-" in page
    assert "'self'" in page
    assert gathered.findings[0].quote in beside[0].read_text(encoding="utf-8")
