"""PDFium: the words, rules and marks of a page, through its raw C interface.

Only the first and last character of a word are asked for their boxes: that is what makes this affordable.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from thememiner.extraction import bindings as pdfium
from thememiner.extraction.bindings import Handle
from thememiner.extraction.gaps import GapReader
from thememiner.extraction.letters import Letters
from thememiner.extraction.references import cut_references
from thememiner.extraction.shapes import place_boxes, read_shapes
from thememiner.extraction.styles import StyleReader
from thememiner.extraction.words import Floats, Ints, PageWords, split_words

FEW_WORDS = 20
"""Pages with fewer words are looked at for pictures of text."""


class PdfiumFile:
    """An open PDF. Use it as a context manager: PDFium's handles are closed on leaving.

    Args:
        source: the file or its bytes.
        tagged: read marked content ids, for a structure tree to use.

    Raises:
        pypdfium2.PdfiumError: where PDFium cannot open the bytes.
    """

    def __init__(self, source: Path | bytes, *, tagged: bool = True) -> None:
        self._doc = pypdfium2.PdfDocument(source)
        self._handle: Handle = ctypes.cast(self._doc.raw, ctypes.c_void_p).value or 0
        self._letters = Letters()
        self._styles = StyleReader(tagged=tagged)
        self._gaps = GapReader()
        self.n_pages = len(self._doc)
        self._labelled = pdfium.get_label(self._handle, 0, None, 0) > 2

    def __enter__(self) -> PdfiumFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._doc.close()

    @property
    def metadata(self) -> dict[str, str]:
        """Return what the PDF says of itself, lower-case keys, empty values left out."""
        found = self._doc.get_metadata_dict(skip_empty=True)
        return {key.lower(): str(value) for key, value in found.items()}

    def outline(self) -> Iterator[tuple[int, str, int]]:
        """Yield level from 1, title and page number from 1 (0 where unknown) of each bookmark."""
        for item in self._doc.get_toc(max_depth=8):
            dest = item.get_dest()
            index = dest.get_index() if dest else None
            yield item.level + 1, item.get_title(), 0 if index is None else index + 1

    def read_page(self, number: int) -> PageWords:
        """Return the words of page ``number`` (from 1).

        Raises:
            ValueError: where PDFium cannot load the page.
        """
        page = pdfium.load_page(self._handle, number - 1)
        if not page:
            raise ValueError(f"PDFium cannot load page {number}.")
        try:
            text_page = pdfium.load_text(page)
            if not text_page:
                raise ValueError(f"PDFium cannot read the text of page {number}.")
            try:
                self._letters.turn_to(text_page)
                return self._read_words(number, page)
            finally:
                pdfium.close_text(text_page)
        finally:
            pdfium.close_page(page)

    def _read_words(self, number: int, page: Handle) -> PageWords:
        bounds = np.zeros(4, dtype=np.float32)
        pdfium.get_page_box(page, bounds.ctypes.data)
        frame = tuple(bounds.tolist())
        turns = pdfium.get_rotation(page) % 4

        letters = self._letters
        codes = letters.read_codes()
        start, end = split_words(codes)
        first, last = _read_boxes(letters, start, end)
        styles = self._styles.read_styles(letters, start, first, last)
        # Text that runs up or down the page as shown, a wide table for one, is laid out upright.
        turned = _find_turn(styles.angle, turns)
        turns = (turns + turned) % 4
        width, height = frame[2] - frame[0], frame[1] - frame[3]
        if turns % 2:
            width, height = height, width
        x0, top, x1, bottom = place_boxes(
            np.minimum(first[:, 0], last[:, 0]),
            np.maximum(first[:, 1], last[:, 1]),
            np.maximum(first[:, 2], last[:, 2]),
            np.minimum(first[:, 3], last[:, 3]),
            frame,
            turns,
        )
        rects, pictured = read_shapes(
            page,
            frame,
            turns,
            texts=styles.distinct,
            look_for_pictures=len(start) < FEW_WORDS,
        )
        words = PageWords(
            number=number,
            width=width,
            height=height,
            text=codes.astype("<u4").tobytes().decode("utf-32-le", "replace"),
            start=start,
            end=end,
            x0=x0,
            top=top,
            x1=x1,
            bottom=bottom,
            size=styles.size,
            bold=styles.bold,
            italic=styles.italic,
            mcid=styles.mcid,
            artifact=styles.artifact,
            rects=rects,
            n_chars=int((end - start).sum()),
            label=self._read_label(number),
            pictured=pictured,
            turned=turned,
        )
        cut_references(words, codes, letters, styles, first, last)
        if not turns:
            self._gaps.part_words(words, codes, letters, styles.font, frame[0])
        return words

    def _read_label(self, number: int) -> str:
        if not self._labelled:
            return ""
        size = pdfium.get_label(self._handle, number - 1, None, 0)
        if size <= 2:
            return ""
        buffer = ctypes.create_string_buffer(size)
        pdfium.get_label(self._handle, number - 1, ctypes.addressof(buffer), size)
        return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _find_turn(angles: NDArray[np.float64], turns: int) -> int:
    """Return the quarter turns clockwise that most words of a page as shown need to stand upright."""
    if not turns and not np.count_nonzero(angles):
        return 0
    needed = (np.round(angles / 90).astype(np.int64) - turns) % 4
    counts = np.bincount(needed, minlength=4)
    turn = int(counts.argmax())
    return turn if counts[turn] > 0.6 * max(len(angles), 1) else 0


def _read_boxes(letters: Letters, start: Ints, end: Ints) -> tuple[Floats, Floats]:
    """Return left, top, right and bottom of the first and of the last letter of each word."""
    n = len(start)
    long = (end - start > 1).nonzero()[0]
    boxes = letters.read_boxes([*start.tolist(), *(end[long] - 1).tolist()])
    first = boxes[:n]
    last = first.copy()
    last[long] = boxes[n:]
    return first, last
