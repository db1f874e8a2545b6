"""Large tables on disk while a report is made: written as the reviews go by, read batch by batch.

Each is an Arrow stream: a reader unpacks the columns that it needs, and no more rows than a batch at a
time. Unlike a Parquet file, of which writer and reader keep an index of all its parts in memory, it costs
no more memory the longer it gets.
"""

from __future__ import annotations

import shutil
from collections import namedtuple
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from thememiner.cells import SEPARATOR, Cells, join_items, list_values
from thememiner.columns import Table
from thememiner.tables import clean_text

_ROWS = 2_000
_CHARACTERS = 1_000_000
"""Rows of a batch, and letters in it; a single row may hold a whole document, or a thousand ids."""
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
        for batch in self._read_batches(names):
            yield pd.DataFrame({name: _restore(batch.column(name), types[name]) for name in names})

    def read_rows(self, names: Sequence[str]) -> Iterator[Any]:
        """Yield these columns of its rows, each column's value as the attribute of that name."""
        row: Any = namedtuple("Row", names)  # type: ignore[misc]
        make = partial(tuple.__new__, row)  # what ``row._make`` does, without a call of Python for each
        for batch in self._read_batches(names):
            yield from map(make, zip(*(_unpack(batch.column(name)) for name in names), strict=True))

    def read_cells(self) -> Iterator[Cells]:
        """Yield its rows as files hold them."""
        return map(join_items, self._read_batches(self.names))

    def _read_batches(self, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
        if not self.n_rows:
            return  # then there is no file
        wanted = sorted({self.names.index(name) for name in names})
        options = pa.ipc.IpcReadOptions(included_fields=wanted, use_threads=False)
        with pa.OSFile(str(self.file)) as file, pa.ipc.open_stream(file, options=options) as stream:
            yield from stream


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
        self.add_all((row,))

    def add_all(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Append rows; without long cells at little cost."""
        long, n_characters = self._long, self._n_characters
        left = iter(rows)
        while not long and (some := list(islice(left, _ROWS - len(self._rows)))):
            self._rows += some
            self.n_rows += len(some)
            if len(self._rows) >= _ROWS:
                self._flush()
        for row in left:
            self._rows.append(row)
            self.n_rows += 1
            for place, weight in long:
                if cell := row[place]:
                    n_characters += weight * len(cell)
            if len(self._rows) >= _ROWS or n_characters >= _CHARACTERS:
                self._flush()
                n_characters = 0
        self._n_characters = n_characters

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
            options = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
            self._writer = pa.ipc.new_stream(self._fresh, packed.schema, options=options)
        self._writer.write_batch(packed)
        self._rows.clear()


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
        return TableWriter(table, self.folder / f"{table.name}.arrow")

    def fill(self, table: Table, rows: Iterable[tuple[Any, ...]]) -> SpooledTable:
        """Write all rows of a table and return it."""
        writer = self.open(table)
        writer.add_all(rows)
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


def _unpack(column: pa.Array) -> Iterable[Any]:
    """The cells of a column as ``make_frame`` makes them."""
    if pa.types.is_list(column.type):
        return _unpack_lists(column)
    cells = list_values(column)
    return [pd.NA if cell is None else cell for cell in cells] if column.null_count else cells


def _unpack_lists(column: pa.Array) -> list[tuple[str, ...]]:
    items, ends = list_values(column.values), column.offsets.to_pylist()
    return [tuple(items[begin:end]) for begin, end in pairwise(ends)]


def _restore(column: pa.Array, kind: str) -> Any:
    """The column as ``make_frame`` makes it."""
    if kind == "text":
        return pd.Series(column.to_numpy(zero_copy_only=False), dtype=object)
    if kind == "list":
        return pd.Series(_unpack_lists(column), dtype=object)
    empty = column.is_null().to_numpy(zero_copy_only=False)
    values = column.fill_null(0).to_numpy(zero_copy_only=False)
    if kind == "int":
        return pd.arrays.IntegerArray(values.astype(np.int64), empty)
    return pd.arrays.FloatingArray(values.astype(np.float64), empty)
