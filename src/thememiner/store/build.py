"""Tables become the database."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from thememiner.cells import Cells, list_values
from thememiner.columns import REVIEWS, TABLES, Table
from thememiner.tables import Tables

from .schema import LINKS, SEARCHED, key_of, list_statements


def write_database(tables: Tables, file: Path) -> None:
    """Write every table, its links and the full-text indexes to a new SQLite file.

    Args:
        tables: every table of ``TABLES``.
        file: must not exist.

    Raises:
        OSError: where the disk is full or the file cannot be written.
    """
    with _as_disk_errors(), closing(sqlite3.connect(file)) as db:
        # A fresh file that is moved into place when whole needs no journal.
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -65536")  # KiB: indexes are filled all over, not at their ends
        with db:
            indexes = [one for one in list_statements() if one.startswith("CREATE INDEX")]
            for statement in list_statements():
                if statement not in indexes:
                    db.execute(statement)
            for name in tables["reviews"].columns[len(REVIEWS.columns) :]:
                db.execute(f'ALTER TABLE "reviews" ADD COLUMN "{_plain(name)}" TEXT')
            for table in TABLES:
                for rows in tables.cells(table.name):
                    _fill(db, table, rows)
            for name, (source, column, _, _) in LINKS.items():
                listed = tables.rows(source, key_of(source), column)
                db.executemany(f'INSERT INTO "{name}" VALUES (?, ?)', _pairs(listed))
            for statement in indexes:  # of rows that are there, in one go
                db.execute(statement)
            for name in SEARCHED:
                db.execute(f'INSERT INTO "{name}_fts"("{name}_fts") VALUES (\'rebuild\')')
        db.execute("ANALYZE")
        db.commit()


@contextmanager
def _as_disk_errors() -> Iterator[None]:
    """Raise what SQLite says of the disk as the error that every other file would raise."""
    try:
        yield
    except sqlite3.OperationalError as error:
        code = error.sqlite_errorcode & 0xFF  # the rest says on which occasion
        if code not in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
            raise
        raise OSError(errno.ENOSPC if code == sqlite3.SQLITE_FULL else errno.EIO, str(error)) from error


def _plain(name: str) -> str:
    return name.replace('"', "'")


def _fill(db: sqlite3.Connection, table: Table, rows: Cells) -> None:
    refers = {column.name for column in table.columns if column.refers}
    columns = []
    for name, column in zip(rows.schema.names, rows, strict=True):
        values = list_values(column)
        # No id is NULL, not an empty text, so that foreign keys hold.
        columns.append([value or None for value in values] if name in refers else values)
    marks = ", ".join("?" * len(columns))
    db.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', zip(*columns, strict=True))


def _pairs(rows: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Each id with each item of its list."""
    for key, items in rows:
        for item in dict.fromkeys(items):
            yield key, item
