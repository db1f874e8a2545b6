"""Cells of a table as files hold them: Arrow columns of texts and numbers, some thousand rows at a time.

A list is one text, its items joined; what is not known is null. CSV, workbook and database are
all made of these, so that whatever is asked of cells is asked of a column at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from thememiner.columns import Table

SEPARATOR = "; "
"""Between the items of a list in a cell."""
Cells: TypeAlias = pa.RecordBatch
_TYPES = {"int": pa.int64(), "real": pa.float64()}


def join_items(rows: pa.RecordBatch) -> Cells:
    """Return rows with every list as one text.

    >>> rows = pa.RecordBatch.from_pydict({"n": [1, 2], "ids": [["a", "b"], []]})
    >>> join_items(rows).to_pydict()
    {'n': [1, 2], 'ids': ['a; b', '']}
    """
    columns = [
        pc.binary_join(column, SEPARATOR) if pa.types.is_list(column.type) else column for column in rows
    ]
    return pa.RecordBatch.from_arrays(columns, rows.schema.names)


def pack_frame(table: Table, frame: pd.DataFrame) -> Cells:
    """Return the rows of a frame as cells.

    Args:
        table: what the columns are declared as; a further column is one of the manifest, a text.
        frame: rows of it.
    """
    types = {column.name: column.type for column in table.columns}
    columns = []
    for name in frame.columns:
        values, kind = frame[name], types.get(str(name), "text")
        if kind == "list":
            columns.append(pack_texts([SEPARATOR.join(items) for items in values]))
        elif kind == "text":
            columns.append(pack_texts(values.tolist()))
        else:
            columns.append(pa.array(values.astype(object), _TYPES[kind], from_pandas=True))
    return pa.RecordBatch.from_arrays(columns, [str(name) for name in frame.columns])


def pack_texts(values: Sequence[Any]) -> pa.Array:
    """Return texts as a column; whatever else is among them as its text, what is not known as null."""
    try:
        return pa.array(values, pa.string(), from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError):
        told = [None if pd.isna(value) else str(value) for value in values]
        return pa.array([text and text.encode("utf-8", "replace").decode() for text in told], pa.string())


def list_values(column: pa.Array) -> list[Any]:
    """Return the cells of a column; None where not known."""
    if pa.types.is_string(column.type) or not column.null_count:
        values: list[Any] = column.to_numpy(zero_copy_only=False).tolist()
        return values
    unpacked: list[Any] = column.to_pylist()
    return unpacked


def is_text(column: pa.Array) -> bool:
    """Return whether a column holds texts and not numbers."""
    return bool(pa.types.is_string(column.type))
