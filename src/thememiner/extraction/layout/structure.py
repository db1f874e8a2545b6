"""The structure tree of a tagged PDF: which block each piece of marked content belongs to.

Nine in ten published reports are tagged, by Word mostly, and their tags know what geometry can only
guess: where a paragraph ends, what is a list item, which cell a word is in. The order of the page's content
is kept, for it is the better reading order where the two differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain

import msgspec
import numpy as np

from thememiner.extraction.words import Bools, Ints, PageWords

from .tables import Cell

LEAST_COVERED = 0.85
"""On a page where tags hold fewer of the words, geometry works alone."""


class Element(msgspec.Struct, gc=False):
    """A block of the structure tree."""

    kind: str
    """A block kind of ours, or ``cell``."""
    level: int = 0
    """Level of a heading, 0 where the tag has none; depth of a list item."""
    table: int = -1
    row: int = -1
    column: int = -1
    header: bool = False
    has_paragraph: bool = False


@dataclass(slots=True)
class Structure:
    """The blocks of a tagged PDF, and where the marked content of each page belongs."""

    elements: list[Element] = field(default_factory=list)
    pages: dict[int, dict[int, int]] = field(default_factory=dict)
    """Page number from 1 -> marked content id -> index of the element."""
    grids: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Table -> its rows and columns."""
    n_blocks: Counter[int] = field(default_factory=Counter)
    """Table -> blocks inside its cells."""
    in_grids: Bools = field(default_factory=lambda: np.zeros(1, dtype=np.bool_))
    """Per element, whether it is in a table of data; the last is for words without an element, -1."""

    def is_grid(self, table: int) -> bool:
        """Return whether a table is one of data, not a frame for laying out a page."""
        rows, columns = self.grids.get(table, (0, 0))
        return rows >= 2 and columns >= 2 and self.n_blocks[table] <= 8 * rows * columns

    def owners_of_words(self, pages: Sequence[PageWords]) -> list[Ints | None]:
        """Return, for the words of each page, the index of its element or -1; None where badly tagged."""
        places = [self.pages.get(words.number, {}) for words in pages]
        counts, n_ids = [words.n_words for words in pages], [len(own) for own in places]
        # One table for all pages; the last entry of each is for no id and for ids without a place.
        begins = list(accumulate((max(own, default=-1) + 2 for own in places), initial=0))
        table = np.full(begins[-1], -1)
        ids = np.fromiter(chain.from_iterable(places), np.int64, sum(n_ids))
        owned = chain.from_iterable(own.values() for own in places)
        table[np.repeat(begins[:-1], n_ids) + ids] = np.fromiter(owned, np.int64, sum(n_ids))
        begin, none = np.repeat(begins[:-1], counts), np.repeat(begins[1:], counts) - 1
        mcid = np.concatenate([words.mcid for words in pages])
        owners: Ints = table[np.where(mcid < 0, none, np.minimum(begin + mcid, none))]
        content = ~np.concatenate([words.artifact for words in pages])
        covered = content & (owners >= 0)
        found: list[Ints | None] = []
        stop = 0
        for words, n_words in zip(pages, counts, strict=True):
            own = slice(stop, stop := stop + n_words)
            n_content, n_covered = np.count_nonzero(content[own]), np.count_nonzero(covered[own])
            if not n_words or not self.pages.get(words.number) or n_covered < LEAST_COVERED * n_content:
                found.append(None)
                continue
            if n_covered < n_content:
                _adopt_words(owners[own], words, content[own])
            found.append(owners[own])
        return found


def _adopt_words(owners: Ints, words: PageWords, content: Bools) -> None:
    """Give words that no tag holds, in the midst of a line, to the element of the word before them.

    Producers leave out the mark of a note, or what is typed in after the tags were made.
    """
    for word in ((owners < 0) & content).nonzero()[0].tolist():
        before = word - 1
        if word and owners[before] >= 0 and content[before]:
            height = words.bottom[before] - words.top[before]
            gap = words.x0[word] - words.x1[before]
            middle = (words.top[word] + words.bottom[word]) / 2
            if -0.1 * height < gap < height and words.top[before] < middle < words.bottom[before]:
                owners[word] = owners[before]


def find_cells(structure: Structure, owners: Ints) -> tuple[list[Cell], Ints | None]:
    """Return the cells of a tagged page and, for each word, the index of its cell or -1.

    Args:
        structure: the structure of the PDF.
        owners: per word of the page, the index of its element or -1.
    """
    inside = structure.in_grids[owners]
    if not inside.any():
        return [], None
    cells: list[Cell] = []
    places: dict[tuple[int, int, int], int] = {}
    present, found = np.unique(owners[inside], return_inverse=True)
    cell_of_present = np.empty(len(present), dtype=np.int64)
    for at, owner in enumerate(present.tolist()):
        element = structure.elements[owner]
        key = (element.table, element.row, element.column)
        if key not in places:
            places[key] = len(cells)
            n_columns = structure.grids[element.table][1]
            cells.append(
                Cell((0, element.table), element.row, element.column, n_columns, header=element.header)
            )
        cell_of_present[at] = places[key]
    cell_of_words = np.full(len(owners), -1, dtype=np.int64)
    cell_of_words[inside] = cell_of_present[found]
    return cells, cell_of_words
