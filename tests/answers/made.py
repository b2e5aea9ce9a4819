"""A made-up review as a store, its counts included as a large one has them; stands without ../shared."""

import sys
from pathlib import Path

import pyoxigraph as ox

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import generate

from kg.graph.counts import Counts
from kg.graph.describe import quads
from kg.graph.vocabulary import Vocabulary


def made_store(number=60, large=0):
    """A memory store of `number` studies with every count written."""
    evidence, lexicon = generate.evidence(number), generate.lexicon()
    counts = Counts(Vocabulary(lexicon), large)
    lead = evidence.codings[0]
    for study in evidence.studies:
        counts.add(study, [finding for finding in lead.findings if finding.report == study.key])
    store = ox.Store()
    store.extend(ox.parse("".join(quads(evidence, lexicon)).encode(), format=ox.RdfFormat.N_QUADS))
    store.extend(ox.parse("".join(counts.lines()).encode(), format=ox.RdfFormat.N_QUADS))
    return store
