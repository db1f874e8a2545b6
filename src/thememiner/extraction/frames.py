"""Tables that only lay out a page: rules around prose make a frame, not a row of data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from thememiner.extraction.lines import Segment
from thememiner.extraction.tables import Cell

LEAST_WORDS = 50
"""A row of data that fills the width of its table holds fewer words in its one cell."""
LEAST_PARAGRAPHS = 2
LEAST_WIDTH = 0.7
_PARAGRAPH_GAP = 0.6
"""Space above a line that opens a paragraph, in ems, where no tag tells."""


def free_prose(segments: Iterable[Segment], cells: Sequence[Cell]) -> None:
    """Take the prose of a page out of the tables that frame it; ``Segment.cell`` is set here.

    A row that is one cell as wide as its table, with paragraphs in it, flows like the rest of the page. What
    is left of such a table, a heading beside a verdict for one, is no table where it is a single row.

    Args:
        segments: the segments of the page.
        cells: the cells that ``Segment.cell`` points at.
    """
    tables: dict[tuple[int, int], dict[int, list[Segment]]] = defaultdict(lambda: defaultdict(list))
    for segment in segments:
        if segment.cell >= 0:
            cell = cells[segment.cell]
            tables[cell.table][cell.row].append(segment)
    for rows in tables.values():
        everything = [segment for row in rows.values() for segment in row]
        prose = [row for row in rows.values() if _is_prose(row, everything)]
        if not prose:
            continue
        left = everything if len(rows) - len(prose) < 2 else [segment for row in prose for segment in row]
        for segment in left:
            segment.cell = -1


def _is_prose(row: list[Segment], everything: list[Segment]) -> bool:
    first = row[0]
    if any(segment.cell != first.cell for segment in row):
        return False
    if sum(segment.text.count(" ") + 1 for segment in row) < LEAST_WORDS:
        return False
    left = min(segment.x0 for segment in everything)
    width = max(segment.x1 for segment in everything) - left
    begins = min(segment.x0 for segment in row) - left < 2 * first.size
    fills = max(segment.x1 for segment in row) - left > LEAST_WIDTH * width
    return begins and fills and _count_paragraphs(row) >= LEAST_PARAGRAPHS


def _count_paragraphs(row: list[Segment]) -> int:
    count = 1
    for before, segment in pairwise(row):
        if segment.owner >= 0 or before.owner >= 0:
            count += segment.owner != before.owner
        else:
            count += segment.top - before.bottom > _PARAGRAPH_GAP * segment.size or bool(segment.marker)
    return count
