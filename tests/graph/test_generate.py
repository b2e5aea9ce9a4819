"""The made-up reviews the benches stand on: the same on every run, whole or streamed, and shaped as the design says."""

from collections import Counter

from kg.graph import describe


def test_streamed_and_kept_evidence_describe_the_same_lines(generate):
    kept = list(describe.quads(generate.evidence(60), generate.lexicon()))
    assert kept == list(describe.quads(generate.stream(60), generate.lexicon()))
    assert len(kept) == len(set(kept))


def test_concepts_follow_zipf_and_every_finding_counts_about_25_triples(generate):
    evidence = generate.evidence(400)
    drawn = Counter(finding.concepts[0] for finding in evidence.codings[0].findings if finding.kind == "barrier")
    assert drawn["determinant-0"] > 5 * drawn["determinant-9"] > 0
    subject = f"<https://w3id.org/evidence-kg/finding/{evidence.codings[0].findings[0].id}>"
    lines = [line for line in describe.quads(evidence, generate.lexicon()) if line.startswith(subject)]
    assert 18 <= sum("/g/" not in line.rsplit(" ", 2)[1] for line in lines) <= 28
