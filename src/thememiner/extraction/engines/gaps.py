"""Gaps inside words: PDFium now and then writes two words as one where the page shows white between them.

Only the boxes of single letters tell, and asking for all of them would cost more than the rest of the
reading. So each letter of a font is measured once, and asked about are only words that are wider than
their letters together.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thememiner.extraction.words import Floats, Ints, PageWords

from .letters import Letters
from .styles import Styles
from .widths import LetterWidths

WIDE_EM = 1.0
"""A gap of so many ems parts words whatever their letters."""
VISIBLE_EM = 0.15
"""The narrowest gap, in ems, between two words of which the file has printed one before."""
SUSPECT_EM = 0.1
"""A word this much wider than its letters may hold such a gap, for letters may stand a little into others."""
ALIKE = 0.4
"""Where another gap of the word reaches this share of the widest, its letters are set apart."""
LEVEL_DEG = 5.0
"""Words that run more askew are not looked into."""
LEAST_LETTERS = 5
"""Shorter words are not looked into."""

_MARKS = ".,;:!?()[]'\"‘’“”"
_SHORT = frozenset({"a", "i"})


class GapReader:
    """Finds words that white space parts on the page; one for each file, its pages read in order."""

    def __init__(self) -> None:
        self._widths = LetterWidths()
        self._unread: list[str] = []
        """The text of pages whose words are not yet among those that the file has printed."""
        self._printed: set[str] = set()
        self._checked: set[str] = set()

    def find_suspects(
        self,
        codes: NDArray[np.uint32],
        start: Ints,
        letters: Letters,
        styles: Styles,
        width: Floats,
        height: Floats,
    ) -> list[int]:
        """Return the words that are wider than their letters.

        Args:
            codes: the code points of some pages.
            start: where each word begins.
            letters: of the pages.
            styles: how the words are set.
            width, height: of each word, in points.
        """
        if not len(start):
            return []
        size = np.where(styles.size > 0.5, styles.size, np.maximum(height, 0.1))
        level = abs(styles.angle) < LEVEL_DEG
        fonts = np.where(level, styles.font + 1, 0)  # letters on their side are as wide as they are high
        spare = width - self._widths.add_up(codes, start, letters, fonts, size)
        suspects: list[int] = ((spare >= SUSPECT_EM * size) & level).nonzero()[0].tolist()
        return suspects

    def part_words(
        self, words: PageWords, suspects: list[int], letters: Letters, begin: int, edge: float
    ) -> None:
        """Part the words of a page that stands upright at their gaps; ``words`` is changed here.

        Args:
            words: the words of the page, whose text still has the places of PDFium's characters.
            suspects: the words that may have gaps, in order.
            letters: of the page and others.
            begin: where the page begins among them.
            edge: the left edge of the page in PDF coordinates.
        """
        for word in reversed(suspects):
            for place, left, right in self._find_gaps(words, word, letters, begin):
                words.part_word(place, left - edge, right - edge)
        self._unread.append(words.text)

    def _find_gaps(
        self, words: PageWords, word: int, letters: Letters, begin: int
    ) -> list[tuple[int, float, float]]:
        """Return before which characters gaps stand in a word, from where to where, the last first."""
        start, end = int(words.start[word]), int(words.end[word])
        size = float(words.size[word])
        if size <= 0.5:
            size = max(float(words.bottom[word] - words.top[word]), 0.1)
        if words.x1[word] - words.x0[word] > (end - start) * size * WIDE_EM:
            wide = self._find_wide(words, start, end, size, letters, begin)
            if wide:
                return wide
        text = words.text[start:end].lower()
        token = text.strip(_MARKS)
        if len(token) < LEAST_LETTERS or not token.isalpha() or token in self._checked:
            return []
        self._checked.add(token)
        start += text.find(token)
        boxes = letters.read_boxes(np.arange(begin + start, begin + start + len(token)))
        white = boxes[1:, 0] - boxes[:-1, 2]
        at = int(white.argmax())
        others = np.delete(white, at)
        if white[at] < VISIBLE_EM * size or others.max() >= ALIKE * white[at]:
            return []
        if not self._are_words(token, token[: at + 1], token[at + 1 :], words.text):
            return []
        return [(start + at + 1, float(boxes[at, 2]), float(boxes[at + 1, 0]))]

    def _find_wide(
        self, words: PageWords, start: int, end: int, size: float, letters: Letters, begin: int
    ) -> list[tuple[int, float, float]]:
        """Return the gaps in a word that is too wide for its letters: the numbers along an axis."""
        boxes = letters.read_boxes(np.arange(begin + start, begin + end))
        white = boxes[1:, 0] - boxes[:-1, 2]
        return [
            (start + at + 1, float(boxes[at, 2]), float(boxes[at + 1, 0]))
            for at in (white > WIDE_EM * size).nonzero()[0][::-1].tolist()
            if words.text[start + at].isalnum() and words.text[start + at + 1].isalnum()
        ]

    def _are_words(self, whole: str, left: str, right: str, page: str) -> bool:
        """Return whether the file has printed one of two parts of a word so far, and not the whole before."""
        for text in self._unread:
            self._printed |= _list_words(text)
        self._unread.clear()
        known = (self._printed | _list_words(page)) & {left, right}
        return whole not in self._printed and any(len(word) > 1 or word in _SHORT for word in known)


def _list_words(text: str) -> set[str]:
    return {token.strip(_MARKS) for token in text.lower().split()}
