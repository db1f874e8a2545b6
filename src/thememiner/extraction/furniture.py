"""Furniture: running headers, footers and page numbers, told by repetition, step and marks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from thememiner.extraction.lines import PageSegments, Segment

EDGE_SHARE = 0.12
"""Furniture stands in this share of the page at its top and bottom."""
OUTER_SHARE = 0.09
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[|–-]?(?:page|p\.?)?#(?:(?:of|/|\|)#)?[|–-]?")
"""A key that is a page number and nothing else."""
_ROMAN = re.compile(r"[ivxlc]{1,7}", re.IGNORECASE)


@dataclass(slots=True)
class PageFurniture:
    """The furniture of one page and the page number printed in it."""

    segments: list[Segment]
    label: str = ""


def split_furniture(pages: list[PageSegments]) -> list[PageFurniture]:
    """Take the furniture out of the pages and return it, page by page.

    A segment near an edge is furniture where its words come back near the same edge of other pages,
    where its number counts the pages, or where the producer marked it as an artifact.
    """
    seen: dict[tuple[bool, str], list[tuple[int, Segment]]] = defaultdict(list)
    for place, page in enumerate(pages):
        upper, lower = 2 * EDGE_SHARE * page.words.height, 2 * (1 - EDGE_SHARE) * page.words.height
        for segment in page.segments:
            if not upper <= segment.top + segment.bottom <= lower:
                seen[segment.top + segment.bottom < upper, _make_key(segment.text)].append((place, segment))
    offset = _find_offset(seen, pages)
    dropped: dict[int, list[Segment]] = defaultdict(list)
    least = 2 if len(pages) <= 4 else 3
    repeated = {key for key, found in seen.items() if len({place for place, _ in found}) >= least}
    for (top, key), found in seen.items():
        exact = Counter(segment.text for _, segment in found).most_common(1)[0][1]
        in_step = _in_step(found, pages)
        free = [pair for pair in found if pair[1].cell < 0]
        for place, segment in found:
            page = pages[place]
            recurs = (
                (top, key) in repeated
                and not _is_body(segment, page, repeated)
                and (segment.cell < 0 or _is_outer(segment, page))
                and len(free) * 2 >= len(found)
                and (exact >= least or in_step)
            )
            if segment.artifact or recurs or _is_page_number(segment, key, page, offset):
                dropped[place].append(segment)
    result = []
    for place, page in enumerate(pages):
        gone = {id(segment) for segment in dropped[place]}
        page.segments = [segment for segment in page.segments if id(segment) not in gone]
        result.append(PageFurniture(dropped[place], _find_label(dropped[place], page, offset)))
    return result


def _is_body(segment: Segment, page: PageSegments, repeated: set[tuple[bool, str]]) -> bool:
    """Return whether a segment is one line of a paragraph: set like a line next to it that does not recur."""
    for other in page.segments:
        if abs(other.x0 - segment.x0) > 2 or abs(other.size - segment.size) > 0.3 or other is segment:
            continue
        gap = max(segment.top - other.bottom, other.top - segment.bottom)
        edge = _find_edge(other, page)
        if (
            -0.3 * segment.size < gap < 0.5 * segment.size
            and (edge < 0, _make_key(other.text)) not in repeated
        ):
            return True
    return False


def _is_page_number(segment: Segment, key: str, page: PageSegments, offset: int | None) -> bool:
    """Return whether a segment is a bare page number, even one that no other page repeats."""
    if segment.cell >= 0 or not _is_outer(segment, page):
        return False
    if _ROMAN.fullmatch(segment.text):
        return True
    numbers = [int(number) for number in _DIGITS.findall(segment.text) if len(number) < 5]
    return (
        offset is not None
        and page.words.number + offset in numbers
        and _PAGE_NUMBER.fullmatch(key) is not None
    )


def _find_edge(segment: Segment, page: PageSegments) -> int:
    """Return -1 near the top edge, 1 near the bottom edge, else 0."""
    height = page.words.height
    middle = (segment.top + segment.bottom) / 2
    if middle < EDGE_SHARE * height:
        return -1
    return 1 if middle > (1 - EDGE_SHARE) * height else 0


def _is_outer(segment: Segment, page: PageSegments) -> bool:
    height = page.words.height
    middle = (segment.top + segment.bottom) / 2
    return middle < OUTER_SHARE * height or middle > (1 - OUTER_SHARE) * height


def _make_key(text: str) -> str:
    return _DIGITS.sub("#", text.replace(" ", "").lower())[:120]


def _find_offset(
    seen: dict[tuple[bool, str], list[tuple[int, Segment]]], pages: list[PageSegments]
) -> int | None:
    """Return printed page number minus page number of the PDF, where most numbers agree on one."""
    votes: Counter[int] = Counter()
    for (_, key), found in seen.items():
        if "#" not in key:
            continue
        for place, segment in found:
            numbers = {int(number) for number in _DIGITS.findall(segment.text)[:3] if len(number) < 5}
            votes.update(number - pages[place].words.number for number in sorted(numbers))
    if not votes:
        return None
    offset, count = max(votes.items(), key=lambda item: (item[1], -abs(item[0])))
    return offset if count >= max(2, len(pages) // 3) else None


def _in_step(found: list[tuple[int, Segment]], pages: list[PageSegments]) -> bool:
    """Return whether a number in these segments goes up by one from page to page."""
    votes: Counter[int] = Counter()
    for place, segment in found:
        numbers = {int(number) for number in _DIGITS.findall(segment.text)[:4] if len(number) < 6}
        votes.update(number - pages[place].words.number for number in numbers)
    return bool(votes) and max(votes.values()) >= 0.6 * len({place for place, _ in found})


def _find_label(segments: list[Segment], page: PageSegments, offset: int | None) -> str:
    if offset is not None:
        expected = page.words.number + offset
        for segment in segments:
            if str(expected) in _DIGITS.findall(segment.text):
                return str(expected)
    for segment in segments:
        if _ROMAN.fullmatch(segment.text):
            return segment.text
    return ""
