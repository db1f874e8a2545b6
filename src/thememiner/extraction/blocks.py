"""Segments to blocks: paragraphs, headings, list items, table rows, notes and contents lines of a page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from thememiner.extraction.lines import PageSegments, Segment
from thememiner.extraction.markers import find_marker
from thememiner.extraction.tables import Cell
from thememiner.records import BlockKind

_FINAL = (".", "!", "?", ":", ";", ".”", ".’", '."', ".'", "?”", ".)")
_LEADER = re.compile(r"(?:\s*[.…·_]){4,}\s*|\s*…{2,}\s*")
_ENTRY = re.compile(r"^(?P<title>.*?\S)[\s.…·_]*\s(?P<page>\d{1,3}|[ivxlc]{1,6})$", re.IGNORECASE)
_CAPTION = re.compile(
    r"(?:figure|table|chart|box|fig\.|exhibit|graph|map)\s+[A-Z]?\d+(?:\.\d+)*\b", re.IGNORECASE
)
_NOTE = re.compile(r"(\d{1,3}|[*†‡])\s*(?=\S)")
_NOTE_LINE = re.compile(r"(\d{1,3})\s+\S")
SMALL_SHARE = 0.93
"""Notes are set in less than this share of the body size."""
_CONTENTS_HEADING = re.compile(r"(?:table of )?contents(?: page)?:?", re.IGNORECASE)


@dataclass(slots=True)
class Draft:
    """A block in the making: segments, and what is known of it."""

    kind: BlockKind
    segments: list[Segment]
    number: str = ""
    number_chars: int = 0
    marker_x0: float = -1.0
    level: int = 0
    boxed: bool = False
    table: tuple[int, int] | None = None
    """Page and table index of a table row."""
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
    def text(self) -> str:
        """Return the words, lines joined plainly: good enough to judge by."""
        return " ".join(segment.text for segment in self.segments)


@dataclass(slots=True)
class Typography:
    """How the document is set: its body size and the leading of each size."""

    body_size: float
    leading: dict[float, float]

    def leading_of(self, size: float) -> float:
        """Return the distance between lines of a paragraph set in ``size``, in points."""
        return self.leading.get(round(size * 2) / 2, size * 1.2)


def measure_typography(pages: Iterable[PageSegments]) -> Typography:
    """Return the body size and the usual leading of each size in a document."""
    sizes: Counter[float] = Counter()
    steps: dict[float, Counter[float]] = defaultdict(Counter)
    for page in pages:
        before = None
        for segment in page.segments:
            key = round(segment.size * 2) / 2
            sizes[key] += segment.n_chars
            if before is not None and before.x0 < segment.x1 and segment.x0 < before.x1:
                step = segment.bottom - before.bottom
                if 0.8 * segment.size < step < 2.6 * segment.size and abs(before.size - segment.size) < 0.3:
                    steps[key][round(step * 2) / 2] += 1
            before = segment
    leading = {}
    for key, counts in steps.items():
        total = sum(counts.values())
        frequent = [step for step, count in counts.items() if count >= 0.12 * total]
        leading[key] = min(frequent) if frequent and total >= 4 else counts.most_common(1)[0][0]
    body = max(sizes.items(), key=lambda item: (item[1], item[0]))[0] if sizes else 11.0
    return Typography(body, leading)


def find_blocks(
    page: PageSegments, cells: Sequence[Cell], typography: Typography, *, n_pages: int
) -> list[Draft]:
    """Return the blocks of a page in reading order.

    Args:
        page: the segments of the page, furniture taken out.
        cells: the ruled cells that ``Segment.cell`` points at.
        typography: from :func:`measure_typography`.
        n_pages: pages of the document, to tell page numbers in a contents list.
    """
    segments = _attach_markers(page.segments)
    contents = _find_contents(segments, n_pages)
    rights = _find_right_edges(segments)
    drafts: list[Draft] = []
    tables: dict[int, list[Segment]] = defaultdict(list)
    for segment in segments:
        if segment.cell >= 0:
            tables[cells[segment.cell].table].append(segment)
    placed: set[int] = set()
    flowing: Draft | None = None
    for segment in segments:
        if segment.cell >= 0:
            table = cells[segment.cell].table
            if table not in placed:
                placed.add(table)
                drafts.extend(_read_table(page.words.number, table, tables[table], cells))
            flowing = None
            continue
        entry = contents.get(id(segment))
        if entry is not None:
            if flowing is not None and flowing.kind == "contents" and flowing.row == entry:
                flowing.segments.append(segment)
            else:
                flowing = Draft("contents", [segment], row=entry)
                drafts.append(flowing)
            continue
        if flowing is not None and flowing.kind == "contents":
            flowing = None
        if flowing is None or _starts_block(segment, flowing, typography, rights):
            flowing = _open_draft(segment)
            drafts.append(flowing)
        else:
            flowing.segments.append(segment)
    for draft in drafts:
        _name_kind(draft, typography, page)
    _find_footnotes(drafts, typography, page)
    return drafts


def _attach_markers(segments: list[Segment]) -> list[Segment]:
    """Give a marker that stands alone to the text on its row."""
    result: list[Segment] = []
    pending: Segment | None = None
    lone: list[Segment] = []
    for segment in segments:
        if pending is not None:
            if _on_row(pending, segment) and 0 <= segment.x0 - pending.x1 + 2 < 7 * segment.size:
                _give_marker(segment, pending)
            else:
                lone.append(pending)
                result.append(pending)
            pending = None
        if len(segment.text) <= 10:
            marker = find_marker(segment.text, gap=9.0)
            if marker is not None and marker.end == len(segment.text):
                pending = segment
                continue
        result.append(segment)
    if pending is not None:
        lone.append(pending)
        result.append(pending)
    for segment in lone:
        # The marker is in the content stream before or after the page's text: look along its row.
        right = [
            other
            for other in result
            if other is not segment
            and not other.marker
            and _on_row(segment, other)
            and 0 <= other.x0 - segment.x1 + 2 < 5 * other.size
        ]
        if right:
            other = min(right, key=lambda candidate: candidate.x0)
            if not any(
                third is not other
                and third is not segment
                and _on_row(third, other)
                and third.x1 <= other.x0 + 2
                and third.x0 > segment.x1 - 2
                for third in result
            ):
                _give_marker(other, segment)
                result = [kept for kept in result if kept is not segment]
    return result


def _give_marker(segment: Segment, marker: Segment) -> None:
    segment.marker = f"{marker.text} {segment.marker}".strip()
    segment.marker_chars += marker.n_chars
    segment.marker_x0 = marker.x0


def _on_row(a: Segment, b: Segment) -> bool:
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return overlap > 0.5 * min(a.height, b.height) and a.cell == b.cell


def _find_right_edges(segments: list[Segment]) -> dict[tuple[int, int], float]:
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
        draft.number_chars = segment.marker_chars
        draft.marker_x0 = segment.marker_x0
        draft.kind = "list_item"
        return draft
    marker = find_marker(segment.text, gap=segment.lead_gap)
    if marker is not None and marker.end < len(segment.text):
        draft.number = marker.text
        draft.number_chars = len(segment.text[: marker.end].replace(" ", ""))
        draft.marker_x0 = segment.x0
        if segment.text[marker.end - 1].isspace() and " " not in segment.text[: marker.end].strip():
            segment.x0 = segment.second_x0
        segment.text = segment.text[marker.end :]
        segment.marker = marker.text
        segment.n_chars -= draft.number_chars
        segment.marker_chars = draft.number_chars
        segment.marker_x0 = draft.marker_x0
        draft.kind = "list_item"
    return draft


def _starts_block(
    segment: Segment, draft: Draft, typography: Typography, rights: dict[tuple[int, int], float]
) -> bool:
    """Return whether a segment opens a new block rather than continuing the one before it."""
    before, first = draft.last, draft.first
    if segment.panel != before.panel:
        return True
    ratio = segment.size / max(before.size, 0.1)
    if _on_row(before, segment):
        if segment.x0 < before.x0:
            return True
        return segment.x0 - before.x1 > 5 * segment.size
    if segment.marker:
        return True
    if segment.owner >= 0 and before.owner >= 0:
        return segment.owner != before.owner
    if not 0.88 < ratio < 1.13:
        return True
    if segment.bottom <= before.bottom:
        return True
    step = segment.bottom - before.bottom
    leading = typography.leading_of(segment.size)
    if step > leading * 1.13 + 0.6 and step > 1.28 * segment.size:
        return True
    if segment.x0 > before.x1 or segment.x1 < first.x0 - 2 * segment.size:
        return True
    if before.text[-1:] in "-‐\ufffe":
        return False
    marker = find_marker(segment.text, gap=segment.lead_gap)
    final = before.text.endswith(_FINAL)
    if marker is not None and (marker.kind in ("bullet", "letter") or final or segment.x0 <= first.x0 + 1):
        return True
    if segment.size < SMALL_SHARE * typography.body_size and _is_next_note(first.text, segment.text):
        return True
    starts_low = segment.text[:1].islower()
    if before.bold != segment.bold and not starts_low:
        short = before.x1 < _right_of(before, draft, rights) - 3 * segment.size
        if short or final or all(line.bold for line in draft.segments):
            return True
    if starts_low:
        return False
    word = segment.text.split(" ", 1)[0]
    width = (segment.x1 - segment.x0) * len(word) / max(len(segment.text), 1)
    fits = before.x1 + width + 1.2 * segment.size < _right_of(before, draft, rights)
    if fits and (final or before.x1 < first.x0 + 0.6 * (_right_of(before, draft, rights) - first.x0)):
        return True
    left = min(line.x0 for line in draft.segments[-3:])
    return final and segment.x0 > left + 0.9 * segment.size and len(draft.segments) > 1


def _is_next_note(opening: str, text: str) -> bool:
    """Return whether a line opens the note after the one that begins with ``opening``."""
    number, following = _NOTE_LINE.match(opening), _NOTE_LINE.match(text)
    return bool(number and following and int(following[1]) == int(number[1]) + 1)


def _right_of(segment: Segment, draft: Draft, rights: dict[tuple[int, int], float]) -> float:
    right = rights.get((segment.panel, round(segment.x0 / 24)), segment.x1)
    return max(right, max(line.x1 for line in draft.segments[-4:]))


def _find_contents(segments: list[Segment], n_pages: int) -> dict[int, int]:
    """Return the contents row of each segment that belongs to a contents list, by ``id``.

    A contents list is a run of rows that end in page numbers which do not fall, or rows with leaders.
    """
    rows: list[list[Segment]] = []
    for segment in segments:
        if segment.cell >= 0 and not _LEADER.search(segment.text):
            continue
        if rows and _on_row(rows[-1][-1], segment) and segment.x0 >= rows[-1][-1].x0:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    titled = any(_CONTENTS_HEADING.fullmatch(segment.text) for segment in segments)
    entries: list[tuple[int, int]] = []
    led = 0
    for place, row in enumerate(rows):
        text = " ".join(segment.text for segment in row)
        found = _ENTRY.match(text)
        if not found:
            continue
        leader = bool(_LEADER.search(text))
        number = int(found["page"]) if found["page"].isdecimal() else 0
        spaced = len(row) > 1 and row[-1].x0 - row[-2].x1 > 2 * row[-1].size
        if number <= n_pages + 30 and (leader or spaced or (titled and len(text) < 120)):
            entries.append((place, number))
            led += leader
    if led < 3 and not (titled and len(entries) >= 3):
        return {}
    numbers = [number for _, number in entries if number]
    falls = sum(1 for a, b in zip(numbers, numbers[1:], strict=False) if b < a)
    if falls > max(1, len(numbers) // 5):
        return {}
    result: dict[int, int] = {}
    first, last = entries[0][0], entries[-1][0]
    open_row = -1
    known = {place for place, _ in entries}
    for place in range(first, last + 1):
        # A row without a page number is the first line of an entry that runs over two.
        row_id = place if open_row < 0 else open_row
        for segment in rows[place]:
            result[id(segment)] = row_id
        open_row = -1 if place in known else row_id
    return result


def _read_table(page: int, table: int, segments: list[Segment], cells: Sequence[Cell]) -> list[Draft]:
    """Return the rows of a table; a row holds the segments of each of its cells."""
    rows: dict[int, dict[int, list[Segment]]] = defaultdict(lambda: defaultdict(list))
    columns = {cell.column for cell in cells if cell.table == table}
    for segment in segments:
        cell = cells[segment.cell]
        rows[cell.row][cell.column].append(segment)
    drafts = []
    for row in sorted(rows):
        found = [rows[row].get(column, []) for column in sorted(columns)]
        for column in found:
            column.sort(key=lambda segment: 0)
        flat = [segment for column in found for segment in column]
        drafts.append(Draft("table_row", flat, table=(page, table), row=row, cells=found))
    if len(drafts) > 1:
        first, rest = drafts[0], drafts[1:]
        bold = all(segment.bold for segment in first.segments)
        if bold and not all(segment.bold for draft in rest for segment in draft.segments):
            first.header = True
    return drafts


def _name_kind(draft: Draft, typography: Typography, page: PageSegments) -> None:
    if draft.kind in ("table_row", "contents"):
        return
    text = draft.text
    if _is_heading(draft, text, typography):
        draft.kind = "heading"
    elif _CAPTION.match(text) and len(text) < 220 and not draft.number:
        draft.kind = "caption"
    elif draft.kind == "list_item":
        marker = find_marker(draft.number, gap=9.0)
        kind = marker.kind if marker else "bullet"
        if kind == "section" or (kind in ("bare", "integer") and len(text) > 140):
            draft.kind = "paragraph"


def _is_heading(draft: Draft, text: str, typography: Typography) -> bool:
    n_words = len(text.split())
    if n_words > 30 or len(draft.segments) > 5 or not any(char.isalpha() for char in text):
        return False
    if draft.number == "•":
        return False
    first = draft.first
    if first.size >= 1.12 * typography.body_size:
        return n_words <= 22 or not text.endswith(".")
    if first.size < 0.85 * typography.body_size:
        return False
    if text.endswith((".", ";", ",")) and not re.match(r"(?i)recommendation|finding", text):
        return False
    if all(segment.bold for segment in draft.segments):
        return n_words <= 22
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= 4 and n_words <= 12 and all(char.isupper() for char in letters) and not draft.boxed


def _find_footnotes(drafts: list[Draft], typography: Typography, page: PageSegments) -> None:
    """Name the notes at the foot of a page: smaller than the body, numbered, below the middle."""
    small = SMALL_SHARE * typography.body_size
    inside = False
    for draft in drafts:
        if draft.kind in ("table_row", "contents"):
            continue
        first = draft.first
        if first.size > small or first.top < 0.4 * page.words.height:
            inside = False
            continue
        found = _NOTE.match(draft.text) if not draft.number else None
        if draft.number and draft.number != "•":
            draft.kind, inside = "footnote", True
        elif found and not draft.text[found.end() :][:1].isspace():
            draft.kind, inside = "footnote", True
            draft.number = found[1]
            draft.number_chars = len(found[1])
            first.text = first.text[found.end() :]
            first.n_chars -= draft.number_chars
            first.marker_chars = draft.number_chars
        elif inside and draft.kind in ("paragraph", "list_item"):
            draft.kind = "footnote"
    for draft in drafts:
        if draft.kind == "footnote" and not draft.first.text:
            draft.kind = "paragraph"
