"""The network as files that Gephi, igraph and Cytoscape open."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import networkx as nx

from thememiner.network import Graph

_XML_ILLEGAL = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_MADE_ON = re.compile(r'lastmodifieddate="[^"]*"')


def write_graphml(graph: Graph, file: Path) -> None:
    """Write GraphML; evidence as passage ids joined with ``; ``."""
    text = "\n".join(nx.generate_graphml(_flatten(graph), named_key_ids=True))
    file.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n', encoding="utf-8")


def write_gexf(graph: Graph, file: Path) -> None:
    """Write GEXF 1.2; evidence as passage ids joined with ``; ``."""
    text = "\n".join(nx.generate_gexf(_flatten(graph)))
    # The date of writing would change the bytes of a file whose content is the same.
    text = _MADE_ON.sub('lastmodifieddate="2000-01-01"', text)
    file.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n', encoding="utf-8")


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
        return "; ".join(value)
    return _XML_ILLEGAL.sub("", value) if isinstance(value, str) else value
