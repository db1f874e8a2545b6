"""A passage with all that is said of it, and where it is printed."""

from __future__ import annotations

from dataclasses import dataclass

from .database import Database
from .quotes import split_list


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewHead:
    """What a page says of the review that something stands in."""

    review_id: str
    title: str
    kind: str
    publisher: str
    area: str
    published_on: str
    source_url: str
    path: str
    sha256: str
    n_pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageRecord:
    """A passage."""

    passage_id: str
    review_id: str
    ordinal: int
    number: str
    section: tuple[str, ...]
    role: str
    kind: str
    page_first: int
    page_last: int
    text: str
    start: int
    end: int
    ocr_confidence: float | None
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRecord:
    """A theme seen in a passage, and why."""

    mention_id: str
    review_id: str
    passage_id: str
    page: int
    theme_id: str
    theme: str
    cue_id: str
    cue: str
    """In the codebook's notation."""
    text: str
    sentence: str
    status: str
    polarity: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRecord:
    """An agency named in a passage, and how it is known which."""

    mention_id: str
    agency_id: str
    agency: str
    text: str
    rule: str
    part: str
    candidates: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """The passage before or after, or one that belongs to a recommendation."""

    passage_id: str
    page: int
    text: str


def read_review_head(db: Database, review_id: str) -> ReviewHead | None:
    """Return a review's facts; None where there is no such review."""
    row = db.first(
        "SELECT review_id, coalesce(nullif(title, ''), path) AS title, kind, publisher, area, published_on, "
        "source_url, path, sha256, coalesce(n_pages, 0) AS n_pages FROM reviews WHERE review_id = ?",
        (review_id,),
    )
    return ReviewHead(**dict(row)) if row else None


def read_passage(db: Database, passage_id: str) -> PassageRecord | None:
    """Return a passage; None where there is no such passage."""
    row = db.first(
        "SELECT passage_id, review_id, ordinal, number, section, role, kind, page_first, page_last, text, "
        'start, "end", ocr_confidence, language FROM passages WHERE passage_id = ?',
        (passage_id,),
    )
    if row is None:
        return None
    return PassageRecord(**{**dict(row), "section": split_list(row["section"])})


def list_mentions(db: Database, passage_id: str) -> tuple[MentionRecord, ...]:
    """Return the themes seen in a passage, in the order of the text."""
    rows = db.rows(
        "SELECT m.mention_id, m.review_id, m.passage_id, m.page, m.theme_id, t.label AS theme, m.cue_id, "
        "coalesce(c.cue, '') AS cue, m.text, m.sentence, m.status, m.polarity, m.start, m.end "
        "FROM mentions m JOIN themes t USING (theme_id) LEFT JOIN cues c ON c.cue_id = m.cue_id "
        "WHERE m.passage_id = ? ORDER BY m.start, m.rowid",
        (passage_id,),
    )
    return tuple(MentionRecord(**dict(row)) for row in rows)


def list_agencies_named(db: Database, passage_id: str) -> tuple[AgencyRecord, ...]:
    """Return the agencies named in a passage, in the order of the text."""
    rows = db.rows(
        "SELECT m.mention_id, m.agency_id, a.label, m.text, m.rule, m.part, m.candidates, m.start, "
        'm."end" FROM agency_mentions m LEFT JOIN agencies a USING (agency_id) '
        "WHERE m.passage_id = ? ORDER BY m.start, m.rowid",
        (passage_id,),
    )
    return tuple(
        AgencyRecord(
            mention_id=row["mention_id"],
            agency_id=row["agency_id"] or "",
            agency=row["label"] or "",
            text=row["text"],
            rule=row["rule"],
            part=row["part"] or "",
            candidates=split_list(row["candidates"]),
            start=row["start"],
            end=row["end"],
        )
        for row in rows
    )


def list_neighbours(db: Database, passage: PassageRecord) -> tuple[Neighbour | None, Neighbour | None]:
    """Return the passages before and after in the same review."""
    found = {
        row["ordinal"]: Neighbour(passage_id=row["passage_id"], page=row["page_first"], text=row["text"])
        for row in db.rows(
            "SELECT passage_id, ordinal, page_first, substr(text, 1, 200) AS text FROM passages "
            "WHERE review_id = ? AND ordinal IN (?, ?)",
            (passage.review_id, passage.ordinal - 1, passage.ordinal + 1),
        )
    }
    return found.get(passage.ordinal - 1), found.get(passage.ordinal + 1)
