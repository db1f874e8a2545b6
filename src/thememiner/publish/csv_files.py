"""CSV as spreadsheets and R expect it: UTF-8 with BOM, RFC 4180, no formula runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from thememiner.columns import TABLES, Table
from thememiner.tables import Tables, join_lists

_FORMULA = re.compile(r"[=+\-@\t\r]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def disarm(cell: object) -> object:
    """Return a cell that no spreadsheet runs as a formula.

    >>> disarm("=1+1"), disarm("a text"), disarm(-3)
    ("'=1+1", 'a text', -3)
    """
    if not isinstance(cell, str):
        return cell
    clean = _CONTROL.sub("", cell)
    return "'" + clean if _FORMULA.match(clean) else clean


def flatten_table(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table as it is written to files: lists joined, cells harmless."""
    flat = join_lists(table, frame)
    harmless = {
        str(name): pd.Series([disarm(cell) for cell in flat[name]], index=flat.index, dtype=object)
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
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        for place, batch in enumerate(batches):
            flat = flatten_table(table, batch)
            flat.to_csv(stream, index=False, header=place == 0, lineterminator="\r\n")
