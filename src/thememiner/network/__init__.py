"""Tables become a network; recommendations that were asked before are found."""

from .graph import Graph, build_network, list_edges, list_nodes, node_id
from .lineage import find_lineages

__all__ = ["Graph", "build_network", "find_lineages", "list_edges", "list_nodes", "node_id"]
