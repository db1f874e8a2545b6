"""Words to segments: stretches of words that stand together on one printed line.

A segment is a line of a paragraph, or the part of a printed line that one column, cell or marker
takes up. Segments keep the order of the page's content, which in published reports is the reading
order far more often than not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

import msgspec
import numpy as np

from thememiner.extraction.words import HYPHEN_MARK, Bools, Floats, Ints, PageWords

from .tables import Cell

GAP_EM = 1.6
"""A wider gap between two words, in ems, ends a segment."""
LEAST_OVERLAP = 0.35
"""Words that overlap less than this share of the lower one's height are on different lines."""

LETTER_SPACED = 5
"""As many words of one letter on end are one word whose letters are set apart."""

_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip
_TO_DELETE = [0, 0xAD, 0xFFFD, 0xFFFF, 0xFEFF, *range(0x200B, 0x2010), *range(0x2028, 0x202F), 0x2060]
_CLEAN = {ord(key): value for key, value in _LIGATURES.items()} | dict.fromkeys(_TO_DELETE, "")
_CLEAN |= dict.fromkeys([*range(1, 33), *range(0x7F, 0xA1), *range(0x2000, 0x200B), 0x202F, 0x3000], " ")
_CLEAN[0x2011] = "-"
_UNUSUAL = re.compile(
    f"[{re.escape(''.join(char for char in map(chr, sorted(_CLEAN)) if not char.isspace()))}\ud800-\udfff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")


_CLOSING = frozenset(",.;:)")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})


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


def clean_text(text: str) -> str:
    r"""Return text with single spaces and without ligatures, soft hyphens and control characters.

    >>> clean_text("o\ufb03ce\u00a0 hours\u00ad")
    'office hours'
    """
    if _UNUSUAL.search(text):
        text = _SURROGATES.sub("", text).translate(_CLEAN)
    return " ".join(text.split())


def find_segments(
    words: PageWords, *, owners: Ints | None = None, cells: Ints | None = None, panels: Ints | None = None
) -> PageSegments:
    """Return the segments of a page in content order.

    Args:
        words: the words of the page.
        owners: per word, the structure element that holds it.
        cells: per word, the ruled cell that holds it.
        panels: per word, the box or panel that holds it.
    """
    found = PageSegments(words, n_dropped=words.n_dropped)
    n = words.n_words
    if not n:
        return found
    size = np.where(words.size > 0.5, words.size, np.maximum(words.bottom - words.top, 0.01) * 0.85)
    inside = (words.x1 > 0) & (words.x0 < words.width) & (words.bottom > 0) & (words.top < words.height)
    holders = [holder for holder in (words.artifact, inside, owners, cells, panels) if holder is not None]
    breaks, gap = _find_breaks(words, size, holders)
    first = breaks.nonzero()[0]
    last = np.empty_like(first)
    last[:-1], last[-1] = first[1:] - 1, n - 1

    length = (words.end - words.start).astype(np.float64)
    total = np.add.reduceat(length, first)
    none = [-1] * len(first)
    unusual = _UNUSUAL.search(words.text) is not None
    marked = sorted(place for place, _ in words.references)
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
        owners[first].tolist() if owners is not None else none,
        cells[first].tolist() if cells is not None else none,
        panels[first].tolist() if panels is not None else none,
        strict=True,
    )
    for a, b, start, end, shown, mixed, x0, upper, x1, lower, mean, *rest in columns:
        bold, italic, artifact, n_chars, lead_gap, second_x0, owner, cell, panel = rest
        lost, top, bottom, points = 0, upper, lower, mean
        raised: list[tuple[int, str]] = []
        if mixed:
            text, points, top, bottom, raised = _read_mixed(words, size, a, b)
            lost = sum(len(mark) for _, mark in raised)
        elif b - a >= LETTER_SPACED - 1 and n_chars <= 1.3 * (b - a + 1):
            text = _close_letters(words, a, b)
        else:
            text = words.text[start:end]
        if unusual:
            text = clean_text(text)
        elif "  " in text or not text.isprintable():
            text = " ".join(text.split())
        if not shown or not text or text == HYPHEN_MARK:
            found.n_dropped += n_chars
            continue
        found.n_dropped += lost
        found.segments.append(
            Segment(
                words.number, text, x0, top, x1, bottom, points, bold, italic, artifact,
                n_chars - lost, lead_gap, second_x0, owner, cell, panel,
            )
        )  # fmt: skip
        if raised or (marked and bisect_left(marked, start) < bisect_left(marked, end)):
            found.segments[-1].references = _list_references(words, start, end, raised)
        if words.confidence is not None:
            found.segments[-1].confidence = round(float(words.confidence[a : b + 1].mean()), 3)
    return found


def _list_references(
    words: PageWords, start: int, end: int, raised: list[tuple[int, str]]
) -> tuple[tuple[int, str], ...]:
    """Return the marks of footnotes in ``words.text[start:end]``, by what follows them.

    Args:
        words: the words of the page.
        start, end: the segment.
        raised: marks that stand as words of their own, and where.
    """
    found: list[tuple[int, str]] = []
    n_after, done = 0, end
    inside = [(place, mark) for place, mark in words.references if start <= place < end]
    for place, mark in sorted([*inside, *raised], reverse=True):
        n_after += sum(not (char.isspace() or char == "\0") for char in words.text[place + len(mark) : done])
        done = place
        found.extend((n_after, number) for number in reversed(re.findall(r"\d+", mark)))
    return tuple(reversed(found))


def _close_letters(words: PageWords, first: int, last: int) -> str:
    """Return the text of a letter-spaced line: single letters, closed up where the gaps are the narrow ones.

    Left as it is where the letters are no words: initials, the columns of a grid, a row of ticks.
    """
    parts = [words.text[words.start[place] : words.end[place]] for place in range(first, last + 1)]
    if sum(map(str.isalpha, parts)) < 0.8 * len(parts):
        return " ".join(parts)
    gaps = words.x0[first + 1 : last + 1] - words.x1[first:last]
    narrow = max(float(np.median(gaps)), 0.0)
    text = parts[0]
    for gap, part in zip(gaps.tolist(), parts[1:], strict=True):
        text += part if gap <= 1.7 * narrow + 0.3 else " " + part
    return text


def _find_breaks(words: PageWords, size: Floats, holders: list[Any]) -> tuple[Bools, Floats]:
    """Return which words open a segment, and the gap after each word in ems."""
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
    for holder in holders:
        breaks[1:] |= holder[1:] != holder[:-1]
    gaps_after = np.zeros(n)
    np.divide(gap, em, out=gaps_after[:-1])
    return breaks, gaps_after


def _read_mixed(
    words: PageWords, size: Floats, first: int, last: int
) -> tuple[str, float, float, float, list[tuple[int, str]]]:
    """Return text, size, top, bottom and the marks left out of a segment with words of several sizes.

    Its size is that of most of its characters. A raised number much smaller than that is a footnote
    reference and is left out, unless it opens the segment: there it is the number of a footnote.
    """
    counts: dict[float, int] = {}
    places = range(first, last + 1)
    for word in places:
        key = round(float(size[word]), 1)
        counts[key] = counts.get(key, 0) + int(words.end[word] - words.start[word])
    main = max(counts, key=lambda key: (counts[key], key))
    kept: list[str] = []
    tops: list[float] = []
    bottoms: list[float] = []
    raised: list[tuple[int, str]] = []
    for word in places:
        part = words.text[words.start[word] : words.end[word]]
        small = size[word] <= 0.8 * main
        if small and word > first and part.strip(",;*†‡").isdecimal() and len(part) <= 4:
            middle = (words.top[word] + words.bottom[word]) / 2
            # After "neglect 62 63" the second number is raised above the word, not above the first.
            before = max((place for place in range(first, word) if size[place] > 0.8 * main), default=first)
            if middle < (words.top[before] + words.bottom[before]) / 2 - 0.02 * main:
                raised.append((int(words.start[word]), part))
                continue
        if small and kept and part.lower() in _ORDINALS and kept[-1][-1:].isdigit():
            kept[-1] += part
            continue
        if raised and part[0] in _CLOSING and raised[-1][0] == words.start[word - 1]:
            kept[-1] += part  # "school¹ ," is "school,"
        else:
            kept.append(part)
        if not small:
            tops.append(float(words.top[word]))
            bottoms.append(float(words.bottom[word]))
    top = min(tops) if tops else float(words.top[first])
    bottom = max(bottoms) if bottoms else float(words.bottom[first])
    return " ".join(kept), main, top, bottom, raised


def on_row(a: Segment, b: Segment) -> bool:
    """Return whether two segments stand side by side on one row of the same cell."""
    if a.bottom <= b.top or b.bottom <= a.top or a.cell != b.cell:
        return False
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return overlap > 0.5 * min(a.height, b.height)
