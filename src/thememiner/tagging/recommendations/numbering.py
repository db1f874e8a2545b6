"""Numbers of nested lists: 3 above (b) above (iv) is 3(b)(iv)."""

from __future__ import annotations

from dataclasses import dataclass, field

from thememiner.tagging.recommendations.labels import clean_number
from thememiner.tagging.recommendations.parts import Part

ORDER = {"number": 0, "letter": 1, "roman": 2}
"""Which style of marker is nested in which."""


@dataclass(slots=True)
class Numbering:
    """The numbers that are open while the parts of a section go by."""

    _open: dict[int, str] = field(default_factory=dict)
    _heading_level: int = 0
    _last_letter: str = ""

    @property
    def top(self) -> str:
        """The number of the first order that is open; "" where there is none."""
        return self._open.get(0, "")

    def read_heading(self, part: Part) -> None:
        """A numbered heading opens its number; a heading that is not deeper than it closes all."""
        deeper = part.level > self._heading_level > 0
        if part.style == "number":
            self.start(clean_number(part.marker))
            self._heading_level = part.level
        elif not deeper:
            self._open = {}

    def start(self, number: str) -> None:
        """Open a number of the first order, and nothing else."""
        self._open = {0: number}

    def close(self, order: int) -> None:
        """Close what is open at an order and below."""
        self._open = {level: number for level, number in self._open.items() if level < order}

    def open(self, order: int, part: Part) -> None:
        """Open the number of a part."""
        self._open[order] = clean_number(part.marker)

    def compose(self, order: int, part: Part) -> str:
        """Return the whole number of a part below those that are open."""
        number = clean_number(part.marker)
        above = [self._open[level] for level in sorted(self._open) if level < order and self._open[level]]
        if not above:
            return number
        return above[0] + "".join(f"({piece})" for piece in [*above[1:], number])

    def resolve_style(self, part: Part) -> str:
        """Return the style of a part's marker: an (i) behind an (h) is a letter."""
        style = part.style
        bare = part.marker.strip("().: ").lower()
        follows = len(bare) == 1 and self._last_letter and ord(bare) == ord(self._last_letter) + 1
        if style == "roman" and follows:
            style = "letter"
        if style == "letter":
            self._last_letter = bare
        elif style == "number":
            self._last_letter = ""
        return style
