"""Machines' candidates: in sheets of their own, kept text by text, counted only once a person accepts them."""

from kg.findings import candidates, sheet
from kg.findings.quote import seal
from tests.people.conftest import Bench


def test_a_run_again_replaces_the_candidates_of_the_texts_it_read_and_no_others(bench: Bench) -> None:
    from dataclasses import replace

    path = candidates.path_of(bench.review.codings, "Rules 1.0/x")
    assert path == bench.review.codings / "candidates" / "rules-1.0-x.csv"
    long, kind, beds, hire = bench.candidates
    away = replace(hire, document="00" * 32)
    assert candidates.save(path, [beds, long, away], {long.document, away.document}, "rules", "2026-01-01") == 3
    assert candidates.save(path, [kind, long], {long.document}, "rules", "2026-02-02") == 3
    rows = sheet.read(path).rows
    assert {(row.cells["quote"], row.cells["date"]) for row in rows} == {
        ("long waits", "2026-01-01"),
        ("kind staff", "2026-02-02"),
        ("hire more nurses", "2026-01-01"),
    }
    assert {row.finding for row in rows} == {kind, long, away}
    before = path.stat().st_mtime_ns
    assert candidates.save(path, [long, kind], {long.document}, "rules", "2026-03-03") == 3
    assert path.stat().st_mtime_ns == before


def test_a_candidate_knows_its_report_and_is_sealed(bench: Bench) -> None:
    one = candidates.placed(bench.candidates[0], {bench.document.sha256: "r1"}, {bench.document.sha256: "full-text"})
    assert (one.report, one.checked) == ("r1", "full-text")
    assert one.seal == seal(one.document, one.start, one.end, one.quote)


def test_find_saves_candidates_that_a_person_then_decides_on(bench: Bench) -> None:
    for path in (bench.review.codings / "candidates").glob("*.csv"):
        path.unlink()
    result = bench.run("find", "--save")
    assert result.exit_code == 0, result.output
    assert "codings/candidates/rules.csv" in result.output.replace("\\", "/")
    path = bench.review.codings / "candidates" / "rules.csv"
    found = sheet.read(path).findings
    assert found
    for one in found:
        assert bench.document.text[one.start : one.end] == one.quote
        assert one.report == bench.candidates[0].report
        assert one.seal
    before = path.read_bytes()
    assert bench.run("find", "--save").exit_code == 0
    assert path.read_bytes() == before
    rows = bench.rows(bench.export("out.csv", "--candidates"))
    assert bench.take([row | {"decision": "accept"} for row in rows[:1]]).exit_code == 0
    assert len(bench.rows(bench.export("rest.csv", "--candidates", "--coder", "jane"))) == len(rows) - 1
