"""The level of headings and list items."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection

from thememiner.extraction.layout.drafts import Draft
from thememiner.extraction.layout.markers import follows

MOST_LEVELS = 6
_SECTION = re.compile(r"\d{1,3}(?:\.\d{1,3})*\.?")
_Style = tuple[float, bool]


def rank_headings(drafts: list[Draft]) -> None:
    """Give each heading its level.

    A tagged heading keeps the level of its tag and one that a bookmark names that of the bookmark; they lend
    it to headings set the same way that have neither. For the rest larger and bolder is higher. A heading
    numbered 2.1 stands below the heading numbered 2 whatever their setting.

    Args:
        drafts: the blocks of a document in reading order; their ``level`` is set here.
    """
    headings = [draft for draft in drafts if draft.kind == "heading"]
    _take_bookmarks(headings)
    votes: dict[_Style, Counter[int]] = defaultdict(Counter)
    styles = [(round(draft.first.size), draft.first.bold) for draft in headings]
    for draft, style in zip(headings, styles, strict=True):
        if draft.level:
            votes[style][draft.level] += 1
    learned = {
        style: min(counts, key=lambda level: (-counts[level], level)) for style, counts in votes.items()
    }
    ranks = _rank_styles(set(styles), learned)
    numbered: dict[tuple[str, ...], int] = {}
    for draft, style in zip(headings, styles, strict=True):
        number = tuple(draft.number.rstrip(".").split(".")) if _SECTION.fullmatch(draft.number) else ()
        if not draft.level:
            draft.level = max(ranks[style], numbered.get(number[:-1], 0) + 1 if number[:-1] else 0)
            draft.level = min(draft.level, MOST_LEVELS)
        if number:
            numbered[number] = draft.level


def _take_bookmarks(headings: list[Draft]) -> None:
    """Give headings that no tag ranks the level of their bookmark.

    The outline may leave out a title that the tags count as the first level: where both rank a heading,
    the usual difference between them is added to the rest.
    """
    shifts = Counter(draft.level - draft.bookmark for draft in headings if draft.level and draft.bookmark)
    shift = min(shifts, key=lambda step: (-shifts[step], abs(step))) if shifts else 0
    for draft in headings:
        if draft.bookmark and not draft.level:
            draft.level = min(max(draft.bookmark + shift, 1), MOST_LEVELS)


def rank_items(drafts: list[Draft]) -> None:
    """Give each list item its depth, by how far its marker is indented among its neighbours.

    An item that counts on from one above it, b) after a), stands as deep as that one even where its page
    is set further in.

    Args:
        drafts: the blocks of a document in reading order; their ``level`` is set here.
    """
    above: list[tuple[float, str]] = []
    for draft in drafts:
        if draft.kind == "list_item":
            x0 = draft.marker_x0 if draft.marker_x0 >= 0 else draft.first.x0
            before = next((at for at, (_, number) in enumerate(above) if follows(number, draft.number)), -1)
            if before >= 0:
                del above[before:]
            else:
                while above and x0 < above[-1][0] - 4:
                    above.pop()
                if above and x0 <= above[-1][0] + 4:
                    above.pop()
            above.append((x0, draft.number))
            draft.level = len(above)
        elif draft.kind != "footnote" and (draft.kind != "paragraph" or draft.number):
            above = []


def _rank_styles(styles: Collection[_Style], learned: dict[_Style, int]) -> dict[_Style, int]:
    """Return the level of each style, the largest first; styles known from tags keep theirs."""
    ranks: dict[_Style, int] = {}
    level = 0
    for style in sorted(styles, reverse=True):
        if style in learned:
            level = max(level, learned[style])
            ranks[style] = learned[style]
        else:
            level += 1
            ranks[style] = level
        ranks[style] = min(ranks[style], MOST_LEVELS)
    return ranks
