"""The network as files that Gephi, igraph, Cytoscape and a script open."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from thememiner.columns import EDGES, NODES, Column
from thememiner.network import Graph, iterate_edges, iterate_nodes
from thememiner.tables import Tables

from .palette import colour_node

_XML_ILLEGAL = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_IN_QUOTES = {'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"}
_MADE_ON = "2000-01-01"
"""The date of writing would change the bytes of a file whose content is the same."""
_SPAN = 1000
"""Width of the layout in Gephi's units."""
_HERE = "parts"
_BOUND = f' xmlns:viz="{GEXFWriter(version="1.3").NS_VIZ}"'
"""Bound once, at the head of the file."""
_BLANK: dict[str, Any] = {"text": "", "int": 0, "real": 0.0, "list": ""}


@dataclass(frozen=True, slots=True)
class TableGraph:
    """The network as it lies in the tables ``nodes`` and ``edges``, read and never held as a whole."""

    tables: Tables

    def nodes(self, *, data: Literal[True]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the nodes with their attributes."""
        assert data
        return iterate_nodes(self.tables)

    def edges(self, *, data: Literal[True]) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield the edges with their attributes."""
        assert data
        return iterate_edges(self.tables)


def write_graphml(graph: Graph | TableGraph, file: Path) -> None:
    """Write GraphML; lists such as evidence are ids joined with ``; ``."""
    writer = GraphMLWriter(named_key_ids=True)
    writer.add_graph_element(_sample())
    writer.xml[-1][:] = [ElementTree.Element(_HERE)]
    _write_parts(writer, file, [chain(_make_graphml_nodes(graph), _make_graphml_edges(graph))])


def write_gexf(graph: Graph | TableGraph, file: Path) -> None:
    """Write GEXF 1.3 with places, sizes and colours; lists such as evidence are joined with ``; ``."""
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.3")
    writer.add_graph(_sample())
    for place, name in enumerate(("nodes", "edges"), start=-2):
        writer.xml[-1][place] = ElementTree.Element(name)
        writer.xml[-1][place].append(ElementTree.Element(_HERE))
    writer.xml.find("meta").set("lastmodifieddate", _MADE_ON)
    numbers = [writer.attr[element]["static"] for element in ("node", "edge")]
    _write_parts(writer, file, [_make_gexf_nodes(graph, numbers[0]), _make_gexf_edges(graph, numbers[1])])


def write_dynamic_gexf(graph: Graph, file: Path) -> None:
    """Write GEXF that gives every link and node the years in which it stands, for Gephi's timeline."""
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    flat.add_nodes_from((node, _flatten(data)) for node, data in graph.nodes(data=True))
    for number, (source, target, data) in enumerate(graph.edges(data=True)):
        flat.add_edge(source, target, key=f"e{number}", **_flatten(data))
    for _, data in flat.nodes(data=True):
        data["viz"] = _see(data)
    _set_spells(graph, flat)
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.3")
    writer.add_graph(flat)
    for meta in writer.xml.iter("meta"):
        meta.set("lastmodifieddate", _MADE_ON)
    _label_edges(writer.xml, flat)
    writer.indent(writer.xml)
    text = ElementTree.tostring(writer.xml, encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n', encoding="utf-8")


def write_node_link(graph: Graph, file: Path) -> None:
    """Write JSON in the node-link form of networkx and D3: ``nodes``, and ``edges`` with lists as lists."""
    data = nx.node_link_data(graph, edges="edges")
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    # A lone surrogate, as a broken PDF may give, cannot be written as UTF-8.
    file.write_text(f"{text}\n", encoding="utf-8", errors="backslashreplace")


def _label_edges(element: ElementTree.Element, graph: nx.MultiDiGraph[str]) -> None:
    """Gephi keeps parallel links apart by their kind."""
    for edge, (*_, data) in zip(element.iter("edge"), graph.edges(data=True), strict=True):
        edge.set("kind", data["kind"])
        edge.set("label", data["kind"])


def _sample() -> nx.DiGraph[str]:
    """A small graph with every attribute that there is; a writer declares them at the head of a file."""
    sample: nx.DiGraph[str] = nx.DiGraph()
    sample.add_node("", **_make_blank(NODES.columns[1:]))
    sample.add_edge("", "", **_make_blank(EDGES.columns[2:]))
    return sample


def _make_blank(columns: Iterable[Column]) -> dict[str, Any]:
    return {column.name: _BLANK[column.type] for column in columns}


def _write_parts(writer: Any, file: Path, parts: Sequence[Iterable[str]]) -> None:
    """Write a writer's document, with a part in each place where it has a ``_HERE``."""
    writer.indent(writer.xml)
    head = ElementTree.tostring(writer.xml, encoding="unicode").replace("<gexf", f"<gexf{_BOUND}", 1)
    pieces = re.split(rf"\n *<{_HERE} />", head.rstrip())
    with file.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        for piece, part in zip_longest(pieces, parts, fillvalue=()):
            stream.writelines(piece)
            stream.writelines(part)
        stream.write("\n")


def _make_graphml_nodes(graph: Graph | TableGraph) -> Iterator[str]:
    for node, data in graph.nodes(data=True):
        yield f'\n    <node id="{_quote(node)}">{_make_data(data)}\n    </node>'


def _make_graphml_edges(graph: Graph | TableGraph) -> Iterator[str]:
    for number, (source, target, data) in enumerate(graph.edges(data=True)):
        ends = f'source="{_quote(source)}" target="{_quote(target)}"'
        yield f'\n    <edge {ends} id="e{number}">{_make_data(data)}\n    </edge>'


def _make_data(data: Mapping[str, Any]) -> str:
    return "".join(
        f'\n      <data key="{name}">{escape(str(_plain(value)))}</data>' for name, value in data.items()
    )


def _make_gexf_nodes(graph: Graph | TableGraph, numbers: Mapping[str, str]) -> Iterator[str]:
    for node, data in graph.nodes(data=True):
        seen = _see(data)
        yield f'\n      <node id="{_quote(node)}" label="{_quote(data["label"])}">'
        yield f"\n        <viz:color {_list_pairs(seen['color'])} />"
        yield f'\n        <viz:size value="{seen["size"]}" />'
        if "position" in seen:
            yield f"\n        <viz:position {_list_pairs(seen['position'])} />"
        yield f"{_make_values(data, numbers, beside='label')}\n      </node>"


def _make_gexf_edges(graph: Graph | TableGraph, numbers: Mapping[str, str]) -> Iterator[str]:
    for number, (source, target, data) in enumerate(graph.edges(data=True)):
        ends = f'source="{_quote(source)}" target="{_quote(target)}"'
        # Gephi keeps parallel links apart by their kind.
        kind = f'kind="{data["kind"]}" label="{data["kind"]}"'
        yield f'\n      <edge {ends} id="{number}" weight="{data["weight"]}" {kind}>'
        yield f"{_make_values(data, numbers, beside='weight')}\n      </edge>"


def _make_values(data: Mapping[str, Any], numbers: Mapping[str, str], *, beside: str) -> str:
    values = "".join(
        f'\n          <attvalue for="{numbers[name]}" value="{_quote(value)}" />'
        for name, value in data.items()
        if name != beside
    )
    return f"\n        <attvalues>{values}\n        </attvalues>"


def _list_pairs(values: Mapping[str, Any]) -> str:
    return " ".join(f'{name}="{value}"' for name, value in values.items())


def _quote(value: Any) -> str:
    """A value as it stands between the quotes of an attribute."""
    return escape(str(_plain(value)), _IN_QUOTES)


def _flatten(data: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes with plain values."""
    return {name: _plain(value) for name, value in data.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        value = "; ".join(value)
    return value if not isinstance(value, str) or value.isprintable() else _XML_ILLEGAL.sub("", value)


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
