"""What is known of each review of a report."""

from __future__ import annotations

from dataclasses import dataclass

from .database import Database
from .quotes import TITLE, split_list


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRecord:
    """A review and its counts."""

    review_id: str
    title: str
    kind: str
    publisher: str
    area: str
    published_on: str
    path: str
    source_url: str
    licence: str
    status: str
    reader: str
    n_pages: int
    n_words: int
    n_passages: int
    n_mentions: int
    n_recommendations: int
    n_figures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of a review's outline."""

    passage_id: str
    text: str
    number: str
    page: int
    depth: int
    """Headings above it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeInReview:
    """A theme of a review."""

    theme_id: str
    label: str
    group: str
    n_passages: int
    n_concern: int
    n_strength: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyInReview:
    """An agency of a review, with the first of the parts that it has."""

    agency_id: str
    label: str
    part: str
    n_mentions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FactOfCase:
    """What a review says of its case, and the first sentence that says so."""

    attribute: str
    value: str
    sure: str
    """stated, inferred, conflicting, or manifest."""
    used: bool
    """Whether the review counts with it."""
    passage_id: str
    """"" where the manifest says it."""
    page: int | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedFigure:
    """A figure as a review prints it."""

    figure_id: str
    review_id: str
    title: str
    page: int
    passage_id: str
    count: int | None
    percentage: float | None
    denominator: int | None
    denominator_text: str
    theme_ids: tuple[str, ...]
    sentence: str
    check: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureRecord:
    """A file or page that could not be read, and what to do."""

    review_id: str
    path: str
    stage: str
    error: str
    advice: str


_RECORD = (
    f"SELECT r.review_id, {TITLE} AS title, r.kind, r.publisher, r.area, r.published_on, r.path, "
    "r.source_url, r.licence, r.status, r.reader, r.n_pages, r.n_words, r.n_passages, r.n_mentions, "
    "r.n_recommendations, r.n_figures FROM reviews r "
)


def list_reviews(db: Database) -> tuple[ReviewRecord, ...]:
    """Return every review, the newest first; those without a date last."""
    order = "ORDER BY coalesce(r.published_on, '') = '', r.published_on DESC, title"
    return tuple(ReviewRecord(**dict(row)) for row in db.rows(_RECORD + order))


def fetch_review(db: Database, review_id: str) -> ReviewRecord | None:
    """Return a review; None where there is none of that id."""
    row = db.first(f"{_RECORD} WHERE r.review_id = ?", (review_id,))
    return ReviewRecord(**dict(row)) if row else None


def list_case_facts(db: Database, review_id: str) -> tuple[FactOfCase, ...]:
    """Return what a review says of its case: each value once, with its first sentence; those used first."""
    rows = db.rows(
        "SELECT attribute, value, sure, max(used) AS used, coalesce(passage_id, '') AS passage_id, page, "
        "sentence, min(rowid) AS place FROM case_facts WHERE review_id = ? GROUP BY attribute, value "
        "ORDER BY place",
        (review_id,),
    )
    return tuple(
        FactOfCase(
            attribute=row["attribute"],
            value=row["value"],
            sure=row["sure"],
            used=bool(row["used"]),
            passage_id=row["passage_id"],
            page=row["page"],
            sentence=row["sentence"],
        )
        for row in rows
    )


def list_outline(db: Database, review_id: str) -> tuple[Heading, ...]:
    """Return the headings of a review in order."""
    rows = db.rows(
        "SELECT passage_id, text, number, page_first, section FROM passages "
        "WHERE review_id = ? AND kind = 'heading' ORDER BY ordinal",
        (review_id,),
    )
    return tuple(
        Heading(
            passage_id=row["passage_id"],
            text=row["text"],
            number=row["number"] or "",
            page=row["page_first"],
            depth=len(split_list(row["section"])),
        )
        for row in rows
    )


def list_themes_of_review(db: Database, review_id: str) -> tuple[ThemeInReview, ...]:
    """Return the themes of a review, those in most passages first; headings count as in the search: not."""
    rows = db.rows(
        'SELECT t.theme_id, t.label, t."group", count(DISTINCT m.passage_id) AS n_passages, '
        "count(DISTINCT CASE m.polarity WHEN 'concern' THEN m.passage_id END) AS n_concern, "
        "count(DISTINCT CASE m.polarity WHEN 'strength' THEN m.passage_id END) AS n_strength "
        "FROM mentions m JOIN themes t USING (theme_id) JOIN passages p USING (passage_id) "
        "WHERE m.review_id = ? AND m.status = 'asserted' AND p.kind NOT IN ('heading', 'contents') "
        "GROUP BY t.theme_id ORDER BY n_passages DESC, t.label",
        (review_id,),
    )
    return tuple(ThemeInReview(**dict(row)) for row in rows)


def list_agencies_of_review(db: Database, review_id: str) -> tuple[AgencyInReview, ...]:
    """Return the agencies of a review: who asked for it, who acts in it, who is addressed, who is named."""
    rows = db.rows(
        "SELECT a.agency_id, g.label, min(CASE a.part WHEN 'commissioner' THEN '1commissioner' "
        "WHEN 'involved' THEN '2involved' WHEN 'addressed' THEN '3addressed' ELSE '4background' END) "
        "AS part, count(*) AS n_mentions FROM agency_mentions a JOIN agencies g USING (agency_id) "
        "WHERE a.review_id = ? GROUP BY a.agency_id ORDER BY part, n_mentions DESC, g.label",
        (review_id,),
    )
    return tuple(AgencyInReview(**{**dict(row), "part": row["part"][1:]}) for row in rows)


def list_figures(
    db: Database, review_id: str = "", *, skip: int = 0, limit: int = -1
) -> tuple[PrintedFigure, ...]:
    """Return the figures that one review, or all of them, print; in order.

    Args:
        db: the report's database.
        review_id: the review; all where empty.
        skip: figures to leave out at the beginning.
        limit: figures at most; all where -1.
    """
    rows = db.rows(
        f"SELECT f.figure_id, f.review_id, {TITLE} AS title, f.page, f.passage_id, f.count, f.percentage, "
        'f.denominator, f.denominator_text, f.theme_ids, f.sentence, f."check" FROM figures f '
        "JOIN reviews r USING (review_id) WHERE :id IN ('', f.review_id) ORDER BY f.rowid "
        "LIMIT :limit OFFSET :skip",
        {"id": review_id, "limit": limit, "skip": skip},
    )
    return tuple(PrintedFigure(**{**dict(row), "theme_ids": split_list(row["theme_ids"])}) for row in rows)


def count_figures(db: Database) -> int:
    """Return how many figures all reviews print."""
    row = db.first("SELECT count(*) FROM figures")
    return int(row[0]) if row else 0


def list_failures(db: Database, review_id: str = "") -> tuple[FailureRecord, ...]:
    """Return what could not be read of one review, or of all."""
    rows = db.rows(
        "SELECT coalesce(review_id, '') AS review_id, path, stage, error, advice FROM failures "
        "WHERE :id IN ('', review_id) ORDER BY rowid",
        {"id": review_id},
    )
    return tuple(FailureRecord(**dict(row)) for row in rows)
