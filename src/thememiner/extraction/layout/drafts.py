"""A block in the making, and what its number is cut from."""

from __future__ import annotations

import msgspec

from thememiner.records import BlockKind

from .lines import Segment

FINAL = (".", "!", "?", ":", ";", ".”", ".’", '."', ".'", "?”", ".)")
"""What a sentence that is over ends in."""
SMALL_SHARE = 0.93
"""Notes are set in less than this share of the body size."""


class Draft(msgspec.Struct, eq=False):
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
    cells: list[list[Segment]] = []
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
        return min([segment.top for segment in self.segments])

    @property
    def bottom(self) -> float:
        """Return where its lowest line ends."""
        return max([segment.bottom for segment in self.segments])

    @property
    def text(self) -> str:
        """Return the words, lines joined plainly: good enough to judge by."""
        return " ".join([segment.text for segment in self.segments])


def cut_start(segment: Segment, end: int) -> None:
    """Take the first ``end`` characters off a segment's text and count them as its marker."""
    segment.n_chars -= count_letters(segment.text[:end])
    segment.text = segment.text[end:]


def count_letters(text: str) -> int:
    """Return the visible characters of a marker or a line.

    >>> count_letters("4.12. a)")
    7
    """
    return len(text.replace(" ", ""))
