"""Kinds of plain page, written by us: what is stated is read, what is not stated is not made up."""

import pytest

from harvest.errors import UnreadableFile
from harvest.format import read
from harvest.record import Record

ABSTRACT = (
    "We asked forty beekeepers in two valleys why they give up. Most of them named the price of sugar; a few named their knees. "
    "Those who stayed had a neighbour who kept bees as well. Clubs that lend tools may keep more beekeepers in the valleys."
)
LONG = (
    "The valley has more hives than houses, and in spring the road is closed for a day because the lorries with the hives come through. "
    "Nobody complains about it. People say that the noise is good for the apples, and that is what the apples say too, on their labels."
)


def page(text: str, name: str = "page.txt") -> Record:
    reading = read(text.encode(), name)
    assert (len(reading.records), reading.refusals) == (1, ())
    record = reading.records[0]
    assert all(0 <= span.start < span.end <= len(record.text) for span in record.spans)
    return record


def said(record: Record, role: str) -> list[str]:
    return [record.text[span.start : span.end] for span in record.spans if span.role == role]


def names(record: Record) -> list[str]:
    return [str(author) for author in record.authors]


def test_title_people_journal_labels() -> None:
    record = page(
        "Why beekeepers give up: a survey\n\nAuthors: Mara Lind, PhD; Jo van Dam; Beekeeping Study Group\nJournal: Hive Science\n"
        "Published: 3 May 2019\nReceived: 12 January 2019\nVolume: 12\nIssue: 3\nPages: 45-51\nDOI: 10.5555/bees.2019.7\nPMID: 12345678\n"
        f"Language: German\nKeywords: bees; sugar; knees\nImpact Factor: 3.141\nCited by: 17\n\nAbstract\n{ABSTRACT}\n"
    )
    assert names(record) == ["Lind, Mara", "van Dam, Jo", "Beekeeping Study Group"]
    assert (record.container, record.volume, record.issue, record.pages) == ("Hive Science", "12", "3", "45-51")
    assert (str(record.issued), [(what, str(when)) for what, when in record.dates]) == ("2019-05-03", [("received", "2019-01-12")])
    assert [str(one) for one in record.identifiers] == ["doi:10.5555/bees.2019.7", "pmid:12345678"]
    assert (record.language, record.keywords) == ("de", ("bees", "sugar", "knees"))
    assert said(record, "abstract") == [ABSTRACT]
    facts = record.to_json()
    facts.pop("text")
    assert "3.141" not in str(facts)


@pytest.mark.parametrize(
    ("citation", "journal", "year", "numbers"),
    [
        ("Lind M, van Dam J. Hive Sci. 2019 May 3;12(3):45-51. doi: 10.5555/bees", "Hive Sci", 2019, ("12", "3", "45-51")),
        ("Hive Science 12(3): 45–51, 2019", "Hive Science", 2019, ("12", "3", "45–51")),
        ("Hive Science, Vol. 12, No. 3 (May 2019), pp. 45-51", "Hive Science", 2019, ("12", "3", "45-51")),
        ("Hive Science, 3. Mai 2019", "Hive Science", 2019, ("", "", "")),
        ("Hive Science 2019;12:e45", "Hive Science", 2019, ("12", "", "e45")),
        ("Revista de Abejas, 3 de mayo de 2019", "Revista de Abejas", 2019, ("", "", "")),
        ("Hive Science (2019) 12:45-51", "Hive Science", 2019, ("12", "", "45-51")),
    ],
)
def test_citation_styles_below_the_abstract(citation: str, journal: str, year: int, numbers: tuple[str, str, str]) -> None:
    record = page(f"Why beekeepers give up: a survey\n\n{ABSTRACT}\n\nMara Lind and Jo van Dam\n{citation}\n")
    assert (record.container, record.issued and record.issued.year) == (journal, year)
    assert (record.volume, record.issue, record.pages) == numbers
    assert [author.family for author in record.authors] == ["Lind", "van Dam"]
    assert said(record, "abstract") == [ABSTRACT]


def test_whole_reference_as_citation() -> None:
    title = "Why beekeepers give up: a survey"
    record = page(
        f"{title}\n\n{ABSTRACT}\n\nCite this article: Lind, M., & van Dam, J. (2019). {title}. Hive Science, 12(3), 45–51. https://doi.org/10.5555/bees"
    )
    assert [author.family for author in record.authors] == ["Lind", "van Dam"]
    assert (record.container, record.volume, record.pages) == ("Hive Science", "12", "45–51")
    assert [str(one) for one in record.identifiers] == ["doi:10.5555/bees"]


def test_people_with_marks_degrees_and_places() -> None:
    record = page(
        "Why beekeepers give up: a survey\nMara J. Lind1,2*, Jo van Dam1, José Luis Ñandú-Pérez3\n1 Institute of Bees, Valley University\n"
        f"2 Department of Sugar\nhttps://doi.org/10.5555/bees\nHive Science\n2019-05-03\n\nAbstract: {ABSTRACT}"
    )
    assert names(record) == ["Lind, Mara J.", "van Dam, Jo", "Ñandú-Pérez, José Luis"]
    assert (record.container, str(record.issued)) == ("Hive Science", "2019-05-03")


@pytest.mark.parametrize(
    "people",
    [
        "Mara J Lind, Jo van Dam, Mara J. Lind, Jo van Dam",
        "Mara J. Lind; Jo van Dam; M. J. Lind; J. van Dam",
        "Lind, M., van Dam, J., Lind, M.J., van Dam, J.",
    ],
)
def test_a_list_printed_twice_gives_each_person_once(people: str) -> None:
    record = page(f"Why beekeepers give up: a survey\n{people}\nDOI: 10.5555/bees\n\n{ABSTRACT}")
    assert [author.family for author in record.authors] == ["Lind", "van Dam"]


def test_two_people_of_one_name_stay_two() -> None:
    record = page(f"Why beekeepers give up: a survey\nLi Wang, Lei Wang, Jo van Dam\nDOI: 10.5555/bees\n\n{ABSTRACT}")
    assert names(record) == ["Wang, Li", "Wang, Lei", "van Dam, Jo"]


def test_abstract_without_anything_else() -> None:
    record = page(f"OBJECTIVE: To see why beekeepers give up. {ABSTRACT}\nMETHODS: We asked them.\nRESULTS: They told us.")
    assert (record.title, record.authors, record.issued, record.container, record.identifiers) == ("", (), None, "", ())
    assert len(said(record, "abstract")) == 3


def test_identifiers_of_cited_works_are_never_taken() -> None:
    record = page(
        f"Why beekeepers give up: a survey\n\n{ABSTRACT} See https://doi.org/10.5555/cited.1 for the form.\n\n"
        f"{LONG}\n\n{LONG}\n\nReferences\n1. Poe C. Sugar. Candy. 2001;1:2. doi:10.5555/cited.2\n2. Moe D. Knees. PMID: 77\n"
    )
    assert record.identifiers == ()
    assert (record.authors, record.issued, record.container) == ((), None, "")
    assert len(said(record, "references")) == 3


@pytest.mark.parametrize(
    ("frame", "tail"),
    [
        (
            ["Skip to content", "Home » Blog » Bees", "Menu"],
            ["Share", "Leave a Reply", "Your email address will not be published.", "Bo says: nice!"],
        ),
        (
            ["Inicio", "Buscar", "Compartir"],
            ["Deja un comentario", "Tu dirección de correo electrónico no será publicada.", "Publicar comentario"],
        ),
        (["Accueil | Actualités | Contact", "•"], ["Laisser un commentaire", "Les champs obligatoires sont indiqués avec *"]),
        (["Startseite", "Teilen"], ["Schreibe einen Kommentar", "Deine E-Mail-Adresse wird nicht veröffentlicht.", "Kommentar abschicken"]),
    ],
)
def test_blog_posts_in_other_frames(frame: list[str], tail: list[str]) -> None:
    article = ["What keeps bees in the valley", LONG, "1. Lend the tools", LONG, "2. Mind the knees", LONG]
    notes = [
        "Mara Lind, PhD, is a lecturer at Valley University. She keeps no bees.",
        "Dr. Jo van Dam works at the Institute of Bees as a research fellow and has written about sugar.",
    ]
    record = page("\n\n".join([*frame, *article, "About the authors", *notes, *tail]))
    assert record.title == "What keeps bees in the valley"
    assert names(record) == ["Lind, Mara", "van Dam, Jo"]
    assert said(record, "body") == [LONG] * 3
    assert "1. Lend the tools" in said(record, "heading")
    assert said(record, "biography") == notes
    assert set(said(record, "furniture")) == {*frame, *tail}
    assert (record.issued, record.container) == (None, "")


def test_a_byline_with_a_date() -> None:
    record = page(f"What keeps bees in the valley\nBy Mara Lind and Jo van Dam | 3 May 2019\n\n{LONG}\n\n{LONG}\n\n{LONG}")
    assert names(record) == ["Lind, Mara", "van Dam, Jo"]
    assert str(record.issued) == "2019-05-03"


def test_a_place_at_the_end_is_no_author() -> None:
    closing = "New Valley is a place with a professor for every hive, and it has bees to spare."
    record = page(
        f"What keeps bees in the valley\n\n{LONG}\n\n{LONG}\n\nUpper Valley Council is a body with three researchers.\n\n{LONG} {closing}"
    )
    assert record.authors == ()


def test_title_with_year_behind_and_hard_wrapped_text() -> None:
    wrapped = "\n".join(ABSTRACT[at : at + 62] for at in range(0, len(ABSTRACT), 62))
    record = page(f"Why beekeepers give up [2019]\n\n{wrapped}\n")
    assert (record.title, str(record.issued)) == ("Why beekeepers give up", "2019")
    assert " ".join(" ".join(said(record, "abstract")).split()) == " ".join(wrapped.split())


def test_markdown_front_matter() -> None:
    record = page(
        f"# What keeps bees in the valley\n\n**Author**: Mara Lind\n**Date**: May 3, 2019\n\n{LONG}\n\n## The tools\n\n{LONG}\n\n{LONG}",
        "a.md",
    )
    assert (record.title, names(record), str(record.issued)) == ("What keeps bees in the valley", ["Lind, Mara"], "2019-05-03")


@pytest.mark.parametrize("data", [b"", b" \n\t", b"%PDF-1.7 binary", b"\x00\x01\x02\x03" * 99, b"123 456 ---"])
def test_what_is_no_text_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"\.$"):
        read(data, "thing.txt")


CATALOGUE = """{loading}

Why beekeepers give up : a survey

{short}

{details}
{authors}: Lind, Mara, van Dam, Jo
{format}: Article
{language}: German
{published}: Hive Press 2019
{subjects}: Bees
{access}: https://doi.org/10.5555/bees
"""
FRAMES = {
    "en": ("Loading…", "Bibliographic Details", "Main Authors", "Format", "Language", "Published", "Subjects", "Online Access"),
    "de": (
        "Wird geladen…",
        "Bibliographische Detailangaben",
        "Hauptverfasser",
        "Format",
        "Sprache",
        "Veröffentlicht",
        "Schlagworte",
        "Online-Zugang",
    ),
    "fr": ("Chargement…", "Détails bibliographiques", "Auteurs principaux", "Format", "Langue", "Publié", "Sujets", "Accès en ligne"),
    "pt": (
        "A carregar…",
        "Detalhes bibliográficos",
        "Principais autores",
        "Formato",
        "Idioma",
        "Publicado em",
        "Assuntos",
        "Acesso em linha",
    ),
    "it": (
        "Caricamento…",
        "Dettagli Bibliografici",
        "Autori principali",
        "Natura",
        "Lingua",
        "Pubblicazione",
        "Soggetti",
        "Accesso online",
    ),
    "fi": ("Ladataan…", "Bibliografiset tiedot", "Päätekijät", "Aineistotyyppi", "Kieli", "Julkaistu", "Aiheet", "Linkit"),
}
STAFF = """_version_ 17
author Lind, Mara
van Dam, Jo
author_facet Lind, Mara
van Dam, Jo
container_title Hive Science
container_volume 12
description {abstract}
format Article
id bees-7
language German
publishDate 2019
record_format marc
spelling bees-72019-05-03 Why beekeepers give up
title Why beekeepers give up : a survey
title_full Why beekeepers give up : a survey
topic Bees
title pages are no field here
url https://doi.org/10.5555/bees
"""


@pytest.mark.parametrize("staff", [True, False])
@pytest.mark.parametrize("tongue", FRAMES)
def test_catalogue_pages_in_other_languages(tongue: str, staff: bool) -> None:
    parts = ("loading", "details", "authors", "format", "language", "published", "subjects", "access")
    text = CATALOGUE.format(**dict(zip(parts, FRAMES[tongue], strict=True)), short=ABSTRACT)
    reading = read((text + (STAFF.format(abstract=ABSTRACT) if staff else "")).encode(), "page.txt")
    record = reading.records[0]
    assert reading.format == "vufind"
    assert record.title == "Why beekeepers give up : a survey"
    assert names(record) == ["Lind, Mara", "van Dam, Jo"]
    assert [str(one) for one in record.identifiers] == ["doi:10.5555/bees"]
    assert (record.issued and record.issued.year, record.language) == (2019, "de")
    assert said(record, "abstract") == [ABSTRACT]
    if staff:
        assert (record.container, record.volume, str(record.issued), record.key) == ("Hive Science", "12", "2019-05-03", "bees-7")


def test_catalogue_json() -> None:
    answer = (
        '{"resultCount":2,"records":[{"id":"7","title":"Why beekeepers give up /","authors":{"primary":{"Lind, Mara.":[]},"secondary":[],'
        '"corporate":[]},"formats":["Article"],"languages":["German"],"subjects":[["Bees","Valleys"]],"publicationDates":["2019"],'
        '"summary":["ABSTRACT"],"cleanDoi":"10.5555/bees","urls":[]},{"formats":[]}],"status":"OK"}'
    )
    reading = read(answer.replace("ABSTRACT", ABSTRACT).encode(), "answer.json")
    record = reading.records[0]
    assert (reading.format, record.title, record.key) == ("vufind", "Why beekeepers give up", "7")
    assert (str(record.identifiers[0]), record.keywords, record.abstract[0].text) == ("doi:10.5555/bees", ("Bees -- Valleys",), ABSTRACT)
    assert [refusal.place for refusal in reading.refusals] == ["record 2"]


SITES = {
    "pubmed": (
        f"J Hive Health\n. 2014 Oct;91(5):853-61. doi: 10.5555/bees-9.\n"
        f"Why beekeepers in two valleys give up\nMara Lind 1, Jo van Dam 2 3\n"
        f"Affiliations expand\nPMID: 24803425 PMCID: PMC4199438 DOI: 10.5555/bees-9\nAbstract\n"
        f"Background: {ABSTRACT}\nMethods: {ABSTRACT}\n\n"
        "Keywords: bees; sugar.\n\nSimilar articles\nAnother title.\nPoe C. J Hive. 2010. PMID: 999999\n",
        ("J Hive Health", "91", "853-61", "2014-10", ["doi:10.5555/bees-9", "pmid:24803425", "pmcid:PMC4199438"], 2),
    ),
    "publisher": (
        "Journal of Hive Policy\nVolume 120, October 2023, 104160\nWhy beekeepers in two valleys give up\nAuthor links open overlay panel\n"
        f"Mara Lind a, Jo van Dam b c\nAdd to Mendeley\nShare\nhttps://doi.org/10.5555/bees-9\nAbstract\n"
        f"Background\n{ABSTRACT}\nMethods\n{ABSTRACT}\n"
        f"Introduction\n{LONG}\n",
        ("Journal of Hive Policy", "120", "", "2023-10", ["doi:10.5555/bees-9"], 2),
    ),
    "open": (
        "Research\nOpen access\nPublished: 19 May 2022\nWhy beekeepers in two valleys give up\nMara Lind & Jo van Dam\n"
        "Hive Reduction Journal volume 19, Article number: 50 (2022) Cite this article\n\n"
        "5214 Accesses\n\n10 Citations\n\nMetrics details\n\n"
        f"Abstract\nBackground\n{ABSTRACT}\nResults\n{ABSTRACT}\n",
        ("Hive Reduction Journal", "19", "", "2022-05-19", [], 2),
    ),
    "thesis": (
        "Why beekeepers in two valleys give up\nby\nMara Lind and Jo van Dam\nB.Sc., Valley University, 2015\n"
        "A thesis submitted in partial fulfilment "
        f"of the requirements\nin the Faculty of Bees\nApril 2019\n\nAbstract\n{ABSTRACT}\n",
        ("", "", "", "2019-04", [], 1),
    ),
}


@pytest.mark.parametrize("site", SITES)
def test_pages_of_other_sites(site: str) -> None:
    text, (journal, volume, pages, date, identifiers, parts) = SITES[site]
    record = page(text)
    assert record.title == "Why beekeepers in two valleys give up"
    assert names(record) == ["Lind, Mara", "van Dam, Jo"]
    assert (record.container, record.volume, record.pages, str(record.issued)) == (journal, volume, pages, date)
    assert [str(one) for one in record.identifiers] == identifiers
    assert len(said(record, "abstract")) == parts


def test_pubmed_abstract_text_export() -> None:
    citation = "{}. J Hive Health. 2014 Oct;91(5):853-61. doi: 10.5555/bees-{}.\n\nWhy beekeepers give up number {}.\n\n"
    citation += "Lind M(1), van Dam J(2).\n\n"
    citation += (
        f"Author information:\n(1)Valley University.\n\n{ABSTRACT}\n\nDOI: 10.5555/bees-{{}}\nPMID: 2480342{{}} [Indexed for MEDLINE]\n\n\n"
    )
    reading = read("".join(citation.format(*[number] * 5) for number in (1, 2)).encode(), "abstract.txt")
    assert (reading.format, len(reading.records)) == ("pubmedtext", 2)
    first, second = reading.records
    assert (first.title, second.key, first.container) == ("Why beekeepers give up number 1.", "24803422", "J Hive Health")
    assert [author.family for author in first.authors] == ["Lind", "van Dam"]
    assert said(second, "abstract") == [ABSTRACT]


def test_a_list_of_references_is_a_record_each() -> None:
    text = (
        "Lind, M., & van Dam, J. (2019). Why do beekeepers give up? A survey. Hive Science, 12(3), 45–51. https://doi.org/10.5555/bees\n\n"
        "Poe C, Moe D. Sugar in two valleys. Hive Sci. 2018;11:7-9. PMID: 12345678\n"
    )
    records = read(text.encode(), "list.txt").records
    assert [record.title for record in records] == ["Why do beekeepers give up?", "Sugar in two valleys"]
    assert [[author.family for author in record.authors] for record in records] == [["Lind", "van Dam"], ["Poe", "Moe"]]
    assert [str(record.issued) for record in records] == ["2019", "2018"]
    assert [str(one) for record in records for one in record.identifiers] == ["doi:10.5555/bees", "pmid:12345678"]
    assert [record.place for record in records] == ["line 1", "line 3"]


@pytest.mark.parametrize("notice", ["Resource not found.", "This API is temporarily unavailable due to maintenance.", "Too many requests"])
def test_a_notice_of_a_service_is_no_report(notice: str) -> None:
    reading = read(notice.encode(), "answer.txt")
    assert (reading.records, len(reading.refusals)) == ((), 1)


def test_text_of_a_pdf_with_its_running_head() -> None:
    record = page(
        "Hive Science Advance Access published September 15, 2010\n\nHive Science, 2010, 1–12\ndoi:10.5555/hs.7\n\n"
        "Bees of the upper valley: counting\nthe hives of twelve\nvillages\nMara Lind1,*, Jo van Dam2 and\nCy Poe1\n\n"
        "Received February 10, 2010; Revised August 14, 2010\n\nABSTRACT\n\nBees were counted by day and by night, twice in every\n"
        "village and once on the road. The number of hives was\nlower than in the books, and the books were older than\nthe hives by far.\n"
    )
    assert record.title == "Bees of the upper valley: counting the hives of twelve villages"
    assert names(record) == ["Lind, Mara", "van Dam, Jo", "Poe, Cy"]
    assert (record.container, str(record.issued), record.pages) == ("Hive Science", "2010-09-15", "1–12")
    assert [str(one) for one in record.identifiers] == ["doi:10.5555/hs.7"]
    assert [(what, str(when)) for what, when in record.dates] == [("received", "2010-02-10")]
    assert len(said(record, "abstract")) == 1
