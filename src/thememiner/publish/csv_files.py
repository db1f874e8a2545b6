"""CSV as spreadsheets and R expect it: UTF-8 with BOM, RFC 4180, no formula runs."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from thememiner.columns import TABLES, Table
from thememiner.tables import Tables, join_lists, list_cells

_BEGINNINGS = frozenset("=+-@\t\r")
"""What a formula begins with, in one spreadsheet or another."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def disarm(cell: object) -> object:
    """Return a cell that no spreadsheet runs as a formula.

    >>> disarm("=1+1"), disarm("a text"), disarm(-3)
    ("'=1+1", 'a text', -3)
    """
    if not isinstance(cell, str):
        return cell
    clean = cell if cell.isprintable() else _CONTROL.sub("", cell)
    return "'" + clean if clean[:1] in _BEGINNINGS else clean


def disarm_column(cells: list[Any]) -> list[Any]:
    """Return the cells of a column as ``disarm`` does, which most columns already are."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    is_harmless = "".join(texts).isprintable() and _BEGINNINGS.isdisjoint(text[:1] for text in texts)
    return cells if is_harmless else [disarm(cell) for cell in cells]


def list_harmless(table: Table, frame: pd.DataFrame) -> list[list[Any]]:
    """Return a table as it is written to files, column by column: lists joined, cells harmless."""
    return [disarm_column(cells) for cells in list_cells(table, frame)]


def flatten_table(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table as it is written to files: lists joined, cells harmless."""
    flat = join_lists(table, frame)
    harmless = {
        str(name): pd.Series(disarm_column(flat[name].tolist()), index=flat.index, dtype=object)
        for name in flat.columns
        if not pd.api.types.is_numeric_dtype(flat[name])
    }
    return flat.assign(**harmless)


def write_csv(tables: Tables, folder: Path) -> None:
    """Write one CSV per table into a folder, which is made if needed."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        if not table.database_only:
            write_batches(table, tables.batches(table.name), folder / f"{table.name}.csv")


def write_table(table: Table, frame: pd.DataFrame, file: Path) -> None:
    """Write one table as CSV."""
    write_batches(table, [frame], file)


def write_batches(table: Table, batches: Iterable[pd.DataFrame], file: Path) -> None:
    """Write the parts of a table, one after the other, as one CSV."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        stream.write("\ufeff")
        writer = csv.writer(stream, lineterminator="\r\n")
        for place, batch in enumerate(batches):
            if place == 0:
                writer.writerow(batch.columns)
            writer.writerows(zip(*list_harmless(table, batch), strict=True))
