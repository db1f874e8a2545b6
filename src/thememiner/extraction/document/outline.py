"""Bookmarks: what the PDF's own outline calls a heading, and how deep it stands.

Word and InDesign make the outline from the headings' styles. It knows headings that are set like the text
around them, and their levels; its titles count only where the page prints them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from thememiner.extraction.layout.drafts import Draft
from thememiner.extraction.layout.markers import BULLET

MOST_BOOKMARKS = 20_000
MOST_PARTS = 4
"""Blocks that the words of one bookmark may be spread over: a heading whose lines stand apart."""
LONGEST_TITLE = 300
_MAY_BE_HEADINGS = frozenset({"heading", "paragraph", "list_item"})
_STOPS = (".", ";", ",")


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the PDF's outline: its level from 1, its words and the page it leads to."""

    level: int
    title: str
    page: int


def read_outline(entries: Iterable[tuple[int, str, int]]) -> dict[int, list[Bookmark]]:
    """Return the bookmarks of each page, in the order of the outline.

    Args:
        entries: level from 1, title and page from 1 of each bookmark; page 0 where it leads nowhere.
    """
    pages: dict[int, list[Bookmark]] = {}
    for count, (level, title, page) in enumerate(entries):
        if count >= MOST_BOOKMARKS:
            break
        if page > 0 and title.strip():
            pages.setdefault(page, []).append(Bookmark(max(level, 1), title, page))
    return pages


def confirm_headings(drafts: list[Draft], bookmarks: Sequence[Bookmark]) -> None:
    """Make headings of the blocks that bookmarks name, and give them the bookmarks' levels.

    Args:
        drafts: the blocks of a page, their kinds named; ``kind`` and ``bookmark`` are set here, and the
            parts of a heading whose lines stood apart are joined.
        bookmarks: the bookmarks that lead to the page.
    """
    taken: set[int] = set()
    for bookmark in bookmarks:
        found = _find_printed(drafts, bookmark, taken)
        if not found:
            continue
        first = found[0]
        for draft in found[1:]:
            first.segments.extend(draft.segments)
            drafts[:] = [kept for kept in drafts if kept is not draft]
        first.kind, first.bookmark = "heading", bookmark.level
        taken.add(id(first))


def _find_printed(drafts: Sequence[Draft], bookmark: Bookmark, taken: set[int]) -> list[Draft]:
    """Return the block that prints a bookmark's words, or the few that do so together."""
    wanted = _letters_of(bookmark.title)
    if not wanted or len(bookmark.title) > LONGEST_TITLE:
        return []
    for place, draft in enumerate(drafts):
        printed = bare = ""
        for count, part in enumerate(drafts[place : place + MOST_PARTS], start=1):
            if id(part) in taken or not _may_be_heading(part) or not _set_alike(draft, part):
                break
            letters = _letters_of(part.text)
            bare += letters
            printed += _letters_of(part.number) + letters if count == 1 else letters
            if wanted in (printed, bare):
                return list(drafts[place : place + count])
            if not wanted.startswith((printed, bare)):
                break
    return []


def _may_be_heading(draft: Draft) -> bool:
    """Return whether a block may be a heading: outlines made from styles also hold items and sentences."""
    if draft.kind not in _MAY_BE_HEADINGS or draft.number == BULLET:
        return False
    return draft.kind == "heading" or not draft.text.endswith(_STOPS)


def _set_alike(one: Draft, other: Draft) -> bool:
    return abs(one.first.size - other.first.size) < 0.5 and one.first.bold == other.first.bold


def _letters_of(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
