"""A recommendation with all its fields, its themes and agencies, and its lineage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .database import Database
from .quotes import TITLE, split_list


@dataclass(frozen=True, slots=True)
class Named:
    """A record by its id and its name."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationRecord:
    """A recommendation; the fields are those of the table (docs/data-dictionary.md)."""

    recommendation_id: str
    review_id: str
    kind: str
    number: str
    text: str
    page: int
    also_pages: tuple[str, ...]
    section: tuple[str, ...]
    addressees: tuple[str, ...]
    addressees_implied: bool
    addressee_basis: str
    action: str
    strength: str
    due: str
    due_by: str
    due_period: str
    due_since: str
    measurable: bool
    measure: str
    response: str
    response_text: str
    response_page: int | None
    is_restatement: bool
    restates: str
    lineage_id: str
    passage_ids: tuple[str, ...]
    themes: tuple[Named, ...]
    agencies: tuple[Named, ...]
    """The addressees that are known bodies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationLink:
    """A recommendation as another page mentions it."""

    recommendation_id: str
    review_id: str
    title: str
    published_on: str
    kind: str
    number: str
    text: str
    page: int
    addressees: tuple[str, ...]
    response: str


_LISTS = ("also_pages", "section", "addressees", "passage_ids")
_LINK = (
    f"SELECT p.recommendation_id, p.review_id, {TITLE} AS title, "
    "r.published_on, p.kind, p.number, p.text, p.page, p.addressees, p.response "
    "FROM recommendations p JOIN reviews r USING (review_id) "
)


def read_recommendation(db: Database, recommendation_id: str) -> RecommendationRecord | None:
    """Return a recommendation; None where there is no such recommendation."""
    row = db.first("SELECT * FROM recommendations WHERE recommendation_id = ?", (recommendation_id,))
    if row is None:
        return None
    named: dict[str, Any] = {
        name: row[name] if row[name] is not None else ""
        for name in RecommendationRecord.__dataclass_fields__
        if name not in ("themes", "agencies", *_LISTS)
    }
    return RecommendationRecord(
        **{
            **named,
            **{name: split_list(row[name]) for name in _LISTS},
            "addressees_implied": bool(row["addressees_implied"]),
            "measurable": bool(row["measurable"]),
            "is_restatement": bool(row["is_restatement"]),
            "response_page": row["response_page"],
            "themes": _list_named(db, "theme", "themes", recommendation_id),
            "agencies": _list_named(db, "agency", "agencies", recommendation_id),
        }
    )


def _list_named(db: Database, noun: str, table: str, recommendation_id: str) -> tuple[Named, ...]:
    rows = db.rows(
        f"SELECT t.{noun}_id, t.label FROM recommendation_{table} l JOIN {table} t USING ({noun}_id) "
        "WHERE l.recommendation_id = ? ORDER BY l.rowid",
        (recommendation_id,),
    )
    return tuple(Named(row[0], row[1]) for row in rows)


def list_lineage(db: Database, rec: RecommendationRecord) -> tuple[RecommendationLink, ...]:
    """Return the recommendations of other reviews that ask for the same thing, the oldest first."""
    if not rec.lineage_id:
        return ()
    return _list_links(
        db,
        "WHERE p.lineage_id = ? AND p.recommendation_id != ? "
        "ORDER BY r.published_on = '', r.published_on, p.rowid",
        rec.lineage_id,
        rec.recommendation_id,
    )


def list_restatements(db: Database, rec: RecommendationRecord) -> tuple[RecommendationLink, ...]:
    """Return where documents that answer it repeat a recommendation; or what it repeats itself."""
    return _list_links(
        db,
        "WHERE p.restates = ? OR p.recommendation_id = ? ORDER BY r.published_on, p.rowid",
        rec.recommendation_id,
        rec.restates,
    )


def list_recommendations_at(db: Database, passage_id: str) -> tuple[RecommendationLink, ...]:
    """Return the recommendations that stand in a passage."""
    return _list_links(
        db,
        "WHERE p.recommendation_id IN (SELECT recommendation_id FROM recommendation_passages "
        "WHERE passage_id = ?) ORDER BY p.rowid",
        passage_id,
    )


def _list_links(db: Database, condition: str, *values: str) -> tuple[RecommendationLink, ...]:
    rows = db.rows(_LINK + condition, values)
    return tuple(
        RecommendationLink(**{**dict(row), "addressees": split_list(row["addressees"])}) for row in rows
    )


def list_review_ids(db: Database) -> frozenset[str]:
    """Return the id of every review."""
    return frozenset(row[0] for row in db.rows("SELECT review_id FROM reviews"))
