"""`kg ask` and `kg recur` as a person runs them: every form, every slip of the pen a sentence."""

import csv
import io
import json

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg.cli import kg
from kg.errors import EvidenceError
from kg.graph.build import publish
from kg.review import Review


@pytest.fixture(scope="module")
def review(made, tmp_path_factory):
    """A review folder with a built graph."""
    root = tmp_path_factory.mktemp("asked")
    lines = [line + "\n" for line in made.dump(format=ox.RdfFormat.N_QUADS).decode().splitlines()]
    publish([lines], Review.create(root, "Made up").graph)
    return root


@pytest.fixture
def run(review):
    def run(*words, stdin=None):
        return CliRunner().invoke(kg, ["--review", str(review), *words], input=stdin)

    return run


def said(result):
    """The sentence of an error of ours, or what was printed."""
    return str(result.exception) if isinstance(result.exception, EvidenceError) else result.output


def test_alone_it_lists_the_shelf(run):
    rows = json.loads(run("ask", "--as", "json").output)
    assert len(rows) >= 40
    assert {"question": "recurring-barriers", "asks": "Which barriers recur across independent studies?", "given": "min=2"} in rows


@pytest.mark.parametrize(
    ("form", "starts"),
    [
        ("text", "Which barriers recur"),
        ("csv", "barrier,studies,families,findings\n"),
        ("tsv", "barrier\tstudies"),
        ("json", "[\n  {"),
        ("jsonl", '{"barrier": '),
        ("md", "**Which barriers recur"),
        ("srj", '{"head":{"vars":["barrier"'),
        ("srx", "<?xml"),
    ],
)
def test_every_form(run, form, starts):
    result = run("ask", "recurring-barriers", "--as", form)
    assert result.exit_code == 0, result.output
    assert result.output.startswith(starts)


@pytest.mark.parametrize(
    ("form", "holds"), [("ttl", "@prefix oa:"), ("nt", "ns/oa#Annotation"), ("jsonld", '"@id"'), ("text", "@prefix oa:")]
)
def test_graphs(run, form, holds):
    result = run("ask", "web-annotations", "--given", "study=made-000003", "--as", form)
    assert holds in result.output
    assert result.output == run("ask", "web-annotations", "--given", "study=made-000003", "--as", form).output


def test_files_text_and_standard_input_answer_alike(run, tmp_path):
    text = "#+ title: Studies\n#+ given: most integer 3\nSELECT ?s WHERE { ?s a ev:Study } ORDER BY ?s LIMIT 3"
    text = text.replace("#+ given: most integer 3\n", "")
    file = tmp_path / "mine.rq"
    file.write_text(text, encoding="utf-8")
    answers = {
        run("ask", *words, "--as", "csv", **more).output for words, more in (((str(file),), {}), ((text,), {}), (("-",), {"stdin": text}))
    }
    assert len(answers) == 1
    assert len(next(iter(answers)).splitlines()) == 4


def test_an_answer_cites_itself(run):
    both = json.loads(run("ask", "studies", "--as", "json", "--cite").output)
    assert len(both["rows"]) == 60
    assert len(both["cite"]["digest"]) == 64
    assert both["cite"]["studies"][0] == "made-000000"
    assert both["cite"]["question"].startswith("Which studies are there")
    text = run("recur", "--level", "top", "--cite").output
    assert "data sha256:" + both["cite"]["digest"][:16] in text
    assert "Studies in the answer" in text


def test_explain_shows_steps_matches_and_time(run):
    text = run("ask", "recurring-barriers", "--explain").output
    assert "?f ev:determinant ?c" in text
    assert "quads." in text
    rows = json.loads(run("ask", "SELECT ?s { ?s a ev:Study }", "--explain", "--as", "json").output)
    assert {"step": "· ?s rdf:type ev:Study", "matches": 60} in rows


def test_recurrence_in_every_form(run):
    rows = json.loads(run("recur", "--level", "parent", "--min", "2", "--as", "json").output)
    assert len(rows) > 3
    whole = json.loads(run("recur", "--level", "leaf", "--as", "json").output)
    assert all(row["study_ids"] for row in whole)
    quotes = list(csv.DictReader(io.StringIO(run("recur", "--min", "3", "--quotes", "--as", "csv").output)))
    assert {"barrier", "study", "quote", "said by", "text", "start", "end", "finding"} == set(quotes[0])
    opened = run("recur", "--min", "3", "--quotes").output
    assert f"“{quotes[0]['quote']}”" in opened
    assert run("recur", "--as", "md").output.startswith("**Barriers that recur")
    assert "stakeholder" in run("recur", "--by", "stakeholder,country", "--level", "top").output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["ask", "recuring-barriers"], "the nearest are recurring-barriers"),
        (["ask", "no-such.rq"], "cannot be read"),
        (["ask", ""], "nothing to ask"),
        (["ask", "SELECT ?s WHERE { ?s a ev:Studdy }"], "did you mean ev:Study"),
        (["ask", "SELECT ?s WHERE { ?s a foo:Study }"], "prefix foo: (line 1, column 24) is not declared"),
        (["ask", "SELECT ?s WHERE {\n ?s a ev:Study"], "'{' at line 1, column 17 is never closed"),
        (["ask", "SELECT ?s WHRE { ?s a ev:Study }"], "did you mean WHERE"),
        (["ask", "SELECT ?s { ?s a 'Study }"], "never closed"),
        (["ask", "SELECT ?s (COUNT(?p) AS ?n) { ?s ?p ?o }"], "add it to GROUP BY"),
        (["ask", "DELETE WHERE { ?s ?p ?o }"], "only reads"),
        (["ask", "SELECT * { SERVICE <http://a/> { ?s ?p ?o } }"], "refused"),
        (["ask", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"], "never files"),
        (["ask", "recurring-barriers", "--given", "min"], "NAME=VALUE"),
        (["ask", "quotes-of-a-determinant", "--given", "determinant=made up determinent 3"], "nearest are determinant-3"),
        (["ask", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "--seconds", "0.5"], "stopped after 0.5 seconds"),
        (["recur", "--by", "stakholder"], "did you mean 'stakeholder'"),
        (["recur", "--kind", "barriers"], "did you mean 'barrier'"),
    ],
)
def test_every_slip_is_a_sentence(run, words, says):
    result = run(*words)
    assert result.exit_code == 1
    assert says in said(result)


def test_without_a_graph_the_next_step_is_named(tmp_path):
    Review.create(tmp_path / "empty", "Empty")
    result = CliRunner().invoke(kg, ["--review", str(tmp_path / "empty"), "recur"])
    assert "kg build" in said(result)


def test_the_public_face(review):
    import kg as face

    graph = face.open(review)
    assert "Made up" in repr(graph)
    assert len(graph.recur(by="country", level="top")) > 3
    with pytest.raises(AttributeError, match="no attribute 'close'"):
        face.close  # noqa: B018
