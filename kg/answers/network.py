"""Measures on a network of the graph (`kg.graph.project`): centralities and communities, the same on every run."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx

#: Nodes from which betweenness is estimated in large networks (Brandes and Pich 2007).
SAMPLE = 500


def measured(drawn: "networkx.MultiGraph[str]") -> "networkx.MultiGraph[str]":
    """The network with `degree` and `betweenness` (0 to 1) and `community` on its nodes: a number, 0 the largest.

    Communities maximise modularity greedily (Clauset, Newman and Moore 2004), weighted by findings.
    """
    import networkx as nx

    plain: networkx.Graph[str] = nx.Graph()
    plain.add_nodes_from(sorted(drawn))
    edges: list[tuple[str, str, int]] = sorted(drawn.edges(data="findings", default=1))
    for a, b, findings in edges:
        plain.add_edge(a, b, weight=findings + (plain[a][b]["weight"] if plain.has_edge(a, b) else 0))
    communities = (
        nx.community.greedy_modularity_communities(plain, weight="weight") if plain.number_of_edges() else [{node} for node in plain]
    )
    ordered = sorted(communities, key=lambda members: (-len(members), min(members)))
    nx.set_node_attributes(drawn, {node: number for number, members in enumerate(ordered) for node in members}, "community")
    nx.set_node_attributes(drawn, nx.degree_centrality(plain) if len(plain) > 1 else dict.fromkeys(plain, 0.0), "degree")
    sample = min(len(plain), SAMPLE)
    nx.set_node_attributes(drawn, nx.betweenness_centrality(plain, k=sample, seed=1) if sample else {}, "betweenness")
    return drawn
