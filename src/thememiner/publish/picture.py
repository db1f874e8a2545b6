"""A picture of the network's heart: themes that meet, agencies that are asked about them."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from thememiner.network import Core, Graph, find_core

from .labels import Box, measure_text, push_apart, wrap_label
from .palette import BETWEEN, colour_node

WIDTH, HEIGHT = 1280, 860
FONT = 13
"""Size of the labels, in the picture's own units."""
_LINE = 15
_GAP = 4
_LEAST_RADIUS, _MORE_RADIUS = 5.0, 13.0
_MARGIN = 16


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
    colour: str
    lines: tuple[tuple[float, str], ...]
    """The label in lines, each with the height of its base line."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A link in the picture."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    title: str
    asked: bool
    """It leads from an agency that is asked to a theme; else from theme to theme."""
    colour: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What a template needs to draw the network as SVG."""

    width: int
    height: int
    spots: tuple[Spot, ...]
    threads: tuple[Thread, ...]
    most_reviews: int = 0
    most_passages: int = 0
    groups: tuple[tuple[str, str], ...] = ()
    """Colour of each group of nodes, and its foremost theme."""


def draw_network(graph: Graph) -> Picture:
    """Return the picture of the network's core (``find_core``).

    Nodes stand where the network's layout has them, moved apart until no label covers another; where
    there is no room for all, those in fewest reviews are left out.
    """
    core = find_core(graph)
    drawn = core.nodes
    if not drawn:
        return Picture(WIDTH, HEIGHT, (), ())
    most = max(graph.nodes[node]["n_reviews"] for node in drawn) or 1
    radius = {n: scale_radius(graph.nodes[n]["n_reviews"], most) for n in drawn}
    lines = {node: wrap_label(graph.nodes[node]["label"]) for node in drawn}
    boxes = push_apart(
        {node: _frame(graph, node, lines[node], radius[node]) for node in drawn},
        width=WIDTH, height=HEIGHT, margin=_MARGIN,
    )  # fmt: skip
    spots = {
        node: Spot(
            node=node,
            kind=graph.nodes[node]["kind"],
            label=graph.nodes[node]["label"],
            x=round(box.x, 1),
            y=round(box.y - box.high + radius[node] + _GAP / 2, 1),
            radius=radius[node],
            community=graph.nodes[node]["community"],
            n_reviews=graph.nodes[node]["n_reviews"],
            colour=colour_node(graph.nodes[node]["kind"], graph.nodes[node]["community"]),
            lines=tuple(
                (round(box.y - box.high + 2 * radius[node] + _GAP + _LINE * (i + 0.8), 1), line)
                for i, line in enumerate(lines[node])
            ),
        )
        for node, box in sorted(boxes.items())
    }
    return Picture(
        WIDTH, HEIGHT, tuple(spots.values()), tuple(_draw_threads(spots, core)), most_reviews=most,
        most_passages=max((link.weight for link in core.links if not link.asked), default=0),
        groups=_name_groups(spots),
    )  # fmt: skip


def scale_radius(n_reviews: int, most: int) -> float:
    """Return the radius of a node; its area grows with the number of its reviews."""
    return round(_LEAST_RADIUS + _MORE_RADIUS * sqrt(n_reviews / most), 1)


def scale_width(weight: float, heaviest: float) -> float:
    """Return the width of a line."""
    return round(0.8 + 5 * weight / heaviest, 2)


def _frame(graph: Graph, node: str, lines: tuple[str, ...], radius: float) -> Box:
    """The room that a node needs with its label below it."""
    wide = max(radius, *(measure_text(line, FONT) / 2 for line in lines)) + _GAP
    high = radius + (_GAP + _LINE * len(lines) + _GAP) / 2
    data = graph.nodes[node]
    return Box(x=data["x"] * WIDTH, y=data["y"] * HEIGHT, wide=wide, high=high, rank=-data["n_reviews"])


def _draw_threads(spots: dict[str, Spot], core: Core) -> list[Thread]:
    heaviest = {link.asked: 0 for link in core.links}
    for link in core.links:
        heaviest[link.asked] = max(heaviest[link.asked], link.weight)
    threads = []
    for link in sorted(core.links, key=lambda link: (link.weight, link.one, link.other)):
        if link.one not in spots or link.other not in spots:
            continue
        one, other = spots[link.one], spots[link.other]
        title = f"{one.label} and {other.label}: {link.weight} passages"
        if link.asked:
            title = f"{one.label} asked about {other.label}: {link.weight} recommendations"
        together = one.community == other.community and not link.asked
        threads.append(
            Thread(
                one.x, one.y, other.x, other.y, scale_width(link.weight, heaviest[link.asked]), title,
                link.asked, one.colour if together else BETWEEN,
            )
        )  # fmt: skip
    return threads


def _name_groups(spots: dict[str, Spot]) -> tuple[tuple[str, str], ...]:
    named: dict[int, Spot] = {}
    for spot in sorted(spots.values(), key=lambda spot: (spot.kind != "theme", -spot.n_reviews, spot.node)):
        if spot.community:
            named.setdefault(spot.community, spot)
    return tuple((named[number].colour, named[number].label) for number in sorted(named))
