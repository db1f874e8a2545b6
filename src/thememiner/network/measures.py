"""Measures of the network's nodes: how linked, how central, with whom together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import networkx as nx

from .projection import project_bodies

SEED = 20200304
"""Louvain visits nodes in a random order; the same seed gives the same communities."""
_LARGE = 2000
"""Above this many nodes betweenness is estimated from a sample of sources."""
_ROUNDS = 1000
"""Steps of power iteration at most."""


def measure_nodes(graph: nx.MultiDiGraph[str]) -> None:
    """Write the measures of the table ``nodes`` on every node.

    Degree and strength count all links but those of themes that merely share a review, which link
    nearly every theme with every other. The rest is measured among themes and agencies
    (``project_bodies``).
    """
    for node, data in graph.nodes(data=True):
        links = [
            (other, edge) for other, edge in _links_of(graph, node) if edge["kind"] != "co_occurs_in_review"
        ]
        neighbours = {other for other, _ in links}
        data["degree"] = len(neighbours)
        data["strength"] = float(sum(edge["weight"] for _, edge in links))
        is_review_own = data["kind"] in ("review", "recommendation")
        data["n_reviews"] = (
            1 if is_review_own else sum(graph.nodes[n]["kind"] == "review" for n in neighbours)
        )
    links_between = project_bodies(graph)
    between = find_betweenness(links_between)
    rank = find_pagerank(links_between)
    central = find_eigenvector(links_between)
    for node, data in graph.nodes(data=True):
        data["betweenness"] = round(between.get(node, 0.0), 6)
        data["pagerank"] = round(rank.get(node, 0.0), 6)
        data["eigenvector"] = round(central.get(node, 0.0), 6)
        data["community"] = 0
    for number, members in enumerate(find_communities(links_between), start=1):
        for node in members:
            graph.nodes[node]["community"] = number


def find_betweenness(links: nx.Graph[str]) -> dict[str, float]:
    """Return the share of shortest paths between other nodes that lead over each node.

    Source: Freeman, Sociometry 40 (1977) 35-41; above 2,000 nodes estimated from a seeded sample as
        Brandes and Pich, Int. J. Bifurcation Chaos 17 (2007) 2303-2318.
    """
    sample = None if len(links) <= _LARGE else _LARGE
    return dict(nx.betweenness_centrality(links, k=sample, seed=SEED)) if links else {}


def find_pagerank(links: nx.Graph[str]) -> dict[str, float]:
    """Return the PageRank of each node by the weights of its links; they sum to 1.

    Source: Page et al., Stanford InfoLab 1999-66; damping 0.85.
    """
    return dict(nx.pagerank(links, weight="weight")) if links else {}


def find_eigenvector(links: nx.Graph[str]) -> dict[str, float]:
    """Return the eigenvector centrality in the largest connected part; 0 outside of it.

    Source: Bonacich, J. Math. Sociol. 2 (1972) 113-120; the vector has length 1.
    """
    parts = sorted(nx.connected_components(links), key=lambda part: (-len(part), min(part)))
    if not parts or len(parts[0]) < 2:
        return {}
    part = links.subgraph(parts[0])
    try:
        return dict(nx.eigenvector_centrality(part, max_iter=_ROUNDS, tol=1e-8, weight="weight"))
    except nx.PowerIterationFailedConvergence:
        return {}


def find_communities(links: nx.Graph[str]) -> list[list[str]]:
    """Return groups of linked nodes (Louvain), largest first; nodes without links have none.

    Source: Blondel et al., J. Stat. Mech. (2008) P10008.
    """
    linked = links.subgraph([node for node, degree in links.degree() if degree])
    if not linked:
        return []
    found = nx.community.louvain_communities(_put_in_order(linked), weight="weight", seed=SEED)
    return sorted((sorted(members) for members in found), key=lambda members: (-len(members), members))


def _put_in_order(links: nx.Graph[str]) -> nx.Graph[str]:
    """A copy with nodes and links in the order of their names: Louvain's answer depends on it."""
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(sorted(links))
    ordered.add_edges_from(
        sorted((min(a, b), max(a, b), data) for a, b, data in links.edges(data=True)),
    )
    return ordered


def _links_of(graph: nx.MultiDiGraph[str], node: str) -> Iterator[tuple[str, dict[str, Any]]]:
    return chain(
        ((target, data) for _, target, data in graph.out_edges(node, data=True)),
        ((source, data) for source, _, data in graph.in_edges(node, data=True)),
    )
