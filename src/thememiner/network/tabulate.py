"""Everything that is found by looking at several reviews together, as tables."""

from __future__ import annotations

from thememiner.columns import COOCCURRENCE, GAPS, RECOMMENDATIONS
from thememiner.tables import Tables

from .conflicts import list_figure_conflicts
from .cooccurrence import list_cooccurrence
from .gaps import list_gaps
from .graph import Graph, weave_network
from .lineage import compare_recommendations, find_lineages
from .lineage_tables import list_lineages
from .restatements import find_restated


def tabulate_network(tables: Tables) -> Graph:
    """Add the tables of the network to those of the reviews, and return its inner part.

    Args:
        tables: as ``build_tables`` gives them; gains ``restates`` and ``lineage_id`` of
            ``recommendations``, and cooccurrence, lineages, lineage_members,
            figure_conflicts, gaps, nodes and edges.

    Returns:
        Themes and agencies and their links, as ``weave_network`` gives them.
    """
    compared = compare_recommendations(tables)
    tables.change(RECOMMENDATIONS, restates=find_restated(tables), lineage_id=find_lineages(tables, compared))
    tables["lineages"], tables["lineage_members"] = list_lineages(tables, compared)
    del compared  # what follows needs the room
    tables.fill(COOCCURRENCE, list_cooccurrence(tables))
    tables["figure_conflicts"] = list_figure_conflicts(tables)
    tables.fill(GAPS, list_gaps(tables))
    return weave_network(tables)
