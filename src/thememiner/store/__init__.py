"""The store: one SQLite file per report, with full-text search."""

from .build import write_database
from .database import Database
from .facets import LENSES, Choice, Lens
from .hits import Hit, Theme
from .marks import Piece, mark_texts
from .passages import (
    AgencyRecord,
    MentionRecord,
    Neighbour,
    PassageRecord,
    ReviewHead,
    list_agencies_named,
    list_mentions,
    list_neighbours,
    read_passage,
    read_review_head,
)
from .places import Mark, PrintedPage, find_marks, join_places
from .query import FILTERS, Query, parse_query
from .quotes import split_list
from .read import read_tables
from .recommendations import (
    Named,
    RecommendationLink,
    RecommendationRecord,
    list_lineage,
    list_recommendations_at,
    list_restatements,
    list_review_ids,
    read_recommendation,
)
from .search import FACETS, SORTS, Found, SearchIndex, Sort, search_database

__all__ = [
    "FACETS",
    "FILTERS",
    "LENSES",
    "SORTS",
    "AgencyRecord",
    "Choice",
    "Database",
    "Found",
    "Hit",
    "Lens",
    "Mark",
    "MentionRecord",
    "Named",
    "Neighbour",
    "PassageRecord",
    "Piece",
    "PrintedPage",
    "Query",
    "RecommendationLink",
    "RecommendationRecord",
    "ReviewHead",
    "SearchIndex",
    "Sort",
    "Theme",
    "find_marks",
    "join_places",
    "list_agencies_named",
    "list_lineage",
    "list_mentions",
    "list_neighbours",
    "list_recommendations_at",
    "list_restatements",
    "list_review_ids",
    "mark_texts",
    "parse_query",
    "read_passage",
    "read_recommendation",
    "read_review_head",
    "read_tables",
    "search_database",
    "split_list",
    "write_database",
]
