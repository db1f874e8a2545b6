"""CSV as spreadsheets and R expect it: UTF-8 with BOM, RFC 4180, no formula runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from thememiner.cells import Cells, is_text, list_values, pack_frame, pack_texts
from thememiner.columns import TABLES, Table
from thememiner.tables import Tables, join_lists

_BEGINNINGS = frozenset("=+-@\t\r")
"""What a formula begins with, in one spreadsheet or another."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HARMFUL = rf"{_CONTROL.pattern}|^[=+\-@\t\r]"
"""What ``disarm`` changes."""
_UNSAFE = '[",\r\n]'
"""What a cell of a CSV cannot hold but in quotes."""


def disarm(cell: object) -> object:
    """Return a cell that no spreadsheet runs as a formula.

    >>> disarm("=1+1"), disarm("a text"), disarm(-3)
    ("'=1+1", 'a text', -3)
    """
    if not isinstance(cell, str):
        return cell
    clean = cell if cell.isprintable() else _CONTROL.sub("", cell)
    return "'" + clean if clean[:1] in _BEGINNINGS else clean


def disarm_texts(column: pa.Array) -> pa.Array:
    """Return a column with every text as ``disarm`` does, which most columns already are."""
    if not is_text(column) or not pc.any(pc.match_substring_regex(column, _HARMFUL)).as_py():
        return column
    return pack_texts([disarm(cell) for cell in list_values(column)])


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
            _write_cells(tables.cells(table.name), folder / f"{table.name}.csv")


def write_table(table: Table, frame: pd.DataFrame, file: Path) -> None:
    """Write one table as CSV."""
    _write_cells([pack_frame(table, frame)], file)


def _write_cells(parts: Iterable[Cells], file: Path) -> None:
    """Write the parts of a table, one after the other, as one CSV."""
    with file.open("wb") as stream:
        for place, rows in enumerate(parts):
            if place == 0:
                header = pa.RecordBatch.from_pydict({name: [name] for name in rows.schema.names})
                stream.write(b"\xef\xbb\xbf" + _render(header))
            stream.write(_render(rows))


def _render(rows: Cells) -> bytes:
    """Return rows as RFC 4180 has them: in quotes is what holds a comma, a quote or a break."""
    cells = [_quote(disarm_texts(column)) for column in rows]
    lines = pc.binary_join_element_wise(*cells, ",", null_handling="replace")
    return b"".join(line + b"\r\n" for line in lines.cast(pa.binary()).to_pylist())


def _quote(column: pa.Array) -> pa.Array:
    if pa.types.is_floating(column.type):  # Arrow writes them in another way
        return pa.array([None if cell is None else repr(cell) for cell in column.to_pylist()], pa.string())
    if not is_text(column):
        return column.cast(pa.string())
    unsafe = pc.match_substring_regex(column, _UNSAFE)
    if not pc.any(unsafe).as_py():
        return column
    doubled = pc.replace_substring(column, '"', '""')
    return pc.if_else(unsafe, pc.binary_join_element_wise('"', doubled, '"', ""), column)
