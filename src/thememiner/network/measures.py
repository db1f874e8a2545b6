"""Measures of the network's nodes: how linked, how central, with whom together."""

from __future__ import annotations

from collections import Counter
from typing import Any

import networkx as nx

from .edges import Link

SEED = 20200304
"""Louvain visits nodes in a random order; the same seed gives the same communities."""
_LARGE = 2000
"""Above this many nodes betweenness is estimated from a sample of sources."""
_ROUNDS = 1000
"""Steps of power iteration at most."""


class Ties:
    """Counts what nodes are linked with, while the links go by.

    Degree and strength count all links but those of themes that merely share a review, which link
    nearly every theme with every other.
    """

    def __init__(self) -> None:
        self._degree: Counter[str] = Counter()
        self._strength: Counter[str] = Counter()
        self._reviews: Counter[str] = Counter()
        self._last: tuple[str, str] | None = None
        self._recs: set[tuple[str, str]] = set()

    def add(self, link: Link) -> None:
        """Count a link; those of one source and target come together, as ``find_links`` gives them."""
        if link.kind == "co_occurs_in_review":
            return
        ends = (link.source, link.target)
        for node in ends:
            self._strength[node] += link.weight
        if ends == self._last or ends in self._recs:
            return
        self._last = ends
        if all(node.startswith("recommendation:") for node in ends):
            self._recs.add(ends[::-1])  # the two may be linked both ways
        for node in ends:
            self._degree[node] += 1
        if link.source.startswith("review:") and not link.target.startswith("recommendation:"):
            self._reviews[link.target] += 1

    def measure(self, node: str, data: dict[str, Any]) -> None:
        """Write degree, strength and number of reviews on a node.

        Args:
            node: its id.
            data: its attributes, with ``kind``.
        """
        data["degree"], data["strength"] = self._degree[node], float(self._strength[node])
        data["n_reviews"] = 1 if data["kind"] in ("review", "recommendation") else self._reviews[node]


def measure_bodies(graph: nx.MultiDiGraph[str], links: nx.Graph[str]) -> None:
    """Write the measures of the table ``nodes`` on themes and agencies.

    Args:
        graph: has the nodes.
        links: how they are linked (``project_bodies``).
    """
    between = find_betweenness(links)
    rank = find_pagerank(links)
    central = find_eigenvector(links)
    for node in links:
        graph.nodes[node].update(
            betweenness=round(between.get(node, 0.0), 6),
            pagerank=round(rank.get(node, 0.0), 6),
            eigenvector=round(central.get(node, 0.0), 6),
            community=0,
        )
    for number, members in enumerate(find_communities(links), start=1):
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
