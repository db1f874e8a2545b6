"""What a section looks like as a whole: a list, paragraphs, labelled items, or a chapter of prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from thememiner.tagging.recommendations.grammar import is_asking, is_introduction, is_title
from thememiner.tagging.recommendations.numbering import ORDER
from thememiner.tagging.recommendations.parts import INDENT_PT, Part
from thememiner.tagging.recommendations.zones import ASKED_KINDS, PROSE_KINDS, Zone

_MIN_WORDS = 8
_DOTTED = re.compile(r"\d+\.\d")
"""A paragraph number (4.12), which a report's prose may carry throughout."""
_NARRATIVE_WORDS = 1500
"""A longer section of mostly prose is a chapter: only what is plainly marked is an item there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A section as a whole, seen before its items are read."""

    is_labelled: bool
    """Items have printed labels: "Recommendation 3"."""
    is_listed: bool
    """Some are list items; a numbered paragraph is one only where it asks for something."""
    by_paragraph: bool
    """The items are paragraphs, and bullets among them only their parts."""
    is_strict: bool
    """It holds more than items, or is mostly prose: only what is plainly marked is an item."""
    is_chapter: bool
    """Its heading promises a list, but it is mostly prose."""
    split_styles: frozenset[str]
    """Styles of marker, letters or Roman numbers, that divide what only names a topic into items."""


def see_shape(zone: Zone) -> Shape:
    """Return what a section looks like."""
    parts = zone.parts
    listed = [part for part in parts if part.is_listed and (not is_dotted(part) or is_asking(part.body))]
    is_strict = zone.holds == "mixed" or _is_narrative(zone, listed)
    return Shape(
        is_labelled=any(part.label() for part in parts),
        is_listed=bool(listed),
        by_paragraph=_is_by_paragraph(zone, listed),
        is_strict=is_strict,
        is_chapter=is_strict and zone.holds == "list",
        split_styles=_find_split_styles(parts),
    )


def is_dotted(part: Part) -> bool:
    """Return whether a part carries a paragraph number such as 4.12."""
    return bool(_DOTTED.match(part.marker))


def _is_by_paragraph(zone: Zone, listed: Sequence[Part]) -> bool:
    parts = zone.parts
    left = min((part.left for part in parts if not part.is_heading), default=0.0)
    asked = zone.kind == "recommendation"
    paragraphs = [
        part
        for part in parts
        if not part.is_heading
        and part.kind == "paragraph"
        and not part.is_listed
        and part.left <= left + INDENT_PT
        and not is_introduction(part.text)
        and (is_asking(part.text) if asked else len(part.text.split()) >= _MIN_WORDS)
    ]
    hanging = all(
        before.is_listed or before.text.rstrip().endswith(":")
        for before, part in pairwise(parts)
        if part.is_listed
    ) and not (parts and parts[0].is_listed)
    return zone.kind in ASKED_KINDS and hanging and len(paragraphs) > max(1, len(listed))


def _find_split_styles(parts: Sequence[Part]) -> frozenset[str]:
    styles = set()
    for part, following in pairwise(parts):
        if following.style not in ("letter", "roman"):
            continue
        if part.is_heading or (
            part.style in ORDER and ORDER[part.style] < ORDER[following.style] and is_title(part.body)
        ):
            styles.add(following.style)
    return frozenset(styles)


def _is_narrative(zone: Zone, listed: Sequence[Part]) -> bool:
    n_words = sum(part.passage.n_words or len(part.text.split()) for part in zone.parts)
    n_listed = sum(len(part.text.split()) for part in listed if not is_dotted(part))
    return (zone.kind in PROSE_KINDS or n_words > _NARRATIVE_WORDS) and n_listed < n_words / 2
