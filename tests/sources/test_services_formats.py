# ruff: noqa: E501 - answers stand as services send them
"""Answers of services to records, in small answers written by us in each service's own shape."""

import json
from pathlib import Path
from typing import Any

import pytest

from harvest import format as formats
from harvest.errors import UnreadableFile
from harvest.record import Record

CROSSREF: dict[str, Any] = {
    "status": "ok", "message-type": "work",
    "message": {
        "DOI": "10.1234/ABC", "type": "journal-article", "title": ["Waiting &amp;amp; <i>hoping</i>:\n  CO<sub>2</sub>"],
        "container-title": ["J &amp; J"], "publisher": "P",
        "author": [{"given": "A.", "family": "One", "ORCID": "http://orcid.org/0000-0001-2345-6789", "affiliation": [{"name": "House"}]},
                   {"name": "The Group"}],
        "issued": {"date-parts": [[2020, 5]]}, "created": {"date-parts": [[None]]}, "language": "en",
        "abstract": "<jats:title>Abstract</jats:title><jats:sec><jats:title>Aim</jats:title><jats:p>To <jats:italic>see</jats:italic> "
                    "<mml:math><mml:mfrac><mml:mn>1</mml:mn><mml:mn>2</mml:mn></mml:mfrac></mml:math>.</jats:p></jats:sec><jats:sec>"
                    "<jats:title>Results</jats:title><jats:p>One.</jats:p><jats:p>Two.</jats:p></jats:sec>",
        "license": [{"URL": "http://tdm", "content-version": "tdm"}, {"URL": "http://vor", "content-version": "vor"}],
        "funder": [{"name": "NIDA", "award": ["R01", "R02"]}],
        "updated-by": [{"DOI": "10.1234/ret", "type": "retraction", "source": "publisher", "label": "Retraction"},
                       {"DOI": "10.1234/ret", "type": "retraction", "source": "retraction-watch"}],
        "update-to": [{"DOI": "10.1234/abc", "type": "correction"}],
        "relation": {"has-preprint": [{"id-type": "doi", "id": "10.1101/1", "asserted-by": "object"}]},
        "reference": [{"DOI": "10.9999/cited"}], "is-referenced-by-count": 1,
    },
}  # fmt: skip
DATACITE: dict[str, Any] = {
    "data": {"id": "10.5/x", "type": "dois", "attributes": {
        "doi": "10.5555/X", "creators": [{"name": "One, Ann", "nameType": "Personal", "givenName": "Ann", "familyName": "One",
                                       "nameIdentifiers": [{"nameIdentifier": "https://orcid.org/0000-0001-2345-6789"}], "affiliation": ["House"]},
                                      {"name": "A House", "nameType": "Organizational"}, {"name": ":unav"}, {"name": "Two, B.; Three, C."}],
        "titles": [{"title": "Main title", "lang": "en"}, {"title": "Nebentitel", "titleType": "TranslatedTitle", "lang": "de"}],
        "publisher": {"name": "Zenodo"}, "publicationYear": 2021, "language": "en", "types": {"resourceTypeGeneral": "Dataset"},
        "descriptions": [{"description": "<p>English words.</p>", "descriptionType": "Abstract", "lang": "en"},
                         {"description": "Deutsche Worte.", "descriptionType": "Abstract", "lang": "de"},
                         {"description": "How.", "descriptionType": "Methods"}],
        "relatedIdentifiers": [{"relatedIdentifier": "10.5555/y", "relatedIdentifierType": "DOI", "relationType": "IsNewVersionOf"},
                               {"relatedIdentifier": "10.5555/z", "relatedIdentifierType": "DOI", "relationType": "References"}],
        "rightsList": [{"rightsUri": "https://cc"}], "dates": [{"date": "2021-02-03", "dateType": "Issued"}], "state": "findable"}}
}  # fmt: skip
EUROPEPMC: dict[str, Any] = {
    "version": "6.9", "hitCount": 1, "resultList": {"result": [{
        "id": "11", "source": "MED", "pmid": "11", "doi": "10.1234/abc", "title": "A <i>title</i>.", "authorString": "Han J, Jeon S.",
        "authorList": {"author": [{"fullName": "Han J", "firstName": "Jae", "lastName": "Han", "authorId": {"type": "ORCID", "value": "0000-0001-2345-6789"}},
                                  {"collectiveName": "The Group"}]},
        "journalInfo": {"volume": "2", "dateOfPublication": "2021 Spring", "journal": {"title": "J"}}, "pubYear": "2021",
        "abstractText": "<h4>Background</h4>Words.<h4>Results</h4>More p &lt; 1.", "language": "eng",
        "commentCorrectionList": {"commentCorrection": [{"id": "12", "source": "MED", "type": "Retraction in", "reference": "J. 2022"}]},
        "meshHeadingList": {"meshHeading": [{"majorTopic_YN": "N", "descriptorName": "Waiting", "meshQualifierList": {"meshQualifier": [
            {"qualifierName": "ethics", "majorTopic_YN": "Y"}]}}]},
        "grantsList": {"grant": [{"grantId": "R01", "agency": "NIDA"}]}}]},
}  # fmt: skip
OPENALEX: dict[str, Any] = {
    "id": "https://openalex.org/W1", "doi": "https://doi.org/10.1234/abc", "title": "T", "publication_date": "2020-01-02", "language": "en",
    "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/11", "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/7"}, "is_retracted": True,
    "authorships": [{"author": {"display_name": "Ann One", "orcid": "https://orcid.org/0000-0001-2345-6789"}, "raw_affiliation_strings": ["House"]}],
    "abstract_inverted_index": {"Words": [0], "again": [1, 3], "and": [2]}, "biblio": {"first_page": "1", "last_page": "9"},
    "referenced_works": ["https://openalex.org/W999"],
}  # fmt: skip


def one(answer: Any, expected: str) -> Record:
    data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    reading = formats.read(data)
    assert reading.format == expected
    assert len(reading.records) == 1, reading
    return reading.records[0]


def test_crossref() -> None:
    record = one(CROSSREF, "crossref")
    assert [str(each) for each in record.identifiers] == ["doi:10.1234/abc"]
    assert record.title == "Waiting & hoping: CO2"
    assert [(each.label, each.text) for each in record.abstract] == [("Aim", "To see 1/2."), ("Results", "One.\nTwo.")]
    assert [str(each) for each in record.authors] == ["One, A.", "The Group"]
    assert record.authors[0].orcid == "0000-0001-2345-6789"
    assert (str(record.issued), record.licence, len(record.grants)) == ("2020-05", "http://vor", 2)
    assert [(each.kind, str(each.target), each.stated_by) for each in record.relations] == [
        ("retracted-by", "doi:10.1234/ret", "publisher; retraction-watch"), ("has-preprint", "doi:10.1101/1", "object"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("No markup, p < 0.05 & more.", [("", "No markup, p < 0.05 & more.")]),
        ("<p>First.</p><p>Second.</p>", [("", "First.\nSecond.")]),
        ("<jats:p>Broken <jats:i>mark.</jats:p>", [("", "Broken mark.")]),
        ("<jats:sec><jats:title>Methods:</jats:title><jats:p>x&lt;y</jats:p></jats:sec>", [("Methods", "x<y")]),
        ("Before<jats:sec><jats:title>A</jats:title>Loose <jats:p>text</jats:p> tail</jats:sec>after", [("", "Before"), ("A", "Loose\ntext\ntail"), ("", "after")]),
    ],
)  # fmt: skip
def test_abstracts_lose_and_glue_nothing(fragment: str, expected: list[tuple[str, str]]) -> None:
    answer = {**CROSSREF, "message": {**CROSSREF["message"], "abstract": fragment}}
    assert [(each.label, each.text) for each in one(answer, "crossref").abstract] == expected


def test_crossref_says_no() -> None:
    refused = {"status": "failed", "message-type": "validation-failure", "message": [{"type": "x", "message": "Bad filter"}]}
    with pytest.raises(UnreadableFile, match="Bad filter"):
        formats.read(json.dumps(refused).encode())


def test_datacite() -> None:
    record = one(DATACITE, "datacite")
    assert [str(each) for each in record.authors] == ["One, Ann", "A House", "Two, B.", "Three, C."]
    assert (record.title, record.publisher, str(record.issued), record.licence) == ("Main title", "Zenodo", "2021-02-03", "https://cc")
    assert [each.text for each in record.abstract] == ["English words."]
    assert [(each.text, each.language) for each in record.other_abstracts] == [("Deutsche Worte.", "de")]
    assert [(each.kind, str(each.target)) for each in record.relations] == [("update-of", "doi:10.5555/y")]
    assert record.notes == ("Methods: How.",)


def test_datacite_xml() -> None:
    record = one(
        b"""<resource xmlns="http://datacite.org/schema/kernel-4"><identifier identifierType="DOI">10.5555/X</identifier>
        <creators><creator><creatorName nameType="Personal">One, Ann</creatorName><givenName>Ann</givenName><familyName>One</familyName>
        <affiliation>House</affiliation></creator></creators><titles><title xml:lang="en">Main</title></titles><publisher>Z</publisher>
        <publicationYear>2021</publicationYear><descriptions><description descriptionType="Abstract">Line<br/>two</description></descriptions>
        </resource>""",
        "datacite",
    )
    assert (record.title, record.key, str(record.issued), str(record.authors[0])) == ("Main", "10.5555/x", "2021", "One, Ann")
    assert record.abstract[0].text == "Line\ntwo"


def test_europepmc_json_and_xml_say_the_same() -> None:
    record = one(EUROPEPMC, "europepmc")
    assert (record.title, record.language, str(record.issued), record.issued and record.issued.words) == (
        "A title.",
        "en",
        "2021",
        "2021 Spring",
    )
    assert [(each.label, each.text) for each in record.abstract] == [("Background", "Words."), ("Results", "More p < 1.")]
    assert [str(each) for each in record.authors] == ["Han, Jae", "The Group"]
    assert [(each.kind, str(each.target)) for each in record.relations] == [("retracted-by", "pmid:12")]
    assert record.headings[0].major
    xml = one(
        b"<responseWrapper><version>6</version><hitCount>1</hitCount><resultList><result><id>11</id><source>MED</source><pmid>11</pmid>"
        b"<title>A title.</title><authorList><author><fullName>Han J</fullName><firstName>Jae</firstName><lastName>Han</lastName>"
        b'<authorId type="ORCID">0000-0001-2345-6789</authorId></author></authorList><pubYear>2021</pubYear></result></resultList></responseWrapper>',
        "europepmc",
    )
    assert (xml.title, [str(each) for each in xml.authors], xml.authors[0].orcid) == ("A title.", ["Han, Jae"], "0000-0001-2345-6789")


def test_openalex() -> None:
    record = one(OPENALEX, "openalex")
    assert [str(each) for each in record.identifiers] == ["doi:10.1234/abc", "pmid:11", "pmcid:PMC7", "openalex:W1"]
    assert (record.abstract[0].text, record.pages, record.relations[0].kind) == ("Words again and again", "1-9", "retracted-by")


def test_summaries_errors_and_lists_of_the_eutilities() -> None:
    answer = {"header": {"type": "esummary"}, "result": {"uids": ["11"], "11": {"uid": "11", "title": "T.", "pubdate": "2020 May", "lang": ["eng"],
              "authors": [{"name": "One A", "authtype": "Author"}], "articleids": [{"idtype": "doi", "value": "10.1234/abc"}]}}}  # fmt: skip
    record = one(answer, "eutils")
    assert [str(each) for each in record.identifiers] == ["pmid:11", "doi:10.1234/abc"]
    assert (str(record.issued), str(record.authors[0])) == ("2020-05", "One, A")
    with pytest.raises(UnreadableFile, match="TXCLIENT"):
        formats.read(b'{"header":{"type":"elink"},"ERROR":"NCBI C++ Exception:\n  Error: TXCLIENT"}')
    with pytest.raises(UnreadableFile, match="numbers found by a search"):
        formats.read(b"<eSearchResult><Count>1</Count><IdList><Id>1</Id></IdList></eSearchResult>")


def test_jats_text_has_spans_and_sub_articles_are_records() -> None:
    reading = formats.read(
        b"""<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.3//EN" "JATS-journalpublishing1.dtd">
        <article article-type="research-article" xml:lang="en" xmlns:xlink="http://www.w3.org/1999/xlink"><front><journal-meta><journal-title>J</journal-title></journal-meta><article-meta>
        <article-id pub-id-type="doi">10.1234/abc</article-id><title-group><article-title>On <italic>waiting</italic><xref>*</xref></article-title></title-group>
        <contrib-group><contrib contrib-type="author"><name><surname>One</surname><given-names>Ann</given-names></name><xref ref-type="aff" rid="a1"/></contrib></contrib-group>
        <aff id="a1"><label>1</label>House</aff><pub-date pub-type="epub"><day>2</day><month>3</month><year>2020</year></pub-date>
        <related-article related-article-type="retracted-article" ext-link-type="doi" xlink:href="10.1234/bad"/>
        <abstract><sec><title>Aim</title><p>To&nbsp;see.</p></sec></abstract></article-meta></front>
        <body><sec><title>Results</title><p>We saw <bold>it</bold>.</p><sec><title>More</title><p>And more.</p></sec></sec></body>
        <back><ack><p>Thanks.</p></ack><ref-list><title>References</title><ref><mixed-citation>Other. <pub-id pub-id-type="doi">10.9999/cited</pub-id></mixed-citation></ref></ref-list></back>
        <sub-article article-type="translation" id="S1" xml:lang="pt"><front-stub><title-group><article-title>Sobre esperar</article-title></title-group></front-stub><body><p>Texto.</p></body></sub-article>
        </article>""",
        "a.nxml",
    )
    whole, sub = reading.records
    assert [str(each) for each in whole.identifiers] == ["doi:10.1234/abc"]
    spoken = [(span.role, whole.text[span.start : span.end]) for span in whole.spans]
    assert spoken == [
        ("title", "On waiting"), ("heading", "Aim"), ("abstract", "To see."), ("heading", "Results"), ("body", "We saw it."),
        ("heading", "More"), ("body", "And more."), ("furniture", "Thanks."), ("references", "References"), ("references", "Other. 10.9999/cited"),
    ]  # fmt: skip
    assert (str(whole.issued), whole.authors[0].affiliations, whole.relations[0].kind) == ("2020-03-02", ("House",), "retraction-of")
    assert (sub.title, sub.language, sub.relations[0].kind, str(sub.relations[0].target)) == (
        "Sobre esperar",
        "pt",
        "translation-of",
        "doi:10.1234/abc",
    )


def test_every_recording_reads_or_is_refused_in_a_sentence(shared: Path) -> None:
    outcomes: dict[str, int] = {}
    damaged = set()
    for path in sorted((shared / "wire").glob("*/*")):
        try:
            reading = formats.read(path.read_bytes(), path.name)
            outcome = "records" if reading.records else "refusals" if reading.refusals else "empty"
            broken = any("not whole" in refusal.reason for refusal in reading.refusals)
        except UnreadableFile as wrong:
            outcome, broken = "refused" if len(str(wrong)) > 20 else "mute", True
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        if "__t" in path.name or "__control" in path.name or "__bad" in path.name:
            assert broken, path.name
            damaged.add(path.name)
    assert len(damaged) >= 10
    assert "mute" not in outcomes
    assert outcomes["records"] > 400
