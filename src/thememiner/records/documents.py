"""The text of a review, and where every character of it is printed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Literal

import msgspec

BlockKind = Literal[
    "heading", "paragraph", "list_item", "table_row", "caption", "footnote", "contents", "furniture"
]


class Box(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A rectangle on a page, in PDF points from the top left corner."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the PDF and the stretch of the running text that begins on it."""

    number: int
    label: str = ""
    """The page number as printed, where it was found."""
    width: float
    height: float
    n_chars: int
    """Visible characters in the page's text layer, furniture included."""
    n_dropped: int = 0
    """Of these, characters that are in no block (hidden, duplicated, off the page)."""
    ocr_confidence: float | None = None
    """How sure OCR is of the page, 0 to 1; None where the text layer was read."""


class Line(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A printed line: where a stretch of the running text stands on a page."""

    start: int
    end: int
    box: Box
    size: float
    """Font size in points, as shown."""
    bold: bool = False
    italic: bool = False
    ocr_confidence: float | None = None
    """How sure OCR is of it, 0 to 1; None where the text layer was read."""


class Block(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A paragraph, heading, list item, table row ... : contiguous in the text.

    A paragraph that crosses a page break is one block.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    """Heading level from 1, or nesting depth of a list item from 1; else 0."""
    number: str = ""
    """The printed number or marker of a paragraph, item or heading: 4.12, a), Recommendation 3."""
    boxed: bool = False
    """Printed in a box or on a tinted panel."""
    table_id: int = -1
    """Rows of one table share a number from 0; -1 where it is no row."""
    header: bool = False
    """A table row that names the columns."""
    cells: tuple[tuple[int, int], ...] = ()
    """Offsets of a table row's cells, in column order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReference:
    """A raised mark of a footnote: left out of the running text, and where it stood."""

    start: int
    """It follows the character before this offset."""
    mark: str
    note: int = -1
    """Index in ``Document.blocks`` of the note that it leads to, -1 where none was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """A running header, footer or page number: kept, never in the running text."""

    page: int
    text: str
    box: Box


_line_start = attrgetter("start")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text of a review and where every character of it is printed."""

    review_id: str
    text: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    """In reading order; they do not overlap."""
    lines: tuple[Line, ...]
    """In order of ``start``."""
    references: tuple[NoteReference, ...] = ()
    """In order of ``start``."""
    furniture: tuple[Furniture, ...] = ()
    reader: str = ""
    """What read it: pdfium, pdfium-resaved, pdfplumber."""
    metadata: dict[str, str] = field(default_factory=dict)
    """What the PDF says of itself: title, author, created, producer."""
    warnings: tuple[str, ...] = ()
    """What a user should know: pages without text, a page that could not be read."""

    def lines_at(self, start: int, end: int) -> tuple[Line, ...]:
        """Return the printed lines that hold ``text[start:end]``."""
        first = max(bisect_right(self.lines, start, key=_line_start) - 1, 0)
        last = bisect_left(self.lines, max(end, start + 1), key=_line_start)
        return tuple(line for line in self.lines[first:last] if line.end > start)

    def page_at(self, offset: int) -> int:
        """Return the number of the page on which the character at ``offset`` is printed."""
        if not self.lines:
            return 1
        return self.lines[max(bisect_right(self.lines, offset, key=_line_start) - 1, 0)].box.page

    def pages_at(self, offsets: Iterable[int]) -> list[int]:
        """Return the page of each of many offsets, as ``page_at`` has it."""
        starts: list[int] = []
        pages: list[int] = []
        page = 0
        for line in self.lines:  # a page has many, so they are looked up among its first ones
            if line.box.page != page:
                page = line.box.page
                starts.append(line.start)
                pages.append(page)
        if not pages:
            return [1 for _ in offsets]
        return [pages[bisect_right(starts, offset, 1) - 1] for offset in offsets]

    def boxes_at(self, start: int, end: int) -> tuple[Box, ...]:
        """Return a box per printed line of ``text[start:end]``."""
        return tuple(line.box for line in self.lines_at(start, end))
