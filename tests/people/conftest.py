"""A small review with one report written by us, whose text is at hand, a scheme of its own, and a machine's candidates."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg import walk
from kg.cli import kg
from kg.findings import sheet
from kg.findings.finding import Finding, Match
from kg.review import Review
from kg.tally import Tally
from kg.text.document import Document

TEXT = """Waiting for a place: views of nurses and clients

Background: Queues are known to harm. Methods: We interviewed 12 nurses.
Results: Nurses said that long waits kept people away. Clients spoke of “kind staff” and of
forms in one language only. A lack of beds was named by all.
Conclusions: Clinics should hire more nurses and translate their forms.
"""
SCHEME = """scheme,slug,label,definition,alt,barrier_label,facilitator_label,broader
determinant,waiting-times,Waiting times,Time until care begins.,queues,long waits,short waits,
determinant,staff-kindness,Kindness of staff,,kind staff,,,
determinant,languages,Languages of forms,,forms in one language,,,
determinant,beds,Beds,,lack of beds,,,
strategy,hire-staff,Hire staff,,hire nurses,,,
strategy,translate,Translate forms,,,,,
stakeholder,nurses,Nurses,,,,,
stakeholder,clients,Clients,,,,,
"""


@dataclass
class Bench:
    """The review, its one document, its candidates in order of place, and a way to run kg in it."""

    review: Review
    document: Document
    candidates: list[Finding]

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(kg, ["--review", str(self.review.root), *words], standalone_mode=True)

    def export(self, name: str = "out.csv", *words: str) -> Path:
        path = self.review.root / name
        result = self.run("sheet", "export", "--to", str(path), *words)
        assert result.exit_code == 0, result.output
        return path

    def rows(self, path: Path) -> list[dict[str, str]]:
        return [row.cells for row in sheet.read(path).rows]

    def save(self, rows: list[dict[str, str]], name: str = "edited.csv") -> Path:
        path = self.review.root / name
        sheet.save(path, rows, sheet.EXTRAS)
        return path

    def take(self, rows: list[dict[str, str]], coder: str = "jane", *words: str) -> Result:
        return self.run("sheet", "import", str(self.save(rows)), "--coder", coder, "--date", "2026-01-02", *words)

    def kept(self, coder: str = "jane") -> list[Finding]:
        return list(sheet.read(self.review.codings / f"{coder}.csv").findings)


def finding(document: Document, quote: str, kind: str, *concepts: str) -> Finding:
    start = document.text.index(quote)
    return Finding(
        kind, quote, start, start + len(quote), document.sha256, "waiting", section="result", role="result",
        matches=tuple(Match(one, "label", quote, 0.9) for one in concepts), extractor="cues:test", confidence=0.8, checked="abstract",
    )  # fmt: skip


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    review = Review.create(tmp_path / "review", "Waiting")
    (review.root / "review.toml").write_text('[review]\ntitle = "Waiting"\n[schemes]\nreplace = true\n', encoding="utf-8")
    (review.root / "schemes" / "own.csv").write_text(SCHEME, encoding="utf-8")
    text = tmp_path / "waiting.txt"
    text.write_text(TEXT, encoding="utf-8")
    assert list(walk.keep_files(review, [text], Tally("harvest")))
    (document,) = walk.documents(review)
    report = walk.gather(review).evidence.reports[0].key
    candidates = [
        finding(document, "long waits", "barrier", "waiting-times"),
        finding(document, "kind staff", "facilitator", "staff-kindness"),
        finding(document, "lack of beds", "barrier", "beds"),
        finding(document, "hire more nurses", "recommendation", "hire-staff"),
    ]
    candidates = [replace(one, report=report) for one in candidates]
    sheet.write(review.codings / "candidates" / "cues.csv", candidates, "cues")
    return Bench(review, document, candidates)
