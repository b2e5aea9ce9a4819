"""What every format promises, held for all of them: bad input gives a sentence or a refusal, never anything else, and nothing vanishes."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from harvest import plug
from harvest.errors import UnreadableFile
from harvest.format import GROUP, HEAD, read
from harvest.record import Reading

#: A small piece of each kind of file, written by us; what a format reads of them does not matter here, only how it fails.
SEEDS = (
    b"TY  - JOUR\nTI  - A title\nAU  - Lind, Mara\nPY  - 2019/05/03/\nER  - \n",
    b"PMID- 12345678\nTI  - A title\nFAU - Lind, Mara\nJT  - Hive science\nDP  - 2019 May 3\n",
    b'@article{a, title = {A {\\"u}title}, author = {Lind, Mara and Dam, Jo}, year = 2019, journal = "x" # y}\n',
    b"%0 Journal Article\n%A Lind, Mara\n%T A title\n%D 2019\n",
    b"FN ISI Export Format\nVR 1.0\nPT J\nAU Lind, M\nTI A title\nER\nEF\n",
    b"<1>\nAuthor\n  Lind, Mara\nTitle\n  A title\nSource\n  Hive Science. 12(3):45-51, May 2019.\n",
    b'<?xml version="1.0"?><xml><records><record><ref-type name="Book">6</ref-type>'
    b"<titles><title>A title</title></titles></record></records></xml>",
    b'[{"type":"article-journal","title":"A title","issued":{"date-parts":[[2019,5]]},"author":[{"family":"Lind"}],"container-title":"x"}]',
    b'{"@context":"https://schema.org","@type":"ScholarlyArticle","name":"A title","author":{"name":"Mara Lind"}}',
    b'{"resultCount":1,"records":[{"id":"1","title":"A title","authors":{"primary":[]},"formats":["Book"]}],"status":"OK"}',
    b"author Lind, Mara\nauthor_facet Lind, Mara\ndescription Words\nid 7\ntitle A title\ntitle_full A title\n",
    b"<html><head><meta name='citation_title' content='A title'></head><body><p>Words of the page.</p></body></html>",
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    b'xmlns:bib="http://purl.org/net/biblio#">'
    b"<bib:Article><dc:title>A title</dc:title></bib:Article></rdf:RDF>",
    b"A title of a page\n\nWe asked forty beekeepers why they give up. They told us. It was the sugar, and it was the knees.\n\n"
    b"Hive Science, 3 May 2019",
    b'title,doi,year\n"A title",10.5555/x,2019\n',
    b'<collection><record><leader>00000nam a2200000 c 4500</leader><datafield tag="245">'
    b'<subfield code="a">A title</subfield></datafield></record></collection>',
)
FORMATS = [part.name for part in plug.parts(GROUP)]


def mutants(number: int) -> Iterator[bytes]:
    """Seeds cut, spliced, stretched and bitten, the same on every run."""
    chance = random.Random(20201)
    for _ in range(number):
        data = bytearray(chance.choice(SEEDS))
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data) + 1)
            act = chance.randrange(6)
            if act == 0:
                del data[at:]
            elif act == 1:
                data[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 5)))
            elif act == 2:
                data[at : at + chance.randint(1, 20)] = b""
            elif act == 3:
                data[at:at] = chance.choice(SEEDS)[: chance.randint(1, 80)]
            elif act == 4:
                data[at:at] = chance.choice(
                    (b"\n\n", b"{", b"}", b"<", b"&", b'"', b"\x00", "ü".encode("latin-1"), b"]]>", b"\\", b"- ", b"%")
                )
            elif data:
                data[at:at] = data[max(0, at - 30) : at] * chance.randint(1, 30)
        yield bytes(data)


def is_sentence(wrong: UnreadableFile) -> None:
    """What a user reads."""
    assert str(wrong)[0].isprintable()
    assert str(wrong).endswith((".", "…"))


def sound(reading: Reading) -> None:
    """Facts that hold for every reading."""
    assert all(record.source for record in reading.records)
    assert all(refusal.reason and len(refusal.raw) <= 2000 for refusal in reading.refusals)
    for record in reading.records:
        assert all(0 <= span.start <= span.end <= len(record.text) for span in record.spans)
        assert type(record).from_json(record.to_json()) == record


@pytest.mark.parametrize("format", FORMATS)
class TestEveryFormat:
    def test_has_what_a_format_needs(self, format: str) -> None:
        module = plug.part(GROUP, format)
        assert isinstance(module.SUFFIXES, tuple)
        assert module.__doc__
        assert all(0 <= module.recognises(seed[:HEAD], "x") <= 100 for seed in SEEDS)

    @pytest.mark.parametrize(
        "data",
        [b"", b" \n\n", b"\x00" * 64, b"%PDF-1.7\n\x00\xff", bytes(range(256)) * 8, b"\xff\xfe", b"\x1f\x8b\x08cut", b"PK\x03\x04cut"],
    )
    def test_empty_and_binary_input_is_a_sentence(self, format: str, data: bytes) -> None:
        try:
            reading = plug.part(GROUP, format).read(data, "thing")
        except UnreadableFile as wrong:
            is_sentence(wrong)
        else:
            sound(reading)
            assert not reading.records

    def test_damaged_input_raises_nothing_else(self, format: str) -> None:
        module = plug.part(GROUP, format)
        for data in mutants(120):
            assert 0 <= module.recognises(data[:HEAD], "thing") <= 100
            try:
                reading = module.read(data, "thing")
            except UnreadableFile as wrong:
                is_sentence(wrong)
            else:
                sound(reading)


def test_damaged_input_through_the_door() -> None:
    for data in mutants(400):
        try:
            sound(read(data, "thing.txt"))
        except UnreadableFile as wrong:
            is_sentence(wrong)


def test_every_real_local_file_is_read_or_refused_in_a_sentence(shared: Path) -> None:
    seen = got = 0
    for path in sorted((shared / "wire").glob("local_*/*")):
        if path.name.endswith("_302.html"):
            continue
        seen += 1
        try:
            reading = read(path.read_bytes(), path.name)
        except UnreadableFile as wrong:
            is_sentence(wrong)
        else:
            sound(reading)
            got += bool(reading.records)
    assert got >= seen * 0.96


def test_one_export_in_four_formats_says_the_same(shared: Path) -> None:
    """The same references exported as MEDLINE, RIS, EndNote XML and JSON: equal abstracts, years and DOIs, and one report each."""
    from harvest import fold
    from harvest.merge import merge

    names = ("local_medline/rl_blue-light_first40.nbib", "local_ris/rl_blue-light_first40.ris", "local_endnote/rl_blue-light_first40.xml")
    exports = [
        {fold.title(record.title): record for record in read((shared / "wire" / name).read_bytes(), name).records}
        for name in (*names, "local_zotero/rl_blue-light_first40.json")
    ]
    compared = 0
    for export in exports[1:]:
        for title in exports[0].keys() & export.keys():
            one, other = exports[0][title], export[title]
            assert fold.flat(fold.abstract(one)) == fold.flat(fold.abstract(other))
            assert one.identifier("doi") == other.identifier("doi")
            assert one.issued
            assert other.issued
            assert one.issued.year == other.issued.year
            compared += 1
    assert compared >= 60
    reports = merge([record for export in exports for record in export.values()])
    assert len(reports) == len({title for export in exports for title in export})
