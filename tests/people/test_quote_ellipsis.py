"""A person's quote: white space may be folded, an ellipsis must keep order and section, nothing else is let through."""

import pytest

from kg.errors import UnmatchedQuote
from kg.findings.quote import Place, locate

TEXT = "Fear of police\n kept people away. Later, fear of police and of arrest was named... again.\n\nStaff spoke of trust."
END = TEXT.index("\n\n")
SECTIONS = ((0, END), (END + 2, len(TEXT)))


@pytest.mark.parametrize("quote", ["Fear of police kept people", " Fear  of\tpolice\nkept people "])
def test_white_space_is_folded(quote: str) -> None:
    place = locate(TEXT, quote)
    assert TEXT[place.start : place.end] == "Fear of police\n kept people"


@pytest.mark.parametrize("mark", ["…", " … ", "...", " [...] ", "[…]"])
def test_an_ellipsis_stands_for_the_words_between(mark: str) -> None:
    place = locate(TEXT, f"fear of police{mark}was named", sections=SECTIONS)
    assert TEXT[place.start : place.end] == "fear of police and of arrest was named"


def test_three_full_stops_of_the_text_are_no_ellipsis() -> None:
    place = locate(TEXT, "named... again")
    assert TEXT[place.start : place.end] == "named... again"


def test_parts_out_of_order_are_refused() -> None:
    with pytest.raises(UnmatchedQuote, match="do not stand in this order in one section"):
        locate(TEXT, "was named … fear of police and", sections=SECTIONS)


def test_parts_of_two_sections_are_refused() -> None:
    with pytest.raises(UnmatchedQuote, match="one section"):
        locate(TEXT, "of arrest … trust", sections=SECTIONS)
    assert locate(TEXT, "of arrest … trust") == Place(TEXT.index("of arrest"), len(TEXT) - 1)


@pytest.mark.parametrize("quote", ["Fear of the police", "fear of police … nowhere", "Fear of polise", "fear of police’"])
def test_other_words_are_refused_with_the_nearest_passage(quote: str) -> None:
    with pytest.raises(UnmatchedQuote, match=r"nearest passage is '.*[Ff]ear of police"):
        locate(TEXT, quote)


def test_the_nearest_of_several_places_is_taken() -> None:
    assert locate("abc abc abc", "abc", near=5).start == 4


def test_a_quote_longer_than_the_text_shows_the_text() -> None:
    with pytest.raises(UnmatchedQuote, match="nearest passage is 'short'"):
        locate("short", "a quote that is longer")
