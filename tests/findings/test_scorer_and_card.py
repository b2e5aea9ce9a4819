"""The scorer counts as the shared one does; gold is read from folders and lines; the card says what was measured."""

import json
import random
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg.cli import kg
from kg.errors import BadSheet
from kg.findings import gold, reliability
from kg.findings.score import _assign, pair, score


def span(kind: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "start": start, "end": end, "status": "core", **more}


def test_half_an_overlap_of_the_same_kind_is_a_hit() -> None:
    counts = score([span("barrier", 0, 10), span("barrier", 20, 30)], [span("barrier", 0, 20), span("facilitator", 20, 30)])
    assert (counts["all"].hits, counts["all"].predicted, counts["all"].gold) == (1, 2, 2)
    assert counts["facilitator"].recall == 0


def test_a_second_readers_span_counts_and_arguable_findings_neither_help_nor_hurt() -> None:
    golds = [span("barrier", 0, 40, alternative={"start": 0, "end": 10}), span("barrier", 50, 60, status="arguable")]
    counts = score([span("barrier", 0, 10), span("barrier", 50, 60)], golds)["all"]
    assert (counts.hits, counts.predicted, counts.gold) == (1, 1, 1)


def test_the_pairing_is_the_best_there_is() -> None:
    chance = random.Random(3)
    for _ in range(200):
        rows, columns = chance.randrange(1, 6), chance.randrange(1, 6)
        gain = [[chance.choice([0.0, chance.random()]) for _ in range(columns)] for _ in range(rows)]
        pairs = _assign(gain)
        assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs) == min(rows, columns)
        small, large = (rows, columns) if rows <= columns else (columns, rows)
        best = max(
            sum(gain[i][j] if rows <= columns else gain[j][i] for i, j in enumerate(order)) for order in permutations(range(large), small)
        )
        assert sum(gain[i][j] for i, j in pairs) == pytest.approx(best)


def test_nothing_pairs_with_nothing() -> None:
    assert pair([], [span("barrier", 0, 5)]) == []


def test_halves_split_every_set() -> None:
    reports = tuple(gold.Gold(f"r{n}", "A" if n < 4 else "B", "text", ()) for n in range(8))
    left, right = gold.halves(reports)
    assert sorted(one.set for one in left) == sorted(one.set for one in right) == ["A", "A", "B", "B"]


def test_reliability_is_drawn_towards_its_extractor() -> None:
    report = gold.Gold("r", "A", "x" * 100, (span("barrier", 0, 10),))
    shares = reliability.estimate(
        [report], lambda _: [span("barrier", 0, 10, extractor="lists:a"), span("barrier", 50, 60, extractor="lists:b")]
    )
    assert shares["lists:b"] < shares["lists"] < shares["lists:a"] < 1
    assert reliability.of("lists:never-seen", shares) == shares["lists"]
    assert reliability.of("other:new", shares) == reliability.BEFORE


def test_gold_that_is_no_gold_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text('{"id": "a"}', encoding="utf-8")
    with pytest.raises(BadSheet, match="lacks"):
        gold.read(tmp_path)
    with pytest.raises(BadSheet, match="holds no gold"):
        gold.read(tmp_path / "absent")


def test_evaluate_writes_a_card_with_date_version_and_digest(tmp_path: Path) -> None:
    text = "METHODS: Interviews with nurses on barriers to services.\nRESULTS: Barriers included lack of time, poor pay, and stigma."
    start = text.index("lack of time")
    row = {"id": "a", "set": "B", "text": text, "findings": [span("barrier", start, start + 12)]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    done = CliRunner().invoke(kg, ["evaluate", str(tmp_path / "gold.jsonl"), "--as", "json", "--card", str(tmp_path / "card.md")])
    assert done.exit_code == 0, done.output
    made = json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))
    assert made["figures"]["all reports"]["all"] == {"precision": 0.333, "recall": 1.0, "f1": 0.5, "hits": 1, "predicted": 3, "gold": 1}
    assert len(made["gold"]) == len(made["rules"]) == 16
    assert made["date"] in (tmp_path / "card.md").read_text(encoding="utf-8")
