"""Quotes: a passage, or a sentence of it, with where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from sqlite3 import Row
from typing import Any

from thememiner.cells import SEPARATOR

from .database import Database

READ = "r.status IN ('ok', 'partial')"
"""Reviews with text: what shares are shares of."""
TITLE = "coalesce(nullif(r.title, ''), r.path)"
YEAR = "substr(r.published_on, 1, 4)"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a review, and where they are printed."""

    passage_id: str
    review_id: str
    title: str
    published_on: str
    publisher: str
    source_url: str
    page: int
    number: str
    section: tuple[str, ...]
    role: str
    text: str
    words: str = ""
    """The words in the text that it is quoted for; "" for all of it."""
    polarity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many, with the 95% interval of the share."""

    label: str
    n: int
    of: int
    share: float | None
    low: float | None
    high: float | None


QUOTE_COLUMNS = (
    f"p.passage_id, p.review_id, {TITLE} AS title, r.published_on, r.publisher, r.source_url, p.number, "
    "p.section, p.role"
)
"""Of passages p and reviews r; a query adds page, text, words and polarity."""


QUOTE_NAMES = (
    "passage_id, review_id, title, published_on, publisher, source_url, number, section, role, page, text, "
    "words, polarity"
)


def make_quote(row: Row) -> Quote:
    """Return the quote of a row that has ``QUOTE_COLUMNS``, page, text, words and polarity."""
    parts: dict[str, Any] = dict(row)
    return Quote(**{**parts, "section": split_list(parts["section"])})


def split_list(joined: str | None) -> tuple[str, ...]:
    """Return the items of a list's cell."""
    return tuple(filter(None, (joined or "").split(SEPARATOR)))


def fetch_passages(db: Database, passage_ids: Sequence[str]) -> tuple[Quote, ...]:
    """Return whole passages by id, in the order given; ids that are not there are left out."""
    found: dict[str, Quote] = {}
    for batch in _batches(passage_ids):
        marks = ", ".join("?" * len(batch))
        rows = db.rows(
            f"SELECT {QUOTE_COLUMNS}, p.page_first AS page, p.text, '' AS words, '' AS polarity "
            f"FROM passages p JOIN reviews r USING (review_id) WHERE p.passage_id IN ({marks})",
            batch,
        )
        found |= {row["passage_id"]: make_quote(row) for row in rows}
    return tuple(found[passage_id] for passage_id in dict.fromkeys(passage_ids) if passage_id in found)


def _batches(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
