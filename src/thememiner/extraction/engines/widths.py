"""How wide the letters of each font of a document are: each is measured where it first stands."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from thememiner.extraction.words import Floats, Ints, is_visible

from .letters import Letters

_N_CODES = 0x2040
"""Letters beyond European ones and their marks are not measured: their width is 0."""
MOST_FONTS = 256
"""The fonts beyond share the widths of one: a report has some ten, and each takes 33 kB."""


class LetterWidths:
    """The widths of the letters of one document's fonts, in ems."""

    def __init__(self) -> None:
        self._unmeasured = np.where(is_visible(np.arange(_N_CODES)), np.float32(np.nan), np.float32(0.0))
        self._unmeasured[-1] = 0.0  # stands for all that are not measured
        self._widths = np.empty((0, _N_CODES), dtype=np.float32)

    def add_up(
        self, codes: NDArray[np.uint32], start: Ints, letters: Letters, fonts: Ints, size: Floats
    ) -> Floats:
        """Return how wide the letters of each word are together, in points.

        Args:
            codes: the code points of some pages.
            start: where each word begins.
            letters: of the pages.
            fonts: per word, the number of its font.
            size: per word, in points, above 0.
        """
        fonts = np.minimum(fonts, MOST_FONTS - 1)
        n_new = int(fonts.max()) + 1 - len(self._widths)
        if n_new > 0:
            rows = np.broadcast_to(self._unmeasured, (max(n_new, len(self._widths)), _N_CODES))
            self._widths = np.vstack([self._widths, rows])
        begin = int(start[0])
        changes = np.ones(len(fonts), dtype=np.bool_)
        np.not_equal(fonts[1:], fonts[:-1], out=changes[1:])
        changed = changes.nonzero()[0]  # the words that go on in another font
        entries = (fonts[changed] * _N_CODES).repeat(np.diff(start[changed], append=len(codes)))
        entries += np.minimum(codes[begin:], _N_CODES - 1)
        widths = self._widths.take(entries)
        unknown = np.isnan(widths).nonzero()[0]
        if len(unknown):
            asked = entries[unknown]
            first = np.empty(self._widths.size, dtype=np.int64)
            first.put(asked[::-1], unknown[::-1])  # where a letter stands first is put last
            places = unknown[first.take(asked) == unknown]
            boxes = letters.read_boxes(places + begin)
            owners = start.searchsorted(places + begin, side="right") - 1
            self._widths.put(entries[places], np.nan_to_num((boxes[:, 2] - boxes[:, 0]) / size[owners]))
            widths[unknown] = self._widths.take(asked)
        total: Floats = np.add.reduceat(widths, start - begin) * size
        return total
