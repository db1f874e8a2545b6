"""The network in the format that is asked for."""

from __future__ import annotations

from pathlib import Path

from thememiner.network import Graph

from .graph_files import write_dynamic_gexf, write_gexf, write_graphml, write_node_link
from .poster import write_png, write_svg


def write_network(graph: Graph, file: Path, format: str, *, title: str = "") -> None:
    """Write the network.

    Args:
        graph: the network.
        file: where to write.
        format: graphml, gexf, gexf-dynamic, json, svg or png.
        title: what a picture is headed with.
    """
    if format == "graphml":
        write_graphml(graph, file)
    elif format == "json":
        write_node_link(graph, file)
    elif format == "svg":
        write_svg(graph, file, title=title)
    elif format == "png":
        write_png(graph, file, title=title)
    elif format == "gexf-dynamic":
        write_dynamic_gexf(graph, file)
    else:
        write_gexf(graph, file)
