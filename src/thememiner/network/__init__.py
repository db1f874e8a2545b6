"""Tables become a network; recommendations that were asked before are found."""

from .graph import Graph, build_network, list_edges, list_nodes, node_id
from .lineage import find_lineages
from .restatements import find_restated

__all__ = ["Graph", "build_network", "find_lineages", "find_restated", "list_edges", "list_nodes", "node_id"]
