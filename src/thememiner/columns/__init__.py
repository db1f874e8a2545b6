"""Every table and column, declared once, with what it means.

The declarations drive the CSV files, the sheets, the database, the data dictionary and
the tests. A file of this folder has the tables of one subject.
"""

from __future__ import annotations

from thememiner.columns.agencies import AGENCIES, AGENCY_MENTIONS, UNRESOLVED_MENTIONS
from thememiner.columns.annual import ANNUAL
from thememiner.columns.codes import CUES, MENTIONS, THEMES
from thememiner.columns.declaration import Column, ColumnType, Table
from thememiner.columns.documents import DOCUMENTS, LINES, PAGES, PASSAGES
from thememiner.columns.figures import FIGURE_CONFLICTS, FIGURES
from thememiner.columns.judgements import JUDGEMENTS
from thememiner.columns.network import COOCCURRENCE, EDGES, GAPS, NODES
from thememiner.columns.recommendations import LINEAGE_MEMBERS, LINEAGES, RECOMMENDATIONS
from thememiner.columns.reviews import CASE_ATTRIBUTES, CASE_FACTS, FAILURES, REVIEWS

__all__ = [
    "AGENCIES",
    "AGENCY_MENTIONS",
    "ANNUAL",
    "CASE_ATTRIBUTES",
    "CASE_FACTS",
    "COOCCURRENCE",
    "CUES",
    "DERIVED",
    "DOCUMENTS",
    "EDGES",
    "FAILURES",
    "FIGURES",
    "FIGURE_CONFLICTS",
    "GAPS",
    "JUDGEMENTS",
    "LINEAGES",
    "LINEAGE_MEMBERS",
    "LINES",
    "MENTIONS",
    "NODES",
    "PAGES",
    "PASSAGES",
    "RECOMMENDATIONS",
    "REVIEWS",
    "TABLES",
    "THEMES",
    "UNRESOLVED_MENTIONS",
    "Column",
    "ColumnType",
    "Table",
]

TABLES = (
    REVIEWS, PASSAGES, MENTIONS, RECOMMENDATIONS, THEMES, CUES, AGENCIES, AGENCY_MENTIONS,
    UNRESOLVED_MENTIONS, FIGURES, CASE_FACTS, ANNUAL, NODES, EDGES, COOCCURRENCE, LINEAGES,
    LINEAGE_MEMBERS, FIGURE_CONFLICTS, GAPS, FAILURES, DOCUMENTS, LINES, PAGES,
)  # fmt: skip

DERIVED = (
    THEMES, CUES, AGENCIES, UNRESOLVED_MENTIONS, ANNUAL, NODES, EDGES, COOCCURRENCE, LINEAGES,
    LINEAGE_MEMBERS, FIGURE_CONFLICTS, GAPS,
)  # fmt: skip
"""Tables that are counted from other tables, not gathered from the reviews."""
