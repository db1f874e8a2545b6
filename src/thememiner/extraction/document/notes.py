"""Footnotes tied to the marks that cite them.

A mark is never in the running text: "neglect3" reads as the word that it is. What is kept of it is where it
stands and which note it leads to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from thememiner.records import Block, NoteReference


@dataclass(slots=True, frozen=True)
class Mark:
    """A raised mark: the offset in the running text that it follows, its number, its page."""

    start: int
    text: str
    page: int


def find_place(text: str, n_after: int) -> int:
    """Return where a mark stood in a line that goes on with so many visible characters after it.

    >>> find_place("so it was said. Then", 4)
    15
    """
    place = len(text)
    while place > 0 and (n_missing := n_after - len("".join(text[place:].split()))) > 0:
        place = max(place - n_missing, 0)
    return len(text[:place].rstrip())


def tie_notes(
    marks: Sequence[Mark], blocks: Sequence[Block], pages: Sequence[int]
) -> tuple[NoteReference, ...]:
    """Return the marks, each with the note that it leads to.

    A mark leads to the note of its number at the foot of its page. Where there is none there, and the
    document has but one note of that number, further on, it leads to that: an endnote.

    Args:
        marks: in order of the text.
        blocks: of the document.
        pages: the page on which each block begins.
    """
    notes: dict[str, list[int]] = defaultdict(list)
    for place, block in enumerate(blocks):
        if block.kind == "footnote" and block.number:
            notes[block.number.strip("().[]")].append(place)
    references = []
    for mark in marks:
        known = notes.get(mark.text, [])
        found = next((place for place in known if pages[place] == mark.page), -1)
        if found < 0 and len(known) == 1 and pages[known[0]] > mark.page:
            found = known[0]
        references.append(NoteReference(start=mark.start, mark=mark.text, note=found))
    return tuple(references)
