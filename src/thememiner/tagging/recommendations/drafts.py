"""A recommendation in the making."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from thememiner.records import RecommendationKind
from thememiner.tagging.recommendations.parts import Part

Place = Literal["list", "label", "table", "lead_in", "sentence"]
"""What showed that it is an item."""


@dataclass(slots=True, kw_only=True)
class Draft:
    """An item as it was found in one place, before repeats are merged."""

    kind: RecommendationKind
    place: Place
    number: str = ""
    title: str = ""
    parts: list[Part] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    page: int = 0
    section: tuple[str, ...] = ()
    lead_in: str = ""
    owner: str = ""
    """The addressee as a table column or a remark in brackets names it."""
    group: str = ""
    """The heading directly above, where it may name the addressee."""
    due: str = ""
    response: str = ""
    """The words in which a response may stand."""
    response_page: int | None = None
    is_restatement: bool = False
    """Prose that says again what the review prints as a list: a place, never an item of its own."""
    bundle_pages: list[int] = field(default_factory=list)
    """Pages where it is printed as part of a longer item."""
    zone: int = -1
    """Which list it stands in."""
    rank: int = 0
    """How definitive its place is: a list of recommendations before a summary."""

    @property
    def text(self) -> str:
        """The item's words; its title where nothing else is there."""
        return "\n".join(self.texts) if self.texts else self.title

    def add(self, part: Part, text: str | None = None) -> None:
        """Append a passage to the item."""
        self.parts.append(part)
        words = part.body if text is None else text
        if words:
            self.texts.append(words)
        if not self.page:
            self.page = part.page
