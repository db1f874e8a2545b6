"""Measures of the network's nodes: how linked, how central, with whom together."""

from __future__ import annotations

import networkx as nx

SEED = 20200304
"""Louvain visits nodes in a random order; the same seed gives the same communities."""
_LARGE = 2000
"""Above this many nodes betweenness is estimated from a sample of sources."""


def measure_nodes(graph: nx.MultiDiGraph[str]) -> None:
    """Write n_reviews, degree, strength, betweenness and community on every node."""
    for node, data in graph.nodes(data=True):
        neighbours = set(graph.successors(node)) | set(graph.predecessors(node))
        weights = [d["weight"] for *_, d in graph.in_edges(node, data=True)]
        weights += [d["weight"] for *_, d in graph.out_edges(node, data=True)]
        data["degree"] = len(neighbours)
        data["strength"] = float(sum(weights))
        data["n_reviews"] = (
            1 if data["kind"] in ("review", "recommendation") else _count_reviews(graph, neighbours)
        )
    links = project_bodies(graph)
    size = links.number_of_nodes()
    between = (
        nx.betweenness_centrality(links, k=None if size <= _LARGE else _LARGE, seed=SEED) if size else {}
    )
    for node, data in graph.nodes(data=True):
        data["betweenness"] = round(between.get(node, 0.0), 6)
        data["community"] = 0
    for number, members in enumerate(find_communities(links), start=1):
        for node in members:
            graph.nodes[node]["community"] = number


def project_bodies(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """Return themes and agencies alone, linked where passages or recommendations link them.

    Two themes are linked by the passages they share; an agency and a theme by the
    recommendations that address the one about the other.
    """
    links: nx.Graph[str] = nx.Graph()
    links.add_nodes_from(node for node, data in graph.nodes(data=True) if data["kind"] in ("theme", "agency"))
    for source, target, kind, data in graph.edges(keys=True, data=True):
        if kind == "co_occurs":
            links.add_edge(source, target, weight=data["weight"])
    for rec in (node for node, data in graph.nodes(data=True) if data["kind"] == "recommendation"):
        bodies = [target for _, target, kind in graph.out_edges(rec, keys=True) if kind == "addresses"]
        themes = [target for _, target, kind in graph.out_edges(rec, keys=True) if kind == "concerns"]
        for body in bodies:
            for theme in themes:
                weight = links.get_edge_data(body, theme, {"weight": 0})["weight"]
                links.add_edge(body, theme, weight=weight + 1)
    return links


def find_communities(links: nx.Graph[str]) -> list[list[str]]:
    """Return groups of linked nodes (Louvain), largest first; nodes without links have none.

    Source: Blondel et al., J. Stat. Mech. (2008) P10008.
    """
    linked = links.subgraph([node for node, degree in links.degree() if degree])
    if not linked:
        return []
    found = nx.community.louvain_communities(linked, weight="weight", seed=SEED)
    return sorted((sorted(members) for members in found), key=lambda members: (-len(members), members))


def _count_reviews(graph: nx.MultiDiGraph[str], neighbours: set[str]) -> int:
    return sum(graph.nodes[other]["kind"] == "review" for other in neighbours)
