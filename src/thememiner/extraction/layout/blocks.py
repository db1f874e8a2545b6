"""Segments to blocks: which lines of a page make one paragraph, heading, item or table row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from .breaks import RightEdges, starts_block
from .columns import mark_columns
from .contents import find_contents, is_contents_heading
from .drafts import Draft, count_letters, cut_start
from .frames import free_prose
from .lines import PageSegments, Segment, on_row
from .lone_markers import attach_markers
from .markers import find_marker
from .structure import Element
from .tables import Cell
from .typography import Typography


def find_blocks(
    page: PageSegments,
    typography: Typography,
    elements: Sequence[Element],
    *,
    n_pages: int,
    continuing: bool = False,
) -> list[Draft]:
    """Return the blocks of a page in reading order, their kinds not yet named.

    Where the page is tagged, a change of element is a change of block; elsewhere spacing, size,
    weight, indent, markers and the length of the line before decide.

    Args:
        page: the segments of the page, furniture taken out.
        typography: how the document is set.
        elements: the structure elements that ``Segment.owner`` points at.
        n_pages: pages of the document, to tell page numbers in a contents list.
        continuing: the page before holds a contents list.
    """
    segments = attach_markers(page.segments)
    entries = find_contents(segments, n_pages, continuing=continuing)
    if not entries:
        mark_columns(page, segments)
    free_prose(segments, page.cells)
    rights = RightEdges(segments)
    tables: dict[tuple[int, int], list[Segment]] = defaultdict(list)
    for segment in segments if page.cells else ():
        if segment.cell >= 0:
            tables[page.cells[segment.cell].table].append(segment)
    drafts: list[Draft] = []
    placed: set[tuple[int, int]] = set()
    flowing: Draft | None = None
    for segment in segments:
        if segment.cell >= 0:
            table = page.cells[segment.cell].table
            if table not in placed:
                placed.add(table)
                drafts.extend(_read_table(table, tables[table], page.cells))
            flowing = None
            continue
        entry = entries.get(id(segment), -1) if entries else -1
        if entry < 0 and flowing is not None and flowing.kind == "contents" and on_row(flowing.last, segment):
            entry = flowing.row
        elif entry < 0 and segment.owner >= 0 and elements[segment.owner].kind == "contents":
            entry = -1 if is_contents_heading(segment.text) else len(segments) + segment.owner
        if entry >= 0:
            if flowing is not None and flowing.kind == "contents" and flowing.row == entry:
                flowing.segments.append(segment)
            else:
                flowing = _open_draft(segment)
                flowing.kind, flowing.row = "contents", entry
                drafts.append(flowing)
            continue
        if flowing is not None and flowing.kind == "contents":
            flowing = None
        if flowing is None or starts_block(segment, flowing, typography, rights, elements):
            flowing = _open_draft(segment)
            drafts.append(flowing)
        else:
            flowing.segments.append(segment)
    return drafts


def _open_draft(segment: Segment) -> Draft:
    draft = Draft("paragraph", [segment], boxed=segment.panel >= 0, owner=segment.owner)
    if segment.marker:
        marker = find_marker(segment.marker, gap=9.0)
        draft.number = marker.text if marker else segment.marker
        segment.n_lost += count_letters(segment.marker) - count_letters(draft.number)
        draft.marker_x0 = segment.marker_x0
        draft.kind = "list_item"
        return draft
    marker = find_marker(segment.text, gap=segment.lead_gap)
    if marker is not None and marker.end < len(segment.text):
        draft.number = marker.text
        draft.marker_x0 = segment.marker_x0 = segment.x0
        draft.kind = "list_item"
        printed = segment.text[: marker.end]
        if printed[-1].isspace() and " " not in printed.strip():
            segment.x0 = segment.second_x0
        segment.n_lost += count_letters(printed) - count_letters(marker.text)
        cut_start(segment, marker.end)
        # An asterisk may turn out to be the sign of a note.
        segment.marker = "*" if printed.strip() == "*" else marker.text
    return draft


def _read_table(table: tuple[int, int], segments: list[Segment], cells: Sequence[Cell]) -> list[Draft]:
    """Return the rows of a table; a row holds the segments of each of its cells."""
    own = [cell for cell in cells if cell.table == table]
    columns = list(range(max(max(cell.column for cell in own) + 1, own[0].n_columns)))
    headers = {cell.row: cell.header for cell in own}
    rows: dict[int, dict[int, list[Segment]]] = defaultdict(lambda: defaultdict(list))
    for segment in segments:
        cell = cells[segment.cell]
        headers[cell.row] = headers[cell.row] and cell.header
        rows[cell.row][cell.column].append(segment)
    if table[0]:
        # Double rules and merged headers leave columns that hold nothing.
        used = {column for row in rows.values() for column in row}
        columns = [column for column in columns if column in used]
    drafts = []
    for row in sorted(rows):
        found = [rows[row].get(column, []) for column in columns]
        flat = [segment for column in found for segment in column]
        drafts.append(Draft("table_row", flat, table=table, row=row, cells=found, header=headers[row]))
    if len(drafts) > 1 and not any(draft.header for draft in drafts):
        bold = [all(segment.bold for segment in draft.segments) for draft in drafts]
        drafts[0].header = bold[0] and not all(bold)
    return drafts
