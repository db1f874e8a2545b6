"""Where the nodes stand: one layout for the printed picture, the graph files and the site."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, hypot, log1p, pi, sin

import networkx as nx
from threadpoolctl import threadpool_limits

from .core import Core

Places = dict[str, tuple[float, float]]

_APART = 1.25
"""How much farther than the farthest linked pair the unlinked parts of the core stand apart."""
_EVEN = 0.5
"""How far ranks replace distances in the core: all of it would be a lattice, none of it leaves holes."""
_GOLDEN = pi * (3 - 5**0.5)
"""Turning by the golden angle puts any number of points around a centre without a pattern."""
_NEAR, _FAR = 0.03, 0.16
"""How far from the middle of what it is linked with a node outside of the core stands."""


def place_nodes(core: Core, links: nx.Graph[str]) -> Places:
    """Return a place for every linked node: x from the left and y from the top, both 0 to 1.

    The core is laid out so that what is linked strongly stands close together. All others stand about
    the middle of what they are linked with there, or at the foot where they are linked with nothing of it.

    Args:
        core: what the picture shows.
        links: themes and agencies with the weights of their links, as ``project_bodies`` gives them.

    Source: Kamada and Kawai, Information Processing Letters 31 (1989) 7-15.
    """
    places = _place_core(core)
    others = sorted(node for node, degree in links.degree() if degree and node not in places)
    for i, node in enumerate(others):
        known = [(places[n], links.edges[node, n]["weight"]) for n in links[node] if n in core.nodes]
        total = sum(weight for _, weight in known)
        if total:
            x, y = (sum(place[axis] * weight for place, weight in known) / total for axis in (0, 1))
        else:
            x, y = (i + 1) / (len(others) + 1), 0.97
        away = _NEAR + (_FAR - _NEAR) * ((i * 0.618) % 1)
        places[node] = (x + away * cos(i * _GOLDEN), y + away * sin(i * _GOLDEN))
    return {node: (_clip(x), _clip(y)) for node, (x, y) in places.items()}


def _place_core(core: Core) -> Places:
    if not core.nodes:
        return {}
    drawn: nx.Graph[str] = nx.Graph()
    drawn.add_nodes_from(sorted(core.nodes))
    for link in core.links:
        strongest = max(other.weight for other in core.links if other.asked == link.asked)
        drawn.add_edge(link.one, link.other, length=1.5 - log1p(link.weight) / log1p(strongest))
    if len(drawn) < 3:
        return {node: (0.3 + 0.4 * i, 0.5) for i, node in enumerate(drawn)}
    start = {
        node: (cos(2 * pi * i / len(drawn)), sin(2 * pi * i / len(drawn))) for i, node in enumerate(drawn)
    }
    with threadpool_limits(limits=1, user_api="blas"):  # so few numbers that threads cost more than they do
        found = nx.kamada_kawai_layout(drawn, dist=_measure_paths(drawn), pos=start)
    raw = {node: (float(x), float(y)) for node, (x, y) in found.items()}
    turned = _lay_flat(raw)
    xs, ys = ([place[axis] for place in turned.values()] for axis in (0, 1))
    return dict(zip(turned, zip(_spread(xs), _spread(ys), strict=True), strict=True))


def _measure_paths(drawn: nx.Graph[str]) -> dict[str, dict[str, float]]:
    paths = dict(nx.all_pairs_dijkstra_path_length(drawn, weight="length"))
    far = _APART * max(length for lengths in paths.values() for length in lengths.values())
    return {one: {other: paths[one].get(other, far) for other in drawn} for one in drawn}


def _lay_flat(places: Places) -> Places:
    """Turn the layout so that it is wider than high, as pages and screens are."""

    def width(angle: float) -> float:
        across = [x * cos(angle) - y * sin(angle) for x, y in places.values()]
        down = [x * sin(angle) + y * cos(angle) for x, y in places.values()]
        return hypot(*across) - hypot(*down)

    angle = max((round(width(pi * step / 24), 9), -step) for step in range(24))[1] * -pi / 24
    return {
        node: (x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle))
        for node, (x, y) in places.items()
    }


def _spread(values: list[float]) -> Iterator[float]:
    """Values from 0.06 to 0.94, pulled from their own places towards even ones."""
    low, high = min(values), max(values)
    ranks = {i: rank for rank, i in enumerate(sorted(range(len(values)), key=lambda i: (values[i], i)))}
    for i, value in enumerate(values):
        even, own = ranks[i] / (len(values) - 1), (value - low) / ((high - low) or 1.0)
        yield 0.06 + 0.88 * (_EVEN * even + (1 - _EVEN) * own)


def _clip(value: float) -> float:
    return round(min(max(value, 0.01), 0.99), 4)
