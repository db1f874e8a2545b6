"""Lists of recommendations, as they stand beside a theme, an agency or a review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .database import Database
from .quotes import TITLE, split_list

Of = Literal["theme", "agency", "review"]
_OF: Mapping[Of, str] = {
    "theme": "JOIN recommendation_themes l USING (recommendation_id) WHERE l.theme_id = ?",
    "agency": "JOIN recommendation_agencies l USING (recommendation_id) WHERE l.agency_id = ?",
    "review": "WHERE c.review_id = ?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedItem:
    """A recommendation or its kin, in short."""

    recommendation_id: str
    review_id: str
    title: str
    published_on: str
    publisher: str
    kind: str
    number: str
    page: int
    text: str
    addressees: tuple[str, ...]
    due: str
    response: str
    lineage_id: str


def list_asked(db: Database, of: Of, record_id: str, *, limit: int = -1) -> tuple[AskedItem, ...]:
    """Return what was asked about a theme, of an agency or by a review; the newest reviews first.

    Args:
        db: the report's database.
        of: theme, agency or review.
        record_id: its id.
        limit: items at most; all where -1.
    """
    rows = db.rows(
        f"SELECT c.recommendation_id, c.review_id, {TITLE} AS title, r.published_on, r.publisher, c.kind, "
        "c.number, c.page, c.text, c.addressees, c.due, c.response, coalesce(c.lineage_id, '') AS lineage_id "
        f"FROM recommendations c JOIN reviews r ON r.review_id = c.review_id {_OF[of]} "
        "AND NOT c.is_restatement ORDER BY r.published_on DESC, c.review_id, c.rowid LIMIT ?",
        (record_id, limit),
    )
    return tuple(_make(dict(row)) for row in rows)


def _make(parts: dict[str, Any]) -> AskedItem:
    return AskedItem(**{**parts, "addressees": split_list(parts["addressees"])})


def count_asked(db: Database) -> int:
    """Return how many recommendations and kin there are, without what responses print again."""
    row = db.first("SELECT count(*) FROM recommendations WHERE NOT is_restatement")
    return int(row[0]) if row else 0
