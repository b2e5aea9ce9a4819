"""The five seed files, read as they are."""

from itertools import pairwise
from pathlib import Path

import pytest

from harvest.format import read
from harvest.record import Record, Span


@pytest.fixture(scope="module")
def seeds(shared: Path) -> dict[str, Record]:
    found = {}
    for path in sorted((shared / "seeds").glob("*.txt")):
        reading = read(path.read_bytes(), path.name)
        assert len(reading.records) == 1
        assert not reading.refusals
        found[path.name[:3]] = reading.records[0]
    return found


def words(record: Record, role: str) -> list[str]:
    return [record.text[span.start : span.end] for span in record.spans if span.role == role]


def test_catalogue_record_with_spanish_frame(seeds: dict[str, Record]) -> None:
    record = seeds["000"]
    assert {str(one) for one in record.identifiers} == {"doi:10.1186/s12954-022-00629-1", "pmid:35590421", "pmcid:PMC9117855"}
    assert [str(author) for author in record.authors] == ["Butler, Amanda", "Zakimi, Naomi", "Greer, Alissa"]
    assert (record.publisher, record.container, str(record.issued)) == ("BioMed Central", "Harm Reduct J", "2022-05-19")
    assert (record.licence, record.language, record.source) == ("CC BY 4.0", "en", "vufind")
    assert record.title.startswith("Total systems failure: police officers’ perspectives")
    assert len(words(record, "abstract")) == 1
    assert words(record, "abstract")[0].startswith("BACKGROUND: Police in Canada")
    assert len(words(record, "title")) == 1


def test_bare_abstract_page_states_no_people_and_no_year(seeds: dict[str, Record]) -> None:
    record = seeds["001"]
    assert record.title.startswith("Total Systems Failure: Police Officers' Perspectives")
    assert (record.authors, record.issued, record.identifiers, record.container, record.language) == ((), None, (), "", "")
    assert [span.role for span in record.spans] == ["title", "abstract"]


def test_blog_post_without_its_furniture(seeds: dict[str, Record]) -> None:
    record = seeds["002"]
    assert record.title == "Five factors that help improve relationships between supervised injection services and local police"
    assert [author.family for author in record.authors] == ["Watson", "Strike"]
    assert (record.issued, record.identifiers, record.container) == (None, (), "")
    assert len(words(record, "biography")) == 2
    article = " ".join(words(record, "body") + words(record, "heading"))
    for furniture in ("•", "Share", "Leave a Reply", "Post comment", "Required fields", "has a PhD"):
        assert furniture not in article
    assert [heading[:2] for heading in words(record, "heading")] == ["1.", "2.", "3.", "4.", "5."]


def test_citation_at_the_end(seeds: dict[str, Record]) -> None:
    record = seeds["003"]
    families = ["Strike", "Watson", "Altenberg", "Barnaby", "Bayoumi", "Challacombe", "Demel", "Hopkins", "Wright"]
    assert [author.family for author in record.authors] == families
    assert (record.container, str(record.issued)) == ("Substance Use & Misuse", "2020-07-13")
    assert record.title.endswith("Supervised Consumption Services")
    assert len(words(record, "abstract")) == 1


def test_doubled_author_list_is_nine_people(seeds: dict[str, Record]) -> None:
    record = seeds["004"]
    families = ["Carroll", "Cummins", "Formica", "Green", "Bagley", "Beletsky", "Rosenbloom", "Xuan", "Walley"]
    assert [author.family for author in record.authors] == families
    assert record.authors[0].given == "Jennifer J."
    assert [str(one) for one in record.identifiers] == ["doi:10.1016/j.drugpo.2023.104160"]
    assert (record.container, str(record.issued)) == ("International Journal of Drug Policy", "2023-10-01")
    facts = record.to_json()
    facts.pop("text")
    assert "5.931" not in str(facts)


def test_spans_are_in_order_and_do_not_overlap(seeds: dict[str, Record]) -> None:
    for record in seeds.values():
        spans: tuple[Span, ...] = record.spans
        assert all(0 <= span.start < span.end <= len(record.text) for span in spans)
        assert all(a.end <= b.start for a, b in pairwise(spans))


def test_text_is_the_whole_file_so_that_offsets_hold(shared: Path) -> None:
    import json

    for path in sorted((shared / "gold" / "reports").glob("seed-*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        record = read(gold["text"].encode(), "seed.txt").records[0]
        assert record.text == gold["text"]
