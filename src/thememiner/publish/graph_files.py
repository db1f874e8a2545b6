"""The network as files that Gephi, igraph, Cytoscape and a script open."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from thememiner.network import Graph, iterate_edges, iterate_nodes
from thememiner.tables import Tables

from .palette import colour_node

_XML_ILLEGAL = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_MADE_ON = "2000-01-01"
"""The date of writing would change the bytes of a file whose content is the same."""
_SPAN = 1000
"""Width of the layout in Gephi's units."""
_PART = 200
"""Nodes or edges that are in memory at a time."""
_HERE = "parts"
_BOUND = f' xmlns:viz="{GEXFWriter(version="1.3").NS_VIZ}"'
"""Bound once, at the head of the file."""
_Add = Callable[["nx.MultiDiGraph[str]"], ElementTree.Element]
"""Has a writer add a part of the graph, and returns what it made of it."""


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

    def add(part: nx.MultiDiGraph[str]) -> ElementTree.Element:
        writer.attributes.clear()
        writer.add_graph_element(part)
        element: ElementTree.Element = writer.xml[-1]
        writer.xml.remove(element)
        return element

    own = add(_sample(graph))  # the writer notes the attributes that there are in the head of the file
    own[:] = [ElementTree.Element(_HERE)]
    writer.xml.append(own)
    with _open_parts(writer, file, encoding="us-ascii") as write:
        write("node", 2, _make_nodes(graph, add))
        write("edge", 2, _make_edges(graph, add))


def write_gexf(graph: Graph | TableGraph, file: Path) -> None:
    """Write GEXF 1.3 with places, sizes and colours; lists such as evidence are joined with ``; ``."""
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.3")

    def add(part: nx.MultiDiGraph[str]) -> ElementTree.Element:
        for _, data in part.nodes(data=True):
            if "kind" in data:
                data["viz"] = _see(data)
        writer.all_edge_ids.clear()
        writer.add_graph(part)
        element: ElementTree.Element = writer.xml[-1]
        _label_edges(element, part)
        writer.xml.remove(element)
        return element

    own = add(_sample(graph))
    writer.edge_id = count()
    for place, name in enumerate(("nodes", "edges"), start=-2):
        own[place] = ElementTree.Element(name)
        own[place].append(ElementTree.Element(_HERE))
    writer.xml.append(own)
    writer.xml.find("meta").set("lastmodifieddate", _MADE_ON)
    with _open_parts(writer, file, encoding="unicode") as write:
        write("node", 3, _make_nodes(graph, add))
        write("edge", 3, _make_edges(graph, add))


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


def _sample(graph: Graph | TableGraph) -> nx.MultiDiGraph[str]:
    """A small graph with every attribute that a node or an edge of the graph has."""
    sample: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    seen: set[str] = set()
    for node, data in graph.nodes(data=True):
        if not seen.issuperset(data):
            seen.update(data)
            sample.add_node(node, **_flatten(data))
    seen.clear()
    end = next(iter(sample), "")
    for number, (_, _, data) in enumerate(graph.edges(data=True)):
        if not seen.issuperset(data):
            seen.update(data)
            sample.add_edge(end, end, key=f"e{number}", **_flatten(data))
    return sample


def _make_nodes(graph: Graph | TableGraph, add: _Add) -> Iterator[ElementTree.Element]:
    """Yield the parts of a graph, each with some of its nodes, as a writer adds them."""
    for some in _batch(graph.nodes(data=True)):
        part: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        part.add_nodes_from((node, _flatten(data)) for node, data in some)
        yield add(part)


def _make_edges(graph: Graph | TableGraph, add: _Add) -> Iterator[ElementTree.Element]:
    """Yield the parts of a graph, each with some of its edges; every edge has an id that no other has."""
    for some in _batch(enumerate(graph.edges(data=True))):
        part: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        part.add_nodes_from(source for _, (source, *_) in some)  # the order of nodes is that of their edges
        for number, (source, target, data) in some:
            part.add_edge(source, target, key=f"e{number}", **_flatten(data))
        yield add(part)


def _batch(items: Iterable[Any]) -> Iterator[list[Any]]:
    whole = iter(items)
    while some := list(islice(whole, _PART)):
        yield some


@contextmanager
def _open_parts(
    writer: Any, file: Path, *, encoding: str
) -> Iterator[Callable[[str, int, Iterator[ElementTree.Element]], None]]:
    """Give a function that writes parts of a graph where the writer's document has a ``_HERE``.

    The function takes what is written of each part (``node`` or ``edge``), its level, and the parts.
    """
    writer.indent(writer.xml)
    head = _print(writer.xml, encoding).replace("<gexf", f"<gexf{_BOUND}", 1)
    pieces = re.split(rf"\n *<{_HERE} />", head)
    with file.open("w", encoding="utf-8") as stream:
        stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{pieces.pop(0)}')

        def write(name: str, level: int, parts: Iterator[ElementTree.Element]) -> None:
            for part in parts:
                for element in part.iter(name):
                    writer.indent(element, level)
                    text = _print(element, encoding).rstrip().replace(_BOUND, "", 1)
                    stream.write(f"\n{'  ' * level}{text}")
            if len(pieces) > 1:
                stream.write(pieces.pop(0))

        yield write
        stream.write(f"{pieces.pop().rstrip()}\n")


def _print(element: ElementTree.Element, encoding: str) -> str:
    text: str | bytes = ElementTree.tostring(element, encoding=encoding)
    return text.decode() if isinstance(text, bytes) else text


def _flatten(data: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes with plain values."""
    return {name: _plain(value) for name, value in data.items()}


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
