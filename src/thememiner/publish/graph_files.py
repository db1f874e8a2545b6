"""The network as files that Gephi, igraph, Cytoscape and a script open."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from thememiner.network import Graph

from .palette import colour_node

_XML_ILLEGAL = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_MADE_ON = "2000-01-01"
"""The date of writing would change the bytes of a file whose content is the same."""
_SPAN = 1000
"""Width of the layout in Gephi's units."""


def write_graphml(graph: Graph, file: Path) -> None:
    """Write GraphML; lists such as evidence are ids joined with ``; ``."""
    text = "\n".join(nx.generate_graphml(_flatten(graph), named_key_ids=True))
    file.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n', encoding="utf-8")


def write_gexf(graph: Graph, file: Path, *, dynamic: bool = False) -> None:
    """Write GEXF 1.3 with places, sizes and colours; lists such as evidence are joined with ``; ``.

    Args:
        graph: the network.
        file: where to write.
        dynamic: give every link and node the years in which it stands, for Gephi's timeline.
    """
    flat = _flatten(graph)
    for node, data in flat.nodes(data=True):
        data["viz"] = _see(graph.nodes[node])
    if dynamic:
        _set_spells(graph, flat)
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.3")
    writer.add_graph(flat)
    for meta in writer.xml.iter("meta"):
        meta.set("lastmodifieddate", _MADE_ON)
    for edge, data in zip(writer.xml.iter("edge"), (d for *_, d in flat.edges(data=True)), strict=True):
        edge.set("kind", data["kind"])  # Gephi keeps parallel links apart by their kind
        edge.set("label", data["kind"])
    writer.indent(writer.xml)
    text = ElementTree.tostring(writer.xml, encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n', encoding="utf-8")


def write_node_link(graph: Graph, file: Path) -> None:
    """Write JSON in the node-link form of networkx and D3: ``nodes``, and ``edges`` with lists as lists."""
    data = nx.node_link_data(graph, edges="edges")
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    # A lone surrogate, as a broken PDF may give, cannot be written as UTF-8.
    file.write_text(f"{text}\n", encoding="utf-8", errors="backslashreplace")


def _flatten(graph: Graph) -> nx.MultiDiGraph[str]:
    """A copy with plain attribute values and an id per edge that no other edge has."""
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in graph.nodes(data=True):
        flat.add_node(node, **{name: _plain(value) for name, value in data.items()})
    for number, (source, target, data) in enumerate(graph.edges(data=True)):
        flat.add_edge(
            source, target, key=f"e{number}", **{name: _plain(value) for name, value in data.items()}
        )
    return flat


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        value = "; ".join(value)
    return _XML_ILLEGAL.sub("", value) if isinstance(value, str) else value


def _see(data: dict[str, Any]) -> dict[str, Any]:
    """Size, colour and place of a node, as GEXF has them; y upwards."""
    red, green, blue = (int(colour_node(data["kind"], data["community"])[i : i + 2], 16) for i in (1, 3, 5))
    seen: dict[str, Any] = {
        "color": {"r": red, "g": green, "b": blue, "a": 1.0},
        "size": round(4 + 2 * float(data["n_reviews"]) ** 0.5, 2),
    }
    if "x" in data:
        seen["position"] = {"x": round(_SPAN * data["x"], 1), "y": round(-_SPAN * data["y"], 1), "z": 0.0}
    return seen


def _set_spells(graph: Graph, flat: nx.MultiDiGraph[str]) -> None:
    """Give links the years of their reviews, and nodes those of their links; the undated are always there."""
    years_of: dict[str, set[str]] = {node: set() for node in graph}
    dated: dict[str, bool] = dict.fromkeys(graph, True)
    for (source, target, data), (*_, copy) in zip(graph.edges(data=True), flat.edges(data=True), strict=True):
        for node in (source, target):
            years_of[node].update(data["years"])
            dated[node] &= bool(data["years"])
        if data["years"]:
            copy["spells"] = _list_spells(data["years"])
    for node, data in flat.nodes(data=True):
        if dated[node] and years_of[node]:
            data["spells"] = _list_spells(sorted(years_of[node]))


def _list_spells(years: Any) -> list[tuple[str, str]]:
    return [(f"{year}-01-01", f"{year}-12-31") for year in years]
