"""The graph: studies and what they speak of, drawn on a canvas of our own from pyvis nodes at fixed positions."""

from collections.abc import Iterator
from typing import Any

from kg.page import facts, safe
from kg.page.drawing import Drawing
from kg.page.frame import Page
from kg.page.gathered import Gathered, evidence
from kg.page.network import Layout, layout, network, to_pyvis
from kg.page.words import asked, fill

TITLE = "Graph"
ORDER = 40


def pages(drawing: Drawing) -> Iterator[Page]:
    """One page: the picture, its table twin, and the places of all nodes."""
    gathered = drawing.gathered
    placed = layout(gathered)
    body = fill(
        "graph.html", gathered, rows=_rows(gathered, placed), queries=asked(gathered, "who-says-what-about-whom", "recurring-barriers")
    )
    yield Page(
        "graph.html", "The graph", body, view="graph",
        scripts=("facts.js", "filters.js", "graph-scene.js", "graph-draw.js", "graph.js"), styles=("graph.css",),
        facts=(("evidence", drawing.evidence), ("layout", safe.island(_positions(gathered, placed)))), siblings=drawing.siblings,
    )  # fmt: skip


def _positions(gathered: Gathered, placed: Layout) -> dict[str, Any]:
    """Concepts as (key, x, y, angle in thousandths, number of theme); studies as columns, shifted to be positive."""
    number = {theme: at for at, theme in enumerate(placed.themes)}
    nodes = {node["id"]: node for node in to_pyvis(network(gathered, placed)).nodes}
    rows = [nodes[f"study/{study.key}"] for study in gathered.studies]
    shift = 1 + max([round(placed.radius), *(abs(node[axis]) for node in rows for axis in "xy")])
    return {
        "radius": round(placed.radius),
        "themes": list(placed.themes),
        "concepts": [
            [key, nodes[key]["x"], nodes[key]["y"], round(one.angle * 1000), number[one.theme]] for key, one in placed.concepts.items()
        ],
        "shift": shift,
        "x": facts.column([node["x"] + shift for node in rows]),
        "y": facts.column([node["y"] + shift for node in rows]),
        "theme": facts.column([number.get(placed.studies[study.key].theme, 0) for study in gathered.studies]),
    }


def _rows(gathered: Gathered, placed: Layout) -> list[tuple[str, str, int, int]]:
    """Theme, concept, studies and findings, in the order of the ring."""
    rows = []
    for key, place in placed.concepts.items():
        found = evidence(gathered.by_concept.get(key, ()))
        rows.append((place.theme, key, len({one.study for one in found}), len(found)))
    return rows
