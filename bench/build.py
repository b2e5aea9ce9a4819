"""How fast a review becomes a graph, beside rdflib and beside Oxigraph's bare bulk load of the same lines.

    python bench/build.py            1,000 studies against rdflib, 10,000 against the bare bulk load
    python bench/build.py --small    200 and 1,000
    python bench/build.py --large    100,000 studies: time and peak memory of our build alone

Goals (issue 5): at least 15 times rdflib's throughput, within 2 times of the bare bulk load, under 4 GB for 100,000 studies.
Each contender runs in a process of its own, one after the other; what is timed is from the evidence in memory to a graph on disk.

- `ours`: describe, derive the current view and links, load with indexes, compact, verify the count, publish.
- `rdflib, same lines`: `Dataset.parse` of the N-Quads we wrote (the derivation is given to it), then `serialize` to disk.
- `rdflib, same work`: the coding graphs only, then the current view derived by the rules as SPARQL CONSTRUCT, as one would with
  rdflib; run on a tenth of the studies, since its joins grow faster than the data.
- `bare bulk load`: `Store.bulk_load` of the same N-Quads from a file into a new folder, nothing else.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]


def ours(studies: int, folder: Path) -> tuple[float, int]:
    import generate

    from kg.graph.build import build

    evidence = generate.stream(studies) if studies > 20_000 else generate.evidence(studies)
    lexicon = generate.lexicon()
    begin = time.perf_counter()
    built = build(evidence, lexicon, folder / "graph")
    return time.perf_counter() - begin, built.quads


def bare(studies: int, folder: Path) -> tuple[float, int]:
    import pyoxigraph

    lines = _lines(studies, folder)
    begin = time.perf_counter()
    store = pyoxigraph.Store(str(folder / "store"))
    store.bulk_load(path=str(lines), format=pyoxigraph.RdfFormat.N_QUADS)
    store.flush()
    return time.perf_counter() - begin, len(store)


def rdflib_lines(studies: int, folder: Path) -> tuple[float, int]:
    import rdflib

    lines = _lines(studies, folder)
    begin = time.perf_counter()
    dataset = rdflib.Dataset()
    dataset.parse(lines, format="nquads")
    dataset.serialize(folder / "all.nq", format="nquads")
    return time.perf_counter() - begin, sum(1 for _ in dataset.quads())


RULES = """
CONSTRUCT { ?f ?p ?o } WHERE { GRAPH g:meta { ?cg a ev:CodingGraph ; ev:priority ?pr } GRAPH ?cg { ?f ev:inText ?txt ; ?p ?o }
  FILTER NOT EXISTS { GRAPH g:meta { ?cg2 a ev:CodingGraph ; ev:priority ?pr2 } GRAPH ?cg2 { ?f ev:inText ?txt2 } FILTER(?pr2 < ?pr) } }
---
CONSTRUCT { ?f ev:fromStudy ?s . ?f ev:evidenceFrom ?e } WHERE { ?f ev:inText/ev:textOf/ev:recordOf/ev:reportOf ?s .
  OPTIONAL { ?f ev:basis ?bg . FILTER(?bg = <https://w3id.org/evidence-kg/concept/basis/background-claim>) }
  BIND(IF(BOUND(?bg), ?none, ?s) AS ?e) }
---
CONSTRUCT { ?f a ev:DeterminantFinding, ev:Finding ; ev:pole ?pole } WHERE {
  VALUES (?c ?pole) { (ev:BarrierFinding ev:hinders) (ev:FacilitatorFinding ev:helps) } ?f a ?c }
---
CONSTRUCT { ?s ev:hinderedBy ?c } WHERE { ?f a ev:BarrierFinding ; ev:determinant/ev:within ?c ; ev:evidenceFrom ?s }
---
CONSTRUCT { ?s ev:helpedBy ?c } WHERE { ?f a ev:FacilitatorFinding ; ev:determinant/ev:within ?c ; ev:evidenceFrom ?s }
---
CONSTRUCT { ?s ev:asksFor ?c } WHERE { ?f a ev:RecommendationFinding ; ev:recommends/ev:within ?c ; ev:evidenceFrom ?s }
"""


def rdflib_work(studies: int, folder: Path) -> tuple[float, int]:
    import rdflib

    given = [line for line in _lines(studies, folder).read_text(encoding="utf-8").splitlines(True) if not _derived(line)]
    (folder / "given.nq").write_text("".join(given), encoding="utf-8")
    begin = time.perf_counter()
    dataset = rdflib.Dataset()
    dataset.parse(folder / "given.nq", format="nquads")
    prefixes = "PREFIX ev: <https://w3id.org/evidence-kg/ont#> PREFIX g: <https://w3id.org/evidence-kg/g/> "
    for rule in RULES.split("---"):
        made = dataset.query(prefixes + rule).graph
        assert made is not None
        for triple in made:
            dataset.default_graph.add(triple)
    dataset.serialize(folder / "all.nq", format="nquads")
    return time.perf_counter() - begin, sum(1 for _ in dataset.quads())


def _derived(line: str) -> bool:
    """A line of the current view about a finding, or a link from a study: what the rules have to make again."""
    subject, predicate, rest = line.split(" ", 2)
    named = "/g/" in rest[rest.rfind(" ", 0, -3) :]
    return not named and ("/finding/" in subject or any(predicate.endswith(f"#{link}>") for link in ("hinderedBy", "helpedBy", "asksFor")))


def _lines(studies: int, folder: Path) -> Path:
    """The N-Quads of the same review, written before the clock starts."""
    import generate

    from kg.graph.describe import quads

    path = folder / "same.nq"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(quads(generate.evidence(studies), generate.lexicon()))
    return path


CONTENDERS = {"ours": ours, "bare bulk load": bare, "rdflib, same lines": rdflib_lines, "rdflib, same work": rdflib_work}


def run(contender: str, studies: int) -> dict[str, float]:
    """One contender in a process of its own: seconds, quads, peak memory in GB."""
    done = subprocess.run([sys.executable, __file__, "--one", contender, str(studies)], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    rate = studies / found["seconds"]
    took = f"{found['seconds']:8.2f} s {rate:8.0f} studies/s {found['peak']:5.2f} GB"
    print(f"{contender:20} {studies:7} studies {found['quads']:10.0f} quads {took}", flush=True)
    return found


def one(contender: str, studies: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        seconds, quads = CONTENDERS[contender](studies, Path(folder))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(json.dumps({"seconds": seconds, "quads": quads, "peak": peak}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--one", nargs=2, metavar=("CONTENDER", "STUDIES"))
    asked = parser.parse_args()
    if asked.one:
        one(asked.one[0], int(asked.one[1]))
        return
    if asked.large:
        peak = run("ours", 100_000)["peak"]
        print(f"peak memory {peak:.2f} GB (goal: under 4)")
        return
    few, many = (200, 1000) if asked.small else (1000, 10_000)
    own, lines = run("ours", few)["seconds"], run("rdflib, same lines", few)["seconds"]
    tenth, work = run("ours", few // 10)["seconds"], run("rdflib, same work", few // 10)["seconds"]
    print(
        f"ours against rdflib loading the finished lines: {lines / own:.1f} times; doing the same work: {work / tenth:.1f} times (goal: 15)"
    )
    own, load = run("ours", many)["seconds"], run("bare bulk load", many)["seconds"]
    print(f"ours takes {own / load:.2f} times as long as the bare bulk load (goal: at most 2)")


if __name__ == "__main__":
    main()
