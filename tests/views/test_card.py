"""A finding as a card: what is known of it is said, and nothing else."""

from dataclasses import replace

import lxml.html
import pytest

from bench.invent import review
from kg.page.card import Cards
from kg.page.gathered import Finding, Gathered


def _with_language(tag: str) -> tuple[Gathered, Finding]:
    made = review(2, determinants=4)
    study = made.studies[0]
    report = replace(study.reports[0], language=tag)
    changed = Gathered(made.title, (replace(study, reports=(report,)), *made.studies[1:]), made.findings, made.concepts)
    return changed, changed.findings[0]


@pytest.mark.parametrize(
    ("tag", "said"), [("es", "es"), ("pt-BR", "pt-br"), ("en", None), ("", None), ('es" onclick="x', None), ("Spanish!", None)]
)
def test_a_quote_carries_the_language_its_report_states(tag: str, said: str | None) -> None:
    gathered, one = _with_language(tag)
    card = lxml.html.fromstring(str(Cards(gathered).card(one, "../")))
    assert card.find(".//blockquote").get("lang") == said
    assert card.find(".//blockquote").get("onclick") is None


def test_a_card_says_who_says_it_about_whom_and_how_it_was_checked() -> None:
    gathered = review(2, determinants=4)
    one = replace(gathered.findings[0], checked="abstract", coders=("Ann", "Ben"), level="level/macro", level_stated=True, disputed=True)
    text = lxml.html.fromstring(str(Cards(gathered).card(one, "../"))).text_content()
    for words in (
        "Said by",
        "About",
        "macro level (stated by the study)",
        "Ann, Ben",
        "quote checked against the abstract",
        "coders disagree",
    ):
        assert words in text
    unchecked = str(Cards(gathered).card(replace(one, checked="unchecked"), "../"))
    assert "quote not checked" in unchecked


def test_links_open_at_the_words_of_the_quote() -> None:
    gathered = review(2, determinants=4)
    one = replace(gathered.findings[0], quote="a well-known lack of time, money & staff in every one of the clinics we visited")
    card = lxml.html.fromstring(str(Cards(gathered).card(one, "../")))
    links = [href for href in card.xpath("//a/@href") if href.startswith("https://pubmed")]
    assert links == ["https://pubmed.ncbi.nlm.nih.gov/1/#:~:text=a%20well%2Dknown%20lack%20of,the%20clinics%20we%20visited"]
