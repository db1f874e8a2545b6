"""Ranked passages or recommendations, by words and filters."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from thememiner.errors import InputError, ReportError

from .query import FILTERS, Query, parse_query

Lens = Literal["passages", "recommendations"]
LENSES: tuple[Lens, ...] = ("passages", "recommendations")

_COLUMNS: dict[Lens, str] = {
    "passages": (
        "p.review_id, r.title, r.published_on, p.page_first AS page, p.number, p.section, p.role, p.text, "
        "p.passage_id, snippet(passages_fts, 0, '[', ']', ' … ', 32) AS snippet"
    ),
    "recommendations": (
        "p.review_id, r.title, r.published_on, p.page, p.number, p.kind, p.addressees, p.text, "
        "p.recommendation_id, snippet(recommendations_fts, 0, '[', ']', ' … ', 32) AS snippet"
    ),
}

_ASSERTED = "SELECT passage_id FROM mentions WHERE status = 'asserted'"
_IN_RECOMMENDATION = "p.recommendation_id IN (SELECT recommendation_id FROM"

# Each filter as a condition with one value; several values of one filter are alternatives.
_CONDITIONS: dict[Lens, dict[str, str]] = {
    "passages": {
        "theme": f"p.passage_id IN ({_ASSERTED} AND theme_id = ?)",
        "polarity": f"p.passage_id IN ({_ASSERTED} AND polarity = ?)",
        "agency": "p.passage_id IN (SELECT passage_id FROM agency_mentions WHERE agency_id = ?)",
        "role": "p.role = ?",
        "kind": "r.kind = ?",
    },
    "recommendations": {
        "theme": f"{_IN_RECOMMENDATION} recommendation_themes WHERE theme_id = ?)",
        "agency": f"{_IN_RECOMMENDATION} recommendation_agencies WHERE agency_id = ?)",
        "kind": "p.kind = ?",
    },
}
_SHARED = {"review": "p.review_id = ?", "year": "substr(r.published_on, 1, 4) = ?"}


def search_database(
    file: Path,
    text: str,
    *,
    lens: Lens = "passages",
    filters: Mapping[str, Sequence[str]] | None = None,
    limit: int = 20,
) -> pd.DataFrame:
    """Return the best hits for a query.

    Args:
        file: ``reviews.db`` of a report.
        text: what was typed, see ``parse_query``; "" for everything the filters let through.
        lens: passages or recommendations.
        filters: further filters by name; several values of one are alternatives.
        limit: hits at most, from 1.

    Returns:
        One row per hit, best first.

    Raises:
        ReportError: where there is no such database, or it is damaged.
        InputError: where a filter is not one of this lens.
    """
    if not file.is_file():
        raise ReportError(f"There is no {file}. Make it with: thememiner run CORPUS")
    query = parse_query(text)
    wanted: dict[str, tuple[str, ...]] = dict(query.filters)
    for name, values in (filters or {}).items():
        wanted[name] = (*wanted.get(name, ()), *values)
    if not query.match and not wanted:
        return pd.DataFrame()
    known = _CONDITIONS[lens] | _SHARED
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        usable = ", ".join(name for name in FILTERS if name in known)
        raise InputError(f"{', '.join(unknown)}: no filter of {lens}; these are: {usable}.")
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as db:
            try:
                return _select(db, lens, query.match, wanted, known, limit)
            except sqlite3.OperationalError:
                # The operators made no sense to FTS5 after all: look for the words.
                return _select(db, lens, query.plain, wanted, known, limit)
    except sqlite3.DatabaseError as error:
        message = f"{file} is damaged ({error}). Make it again with: thememiner run CORPUS"
        raise ReportError(message) from error


def _select(
    db: sqlite3.Connection,
    lens: Lens,
    match: str,
    filters: Mapping[str, Sequence[str]],
    known: Mapping[str, str],
    limit: int,
) -> pd.DataFrame:
    conditions: list[str] = []
    values: list[Any] = []
    if match:
        conditions.append(f"{lens}_fts MATCH ?")
        values.append(match)
    if lens == "passages":
        conditions.append("p.kind NOT IN ('heading', 'contents')")
    for name, wanted in filters.items():
        conditions.append("(" + " OR ".join([known[name]] * len(wanted)) + ")")
        values += wanted
    columns = _COLUMNS[lens] if match else _COLUMNS[lens].partition(", snippet(")[0] + ", p.text AS snippet"
    place = "p.ordinal" if lens == "passages" else "p.page, p.rowid"
    ranked = f"{lens}_fts.rank, " if match else ""
    index = f"JOIN {lens}_fts ON {lens}_fts.rowid = p.rowid" if match else ""
    sql = (
        f"SELECT {columns} FROM {lens} p {index} JOIN reviews r ON r.review_id = p.review_id "
        f"WHERE {' AND '.join(conditions) or '1'} ORDER BY {ranked}p.review_id, {place} LIMIT ?"
    )
    cursor = db.execute(sql, [*values, max(limit, 1)])
    names = [column[0] for column in cursor.description]
    return pd.DataFrame(cursor.fetchall(), columns=names)


__all__ = ["LENSES", "Lens", "Query", "search_database"]
