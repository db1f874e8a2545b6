"""Markers that stand alone: a bullet or number set apart from the text that it belongs to."""

from __future__ import annotations

from .lines import Segment, on_row
from .markers import find_marker

LONGEST_MARKER = 10


def attach_markers(segments: list[Segment]) -> list[Segment]:
    """Give a marker that stands alone to the text on its row."""
    result: list[Segment] = []
    pending: Segment | None = None
    lone: list[Segment] = []
    for segment in segments:
        alone = len(segment.text) <= LONGEST_MARKER and _is_marker(segment)
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
    if len(segment.text) > LONGEST_MARKER:
        return False
    marker = find_marker(segment.text, gap=9.0)
    return marker is not None and marker.end == len(segment.text)


def _give_marker(segment: Segment, marker: Segment) -> None:
    segment.marker = " ".join(filter(None, (marker.marker, marker.text, segment.marker)))
    segment.marker_x0 = marker.x0
