"""What is known of each theme of a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from thememiner.tables import wilson_interval

from .database import Database
from .quotes import QUOTE_COLUMNS, QUOTE_NAMES, READ, YEAR, Quote, Share, make_quote

By = Literal["year", "kind", "publisher", "area"]
_BY: Mapping[By, str] = {
    "year": YEAR, "kind": "r.kind", "publisher": "r.publisher", "area": "r.area",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRecord:
    """A theme and its counts."""

    theme_id: str
    label: str
    group: str
    tier: str
    definition: str
    include: str
    exclude: str
    n_reviews: int
    n_read: int
    """Reviews that could be read."""
    share_reviews: float | None
    share_low: float | None
    share_high: float | None
    n_reviews_concern: int
    n_mentions: int
    n_passages: int
    n_concern: int
    n_strength: int
    n_neutral: int
    n_recommendations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """A theme that meets another more often than chance would have it."""

    theme_id: str
    label: str
    n_together: int
    expected: float
    lift: float
    q: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many there are of something."""

    value: str
    n: int


_RECORD = (
    'SELECT theme_id, label, "group", tier, definition, include, exclude, n_reviews, share_reviews, '
    "share_low, share_high, n_reviews_concern, n_mentions, n_passages, n_concern, n_strength, n_neutral, "
    "n_recommendations FROM themes "
)


def list_themes(db: Database) -> tuple[ThemeRecord, ...]:
    """Return every theme of the codebook, in its order."""
    n_read = count_read(db)
    return tuple(ThemeRecord(n_read=n_read, **dict(row)) for row in db.rows(f"{_RECORD} ORDER BY rowid"))


def fetch_theme(db: Database, theme_id: str) -> ThemeRecord | None:
    """Return a theme; None where there is none of that id."""
    row = db.first(f"{_RECORD} WHERE theme_id = ?", (theme_id,))
    return ThemeRecord(n_read=count_read(db), **dict(row)) if row else None


def count_read(db: Database) -> int:
    """Return how many reviews could be read."""
    row = db.first(f"SELECT count(*) FROM reviews r WHERE {READ}")
    return int(row[0]) if row else 0


def count_theme(db: Database, theme_id: str, by: By) -> tuple[Share, ...]:
    """Return in how many reviews of each year, kind, publisher or area a theme occurs.

    Args:
        db: the report's database.
        theme_id: the theme.
        by: what to count by. Reviews of which it is not known have the label "".
    """
    rows = db.rows(
        f"SELECT coalesce({_BY[by]}, '') AS label, count(*) AS total, count(h.review_id) AS n "
        "FROM reviews r LEFT JOIN (SELECT DISTINCT review_id FROM mentions "
        "WHERE theme_id = ? AND status = 'asserted') h USING (review_id) "
        f"WHERE {READ} GROUP BY 1 ORDER BY 1",
        (theme_id,),
    )
    shares = [_share(row["label"], row["n"], row["total"]) for row in rows]
    return tuple(shares if by == "year" else sorted(shares, key=lambda share: (-share.n, share.label)))


def _share(label: str, n: int, of: int) -> Share:
    low, high = wilson_interval(n, of)
    return Share(label=label, n=n, of=of, share=round(n / of, 4) if of else None, low=low, high=high)


def count_theme_roles(db: Database, theme_id: str) -> tuple[Counted, ...]:
    """Return in how many passages of each part of reviews a theme occurs; most first.

    As in the search, headings and tables of contents are left out: they only name what follows.
    """
    rows = db.rows(
        "SELECT p.role AS value, count(DISTINCT p.passage_id) AS n FROM mentions m "
        "JOIN passages p USING (passage_id) WHERE m.theme_id = ? AND m.status = 'asserted' "
        "AND p.kind NOT IN ('heading', 'contents') GROUP BY p.role ORDER BY n DESC, value",
        (theme_id,),
    )
    return tuple(Counted(**dict(row)) for row in rows)


def list_companions(db: Database, theme_id: str, *, limit: int = 10) -> tuple[Companion, ...]:
    """Return the themes that share passages with a theme more than chance would have it, surest first."""
    rows = db.rows(
        "SELECT t.theme_id, t.label, c.n_together, c.expected, c.lift, c.q FROM cooccurrence c "
        "JOIN themes t ON t.theme_id = CASE c.theme_a WHEN :id THEN c.theme_b ELSE c.theme_a END "
        "WHERE :id IN (c.theme_a, c.theme_b) AND c.unit = 'passage' AND c.lift > 1 AND c.q < 0.05 "
        "ORDER BY c.q, c.p, c.lift DESC, t.theme_id LIMIT :limit",
        {"id": theme_id, "limit": limit},
    )
    return tuple(Companion(**dict(row)) for row in rows)


def list_best_evidence(db: Database, theme_id: str, *, limit: int = 8) -> tuple[Quote, ...]:
    """Return the sentences that say most of a theme, one of each review.

    First what is found good or wanting, in findings, summaries and recommendations, in
    passages of a length that can be read alone; then the newest.
    """
    rows = db.rows(
        f"SELECT {QUOTE_NAMES} FROM (SELECT {QUOTE_COLUMNS}, m.page, m.sentence AS text, m.text AS words, "
        "m.polarity, m.polarity = 'neutral' AS plain, "
        "p.role NOT IN ('finding', 'summary', 'recommendation') AS aside, row_number() OVER "
        "(PARTITION BY m.review_id ORDER BY m.polarity = 'neutral', "
        "p.role NOT IN ('finding', 'summary', 'recommendation'), length(m.sentence) NOT BETWEEN 60 AND 400, "
        "p.ordinal, m.start) AS place "
        "FROM mentions m JOIN passages p USING (passage_id) JOIN reviews r ON r.review_id = m.review_id "
        "WHERE m.theme_id = ? AND m.status = 'asserted') WHERE place = 1 "
        "ORDER BY plain, aside, published_on DESC, review_id LIMIT ?",
        (theme_id, limit),
    )
    return tuple(make_quote(row) for row in rows)
