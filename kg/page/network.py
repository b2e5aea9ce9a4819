"""The evidence as a network: networkx for those who compute, pyvis nodes and edges for those who draw.

Positions are ours and fixed: determinants and strategies stand on a ring by theme, each study stands inside, near what it speaks
of. The same review gives the same picture in every build, and a new study moves only what it touches. Why not a force layout:
decisions/0501-the-graph-is-drawn-on-our-own-canvas.md.
"""

from collections import Counter
from dataclasses import dataclass
from math import ceil, cos, hypot, pi, sin, sqrt
from typing import TYPE_CHECKING, Any

from kg.page.gathered import Finding, Gathered, evidence

if TYPE_CHECKING:
    import networkx
    import pyvis.network

#: Distance between neighbours on the ring, and between studies inside, in the picture's own units.
STEP, SPACING = 17.0, 26.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands, and the theme (top concept) it belongs to; the angle is that of the ring, in radians."""

    x: float
    y: float
    angle: float
    theme: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of concepts and studies by key; `radius` is that of the ring; themes in ring order."""

    concepts: dict[str, Place]
    studies: dict[str, Place]
    themes: tuple[str, ...]
    radius: float


def linked(gathered: Gathered) -> list[Finding]:
    """The findings that are edges: those coded with a determinant or strategy (background and candidates too: pages filter)."""
    return [one for one in gathered.findings if one.concepts and one.kind != "context"]


def layout(gathered: Gathered) -> Layout:
    """Places for everything, in time that grows with the number of findings."""
    findings = linked(gathered)
    used = {concept for one in findings for concept in one.concepts}
    by_theme: dict[str, list[str]] = {}
    for key in sorted(used | {top for one in used for top in gathered.tops(one)}, key=lambda key: (gathered.label(key).lower(), key)):
        by_theme.setdefault(_theme(gathered, key), []).append(key)
    themes = sorted(by_theme, key=lambda key: (key.startswith("strategy/"), gathered.label(key).lower(), key))
    slots = sum(len(by_theme[theme]) for theme in themes) + 1.5 * len(themes)
    inside = SPACING * sqrt(len(gathered.studies) / 2.2) + 40
    radius = max(300.0, slots * STEP / (2 * pi), inside / 0.74)
    concepts: dict[str, Place] = {}
    at = 0.0
    for theme in themes:
        for key in sorted(by_theme[theme], key=lambda key: key != theme):
            angle = 2 * pi * (at + 0.5) / slots - pi / 2
            concepts[key] = Place(radius * cos(angle), radius * sin(angle), angle, theme)
            at += 1
        at += 1.5
    return Layout(concepts, _inside(gathered, findings, concepts, radius * 0.74), tuple(themes), radius)


def _theme(gathered: Gathered, key: str) -> str:
    tops = gathered.tops(key)
    return tops[0] if tops else key


def _inside(gathered: Gathered, findings: list[Finding], concepts: dict[str, Place], most: float) -> dict[str, Place]:
    """Studies at the middle of what they speak of, each on the nearest free point of a lattice."""
    ends: dict[str, list[Place]] = {}
    for one in findings:
        ends.setdefault(one.study, []).extend(concepts[key] for key in one.concepts)
    lattice = _Lattice(most, len(gathered.studies))
    placed: dict[str, Place] = {}
    for study in gathered.studies:
        to = ends.get(study.key, [])
        count = Counter(place.theme for place in to)
        theme = min(count, key=lambda key: (-count[key], key)) if count else ""
        x, y = (sum(place.x for place in to) / len(to), sum(place.y for place in to) / len(to)) if to else (0.0, 0.0)
        spot = lattice.take(x * 0.9, y * 0.9)
        placed[study.key] = Place(*spot, 0.0, theme)
    return placed


class _Lattice:
    """Points of a disc, each taken once; the nearest free one to a wish is found by walking outwards."""

    def __init__(self, radius: float, number: int) -> None:
        self.step = max(SPACING, radius * sqrt(pi / (2.2 * max(number, 1)))) if number < 60 else SPACING
        self.step = min(self.step, 70.0)
        self.most = max(radius, self.step * sqrt(number / pi) + self.step)
        self.taken: set[tuple[int, int]] = set()
        self.start: dict[tuple[int, int], int] = {}

    def take(self, x: float, y: float) -> tuple[float, float]:
        column, row = round(x / self.step), round(y / self.step)
        # Rings below `start` were found full before: without it ten thousand like studies would walk the same way each time.
        for ring in range(self.start.get((column, row), 0), 4 * ceil(self.most / self.step) + 2):
            free = [
                spot
                for spot in _ring(column, row, ring)
                if spot not in self.taken and hypot(*spot) * self.step <= self.most + self.step * ring / 50
            ]
            if free:
                best = min(free, key=lambda spot: (round(hypot(spot[0] * self.step - x, spot[1] * self.step - y), 3), spot))
                self.taken.add(best)
                self.start[column, row] = ring
                return best[0] * self.step, best[1] * self.step
        return x, y


def _ring(column: int, row: int, ring: int) -> list[tuple[int, int]]:
    if not ring:
        return [(column, row)]
    side = range(-ring, ring + 1)
    return [(column + at, row + edge) for at in side for edge in (-ring, ring)] + [
        (column + edge, row + at) for at in side[1:-1] for edge in (-ring, ring)
    ]


def network(gathered: Gathered, placed: Layout | None = None) -> "networkx.MultiDiGraph[Any]":
    """Studies, determinants and strategies as nodes, every finding an edge of its own (key: the finding's id), positions included."""
    import networkx

    made: networkx.MultiDiGraph[Any] = networkx.MultiDiGraph(name=gathered.title)
    placed = placed or layout(gathered)
    strength = Counter(key for one in evidence(linked(gathered)) for key in one.concepts)
    for key, place in placed.concepts.items():
        made.add_node(
            key,
            label=gathered.label(key),
            group=key.partition("/")[0],
            x=round(place.x),
            y=round(place.y),
            value=strength[key],
            theme=place.theme,
        )
    for study in gathered.studies:
        place = placed.studies[study.key]
        made.add_node(
            f"study/{study.key}", label=study.label, group="study", x=round(place.x), y=round(place.y), value=1, theme=place.theme
        )
    for one in linked(gathered):
        for key in one.concepts:
            made.add_edge(
                f"study/{one.study}", key, key=f"{one.id} {key}", kind=one.kind, quote=one.quote, counts=one.counts, machine=one.machine
            )
    return made


def to_pyvis(graph: "networkx.MultiDiGraph[Any]") -> "pyvis.network.Network":
    """The same as a pyvis network with fixed positions and no physics, its nodes and edges ready for vis-network.

    Directed, because pyvis drops parallel edges otherwise. Titles are left out: pyvis turns any title with "href" in it into markup
    (RELIABILITY 2d); write no page of others' words with its own template.
    """
    from pyvis.network import Network

    made = Network(directed=True)
    made.toggle_physics(False)
    for key, values in graph.nodes(data=True):
        made.add_node(key, label=values["label"], group=values["group"], x=values["x"], y=values["y"], value=values["value"], physics=False)
    for start, end, values in graph.edges(data=True):
        made.add_edge(start, end, kind=values["kind"])
    return made
