"""XLSX: a sheet per table and one that says what every column means.

Numbers are numbers, whole dates are dates, pages and addresses are links. What a spreadsheet
cannot hold (a formula in a text, control characters, 32,767 characters, 1,048,576 rows, 65,530
links) is made harmless or cut, and the first sheet says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd

from thememiner.columns import TABLES, Table
from thememiner.tables import Tables

from .csv_files import flatten_table
from .sheets import MAX_CELL, MAX_LINKS, MAX_ROWS, Linker, open_book

_PAGES = frozenset({"page", "page_first"})
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_NOTES = (
    "An empty cell means: not known, or none.",
    "A text that a spreadsheet would run as a formula begins with an apostrophe here; control characters are "
    "left out.",
    "A date that is known to the day is a date; 2020 and 2020-03 stay text, because they are no day.",
    "A page number opens the PDF, and in programs that can do so at that page, as long as workbook "
    "and PDFs lie where they lay when this was made.",
    f"A cell holds {MAX_CELL:,} characters, a sheet {MAX_ROWS:,} rows and {MAX_LINKS:,} links; what does not "
    "fit is in the CSV files.",
)


def write_workbook(tables: Tables, file: Path, *, title: str, corpus: str = "") -> None:
    """Write every table as a sheet, with filters, a frozen header, links and a data dictionary.

    Args:
        tables: every table.
        file: where to write.
        title: of the corpus.
        corpus: folder of the PDFs as seen from the folder of the workbook, with forward slashes;
            where it is not known, pages are no links.
    """
    shown = [table for table in TABLES if not table.database_only]
    pdfs = _locate_pdfs(tables["reviews"], corpus)
    with open_book(file, title) as book:
        book.add_sheet("about", ("table", "column", "type", "meaning"), _list_meanings(shown, tables))
        for table in shown:
            names = [str(name) for name in tables.names(table.name)]
            book.add_sheet(table.name, names, _list_rows(table, tables), _find_links(names, pdfs))


def _list_rows(table: Table, tables: Tables) -> Iterator[tuple[Any, ...]]:
    for batch in tables.batches(table.name):
        yield from flatten_table(table, batch).itertuples(index=False, name=None)


def _list_meanings(shown: Sequence[Table], tables: Tables) -> list[tuple[str, str, str, str]]:
    lines: list[tuple[str, str, str, str]] = []
    for table in shown:
        rows = tables.count(table.name)
        cut = f" Only the first {MAX_ROWS - 1:,} fit in a sheet; the CSV has all." if rows >= MAX_ROWS else ""
        lines.append((table.name, "", "", f"{table.meaning} ({rows:,} rows).{cut}"))
        lines += [(table.name, c.name, c.type, c.meaning) for c in table.columns]
    return lines + [("", "", "", note) for note in _NOTES]


def _locate_pdfs(reviews: pd.DataFrame, corpus: str) -> dict[str, str]:
    """Return where each review's PDF lies, by its id."""
    if not corpus:
        return {}
    return {
        review_id: "external:" + quote(f"{corpus}/{path}", safe="/.", errors="replace")
        for review_id, path in zip(reviews["review_id"], reviews["path"], strict=True)
    }


def _find_links(names: Sequence[str], pdfs: Mapping[str, str]) -> dict[int, Linker]:
    """Return, by its column, what makes the address of a cell from its row."""
    links: dict[int, Linker] = {}
    review = names.index("review_id") if "review_id" in names else -1
    for column, name in enumerate(names):
        if name == "source_url":
            links[column] = lambda row, at=column: row[at] if _ADDRESS.fullmatch(str(row[at])) else ""  # type: ignore[misc]
        elif name == "path" and pdfs and review >= 0:
            links[column] = lambda row: pdfs.get(row[review], "")
        elif name in _PAGES and pdfs and review >= 0:
            links[column] = lambda row, at=column: _open_page(pdfs.get(row[review], ""), row[at])  # type: ignore[misc]
    return links


def _open_page(pdf: str, page: Any) -> str:
    return f"{pdf}#page={page}" if pdf else ""
