"""Text that runs up or down the margin of an upright page: its words stand one above the other.

Pages of wide tables carry their running heads so. A page most of whose words run sideways is turned as a
whole when it is read; here it is the odd line beside upright text.
"""

from __future__ import annotations

from msgspec.structs import replace

from .lines import PageSegments, Segment

LEAST_LETTERS = 5
"""Shorter words may be higher than wide where they stand upright: 111, vii."""
TALL = 1.25
"""A word of some letters that is so many times as high as wide stands on its side."""


def join_sideways(page: PageSegments) -> None:
    """Join the words of each sideways line of a page into one segment; ``page`` is changed here.

    Args:
        page: the segments of the page in content order.
    """
    tall = [line for line in page.segments if line.bottom - line.top > TALL * (line.x1 - line.x0)]
    page.sideways = any(map(is_sideways, tall))
    if not page.sideways:
        return  # as on nearly all pages
    joined: list[Segment] = []
    run: list[Segment] = []
    for segment in page.segments:
        if run and not _goes_on(run[-1], segment):
            joined.extend(_join(run))
            run = []
        if run or _is_narrow(segment):
            run.append(segment)
        else:
            joined.append(segment)
    joined.extend(_join(run))
    page.segments = joined


def is_sideways(segment: Segment) -> bool:
    """Return whether a segment stands on its side: higher than wide, though it has some letters."""
    return len(segment.text) >= LEAST_LETTERS and segment.height > TALL * (segment.x1 - segment.x0)


def _is_narrow(segment: Segment) -> bool:
    """Return whether a segment may be a word of a sideways line: one word, no wider than a line is high."""
    return " " not in segment.text and segment.x1 - segment.x0 < 2.2 * segment.size


def _goes_on(before: Segment, segment: Segment) -> bool:
    """Return whether a word stands right above or below another in one narrow column."""
    if not _is_narrow(segment) or abs(before.x0 - segment.x0) > 1 or abs(before.x1 - segment.x1) > 1:
        return False
    gap = max(segment.top - before.bottom, before.top - segment.bottom)
    return -1 < gap < segment.size and before.cell == segment.cell


def _join(run: list[Segment]) -> list[Segment]:
    """Return one segment for the words of a sideways line; words that stand upright are left alone."""
    letters = sum(len(segment.text) for segment in run)
    tall = sum(len(segment.text) for segment in run if is_sideways(segment))
    if 2 * tall <= letters or len(run) < 2:
        return run
    line = replace(
        run[0],
        text=" ".join(segment.text for segment in run),
        top=min(segment.top for segment in run),
        bottom=max(segment.bottom for segment in run),
        n_chars=sum(segment.n_chars for segment in run),
    )
    return [line]
