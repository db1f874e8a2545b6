"""Words to segments: what of a page stands together on one printed line.

Segments keep the order of the page's content, which in published reports is the reading order far
more often than not.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thememiner.extraction.words import HYPHEN_MARK, Bools, Floats, Ints, PageWords, join_pages

from .lines import PageSegments, Segment
from .printed import clean_text, close_letters, has_odd_letters, list_references, read_mixed

GAP_EM = 1.6
"""A wider gap between two words, in ems, ends a segment."""
LEAST_OVERLAP = 0.35
"""Words that overlap less than this share of the lower one's height are on different lines."""
LETTER_SPACED = 5
"""As many words of one letter on end are one word whose letters are set apart."""


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
    text, begins, ends = words.text, words.start[first].tolist(), words.end[last].tolist()
    segments = list(
        map(
            Segment,
            np.array([page.number for page in pages])[page_of[first]].tolist(),
            [text[begin:end] for begin, end in zip(begins, ends, strict=True)],
            *measures.round(2).tolist(),
            (np.add.reduceat(words.bold * length, first) > 0.6 * total).tolist(),
            (np.add.reduceat(words.italic * length, first) > 0.6 * total).tolist(),
            words.artifact[first].tolist(),
            total.astype(np.int64).tolist(),
            gap[first].tolist(),
            words.x0[np.minimum(first + 1, last)].tolist(),
            *(repeat(-1) if holder is None else holder[first].tolist() for holder in held),
        )
    )
    mixed = np.maximum.reduceat(size, first) > 1.1 * np.minimum.reduceat(size, first)
    spaced = (last - first >= LETTER_SPACED - 1) & (total <= 1.3 * (last - first + 1)) & ~mixed
    raised = _read_mixed(segments, mixed.nonzero()[0].tolist(), words, size, first, last)
    for place in spaced.nonzero()[0].tolist():
        segments[place].text = close_letters(words, int(first[place]), int(last[place]))
    for place in (~inside[first]).nonzero()[0].tolist():
        segments[place].text = ""  # off the page
    _place_references(segments, raised, words, begins, ends)
    if words.confidence is not None:
        _mean_confidence(segments, words.confidence, first, last)
    bounds = page_of[first].searchsorted(range(len(pages) + 1)).tolist()
    for page, begin, end in zip(found, bounds, bounds[1:], strict=False):
        page.segments = _clean_segments(segments[begin:end], page.words.text)
        kept = sum([segment.n_chars for segment in page.segments])
        page.n_dropped += int(total[begin:end].sum()) - kept
    return found


def _read_mixed(
    segments: list[Segment], mixed: list[int], words: PageWords, size: Floats, first: Ints, last: Ints
) -> dict[int, list[tuple[int, str]]]:
    """Read the segments that have words of several sizes, and return the marks left out of each.

    Args:
        segments: all segments; those of several sizes are changed here.
        mixed: which have several sizes.
        words: the words of all segments.
        size: of each word in points.
        first, last: of each segment, its first and last word.
    """
    raised: dict[int, list[tuple[int, str]]] = {}
    for place in mixed:
        segment, begin = segments[place], int(first[place])
        sizes = size[begin : last[place] + 1].tolist()
        segment.text, segment.size, segment.top, segment.bottom, marks = read_mixed(words, sizes, begin)
        if marks:
            raised[place] = marks
            segment.n_chars -= sum(len(mark) for _, mark in marks)
    return raised


def _place_references(
    segments: list[Segment],
    raised: dict[int, list[tuple[int, str]]],
    words: PageWords,
    begins: list[int],
    ends: list[int],
) -> None:
    """Give each segment the marks of footnotes that were taken out of it; segments are changed here.

    Args:
        segments: all segments.
        raised: the marks that were words of their own, by segment.
        words: the words of all segments, which hold the other marks.
        begins, ends: where each segment stands in their text.
    """
    for reference in words.references:
        place = bisect_right(begins, reference[0]) - 1
        if place >= 0 and reference[0] < ends[place]:
            raised.setdefault(place, []).append(reference)
    for place, marks in raised.items():
        segments[place].references = list_references(words.text, ends[place], marks)


def _mean_confidence(segments: list[Segment], confidence: Floats, first: Ints, last: Ints) -> None:
    """Note how sure OCR is of each segment of the pages that it read; segments are changed here."""
    for segment, begin, end in zip(segments, first.tolist(), last.tolist(), strict=True):
        mean = float(confidence[begin : end + 1].mean())
        segment.confidence = None if math.isnan(mean) else round(mean, 3)


def _clean_segments(segments: list[Segment], text: str) -> list[Segment]:
    """Return the segments of a page that have a text, cleaned where anything in it may be odd.

    Args:
        segments: those of the page; they are changed here.
        text: of the page.
    """
    odd_letters = has_odd_letters(text)
    empty = False
    for segment in segments:
        text = segment.text
        if odd_letters or not text or "  " in text or not text.isprintable():
            segment.text = clean_text(text)
            empty = empty or segment.text in ("", HYPHEN_MARK)
    return [segment for segment in segments if segment.text not in ("", HYPHEN_MARK)] if empty else segments


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
