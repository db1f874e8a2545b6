"""Hits as people read them: what was found, where it stands, what is marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from thememiner.cells import SEPARATOR

from .database import Database
from .facets import Lens
from .marks import Piece, mark_texts
from .query import Query
from .quotes import TITLE, split_list

_COLUMNS: dict[Lens, str] = {
    "passages": "p.passage_id, p.page_first, p.role, '' AS addressees, '' AS response, p.kind",
    "recommendations": "p.recommendation_id, p.page, '' AS role, p.addressees, p.response, p.kind",
}


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme that a hit is tagged with."""

    theme_id: str
    label: str
    polarities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage or a recommendation that was found."""

    id: str
    """Its passage_id or recommendation_id."""
    review_id: str
    title: str
    published_on: str
    publisher: str
    source_url: str
    page: int
    number: str
    section: tuple[str, ...]
    role: str
    """Of a passage."""
    kind: str
    addressees: tuple[str, ...]
    """Of a recommendation."""
    response: str
    text: str
    snippet: tuple[Piece, ...]
    themes: tuple[Theme, ...]


def fetch_hits(db: Database, lens: Lens, query: Query, rowids: Sequence[int]) -> list[Hit]:
    """Return hits by row number, in the order given."""
    if not rowids:
        return []
    numbers = ", ".join(map(str, rowids))
    found = {
        row["rowid"]: row
        for row in db.rows(
            f"SELECT p.rowid, {_COLUMNS[lens]}, p.review_id, p.number, p.section, p.text, "
            f"{TITLE} AS title, r.published_on, r.publisher, r.source_url "
            f"FROM {lens} p JOIN reviews r USING (review_id) WHERE p.rowid IN ({numbers})"
        )
    }
    themes = _fetch_themes(db, lens, numbers)
    rows = [found[rowid] for rowid in rowids if rowid in found]
    texts = [(row["text"], *((row["addressees"],) if lens == "recommendations" else ())) for row in rows]
    marked = mark_texts(lens, query, texts, snippet=True)
    return [
        Hit(
            id=row[1],
            review_id=row["review_id"],
            title=row["title"],
            published_on=row["published_on"],
            publisher=row["publisher"],
            source_url=row["source_url"],
            page=row[2],
            number=row["number"],
            section=split_list(row["section"]),
            role=row["role"],
            kind=row["kind"],
            addressees=split_list(row["addressees"]),
            response=row["response"],
            text=row["text"],
            snippet=pieces,
            themes=tuple(themes[row["rowid"]]),
        )
        for row, pieces in zip(rows, marked, strict=True)
    ]


def _fetch_themes(db: Database, lens: Lens, numbers: str) -> dict[int, list[Theme]]:
    if lens == "passages":
        sql = (
            "SELECT p.rowid, t.theme_id, t.label, group_concat(DISTINCT m.polarity) "
            "FROM passages p JOIN mentions m USING (passage_id) JOIN themes t USING (theme_id) "
            f"WHERE p.rowid IN ({numbers}) AND m.status = 'asserted' "
            "GROUP BY p.rowid, t.theme_id ORDER BY p.rowid, min(m.start)"
        )
    else:
        sql = (
            "SELECT p.rowid, t.theme_id, t.label, '' FROM recommendations p "
            "JOIN recommendation_themes l USING (recommendation_id) JOIN themes t USING (theme_id) "
            f"WHERE p.rowid IN ({numbers}) ORDER BY p.rowid, l.rowid"
        )
    themes: dict[int, list[Theme]] = defaultdict(list)
    for rowid, theme_id, label, polarities in db.rows(sql):
        themes[rowid].append(Theme(theme_id, label, tuple(sorted(filter(None, polarities.split(","))))))
    return themes


def to_frame(lens: Lens, hits: Sequence[Hit]) -> pd.DataFrame:
    """Return hits as a table; the snippet has [brackets] around what matched."""
    key = "passage_id" if lens == "passages" else "recommendation_id"
    own = ("section", "role") if lens == "passages" else ("kind", "addressees", "response")
    names = ("review_id", "title", "published_on", "page", "number", *own, "text")

    def cell(hit: Hit, name: str) -> Any:
        value = getattr(hit, name)
        return SEPARATOR.join(value) if isinstance(value, tuple) else value

    rows = [
        (
            *(cell(hit, name) for name in names),
            hit.id,
            "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in hit.snippet),
        )
        for hit in hits
    ]
    return pd.DataFrame(rows, columns=[*names, key, "snippet"])
