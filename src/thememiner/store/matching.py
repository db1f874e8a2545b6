"""Which rows match an FTS5 expression, and how well.

SQLite hands over all matching rows as one text of numbers, which is ten times faster
than row by row. Up to ``RANKED_BY_FTS5`` matches are ranked by FTS5's ``bm25``. It looks
up the length of every row that it ranks; beyond that, the same formula is worked out
over the postings of the query's words.
"""

from __future__ import annotations

import re
import sqlite3
from collections import OrderedDict
from contextlib import closing
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from .database import Database
from .facets import Lens, Rows
from .fields import Lookup
from .query import Query
from .schema import TOKENIZER

RANKED_BY_FTS5 = 5_000
_K1, _B = 1.2, 0.75
"""As in FTS5."""
_KEPT = 24
_SHORTEST_STEM, _LONGEST_ENDING = 4, 6
"""Letters."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Row numbers, ascending, and what each is worth: the higher the better."""

    rows: Rows
    worth: NDArray[np.float32]


class Matcher:
    """Answers expressions for one lens; remembers the latest answers."""

    def __init__(self, db: Database, lens: Lens, lookup: Lookup) -> None:
        self._db = db
        self._lens = lens
        self._lookup = lookup
        self._known: OrderedDict[str, Matches] = OrderedDict()
        self._lock = Lock()

    def match(self, query: Query) -> Matches:
        """Return what matches a query with words in it."""
        with self._lock:
            known = self._known.get(query.match)
            if known is not None:
                self._known.move_to_end(query.match)
                return known
        with self._db.connection() as db:
            found = self._find(db, query)
        with self._lock:
            self._known[query.match] = found
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return found

    def expand(self, query: Query) -> Query:
        """Return a query whose beginnings also find words that the index holds in a shorter form.

        The index holds stems: “information” as “inform”, where “informat*” does not find it.
        """
        match = query.match
        for word in query.words:
            beginning = word[1:-2].casefold()
            if word.endswith('"*') and len(beginning) > _SHORTEST_STEM and beginning.isalpha():
                stem = self._find_stem(beginning)
                if stem:
                    match = match.replace(word, f'({word} OR "{stem}")')
        return replace(query, match=match)

    def _find_stem(self, beginning: str) -> str:
        """The stem of the words that begin so, where it is shorter than the beginning; "" if none is."""
        fts = f"{self._lens}_fts"
        holding = f"SELECT rowid FROM {fts} WHERE {fts} MATCH ? LIMIT 200"
        sample = f"SELECT text FROM {self._lens} WHERE rowid IN ({holding})"
        starts = re.compile(rf"\b{beginning}\w*", re.IGNORECASE)
        for length in range(
            len(beginning) - 1, max(_SHORTEST_STEM, len(beginning) - _LONGEST_ENDING) - 1, -1
        ):
            stem = beginning[:length]
            if self._db.first(f"SELECT 1 FROM {self._lens}_terms WHERE term = ?", (stem,)):
                texts = self._db.rows(sample, (f'"{stem}"',))
                words = {found.lower() for row in texts for found in starts.findall(row[0])}
                if any((stem, stem) in find_tokens((f'"{word}"',)) for word in sorted(words)[:20]):
                    return stem
        return ""

    def _find(self, db: sqlite3.Connection, query: Query) -> Matches:
        fts = f"{self._lens}_fts"
        numbers = f"SELECT group_concat(rowid) FROM {fts} WHERE {fts} MATCH ?"
        match = query.match
        try:
            rows = _read_numbers(db, numbers, match)
        except sqlite3.OperationalError:
            # The operators made no sense to FTS5 after all: look for the words.
            match = query.plain
            rows = _read_numbers(db, numbers, match)
        if len(rows) <= RANKED_BY_FTS5:
            ranks = db.execute(f"SELECT rank FROM {fts} WHERE {fts} MATCH ?", (match,)).fetchall()
            return Matches(rows, np.array([-rank for (rank,) in ranks], dtype=np.float32))
        return Matches(rows, self._weigh(db, rows, query))

    def _weigh(self, db: sqlite3.Connection, rows: Rows, query: Query) -> NDArray[np.float32]:
        """BM25 of the query's words over the matching rows."""
        lengths = self._lookup.n_words
        n_rows = max(int(np.count_nonzero(lengths)), 1)
        norm = _K1 * (1 - _B + _B * lengths / max(float(lengths.sum()) / n_rows, 1.0))
        worth = np.zeros(self._lookup.size, dtype=np.float32)
        for first, last in find_tokens(query.words):
            spread = db.execute(
                f"SELECT sum(doc) FROM {self._lens}_terms WHERE term >= ? AND term <= ?", (first, last)
            ).fetchone()[0]
            # A word in every other row says nothing of any of them.
            if not spread or spread > n_rows / 2:
                continue
            postings = f"SELECT group_concat(doc) FROM {self._lens}_postings WHERE term >= ? AND term <= ?"
            places = _read_numbers(db, postings, first, last)
            often = np.bincount(places, minlength=self._lookup.size).astype(np.float32)
            rarity = np.float32(np.log((n_rows - spread + 0.5) / (spread + 0.5)))
            worth += rarity * often * np.float32(_K1 + 1) / (often + norm)
        found: NDArray[np.float32] = worth[rows]
        return found


def _read_numbers(db: sqlite3.Connection, sql: str, *values: str) -> Rows:
    text = db.execute(sql, values).fetchone()[0]
    return np.fromstring(text, dtype=np.int64, sep=",") if text else np.zeros(0, dtype=np.int64)


def find_tokens(words: tuple[str, ...]) -> list[tuple[str, str]]:
    r"""Return what the index holds for words: of each, the first and the last token that it stands for.

    >>> find_tokens(('"safeguarding"', '"child"*'))
    [('safeguard', 'safeguard'), ('child', 'child\U0010ffff')]
    """
    tokens: list[tuple[str, str]] = []
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(f"CREATE VIRTUAL TABLE said USING fts5(text, tokenize='{TOKENIZER}')")
        db.execute("CREATE VIRTUAL TABLE held USING fts5vocab(said, instance)")
        for place, word in enumerate(words, start=1):
            db.execute("INSERT INTO said(rowid, text) VALUES (?, ?)", (place, word))
            found = db.execute('SELECT term FROM held WHERE doc = ? ORDER BY "offset"', (place,)).fetchall()
            tokens += [(term, term) for (term,) in found]
            if found and word.endswith("*"):
                tokens[-1] = (tokens[-1][0], tokens[-1][0] + "\U0010ffff")
    return list(dict.fromkeys(tokens))
