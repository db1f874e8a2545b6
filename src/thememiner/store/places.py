"""Where a passage and its mentions are printed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from .database import Database
from .passages import MentionRecord, PassageRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A rectangle on a page, in points from the top left."""

    x: float
    y: float
    width: float
    height: float
    label: str = ""
    """What it marks; "" for the passage itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPage:
    """A page that a passage is printed on, and where on it."""

    page: int
    label: str
    """The page number as printed."""
    width: float
    height: float
    passage: tuple[Mark, ...]
    mentions: tuple[Mark, ...]


def find_marks(
    db: Database, passage: PassageRecord, mentions: Sequence[MentionRecord]
) -> tuple[PrintedPage, ...]:
    """Return the pages that a passage is printed on, with the places of the passage and its mentions."""
    lines = db.rows(
        'SELECT page, start, "end", x0, top, x1, bottom FROM lines '
        'WHERE review_id = ? AND start < ? AND "end" > ? ORDER BY start',
        (passage.review_id, passage.end, passage.start),
    )
    sizes = {
        row["page"]: row
        for row in db.rows(
            "SELECT page, label, width, height FROM pages WHERE review_id = ? AND page BETWEEN ? AND ?",
            (passage.review_id, passage.page_first, passage.page_last),
        )
    }
    pages = []
    for number, size in sorted(sizes.items()):
        here = [line for line in lines if line["page"] == number]
        text = {line["start"]: _slice(passage, line["start"], line["end"]) for line in here}
        pages.append(
            PrintedPage(
                page=number,
                label=size["label"] or "",
                width=size["width"],
                height=size["height"],
                passage=tuple(_mark(line) for line in here),
                mentions=tuple(
                    _mark(line, *_share(text[line["start"]], line, mention), label=mention.theme)
                    for mention in mentions
                    for line in here
                    if line["start"] < mention.end and line["end"] > mention.start
                ),
            )
        )
    return tuple(page for page in pages if page.passage) or tuple(pages[:1])


def join_places(places: Iterable[Sequence[PrintedPage]]) -> tuple[PrintedPage, ...]:
    """Return the pages of several passages, each page once."""
    joined: dict[int, PrintedPage] = {}
    for page in chain.from_iterable(places):
        known = joined.get(page.page)
        joined[page.page] = (
            replace(known, passage=known.passage + page.passage, mentions=known.mentions + page.mentions)
            if known
            else page
        )
    return tuple(joined[number] for number in sorted(joined))


def _slice(passage: PassageRecord, start: int, end: int) -> str:
    """The text of a line; what lies before or after the passage is not known and counts as letters."""
    before = "n" * max(passage.start - start, 0)
    after = "n" * max(end - passage.end, 0)
    return before + passage.text[max(start - passage.start, 0) : max(end - passage.start, 0)] + after


_NARROW, _WIDE = frozenset("iljtfrI.,;:'’|!()[] -"), frozenset("mwMW@%—")


def _share(text: str, line: sqlite3.Row, mention: MentionRecord) -> tuple[float, float]:
    """From which to which share of a line's width a mention reaches, by the usual widths of letters."""
    start: int = line["start"]
    widths = [0.55 if c in _NARROW else 1.5 if c in _WIDE else 1.2 if c.isupper() else 1.0 for c in text]
    total = sum(widths) or 1.0
    return (
        sum(widths[: max(mention.start - start, 0)]) / total,
        sum(widths[: max(mention.end - start, 0)]) / total,
    )


def _mark(line: sqlite3.Row, first: float = 0.0, last: float = 1.0, label: str = "") -> Mark:
    x0, top, x1, bottom = (float(line[name]) for name in ("x0", "top", "x1", "bottom"))
    width = x1 - x0
    return Mark(
        x=round(x0 + first * width, 1),
        y=round(top, 1),
        width=round(max(last - first, 0.0) * width, 1),
        height=round(bottom - top, 1),
        label=label,
    )
