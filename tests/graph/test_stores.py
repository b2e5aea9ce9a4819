"""Every store keeps the same graph: what is written is what is read, the default one and the others by name."""

import pytest

from kg import plug
from kg.errors import InputError
from kg.graph import build, open_store
from kg.graph.export import lines
from kg.review import Review

KINDS = ("oxigraph", "memory", "trig")


@pytest.mark.parametrize("kind", KINDS)
def test_a_store_reads_what_was_written(tmp_path, evidence, lexicon, kind):
    review = Review.create(tmp_path / "review")
    built = build.build(evidence, lexicon, review.graph, settings={"kind": kind})
    store = open_store(review)
    assert len(store) == built.quads
    build.build(evidence, lexicon, tmp_path / "other")
    assert lines(store) == lines(plug.part("kg.graph.stores", "oxigraph").read(build.current(tmp_path / "other").folder / "store"))


def test_the_trig_file_is_the_same_twice(tmp_path, evidence, lexicon):
    files = []
    for name in ("one", "two"):
        built = build.build(evidence, lexicon, tmp_path / name, settings={"kind": "trig"})
        files.append((built.folder / "store" / "graph.trig").read_bytes())
    assert files[0] == files[1]
    assert b"ev:BarrierFinding" in files[0]


def test_a_store_nobody_knows_is_answered_with_those_there_are(tmp_path, evidence, lexicon):
    with pytest.raises(InputError, match="oxigraph"):
        build.build(evidence, lexicon, tmp_path / "graph", settings={"kind": "postgres"})
