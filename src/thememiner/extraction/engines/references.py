"""Footnote references set inside words: raised digits and letters that PDFium glues to the word before."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from thememiner.extraction.words import Bools, Floats, Ints, PageWords

from .letters import Letters
from .styles import Styles, measure_objects

SMALL_SHARE = 0.8
"""A reference is set in at most this share of the size of its word."""
RAISED_SHARE = 0.08
"""The foot of a raised letter stands higher by this share of the height of its word, or more."""
LEAST_WORD = 4
"""Shorter words with a raised letter may be abbreviations: No, Dr."""
_BRACKETS = frozenset({"()", "[]"})
_LONGEST_NUMBER = 7
_MARK = re.compile(r"[^\w\s]")
_NOTE_LETTERS = range(ord("a"), ord("i"))


def find_references(
    text: str,
    codes: NDArray[np.uint32],
    start: Ints,
    end: Ints,
    letters: Letters,
    styles: Styles,
    first: Floats,
    last: Floats,
) -> list[tuple[int, str]]:
    """Return the raised marks of footnote references inside words, and where each begins.

    Args:
        text: of some pages.
        codes: its code points.
        start, end: of each word in it.
        letters: of the pages.
        styles: how the words are set.
        first: left, top, right and bottom of the first letter of each word, in PDF coordinates.
        last: the same of the last letter.
    """
    digit = (codes >= 0x30) & (codes <= 0x39)
    places = (digit[1:] & ~digit[:-1] & (codes[:-1] > 0x20)).nonzero()[0] + 1
    ends = _find_raised_ends(start, end, digit, letters, first, last)
    ends += _find_inner_ends(text, digit, letters)
    if ends:
        places = np.array(sorted({*places.tolist(), *ends}))  # union1d loads numpy.ma first
    found = _find_letters(text, codes, start, end, letters, styles, first, last)
    if len(places):
        found += _find_digits(text, start, end, digit, places, letters, styles, first)
    return found


def cut_references(words: PageWords, references: list[tuple[int, str]]) -> None:
    """Blank the raised marks of footnote references inside words: ``review.3`` becomes ``review.``.

    What is printed on after a mark is a new word: ``child2and`` becomes ``child and``.

    Args:
        words: the words of a page; their text is changed here.
        references: the marks, and where in the text each begins.
    """
    words.references.extend(references)
    for place, mark in references:
        after = place + len(mark)
        # A white space in place of the last digit parts the words without moving what follows.
        blank = "\0" * (len(mark) - 1) + (" " if words.text[after : after + 1].isalpha() else "\0")
        words.text = words.text[:place] + blank + words.text[after:]
        words.n_dropped += len(mark)
        if words.text[place - 1 : place] + words.text[after : after + 1] in _BRACKETS:
            words.text = f"{words.text[: place - 1]}\0{blank}\0{words.text[after + 1 :]}"
            words.n_dropped += 2


def _find_digits(
    text: str,
    start: Ints,
    end: Ints,
    digit: Bools,
    places: Ints,
    letters: Letters,
    styles: Styles,
    first: Floats,
) -> list[tuple[int, str]]:
    """Return the raised numbers among digits that follow something else."""
    owners = np.searchsorted(start, places, side="right") - 1
    inside = (owners >= 0) & (places > start[owners]) & (places < end[owners])
    places, owners = places[inside], owners[inside]
    objects = letters.find_objects(places)
    apart = ((objects != 0) & (objects != styles.objects[owners])).nonzero()[0]
    if not len(apart):
        return []
    places, owners = places[apart], owners[apart]
    boxes = letters.read_boxes(places)
    raised = boxes[:, 1] + boxes[:, 3] > first[owners, 1] + first[owners, 3]
    small = measure_objects(objects[apart].tolist())[0] <= SMALL_SHARE * styles.size[owners]
    found = []
    for row in (raised & small).nonzero()[0].tolist():
        place, after = int(places[row]), int(end[owners[row]])
        stop = place
        while stop < after and digit[stop]:
            stop += 1
        found.append((place, text[place:stop]))
    return found


def _find_letters(
    text: str,
    codes: NDArray[np.uint32],
    start: Ints,
    end: Ints,
    letters: Letters,
    styles: Styles,
    first: Floats,
    last: Floats,
) -> list[tuple[int, str]]:
    """Return the single raised letters at the end of words, by which tables refer to the notes under them."""
    letter = (codes >= _NOTE_LETTERS.start) & (codes < _NOTE_LETTERS.stop)
    raised = last[:, 3] > first[:, 3] + RAISED_SHARE * (first[:, 1] - first[:, 3])
    ends = end - 1
    found = []
    for word in (raised & letter[ends] & (end - start >= LEAST_WORD)).nonzero()[0].tolist():
        place = int(ends[word])
        handle, before = letters.list_objects([place, place - 1])
        if not handle or not before or handle in (before, styles.objects[word]):
            continue
        if any(map(str.isdecimal, text[start[word] : place])):
            continue  # an ordinal: 26th
        sizes = measure_objects([handle, before])[0]
        if sizes[0] <= SMALL_SHARE * styles.size[word] < sizes[1]:
            found.append((place, text[place]))
    return found


def _find_raised_ends(
    start: Ints, end: Ints, digit: Bools, letters: Letters, first: Floats, last: Floats
) -> list[int]:
    """Return where raised digits begin that follow other digits: a reference after a year."""
    higher = last[:, 1] + last[:, 3] > first[:, 1] + first[:, 3]
    smaller = last[:, 1] - last[:, 3] < 0.9 * (first[:, 1] - first[:, 3])
    places = []
    for word in (higher & smaller & digit[end - 1]).nonzero()[0].tolist():
        begin, place = int(start[word]), int(end[word]) - 1
        (handle,) = letters.list_objects([place])
        while place - 1 > begin and digit[place - 1] and letters.list_objects([place - 1]) == [handle]:
            place -= 1
        if place > begin and digit[place - 1]:
            places.append(place)
    return places


def _find_inner_ends(text: str, digit: Bools, letters: Letters) -> list[int]:
    """Return where, among digits before a mark of punctuation, another piece of text begins: "1998²³,"."""
    runs = []
    for end in ((digit[:-2] & digit[1:-1] & ~digit[2:]).nonzero()[0] + 2).tolist():
        if _MARK.match(text, end):
            start = end - 2
            while start > 0 and digit[start - 1] and end - start < _LONGEST_NUMBER:
                start -= 1
            runs.append((start, end))
    objects = letters.list_objects([place for start, end in runs for place in (start, end - 1)])
    places = []
    for (_, end), begins, handle in zip(runs, objects[::2], objects[1::2], strict=True):
        if handle == begins:
            continue
        place = end - 1
        while letters.list_objects([place - 1]) == [handle]:
            place -= 1
        places.append(place)
    return places
