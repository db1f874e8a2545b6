"""What each block is: heading, list item, caption, tagged note or paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thememiner.extraction.layout.drafts import Draft
from thememiner.extraction.layout.markers import find_label, find_marker
from thememiner.extraction.layout.structure import Element
from thememiner.extraction.layout.typography import Typography

from .footnotes import cut_mark
from .headings import LARGE_SHARE, is_heading

LONGEST_CAPTION = 220
_WORDS = r"(?:figure|table|chart|fig\.|exhibit|graph|map|diagram)"
_CAPTION_WORD = re.compile(_WORDS, re.IGNORECASE)
_CAPTION = re.compile(
    rf"{_WORDS}\s+[A-Z]?\d+(?:\.\d+)*[a-z]?(?:[:.–—-]|\s+[A-Z])",
    re.IGNORECASE,
)


def name_kinds(drafts: list[Draft], typography: Typography, elements: Sequence[Element]) -> None:
    """Name the kind of each block of a page, by its tag and by how it is set.

    Args:
        drafts: the blocks of a page; their ``kind`` is set here.
        typography: how the document is set.
        elements: the structure elements that ``Draft.owner`` points at.
    """
    for draft in drafts:
        if draft.kind == "table_row":
            _free_heading(draft, typography)
        if draft.kind not in ("table_row", "contents"):
            _name_kind(draft, typography, elements[draft.owner] if draft.owner >= 0 else None)
            if not draft.number:
                draft.number = find_label(draft.first.text)


def _name_kind(draft: Draft, typography: Typography, element: Element | None) -> None:
    if element is not None and element.kind == "footnote" and draft.first.size < 0.97 * typography.body_size:
        draft.kind = "footnote"
        if not draft.number:
            cut_mark(draft, None)
    elif not draft.number and _is_caption(draft):
        draft.kind = "caption"
    elif is_heading(draft, typography, element):
        draft.kind = "heading"
        if element is not None and element.kind == "heading":
            draft.level = element.level
    else:
        tagged = element is not None and element.kind == "list_item"
        if draft.kind == "list_item" or tagged:
            marker = find_marker(draft.number, gap=9.0)
            kind = marker.kind if marker else "bullet"
            draft.kind = "paragraph" if kind == "section" else "list_item"


def _is_caption(draft: Draft) -> bool:
    """Return whether a block without a number is a caption."""
    if not _CAPTION_WORD.match(draft.first.text):
        return False  # as nearly all
    text = draft.text
    return len(text) < LONGEST_CAPTION and _CAPTION.match(text) is not None


def _free_heading(draft: Draft, typography: Typography) -> None:
    """Make a row of one cell set like a heading a block of its own: tables also lay out covers."""
    used = [cell for cell in draft.cells if cell]
    if len(used) == 1 and min(line.size for line in used[0]) >= LARGE_SHARE * typography.body_size:
        draft.kind, draft.cells, draft.table, draft.header = "paragraph", [], None, False
        draft.segments = used[0]
