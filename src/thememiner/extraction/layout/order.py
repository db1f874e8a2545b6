"""Reading order: the order of the page's content, and a rescue where that order leaps about.

Published reports write their pages in reading order nearly always, columns and boxes included; cutting
the page at its white space was measured to be worse. It is the better guess only for the few pages
whose content jumps up and down.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol, TypeVar

from .lines import Segment, on_row

MANY_JUMPS = 4
LEAST_GAIN = 2 / 3
"""The share of the jumps that the other order must save."""
LEAST_ROWS = 8
"""Rows of two columns that a page must have for its content to be taken to run across them."""
RUNNING_SHARE = 0.4
"""Of the lines of prose this share at least begins in the midst of a sentence, with a small letter."""
_LEAST_GUTTER_PT = 9.0


def order_segments(segments: list[Segment]) -> list[Segment]:
    """Return the segments of a page in reading order.

    Args:
        segments: the segments in content order.
    """
    if _reads_across(segments):
        return cut_page(segments)
    jumps = _count_jumps(segments)
    if jumps < MANY_JUMPS:
        return segments
    ordered = cut_page(segments)
    return ordered if _count_jumps(ordered) <= (1 - LEAST_GAIN) * jumps else segments


def _count_jumps(segments: Sequence[Segment]) -> int:
    """Return how often the order goes back up the page, or leaves a column for a place further down."""
    jumps = 0
    for before, after in pairwise(segments):
        if after.cell >= 0 and before.cell >= 0:
            continue
        aside = after.x0 > before.x1 or after.x1 < before.x0
        jumps += after.bottom < before.top or (
            aside and after.top - before.bottom > 6 * max(before.size, after.size)
        )
    return jumps


def _reads_across(segments: Sequence[Segment]) -> bool:
    """Return whether the content runs line by line across two columns whose sentences run down them.

    Some programs write a page so. A table is written so too, but its lines begin anew in every cell.
    """
    rows = [
        (left, right)
        for left, right in pairwise(segments)
        if right.x0 > left.x1
        and left.cell < 0
        and right.cell < 0
        and left.owner < 0
        and on_row(left, right)
        and min(left.text.count(" "), right.text.count(" ")) >= 2
    ]
    if len(rows) < LEAST_ROWS or 2 * len(rows) < 0.6 * len(segments):
        return False
    return all(
        sum(line.text[:1].islower() for line in column) > RUNNING_SHARE * len(column)
        for column in zip(*rows, strict=True)
    )


class Placed(Protocol):
    """Something that stands on a page."""

    x0: float
    top: float
    x1: float
    bottom: float
    size: float


AnyPlaced = TypeVar("AnyPlaced", bound=Placed)


def cut_page(segments: list[AnyPlaced], depth: int = 0) -> list[AnyPlaced]:
    """Return segments ordered by cutting the page at its widest gutters, columns before rows.

    Args:
        segments: what stands on the page, in any order.
        depth: of the cuts made so far.
    """
    if len(segments) < 2 or depth > 12:
        return sorted(segments, key=lambda segment: (segment.top, segment.x0))
    for groups in (_split(segments, across=True), _split(segments, across=False)):
        if len(groups) > 1:
            return [segment for group in groups for segment in cut_page(group, depth + 1)]
    return sorted(segments, key=lambda segment: (round(segment.bottom), segment.x0))


def _split(segments: list[AnyPlaced], *, across: bool) -> list[list[AnyPlaced]]:
    """Return the groups that white space parts: side by side, or one above the other."""
    if across:
        spans = sorted(((segment.x0, segment.x1, place) for place, segment in enumerate(segments)))
        least = _LEAST_GUTTER_PT
    else:
        spans = sorted(((segment.top, segment.bottom, place) for place, segment in enumerate(segments)))
        least = 0.7 * max(segment.size for segment in segments)
    groups: list[list[int]] = [[]]
    reach = spans[0][1]
    for start, end, place in spans:
        if start > reach + least:
            groups.append([])
        groups[-1].append(place)
        reach = max(reach, end)
    return [[segments[place] for place in sorted(group)] for group in groups]
