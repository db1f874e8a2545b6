"""A report's database, open for reading by many threads at once."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from thememiner.columns import TABLES
from thememiner.errors import ReportError

from .schema import SEARCHED

_CACHE_KIB = 32_768
_MAP_BYTES = 2**31


class Database:
    """A pool of read-only connections: nothing that is asked of it can change the file.

    Connections that nobody closed are closed when the pool is let go of, as a site does with a report that
    was made anew: requests under way still read the old one.

    Args:
        file: ``reviews.db`` of a report.
        connections: queries answered at once; further ones wait their turn.

    Raises:
        ReportError: where there is no such file, or it is no database.
    """

    def __init__(self, file: Path, *, connections: int = 4) -> None:
        if not file.is_file():
            raise ReportError(f"There is no {file}. Make it with: thememiner run CORPUS")
        self.file = file
        self._free: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        self._all: list[sqlite3.Connection] = []
        weakref.finalize(self, _close_all, self._all)
        for _ in range(max(connections, 1)):
            self._connect()
        self._check_shape()
        for connection in self._all:
            self._free.put(connection)

    def _check_shape(self) -> None:
        """Refuse a report of another version now, and not in the middle of a page."""
        for table in TABLES:
            found = self._all[0].execute(f'PRAGMA table_info("{table.name}")')
            if not {column.name for column in table.columns} <= {row["name"] for row in found}:
                raise damaged(self.file, sqlite3.DatabaseError(f"the table {table.name} is another"))

    def _connect(self) -> None:
        uri = f"{self.file.resolve().as_uri()}?mode=ro"
        try:
            # A connection is used by one thread at a time, but not always by the same one.
            db = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
            self._all.append(db)
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA temp_store = MEMORY")  # before the first temporary table: it drops them all
            for name in SEARCHED:
                # What the full-text index holds: its terms, and where each of them stands.
                for table, kind in (("terms", "row"), ("postings", "instance")):
                    db.execute(
                        f"CREATE VIRTUAL TABLE temp.{name}_{table} USING fts5vocab(main, {name}_fts, {kind})"
                    )
            db.execute("PRAGMA query_only = ON")
            db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            db.execute(f"PRAGMA mmap_size = {_MAP_BYTES}")
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.DatabaseError as error:
            raise damaged(self.file, error) from error

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection for the length of a ``with`` block.

        Raises:
            ReportError: where the file turns out to be damaged or of another version.
        """
        db = self._free.get()
        try:
            yield db
        except sqlite3.DatabaseError as error:
            raise damaged(self.file, error) from error
        finally:
            self._free.put(db)

    def rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[sqlite3.Row]:
        """Return every row of a query; columns are read by name or place."""
        with self.connection() as db:
            return db.execute(sql, values).fetchall()

    def first(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> sqlite3.Row | None:
        """Return the first row of a query, or None."""
        with self.connection() as db, closing(db.execute(sql, values)) as cursor:
            row: sqlite3.Row | None = cursor.fetchone()
            return row

    def close(self) -> None:
        """Close every connection; those that are lent are closed when they come back."""
        for _ in self._all:
            self._free.get().close()


def _close_all(connections: list[sqlite3.Connection]) -> None:
    for connection in connections:
        connection.close()


def damaged(file: Path, error: sqlite3.DatabaseError) -> ReportError:
    """Return the error that says what to do with a database that cannot be read."""
    return ReportError(
        f"{file} is damaged or was made by another version of thememiner ({error}). "
        "Make it again with: thememiner run CORPUS"
    )
