"""Where a block ends: whether a line opens a new one or goes on with the one before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from .drafts import FINAL, SMALL_SHARE, Draft
from .lines import Segment, on_row
from .markers import find_marker
from .structure import Element
from .typography import Typography

_ADDRESS = re.compile(r"https?://|www\.|[\w.-]+@\w")
_NOTE_LINE = re.compile(r"(\d{1,3})\s+\S")


class RightEdges:
    """How far right the lines of a page reach: worked out where it is asked for, as on few tagged pages.

    Args:
        segments: the lines of the page, before a marker is cut off any.
    """

    def __init__(self, segments: Iterable[Segment]) -> None:
        self._lines = [(segment.panel, segment.x0, segment.x1) for segment in segments]

    def right_of(self, segment: Segment) -> float:
        """Return how far the lines reach that begin at about the same place in the same box."""
        return self._rights.get((segment.panel, round(segment.x0 / 24)), segment.x1)

    @cached_property
    def _rights(self) -> dict[tuple[int, int], float]:
        rights: dict[tuple[int, int], float] = {}
        for panel, x0, x1 in self._lines:
            place = (panel, round(x0 / 24))
            rights[place] = max(x1, rights.get(place, 0.0))
        return rights


def starts_block(
    segment: Segment,
    draft: Draft,
    typography: Typography,
    rights: RightEdges,
    elements: Sequence[Element],
) -> bool:
    """Return whether a segment opens a new block rather than continuing the one before it."""
    before = draft.last
    if segment.panel != before.panel and not _runs_on(segment, before, typography):
        return True
    if before.bottom > segment.top and on_row(before, segment):
        return segment.x0 < before.x0 or segment.x0 - before.x1 > 5 * segment.size
    if segment.marker:
        return True
    tagged = segment.owner >= 0 and before.owner >= 0
    if tagged and segment.owner != before.owner:
        return not _goes_on(segment, before, typography, elements)
    alike = 0.88 * before.size < segment.size < 1.13 * before.size
    if not alike or segment.bottom <= before.bottom:
        return not tagged or segment.bottom <= before.bottom - 0.5 * before.height
    step = segment.bottom - before.bottom
    if step > (2.2 if tagged else 1.28) * segment.size and _is_apart(
        segment, draft, typography, step, tagged=tagged
    ):
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


def _is_apart(segment: Segment, draft: Draft, typography: Typography, step: float, *, tagged: bool) -> bool:
    """Return whether more space than between two lines of a paragraph stands before a segment.

    Args:
        segment: the line.
        draft: the block that it may go on with.
        typography: how the document is set.
        step: how far the line stands below the one before it, in points; more than between most lines.
        tagged: both lines are in elements of the structure tree.
    """
    before = draft.last
    usual = typography.leading_of(segment.size)
    if tagged:
        return step > 2.2 * usual
    if len(draft.segments) > 1:
        # A paragraph that is set wider than the rest shows it by its own lines.
        own = before.bottom - draft.segments[-2].bottom
        usual = max(usual, own if own < 2.4 * segment.size else 0.0)
    if step <= usual * 1.13 + 0.6:
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
        and (segment.text[:1].islower() or _ADDRESS.match(segment.text) is not None)
        and not before.text.endswith(FINAL)
        and 0 < segment.bottom - before.bottom <= typography.leading_of(segment.size) * 1.13 + 0.6
        and 0.95 < segment.size / max(before.size, 0.1) < 1.05
        and abs(segment.x0 - before.x0) < 2
    )


def _has_new_marker(segment: Segment, draft: Draft, rights: RightEdges) -> bool:
    """Return whether a line opens with the marker of a new item.

    A number that merely falls on the start of a line, as in "(1) ... and (2) ...", opens none: an item
    stands below the marker before it or is set in further than its text, or has a gap after its marker, or
    follows a line that was not full.
    """
    marker = find_marker(segment.text, gap=segment.lead_gap)
    if marker is None:
        return False
    before = draft.last
    dash = segment.text[0] in "‒–—―−-"  # a dash may just as well go on with the sentence
    if (marker.kind == "bullet" and not dash) or (
        draft.marker_x0 >= 0 and abs(segment.x0 - draft.marker_x0) < 2
    ):
        return True
    if not before.text.endswith((*FINAL, ",", "and", "or")):
        return False
    if draft.marker_x0 >= 0 and segment.x0 > draft.first.x0 + 0.6 * segment.size:
        return True
    return segment.lead_gap > 0.5 or before.x1 < _right_of(draft, rights) - 4 * segment.size


def _right_of(draft: Draft, rights: RightEdges) -> float:
    """Return how far right the lines of a block may reach."""
    before = draft.last
    return max([rights.right_of(before), *(line.x1 for line in draft.segments[-4:])])


def _is_next_note(segment: Segment, draft: Draft, typography: Typography) -> bool:
    """Return whether a line of small print opens the note after the one before it."""
    if segment.size > SMALL_SHARE * typography.body_size:
        return False
    number, following = draft.number.strip("."), _NOTE_LINE.match(segment.text)
    if not number:
        opening = _NOTE_LINE.match(draft.first.text)
        number = opening[1] if opening else ""
    return bool(number.isdecimal() and following and int(following[1]) == int(number) + 1)


def _ends_before(segment: Segment, draft: Draft, rights: RightEdges, *, spaced: bool) -> bool:
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
