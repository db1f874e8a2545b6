"""Labels that do not cover each other: how wide a text is, and nodes moved apart."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, replace

_ROUNDS = 400
_NARROW, _WIDE = "iljtfrI.,:;'|!()[] -/", "mwMWQOGDHNUACR%@&"
LETTERS, LINES = 20, 3
"""Letters of a line of a label, and lines; what is longer is cut."""
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")
"""A remark in brackets at the end of a label."""


@dataclass(frozen=True, slots=True)
class Box:
    """The room that a node takes with its label."""

    x: float
    """Its middle."""
    y: float
    wide: float
    """Half of its width."""
    high: float
    """Half of its height."""
    rank: int = 0
    """Boxes of a high rank give way where there is no room for all."""


def measure_text(text: str, size: float) -> float:
    """Return about how wide a text is in a plain sans serif, on the safe side.

    >>> measure_text("ill", 10) < measure_text("mum", 10)
    True
    """
    widths = (0.36 if c in _NARROW else 0.86 if c in _WIDE else 1.0 if ord(c) > 0x2FF else 0.6 for c in text)
    return size * sum(widths)


def wrap_label(label: str) -> tuple[str, ...]:
    """Return a label in up to three lines, the last cut where it is too long.

    >>> wrap_label("Child protection process (strategy, s47, conference, plan)")
    ('Child protection', 'process')
    """
    plain = " ".join(_REMARK.sub("", label).split()) or "?"
    return tuple(textwrap.wrap(plain, LETTERS, max_lines=LINES, placeholder="…", break_on_hyphens=False)) or (
        "?",
    )


def push_apart(boxes: Mapping[str, Box], *, width: float, height: float, margin: float) -> dict[str, Box]:
    """Return the boxes moved so that none covers another and none leaves the picture.

    Each pair that overlaps is moved apart the shorter way, again and again. Where that comes to no end,
    the box of the highest rank in an overlap is left out.

    Args:
        boxes: by node.
        width: of the picture.
        height: of the picture.
        margin: around it, which stays free.
    """
    placed = {node: _keep_inside(box, width, height, margin) for node, box in sorted(boxes.items())}
    while True:
        for _ in range(_ROUNDS):
            overlapping = _part(placed, width, height, margin)
            if not overlapping:
                return placed
        worst = max(overlapping, key=lambda node: (placed[node].rank, node))
        del placed[worst]


def _part(placed: dict[str, Box], width: float, height: float, margin: float) -> set[str]:
    """Move every overlapping pair apart; return the nodes that overlapped."""
    names = list(placed)
    overlapping: set[str] = set()
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            a, b = placed[one], placed[other]
            over_x = a.wide + b.wide - abs(a.x - b.x)
            over_y = a.high + b.high - abs(a.y - b.y)
            if over_x <= 0 or over_y <= 0:
                continue
            overlapping |= {one, other}
            if over_x < over_y:
                step = (over_x / 2 + 0.1) * (1 if a.x >= b.x else -1)
                a, b = replace(a, x=a.x + step), replace(b, x=b.x - step)
            else:
                step = (over_y / 2 + 0.1) * (1 if a.y >= b.y else -1)
                a, b = replace(a, y=a.y + step), replace(b, y=b.y - step)
            placed[one], placed[other] = (_keep_inside(box, width, height, margin) for box in (a, b))
    return overlapping


def _keep_inside(box: Box, width: float, height: float, margin: float) -> Box:
    x = min(max(box.x, margin + box.wide), max(width - margin - box.wide, margin + box.wide))
    y = min(max(box.y, margin + box.high), max(height - margin - box.high, margin + box.high))
    return replace(box, x=x, y=y)
