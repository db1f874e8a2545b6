"""Large tables on disk while a report is made: written as the reviews go by, read batch by batch.

Each is a Parquet file of row groups: a reader takes the columns that it needs, and no more rows
than a group at a time.
"""

from __future__ import annotations

import shutil
from collections import namedtuple
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from thememiner.columns import Table
from thememiner.tables import SEPARATOR, clean_text

_ROWS = 2_000
_CHARACTERS = 1_000_000
"""Rows of a group, and letters in it; a single row may hold a whole document, or a thousand ids."""
_ID = 24
"""Letters of an id in a list."""
_TYPES = {"text": pa.string(), "int": pa.int64(), "real": pa.float64(), "list": pa.list_(pa.string())}


@dataclass(frozen=True, slots=True)
class SpooledTable:
    """A table in the spool; the ``Stored`` of ``Tables``."""

    table: Table
    file: Path
    n_rows: int

    @property
    def names(self) -> tuple[str, ...]:
        """Its columns."""
        return tuple(column.name for column in self.table.columns)

    def read(self, names: Sequence[str]) -> Iterator[pd.DataFrame]:
        """Yield these columns of its rows, batch after batch."""
        types = {column.name: column.type for column in self.table.columns}
        for group in self._read_groups(names):
            yield pd.DataFrame({name: _restore(group.column(name), types[name]) for name in names})

    def read_rows(self, names: Sequence[str]) -> Iterator[Any]:
        """Yield these columns of its rows, each column's value as the attribute of that name."""
        types = {column.name: column.type for column in self.table.columns}
        row: Any = namedtuple("Row", names)  # type: ignore[misc]
        for group in self._read_groups(names):
            cells = (_unpack(group.column(name), types[name]) for name in names)
            yield from map(row._make, zip(*cells, strict=True))

    def _read_groups(self, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
        if not self.n_rows:
            return  # then there is no file
        with pq.ParquetFile(self.file) as parquet:
            for place in range(parquet.num_row_groups):
                group = parquet.read_row_group(place, columns=list(names), use_threads=False)
                yield group.combine_chunks().to_batches()[0]


@dataclass(slots=True)
class TableWriter:
    """Writes one table, row by row."""

    table: Table
    file: Path
    n_rows: int = 0
    _rows: list[tuple[Any, ...]] = field(default_factory=list)
    _n_characters: int = 0
    _writer: Any = None
    _long: tuple[tuple[int, int], ...] = ()
    """Columns of text and of lists: the place of each, and how many letters an item has at least."""

    def __post_init__(self) -> None:
        weights = {"text": 1, "list": _ID}
        self._long = tuple(
            (place, weights[column.type])
            for place, column in enumerate(self.table.columns)
            if column.type in weights and column.name != "review_id"
        )

    def add(self, row: tuple[Any, ...]) -> None:
        """Append a row with a value per declared column."""
        self._rows.append(row)
        self.n_rows += 1
        for place, weight in self._long:
            if cell := row[place]:
                self._n_characters += weight * len(cell)
        if len(self._rows) >= _ROWS or self._n_characters >= _CHARACTERS:
            self._flush()

    def add_all(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Append rows; without long cells at little cost."""
        if self._long:
            for row in rows:
                self.add(row)
            return
        left = iter(rows)
        while some := list(islice(left, _ROWS - len(self._rows))):
            self._rows += some
            self.n_rows += len(some)
            if len(self._rows) >= _ROWS:
                self._flush()

    def close(self) -> SpooledTable:
        """Write what is left and return the table."""
        if self._rows:
            self._flush()
        if self._writer is not None:
            self._writer.close()
            self._fresh.replace(self.file)  # its rows may have been made of those that were there
        return SpooledTable(self.table, self.file, self.n_rows)

    @property
    def _fresh(self) -> Path:
        return self.file.with_suffix(".new")

    def _flush(self) -> None:
        columns = zip(*self._rows, strict=True)
        arrays = [
            _pack(values, column.type) for column, values in zip(self.table.columns, columns, strict=True)
        ]
        packed = pa.RecordBatch.from_arrays(arrays, [column.name for column in self.table.columns])
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._fresh, packed.schema, write_statistics=False)
        self._writer.write_batch(packed)
        self._rows.clear()
        self._n_characters = 0


class Spool:
    """A folder of large tables, which is emptied at the beginning and removed at the end.

    Args:
        folder: made if needed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.remove()
        folder.mkdir(parents=True)

    def open(self, table: Table) -> TableWriter:
        """Return the writer of a new table."""
        return TableWriter(table, self.folder / f"{table.name}.parquet")

    def fill(self, table: Table, rows: Iterable[tuple[Any, ...]]) -> SpooledTable:
        """Write all rows of a table and return it."""
        writer = self.open(table)
        for row in rows:
            writer.add(row)
        return writer.close()

    def remove(self) -> None:
        """Remove the folder and what it holds."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _pack(values: Sequence[Any], kind: str) -> pa.Array:
    if kind == "list":
        lists = [_part_items(items) for items in values]
        try:
            return pa.array(lists, _TYPES[kind])
        except UnicodeEncodeError:
            return pa.array([[clean_text(item) for item in items] for items in lists], _TYPES[kind])
    if kind == "text":
        try:
            return pa.array(values, _TYPES[kind])
        except UnicodeEncodeError:
            return pa.array([clean_text(value) for value in values], _TYPES[kind])
    return pa.array(values, _TYPES[kind], from_pandas=True)


def _part_items(items: Sequence[Any]) -> Sequence[str]:
    """Texts that can be joined and parted again."""
    try:
        if SEPARATOR not in "\n".join(items):
            return items
    except TypeError:  # numbers of pages
        pass
    return [str(item).replace(SEPARATOR, ", ") for item in items]


def _unpack(column: pa.Array, kind: str) -> Iterable[Any]:
    """The cells of a column as ``make_frame`` makes them."""
    cells: list[Any] = column.to_pylist()
    if kind == "list":
        return map(tuple, cells)
    return [pd.NA if cell is None else cell for cell in cells] if column.null_count else cells


def _restore(column: pa.Array, kind: str) -> Any:
    """The column as ``make_frame`` makes it."""
    if kind == "text":
        return pd.Series(column.to_numpy(zero_copy_only=False), dtype=object)
    if kind == "list":
        return pd.Series([tuple(items) for items in column.to_pylist()], dtype=object)
    empty = column.is_null().to_numpy(zero_copy_only=False)
    values = column.fill_null(0).to_numpy(zero_copy_only=False)
    if kind == "int":
        return pd.arrays.IntegerArray(values.astype(np.int64), empty)
    return pd.arrays.FloatingArray(values.astype(np.float64), empty)
