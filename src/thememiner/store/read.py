"""The database becomes tables again, each when it is asked for."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from thememiner.cells import SEPARATOR, Cells, pack_frame
from thememiner.columns import TABLES, Table
from thememiner.errors import ReportError
from thememiner.tables import Tables, iterate_rows, make_frame

_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class DatabaseTable:
    """A table of a report's database; the ``Stored`` of ``Tables``."""

    table: Table
    file: Path
    n_rows: int
    names: tuple[str, ...]

    def read(self, names: Sequence[str]) -> Iterator[pd.DataFrame]:
        """Yield these columns of its rows, batch after batch, typed as ``build_tables`` made them."""
        declared = {column.name: column for column in self.table.columns}
        chosen = Table(self.table.name, "", tuple(declared[name] for name in names if name in declared))
        own = [name for name in names if name not in declared]
        quoted = ", ".join(f'"{name}"' for name in (*(c.name for c in chosen.columns), *own))
        known = len(chosen.columns)
        try:
            with closing(_connect(self.file)) as db:
                cursor = db.execute(f'SELECT {quoted} FROM "{self.table.name}" ORDER BY rowid')
                while rows := cursor.fetchmany(_ROWS):
                    frame = make_frame(chosen, [_restore(chosen, row[:known]) for row in rows])
                    for at, name in enumerate(own, start=known):
                        frame[name] = pd.Series([row[at] for row in rows], dtype=object)
                    yield frame[list(names)]
        except sqlite3.DatabaseError as error:
            raise _describe(self.file, error) from error

    def read_rows(self, names: Sequence[str]) -> Iterator[Any]:
        """Yield these columns of its rows, each column's value as the attribute of that name."""
        for batch in self.read(names):
            yield from iterate_rows(batch)

    def read_cells(self) -> Iterator[Cells]:
        """Yield its rows as files hold them."""
        return (pack_frame(self.table, batch) for batch in self.read(self.names))


def read_tables(file: Path, names: Collection[str] = ()) -> Tables:
    """Return the tables of a report's database; their rows are read when they are asked for.

    Args:
        file: the database.
        names: the tables to give; every one where empty.

    Raises:
        ReportError: where there is no such database, or it is not of this version.
    """
    if not file.is_file():
        raise ReportError(f"There is no {file}. Make it with: thememiner run CORPUS")
    try:
        with closing(_connect(file)) as db:
            wanted = [table for table in TABLES if not names or table.name in names]
            return Tables(stored={table.name: _find(db, table, file) for table in wanted})
    except (sqlite3.DatabaseError, ValueError) as error:
        raise _describe(file, error) from error


def _connect(file: Path) -> sqlite3.Connection:
    # Arrow takes the batches in a thread of its own, one at a time.
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)


def _find(db: sqlite3.Connection, table: Table, file: Path) -> DatabaseTable:
    names = tuple(column[0] for column in db.execute(f'SELECT * FROM "{table.name}" LIMIT 0').description)
    if names[: len(table.columns)] != tuple(column.name for column in table.columns):
        raise ValueError(f"other columns in {table.name}")
    (n_rows,) = db.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()
    return DatabaseTable(table, file, n_rows, names)


def _describe(file: Path, error: Exception) -> ReportError:
    return ReportError(
        f"{file} is damaged or was made by another version of thememiner ({error}). "
        "Make it again with: thememiner run CORPUS"
    )


def _restore(table: Table, row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(
        tuple(filter(None, (value or "").split(SEPARATOR)))
        if column.type == "list"
        else ("" if value is None and column.type == "text" else value)
        for column, value in zip(table.columns, row, strict=True)
    )
