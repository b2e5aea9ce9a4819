"""MARC in its four dresses, PICA, Dublin Core, bibliographic RDF and lists in spreadsheets; fixtures written by us."""

import io
import json
from pathlib import Path

import openpyxl
import pymarc
import pytest

from harvest.errors import UnreadableFile
from harvest.format import read, recognise
from harvest.record import Record

SLIM = 'xmlns="http://www.loc.gov/MARC21/slim"'
BODY = (
    "<leader>00000nam a2200000 a 4500</leader><controlfield tag='001'>42</controlfield>"
    "<controlfield tag='008'>200101s2019    enk           000 0 eng d</controlfield>"
    "<datafield tag='020' ind1=' ' ind2=' '><subfield code='a'>978-0-306-40615-7 (hbk)</subfield></datafield>"
    "<datafield tag='100' ind1='1' ind2=' '><subfield code='a'>Rain, Ada,</subfield><subfield code='e'>author.</subfield></datafield>"
    "<datafield tag='245' ind1='1' ind2='0'><subfield code='a'>Gauges &amp; villages :</subfield>"
    "<subfield code='b'>who reads them /</subfield><subfield code='c'>Ada Rain.</subfield></datafield>"
    "<datafield tag='264' ind1=' ' ind2='1'><subfield code='b'>Weather Press,</subfield><subfield code='c'>[2020]</subfield></datafield>"
    "<datafield tag='700' ind1='1' ind2=' '><subfield code='a'>Frost, Ed,</subfield><subfield code='e'>editor.</subfield></datafield>"
    "<datafield tag='710' ind1='2' ind2=' '><subfield code='a'>Village Council</subfield></datafield>"
    "<datafield tag='650' ind1=' ' ind2='2'><subfield code='a'>Rain.</subfield></datafield>"
    "<datafield tag='856' ind1='4' ind2='0'><subfield code='u'>https://doi.org/10.5555/gauge.1</subfield></datafield>"
)


def only(data: bytes, name: str = "") -> Record:
    reading = read(data, name)
    assert not reading.refusals
    (record,) = reading.records
    return record


def facts(record: Record) -> tuple[object, ...]:
    return record.title, [str(one) for one in record.authors], str(record.issued), record.publisher, record.language


@pytest.mark.parametrize(
    "wrapped",
    [
        f"<collection {SLIM}><record>{BODY}</record></collection>",
        f"<record>{BODY}</record>",
        f"<zs:searchRetrieveResponse><zs:records><zs:record><zs:recordData><record>{BODY}</record></zs:recordData></zs:record></zs:records>"
        "</zs:searchRetrieveResponse>",
        f"<record>{BODY}</record>".replace("&amp;", "&"),
    ],
    ids=["namespace", "bare", "undeclared prefix", "bare ampersand"],
)
def test_marcxml_however_wrapped(wrapped: str) -> None:
    record = only(wrapped.encode())
    assert facts(record) == ("Gauges & villages: who reads them", ["Rain, Ada", "Village Council"], "2020", "Weather Press", "en")
    assert [str(one) for one in record.identifiers] == ["isbn:9780306406157", "doi:10.5555/gauge.1"]
    assert [(one.words, one.scheme) for one in record.headings] == [("Rain", "mesh")]


def test_a_marcxml_file_that_breaks_keeps_what_came_before() -> None:
    reading = read(f"<collection {SLIM}><record>{BODY}</record><record><leader>0000".encode(), "cut.xml")
    assert [len(reading.records), len(reading.refusals)] == [1, 1]
    assert "not whole XML" in reading.refusals[0].reason


def iso2709() -> bytes:
    record = pymarc.Record(force_utf8=True)
    record.add_field(pymarc.Field("001", data="42"), pymarc.Field("008", data="200101s2020    enk           000 0 eng d"))
    for tag, code, words in (("100", "a", "Rain, Ada."), ("245", "a", "Gäuges /"), ("264", "b", "Weather Press,")):
        record.add_field(pymarc.Field(tag, indicators=pymarc.Indicators("1", "1"), subfields=[pymarc.Subfield(code, words)]))
    return bytes(record.as_marc())


def test_iso2709_reads_each_record_for_itself() -> None:
    good = iso2709()
    wrong_length = b"00099" + good[5:]
    reading = read(good + wrong_length + b"00055nam a22000490  4500 broken \x1e\x1d" + good, "export.mrc")
    assert [record.title for record in reading.records] == ["Gäuges"] * 3
    assert [refusal.place for refusal in reading.refusals] == ["record 3"]


def test_marc_in_json_in_each_of_its_forms() -> None:
    parts = [{"a": "Gauges :"}, {"b": "who reads them"}]
    forms = [
        {"leader": "00000nam a", "fields": [{"001": "42"}, {"245": {"ind1": "1", "ind2": "0", "subfields": parts}}]},
        {"v": 3, "f": {"001": ["42"], "245": [{"i1": "1", "i2": "0", "s": parts}]}},
        {"001": ["42"], "245": ["10\x1faGauges :\x1fbwho reads them"]},
    ]
    assert {only(json.dumps(form).encode()).title for form in forms} == {"Gauges: who reads them"}


def test_marc_lines_of_marcedit_and_of_library_systems() -> None:
    mnemonic = "=LDR  00000nam a\n=001  42\n=245  10$aGauges :$bwho reads them\n=020  \\\\$a0306406152\n"
    dumped = "LDR‡00000nam a^\n001‡42^\n24510‡aGauges :‡bwho reads them^\n020  ‡a0306406152^\n"
    for text in (mnemonic, dumped):
        record = only(text.encode())
        assert (record.title, [str(one) for one in record.identifiers]) == ("Gauges: who reads them", ["isbn:0306406152"])
    assert len(read((mnemonic + "\n" + mnemonic).encode()).records) == 2


def test_pica() -> None:
    fields = "".join(
        f"<datafield tag='{tag}'><subfield code='{code}'>{words}</subfield></datafield>"
        for tag, code, words in (("003@", "0", "7"), ("021A", "a", "Die @Regenmesser"), ("011@", "a", "2014"), ("010@", "a", "ger"))
    )
    author = "<datafield tag='028A'><subfield code='d'>Ada</subfield><subfield code='a'>Regen</subfield></datafield>"
    record = only(f"<record xmlns='info:srw/schema/5/picaXML-v1.0'>{fields}{author}</record>".encode())
    assert (record.title, str(record.authors[0]), str(record.issued), record.language) == ("Die Regenmesser", "Regen, Ada", "2014", "de")


def test_dublin_core_takes_no_number_from_a_citation() -> None:
    text = (
        '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>Gauges</dc:title><dc:creator>Rain, Ada</dc:creator><dc:date>2020-05-01T00:00:00Z</dc:date>"
        "<dc:identifier>https://doi.org/10.5555/gauge.1</dc:identifier>"
        "<dc:identifier>Cited as: Frost 2018, doi:10.5555/other</dc:identifier></oai_dc:dc>"
    )
    record = only(text.encode())
    assert ([str(one) for one in record.identifiers], str(record.issued)) == (["doi:10.5555/gauge.1"], "2020-05-01")


def test_zotero_rdf_with_people_and_journals_nested() -> None:
    text = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#" '
        'xmlns:bib="http://purl.org/net/biblio#" xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/"><bib:Article rdf:about="#item_1"><z:itemType>journalArticle</z:itemType>'
        '<dcterms:isPartOf rdf:resource="#j"/><bib:authors><rdf:Seq>'
        "<rdf:li><foaf:Person><foaf:surname>Rain</foaf:surname><foaf:givenName>Ada</foaf:givenName></foaf:Person></rdf:li>"
        "<rdf:li><foaf:Person><foaf:surname>Frost</foaf:surname><foaf:givenName>Ed</foaf:givenName></foaf:Person></rdf:li>"
        "</rdf:Seq></bib:authors><dc:title>Gauges</dc:title><dc:date>May 2020</dc:date><dc:identifier>DOI 10.5555/gauge.1</dc:identifier>"
        '</bib:Article><bib:Journal rdf:about="#j"><dc:title>Weather</dc:title></bib:Journal></rdf:RDF>'
    )
    record = only(text.encode(), "library.rdf")
    assert [str(one) for one in record.authors] == ["Rain, Ada", "Frost, Ed"]
    assert (record.title, record.container, str(record.issued), str(record.identifiers[0])) == (
        "Gauges",
        "Weather",
        "2020-05",
        "doi:10.5555/gauge.1",
    )


def test_rdf_with_an_entity_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "b">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/terms/"/>'
    with pytest.raises(UnreadableFile, match="entit"):
        read(bomb.encode(), "bomb.rdf")


def test_a_list_of_identifiers_with_and_without_a_header(tmp_path: Path) -> None:
    reading = read("PMID;DOI;Título\n35590421;10.5555/A;Lluvia\n;;\nkeine;;\n".encode("cp1252"), "list.csv")
    assert [[str(one) for one in record.identifiers] for record in reading.records] == [["doi:10.5555/a", "pmid:35590421"]]
    assert reading.records[0].title == "Lluvia"
    assert [refusal.place for refusal in reading.refusals] == ["line 4"]
    bare = read(b"35590421\nPMC9117855\n10.5555/b\n", "ids.txt")
    assert [str(record.identifiers[0]) for record in bare.records] == ["pmid:35590421", "pmcid:PMC9117855", "doi:10.5555/b"]


def test_a_workbook_of_identifiers() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Article title", "PubMed ID", "Year"])
    book.active.append(["Gauges", 35590421, 2020])
    out = io.BytesIO()
    book.save(out)
    record = only(out.getvalue(), "list.xlsx")
    assert (record.title, str(record.identifiers[0]), str(record.issued)) == ("Gauges", "pmid:35590421", "2020")


def test_prose_is_not_taken_for_a_table() -> None:
    assert recognise(b"Gauges, villages, and who reads them\n\nWe asked readers, one by one, what hindered them.\n", "a.txt") == "text"


def test_real_catalogue_files_give_records_or_a_reason(shared: Path) -> None:
    for path in sorted((shared / "wire" / "local_marc").iterdir()):
        reading = read(path.read_bytes(), path.name)
        assert reading.records, path.name
        assert all(record.title or record.identifiers for record in reading.records), path.name
