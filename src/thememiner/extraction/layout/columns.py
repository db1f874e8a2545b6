"""Tables without rules: rows of short texts that stand under one another in columns.

Only text that no tag and no rule has placed is looked at, and only where the content comes row by row:
two columns of prose come column by column and are left alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from .lines import PageSegments, Segment, on_row
from .tables import Cell

LEAST_ROWS = 3
MOST_WORDS = 14
"""A text in a column has fewer words than this on a line, on average."""
_ALIGNED_PT = 4.0
_FIRST_TABLE = 1000
"""Ruled tables of a page are numbered from 0, those found here from this."""


def mark_columns(page: PageSegments, segments: Sequence[Segment]) -> None:
    """Give the segments that stand in columns a cell each; ``page.cells`` grows.

    Args:
        page: the page.
        segments: its segments in reading order, furniture and list markers taken out.
    """
    if any(segment.owner >= 0 for segment in segments):
        return  # the tags of the page know better
    rows = _find_rows(segments)
    place = 0
    n_tables = 0
    while place < len(rows):
        stop = _find_end(rows, place)
        run = rows[place:stop]
        if _is_table(run):
            _mark_run(page, run, (page.words.number, _FIRST_TABLE + n_tables))
            n_tables += 1
        place = max(stop, place + 1)


def _find_rows(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Return runs of segments that follow one another from left to right on one row."""
    rows: list[list[Segment]] = []
    for segment in segments:
        last = rows[-1][-1] if rows else None
        if last is not None and on_row(last, segment) and segment.x0 > last.x1:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return rows


def _find_end(rows: list[list[Segment]], start: int) -> int:
    """Return where the run of aligned rows ends that begins at ``start``."""
    if len(rows[start]) < 2 or any(segment.cell >= 0 for segment in rows[start]):
        return start
    lefts = [segment.x0 for segment in rows[start]]
    place = start + 1
    while place < len(rows):
        row, before = rows[place], rows[place - 1]
        step = row[0].bottom - before[0].bottom
        if any(segment.cell >= 0 for segment in row) or not 0 < step < 4 * row[0].size:
            break
        if not all(_column_of(segment, lefts) >= 0 for segment in row):
            break
        if len(row) == 1 and _column_of(row[0], lefts) == 0 and not row[0].text[:1].islower():
            # A line of its own at the left edge: text after the table, unless more rows follow.
            following = rows[place + 1] if place + 1 < len(rows) else []
            if len(following) < 2:
                break
        place += 1
    return place


def _column_of(segment: Segment, lefts: list[float]) -> int:
    for column, left in enumerate(lefts):
        if abs(segment.x0 - left) <= _ALIGNED_PT:
            return column
    return -1


def _is_table(run: list[list[Segment]]) -> bool:
    """Return whether aligned rows are a table: enough rows, short texts, no prose that runs on."""
    full = [row for row in run if len(row) >= 2]
    if len(full) < LEAST_ROWS:
        return False
    segments = [segment for row in run for segment in row]
    words = sum(segment.text.count(" ") + 1 for segment in segments)
    low = sum(row[0].text[:1].islower() for row in full)
    leaders = sum("..." in segment.text for segment in segments)
    return words <= MOST_WORDS * len(segments) and low <= 0.25 * len(full) and not leaders


def _mark_run(page: PageSegments, run: list[list[Segment]], table: tuple[int, int]) -> None:
    """Number the cells of a table; a row whose first column is empty or runs on belongs to the row above."""
    lefts = [segment.x0 for segment in run[0]]
    places: dict[tuple[int, int], int] = {}
    row_number = -1
    for row in run:
        first = row[0]
        opens = _column_of(first, lefts) == 0 and len(row) > 1 and not first.text[:1].islower()
        if opens or row_number < 0:
            row_number += 1
        for segment in row:
            key = (row_number, max(_column_of(segment, lefts), 0))
            if key not in places:
                places[key] = len(page.cells)
                page.cells.append(Cell(table, key[0], key[1], len(lefts)))
            segment.cell = places[key]
