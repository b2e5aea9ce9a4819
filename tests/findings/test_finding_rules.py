"""What the rules find: in invented sentences, in coded summaries, on shared gold; and what they never do."""

import json
import random
import time
from pathlib import Path

import pytest

from kg.findings import gold
from kg.findings.find import find
from kg.findings.quote import MOST_WORDS, stands
from kg.findings.score import Count, score
from kg.text.document import Document, Section
from kg.text.sections import read_text

KINDS = {"b": "barrier", "f": "facilitator", "r": "recommendation"}
BEFORE = "Qualitative interviews on barriers with participants were implemented. "


def document(sentence: str, role: str = "result") -> Document:
    """A document whose last section is one sentence of a role, in a study of people's views."""
    text = BEFORE + sentence
    return Document("one", text, (Section("method", 0, len(BEFORE) - 1), Section(role, len(BEFORE), len(text), role)))


def found(sentence: str, role: str = "result") -> set[tuple[str, str]]:
    return {(finding.kind, finding.quote) for finding in find(document(sentence, role))}


@pytest.mark.parametrize(
    ("role", "sentence", "expected"),
    [
        ("result", "Common barriers included a lack of trust (macro), poor pay (exo), and long waits (micro).",
         {("barrier", "lack of trust"), ("barrier", "poor pay"), ("barrier", "long waits")}),
        ("result", "Six challenges were identified: (1) need for approvals; (2) lack of guidelines; and (3) a move to new premises.",
         {("barrier", "need for approvals"), ("barrier", "lack of guidelines"), ("barrier", "move to new premises")}),
        ("result", "Trust in staff, peer support and good locations were key facilitators of engagement.",
         {("facilitator", "Trust in staff"), ("facilitator", "peer support"), ("facilitator", "good locations")}),
        ("result", "Participants identified several factors (poverty, unstable housing, and stigma) contributing to HIV risk.",
         {("barrier", "poverty"), ("barrier", "unstable housing"), ("barrier", "stigma")}),
        ("result", "Officers were unclear about their roles.", {("barrier", "unclear about their roles")}),
        ("conclusion", "Police should not enter the site during opening hours.",
         {("recommendation", "Police should not enter the site during opening hours")}),
        ("conclusion", "Future interventions must address stigma and include families.",
         {("recommendation", "address stigma"), ("recommendation", "include families")}),
        ("conclusion", "It is vital that patients are told their results in time.",
         {("recommendation", "patients are told their results in time")}),
        ("conclusion", "Training for nurses is needed to improve care.", {("recommendation", "Training for nurses")}),
        ("conclusion", "Relations can be improved by articulating policies and working toward mutual respect.",
         {("recommendation", "articulating policies"), ("recommendation", "working toward mutual respect")}),
        ("conclusion", "Further research is needed.", set()),
        ("background", "Common barriers included a lack of trust, poor pay, and long waits.", set()),
        ("method", "Participants were asked whether police should enter the site.", set()),
        ("result", "The mean age was 43 years and 58% were women.", set()),
    ],
)  # fmt: skip
def test_a_rule_quotes_the_shortest_complete_phrase(role: str, sentence: str, expected: set[tuple[str, str]]) -> None:
    assert found(sentence, role) == expected


def test_invented_sentences_are_read_as_a_reader_would(data: Path) -> None:
    total = Count()
    for line in (data / "findings" / "sentences.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        body, _, marks = line[2:].partition("||")
        one = document(body.strip(), "result" if line[0] == "R" else "conclusion")
        wanted = [(KINDS[mark.strip()[0]], mark.strip()[2:]) for mark in marks.split("|") if mark.strip()]
        places = [(kind, one.text.index(quote, len(BEFORE)), len(quote)) for kind, quote in wanted]
        total += score(
            [finding.to_row("one") for finding in find(one)],
            [{"kind": kind, "start": start, "end": start + size, "status": "core"} for kind, start, size in places],
        )["all"]
    assert total.precision > 0.9, total
    assert total.recall > 0.82, total


def test_coded_summaries_are_mostly_found(data: Path) -> None:
    reports = gold.read(data / "findings" / "summaries.jsonl")
    counts = gold.total({one.id: [row.to_row(one.id) for row in find(read_text(one.text, one.id))] for one in reports}, reports)
    assert counts["all"].precision > 0.78
    assert counts["all"].f1 > 0.7


def test_the_shared_gold_is_found(shared: Path) -> None:
    reports = gold.read(shared / "gold")
    rows = {one.id: [row.to_row(one.id) for row in find(read_text(one.text, one.id))] for one in reports}
    counts = gold.total(rows, reports)
    assert counts["all"].precision >= 0.85
    assert counts["all"].f1 >= 0.78
    assert counts["set S"].recall >= 0.85
    assert counts["set C"].predicted + counts["set G"].predicted <= 3
    for one in reports:
        for row in rows[one.id]:
            assert one.text[row["start"] : row["end"]] == row["quote"]


def mutants(seed: int, texts: list[str], number: int) -> list[str]:
    """Texts with pieces cut, doubled, shuffled, shouted, and salted with signs."""
    chance = random.Random(seed)
    made = []
    for _ in range(number):
        text = chance.choice(texts)
        for _ in range(chance.randrange(1, 6)):
            a, b = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
            piece = text[a : min(b, a + 200)]
            change = chance.randrange(6)
            salt = chance.choice(["(", ")", "“", "\n", ";", ", and ", "é", "\u0000", "𝔄", "including ", " should ", "barriers included "])
            if change < 2:
                text = text[:a] + salt + text[a:]
            elif change < 4:
                text = text[:a] + piece + text[a:]
            else:
                text = text[:a] + (piece.upper() if change == 4 else piece[::-1]) + text[a + len(piece) :]
        made.append(text)
    return made


def test_every_quote_of_a_mutated_text_stands(data: Path) -> None:
    texts = [one.text for one in gold.read(data / "findings" / "summaries.jsonl")]
    seen = 0
    for text in mutants(11, texts, 300):
        one = read_text(text)
        for finding in find(one):
            seen += 1
            assert stands(one.text, finding.quote, finding.start, finding.end)
            assert len(finding.quote.split()) <= MOST_WORDS
            assert finding.document == one.sha256
    assert seen > 300


@pytest.mark.parametrize(
    "hostile",
    [
        "barriers to care included " + "lack of trust, and ( " * 50_000,
        "qualitative interviews barriers stigma police " + "should need to " * 70_000,
        "(" * 500_000 + "barriers included " * 1000,
        "Results: " + "stakeholders said that barriers included trust, " * 20_000,
        "Qualitative interviews on barriers. Results: " + "Barriers included lack of trust. " * 3_000,
    ],
)
def test_a_hostile_megabyte_ends_soon(hostile: str) -> None:
    started = time.process_time()
    find(read_text(hostile))
    assert time.process_time() - started < 15


@pytest.mark.parametrize(
    "text",
    [
        "", " \n ", "\u0000\ufffd", "Les obstacles comprenaient la peur, le coût et la distance. Il faut former la police.",
        "障碍包括恐惧和费用。警察应该接受培训。", "Th3 b@rr|ers inc|uded l@ck 0f tru5t; ;; ,, (( p0or", "𝔄𝔅 “” … — –",
    ],
)  # fmt: skip
def test_what_cannot_be_read_gives_nothing(text: str) -> None:
    assert find(read_text(text)) == ()


def test_capitals_are_read_like_any_text() -> None:
    assert ("barrier", "LACK OF TRUST") in found("BARRIERS INCLUDED LACK OF TRUST, POOR PAY AND LONG WAITS.")


def test_lists_of_a_page_are_findings_of_the_kind_announced() -> None:
    text = (
        "How police and services can work together\n\nWe interviewed police and staff about barriers to their partnership in this "
        "qualitative study. Here are our three recommendations:\n\n1. Early talks with the community\n\nMuch depends on time.\n\n"
        "2. A liaison officer for each site\n\nThis is simple.\n\n3. Written rules on entry\n"
    )
    quotes = {finding.quote for finding in find(read_text(text)) if finding.kind == "recommendation"}
    assert {"Early talks with the community", "liaison officer for each site", "Written rules on entry"} <= quotes


def test_a_text_of_cells_and_genes_holds_no_findings() -> None:
    text = (
        "The blood-brain barrier limits drug access. We treated mice with the compound. Gene expression was reduced by inflammation. "
        "Barriers included tight junction proteins, receptors and plasma factors. Higher doses are needed to improve delivery."
    )
    assert find(read_text(text)) == ()


def test_each_finding_names_the_rule_that_made_it() -> None:
    finding = find(document("Common barriers included lack of trust, poor pay, and long waits."))[0]
    assert finding.extractor == "lists:list-barrier"
    assert 0.8 < finding.confidence <= 1


def test_the_made_up_abstracts_are_coded_verbatim(data: Path) -> None:
    reports = [json.loads(line) for line in (data / "findings" / "abstracts.jsonl").read_text(encoding="utf-8").splitlines()]
    coded = [(one["text"][found["start"] : found["end"]], found["quote"]) for one in reports for found in one["findings"]]
    assert (len(reports), len(coded)) == (90, 669)
    assert all(stands == quote for stands, quote in coded)
