"""Tables: rows with declared columns and types, in memory or where they lie on disk.

A table that grows with the pages (``Table.large``) is never in memory as a whole while a report is
made: readers take the columns they need, or batch after batch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from itertools import groupby
from math import sqrt
from operator import itemgetter
from typing import Any, Protocol

import pandas as pd

from thememiner.cells import SEPARATOR, Cells, pack_frame
from thememiner.columns import TABLES, Table

_HALF_PAIR = re.compile("[\ud800-\udfff]")
_DECLARED = {table.name: table for table in TABLES}
_ORDER = {name: place for place, name in enumerate(_DECLARED)}


class Stored(Protocol):
    """A table on disk."""

    @property
    def n_rows(self) -> int:
        """How many rows it has."""

    @property
    def names(self) -> tuple[str, ...]:
        """Its columns."""

    def read(self, names: Sequence[str]) -> Iterator[pd.DataFrame]:
        """Yield these columns of its rows, batch after batch; nothing where it has no rows."""

    def read_rows(self, names: Sequence[str]) -> Iterator[Any]:
        """Yield these columns of its rows, each column's value as the attribute of that name."""

    def read_cells(self) -> Iterator[Cells]:
        """Yield its rows as files hold them, batch after batch; nothing where it has no rows."""


class Filler(Protocol):
    """Keeps a large table on disk."""

    def fill(self, table: Table, rows: Iterable[tuple[Any, ...]]) -> Stored:
        """Write the rows and return where they lie."""


class Tables(MutableMapping[str, pd.DataFrame]):
    """Tables by their names.

    ``tables["themes"]`` is a whole table; of a large one, ``columns`` gives a few columns and
    ``batches`` its rows in parts.

    Args:
        frames: tables in memory.
        stored: tables on disk; one that is asked for as a whole is kept in memory from then on.
        filler: keeps large tables that are made later; in memory where None.
    """

    def __init__(
        self,
        frames: Mapping[str, pd.DataFrame] | None = None,
        stored: Mapping[str, Stored] | None = None,
        filler: Filler | None = None,
    ) -> None:
        self._frames = dict(frames or {})
        self._stored = dict(stored or {})
        self._filler = filler

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._frames:
            self._frames[name] = self.columns(name)
        return self._frames[name]

    def __setitem__(self, name: str, frame: pd.DataFrame) -> None:
        self._frames[name] = frame

    def __delitem__(self, name: str) -> None:
        known = [tables for tables in (self._frames, self._stored) if name in tables]
        for tables in known:
            del tables[name]
        if not known:
            raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        known = {**self._frames, **self._stored}
        yield from sorted(known, key=lambda name: _ORDER.get(name, len(_ORDER)))

    def __len__(self) -> int:
        return len({**self._frames, **self._stored})

    def __contains__(self, name: object) -> bool:
        return name in self._frames or name in self._stored

    def count(self, name: str) -> int:
        """Return how many rows a table has."""
        return len(self._frames[name]) if name in self._frames else self._stored[name].n_rows

    def names(self, name: str) -> tuple[str, ...]:
        """Return the columns of a table."""
        return tuple(self._frames[name].columns) if name in self._frames else self._stored[name].names

    def columns(self, name: str, *wanted: str) -> pd.DataFrame:
        """Return some columns of a table, or all, with every row."""
        parts = list(self.batches(name, *wanted))
        return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)

    def batches(self, name: str, *wanted: str) -> Iterator[pd.DataFrame]:
        """Yield the rows of a table in parts, with some of its columns or all; at least one part."""
        chosen = wanted or self.names(name)
        if name in self._frames:
            yield self._frames[name][list(chosen)]
        elif self._stored[name].n_rows:
            yield from self._stored[name].read(chosen)
        else:
            yield self._blank(name)[list(chosen)]

    def rows(self, name: str, *wanted: str) -> Iterator[Any]:
        """Yield the rows of a table, each with a column's value as the attribute of that name."""
        if name in self._frames:
            frame = self._frames[name]
            yield from iterate_rows(frame[list(wanted)] if wanted else frame)
        else:
            yield from self._stored[name].read_rows(wanted or self.names(name))

    def cells(self, name: str) -> Iterator[Cells]:
        """Yield the rows of a table as files hold them, in parts; at least one part."""
        if name in self._frames or not self._stored[name].n_rows:
            yield pack_frame(_DECLARED[name], next(self.batches(name)))
        else:
            yield from self._stored[name].read_cells()

    def walk(self, **wanted: Sequence[str]) -> Iterator[tuple[str, dict[str, list[Any]]]]:
        """Yield each review that has rows in some tables, with these rows, in the order of the corpus.

        Args:
            wanted: by table, the columns to read beside ``review_id``.
        """
        parts = {
            name: self._part(name, tuple(dict.fromkeys(["review_id", *columns])))
            for name, columns in wanted.items()
        }
        ahead = {name: next(groups, None) for name, groups in parts.items()}
        order = dict.fromkeys(self["reviews"]["review_id"]) if "reviews" in self else {}
        while True:
            # Rows lie in the order of the corpus; tables made by hand may know reviews that are not listed.
            review_id = next(iter(order), None) or next((head[0] for head in ahead.values() if head), None)
            if review_id is None:
                return
            order.pop(review_id, None)
            found: dict[str, list[Any]] = {name: [] for name in wanted}
            for name, head in ahead.items():
                if head is not None and head[0] == review_id:
                    found[name], ahead[name] = head[1], next(parts[name], None)
            if any(found.values()):
                yield review_id, found

    def _part(self, name: str, columns: tuple[str, ...]) -> Iterator[tuple[str, list[Any]]]:
        """The rows of a table review by review; the review's id is the first of its columns."""
        for review_id, rows in groupby(self.rows(name, *columns), key=itemgetter(0)):
            yield review_id, list(rows)

    def fill(self, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
        """Make a table of rows: on disk where it is large and there is a place for it."""
        if table.large and self._filler is not None:
            self._stored[table.name] = self._filler.fill(table, rows)
        else:
            self._frames[table.name] = make_frame(table, list(rows))

    def change(self, table: Table, **columns: Sequence[Any] | pd.Series) -> None:
        """Give some columns of a table other values.

        Args:
            table: where it lies on disk it is written anew, row by row.
            columns: by name, a value for each row.
        """
        if table.name in self._frames:
            for name, values in columns.items():
                self._frames[table.name][name] = list(values)
            return
        places = [(self.names(table.name).index(name), values) for name, values in columns.items()]

        def give() -> Iterator[tuple[Any, ...]]:
            for number, row in enumerate(self.rows(table.name)):
                cells = list(row)
                for place, values in places:
                    cells[place] = values[number]
                yield tuple(cells)

        self.fill(table, give())

    def replace(self, **frames: pd.DataFrame) -> Tables:
        """Return the same tables with others in place of some."""
        return Tables({**self._frames, **frames}, self._stored)

    def _blank(self, name: str) -> pd.DataFrame:
        return make_frame(_DECLARED[name], [])


def make_frame(table: Table, rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    """Return rows as a DataFrame with the declared columns and types.

    Text is ``str``, whole numbers are nullable ``Int64``, lists are tuples of ``str``.
    """
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
    frame: dict[str, Any] = {}
    for column, values in zip(table.columns, columns, strict=True):
        if column.type == "int":
            frame[column.name] = pd.array([None if v is None else int(v) for v in values], dtype="Int64")
        elif column.type == "real":
            frame[column.name] = pd.array([None if v is None else float(v) for v in values], dtype="Float64")
        elif column.type == "list":
            frame[column.name] = pd.Series(
                [tuple(clean_text(str(item)).replace(SEPARATOR, ", ") for item in v) for v in values],
                dtype=object,
            )
        else:
            frame[column.name] = pd.Series(
                [clean_text(v) if isinstance(v, str) else v for v in values], dtype=object
            )
    return pd.DataFrame(frame, columns=[column.name for column in table.columns])


def clean_text(text: str) -> str:
    r"""Return the text without halves of surrogate pairs, which are no UTF-8; every offset stays.

    >>> clean_text("a\ud800b")
    'a\ufffdb'
    """
    return text if text.isascii() else _HALF_PAIR.sub("\ufffd", text)


def iterate_rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows, each with a column's value as the attribute of that name."""
    return iter(frame.itertuples(index=False))


def join_lists(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with every list as one text, joined with ``; ``."""
    flat = frame.copy()
    for column in table.columns:
        if column.type == "list":
            joined = [SEPARATOR.join(values) for values in frame[column.name]]
            flat[column.name] = pd.Series(joined, index=frame.index, dtype=object)
    return flat


def iterate_own(tables: Tables, *wanted: str) -> Iterator[Any]:
    """Yield the recommendations that count: a document that only answers some asks for nothing itself.

    Args:
        tables: with ``recommendations``.
        wanted: columns to read; all where none is named.
    """
    columns = tuple(dict.fromkeys([*wanted, "is_restatement"])) if wanted else ()
    return (rec for rec in tables.rows("recommendations", *columns) if rec.is_restatement == 0)


def wilson_interval(n: float, total: float, z: float = 1.959964) -> tuple[float | None, float | None]:
    """Return the 95% interval of a share, as Wilson (1927) gives it; (None, None) of nothing.

    Source: E. B. Wilson, JASA 22 (1927) 209-212. Unlike the plain normal interval it
    stays within [0, 1] and holds for small samples.

    >>> wilson_interval(220, 538)
    (0.3682, 0.451)
    """
    if total == 0:
        return None, None
    share = n / total
    centre = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return round(max(centre - half, 0.0), 4), round(min(centre + half, 1.0), 4)
