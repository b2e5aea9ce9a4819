"""The graph as networks: studies, factors and people as nodes of networkx, with centralities and communities."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from kg.answers.concepts import ONTOLOGY, PREFIXES, Concepts, slug
from kg.errors import BadQuery

if TYPE_CHECKING:
    import networkx

_HEAD = f"PREFIX ev: <{ONTOLOGY}> PREFIX rdfs: <{PREFIXES['rdfs']}> "
_COUNT = "(COUNT(DISTINCT ?f) AS ?findings) (COUNT(DISTINCT ?s) AS ?studies)"

#: Name -> what its two sides are (kinds of node) and the pattern that binds ?a, ?b, ?pole, ?f and ?s.
NETWORKS = {
    "study-determinant": ("study", "determinant", "?f ev:evidenceFrom ?s ; ev:determinant ?b ; ev:pole ?pole . BIND(?s AS ?a)"),
    "stakeholder-determinant": (
        "stakeholder",
        "determinant",
        "?f ev:evidenceFrom ?s ; ev:affects ?a ; ev:determinant ?b ; ev:pole ?pole .",
    ),
    "voice-determinant": ("stakeholder", "determinant", "?f ev:evidenceFrom ?s ; ev:voicedBy ?a ; ev:determinant ?b ; ev:pole ?pole ."),
    "voice-affected": ("stakeholder", "stakeholder", "?f ev:evidenceFrom ?s ; ev:voicedBy ?a ; ev:affects ?b ; ev:pole ?pole ."),
    "strategy-determinant": (
        "strategy",
        "determinant",
        "?f ev:evidenceFrom ?s ; ev:recommends ?a ; ev:addresses ?b . BIND(ev:addresses AS ?pole)",
    ),
    "study-strategy": ("study", "strategy", "?f ev:evidenceFrom ?s ; ev:recommends ?b . BIND(?s AS ?a) BIND(ev:recommends AS ?pole)"),
}

Select = Callable[[str], Iterable[tuple[Any, ...]]]


def network(select: Select, concepts: Concepts, name: str) -> "networkx.MultiGraph[str]":
    """A network by name; parallel edges tell the poles apart (`pole`), with `findings` and `studies` as weights.

    Nodes are IRIs with `label`, `kind`, `degree` and `betweenness` centrality (0 to 1) and `community` (a number, 0 the largest;
    greedy modularity, Clauset, Newman and Moore 2004). Raises `BadQuery` for a name that is none of `NETWORKS`.
    """
    if name not in NETWORKS:
        near = get_close_matches(name, NETWORKS, n=1, cutoff=0.3)
        raise BadQuery(
            f"There is no network {name!r}; " + (f"did you mean {near[0]!r}? " if near else "") + f"There are {', '.join(NETWORKS)}."
        )
    import networkx as nx

    left, right, pattern = NETWORKS[name]
    labels: dict[str, str] = dict(select(_HEAD + "SELECT ?s ?l WHERE { ?s a ev:Study ; rdfs:label ?l }"))
    drawn: networkx.MultiGraph[str] = nx.MultiGraph(name=name)
    rows = select(f"{_HEAD}SELECT ?a ?b ?pole {_COUNT} WHERE {{ {pattern} }} GROUP BY ?a ?b ?pole ORDER BY ?a ?b ?pole")
    for a, b, pole, findings, studies in rows:
        for node, kind in ((a, left), (b, right)):
            drawn.add_node(node, label=labels.get(node) or concepts.label(node), kind=kind)
        drawn.add_edge(a, b, key=slug(pole), pole=slug(pole), findings=findings, studies=studies)
    _measure(drawn)
    return drawn


def _measure(drawn: "networkx.MultiGraph[str]") -> None:
    """Put centralities and communities on the nodes, the same on every run."""
    import networkx as nx

    plain: networkx.Graph[str] = nx.Graph()
    plain.add_nodes_from(sorted(drawn))
    edges: list[tuple[str, str, int]] = sorted(drawn.edges(data="findings"))
    for a, b, findings in edges:
        plain.add_edge(a, b, weight=findings + (plain[a][b]["weight"] if plain.has_edge(a, b) else 0))
    communities = (
        nx.community.greedy_modularity_communities(plain, weight="weight") if plain.number_of_edges() else [{node} for node in plain]
    )
    ordered = sorted(communities, key=lambda members: (-len(members), min(members)))
    nx.set_node_attributes(drawn, {node: number for number, members in enumerate(ordered) for node in members}, "community")
    nx.set_node_attributes(drawn, nx.degree_centrality(plain), "degree")
    sample = min(len(plain), 500)
    nx.set_node_attributes(drawn, nx.betweenness_centrality(plain, k=sample, seed=1) if sample else {}, "betweenness")
