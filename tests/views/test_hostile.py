"""Two hundred hostile strings in every field: each is shown as text, none becomes markup, a link, a script or a formula."""

import io
import re
import zipfile
from pathlib import Path

import lxml.html
import pytest

import kg.views
from bench.hostile import STRINGS
from bench.invent import review
from kg.page import safe
from kg.page.gathered import Gathered
from kg.page.report import chosen, markdown, word, workbook

ALLOWED = re.compile(r"(https?://(doi\.org|pubmed\.ncbi\.nlm\.nih\.gov)/|data:,$|#|[\w./#%:=,-]+$)")


def hostile(at: int) -> Gathered:
    """A review whose every text is a hostile string, starting with the `at`th."""
    return review(6, determinants=8, words=lambda number, _: STRINGS[(number * 7 + at) % len(STRINGS)])


def test_there_are_two_hundred_of_them() -> None:
    assert len(STRINGS) == len(set(STRINGS)) >= 200


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("hostile")
    for at in range(3):
        kg.views.draw_gathered(hostile(at), to / str(at))
        kg.views.draw_gathered(hostile(at), to / f"{at}.html", single=True)
    return to


def test_no_text_becomes_markup_or_a_strange_link(folder: Path) -> None:
    for path in folder.rglob("*.html"):
        page = lxml.html.fromstring(path.read_bytes())
        handlers = [
            name for one in page.iter() if isinstance(one.tag, str) for name in one.attrib if name.startswith("on") or name == "style"
        ]
        assert handlers == [], path
        assert page.xpath("//img | //iframe | //object | //embed | //form[not(@id='filters')] | //base | //video | //math") == [], path
        scripts = [one.get("type") or "own" for one in page.xpath("//script")]
        assert scripts.count("own") == 1, path
        assert set(scripts) <= {"own", "application/json"}
        strange = [href for href in page.xpath("//@href | //@src") if not ALLOWED.match(href)]
        assert strange == [], path


def test_every_string_is_shown_as_the_text_it_is(folder: Path) -> None:
    shown = "".join(lxml.html.fromstring(path.read_bytes()).text_content() for path in folder.rglob("study-*.html"))
    shown += "".join(lxml.html.fromstring(path.read_bytes()).text_content() for path in folder.rglob("*.html"))
    folded = " ".join(shown.split())
    missing = [text for text in STRINGS if " ".join(safe.shown(text).split()) not in folded]
    assert missing == []


def test_the_workbook_holds_no_formula_and_opens(folder: Path) -> None:
    from openpyxl import load_workbook

    for at in range(3):
        body = workbook(chosen(hostile(at)))
        assert body == workbook(chosen(hostile(at))), "the same tables, the same bytes"
        book = load_workbook(io.BytesIO(body))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert cells
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert zipfile.ZipFile(io.BytesIO(body)).testzip() is None


def test_reports_carry_the_strings_as_text() -> None:
    for at in range(3):
        gathered = hostile(at)
        page = lxml.html.fromstring(word(gathered, chosen(gathered), ()).encode())
        assert page.xpath("//script | //img | //a | //iframe | //@onerror | //@onload") == []
        text = markdown(gathered, chosen(gathered), ())
        assert re.search(r"(?<!\\)<[a-z/!]", text) is None
        assert re.search(r"(?<!\\)\]\(\s*(?!figures/)", text) is None


@pytest.mark.parametrize("address", [text for text in STRINGS if ":" in text])
def test_only_plain_web_addresses_become_links(address: str) -> None:
    made = safe.link(address)
    assert made == "" or re.match(r"https?://[^\s<>\"']+$", made)
    assert not safe.to_words(address, "x") or safe.to_words(address, "x").startswith(("http://", "https://"))


@pytest.mark.parametrize("text", STRINGS)
def test_a_file_name_stays_in_its_folder(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]{1,72}", safe.slug(text))


def test_two_keys_never_share_a_file_name() -> None:
    assert len({safe.slug(text) for text in STRINGS}) == len(STRINGS)


@pytest.mark.parametrize("text", STRINGS)
def test_an_island_cannot_be_left(text: str) -> None:
    import json

    made = safe.island({text: [text]})
    assert not re.search("[<>&\u2028\u2029]", made)
    assert json.loads(made) == {safe.shown(text): [safe.shown(text)]}
    made.encode()
