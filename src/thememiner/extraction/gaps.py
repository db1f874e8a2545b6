"""Gaps inside words: PDFium now and then writes two words as one where the page shows white between them.

Only the boxes of single letters tell, and asking for all of them would cost more than the rest of the
reading. Asked about are words much too wide for their letters, and each word when the file first prints it:
words run together are rarely printed twice.
"""

from __future__ import annotations

from itertools import chain, compress, starmap

import numpy as np

from thememiner.extraction.letters import Letters
from thememiner.extraction.words import Floats, PageWords

WIDE_EM = 1.0
"""A gap of so many ems parts words whatever their letters."""
VISIBLE_EM = 0.15
"""The narrowest gap, in ems, between two words of which the file has printed one before."""
ALIKE = 0.4
"""Where another gap of the word reaches this share of the widest, its letters are set apart."""
LEAST_LETTERS = 5
"""Shorter words are not looked into."""

_MARKS = ".,;:!?()[]'\"‘’“”"
_SHORT = frozenset({"a", "i"})

Gaps = dict[int, tuple[float, float]]
"""Before which character of the page a gap stands, from where to where."""


class GapReader:
    """Finds words that white space parts on the page; one for each file, its pages read in order."""

    def __init__(self) -> None:
        self._printed: set[str] = set()
        self._checked: set[str] = set()

    def part_words(self, words: PageWords, letters: Letters, edge: float) -> None:
        """Part the words of a page that stands upright at their gaps; ``words`` is changed here.

        Args:
            words: the words of the page, whose text still has the places of PDFium's characters.
            letters: of the page.
            edge: the left edge of the page in PDF coordinates.
        """
        size = np.where(words.size > 0.5, words.size, np.maximum(words.bottom - words.top, 0.1))
        gaps = self._find_new(words, size, letters) | _find_wide(words, size, letters)
        for place in sorted(gaps, reverse=True):
            left, right = gaps[place]
            words.part_word(place, left - edge, right - edge)

    def _find_new(self, words: PageWords, size: Floats, letters: Letters) -> Gaps:
        """Return the gaps in words that the file prints for the first time."""
        spans = self._find_spans(words)
        gaps: Gaps = {}
        if not spans:
            return gaps
        boxes = letters.read_boxes(list(chain.from_iterable(starmap(range, spans))))
        white = boxes[1:, 0] - boxes[:-1, 2]
        starts, ends = np.array(list(chain.from_iterable(spans))).reshape(-1, 2).T
        stops = (ends - starts).cumsum()
        first = stops - (ends - starts)
        white[stops[:-1] - 1] = 0.0  # from one word to the next
        owners = words.start.searchsorted(starts, side="right") - 1
        widest = np.maximum.reduceat(white, first)
        for word in (widest >= VISIBLE_EM * size[owners]).nonzero()[0].tolist():
            start, end = spans[word]
            inner = white[first[word] : first[word] + end - start - 1]
            at = int(inner.argmax())
            parts = words.text[start : start + at + 1].lower(), words.text[start + at + 1 : end].lower()
            others = np.delete(inner, at)
            if others.max() < ALIKE * inner[at] and any(map(self._is_known, parts)):
                left = int(first[word]) + at
                gaps[start + at + 1] = (float(boxes[left, 2]), float(boxes[left + 1, 0]))
                self._printed.discard("".join(parts))
                self._checked.discard("".join(parts))
        return gaps

    def _find_spans(self, words: PageWords) -> list[tuple[int, int]]:
        """Return where the words of a page stand that the file has not printed before."""
        text = words.text.lower()
        if len(text) != len(words.text):
            return []
        starts, tokens = words.start.tolist(), text.split()
        if len(tokens) != len(starts):  # a hyphen at the end of a line ends a word too
            tokens = [text[start:end] for start, end in zip(starts, words.end.tolist(), strict=True)]
        new = set(tokens) - self._printed
        self._printed |= new
        spans: list[tuple[int, int]] = []
        # A word that is dropped from ``new`` here is passed over where the page prints it again.
        for token, start in compress(zip(tokens, starts, strict=True), map(new.__contains__, tokens)):
            new.discard(token)
            word = token.strip(_MARKS)
            if len(word) >= LEAST_LETTERS and word.isalpha() and word not in self._checked:
                self._checked.add(word)
                place = start + token.find(word)
                spans.append((place, place + len(word)))
        return spans

    def _is_known(self, word: str) -> bool:
        return (word in self._printed or word in self._checked) and (len(word) > 1 or word in _SHORT)


def _find_wide(words: PageWords, size: Floats, letters: Letters) -> Gaps:
    """Return the gaps in words that are too wide for their letters: the numbers along an axis."""
    gaps: Gaps = {}
    length = words.end - words.start
    wide = (length > 1) & (words.x1 - words.x0 > length * size * WIDE_EM)
    for word in wide.nonzero()[0].tolist():
        start = int(words.start[word])
        boxes = letters.read_boxes(list(range(start, int(words.end[word]))))
        white = boxes[1:, 0] - boxes[:-1, 2]
        for at in (white > WIDE_EM * size[word]).nonzero()[0].tolist():
            if words.text[start + at].isalnum() and words.text[start + at + 1].isalnum():
                gaps[start + at + 1] = (float(boxes[at, 2]), float(boxes[at + 1, 0]))
    return gaps
