"""The letters of some pages: their code points, boxes and text objects, asked for by the thousand."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thememiner.extraction.words import Floats, Ints

from . import bindings as pdfium
from .bindings import Handle

_AT_ONCE = 1024
"""So many boxes are read into one buffer: the addresses in it are made ready once for a whole document."""
_PAGE_BREAK = np.array([ord("\n")], dtype=np.uint32)


class Letters:
    """The letters of a few pages of a document at a time, one page after the other.

    A place is that of a letter among them; between two pages stands a line feed, which is on neither.
    """

    def __init__(self) -> None:
        self._pages: list[Handle] = []
        self._passed: list[Any] = []
        self.begins: list[int] = []
        """Where each page begins."""
        self._buffer = np.zeros((_AT_ONCE, 4), dtype=np.float32)
        begin = self._buffer.ctypes.data
        self._slots = [pdfium.pass_pointer(begin + 16 * place) for place in range(_AT_ONCE)]

    def turn_to(self, text_pages: Sequence[Handle]) -> NDArray[np.uint32]:
        """Go on with other pages and return their code points, one per PDFium character."""
        self._pages = list(text_pages)
        self._passed = list(map(pdfium.pass_pointer, text_pages))
        self.begins = []
        parts: list[NDArray[np.uint32]] = []
        begin = 0
        for page in text_pages:
            self.begins.append(begin)
            parts += (_read_codes(page), _PAGE_BREAK)
            begin += len(parts[-2]) + 1
        return np.concatenate(parts[:-1]) if parts else np.zeros(0, dtype=np.uint32)

    def read_boxes(self, places: Ints) -> Floats:
        """Return left, top, right and bottom of letters, in PDF coordinates, a row each.

        Args:
            places: of the letters, in ascending order.
        """
        boxes = np.empty((len(places), 4))
        begin = 0
        for page, own in self._part_by_page(places):
            for part in (own[at : at + _AT_ONCE] for at in range(0, len(own), _AT_ONCE)):
                read = self._buffer[: len(part)]
                read.fill(0.0)
                deque(map(pdfium.get_box, repeat(page), part, self._slots), maxlen=0)
                boxes[begin : begin + len(part)] = read
                begin += len(part)
        return boxes

    def read_tight_box(self, place: int) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of a letter's ink, in PDF coordinates."""
        page = bisect_right(self.begins, place) - 1
        tight = np.zeros(4, dtype=np.float64)
        left, right, bottom, top = range(tight.ctypes.data, tight.ctypes.data + 32, 8)
        pdfium.get_tight_box(self._pages[page], place - self.begins[page], left, right, bottom, top)
        return float(tight[0]), float(tight[3]), float(tight[1]), float(tight[2])

    def find_objects(self, places: Ints) -> NDArray[np.uint64]:
        """Return the text objects that letters belong to, in ascending order, 0 where there is none."""
        objects = chain.from_iterable(
            map(pdfium.get_text_object, repeat(page), own) for page, own in self._part_by_page(places)
        )
        return np.fromiter(objects, np.uint64, len(places))

    def list_objects(self, places: Sequence[int]) -> list[Handle]:
        """Return the text objects of a few letters, in any order, 0 where there is none."""
        pages = [bisect_right(self.begins, place) - 1 for place in places]
        return [
            pdfium.get_text_object(self._passed[page], place - self.begins[page])
            for page, place in zip(pages, places, strict=True)
        ]

    def _part_by_page(self, places: Ints) -> Iterator[tuple[Any, list[int]]]:
        """Yield each page, ready to be passed, and where on it those of the letters stand that it has."""
        cuts = [*places.searchsorted(self.begins).tolist(), len(places)]
        for page, begin, first, last in zip(self._passed, self.begins, cuts, cuts[1:], strict=False):
            if first < last:
                yield page, (places[first:last] - begin).tolist()


def _read_codes(page: Handle) -> NDArray[np.uint32]:
    count = pdfium.count_chars(page)
    if count <= 0:
        return np.zeros(0, dtype=np.uint32)
    units = np.zeros(2 * count + 2, dtype=np.uint16)
    written = pdfium.get_text(page, 0, count, units.ctypes.data)
    if written == count + 1 and not np.count_nonzero((units[:count] & 0xF800) == 0xD800):
        return units[:count].astype(np.uint32)
    codes = np.array([pdfium.get_unicode(page, place) for place in range(count)], dtype=np.uint32)
    codes[((codes >= 0xD800) & (codes <= 0xDFFF)) | (codes > 0x10FFFF)] = 0
    return codes
