"""The words of a query, marked in the texts that it found."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from .facets import Lens
from .query import Query
from .schema import SEARCHED, TOKENIZER

_OPEN, _CLOSE = "\x02", "\x03"
_MARKED = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
SNIPPET_WORDS = 64
"""The longest stretch that FTS5 cuts out."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, marked or not."""

    text: str
    marked: bool = False


def mark_texts(
    lens: Lens, query: Query, texts: Sequence[Sequence[str]], *, snippet: bool
) -> list[tuple[Piece, ...]]:
    """Return the texts in pieces; marked is what the query found, as the index understands it.

    The texts are put into an index of their own and searched again, so that stems,
    phrases and prefixes are marked exactly where they were found.

    Args:
        lens: what the texts are of.
        query: what was looked for.
        texts: the searched columns of each hit; the first is returned.
        snippet: whether to cut out the stretch of ``SNIPPET_WORDS`` that says most.
    """
    clean = [[(text or "").replace(_OPEN, " ").replace(_CLOSE, " ") for text in row] for row in texts]
    marked = _find_marks(lens, query, clean, snippet) if query.match else {}
    return [
        _split(marked.get(place) or (_cut(row[0]) if snippet else row[0]))
        for place, row in enumerate(clean, start=1)
    ]


def _find_marks(lens: Lens, query: Query, texts: Sequence[Sequence[str]], snippet: bool) -> dict[int, str]:
    columns = SEARCHED[lens]
    shown = (
        f"snippet(found, 0, '{_OPEN}', '{_CLOSE}', ' … ', {SNIPPET_WORDS})"
        if snippet
        else f"highlight(found, 0, '{_OPEN}', '{_CLOSE}')"
    )
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(f"CREATE VIRTUAL TABLE found USING fts5({', '.join(columns)}, tokenize='{TOKENIZER}')")
        db.executemany(f"INSERT INTO found VALUES ({', '.join('?' * len(columns))})", texts)
        for match in (query.match, query.plain):
            try:
                return dict(db.execute(f"SELECT rowid, {shown} FROM found WHERE found MATCH ?", (match,)))
            except sqlite3.OperationalError:
                continue
    return {}


def _cut(text: str) -> str:
    words = text.split()
    return " ".join(words[:SNIPPET_WORDS]) + " …" if len(words) > SNIPPET_WORDS else text


def _split(text: str) -> tuple[Piece, ...]:
    pieces = []
    at = 0
    for found in _MARKED.finditer(text):
        if found.start() > at:
            pieces.append(Piece(text[at : found.start()]))
        pieces.append(Piece(found[1], marked=True))
        at = found.end()
    if at < len(text) or not pieces:
        pieces.append(Piece(text[at:]))
    return tuple(pieces)
