"""Segments: stretches of words that stand together on one printed line.

A segment is a line of a paragraph, or the part of a printed line that one column, cell or marker
takes up.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from thememiner.extraction.words import PageWords

from .tables import Cell


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


def on_row(a: Segment, b: Segment) -> bool:
    """Return whether two segments stand side by side on one row of the same cell."""
    if a.bottom <= b.top or b.bottom <= a.top or a.cell != b.cell:
        return False
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return overlap > 0.5 * min(a.height, b.height)
