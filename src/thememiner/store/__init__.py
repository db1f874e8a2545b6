"""The store: one SQLite file per report, with full-text search."""

from .build import write_database
from .database import Database
from .facets import LENSES, Choice, Lens
from .hits import Hit, Theme
from .marks import Piece, mark_texts
from .query import FILTERS, Query, parse_query
from .read import read_tables
from .search import FACETS, SORTS, Found, SearchIndex, Sort, search_database

__all__ = [
    "FACETS",
    "FILTERS",
    "LENSES",
    "SORTS",
    "Choice",
    "Database",
    "Found",
    "Hit",
    "Lens",
    "Piece",
    "Query",
    "SearchIndex",
    "Sort",
    "Theme",
    "mark_texts",
    "parse_query",
    "read_tables",
    "search_database",
    "write_database",
]
