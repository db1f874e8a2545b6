"""The letters of a page: their code points, boxes and text objects, asked for by the thousand."""

from __future__ import annotations

from collections import deque
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from thememiner.extraction import bindings as pdfium
from thememiner.extraction.bindings import Handle
from thememiner.extraction.words import Floats, Ints

_AT_ONCE = 1024
"""So many boxes are read into one buffer: the addresses in it are made ready once for a whole document."""


class Letters:
    """The letters of one page of a document at a time; a place is that of a PDFium character on the page."""

    def __init__(self) -> None:
        self._page: Handle = 0
        self._passed = pdfium.pass_pointer(0)
        self._buffer = np.zeros((_AT_ONCE, 4), dtype=np.float32)
        begin = self._buffer.ctypes.data
        self._slots = [pdfium.pass_pointer(begin + 16 * place) for place in range(_AT_ONCE)]

    def turn_to(self, text_page: Handle) -> None:
        """Go on with another page."""
        self._page = text_page
        self._passed = pdfium.pass_pointer(text_page)

    def read_codes(self) -> NDArray[np.uint32]:
        """Return the code points of the page, one per PDFium character."""
        count = pdfium.count_chars(self._page)
        if count <= 0:
            return np.zeros(0, dtype=np.uint32)
        units = np.zeros(2 * count + 2, dtype=np.uint16)
        written = pdfium.get_text(self._page, 0, count, units.ctypes.data)
        if written == count + 1 and not np.count_nonzero((units[:count] & 0xF800) == 0xD800):
            return units[:count].astype(np.uint32)
        codes = np.array([pdfium.get_unicode(self._page, place) for place in range(count)], dtype=np.uint32)
        codes[((codes >= 0xD800) & (codes <= 0xDFFF)) | (codes > 0x10FFFF)] = 0
        return codes

    def read_boxes(self, places: list[int]) -> Floats:
        """Return left, top, right and bottom of letters, in PDF coordinates, a row each."""
        boxes = np.empty((len(places), 4))
        for begin in range(0, len(places), _AT_ONCE):
            part = places[begin : begin + _AT_ONCE]
            read = self._buffer[: len(part)]
            read.fill(0.0)
            deque(map(pdfium.get_box, repeat(self._passed), part, self._slots), maxlen=0)
            boxes[begin : begin + _AT_ONCE] = read
        return boxes

    def read_tight_box(self, place: int) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of a letter's ink, in PDF coordinates."""
        tight = np.zeros(4, dtype=np.float64)
        left, right, bottom, top = range(tight.ctypes.data, tight.ctypes.data + 32, 8)
        pdfium.get_tight_box(self._page, place, left, right, bottom, top)
        return float(tight[0]), float(tight[3]), float(tight[1]), float(tight[2])

    def find_objects(self, places: Ints) -> NDArray[np.uint64]:
        """Return the text objects that letters belong to, 0 where there is none."""
        handles = map(pdfium.get_text_object, repeat(self._passed), places.tolist())
        return np.fromiter(handles, np.uint64, len(places))

    def list_objects(self, places: list[int]) -> list[Handle]:
        """Return the text objects of a few letters, 0 where there is none."""
        return list(map(pdfium.get_text_object, repeat(self._passed), places))
