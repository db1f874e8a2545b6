"""Furniture: running headers, footers and page numbers, told by repetition, step and marks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

from thememiner.extraction.layout.contents import ROMAN
from thememiner.extraction.layout.lines import PageSegments, Segment, on_row
from thememiner.extraction.layout.sideways import is_sideways

EDGE_SHARE = 0.12
"""Furniture stands in this share of the page at its top and bottom."""
OUTER_SHARE = 0.09
LARGER = 1.3
"""Of words that come back, those so many times as large as the smallest are the heading itself."""
COVERING = 1.5
"""Words so many times as large, printed over others, hide them."""
_DIGITS = re.compile(r"\d+")
_NOTE = re.compile(r"(\d{1,3})\s+\D")
_PAGE_NUMBER = re.compile(r"[|–-]?(?:page|p\.?)?#(?:(?:of|/|\|)#)?[|–-]?")
"""A key that is a page number and nothing else."""
_ROMAN = re.compile(ROMAN, re.IGNORECASE)


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
    drawings: set[int] = set()  # pages inside which text is marked as an artifact
    for place, page in enumerate(pages):
        upper, lower = 2 * EDGE_SHARE * page.words.height, 2 * (1 - EDGE_SHARE) * page.words.height
        for segment in page.segments:
            inner = upper <= segment.top + segment.bottom <= lower
            # Nearly all are far from any edge.
            edge = 0 if inner and not (page.sideways and is_sideways(segment)) else _find_edge(segment, page)
            if edge:
                seen[edge < 0, _make_key(segment.text)].append((place, segment))
            elif segment.artifact:
                drawings.add(place)
    offset = _find_offset(seen, pages)
    largest = [max([segment.size for segment in page.segments], default=0.0) for page in pages]
    dropped: dict[int, list[Segment]] = defaultdict(list)
    least = 2 if len(pages) <= 4 else 3
    no_steps: Counter[int] = Counter()
    repeated = {key for key, found in seen.items() if len({place for place, _ in found}) >= least}
    for (top, key), found in seen.items():
        steps = _count_steps(found, pages) if "#" in key and (top, key) in repeated else no_steps
        recurs = (top, key) in repeated and _is_running(found, steps, least)
        smallest = min([segment.size for _, segment in found]) if recurs else 0.0
        for place, segment in found:
            page = pages[place]
            if (
                (segment.artifact and not (place in drawings and _reaches_inside(segment, page)))
                or (
                    recurs
                    and segment.size < LARGER * smallest
                    and _stands_apart(segment, page, repeated)
                    and (key.strip("#") or _keeps_step(segment, steps, page))
                )
                or _is_page_number(segment, key, page, offset)
                or (COVERING * segment.size < largest[place] and _is_covered(segment, page))
            ):
                dropped[place].append(segment)
    result = []
    for place, page in enumerate(pages):
        gone = {id(segment) for segment in dropped[place]}
        page.segments = [segment for segment in page.segments if id(segment) not in gone]
        result.append(PageFurniture(dropped[place], _find_label(dropped[place], page, offset)))
    return result


def _is_running(found: list[tuple[int, Segment]], steps: Counter[int], least: int) -> bool:
    """Return whether words that come back near an edge are a running head or foot.

    They come back as they are, or count the pages; not mostly in the cells of tables; and on the next page
    or the one after it. A heading that opens every chapter may stand at the top of its page each time, but
    pages apart.
    """
    exact = Counter(segment.text for _, segment in found).most_common(1)[0][1]
    places = sorted({place for place, _ in found})
    return (
        sum(segment.cell < 0 for _, segment in found) * 2 >= len(found)
        and any(after - before <= 2 for before, after in pairwise(places))
        # A number in them goes up by one from page to page.
        and (exact >= least or max(steps.values(), default=0) >= 0.6 * len(places))
    )


def _stands_apart(segment: Segment, page: PageSegments, repeated: set[tuple[bool, str]]) -> bool:
    """Return whether a segment is no line of the text, of a table or of the notes."""
    if segment.cell >= 0 and not _is_outer(segment, page):
        return False
    if _is_body(segment, page, repeated) or _is_note(segment, page):
        return False
    return not (segment.text.isdecimal() and _opens_row(segment, page, repeated))


def _opens_row(number: Segment, page: PageSegments, repeated: set[tuple[bool, str]]) -> bool:
    """Return whether a number stands before text of this page alone: it is a note's or an item's."""
    for other in page.segments:
        if 0 <= other.x0 - number.x1 < 4 * other.size and on_row(number, other):
            return (_find_edge(other, page) < 0, _make_key(other.text)) not in repeated
    return False


def _is_note(segment: Segment, page: PageSegments) -> bool:
    """Return whether a segment opens a numbered note: the number before or after it stands right by it."""
    opening = _NOTE.match(segment.text)
    if not opening:
        return False
    for other in page.segments:
        found = _NOTE.match(other.text)
        if found and abs(int(found[1]) - int(opening[1])) == 1 and abs(other.x0 - segment.x0) < 6:
            return True
    return False


def _reaches_inside(segment: Segment, page: PageSegments) -> bool:
    """Return whether text marked as an artifact goes on inside the page: the label of a drawing, say."""
    reached = [segment]
    waiting = [other for other in page.segments if other.artifact and other is not segment]
    for line in reached:
        near = [other for other in waiting if _touches(line, other)]
        if any(not _find_edge(other, page) for other in near):
            return True
        reached.extend(near)
        waiting = [other for other in waiting if not any(other is taken for taken in near)]
    return False


def _touches(line: Segment, other: Segment) -> bool:
    gap = max(line.top - other.bottom, other.top - line.bottom)
    aside = max(line.x0 - other.x1, other.x0 - line.x1)
    return gap < 0.6 * line.size and aside < line.size and abs(line.size - other.size) < 0.5


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


def _is_covered(segment: Segment, page: PageSegments) -> bool:
    """Return whether the same words are printed over a segment, much larger.

    Some reports lay the large title of a chapter over the small running head that has its words.
    """
    large = [other for other in page.segments if other.size > COVERING * segment.size]
    x, y = (segment.x0 + segment.x1) / 2, (segment.top + segment.bottom) / 2
    if not any(other.x0 < x < other.x1 and other.top < y < other.bottom for other in large):
        return False
    return _letters_of(segment.text) in _letters_of("".join(other.text for other in large))


def _letters_of(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _is_page_number(segment: Segment, key: str, page: PageSegments, offset: int | None) -> bool:
    """Return whether a segment is a bare page number, even one that no other page repeats."""
    if segment.cell >= 0 or not _is_outer(segment, page):
        return False
    if _ROMAN.fullmatch(segment.text):
        return True
    if offset is None or not _PAGE_NUMBER.fullmatch(key):
        return False
    return page.words.number + offset in [
        int(number) for number in _DIGITS.findall(segment.text) if len(number) < 5
    ]


def _find_edge(segment: Segment, page: PageSegments) -> int:
    """Return -1 near the top edge, or near a side for what runs along it; 1 near the bottom edge; else 0."""
    if page.sideways and is_sideways(segment):
        x = (segment.x0 + segment.x1) / 2
        return -1 if not EDGE_SHARE < x / page.words.width < 1 - EDGE_SHARE else 0
    height = page.words.height
    middle = (segment.top + segment.bottom) / 2
    if middle < EDGE_SHARE * height:
        return -1
    return 1 if middle > (1 - EDGE_SHARE) * height else 0


def _is_outer(segment: Segment, page: PageSegments) -> bool:
    if page.sideways and is_sideways(segment):
        return _find_edge(segment, page) != 0
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
            for number in sorted(numbers):
                votes[number - pages[place].words.number] += 1
    if not votes:
        return None
    offset, count = max(votes.items(), key=lambda item: (item[1], -abs(item[0])))
    return offset if count >= max(2, len(pages) // 3) else None


def _count_steps(found: list[tuple[int, Segment]], pages: list[PageSegments]) -> Counter[int]:
    """Return on how many pages a number in these segments differs by so much from the page's own."""
    return Counter(
        step
        for step, _ in {
            (step, place) for place, segment in found for step in _list_steps(segment, pages[place])
        }
    )


def _list_steps(segment: Segment, page: PageSegments) -> list[int]:
    numbers = _DIGITS.findall(segment.text)[:4]
    return [int(number) - page.words.number for number in numbers if len(number) < 6]


def _keeps_step(segment: Segment, steps: Counter[int], page: PageSegments) -> bool:
    """Return whether a bare number counts the pages with others like it: that of a note or a row does not."""
    return any(steps[step] > 1 for step in _list_steps(segment, page))


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
