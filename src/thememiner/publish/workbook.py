"""XLSX: a sheet per table and one that says what every column means.

Numbers are numbers, whole dates are dates, pages and addresses are links. What a spreadsheet
cannot hold (a formula in a text, control characters, 32,767 characters, rows without end, 65,530
links) is made harmless or cut, and the first sheet says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pandas as pd

from thememiner.cells import list_values
from thememiner.columns import TABLES, Table
from thememiner.tables import Tables

from .csv_files import disarm_texts
from .sheet_rows import MAX_CELL, MAX_LINKS, Batch, Linker
from .sheets import Sheet, list_batches, write_book

SHOWN_ROWS = 100_000

_PAGES = frozenset({"page", "page_first"})
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_AS_IT_IS = "!#$%&'()*+,/:;=?@[]~"
"""What an address may hold beside letters, digits and ``_.-``: RFC 3986."""
_NOTES = (
    "An empty cell means: not known, or none.",
    "A text that a spreadsheet would run as a formula begins with an apostrophe here; control characters are "
    "left out.",
    "A date that is known to the day is a date; 2020 and 2020-03 stay text, because they are no day.",
    "A page number opens the PDF, and in programs that can do so at that page, as long as workbook "
    "and PDFs lie where they lay when this was made.",
    f"A cell holds {MAX_CELL:,} characters and a sheet {MAX_LINKS:,} links; more than {SHOWN_ROWS:,} rows no "
    "spreadsheet opens with ease. What is left out is in the CSV files.",
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
    sheets = [
        Sheet(
            name="about",
            columns=("table", "column", "type", "meaning"),
            batches=list_batches(_list_meanings(shown, tables)),
        )
    ]
    for table in shown:
        names = [str(name) for name in tables.names(table.name)]
        sheets.append(
            Sheet(
                name=table.name,
                columns=names,
                batches=_list_rows(table, tables),
                links=_find_links(names, pdfs),
            )
        )
    write_book(file, sheets, title=title)


def _list_rows(table: Table, tables: Tables) -> Iterator[Batch]:
    left = SHOWN_ROWS
    for rows in tables.cells(table.name):
        yield [list_values(disarm_texts(column)) for column in rows.slice(0, left)]
        left -= len(rows)
        if left <= 0:
            return


def _list_meanings(shown: Sequence[Table], tables: Tables) -> list[tuple[str, str, str, str]]:
    lines: list[tuple[str, str, str, str]] = []
    for table in shown:
        rows = tables.count(table.name)
        cut = f" Only the first {SHOWN_ROWS:,} are here; the CSV has all." if rows > SHOWN_ROWS else ""
        lines.append((table.name, "", "", f"{table.meaning} ({rows:,} rows).{cut}"))
        lines += [(table.name, c.name, c.type, c.meaning) for c in table.columns]
    return lines + [("", "", "", note) for note in _NOTES]


def _locate_pdfs(reviews: pd.DataFrame, corpus: str) -> dict[str, str]:
    """Return where each review's PDF lies, by its id; as spreadsheets write it, with backward slashes."""
    if not corpus:
        return {}
    return {
        review_id: quote(f"{corpus}/{path}", safe="/.", errors="replace").replace("/", "\\")
        for review_id, path in zip(reviews["review_id"], reviews["path"], strict=True)
    }


def _find_links(names: Sequence[str], pdfs: Mapping[str, str]) -> dict[int, Linker]:
    """Return, by its column, what makes the addresses of its cells."""
    links: dict[int, Linker] = {}
    review = names.index("review_id") if "review_id" in names else -1
    for column, name in enumerate(names):
        if name == "source_url":
            links[column] = partial(_open_addresses, column)
        elif name == "path" and pdfs and review >= 0:
            links[column] = partial(_open_pdfs, pdfs, review)
        elif name in _PAGES and pdfs and review >= 0:
            links[column] = partial(_open_pages, pdfs, review, column)
    return links


def _open_addresses(column: int, batch: Batch) -> list[str]:
    return [quote(cell, safe=_AS_IT_IS) if _ADDRESS.fullmatch(cell) else "" for cell in batch[column]]


def _open_pdfs(pdfs: Mapping[str, str], review: int, batch: Batch) -> list[str]:
    return [pdfs.get(review_id, "") for review_id in batch[review]]


def _open_pages(pdfs: Mapping[str, str], review: int, column: int, batch: Batch) -> list[str]:
    return [
        f"{pdfs[review_id]}#page={page}" if review_id in pdfs else ""
        for review_id, page in zip(batch[review], batch[column], strict=True)
    ]
