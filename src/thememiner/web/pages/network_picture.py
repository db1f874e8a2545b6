"""The network's picture: where each node and link is drawn, and which names are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, sin, tau

from thememiner.store.network import Edge, Node

WIDTH, HEIGHT = 1000, 680
_MARGIN, _LETTER, _ROW = 28, 7.2, 17
_SMALLEST, _GROWTH = 4, 9

Places = dict[str, tuple[float, float]]
"""Where each node stands, by its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A node in the picture."""

    node: Node
    url: str
    x: float
    y: float
    size: float
    label_x: float
    anchor: str
    """start or end: on which side of ``label_x`` the name stands."""
    named: bool
    """Whether the name fits beside the others while the picture stands still."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A link in the picture."""

    edge: Edge
    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What the template draws."""

    width: int
    height: int
    spots: tuple[Spot, ...]
    threads: tuple[Thread, ...]


def draw_picture(nodes: Sequence[Node], edges: Sequence[Edge], *, centre: str = "") -> Picture:
    """Return the picture of some nodes and the links among them, filling its frame.

    Args:
        nodes: with their places in the layout of the whole network, where they have one.
        edges: the links among them.
        centre: id of a node to put in the middle, with the others around it; "" for the layout's places.
    """
    ring = centre in {node.node_id for node in nodes}
    at = _surround(centre, nodes) if ring else _fit(_find_places(nodes, edges))
    most = max((edge.weight for edge in edges), default=1)
    threads = tuple(
        Thread(
            edge=edge, x1=at[edge.source][0], y1=at[edge.source][1], x2=at[edge.target][0],
            y2=at[edge.target][1], width=round(1 + 5 * edge.weight / most, 2),
        )
        for edge in edges
    )  # fmt: skip
    return Picture(
        width=WIDTH, height=HEIGHT, spots=tuple(_place_names(nodes, at, ring=ring)), threads=threads
    )


def _surround(centre: str, nodes: Sequence[Node]) -> Places:
    """The centre in the middle, and the others on an ellipse around it in the order given."""
    others = [node.node_id for node in nodes if node.node_id != centre]
    middle = (WIDTH / 2, HEIGHT / 2)
    at = {centre: middle}
    for number, node_id in enumerate(others):
        turn = tau * number / len(others)
        across, down = 0.24 * WIDTH * cos(turn), 0.42 * HEIGHT * sin(turn)
        at[node_id] = (round(middle[0] + across, 1), round(middle[1] + down, 1))
    return at


def _find_places(nodes: Sequence[Node], edges: Sequence[Edge]) -> Places:
    """The layout's places; a node without one stands amid those that it is linked with."""
    at = {node.node_id: (node.x, node.y) for node in nodes if node.x is not None and node.y is not None}
    homeless = [node.node_id for node in nodes if node.node_id not in at]
    linked: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for edge in edges:
        for one, other in ((edge.source, edge.target), (edge.target, edge.source)):
            if one not in at and other in at:
                linked[one].append(at[other])
    for number, node_id in enumerate(homeless):
        around = linked[node_id] or [(0.5, 0.5)]
        # A little to the side each, so that those amid the same do not lie on one another.
        turn, aside = 2.4 * number, 0.02 + 0.004 * number
        x = sum(place[0] for place in around) / len(around) + aside * cos(turn)
        y = sum(place[1] for place in around) / len(around) + aside * sin(turn)
        at[node_id] = (x, y)
    return at


def _fit(places: Places) -> Places:
    """Stretch places to the frame."""
    if not places:
        return {}
    (left, right), (top, bottom) = ((min(side), max(side)) for side in zip(*places.values(), strict=True))
    across, down = (right - left) or 1.0, (bottom - top) or 1.0
    return {
        node_id: (
            round(_MARGIN + (WIDTH - 2 * _MARGIN) * (x - left) / across, 1),
            round(_MARGIN + (HEIGHT - 2 * _MARGIN) * (y - top) / down, 1),
        )
        for node_id, (x, y) in places.items()
    }


def _place_names(nodes: Sequence[Node], at: Places, *, ring: bool) -> list[Spot]:
    """Write the names of the largest nodes first, and leave out those that would collide."""
    most = max((node.n_reviews for node in nodes), default=1) or 1
    taken: list[tuple[float, float, float]] = []
    spots: dict[str, Spot] = {}
    for node in sorted(nodes, key=lambda node: (-node.n_reviews, node.node_id)):
        x, y = at[node.node_id]
        size = round(_SMALLEST + _GROWTH * (node.n_reviews / most) ** 0.5, 1)
        long = len(node.label) * _LETTER
        # Names stand outside of a ring, and elsewhere to the right while there is room.
        starts = x >= WIDTH / 2 - 1 if ring else x + size + 4 + long < WIDTH
        label_x = x + size + 4 if starts else x - size - 4
        box = (label_x, label_x + long) if starts else (label_x - long, label_x)
        free = box[0] >= 0 and all(
            abs(y - row) > _ROW or box[1] < before or after < box[0] for before, after, row in taken
        )
        if free:
            taken.append((*box, y))
        room = "themes" if node.kind == "theme" else "agencies"
        spots[node.node_id] = Spot(
            node=node, url=f"/{room}/{node.node_id.partition(':')[2]}", x=x, y=y, size=size,
            label_x=round(label_x, 1), anchor="start" if starts else "end", named=free,
        )  # fmt: skip
    return [spots[node.node_id] for node in nodes]
