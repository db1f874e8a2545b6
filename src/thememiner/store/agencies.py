"""What is known of each agency of a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .database import Database
from .quotes import TITLE, YEAR
from .themes import Counted

_NAMES = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRecord:
    """An agency and its counts."""

    agency_id: str
    label: str
    kind: str
    country: str
    valid_from: str
    valid_to: str
    n_reviews: int
    n_mentions: int
    n_recommendations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedName:
    """How reviews print an agency's name, and in which years."""

    text: str
    n_mentions: int
    n_reviews: int
    first_year: str
    last_year: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What an agency does in a review."""

    review_id: str
    title: str
    published_on: str
    publisher: str
    parts: tuple[str, ...]
    """commissioner, addressed, involved or background."""
    n_mentions: int
    passage_id: str
    """The passage that names it first."""
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A theme on which reviews criticise or praise an agency."""

    theme_id: str
    label: str
    edge: str
    """criticised_on or praised_on."""
    n_passages: int
    n_reviews: int


_RECORD = (
    "SELECT agency_id, label, kind, country, valid_from, valid_to, n_reviews, n_mentions, n_recommendations "
    "FROM agencies "
)


def list_agencies_of_report(db: Database) -> tuple[AgencyRecord, ...]:
    """Return every agency that is named or addressed; those in most reviews first."""
    order = "ORDER BY n_reviews DESC, n_recommendations DESC, n_mentions DESC, label"
    return tuple(AgencyRecord(**dict(row)) for row in db.rows(_RECORD + order))


def fetch_agency(db: Database, agency_id: str) -> AgencyRecord | None:
    """Return an agency; None where there is none of that id."""
    row = db.first(f"{_RECORD} WHERE agency_id = ?", (agency_id,))
    return AgencyRecord(**dict(row)) if row else None


def list_related_bodies(db: Database, agency_id: str) -> tuple[tuple[AgencyRecord, ...], ...]:
    """Return the bodies of this report that came before an agency, and those that came after."""
    before = db.rows(f"{_RECORD} WHERE successor_id = ? ORDER BY valid_to, label", (agency_id,))
    after = db.rows(
        f"{_RECORD} WHERE agency_id = (SELECT successor_id FROM agencies WHERE agency_id = ?)", (agency_id,)
    )
    return tuple(tuple(AgencyRecord(**dict(row)) for row in rows) for rows in (before, after))


def list_printed_names(db: Database, agency_id: str) -> tuple[PrintedName, ...]:
    """Return how reviews print the name of an agency, most often first."""
    rows = db.rows(
        "SELECT a.text, count(*) AS n_mentions, count(DISTINCT a.review_id) AS n_reviews, "
        f"coalesce(min(nullif({YEAR}, '')), '') AS first_year, coalesce(max({YEAR}), '') AS last_year "
        "FROM agency_mentions a JOIN reviews r USING (review_id) WHERE a.agency_id = ? "
        "GROUP BY a.text ORDER BY n_mentions DESC, a.text LIMIT ?",
        (agency_id, _NAMES),
    )
    return tuple(PrintedName(**dict(row)) for row in rows)


def list_parts(db: Database, agency_id: str) -> tuple[Part, ...]:
    """Return the reviews that name an agency and what it does there, the newest first."""
    rows = db.rows(
        f"SELECT a.review_id, {TITLE} AS title, r.published_on, r.publisher, "
        "group_concat(DISTINCT a.part) AS parts, count(*) AS n_mentions, a.passage_id, min(a.page) AS page "
        "FROM agency_mentions a JOIN reviews r USING (review_id) WHERE a.agency_id = ? "
        "GROUP BY a.review_id ORDER BY r.published_on DESC, a.review_id",
        (agency_id,),
    )
    return tuple(_make_part(dict(row)) for row in rows)


_ORDER = ("commissioner", "involved", "addressed", "background")


def _make_part(parts: dict[str, Any]) -> Part:
    found = set((parts["parts"] or "").split(","))
    return Part(**{**parts, "parts": tuple(part for part in _ORDER if part in found)})


def list_judged(db: Database, agency_id: str) -> tuple[Judged, ...]:
    """Return the themes on which reviews criticise or praise an agency, most passages first."""
    rows = db.rows(
        "SELECT t.theme_id, t.label, e.kind AS edge, e.weight AS n_passages, e.n_reviews FROM edges e "
        "JOIN themes t ON e.target = 'theme:' || t.theme_id "
        "WHERE e.source = 'agency:' || ? AND e.kind IN ('criticised_on', 'praised_on') "
        "ORDER BY e.weight DESC, t.label",
        (agency_id,),
    )
    return tuple(Judged(**dict(row)) for row in rows)


def count_responses(db: Database, agency_id: str) -> tuple[Counted, ...]:
    """Return how what was asked of an agency was answered; "" where no answer is known."""
    rows = db.rows(
        "SELECT coalesce(c.response, '') AS value, count(*) AS n FROM recommendations c "
        "JOIN recommendation_agencies l USING (recommendation_id) "
        "WHERE l.agency_id = ? AND NOT c.is_restatement GROUP BY 1 ORDER BY n DESC, value",
        (agency_id,),
    )
    return tuple(Counted(**dict(row)) for row in rows)
