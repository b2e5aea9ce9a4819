"""Exports of reference managers, written by us in the manners they are really written in."""

import pytest

from harvest.format import read
from harvest.record import Reading, Record


def one(text: str, name: str, format: str) -> Record:
    reading = every(text, name, format)
    assert (len(reading.records), reading.refusals) == (1, ())
    return reading.records[0]


def every(text: str, name: str, format: str) -> Reading:
    reading = read(text.encode(), name)
    assert reading.format == format
    return reading


def people(record: Record) -> list[str]:
    return [str(author) for author in record.authors]


RIS = """TY  - JOUR
AU  - Lind, Mara
AU  - van Dam, Jo
TI  - Why beekeepers give up: a <i>survey</i>
  of two valleys
JF  - Hive Science
JO  - Hive Sci
VL  - 12(3)
SP  - 45
EP  - 51
PY  - 2019/05/03/
Y1  - 2019
DO  - https://doi.org/10.5555/BEES
C2  - PMC7654321
DB  - PubMed
AN  - 12345678
KW  - bees
knees
LA  - ger
AB  - BACKGROUND: Many give up. RESULTS: Sugar, p < 0.05 & knees.
UR  - https://example.org/bees
ER  -
"""


def test_ris() -> None:
    record = one(RIS, "a.ris", "ris")
    assert record.title == "Why beekeepers give up: a survey of two valleys"
    assert people(record) == ["Lind, Mara", "van Dam, Jo"]
    assert (record.container, record.volume, record.issue, record.pages) == ("Hive Science", "12", "3", "45-51")
    assert (str(record.issued), record.language, record.keywords) == ("2019-05-03", "de", ("bees", "knees"))
    assert [str(name) for name in record.identifiers] == ["doi:10.5555/bees", "pmid:12345678", "pmcid:PMC7654321"]
    assert [(part.label, part.text) for part in record.abstract] == [
        ("BACKGROUND", "Many give up."),
        ("RESULTS", "Sugar, p < 0.05 & knees."),
    ]
    assert (record.place, record.types, record.links) == ("line 1", ("journal-article",), ("https://example.org/bees",))


def test_ris_without_ends_with_junk_and_empty_references() -> None:
    reading = every(
        "Provider: X\n\nTY - BOOK\nTI - First\nTY - JOUR\nT1 - Second\nER -\nTY  - GEN\nER  -\nwhat is this line\n", "a.txt", "ris"
    )
    assert [record.title for record in reading.records] == ["First", "Second"]
    assert [refusal.place for refusal in reading.refusals] == ["line 8", "line 10"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
def test_encodings(codec: str) -> None:
    text = "TY  - JOUR\r\nTI  - Füße der Imker\r\nAU  - Müller, Jörg\r\nER  - \r\n"
    record = read(text.encode(codec), "a.ris").records[0]
    assert (record.title, people(record)) == ("Füße der Imker", ["Müller, Jörg"])


def test_one_line_of_another_charset_does_not_spoil_the_rest() -> None:
    data = "TY  - JOUR\nTI  - Füße\nER  - \n".encode() + "TY  - JOUR\nTI  - Mühe\nER  - \n".encode("latin-1")
    assert [record.title for record in read(data, "a.ris").records] == ["Füße", "Mühe"]


NBIB = """PMID- 12345678
OWN - NLM
DP  - 2019 May 3
TI  - Why beekeepers
      give up.
TT  - Warum Imker aufgeben.
FAU - Lind, Mara
AU  - Lind M
AUID- ORCID: 0000-0001-2345-6789
AD  - Valley University
FAU - van Dam, Jo
AU  - van Dam J
CN  - Hive Group
AB  - OBJECTIVE: To see.
      RESULTS: We saw.
OAB - Zum Sehen.
JT  - Hive science
VI  - 12
IP  - 3
PG  - 45-51
LA  - eng
PT  - Journal Article
MH  - *Bees/physiology
MH  - Humans
GR  - R01 XX000001/XX/NIXX NIH HHS/United States
OT  - knees
AID - 10.5555/bees [doi]
PMC - PMC7654321
PHST- 2019/01/12 00:00 [received]
RIN - Hive Sci. 2020;13:1. PMID: 22222222
CIN - Hive Sci. 2020;13:2. PMID: 33333333

PMID- 12345679
TI  - Another.

OWN - ERIC
TI  - Third.
OID - EJ1
"""


def test_nbib() -> None:
    reading = every(NBIB, "a.nbib", "nbib")
    record = reading.records[0]
    assert [found.title for found in reading.records] == ["Why beekeepers give up.", "Another.", "Third."]
    assert [found.place for found in reading.records] == ["line 1", "line 33", "line 36"]
    assert people(record) == ["Lind, Mara", "van Dam, Jo", "Hive Group"]
    assert (record.authors[0].orcid, record.authors[0].affiliations) == ("0000-0001-2345-6789", ("Valley University",))
    assert [str(name) for name in record.identifiers] == ["doi:10.5555/bees", "pmid:12345678", "pmcid:PMC7654321"]
    assert [part.label for part in record.abstract] == ["OBJECTIVE", "RESULTS"]
    assert (record.other_titles[0].text, record.other_abstracts[0].text) == ("Warum Imker aufgeben.", "Zum Sehen.")
    assert [(head.words, head.qualifiers, head.major) for head in record.headings] == [
        ("Bees", ("physiology",), True),
        ("Humans", (), False),
    ]
    assert (record.grants[0].agency, record.grants[0].number) == ("NIXX NIH HHS", "R01 XX000001")
    assert [(link.kind, str(link.target)) for link in record.relations] == [
        ("retracted-by", "pmid:22222222"),
        ("commented-by", "pmid:33333333"),
    ]
    assert [(what, str(when)) for what, when in record.dates] == [("received", "2019-01-12")]


def test_endnote_refer() -> None:
    text = "%0 Journal Article\n%A Lind, Mara\n%A van Dam, Jo\n%T Why beekeepers give up\n%J Hive Science\n%D 2019\n"
    text += "%V 12\n%N 3\n%P 45-51\n%R 10.5555/bees\n%K bees\nknees\n"
    reading = every(text + "\n%0 Book\n%T Second\n%B Series\n\n%A Nobody\n", "a.enw", "enw")
    record = reading.records[0]
    assert people(record) == ["Lind, Mara", "van Dam, Jo"]
    assert (record.title, record.container, str(record.issued), record.keywords) == (
        "Why beekeepers give up",
        "Hive Science",
        "2019",
        ("bees", "knees"),
    )
    assert [str(name) for name in record.identifiers] == ["doi:10.5555/bees"]
    assert (reading.records[1].title, reading.records[1].container) == ("Second", "")
    assert [refusal.place for refusal in reading.refusals] == ["line 18"]


def test_isi() -> None:
    text = "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Lind, M\n   van Dam, J\nAF Lind, Mara\n   van Dam, Jo\n"
    text += "TI Why beekeepers\n   give up\nSO HIVE SCIENCE\n"
    text += "DE bees; knees\nDI 10.5555/bees\nPM 12345678\nPD MAY 3\nPY 2019\nVL 12\nIS 3\nBP 45\nEP 51\nER\n\nPT J\nTI Second\nER\n\nEF\n"
    reading = every(text, "savedrecs.txt", "isi")
    record = reading.records[0]
    assert (record.title, people(record)) == ("Why beekeepers give up", ["Lind, Mara", "van Dam, Jo"])
    assert (str(record.issued), record.pages, record.keywords) == ("2019-05-03", "45-51", ("bees", "knees"))
    assert [str(name) for name in record.identifiers] == ["doi:10.5555/bees", "pmid:12345678"]
    assert (len(reading.records), reading.refusals) == (2, ())


BIBTEX = r"""% Encoding: UTF-8
@string{hs = "Hive " # "Science"}
@article{lind2019,
  author = {Lind, Mara and Jo van Dam and {The Hive Group} and others},
  title = {{W}hy b{\"e}ekeepers give up: {\it in vivo} CO$_{2}$ \& \textbf{knees} --- a survey},
  journal = hs, year = 2019, month = may, volume = 12, number = {3}, pages = {45--51}, doi = {10.5555/bees},
  abstract = {First line,
     second at 5\,\% and $p<0.05$.}, keywords = {bees, knees}
}
@comment{nothing}
@inproceedings{part, title = {A part}, author = {Poe, Cy}, crossref = {whole}}
@proceedings{whole, title = {The whole}, year = {2018}, publisher = {Press}}
@article{lind2019, title = {Same key, other entry}}
@article{broken, title = {never closed
@article{after, title = {Still read}}
"""


def test_bibtex() -> None:
    reading = every(BIBTEX, "a.bib", "bibtex")
    record = reading.records[0]
    assert record.title == "Why bëekeepers give up: in vivo CO2 & knees — a survey"
    assert (people(record), record.authors_complete) == (["Lind, Mara", "van Dam, Jo", "The Hive Group"], False)
    assert (record.container, str(record.issued), record.pages) == ("Hive Science", "2019-05", "45-51")
    assert record.abstract[0].text == "First line, second at 5 % and p<0.05."
    part = next(found for found in reading.records if found.key == "part")
    assert (part.container, str(part.issued), part.publisher) == ("The whole", "2018", "Press")
    titles = [found.title for found in reading.records]
    assert "Same key, other entry" in titles
    assert "Still read" in titles
    assert [refusal.place for refusal in reading.refusals] == ["line 14"]


ENDNOTE = """<?xml version="1.0" encoding="UTF-8"?><xml><records>
<record><source-app name="EndNote" version="20">EndNote</source-app><rec-number>7</rec-number><ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style face="normal">Lind, Mara</style></author><author>van Dam, Jo</author></authors></contributors>
<titles><title><style face="normal">Why </style><style face="italic">Apis</style><style> keepers give up &amp; go</style></title>
<secondary-title>Hive Science</secondary-title></titles><pages>45-51</pages><volume>12</volume><number>3</number>
<dates><year><style>2019</style></year><pub-dates><date>May 3</date></pub-dates></dates>
<electronic-resource-num><style>https://doi.org/10.5555/bees</style></electronic-resource-num><accession-num>12345678</accession-num>
<remote-database-name>PubMed</remote-database-name><keywords><keyword>bees</keyword><keyword>knees</keyword></keywords></record>
<record><rec-number>8</rec-number><titles></titles></record>{tail}"""


def test_endnote_xml() -> None:
    reading = every(ENDNOTE.format(tail="</records></xml>"), "a.xml", "endnotexml")
    record = reading.records[0]
    assert record.title == "Why Apis keepers give up & go"
    assert people(record) == ["Lind, Mara", "van Dam, Jo"]
    assert (record.container, record.volume, record.issue, record.pages, str(record.issued)) == (
        "Hive Science",
        "12",
        "3",
        "45-51",
        "2019-05-03",
    )
    assert [str(name) for name in record.identifiers] == ["doi:10.5555/bees", "pmid:12345678"]
    assert [refusal.place for refusal in reading.refusals] == ["record 2"]


def test_endnote_xml_broken_in_one_record_keeps_the_others() -> None:
    broken = "<record><titles><title>Broken <style></titles></record>"
    broken += "<record><titles><title>Third &nbsp; R&D \x0b</title></titles></record></records>"
    reading = every(ENDNOTE.format(tail=broken), "a.xml", "endnotexml")
    assert [record.title for record in reading.records] == ["Why Apis keepers give up & go", "Third R&D"]
    assert len(reading.refusals) == 2
    assert "line" in reading.refusals[1].place


def test_csl_json() -> None:
    text = """[{"id":"x","type":"article-journal","title":"Why <i>Apis</i> keepers give up","author":[
    {"family":"Dam","non-dropping-particle":"van",
    "given":"Jo","ORCID":"https://orcid.org/0000-0001-2345-6789"},{"literal":"Hive Group"}],"container-title":"Hive Science",
    "volume":12,"issue":"3","page":"45-51","issued":{"date-parts":[["2019",5,3]]},"DOI":"10.5555/BEES","language":"de-DE"},
    {"type":"book","title":"Second","issued":{"raw":"2018 May"}},
    {"type":"book"}]"""
    reading = every(text, "a.json", "csl")
    record = reading.records[0]
    assert (record.title, people(record)) == ("Why Apis keepers give up", ["van Dam, Jo", "Hive Group"])
    assert (record.authors[0].orcid, str(record.issued), record.language) == ("0000-0001-2345-6789", "2019-05-03", "de")
    assert (record.volume, [str(name) for name in record.identifiers]) == ("12", ["doi:10.5555/bees"])
    assert str(reading.records[1].issued) == "2018-05"
    assert [refusal.place for refusal in reading.refusals] == ["item 3"]


def test_plain_json_references() -> None:
    text = """{"items":[{"itemType":"journalArticle","title":"Why keepers give up","creators":[
    {"firstName":"Mara","lastName":"Lind","creatorType":"author"},
    {"firstName":"Ed","lastName":"Itor","creatorType":"editor"}],"publicationTitle":"Hive Science","date":"2019-05-03","DOI":"10.5555/bees",
    "tags":[{"tag":"bees"}],"extra":"PMID: 12345678"},{"itemType":"note","note":"x"}]}"""
    reading = every(text, "a.json", "jsonrefs")
    record = reading.records[0]
    assert (people(record), record.container, str(record.issued), record.keywords) == (
        ["Lind, Mara"],
        "Hive Science",
        "2019-05-03",
        ("bees",),
    )
    assert [str(name) for name in record.identifiers] == ["doi:10.5555/bees", "pmid:12345678"]
    assert len(reading.refusals) == 1
