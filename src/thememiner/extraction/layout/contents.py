"""Contents lists: rows that end in the number of a page."""

from __future__ import annotations

import re
from itertools import pairwise

from .lines import Segment, on_row

LEADER = re.compile(r"(?:\s*[.…·_]){4,}\s*|\s*…{2,}\s*")
"""The dots between an entry and its page."""
ROMAN = r"(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
"""A roman number as pages have it, to 89: no word of the same letters, as "civil" is."""
_ENTRY = re.compile(
    rf"^(?P<title>.*?\S)[\s.…·_]*(?:\s|(?<=[.…·_]{{4}}))(?P<page>\d{{1,3}}|{ROMAN})$", re.IGNORECASE
)
_HEADING = re.compile(r"(?:table of )?contents(?: page)?:?", re.IGNORECASE)
_LONGEST_HEADING = len("table of contents page:")


def find_contents(segments: list[Segment], n_pages: int, *, continuing: bool = False) -> dict[int, int]:
    """Return the contents row of each segment that belongs to a contents list, by ``id``.

    A contents list is a run of rows that end in page numbers which do not fall: rows with leaders,
    or rows under the heading "Contents" or on the page after one.

    Args:
        segments: the segments of a page.
        n_pages: pages of the document; numbers far beyond it are no page numbers.
        continuing: the page before holds a contents list.
    """
    printed = "\n".join([segment.text for segment in segments])
    titled = continuing or _has_heading(printed)
    if not titled and not (_is_dotted(printed) and _has_leaders(segments)):
        return {}  # as on nearly all pages
    rows: list[list[Segment]] = []
    for segment in segments:
        if segment.cell >= 0 and not has_leader(segment.text):
            continue
        if rows and on_row(rows[-1][-1], segment) and segment.x0 >= rows[-1][-1].x0:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    entries = _find_entries(rows, n_pages, titled=titled)
    led = sum(1 for place, _ in entries if has_leader(" ".join(segment.text for segment in rows[place])))
    if led < 3 and not (titled and len(entries) >= 3):
        return {}
    numbers = [number for _, number in entries if number]
    falls = sum(1 for a, b in pairwise(numbers) if b < a)
    if falls > max(1, len(numbers) // 5):
        return {}
    result: dict[int, int] = {}
    known = {place for place, _ in entries}
    first = entries[0][0]
    while first and _opens_entry(rows[first - 1], rows[first]):
        first -= 1
    row_id = first
    for place in range(first, entries[-1][0] + 1):
        for segment in rows[place]:
            result[id(segment)] = row_id
        if place in known or (place + 1 < len(rows) and not _opens_entry(rows[place], rows[place + 1])):
            row_id = place + 1
    return result


def _has_heading(printed: str) -> bool:
    """Return whether one of the lines of a page is the heading of a contents list."""
    if "ontents" not in printed and "ONTENTS" not in printed:
        return False
    return any(map(is_contents_heading, printed.split("\n")))


def _has_leaders(segments: list[Segment]) -> bool:
    """Return whether three segments or more hold the dots of a contents list."""
    return sum(1 for segment in segments if has_leader(segment.text)) >= 3


def _opens_entry(row: list[Segment], below: list[Segment]) -> bool:
    """Return whether a row without a page number is the first line of an entry that goes on below."""
    line, following = row[0], below[0]
    if is_contents_heading(line.text):
        return False
    if line.owner >= 0 and following.owner >= 0 and not following.text[:1].islower():
        return line.owner == following.owner
    step = following.bottom - line.bottom
    return (
        0 < step < 1.7 * line.size
        and abs(line.size - following.size) < 0.5
        and line.bold == following.bold
        and -2 < following.x0 - line.x0 < 8 * line.size
    )


def is_contents_heading(text: str) -> bool:
    """Return whether a text is the heading of a contents list."""
    return len(text) <= _LONGEST_HEADING and _HEADING.fullmatch(text) is not None


def has_leader(text: str) -> bool:
    """Return whether a text holds the dots of a contents list.

    >>> has_leader("Foreword ........ 3"), has_leader("Foreword 3")
    (True, False)
    """
    return _is_dotted(text) and LEADER.search(text) is not None


def _is_dotted(text: str) -> bool:
    if ".." in text or "…" in text or ". ." in text:
        return True
    return ("_" in text and "__" in text) or ("·" in text and "··" in text)  # of rare signs one is quicker


def drop_leaders(text: str) -> str:
    """Return a contents line without its leaders.

    >>> drop_leaders("Foreword ........ 3")
    'Foreword 3'
    """
    return " ".join(LEADER.sub(" ", text).split()) if has_leader(text) else text


def _find_entries(rows: list[list[Segment]], n_pages: int, *, titled: bool) -> list[tuple[int, int]]:
    """Return row and page number of each row that reads as an entry; 0 for a roman number."""
    entries = []
    for place, row in enumerate(rows):
        text = " ".join(segment.text for segment in row)
        found = _ENTRY.match(text)
        if not found:
            continue
        number = int(found["page"]) if found["page"].isdecimal() else 0
        spaced = len(row) > 1 and row[-1].x0 - row[-2].x1 > 2 * row[-1].size
        if number <= n_pages + 30 and (has_leader(text) or spaced or (titled and len(text) < 120)):
            entries.append((place, number))
    return entries
