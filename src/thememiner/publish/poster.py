"""The picture of the network for print: one SVG, or a PNG of it, with its legend and caption."""

from __future__ import annotations

import textwrap
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from thememiner.network import Graph

from .palette import ALONE
from .picture import FONT, draw_network, scale_radius, scale_width

_PIXELS = 2.5
"""Pixels of a PNG per unit of the picture: 3,200 across, 27 cm at 300 dots per inch."""
_LEGEND = 38
"""Letters of a name in the legend."""
HEAD, FOOT = 64, 150
"""Room above the picture for its title and below it for legend and caption."""


def draw_poster(graph: Graph, *, title: str = "") -> str:
    """Return the picture as the text of an SVG file that needs nothing else.

    Args:
        graph: the network.
        title: what it is headed with.
    """
    picture = draw_network(graph)
    years = sorted(
        filter(None, (data["year"] for _, data in graph.nodes(data=True) if data["kind"] == "review"))
    )
    environment = Environment(
        loader=PackageLoader("thememiner.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    most = picture.most_reviews
    sizes = sorted({1, max(most // 4, 1), most}) if most else []
    heaviest = picture.most_passages
    weights = sorted({1, max(heaviest // 4, 1), heaviest}) if heaviest else []
    return environment.get_template("network.svg").render(
        picture=picture,
        title=_printable(title) or "Themes and agencies",
        n_reviews=sum(data["kind"] == "review" for _, data in graph.nodes(data=True)),
        years=(years[0] if years[0] == years[-1] else f"{years[0]} to {years[-1]}") if years else "",
        sizes=[(n, scale_radius(n, most)) for n in sizes],
        weights=[(n, scale_width(n, heaviest)) for n in weights],
        groups=[
            (colour, textwrap.shorten(label, _LEGEND, placeholder="…"))
            for colour, label in picture.groups[:6]
        ],
        alone=ALONE,
        font=FONT,
        head=HEAD,
        foot=FOOT,
        printable=_printable,
    )


def write_svg(graph: Graph, file: Path, *, title: str = "") -> None:
    """Write the picture as SVG."""
    file.write_text(draw_poster(graph, title=title), encoding="utf-8")


def write_png(graph: Graph, file: Path, *, title: str = "") -> None:
    """Write the picture as PNG, 3,200 pixels across."""
    import vl_convert

    file.write_bytes(vl_convert.svg_to_png(draw_poster(graph, title=title), scale=_PIXELS))


def _printable(text: str) -> str:
    """Text without what XML cannot hold."""
    return "".join(c for c in text if c.isprintable())
