"""XLSX: a sheet per table and one that says what every column means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from thememiner.columns import TABLES, Table
from thememiner.tables import Tables

from .csv_files import flatten_table

MAX_CELL = 32_767
MAX_ROWS = 1_048_576
_CUT = " … [cut: a cell holds 32,767 characters; the CSV has all of it]"
_WIDE = {
    "text": 80,
    "sentence": 80,
    "definition": 60,
    "error": 60,
    "advice": 60,
    "title": 50,
    "review": 50,
    "quote": 80,
    "recommendation": 80,
    "link": 40,
    "label": 40,
}
# A date of making would change the bytes of a file whose content is the same.
_MADE = datetime(2000, 1, 1)


def write_workbook(tables: Tables, file: Path, *, title: str) -> None:
    """Write every table as a sheet, with filters, a frozen header and a data dictionary.

    Args:
        tables: every table.
        file: where to write.
        title: of the corpus.
    """
    with _open(file, title) as (book, head, wrap):
        shown = [table for table in TABLES if not table.database_only]
        _write_dictionary(book.add_worksheet("about"), shown, tables, head, wrap)
        for table in shown:
            frame = flatten_table(table, tables[table.name])
            names = [str(name) for name in frame.columns]
            rows = frame.itertuples(index=False, name=None)
            _write_sheet(book.add_worksheet(table.name), names, rows, head, wrap)


def write_sheets(
    file: Path, sheets: Mapping[str, tuple[Sequence[str], Iterable[Sequence[object]]]], *, title: str
) -> None:
    """Write lists as the sheets of a workbook, row by row.

    Args:
        file: where to write.
        sheets: by name, the columns and the rows; cells are text that is harmless
            already (``disarm``), numbers, or None.
        title: of the workbook.
    """
    with _open(file, title) as (book, head, wrap):
        for name, (columns, rows) in sheets.items():
            _write_sheet(book.add_worksheet(name), columns, rows, head, wrap)


@contextmanager
def _open(file: Path, title: str) -> Iterator[tuple[Any, Any, Any]]:
    """A new workbook, and its formats of the header and of the cells."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(file), options) as book:
        book.set_properties({"title": title, "created": _MADE, "comments": "Made by thememiner"})
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4"})
        yield book, head, book.add_format({"text_wrap": True, "valign": "top"})


def _write_sheet(
    sheet: Any, names: Sequence[str], rows: Iterable[Sequence[object]], head: Any, wrap: Any
) -> None:
    for column, name in enumerate(names):
        sheet.set_column(column, column, _WIDE.get(name, max(12, len(name) + 2)), wrap)
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, head)
    sheet.freeze_panes(1, 1)
    at = 0
    for at, row in enumerate(islice(rows, MAX_ROWS - 1), start=1):
        for column, cell in enumerate(row):
            if cell is pd.NA or cell is None or cell == "":
                continue
            if isinstance(cell, str):
                sheet.write_string(
                    at, column, cell if len(cell) <= MAX_CELL else cell[: MAX_CELL - len(_CUT)] + _CUT
                )
            else:
                sheet.write_number(at, column, float(cell))  # type: ignore[arg-type]
    sheet.autofilter(0, 0, max(at, 1), max(len(names) - 1, 0))


def _write_dictionary(sheet: Any, shown: list[Table], tables: Tables, head: Any, wrap: Any) -> None:
    for column, width in enumerate((18, 22, 8, 100)):
        sheet.set_column(column, column, width, wrap)
    for column, name in enumerate(("table", "column", "type", "meaning")):
        sheet.write_string(0, column, name, head)
    sheet.freeze_panes(1, 0)
    at = 1
    for table in shown:
        rows = len(tables[table.name])
        cut = (
            f" Only the first {MAX_ROWS - 1:,} rows fit in a sheet; the CSV has all."
            if rows >= MAX_ROWS
            else ""
        )
        lines = [(table.name, "", "", f"{table.meaning} ({rows:,} rows).{cut}")]
        lines += [(table.name, c.name, c.type, c.meaning) for c in table.columns]
        for line in lines:
            for column, cell in enumerate(line):
                sheet.write_string(at, column, cell)
            at += 1
    note = "A text that a spreadsheet would run as a formula begins with an apostrophe here."
    sheet.write_string(at, 3, note)
