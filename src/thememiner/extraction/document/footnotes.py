"""Which blocks are footnotes: small print at the foot of a page, under a number or sign that the page cites.

The labels of a chart are small print with numbers too, and so is an appendix set in smaller type. What tells
a note is its mark in the text above; without one, that its number goes on from another's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from thememiner.extraction.dates import is_date
from thememiner.extraction.layout.drafts import SMALL_SHARE, Draft, cut_start
from thememiner.extraction.layout.lines import Segment
from thememiner.extraction.layout.typography import Typography

LEAST_TOP = 0.4
"""Notes stand below this share of the page."""
_NUMBER = re.compile(r"\d{1,3}(?=\s|[^\W\d_]|[“\"‘'(\[])")
_SIGNS = re.compile(r"[*†‡§]{1,3}")
_BRACKETS = "().[]"


class NoteFinder:
    """Finds the notes of one page after another.

    Args:
        typography: how the document is set.
    """

    def __init__(self, typography: Typography) -> None:
        self._small = SMALL_SHARE * typography.body_size
        self._last = 0
        self._opening: set[int] = set()

    def name_notes(self, drafts: list[Draft], *, height: float) -> None:
        """Name the notes at the foot of a page: smaller than the body, cited, nothing larger below them.

        Args:
            drafts: the blocks of a page, their other kinds named; their ``kind`` and ``number`` are set here.
            height: height of the page in points.
        """
        small = [draft for draft in drafts if draft.first.size <= self._small]
        if not small and not any(draft.kind == "footnote" for draft in drafts):
            return  # as on most pages
        segments = [segment for draft in drafts for segment in draft.segments]
        marks = {mark for segment in segments if segment.references for _, mark in segment.references}
        floors = [
            (draft.last.bottom, first.x0, first.x1)
            for draft in drafts
            if (first := draft.first).size > self._small
        ]
        self._opening = {number for draft in small if (number := _read_number(draft)) is not None}
        inside = False
        for draft in drafts:
            first = draft.first
            if draft.kind in ("table_row", "contents"):
                inside = False
            elif draft.kind == "footnote":  # by its tag
                inside = True
                if not draft.number:
                    cut_mark(draft, marks)
            elif (
                first.size > self._small
                or first.top < LEAST_TOP * height
                or any(low > first.bottom and x0 < first.x1 and x1 > first.x0 for low, x0, x1 in floors)
            ):
                inside = False
            elif self._opens(draft, marks) or (inside and draft.kind in ("paragraph", "list_item")):
                draft.kind, inside = "footnote", True
            if draft.kind == "footnote" and draft.number.isdecimal():
                self._last = int(draft.number)
        _cut_signs(drafts)

    def _opens(self, draft: Draft, marks: Collection[str]) -> bool:
        """Return whether small print opens a note; its number is then no part of its text."""
        first = draft.first
        if _SIGNS.fullmatch(first.marker):  # read as a bullet so far
            draft.number = first.marker
            return True
        if draft.number.strip(_BRACKETS) in marks or (not draft.number and cut_mark(draft, marks)):
            return True
        number = _read_number(draft)
        if number is None or (number > 1 and not {number - 1, number + 1} & {*self._opening, self._last}):
            return False
        return bool(draft.number) or cut_mark(draft, (str(number),))


def _read_number(draft: Draft) -> int | None:
    """Return the bare number that small print opens with, as that of a note, words after it; else None."""
    if draft.number:
        words = draft.first.text
        found = draft.number if draft.number.isdecimal() else ""
    else:
        match = _NUMBER.match(draft.first.text)
        found = match[0] if match else ""
        words = draft.first.text[len(found) :].lstrip()
    return int(found) if found and len(words) > 1 and not words[0].isdecimal() else None


def cut_mark(draft: Draft, marks: Collection[str] | None) -> bool:
    """Move the number or sign that opens a note from its text to its number; return whether there is one.

    Args:
        draft: the note.
        marks: the numbers that are cited: of "2912 U.S.C." it is 29 where that is. None: any number will do.
    """
    first = draft.first
    found = _SIGNS.match(first.text) or (_NUMBER.match(first.text) if marks is None else None)
    cited = max((mark for mark in marks or () if first.text.startswith(mark)), key=len, default="")
    mark = found[0] if found else cited
    rest = first.text[len(mark) :]
    if not mark or not rest.strip() or is_date(draft.text):
        return False
    draft.number = mark
    draft.marker_x0 = first.marker_x0 = first.x0
    cut_start(first, len(first.text) - len(rest.lstrip()))
    return True


def _cut_signs(drafts: Iterable[Draft]) -> None:
    """Take the asterisks and daggers that cite a note of the page out of its text, as raised numbers are."""
    signs = {draft.number for draft in drafts if draft.kind == "footnote" and _SIGNS.fullmatch(draft.number)}
    if not signs:
        return
    cited = re.compile(rf"(?<=[^\s*†‡§])(?:{'|'.join(map(re.escape, sorted(signs)))})(?![\w*†‡§])")
    for draft in drafts:
        for segment in draft.segments if draft.kind != "footnote" else ():
            _cut_cited(segment, cited)


def _cut_cited(segment: Segment, cited: re.Pattern[str]) -> None:
    found = [
        (sum(not char.isspace() for char in cited.sub("", segment.text[place.end() :])), place[0])
        for place in cited.finditer(segment.text)
    ]
    if found:
        n_lost = sum(len(sign) for _, sign in found)
        segment.text = cited.sub("", segment.text)
        segment.n_chars -= n_lost
        segment.n_lost += n_lost
        segment.references = tuple(sorted([*segment.references, *found], reverse=True))
