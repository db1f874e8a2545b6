"""What each lens can be filtered by, read from the database into arrays by row number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thememiner.wording import to_words

from .database import Database
from .facets import Bits, ByReview, Lens, ManyValues, Mask, OneValue, Values

POLARITIES = ("concern", "strength", "neutral")

_OWN: dict[Lens, str] = {
    "passages": "role, kind, n_words, 0",
    "recommendations": "kind, response, length(text) / 6, coalesce(is_restatement, 0)",
}
_REVIEW_FIELDS = {
    "review_kind": "kind",
    "publisher": "publisher",
    "area": "area",
    "year": "substr(published_on, 1, 4)",
}


@dataclass(frozen=True, slots=True)
class Lookup:
    """A lens in memory: its rows, their lengths and dates, and the fields to filter by."""

    size: int
    """One more than the last row number."""
    shown: Mask
    """Rows that can be a hit: no headings, no tables of contents."""
    n_words: NDArray[np.float32]
    age: NDArray[np.int32]
    """By row: place of its review from the newest to the oldest; undated ones come last."""
    fields: dict[str, Any]


def load_lookup(db: Database, lens: Lens) -> Lookup:
    """Read a lens."""
    reviews = db.rows(
        "SELECT review_id, coalesce(nullif(title, ''), path) AS title, published_on, "
        + ", ".join(f"{sql} AS {name}" for name, sql in _REVIEW_FIELDS.items())
        + " FROM reviews ORDER BY rowid"
    )
    at = {row["review_id"]: place for place, row in enumerate(reviews)}
    rows = db.rows(f"SELECT rowid, review_id, {_OWN[lens]} FROM {lens} ORDER BY rowid")
    size = rows[-1][0] + 1 if rows else 1
    places = np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))

    def spread(values: Iterable[Any], empty: float, kind: Any) -> NDArray[Any]:
        filled = np.full(size, empty, dtype=kind)
        filled[places] = np.fromiter(values, dtype=kind, count=len(rows))
        return filled

    def one(column: int) -> OneValue:
        names = [row[column] or "" for row in rows]
        ids = sorted({name for name in names if name})
        number = {name: place for place, name in enumerate(ids)}
        codes = spread((number.get(name, -1) for name in names), -1, np.int32)
        return OneValue(Values(tuple(ids), tuple(map(to_words, ids))), codes)

    review = OneValue(
        Values(tuple(at), tuple(row["title"] for row in reviews)),
        spread((at.get(row[1], -1) for row in rows), -1, np.int32),
    )
    fields: dict[str, Any] = {"review": review}
    for name in _REVIEW_FIELDS:
        fields[name] = _by_review([row[name] or "" for row in reviews], review)
    if lens == "passages":
        fields["kind"] = fields["review_kind"]
        fields["role"] = one(2)
        fields["theme"] = _load_themes(db, size)
        fields["polarity"] = Bits(Values(POLARITIES, tuple(map(to_words, POLARITIES))), fields["theme"])
        fields["agency"] = _load_pairs(
            db,
            "agencies",
            "SELECT DISTINCT p.rowid, m.agency_id FROM agency_mentions m JOIN passages p USING (passage_id) "
            "WHERE m.agency_id IS NOT NULL",
            size,
        )
        shown = spread((row[3] not in ("heading", "contents") for row in rows), False, bool)
    else:
        fields["kind"], fields["response"] = one(2), one(3)
        for name, table, link in (
            ("theme", "themes", "recommendation_themes"),
            ("agency", "agencies", "recommendation_agencies"),
        ):
            sql = (
                f"SELECT DISTINCT p.rowid, m.{name}_id FROM {link} m "
                "JOIN recommendations p USING (recommendation_id)"
            )
            fields[name] = _load_pairs(db, table, sql, size)
        # What a document repeats in order to answer it was asked by another.
        shown = spread((not row[5] for row in rows), False, bool)
    return Lookup(
        size=size,
        shown=shown,
        n_words=spread((row[4] or 0 for row in rows), 0, np.float32),
        age=_rank_dates([row["published_on"] or "" for row in reviews])[review.codes],
        fields=fields,
    )


def _by_review(names: Sequence[str], review: OneValue) -> ByReview:
    ids = sorted({name for name in names if name})
    number = {name: place for place, name in enumerate(ids)}
    of_review = np.array([number.get(name, -1) for name in names], dtype=np.int32)
    return ByReview(Values(tuple(ids), tuple(ids)), of_review, review)


def _rank_dates(dates: Sequence[str]) -> NDArray[np.int32]:
    newest_first = sorted({date for date in dates if date}, reverse=True)
    number = {date: place for place, date in enumerate(newest_first)}
    # One place more, for rows of no review (place -1).
    return np.array([*(number.get(date, len(number)) for date in dates), len(number)], dtype=np.int32)


def _load_values(db: Database, table: str) -> Values:
    key = "theme_id" if table == "themes" else "agency_id"
    group = '"group"' if table == "themes" else "kind"
    rows = db.rows(f"SELECT {key}, label, {group} FROM {table} ORDER BY rowid")
    return Values(tuple(r[0] for r in rows), tuple(r[1] for r in rows), tuple(r[2] or "" for r in rows))


def _load_pairs(db: Database, table: str, sql: str, size: int) -> ManyValues:
    values = _load_values(db, table)
    number = {name: place for place, name in enumerate(values.ids)}
    found = db.rows(f"{sql} ORDER BY p.rowid")
    return ManyValues(
        values,
        np.fromiter((row[0] for row in found), dtype=np.int64, count=len(found)),
        np.fromiter((number[row[1]] for row in found), dtype=np.int32, count=len(found)),
        size,
    )


def _load_themes(db: Database, size: int) -> ManyValues:
    """Themes asserted in passages; the bits say as which polarity."""
    values = _load_values(db, "themes")
    number = {name: place for place, name in enumerate(values.ids)}
    cases = " ".join(f"WHEN '{name}' THEN {1 << place}" for place, name in enumerate(POLARITIES))
    found = db.rows(
        f"SELECT p.rowid, m.theme_id, sum(DISTINCT CASE m.polarity {cases} ELSE 0 END) "
        "FROM mentions m JOIN passages p USING (passage_id) WHERE m.status = 'asserted' "
        "GROUP BY p.rowid, m.theme_id ORDER BY p.rowid"
    )
    return ManyValues(
        values,
        np.fromiter((row[0] for row in found), dtype=np.int64, count=len(found)),
        np.fromiter((number[row[1]] for row in found), dtype=np.int32, count=len(found)),
        size,
        np.fromiter((row[2] for row in found), dtype=np.uint8, count=len(found)),
    )
