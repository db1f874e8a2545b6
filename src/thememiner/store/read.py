"""The database becomes tables again."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd

from thememiner.columns import TABLES, Table
from thememiner.errors import ReportError
from thememiner.tables import SEPARATOR, Tables, make_frame


def read_tables(file: Path, names: Collection[str] = ()) -> Tables:
    """Return the tables of a report's database, typed as ``build_tables`` made them.

    Args:
        file: the database.
        names: the tables to read; every one where empty.

    Raises:
        ReportError: where there is no such database, or it is not of this version.
    """
    if not file.is_file():
        raise ReportError(f"There is no {file}. Make it with: thememiner run CORPUS")
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as db:
            return {table.name: _read(db, table) for table in TABLES if not names or table.name in names}
    except (sqlite3.DatabaseError, ValueError) as error:
        raise ReportError(
            f"{file} is damaged or was made by another version of thememiner ({error}). "
            "Make it again with: thememiner run CORPUS"
        ) from error


def _read(db: sqlite3.Connection, table: Table) -> pd.DataFrame:
    cursor = db.execute(f'SELECT * FROM "{table.name}" ORDER BY rowid')
    names = [column[0] for column in cursor.description]
    known = len(table.columns)
    if names[:known] != [column.name for column in table.columns]:
        raise ValueError(f"other columns in {table.name}")
    rows = cursor.fetchall()
    frame = make_frame(table, [_restore(table, row[:known]) for row in rows])
    for at, name in enumerate(names[known:], start=known):
        frame[name] = pd.Series([row[at] for row in rows], dtype=object)
    return frame


def _restore(table: Table, row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(
        tuple(filter(None, (value or "").split(SEPARATOR)))
        if column.type == "list"
        else ("" if value is None and column.type == "text" else value)
        for column, value in zip(table.columns, row, strict=True)
    )
