"""Parts of the network: two kinds of nodes folded into one, and what surrounds a node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Any

import networkx as nx

from thememiner.errors import InputError

from .asked import count_asked


def project_bodies(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """Return themes and agencies alone, linked where passages or recommendations link them.

    Two themes are linked by the passages they share, where these are more than chance would have
    it; an agency and a theme by the recommendations that address the one about the other.
    """
    links: nx.Graph[str] = nx.Graph()
    links.add_nodes_from(node for node, data in graph.nodes(data=True) if data["kind"] in ("theme", "agency"))
    for source, target, kind, data in graph.edges(keys=True, data=True):
        if kind == "co_occurs" and data.get("lift", 2.0) > 1:
            links.add_edge(source, target, weight=data["weight"])
    for (body, theme), n in count_asked(graph).by_pair().items():
        links.add_edge(body, theme, weight=n)
    return links


def project_kind(
    graph: nx.MultiDiGraph[str], onto: str, through: str, *, kinds: Iterable[str] = ()
) -> nx.Graph[str]:
    """Return the nodes of one kind, linked by the nodes of another kind that they share.

    Args:
        graph: the network.
        onto: kind of the nodes that stay: review, theme, agency or recommendation.
        through: kind of the nodes that link them.
        kinds: kinds of links to go by; all where empty.

    Returns:
        Undirected; ``weight`` is the number of shared nodes, ``shared`` their ids.

    Raises:
        InputError: where the network has no nodes of a kind.

    Source: Breiger, Social Forces 53 (1974) 181-190: the duality of persons and groups.

    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("review:1", kind="review")
    >>> graph.add_nodes_from(["theme:a", "theme:b"], kind="theme")
    >>> for theme in ("theme:a", "theme:b"):
    ...     _ = graph.add_edge("review:1", theme, key="has_theme")
    >>> list(project_kind(graph, "theme", "review").edges(data="weight"))
    [('theme:a', 'theme:b', 1)]
    """
    kind_of = {node: data["kind"] for node, data in graph.nodes(data=True)}
    for kind in (onto, through):
        if kind not in kind_of.values():
            raise InputError(
                f"The network has no {kind}; it has: {', '.join(sorted(set(kind_of.values())))}."
            )
    wanted = set(kinds)
    ends: dict[str, set[str]] = defaultdict(set)
    for source, target, kind in graph.edges(keys=True):
        for middle, end in ((source, target), (target, source)):
            if (not wanted or kind in wanted) and (kind_of[middle], kind_of[end]) == (through, onto):
                ends[middle].add(end)
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for middle in (node for node in graph if node in ends):
        for pair in combinations(sorted(ends[middle]), 2):
            shared[pair].append(middle)
    projected: nx.Graph[str] = nx.Graph()
    projected.add_nodes_from((node, data) for node, data in graph.nodes(data=True) if data["kind"] == onto)
    for (one, other), middles in sorted(shared.items()):
        projected.add_edge(one, other, weight=len(middles), shared=tuple(middles))
    return projected


def find_ego(graph: nx.MultiDiGraph[str], node: str, *, kinds: Iterable[str] = (), radius: int = 1) -> Any:
    """Return a node, what it is linked with, and the links among these.

    Args:
        graph: the network.
        node: id of a node, such as ``theme:neglect``.
        kinds: kinds of edges to follow and keep; all where empty.
        radius: steps away, 1 or more.

    Returns:
        A ``networkx.MultiDiGraph`` of its own.

    Raises:
        InputError: where there is no such node.
    """
    if node not in graph:
        raise InputError(f"The network has no node {node}. Nodes are named as in nodes.csv: theme:neglect.")
    wanted = set(kinds)
    kept: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    kept.add_nodes_from(graph.nodes(data=True))
    for source, target, key, data in graph.edges(keys=True, data=True):
        if not wanted or data["kind"] in wanted:
            kept.add_edge(source, target, key=key, **data)
    return nx.ego_graph(kept, node, radius=radius, undirected=True)
