"""Tables become a network; what meets, what was asked before and what was not asked is found."""

from .backbone import measure_disparity
from .conflicts import list_figure_conflicts
from .cooccurrence import list_cooccurrence
from .core import Core, CoreLink, find_core
from .edges import node_id
from .evidence import list_evidence
from .gaps import list_gaps
from .graph import Graph, build_network, iterate_edges, iterate_nodes
from .layout import place_nodes
from .likeness import describe_lineage_accuracy
from .lineage import find_lineages
from .lineage_tables import list_lineages
from .measures import find_betweenness, find_communities, find_eigenvector, find_pagerank
from .periods import compare_periods
from .projection import find_ego, project_bodies, project_kind
from .restatements import find_restated
from .slices import Years, read_years, slice_tables
from .tabulate import tabulate_network

__all__ = [
    "Core",
    "CoreLink",
    "Graph",
    "Years",
    "build_network",
    "compare_periods",
    "describe_lineage_accuracy",
    "find_betweenness",
    "find_communities",
    "find_core",
    "find_ego",
    "find_eigenvector",
    "find_lineages",
    "find_pagerank",
    "find_restated",
    "iterate_edges",
    "iterate_nodes",
    "list_cooccurrence",
    "list_evidence",
    "list_figure_conflicts",
    "list_gaps",
    "list_lineages",
    "measure_disparity",
    "node_id",
    "place_nodes",
    "project_bodies",
    "project_kind",
    "read_years",
    "slice_tables",
    "tabulate_network",
]
