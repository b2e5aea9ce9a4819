"""Web pages, written by us: tags, JSON-LD and text; nothing is run, fetched or made up."""

from harvest.format import read
from harvest.record import Record

LONG = (
    "The valley has more hives than houses, and in spring the road is closed for a day because the lorries with the hives come through. "
    "Nobody complains about it. People say that the noise is good for the apples, and that is what the apples say too, on their labels."
)
FRAME = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>
<nav><ul><li>Home</li><li>Blog</li></ul></nav>{body}
<aside class="related"><p>Ten more things about honey that you must read today, and a hat.</p></aside>
<footer>Imprint</footer><script>document.write("evil")</script></body></html>"""


def page(body: str, head: str = "", title: str = "") -> Record:
    reading = read(FRAME.format(body=body, head=head, title=title).encode(), "page.html")
    assert (reading.format, len(reading.records), reading.refusals) == ("html", 1, ())
    assert "evil" not in reading.records[0].text
    assert "Imprint" not in reading.records[0].text
    return reading.records[0]


def test_highwire_tags() -> None:
    head = """<meta name="citation_title" content="Why beekeepers give up: a &lt;i&gt;survey&lt;/i&gt;">
    <meta name="citation_author" content="Lind, Mara">
    <meta name="citation_author" content="Jo van Dam">
    <meta name="citation_journal_title" content="Hive Science">
    <meta name="citation_volume" content="12">
    <meta name="citation_issue" content="3">
    <meta name="citation_firstpage" content="45">
    <meta name="citation_lastpage" content="51">
    <meta name="citation_online_date" content="2019/04/30">
    <meta name="citation_publication_date" content="2019/05">
    <meta name="citation_doi" content="doi:10.5555/BEES.2019">
    <meta name="citation_pmid" content="12345678">
    <meta name="citation_reference" content="citation_title=Sugar; citation_doi=10.5555/cited">
    <meta name="citation_language" content="en">
    <meta name="dc.rights" content="https://creativecommons.org/licenses/by-nc/4.0/">"""
    record = page(
        f"<article><h1>Why beekeepers give up</h1><h2>Abstract</h2><p>{LONG}</p><h2>References</h2><p>Poe. doi:10.5555/cited</p></article>",
        head,
    )
    assert record.title == "Why beekeepers give up: a survey"
    assert [str(author) for author in record.authors] == ["Lind, Mara", "van Dam, Jo"]
    assert (record.container, record.volume, record.issue, record.pages) == ("Hive Science", "12", "3", "45-51")
    assert (str(record.issued), record.language, record.licence) == ("2019-04-30", "en", "CC BY-NC 4.0")
    assert [str(one) for one in record.identifiers] == ["doi:10.5555/bees.2019", "pmid:12345678"]
    assert [record.text[span.start : span.end] for span in record.spans if span.role == "abstract"] == [LONG]


def test_json_ld_in_a_page_and_by_itself() -> None:
    inner = (
        '{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"Bees"},{"@type":["ScholarlyArticle"],"headline":"Why '
        'beekeepers give up","author":[{"@type":"Person","givenName":"Mara","familyName":"Lind","@id":"https://orcid.org/0000-0001-2345-6789"},'
        '{"@type":"Organization","name":"Hive Group"}],"datePublished":"2019-05-03","isPartOf":{"@type":"PublicationIssue",'
        '"issueNumber":"3",'
        '"isPartOf":{"@type":"PublicationVolume","volumeNumber":12,"isPartOf":{"@type":"Periodical","name":"Hive Science"}}},'
        '"sameAs":"https://doi.org/10.5555/bees","citation":[{"@type":"ScholarlyArticle","@id":"https://doi.org/10.5555/cited"}]}]}'
    )
    script = f'<script type="application/ld+json">{inner}</script>'
    embedded = page(f"<main><h1>Why beekeepers give up</h1><p>{LONG}</p></main>", script)
    alone = read(inner.encode(), "a.json").records[0]
    for record in (embedded, alone):
        assert record.title == "Why beekeepers give up"
        assert [str(author) for author in record.authors] == ["Lind, Mara", "Hive Group"]
        assert record.authors[0].orcid == "0000-0001-2345-6789"
        assert (record.container, record.volume, record.issue, str(record.issued)) == ("Hive Science", "12", "3", "2019-05-03")
        assert [str(one) for one in record.identifiers] == ["doi:10.5555/bees"]


def test_dublin_core_and_sharing_tags() -> None:
    head = """<meta property="og:title" content="What keeps bees | Valley Blog"><meta property="og:site_name" content="Valley Blog">
    <meta name="DC.Creator" content="Lind, Mara">
    <meta name="DCTERMS.issued" content="2019-05-03">
    <meta name="DC.Identifier" content="https://doi.org/10.5555/bees">"""
    record = page(
        f"<div id='content'><h1>What keeps bees</h1><p>{LONG}</p><p>{LONG}</p><p>{LONG}</p><h3>The tools</h3><p>{LONG}</p></div>", head
    )
    assert (record.title, str(record.issued), record.publisher) == ("What keeps bees", "2019-05-03", "Valley Blog")
    assert [str(one) for one in record.identifiers] == ["doi:10.5555/bees"]
    assert "Ten more things" not in record.text
    assert record.text.count(LONG) == 4


def test_a_page_without_tags_shows_what_its_text_shows() -> None:
    badge = "RESEARCH • Hive Science 12 (3) • 2019 • https://doi.org/10.5555/bees"
    record = page(f"<article><p>{badge}</p><h1>Why beekeepers give up</h1><p>{LONG}</p></article>")
    assert (record.title, record.container, record.volume, record.issue) == ("Why beekeepers give up", "Hive Science", "12", "3")
    assert [str(one) for one in record.identifiers] == ["doi:10.5555/bees"]
    assert record.authors == ()


def test_an_error_page_is_a_refusal() -> None:
    reading = read(b"<html><head><title>302 Moved Temporarily</title></head><body><h1>302 Moved Temporarily</h1></body></html>", "a.html")
    assert not reading.records
    assert "error" in reading.refusals[0].reason


def test_declared_and_wrong_charsets() -> None:
    for charset, codec in (("iso-8859-1", "latin-1"), ("utf-8", "utf-8"), ("iso-8859-1", "utf-8"), ("utf-16", "utf-16")):
        body = f"<body><article><h1>Füße müde</h1><p>{LONG}</p></article></body>"
        text = f'<html><head><meta charset="{charset}"><title>Füße müde</title></head>{body}</html>'
        assert read(text.encode(codec), "a.html").records[0].title == "Füße müde"
