"""What a column and a table are, and the columns that many tables have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["text", "int", "real", "list"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, type and meaning; ``refers`` names the table of the id it holds."""

    name: str
    type: ColumnType
    meaning: str
    refers: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: one record a row."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: str = ""
    database_only: bool = False
    """Too large or too technical for a spreadsheet."""
    large: bool = False
    """It grows with the pages: kept on disk while a report is made."""


def text(name: str, meaning: str, refers: str = "") -> Column:
    """Return a column of text."""
    return Column(name, "text", meaning, refers)


def int_(name: str, meaning: str) -> Column:
    """Return a column of whole numbers."""
    return Column(name, "int", meaning)


def real(name: str, meaning: str) -> Column:
    """Return a column of numbers."""
    return Column(name, "real", meaning)


def list_(name: str, meaning: str, refers: str = "") -> Column:
    """Return a column of lists of texts."""
    return Column(name, "list", meaning, refers)


# Columns of many tables.
REVIEW = text("review_id", "The review: the first 12 hex digits of the PDF's SHA-256", "reviews")
PASSAGE = text("passage_id", "The passage", "passages")
PAGE = int_("page", "Page of the PDF, counted from 1")
START = int_("start", "Where it begins in the review's text, in Unicode code points from 0")
END = int_("end", "Where it ends in the review's text (the first code point after it)")
