"""The gate refuses what reaches outside, in every disguise the engine would accept, and bounds what would end the process."""

import pytest

from kg.answers.guard import OURS, STRANGERS, check
from kg.errors import BadQuery, OverLimit

HOST = "<http://127.0.0.1:9/>"
SERVICES = [
    f"SELECT * {{ SERVICE {HOST} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ service silent {HOST} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ {{ SELECT * {{ SERVICE {HOST} {{}} }} }} }}",
    f"SELECT * {{ FILTER EXISTS {{ SERVICE {HOST} {{}} }} }}",
    f"SELECT * {{ OPTIONAL {{ GRAPH ?g {{ SERVICE {HOST} {{}} }} }} }}",
    f"SELECT * {{ ?s ?p 1 MINUS {{ SERVICE {HOST} {{}} }} }}",
    "SELECT * { VALUES ?u { <http://127.0.0.1:9/> } SERVICE ?u { ?s ?p ?o } }",
    f"PREFIX ex: {HOST} SELECT * {{ SERVICE ex: {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICE#x\n{HOST} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p 1SERVICE{HOST}{{}} }}",
    f"SELECT * {{ ?s ?p ?o.SERVICE{HOST}{{}} }}",
    f"SELECT * {{ SERVICESILENT{HOST}{{ ?s ?p ?o }} }}",
    f"PREFIX ex: {HOST} SELECT * {{ SERVICEex:a {{ ?s ?p ?o }} }}",
    f"PREFIX SERVICEex: {HOST} PREFIX ex: {HOST} SELECT * {{ SERVICEex:a {{ ?s ?p ?o }} }}",
    "SELECT * { FILTER(?a<?b)SERVICE#>\n?u {?s ?p ?o} }",
    "PREFIX ex: <http://x/> SELECT * { ?s ex:a\\#b ?o SERVICE ?u {} }",
    rf"SELECT * {{ SER\u0056ICE {HOST} {{ ?s ?p ?o }} }}",
    rf"SELECT * {{ \U00000053ERVICE {HOST} {{ ?s ?p ?o }} }}",
    f"ASK {{ SERVICE {HOST} {{}} }}",
    f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE {HOST} {{ ?s ?p ?o }} }}",
    f"DESCRIBE ?s {{ SERVICE {HOST} {{ ?s ?p ?o }} }}",
]
UPDATES = [
    f"LOAD {HOST}", "INSERT DATA { <a:a> <a:b> 1 }", "DELETE WHERE { ?s ?p ?o }", "CLEAR ALL", "DROP DEFAULT", "CREATE GRAPH <a:g>",
    "ADD <a:g> TO <a:h>", "MOVE <a:g> TO <a:h>", "COPY <a:g> TO <a:h>", "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "PREFIX a: <a:> INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", f"SELECT * {{ ?s ?p ?o }} ; LOAD {HOST}",
]  # fmt: skip
HARMLESS = [
    'SELECT * { ?s ?p "SERVICE <http://127.0.0.1:9/>" }',
    "SELECT * { ?s ?p '''LOAD it''' } # SERVICE",
    "SELECT ?SERVICE { ?SERVICE <http://example.org/SERVICE#LOAD> ?load }",
    "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> SELECT * { ?s a sd:Service }",
    "SELECT * { ?s <http://www.w3.org/ns/sparql-service-description#x> ?o . FILTER(?o<3 && ?o>1) }",
    "PREFIX ex: <http://x/> SELECT * { ex:INSERT ex:service ex:drop }",
]


@pytest.mark.parametrize("text", SERVICES)
def test_service_is_refused_in_every_position_and_disguise(text):
    with pytest.raises(BadQuery, match=r"SERVICE|refused"):
        check(text)


@pytest.mark.parametrize("text", UPDATES)
def test_updates_are_refused(text):
    with pytest.raises(BadQuery, match="only reads"):
        check(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_words_in_texts_names_and_comments_are_harmless(text):
    assert check(text, STRANGERS).form == "SELECT"


@pytest.mark.parametrize(
    ("text", "graphs"),
    [
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", ("file:///etc/passwd",)),
        ("SELECT * FROM NAMED <http://a/b> FROM <http://a/c> { ?s ?p ?o }", ("http://a/b", "http://a/c")),
        ("BASE <http://a/> PREFIX x: <y/> SELECT * FROM <b> FROM x:c { ?s ?p ?o }", ("http://a/b", "http://a/y/c")),
    ],
)
def test_from_is_named_in_full(text, graphs):
    assert check(text).graphs == graphs


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }",
        "SELECT * " + "{" * 10_000 + "}" * 10_000,
        "SELECT * { ?s " + "(" * 10_000 + "<a:a>" + ")" * 10_000 + " ?o }",
        "SELECT * { BIND(" + "IF(true," * 1_000 + "1" + ",2)" * 1_000 + " AS ?x) }",
        "SELECT * { FILTER(" + "!" * 10_000 + "true) }",
        "SELECT * { " + "FILTER NOT EXISTS { " * 1_000 + "}" * 1_000 + " }",
        "SELECT * { ?s " + "/".join(["<a:a>"] * 1_000) + " ?o }",
        "SELECT * { {} " + "UNION {} " * 10_000 + "}",
        "SELECT * { ?s ?p ?o " + " " * 2_000_000 + "}",
    ],
)
@pytest.mark.parametrize("bounds", [STRANGERS, OURS])
def test_what_would_end_the_engine_is_bounded(text, bounds):
    with pytest.raises(OverLimit):
        check(text, bounds)


def test_no_w3c_query_is_refused_but_those_that_ask_other_servers(shared):
    refused = []
    files = sorted((shared / "w3c").rglob("*.rq"))
    for file in files:
        try:
            check(file.read_text(encoding="utf-8"), STRANGERS)
        except (BadQuery, OverLimit):
            refused.append(file)
    assert len(files) > 795
    assert {file.parent.name for file in refused} == {"service", "syntax-fed"}
    assert len(refused) == 10


def test_a_hostile_text_costs_linear_time():
    import time

    start = time.process_time()
    for text in ('"' * 60_000, "<" * 60_000, "'''" + "a" * 60_000, "?a<" * 20_000, '"""' + '"' * 60_000, "a:" * 20_000 + "."):
        with pytest.raises((BadQuery, OverLimit)):
            check(text + " SERVICE", STRANGERS)
    assert time.process_time() - start < 5
