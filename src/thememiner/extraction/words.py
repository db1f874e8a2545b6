"""The words of one page as arrays: what every reader delivers and the rest of the room builds on.

A reader (PDFium, pdfplumber) knows a file format; everything after it only knows words: where each
stands, how large and how heavy it is, and which marked content it belongs to. Arrays, because a report
has a hundred thousand words and a Python object for each would cost more than reading the PDF.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_NO_INTS, _NO_FLOATS, _NO_BOOLS = np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.bool_)

_COLUMNS = ("x0", "top", "x1", "bottom", "size", "bold", "italic", "mcid", "artifact")
"""What is known of each word besides its text."""

HYPHEN_MARK = "\ufffe"
"""What PDFium writes in place of a hyphen at the end of a line."""


class Rect(msgspec.Struct, frozen=True, gc=False):
    """A painted rectangle or rule, in points from the top left of the page as shown."""

    x0: float
    top: float
    x1: float
    bottom: float
    filled: bool = False
    """Painted with a colour that can be told from white paper."""


@dataclass(slots=True)
class PageWords:
    """The words of a page in content order; one array entry per word.

    ``text[start:end]`` is a word; the characters between words are white space.
    Boxes are in points from the top left of the page as shown, sizes in points.
    """

    number: int
    width: float
    height: float
    text: str
    start: Ints
    end: Ints
    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats
    size: Floats
    bold: Bools
    italic: Bools
    mcid: Ints
    """Marked content id, -1 where there is none."""
    artifact: Bools
    """Marked by the producer as no part of the content: running headers and the like."""
    rects: list[Rect] = field(default_factory=list)
    n_chars: int = 0
    """Visible characters of the text layer."""
    n_dropped: int = 0
    """Of these, characters that no word holds: footnote references cut out of words and the like."""
    pictured: bool = False
    """A picture or a mass of drawn shapes covers a good part of the page."""
    label: str = ""
    """The page label that the PDF declares."""
    turned: int = 0
    """Quarter turns clockwise that the page was given here so that its text stands upright."""
    skew: float = 0.0
    """How far its lines fell to the right before they were made level here, in radians."""
    references: list[tuple[int, str]] = field(default_factory=list)
    """Raised marks of footnotes inside words, blanked in ``text``: where each begins, and its digits."""
    confidence: Floats | None = None
    """Per word, how sure OCR is of it, 0 to 1; None where the text layer was read."""

    def release(self) -> None:
        """Let the words go and keep what is known of the page: a long report would fill the memory."""
        self.text, self.rects, self.references, self.confidence = "", [], [], None
        self.start = self.end = self.mcid = _NO_INTS
        self.x0 = self.top = self.x1 = self.bottom = self.size = _NO_FLOATS
        self.bold = self.italic = self.artifact = _NO_BOOLS

    def shown_box(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """Return a box of the upright page as it stands on the page as shown.

        >>> PageWords.empty(1).shown_box(1, 2, 3, 4)
        (1, 2, 3, 4)
        """
        if self.skew:
            corners = [self.turn_about_centre(x, y, self.skew) for x in (x0, x1) for y in (top, bottom)]
            (x0, *_, x1), (top, *_, bottom) = (sorted(values) for values in zip(*corners, strict=True))
        if self.turned == 1:
            return top, self.width - x1, bottom, self.width - x0
        if self.turned == 2:
            return self.width - x1, self.height - bottom, self.width - x0, self.height - top
        if self.turned == 3:
            return self.height - bottom, x0, self.height - top, x1
        return x0, top, x1, bottom

    def turn_about_centre(self, x: float, y: float, angle: float) -> tuple[float, float]:
        """Return a place of the upright page after a turn about its centre, clockwise, in radians."""
        dx, dy = x - self.width / 2, y - self.height / 2
        cos, sin = math.cos(angle), math.sin(angle)
        return self.width / 2 + dx * cos - dy * sin, self.height / 2 + dx * sin + dy * cos

    def part_word(self, place: int, left: float, right: float) -> None:
        """Part a word before the character at ``place``: a white space is put into the text there.

        Args:
            place: where in ``text`` the second part begins.
            left: where the first part ends on the page, in points.
            right: where the second part begins.
        """
        word = int(np.searchsorted(self.start, place, side="right")) - 1
        self.text = f"{self.text[:place]} {self.text[place:]}"
        self.references = [(at + (at >= place), mark) for at, mark in self.references]
        self.start[word + 1 :] += 1
        self.end[word:] += 1
        for name in _COLUMNS:
            values = getattr(self, name)
            setattr(self, name, np.insert(values, word, values[word]))
        self.start = np.insert(self.start, word + 1, place + 1)
        self.end = np.insert(self.end, word, place)
        self.x1[word], self.x0[word + 1] = left, right

    @property
    def shown_size(self) -> tuple[float, float]:
        """Return width and height of the page as shown, in points."""
        return (self.height, self.width) if self.turned % 2 else (self.width, self.height)

    @classmethod
    def empty(cls, number: int) -> PageWords:
        """Return an A4 page without words, in place of one that could not be read."""
        ints, floats, bools = _NO_INTS, _NO_FLOATS, _NO_BOOLS
        return cls(
            number=number, width=595.0, height=842.0, text="", start=ints, end=ints, x0=floats, top=floats,
            x1=floats, bottom=floats, size=floats, bold=bools, italic=bools, mcid=ints, artifact=bools,
        )  # fmt: skip

    @property
    def n_words(self) -> int:
        """Return the number of words."""
        return len(self.start)


def join_pages(pages: Sequence[PageWords]) -> PageWords:
    r"""Return the words of pages as those of one, for what costs as much for eight pages as for one.

    A line break stands between the texts of two pages; what is true of a page as a whole is left out.

    >>> join_pages([PageWords.empty(1), PageWords.empty(2)]).text
    '\n'
    """
    begins = list(accumulate((len(page.text) + 1 for page in pages[:-1]), initial=0))
    shift = np.repeat(begins, [page.n_words for page in pages])
    joined: dict[str, Any] = {
        name: np.concatenate([getattr(page, name) for page in pages]) for name in _COLUMNS
    }
    if any(page.confidence is not None for page in pages):
        joined["confidence"] = np.concatenate(
            [np.full(page.n_words, np.nan) if page.confidence is None else page.confidence for page in pages]
        )
    return PageWords(
        number=0,
        width=0.0,
        height=0.0,
        text="\n".join([page.text for page in pages]),
        start=np.concatenate([page.start for page in pages]) + shift,
        end=np.concatenate([page.end for page in pages]) + shift,
        references=[
            (begin + at, mark)
            for begin, page in zip(begins, pages, strict=True)
            for at, mark in sorted(page.references)
        ],
        **joined,
    )


def split_words(codes: NDArray[np.uint32]) -> tuple[Ints, Ints]:
    """Return the start and end of each run of visible characters.

    A line-end hyphen mark ends its word, for PDFium writes no white space after it.

    Args:
        codes: the code points of a page.

    >>> starts, ends = split_words(np.array([ord(c) for c in "a bc"], dtype=np.uint32))
    >>> starts.tolist(), ends.tolist()
    ([0, 2], [1, 4])
    """
    visible = np.zeros(len(codes) + 2, dtype=np.bool_)
    visible[1:-1] = is_visible(codes)
    before, after = visible[:-1], visible[1:]
    parted = ~(before & after)
    parted[1:] |= codes == ord(HYPHEN_MARK)
    return (after & parted).nonzero()[0], (before & parted).nonzero()[0]


def is_visible(codes: NDArray[Any]) -> Bools:
    """Return which code points leave a mark on paper."""
    return _VISIBLE.take(codes, mode="clip")


def _find_visible() -> Bools:
    visible = np.ones(0x10001, dtype=np.bool_)
    for first, last in (
        (0x00, 0x20), (0x7F, 0xA0), (0x2000, 0x200F), (0x2028, 0x202F), (0x205F, 0x2060),
        (0x3000, 0x3000), (0xFEFF, 0xFEFF), (0xFFFF, 0xFFFF),
    ):  # fmt: skip
        visible[first : last + 1] = False
    return visible


_VISIBLE = _find_visible()
"""Which code points leave a mark on paper; the last entry stands for all beyond the first plane."""
