"""Segments to blocks: which lines of a page make one paragraph, heading, item or table row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from thememiner.extraction.columns import mark_columns
from thememiner.extraction.contents import find_contents, is_contents_heading
from thememiner.extraction.frames import free_prose
from thememiner.extraction.lines import PageSegments, Segment, on_row
from thememiner.extraction.markers import find_marker
from thememiner.extraction.structure import Element
from thememiner.extraction.tables import Cell
from thememiner.extraction.typography import Typography
from thememiner.records import BlockKind

FINAL = (".", "!", "?", ":", ";", ".”", ".’", '."', ".'", "?”", ".)")
"""What a sentence that is over ends in."""
SMALL_SHARE = 0.93
"""Notes are set in less than this share of the body size."""
_NOTE_LINE = re.compile(r"(\d{1,3})\s+\S")


@dataclass(slots=True)
class Draft:
    """A block in the making: segments, and what is known of it."""

    kind: BlockKind
    segments: list[Segment]
    number: str = ""
    marker_x0: float = -1.0
    level: int = 0
    bookmark: int = 0
    """Level of the bookmark that names this heading, 0 where none does."""
    boxed: bool = False
    table: tuple[int, int] | None = None
    """The table of a row, as in :class:`Cell`."""
    row: int = -1
    cells: list[list[Segment]] = field(default_factory=list)
    header: bool = False
    owner: int = -1

    @property
    def first(self) -> Segment:
        """Return the first segment."""
        return self.segments[0]

    @property
    def last(self) -> Segment:
        """Return the last segment."""
        return self.segments[-1]

    @property
    def top(self) -> float:
        """Return where its highest line begins."""
        return min(segment.top for segment in self.segments)

    @property
    def bottom(self) -> float:
        """Return where its lowest line ends."""
        return max(segment.bottom for segment in self.segments)

    @property
    def text(self) -> str:
        """Return the words, lines joined plainly: good enough to judge by."""
        return " ".join(segment.text for segment in self.segments)


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
    segments = _attach_markers(page.segments)
    entries = find_contents(segments, n_pages, continuing=continuing)
    if not entries:
        mark_columns(page, segments)
    free_prose(segments, page.cells)
    rights = _find_right_edges(segments)
    tables: dict[tuple[int, int], list[Segment]] = defaultdict(list)
    for segment in segments:
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
        entry = entries.get(id(segment), -1)
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
        if flowing is None or _starts_block(segment, flowing, typography, rights, elements):
            flowing = _open_draft(segment)
            drafts.append(flowing)
        else:
            flowing.segments.append(segment)
    return drafts


def _attach_markers(segments: list[Segment]) -> list[Segment]:
    """Give a marker that stands alone to the text on its row."""
    result: list[Segment] = []
    pending: Segment | None = None
    lone: list[Segment] = []
    for segment in segments:
        alone = _is_marker(segment)
        if pending is not None:
            near = on_row(pending, segment) and 0 <= segment.x0 - pending.x1 + 2 < 7 * segment.size
            # Bare numbers side by side are the scale of a chart.
            if near and not (alone and pending.text.isdecimal() and segment.text.isdecimal()):
                _give_marker(segment, pending)
            else:
                lone.append(pending)
                result.append(pending)
            pending = None
        if alone:
            pending = segment
        else:
            result.append(segment)
    if pending is not None:
        lone.append(pending)
        result.append(pending)
    for segment in lone:
        # The content stream may hold the markers before or after the page's text: look along the row.
        right = [
            other
            for other in result
            if other.x0 > segment.x1 - 2 and other is not segment and on_row(segment, other)
        ]
        nearest = min(right, key=lambda other: other.x0, default=None)
        if nearest is None or nearest.marker or _is_marker(nearest):
            continue
        if nearest.x0 - segment.x1 < 5 * nearest.size:
            _give_marker(nearest, segment)
            result = [kept for kept in result if kept is not segment]
    return result


def _is_marker(segment: Segment) -> bool:
    """Return whether a segment is a marker and nothing else."""
    if len(segment.text) > 10:
        return False
    marker = find_marker(segment.text, gap=9.0)
    return marker is not None and marker.end == len(segment.text)


def _give_marker(segment: Segment, marker: Segment) -> None:
    segment.marker = " ".join(filter(None, (marker.marker, marker.text, segment.marker)))
    segment.marker_x0 = marker.x0


def _find_right_edges(segments: list[Segment]) -> dict[tuple[int, int], float]:
    """Return how far right the lines reach that begin at about the same place in the same box."""
    rights: dict[tuple[int, int], float] = {}
    for segment in segments:
        key = (segment.panel, round(segment.x0 / 24))
        if segment.x1 > rights.get(key, 0.0):
            rights[key] = segment.x1
    return rights


def _open_draft(segment: Segment) -> Draft:
    draft = Draft("paragraph", [segment], boxed=segment.panel >= 0, owner=segment.owner)
    if segment.marker:
        marker = find_marker(segment.marker, gap=9.0)
        draft.number = marker.text if marker else segment.marker
        segment.n_lost += _count_letters(segment.marker) - _count_letters(draft.number)
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
        segment.n_lost += _count_letters(printed) - _count_letters(marker.text)
        cut_start(segment, marker.end)
        segment.marker = marker.text
    return draft


def cut_start(segment: Segment, end: int) -> None:
    """Take the first ``end`` characters off a segment's text and count them as its marker."""
    segment.n_chars -= _count_letters(segment.text[:end])
    segment.text = segment.text[end:]


def _count_letters(text: str) -> int:
    return len(text.replace(" ", ""))


def _starts_block(
    segment: Segment,
    draft: Draft,
    typography: Typography,
    rights: dict[tuple[int, int], float],
    elements: Sequence[Element],
) -> bool:
    """Return whether a segment opens a new block rather than continuing the one before it."""
    before = draft.last
    if segment.panel != before.panel and not _runs_on(segment, before, typography):
        return True
    if on_row(before, segment):
        return segment.x0 < before.x0 or segment.x0 - before.x1 > 5 * segment.size
    if segment.marker:
        return True
    tagged = segment.owner >= 0 and before.owner >= 0
    if tagged and segment.owner != before.owner:
        return not _goes_on(segment, before, typography, elements)
    if not 0.88 < segment.size / max(before.size, 0.1) < 1.13 or segment.bottom <= before.bottom:
        return not tagged or segment.bottom <= before.bottom - 0.5 * before.height
    if _is_apart(segment, draft, typography, tagged=tagged):
        return True
    if before.text[-1:] in "-‐\ufffe":
        return False
    if tagged:
        return _has_new_marker(segment, draft, rights)
    return (
        segment.x0 > before.x1
        or (draft.marker_x0 >= 0 and segment.x0 < draft.marker_x0 - 2)
        or segment.x1 < draft.first.x0 - 2 * segment.size
        or _has_new_marker(segment, draft, rights)
        or _is_next_note(segment, draft, typography)
        or _ends_before(segment, draft, rights, spaced=typography.spaced)
    )


def _is_apart(segment: Segment, draft: Draft, typography: Typography, *, tagged: bool) -> bool:
    """Return whether more space than between two lines of a paragraph stands before a segment."""
    before = draft.last
    step = segment.bottom - before.bottom
    usual = typography.leading_of(segment.size)
    if tagged:
        return step > 2.2 * usual and step > 2.2 * segment.size
    if len(draft.segments) > 1:
        # A paragraph that is set wider than the rest shows it by its own lines.
        own = before.bottom - draft.segments[-2].bottom
        usual = max(usual, own if own < 2.4 * segment.size else 0.0)
    if step <= usual * 1.13 + 0.6 or step <= 1.28 * segment.size:
        return False
    open_ended = segment.text[:1].islower() and not before.text.endswith(FINAL)
    return not (open_ended and step < 2.3 * segment.size)


def _goes_on(segment: Segment, before: Segment, typography: Typography, elements: Sequence[Element]) -> bool:
    """Return whether a sentence runs on from one paragraph element into the next: a tagging fault."""
    return (
        elements[segment.owner].kind in ("paragraph", "heading")
        and elements[before.owner].kind in ("paragraph", "heading", "list_item")
        and elements[segment.owner].table == elements[before.owner].table
        and _runs_on(segment, before, typography)
    )


def _runs_on(segment: Segment, before: Segment, typography: Typography) -> bool:
    """Return whether a line goes on with the sentence of the line right above it, set just alike."""
    return (
        segment.bold == before.bold
        and segment.text[:1].islower()
        and not before.text.endswith(FINAL)
        and 0 < segment.bottom - before.bottom <= typography.leading_of(segment.size) * 1.13 + 0.6
        and 0.95 < segment.size / max(before.size, 0.1) < 1.05
        and abs(segment.x0 - before.x0) < 2
    )


def _has_new_marker(segment: Segment, draft: Draft, rights: dict[tuple[int, int], float]) -> bool:
    """Return whether a line opens with the marker of a new item.

    A number that merely falls on the start of a line, as in "(1) ... and (2) ...", opens none: an item
    stands below the marker before it, or has a gap after its marker, or follows a line that was not full.
    """
    marker = find_marker(segment.text, gap=segment.lead_gap)
    if marker is None:
        return False
    before = draft.last
    dash = segment.text[0] in "–—-"  # a dash may just as well go on with the sentence
    if (marker.kind == "bullet" and not dash) or (
        draft.marker_x0 >= 0 and abs(segment.x0 - draft.marker_x0) < 2
    ):
        return True
    if not before.text.endswith((*FINAL, ",", "and", "or")):
        return False
    return segment.lead_gap > 0.5 or before.x1 < _right_of(draft, rights) - 4 * segment.size


def _right_of(draft: Draft, rights: dict[tuple[int, int], float]) -> float:
    """Return how far right the lines of a block may reach."""
    before = draft.last
    right = rights.get((before.panel, round(before.x0 / 24)), before.x1)
    return max([right, *(line.x1 for line in draft.segments[-4:])])


def _is_next_note(segment: Segment, draft: Draft, typography: Typography) -> bool:
    """Return whether a line of small print opens the note after the one before it."""
    if segment.size > SMALL_SHARE * typography.body_size:
        return False
    number, following = draft.number.strip("."), _NOTE_LINE.match(segment.text)
    if not number:
        opening = _NOTE_LINE.match(draft.first.text)
        number = opening[1] if opening else ""
    return bool(number.isdecimal() and following and int(following[1]) == int(number) + 1)


def _ends_before(
    segment: Segment, draft: Draft, rights: dict[tuple[int, int], float], *, spaced: bool
) -> bool:
    """Return whether the line before ended its paragraph: by its length, its weight, or the next indent."""
    before, first = draft.last, draft.first
    right = _right_of(draft, rights)
    final = before.text.endswith(FINAL)
    if segment.text[:1].islower():
        return False
    if before.bold != segment.bold and (
        final or before.x1 < right - 3 * segment.size or all(line.bold for line in draft.segments)
    ):
        return True
    word = segment.text.split(" ", 1)[0]
    width = (segment.x1 - segment.x0) * len(word) / max(len(segment.text), 1)
    fits = before.x1 + width + 1.2 * segment.size < right
    if fits and ((final and not spaced) or before.x1 < first.x0 + 0.6 * (right - first.x0)):
        return True
    left = min(line.x0 for line in draft.segments[-3:])
    return final and segment.x0 > left + 0.9 * segment.size and len(draft.segments) > 1


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
