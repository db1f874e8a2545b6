"""Running titles: the words of a heading printed again, smaller, at the top of the pages that follow it.

A running head that comes back on many pages is told by its repetition (``furniture.py``). That of an appendix
of two pages comes back once or never, but it has the words of the appendix's own heading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from thememiner.extraction.dates import is_date
from thememiner.extraction.layout.drafts import SMALL_SHARE, Draft
from thememiner.extraction.layout.typography import Typography

from .furniture import EDGE_SHARE

LEAST_LETTERS = 6


def drop_running_titles(
    flow: Sequence[list[Draft]], typography: Typography, heights: Sequence[float]
) -> Iterator[Draft]:
    """Yield the running titles and take them out of the pages.

    Args:
        flow: the blocks of each page, their kinds named; running titles are removed.
        typography: how the document is set.
        heights: height of each page in points.
    """
    seen: set[str] = set()
    for drafts, height in zip(flow, heights, strict=True):
        gone = [
            draft
            for draft in drafts
            if draft.kind in ("paragraph", "heading")
            and draft.last.bottom < EDGE_SHARE * height
            and draft.first.size < SMALL_SHARE * typography.body_size
            and _letters_of(draft) in seen
            and not is_date(draft.text)
        ]
        yield from gone
        if gone:
            drafts[:] = [draft for draft in drafts if not any(draft is title for title in gone)]
        headings = (_letters_of(draft) for draft in drafts if draft.kind == "heading")
        seen.update(letters for letters in headings if len(letters) >= LEAST_LETTERS)


def _letters_of(draft: Draft) -> str:
    """Return the letters and digits of a heading, its number counted once."""
    text = draft.text if draft.text.startswith(draft.number) else draft.number + draft.text
    return "".join(filter(str.isalnum, text.casefold()))
