"""The heart of the network: what a picture of it has room for."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from .asked import Asked, count_asked

_THEMES, _AGENCIES, _LINKS, _ASKED, _PER_AGENCY = 32, 10, 56, 20, 4
_TOGETHER = 2
"""Themes that meet in fewer passages, or of which an agency is asked less often, are not linked."""


@dataclass(frozen=True, slots=True)
class CoreLink:
    """A link worth drawing."""

    one: str
    other: str
    weight: int
    """Passages in which two themes meet; recommendations in which an agency is asked about a theme."""
    asked: bool
    """It leads from an agency to a theme; else from theme to theme."""


@dataclass(frozen=True, slots=True)
class Core:
    """The nodes and links of the picture."""

    nodes: tuple[str, ...]
    links: tuple[CoreLink, ...]


def find_core(graph: nx.MultiDiGraph[str]) -> Core:
    """Return the themes in most reviews, the agencies asked most, and their strongest links.

    Of the links between themes only those above chance count, those of the backbone first. An agency
    is linked with the themes that it is asked about most.

    Args:
        graph: the network with its nodes and edges measured.
    """
    themes = _largest(graph, "theme")[:_THEMES]
    asked = count_asked(graph)
    n_asked = asked.by_agency()
    agencies = sorted(n_asked, key=lambda node: (-n_asked[node], node))[:_AGENCIES]
    links = (*_link_themes(graph, themes), *_link_agencies(asked, agencies, themes))
    linked = {node for link in links for node in (link.one, link.other)}
    return Core(tuple(node for node in (*themes, *agencies) if node in linked), links)


def _largest(graph: nx.MultiDiGraph[str], kind: str) -> list[str]:
    nodes = [node for node, data in graph.nodes(data=True) if data["kind"] == kind]
    return sorted(nodes, key=lambda n: (-graph.nodes[n]["n_reviews"], -graph.nodes[n]["strength"], n))


def _link_themes(graph: nx.MultiDiGraph[str], themes: list[str]) -> list[CoreLink]:
    met = []
    for one, other, kind, data in graph.edges(keys=True, data=True):
        if kind != "co_occurs" or one not in themes or other not in themes:
            continue
        if data["lift"] > 1 and data["weight"] >= _TOGETHER:
            met.append((not data["backbone"], CoreLink(one, other, data["weight"], False)))
    met.sort(key=lambda pair: (pair[0], -pair[1].weight, pair[1].one, pair[1].other))
    return [link for _, link in met[:_LINKS]]


def _link_agencies(asked: Asked, agencies: list[str], themes: list[str]) -> list[CoreLink]:
    about: dict[str, list[tuple[int, str]]] = {agency: [] for agency in agencies}
    for (agency, theme), n in asked.by_pair().items():
        if agency in about and theme in themes and n >= _TOGETHER:
            about[agency].append((-n, theme))
    told = [
        CoreLink(agency, theme, -less, True)
        for agency, found in about.items()
        for less, theme in sorted(found)[:_PER_AGENCY]
    ]
    return sorted(told, key=lambda link: (-link.weight, link.one, link.other))[:_ASKED]
