"""How fast the standing questions are answered, beside DuckDB over the same facts and, for small reviews, rdflib in memory.

    python bench/questions.py                 1,000 and 10,000 studies
    python bench/questions.py --small         300 and 1,000
    python bench/questions.py --studies 100000 [--keep FOLDER]

Goals (issue 5): at 100,000 studies no slower than DuckDB on recurrence and gaps, within 2 times on breakdown and co-occurrence; from
10,000 to 100,000 studies at most 12 times. Reviews come from `generate.py` (8 findings a study, Zipf over 300 concepts) and are built
by `kg.graph.build`, counts included; DuckDB holds the same findings, without background, as tables in memory, with the roll-up as a
table too. Each figure is the median of five runs in one process, answers to the last row in Python included; both sides' numbers of
rows and sums of counts are compared, so that nobody is fast by answering something else.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

RUNS = 5


def timed(run: Callable[[], list[tuple[Any, ...]]], runs: int = RUNS) -> tuple[float, list[tuple[Any, ...]]]:
    """Median seconds of a question and its rows."""
    seconds, rows = [], []
    for _ in range(runs):
        start = time.perf_counter()
        rows = run()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), rows


def built(studies: int, folder: Path) -> tuple[Any, float]:
    """The opened graph of a generated review, and the seconds its build took (0: it stood there already)."""
    import generate

    from kg.answers.ask import Graph
    from kg.errors import NotBuilt
    from kg.graph.build import build, current
    from kg.graph.stores import oxigraph

    seconds = 0.0
    try:
        made = current(folder)
    except NotBuilt:
        start = time.perf_counter()
        evidence = generate.stream(studies) if studies > 20_000 else generate.evidence(studies)
        made = build(evidence, generate.lexicon(), folder)
        seconds = time.perf_counter() - start
    return Graph(oxigraph.read(made.folder / "store"), f"{studies} studies", made.folder / "store", _digest=made.sha256), seconds


def duck(studies: int) -> Any:
    """The same facts as tables: finding(study, kind, concept), affects, place, above, addressed."""
    import csv

    import duckdb
    import generate

    lexicon = generate.lexicon()
    generator = generate.Generator()
    folder = Path(tempfile.mkdtemp())
    names = ("finding", "affects", "place", "addressed")
    files = {name: (folder / f"{name}.csv").open("w", newline="") for name in names}
    write = {name: csv.writer(file).writerow for name, file in files.items()}
    number = 0
    for at in range(studies):
        one = generator.draw(at)
        for top in {top for place in one.study.places for top in lexicon.tops(place)}:
            write["place"]((at, top))
        for finding in one.findings:
            if finding.basis == "background-claim":
                continue
            number += 1
            for concept in finding.concepts:
                write["finding"]((number, at, finding.kind, concept))
                if finding.kind == "recommendation":
                    for target in lexicon.concepts[concept].targets:
                        write["addressed"]((at, target))
            for who in {*finding.affects, *finding.stakeholders}:
                write["affects"]((number, who))
            for concept in finding.addresses if finding.kind == "recommendation" else ():
                write["addressed"]((at, concept))
    for file in files.values():
        file.close()
    base = duckdb.connect()
    base.execute("SET threads = 2")
    for name, columns in (
        ("finding", "f, study, kind, concept"),
        ("affects", "f, who"),
        ("place", "study, country"),
        ("addressed", "study, concept"),
    ):
        read = ", ".join(
            f"'{column.strip()}': '{'INTEGER' if column.strip() in ('f', 'study') else 'VARCHAR'}'" for column in columns.split(",")
        )
        base.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{folder / name}.csv', header = false, columns = {{{read}}})")
    base.execute("CREATE TABLE above (concept VARCHAR, up VARCHAR)")
    base.executemany("INSERT INTO above VALUES (?, ?)", [(slug, up) for slug in lexicon.concepts for up in lexicon.within(slug)])
    return base


ROLLED = "FROM finding JOIN above USING (concept) WHERE kind = 'barrier'"
SQL = {
    "recurrence": f"SELECT up, count(DISTINCT study), count(DISTINCT f) {ROLLED} GROUP BY up HAVING count(DISTINCT study) >= 2",
    "breakdown": "SELECT up, who, country, count(DISTINCT study), count(DISTINCT f) FROM finding JOIN above USING (concept) "
    "JOIN affects USING (f) JOIN place USING (study) WHERE kind = 'barrier' GROUP BY ALL",
    "co-occurrence": f"WITH said AS (SELECT DISTINCT study, up {ROLLED}) "
    "SELECT a.up, b.up, count(*) AS n FROM said a JOIN said b USING (study) WHERE a.up < b.up AND NOT EXISTS "
    "(SELECT 1 FROM above x WHERE (x.concept = a.up AND x.up = b.up) OR (x.concept = b.up AND x.up = a.up)) "
    "GROUP BY ALL HAVING count(*) >= 2",
    "provenance": "SELECT f, study FROM finding JOIN above USING (concept) WHERE kind <> 'recommendation' AND up = 'determinant-200'",
    "gaps": "SELECT concept, count(DISTINCT study) FROM finding WHERE kind = 'barrier' AND concept NOT IN "
    "(SELECT x.concept FROM above x JOIN (SELECT DISTINCT concept FROM addressed) a ON x.up = a.concept) GROUP BY concept",
}

PROVENANCE = """SELECT ?f ?s ?graph ?agent WHERE {
  VALUES ?d { det:determinant-200 } ?leaf ev:within ?d . ?f ev:determinant ?leaf ; ev:evidenceFrom ?s .
  GRAPH ?graph { ?f ev:determinant ?leaf } GRAPH g:meta { ?graph prov:wasGeneratedBy/prov:wasAssociatedWith ?agent } }"""


def ours(graph: Any) -> dict[str, Callable[[], list[tuple[Any, ...]]]]:
    """The same questions put to the graph as `kg recur` and the others put them."""

    def recur(by: tuple[str, ...]) -> list[tuple[Any, ...]]:
        found = graph.recur("barrier", by=by, level="all", min=1 if by else 2, quotes=False)
        return [(row.concept, *row.by, row.number, row.findings) for row in found]

    return {
        "recurrence": lambda: recur(()),
        "breakdown": lambda: recur(("stakeholder", "country")),
        "co-occurrence": lambda: list(graph.together("barrier", 2).rows),
        "provenance": lambda: list(graph.ask(PROVENANCE).terms),
        "gaps": lambda: list(graph.gaps().rows),
    }


def rdflib_seconds(graph: Any) -> dict[str, float]:
    """rdflib in memory on the same quads, asked the shelf's questions as they stand."""
    import pyoxigraph as ox
    import rdflib

    import queries

    data = graph.store.dump(format=ox.RdfFormat.N_QUADS).decode()
    held = rdflib.Dataset()
    held.parse(data=data, format="nquads")
    names = {"recurrence": "recurring-barrier-themes", "gaps": "barriers-nobody-addresses", "breakdown": "barriers-by-stakeholder"}
    found = {}
    for name, file in names.items():
        text = queries.shelf()[file].text
        start = time.perf_counter()
        list(held.query(text))
        found[name] = time.perf_counter() - start
    return found


def check(name: str, mine: list[tuple[Any, ...]], theirs: list[tuple[Any, ...]]) -> str:
    """Whether both sides say as much: rows, and the sum of their counts."""
    places = {"recurrence": (-2, -2), "breakdown": (-2, -2), "co-occurrence": (-1, -1), "gaps": (-1, -1)}
    same = len(mine) == len(theirs) or (name == "provenance" and len({row[0] for row in mine}) == len({row[0] for row in theirs}))
    if name in places:
        left, right = places[name]
        same = same and sum(int(row[left]) for row in mine) == sum(int(row[right]) for row in theirs)
    return "equal" if same else f"DIFFERENT ({len(mine)} against {len(theirs)} rows)"


def bench(studies: int, folder: Path) -> dict[str, float]:
    graph, seconds = built(studies, folder)
    print(f"\n{studies:,} studies, {len(graph.store):,} quads" + (f", built in {seconds:.0f} s" if seconds else ""), flush=True)
    base = duck(studies)
    slow = rdflib_seconds(graph) if studies <= 1_000 else {}
    print(f"{'question':14} {'kg':>9} {'DuckDB':>9} {'kg/DuckDB':>10} {'rdflib':>9}  answers")
    found = {}
    for name, run in ours(graph).items():
        mine, rows = timed(run)
        theirs, others = timed(lambda sql=SQL[name]: base.execute(sql).fetchall())
        found[name] = mine
        beside = f"{slow[name]:9.3f}" if name in slow else " " * 9
        print(f"{name:14} {mine:9.3f} {theirs:9.3f} {mine / theirs:10.2f} {beside}  {check(name, rows, others)}", flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--studies", type=int, nargs="+")
    parser.add_argument("--keep", type=Path, help="build here and keep it")
    given = parser.parse_args()
    sizes = given.studies or ([300, 1_000] if given.small else [1_000, 10_000])
    with tempfile.TemporaryDirectory() as temporary:
        found = {size: bench(size, (given.keep or Path(temporary)) / str(size)) for size in sizes}
    for smaller, larger in pairwise(sizes):
        grown = ", ".join(f"{name} {found[larger][name] / found[smaller][name]:.1f}" for name in found[larger])
        print(f"\nFrom {smaller:,} to {larger:,} studies, times slower: {grown}")


if __name__ == "__main__":
    main()
