"""The level of headings and list items."""

from __future__ import annotations

from collections import Counter, defaultdict

from thememiner.extraction.blocks import Draft

MOST_LEVELS = 6
_Style = tuple[float, bool]


def rank_headings(drafts: list[Draft]) -> None:
    """Give each heading its level.

    A tagged heading keeps the level of its tag, and lends it to untagged headings set the same way.
    Without tags, larger and bolder is higher; among headings of one style the deeper number is lower.

    Args:
        drafts: the blocks of a document in reading order; their ``level`` is set here.
    """
    headings = [draft for draft in drafts if draft.kind == "heading"]
    votes: dict[_Style, Counter[int]] = defaultdict(Counter)
    sizes: Counter[_Style] = Counter()
    for draft in headings:
        sizes[_style_of(draft)] += 1
        if draft.level:
            votes[_style_of(draft)][draft.level] += 1
    learned = {
        style: min(counts, key=lambda level: (-counts[level], level)) for style, counts in votes.items()
    }
    ranks = _rank_styles(sizes, learned)
    for draft in headings:
        draft.level = draft.level or ranks[_style_of(draft)]


def rank_items(drafts: list[Draft]) -> None:
    """Give each list item its depth, by how far its marker is indented among its neighbours.

    Args:
        drafts: the blocks of a document in reading order; their ``level`` is set here.
    """
    depths: list[float] = []
    for draft in drafts:
        if draft.kind == "list_item":
            x0 = draft.marker_x0 if draft.marker_x0 >= 0 else draft.first.x0
            while depths and x0 < depths[-1] - 4:
                depths.pop()
            if not depths or x0 > depths[-1] + 4:
                depths.append(x0)
            draft.level = len(depths)
        elif draft.kind not in ("footnote", "paragraph") or draft.number:
            depths = []


def _style_of(draft: Draft) -> _Style:
    return round(draft.first.size), draft.first.bold


def _rank_styles(sizes: Counter[_Style], learned: dict[_Style, int]) -> dict[_Style, int]:
    """Return the level of each style, the largest first; styles known from tags keep theirs."""
    ranks: dict[_Style, int] = {}
    level = 0
    for style in sorted(sizes, reverse=True):
        if style in learned:
            level = max(level, learned[style])
            ranks[style] = learned[style]
        else:
            level += 1
            ranks[style] = level
        ranks[style] = min(ranks[style], MOST_LEVELS)
    return ranks
