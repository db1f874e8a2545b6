"""Parquet: typed columns and real lists, for pandas, DuckDB, Arrow and R."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from thememiner.columns import TABLES, Table
from thememiner.tables import Tables, clean_text

PARTITIONS = ("publisher", "year")
"""What files can be parted by: columns of reviews, year being that of publication."""
_TYPES = {"text": pa.string(), "int": pa.int64(), "real": pa.float64(), "list": pa.list_(pa.string())}
_UNKNOWN = "unknown"
_MOST_PARTS = 4096
_LONGEST_NAME = 200
"""Bytes of a folder's name as written; file systems have room for 255."""


def write_parquet(tables: Tables, folder: Path, *, partition: Sequence[str] = ()) -> None:
    """Write a Parquet file per table into a folder, which is made if needed.

    Text that is empty is null. The meaning of each column is in its metadata. Tables that hold reviews
    can be parted in the manner of Hive (``mentions/year=2020/part-0.parquet``), which DuckDB, Arrow
    and Spark read as one table and skip what a query does not need. Publishers that differ in upper case
    alone share a folder, because some systems do not tell such folders apart.

    Args:
        tables: every table.
        folder: where to write.
        partition: of ``PARTITIONS``, the outermost folder first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    reviews = tables["reviews"]
    parts = pd.DataFrame(
        {
            "publisher": _name_parts(str(name) or _UNKNOWN for name in reviews["publisher"]),
            "year": [str(date)[:4] or _UNKNOWN for date in reviews["published_on"]],
        },
        index=reviews["review_id"],
    )
    for table in TABLES:
        made = (_make_arrow(table, batch) for batch in tables.batches(table.name))
        if not partition or "review_id" not in tables.names(table.name):
            _write_file(made, folder / f"{table.name}.parquet")
            continue
        parted = (_add_parts(arrow, parts, partition) for arrow in made)
        first = next(parted)
        ds.write_dataset(
            (batch for arrow in chain([first], parted) for batch in arrow.to_batches()),
            folder / table.name,
            schema=first.schema,
            format="parquet",
            partitioning=ds.partitioning(pa.schema([(n, pa.string()) for n in partition]), flavor="hive"),
            basename_template="part-{i}.parquet",
            existing_data_behavior="delete_matching",
            use_threads=False,
            max_partitions=_MOST_PARTS,
            max_open_files=64,
        )


def _name_parts(values: Iterable[str]) -> list[str]:
    """Return names of folders that any system can tell apart, each in its first spelling and not too long.

    >>> _name_parts(["Northfold Board", "NORTHFOLD BOARD"])
    ['Northfold Board', 'Northfold Board']
    """
    first: dict[str, str] = {}
    named = []
    for value in values:
        name = first.setdefault(unicodedata.normalize("NFC", value).casefold(), value)
        while len(quote(clean_text(name))) > _LONGEST_NAME:
            name = name[:-1]
        named.append(name)
    return named


def _write_file(made: Iterator[pa.Table], file: Path) -> None:
    first = next(made)
    with pq.ParquetWriter(file, first.schema) as writer:
        for arrow in chain([first], made):
            writer.write_table(arrow)


def _add_parts(arrow: pa.Table, parts: pd.DataFrame, partition: Sequence[str]) -> pa.Table:
    """The table with the columns that it is parted by."""
    reviews = arrow.column("review_id").to_pylist()
    for name in partition:
        values = parts[name].reindex(reviews).fillna(_UNKNOWN).tolist()
        # The folder has the value; a column of that name would come back twice.
        if name in arrow.column_names:
            arrow = arrow.drop_columns([name])
        arrow = arrow.append_column(pa.field(name, pa.string()), pa.array(_clean(values), pa.string()))
    return arrow


def _make_arrow(table: Table, frame: pd.DataFrame) -> pa.Table:
    arrays, fields = [], []
    declared = {column.name: column for column in table.columns}
    for name in frame.columns:
        column = declared.get(str(name))
        kind = _TYPES[column.type] if column else pa.string()
        if kind == pa.string():
            values: Any = [text or None for text in _clean(frame[name])]
        elif column is not None and column.type == "list":
            values = [_clean(items) for items in frame[name]]
        else:
            values = [None if pd.isna(value) else value for value in frame[name]]
        arrays.append(pa.array(values, kind))
        meaning = column.meaning if column else "A column of the manifest"
        fields.append(pa.field(str(name), kind, metadata={"meaning": meaning}))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata={"meaning": table.meaning}))


def _clean(values: Any) -> list[str]:
    """Text without halves of surrogate pairs, which are no UTF-8."""
    return [clean_text(str(value)) for value in values]
