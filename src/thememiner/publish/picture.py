"""A picture of the network's heart: themes that meet, agencies that are asked about them."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from thememiner.network import Graph

WIDTH, HEIGHT = 1080, 720
LABEL = 30
"""Letters of a label; longer ones are cut."""
_LETTER, _ROW, _TOP, _ROUNDS = 6.4, 46, 24, 120
_THEMES, _AGENCIES, _LINKS = 26, 10, 60
_SEED = 4


@dataclass(frozen=True, slots=True)
class Spot:
    """A node in the picture: where, how large, what it is called."""

    node: str
    kind: str
    label: str
    x: float
    y: float
    radius: float
    community: int
    n_reviews: int


@dataclass(frozen=True, slots=True)
class Thread:
    """A link in the picture."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    title: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What a template needs to draw the network as SVG."""

    width: int
    height: int
    spots: tuple[Spot, ...]
    threads: tuple[Thread, ...]


def draw_network(graph: Graph) -> Picture:
    """Return the picture: the themes in most reviews, the agencies asked most, their strongest links.

    Links between themes are drawn where they meet more often than chance would have it.
    """
    themes = _largest(graph, "theme", _THEMES)
    agencies = [
        node
        for node in _largest(graph, "agency", len(graph))
        if any(key == "addresses" for *_, key in graph.in_edges(node, keys=True))
    ][:_AGENCIES]
    links = _strongest(graph, themes, agencies)
    drawn: nx.Graph[str] = nx.Graph()
    drawn.add_nodes_from([*themes, *agencies])
    drawn.add_weighted_edges_from((one, other, weight) for one, other, weight, _ in links)
    drawn.remove_nodes_from([node for node, degree in list(drawn.degree()) if degree == 0])
    if not drawn:
        return Picture(WIDTH, HEIGHT, (), ())
    places = nx.spring_layout(drawn, seed=_SEED, k=2.2 / len(drawn) ** 0.5, iterations=200)
    at = _spread({node: (float(x), float(y)) for node, (x, y) in places.items()}, graph)
    most = max(graph.nodes[node]["n_reviews"] for node in drawn) or 1
    spots = tuple(
        Spot(
            node=node,
            kind=graph.nodes[node]["kind"],
            label=graph.nodes[node]["label"],
            x=at[node][0],
            y=at[node][1],
            radius=round(5 + 11 * (graph.nodes[node]["n_reviews"] / most) ** 0.5, 1),
            community=graph.nodes[node]["community"],
            n_reviews=graph.nodes[node]["n_reviews"],
        )
        for node in sorted(drawn)
    )
    heaviest = max(weight for *_, weight, _ in links)
    threads = tuple(
        Thread(*at[one], *at[other], width=round(0.6 + 4 * weight / heaviest, 2), title=title)
        for one, other, weight, title in links
        if one in at and other in at
    )
    return Picture(WIDTH, HEIGHT, spots, threads)


def _spread(places: dict[str, tuple[float, float]], graph: Graph) -> dict[str, tuple[float, float]]:
    """Pixels for the layout's places, moved apart until no label covers another.

    Ranks instead of raw coordinates spread crowded nodes evenly; what still overlaps is
    pushed apart the shorter way, and kept inside the picture.
    """
    names = sorted(places)
    half = {node: min(len(graph.nodes[node]["label"]), LABEL) * _LETTER / 2 + 6 for node in names}
    last = max(len(names) - 1, 1)
    x, y = dict[str, float](), dict[str, float]()
    for rank, node in enumerate(sorted(names, key=lambda n: places[n][0])):
        x[node] = rank / last * WIDTH
    for rank, node in enumerate(sorted(names, key=lambda n: places[n][1])):
        y[node] = rank / last * HEIGHT
    for _ in range(_ROUNDS):
        for i, one in enumerate(names):
            for other in names[i + 1 :]:
                over_x = half[one] + half[other] - abs(x[one] - x[other])
                over_y = _ROW - abs(y[one] - y[other])
                if over_x <= 0 or over_y <= 0:
                    continue
                place, over = (x, over_x) if over_x < over_y else (y, over_y)
                step = over / 2 if place[one] >= place[other] else -over / 2
                place[one], place[other] = place[one] + step, place[other] - step
        for node in names:
            x[node] = min(max(x[node], half[node]), WIDTH - half[node])
            y[node] = min(max(y[node], _TOP), HEIGHT - _ROW)
    return {node: (round(x[node], 1), round(y[node], 1)) for node in names}


def _largest(graph: Graph, kind: str, limit: int) -> list[str]:
    nodes = [node for node, data in graph.nodes(data=True) if data["kind"] == kind]
    return sorted(nodes, key=lambda n: (-graph.nodes[n]["n_reviews"], -graph.nodes[n]["strength"], n))[:limit]


def _strongest(graph: Graph, themes: list[str], agencies: list[str]) -> list[tuple[str, str, float, str]]:
    """The links worth drawing: (one, other, weight, what a pointer shows)."""
    label = {node: graph.nodes[node]["label"] for node in (*themes, *agencies)}
    met = [
        (one, other, float(data["weight"]), f"{label[one]} and {label[other]}: {data['weight']} passages")
        for one, other, key, data in graph.edges(keys=True, data=True)
        if key == "co_occurs" and one in label and other in label and data["lift"] > 1
    ]
    asked: dict[tuple[str, str], int] = {}
    for agency in agencies:
        for rec in (source for source, _, key in graph.in_edges(agency, keys=True) if key == "addresses"):
            for _, theme, key in graph.out_edges(rec, keys=True):
                if key == "concerns" and theme in label:
                    asked[agency, theme] = asked.get((agency, theme), 0) + 1
    told = [
        (agency, theme, float(n), f"{label[agency]} asked about {label[theme]}: {n} recommendations")
        for (agency, theme), n in asked.items()
    ]
    best = sorted(met, key=lambda link: (-link[2], link[0], link[1]))[:_LINKS]
    return best + sorted(told, key=lambda link: (-link[2], link[0], link[1]))[: _LINKS // 2]
