"""Words to segments: stretches of words that stand together on one printed line.

A segment is a line of a paragraph, or the part of a printed line that one column, cell or marker
takes up. Segments keep the order of the page's content, which in published reports is the reading
order far more often than not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from thememiner.extraction.words import HYPHEN_MARK, Bools, Floats, Ints, PageWords, join_pages

from .printed import clean_text, close_letters, has_odd_letters, list_references, read_mixed
from .tables import Cell

GAP_EM = 1.6
"""A wider gap between two words, in ems, ends a segment."""
LEAST_OVERLAP = 0.35
"""Words that overlap less than this share of the lower one's height are on different lines."""
LETTER_SPACED = 5
"""As many words of one letter on end are one word whose letters are set apart."""


class Segment(msgspec.Struct, eq=False, gc=False):
    """Words that stand together on one printed line."""

    page: int
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    italic: bool
    artifact: bool
    n_chars: int
    """Visible characters, for the account of what was dropped."""
    lead_gap: float = 0.0
    """Space after its first word, in ems."""
    second_x0: float = 0.0
    """Where its second word begins; its own left edge where it has but one."""
    owner: int = -1
    """Index of the structure element that holds it, where the PDF is tagged."""
    cell: int = -1
    """Index of the ruled cell that holds it, on its page."""
    panel: int = -1
    """Index of the box or tinted panel that holds it, on its page."""
    marker: str = ""
    """A list marker or printed number that stood before the text."""
    marker_x0: float = -1.0
    n_lost: int = 0
    """Characters of its marker that no number holds: the second stop of ``4.12.``"""
    confidence: float | None = None
    """How sure OCR is of it, 0 to 1; None where the text layer was read."""
    references: tuple[tuple[int, str], ...] = ()
    """Marks of footnotes taken out of the text: how many visible characters follow each, and its number."""

    @property
    def height(self) -> float:
        """Return its height in points."""
        return self.bottom - self.top


@dataclass(slots=True)
class PageSegments:
    """The segments of a page, in order, and what was lost in making them."""

    words: PageWords
    segments: list[Segment] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    """The cells that ``Segment.cell`` points at."""
    n_dropped: int = 0
    sideways: bool = False
    """A line of it stands on its side."""


@dataclass(slots=True, frozen=True)
class Holders:
    """What holds each word of a page; None where nothing of the kind is on it."""

    owners: Ints | None = None
    """Index of the structure element, or -1."""
    cells: Ints | None = None
    """Index of the ruled cell, or -1."""
    panels: Ints | None = None
    """Index of the box or tinted panel, or -1."""


def find_segments(pages: Sequence[PageWords], holders: Sequence[Holders]) -> list[PageSegments]:
    """Return the segments of each page in content order.

    What is computed for several pages at once costs a fraction of the calls.

    Args:
        pages: the words of pages.
        holders: for each page, what holds its words.
    """
    found = [PageSegments(page, n_dropped=page.n_dropped) for page in pages]
    words = join_pages(pages)
    n = words.n_words
    if not n:
        return found
    counts = [page.n_words for page in pages]
    page_of = np.repeat(np.arange(len(pages)), counts)
    width, height = (
        np.repeat([getattr(page, side) for page in pages], counts) for side in ("width", "height")
    )
    inside = (words.x1 > 0) & (words.x0 < width) & (words.bottom > 0) & (words.top < height)
    size = np.where(words.size > 0.5, words.size, np.maximum(words.bottom - words.top, 0.01) * 0.85)
    held = [_join_holders(holders, counts, name) for name in ("owners", "cells", "panels")]
    parted = [page_of, words.artifact, inside, *(holder for holder in held if holder is not None)]
    breaks, gap = _find_breaks(words, size, parted)
    gap[:-1][page_of[1:] != page_of[:-1]] = 0.0
    first = breaks.nonzero()[0]
    last = np.append(first[1:] - 1, n - 1)

    length = (words.end - words.start).astype(np.float64)
    total = np.add.reduceat(length, first)
    measures = np.empty((5, len(first)))
    np.minimum.reduceat(words.x0, first, out=measures[0])
    np.minimum.reduceat(words.top, first, out=measures[1])
    np.maximum.reduceat(words.x1, first, out=measures[2])
    np.maximum.reduceat(words.bottom, first, out=measures[3])
    np.divide(np.add.reduceat(size * length, first), total, out=measures[4])
    columns = zip(
        first.tolist(),
        last.tolist(),
        words.start[first].tolist(),
        words.end[last].tolist(),
        inside[first].tolist(),
        (np.maximum.reduceat(size, first) > 1.1 * np.minimum.reduceat(size, first)).tolist(),
        *measures.round(2).tolist(),
        (np.add.reduceat(words.bold * length, first) > 0.6 * total).tolist(),
        (np.add.reduceat(words.italic * length, first) > 0.6 * total).tolist(),
        words.artifact[first].tolist(),
        total.astype(np.int64).tolist(),
        gap[first].tolist(),
        words.x0[np.minimum(first + 1, last)].tolist(),
        *([-1] * len(first) if holder is None else holder[first].tolist() for holder in held),
        strict=True,
    )
    n_segments = np.bincount(page_of[first], minlength=len(pages)).tolist()
    for page, n_own in zip(found, n_segments, strict=True):
        _make_segments(page, islice(columns, n_own), words, size)
    return found


def _make_segments(
    page: PageSegments, rows: Iterable[tuple[Any, ...]], words: PageWords, size: Floats
) -> None:
    """Make the segments of a page; ``page`` is filled here.

    Args:
        page: the page.
        rows: first and last word of each segment and what is known of it.
        words: the words that these count: those of several pages.
        size: of each word in points.
    """
    number, segments = page.words.number, page.segments
    odd_letters = has_odd_letters(page.words.text)
    marked = [place for place, _ in words.references]
    for (
        a, b, start, end, shown, mixed, x0, top, x1, bottom, points, bold, italic, artifact, n_chars,
        lead_gap, second_x0, owner, cell, panel,
    ) in rows:  # fmt: skip
        raised: list[tuple[int, str]] = []
        if mixed:
            text, *setting, raised = read_mixed(words, size[a : b + 1].tolist(), a)
        elif b - a >= LETTER_SPACED - 1 and n_chars <= 1.3 * (b - a + 1):
            text = close_letters(words, a, b)
        else:
            text = words.text[start:end]
        if odd_letters or "  " in text or not text.isprintable():
            text = clean_text(text)
        if not shown or not text or text == HYPHEN_MARK:
            page.n_dropped += n_chars
            continue
        segment = Segment(
            number, text, x0, top, x1, bottom, points, bold, italic, artifact, n_chars, lead_gap, second_x0,
            owner, cell, panel,
        )  # fmt: skip
        segments.append(segment)
        if mixed:
            segment.size, segment.top, segment.bottom = setting
        if raised:
            lost = sum(len(mark) for _, mark in raised)
            segment.n_chars -= lost
            page.n_dropped += lost
        if raised or marked:
            inside = words.references[bisect_left(marked, start) : bisect_left(marked, end)]
            if raised or inside:
                segment.references = list_references(words.text, end, [*inside, *raised])
        if page.words.confidence is not None and words.confidence is not None:
            segment.confidence = round(float(words.confidence[a : b + 1].mean()), 3)


def _join_holders(holders: Sequence[Holders], counts: Sequence[int], name: str) -> Ints | None:
    """Return what holds each word of all pages, -1 where nothing does; None where nothing holds any."""
    columns: list[Ints | None] = [getattr(page, name) for page in holders]
    if all(column is None for column in columns):
        return None
    return np.concatenate(
        [np.full(n, -1) if column is None else column for n, column in zip(counts, columns, strict=True)]
    )


def _find_breaks(words: PageWords, size: Floats, parted: Sequence[NDArray[Any]]) -> tuple[Bools, Floats]:
    """Return which words open a segment, and the gap after each word in ems.

    Args:
        words: the words.
        size: of each word in points.
        parted: what no segment holds two values of.
    """
    n = words.n_words
    height = np.maximum(words.bottom - words.top, 0.01)
    gap = words.x0[1:] - words.x1[:-1]
    em = np.maximum(size[1:], size[:-1])
    overlap = np.minimum(words.bottom[1:], words.bottom[:-1]) - np.maximum(words.top[1:], words.top[:-1])
    breaks = np.ones(n, dtype=np.bool_)
    breaks[1:] = (
        (gap > GAP_EM * em)
        | (gap < -0.6 * em)
        | (overlap < LEAST_OVERLAP * np.minimum(height[1:], height[:-1]))
    )
    if HYPHEN_MARK in words.text:
        codes = np.frombuffer(words.text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        breaks[1:] |= codes[words.end[:-1] - 1] == ord(HYPHEN_MARK)
    for holder in parted:
        breaks[1:] |= holder[1:] != holder[:-1]
    gaps_after = np.zeros(n)
    np.divide(gap, em, out=gaps_after[:-1])
    return breaks, gaps_after


def on_row(a: Segment, b: Segment) -> bool:
    """Return whether two segments stand side by side on one row of the same cell."""
    if a.bottom <= b.top or b.bottom <= a.top or a.cell != b.cell:
        return False
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return overlap > 0.5 * min(a.height, b.height)
