"""The store: one SQLite file per report, with full-text search."""

from .build import write_database
from .query import FILTERS, Query, parse_query
from .read import read_tables
from .search import LENSES, Lens, search_database

__all__ = [
    "FILTERS",
    "LENSES",
    "Lens",
    "Query",
    "parse_query",
    "read_tables",
    "search_database",
    "write_database",
]
