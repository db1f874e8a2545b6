"""Tables become a network; what meets, what was asked before and what was not asked is found."""

from .cooccurrence import list_cooccurrence
from .edges import node_id
from .gaps import list_gaps
from .graph import Graph, build_network, list_edges, list_nodes
from .lineage import find_lineages
from .lineage_tables import list_lineages
from .restatements import find_restated
from .tabulate import tabulate_network

__all__ = [
    "Graph",
    "build_network",
    "find_lineages",
    "find_restated",
    "list_cooccurrence",
    "list_edges",
    "list_gaps",
    "list_lineages",
    "list_nodes",
    "node_id",
    "tabulate_network",
]
