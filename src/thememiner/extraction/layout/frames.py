"""Tables that only lay out a page: rules around prose make a frame, not a row of data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile

from .lines import Segment
from .tables import Cell

LEAST_WORDS = 50
"""A row of data that fills the width of its table holds fewer words in its one cell."""
LEAST_PARAGRAPHS = 2
LEAST_WIDTH = 0.7
LEAST_SENTENCE = 12
"""Words of a sentence before or after the rows of data that shows the row to be no part of them."""
_PARAGRAPH_GAP = 0.6
"""Space above a line that opens a paragraph, in ems, where no tag tells."""


def free_prose(segments: Iterable[Segment], cells: Sequence[Cell]) -> None:
    """Take the prose of a page out of the tables that frame it; ``Segment.cell`` is set here.

    A row that is one cell as wide as its table, with paragraphs in it, flows like the rest of the page. So do
    rows of one cell before or after the rows of data where there are sentences among them: a letter in the
    table of its signatures. What is left of such a table, a heading beside a verdict for one, is no table
    where it is a single row.

    Args:
        segments: the segments of the page.
        cells: the cells that ``Segment.cell`` points at.
    """
    if not cells:
        return
    tables: dict[tuple[int, int], dict[int, list[Segment]]] = defaultdict(lambda: defaultdict(list))
    for segment in segments:
        if segment.cell >= 0:
            cell = cells[segment.cell]
            tables[cell.table][cell.row].append(segment)
    for rows in tables.values():
        everything = [segment for row in rows.values() for segment in row]
        places = sorted(rows)
        opens = {place for place, row in rows.items() if _is_single(row) and not cells[row[0].cell].column}
        prose = {place for place in places if _is_prose(rows[place], everything)}
        for order in (places, places[::-1]):
            single = list(takewhile(opens.__contains__, order))
            if any(_is_sentence(rows[place], everything) for place in single):
                prose.update(single)
        if not prose:
            continue
        left = everything if len(rows) - len(prose) < 2 else [line for place in prose for line in rows[place]]
        for segment in left:
            segment.cell = -1


def _is_single(row: list[Segment]) -> bool:
    return all(segment.cell == row[0].cell for segment in row)


def _is_sentence(row: list[Segment], everything: list[Segment]) -> bool:
    return (
        sum(segment.text.count(" ") + 1 for segment in row) >= LEAST_SENTENCE
        and row[-1].text.endswith(".")
        and _is_wide(row, everything)
    )


def _is_prose(row: list[Segment], everything: list[Segment]) -> bool:
    if not _is_single(row) or sum(segment.text.count(" ") + 1 for segment in row) < LEAST_WORDS:
        return False
    return _is_wide(row, everything) and _count_paragraphs(row) >= LEAST_PARAGRAPHS


def _is_wide(row: list[Segment], everything: list[Segment]) -> bool:
    """Return whether a row begins at the left of its table and reaches over most of its width."""
    first = row[0]
    left = min(segment.x0 for segment in everything)
    width = max(segment.x1 for segment in everything) - left
    begins = min(segment.x0 for segment in row) - left < 2 * first.size
    fills = max(segment.x1 for segment in row) - left > LEAST_WIDTH * width
    return begins and fills


def _count_paragraphs(row: list[Segment]) -> int:
    count = 1
    for before, segment in pairwise(row):
        if segment.owner >= 0 or before.owner >= 0:
            count += segment.owner != before.owner
        else:
            count += segment.top - before.bottom > _PARAGRAPH_GAP * segment.size or bool(segment.marker)
    return count
