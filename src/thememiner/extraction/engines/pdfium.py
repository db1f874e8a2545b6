"""PDFium: the words, rules and marks of a page, through its raw C interface.

Only the first and last character of a word are asked for their boxes: that is what makes this affordable.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from thememiner.extraction.words import Floats, Ints, PageWords, split_words

from . import bindings as pdfium
from .bindings import Handle
from .gaps import GapReader
from .letters import Letters
from .references import cut_references, find_references
from .shapes import place_boxes, read_shapes
from .styles import StyleReader

AT_ONCE = 16
"""So many pages are open together: more would take memory and gain nothing."""
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
        self._ahead: dict[int, PageWords | Exception] = {}
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
        """Return the words of page ``number`` (from 1); pages are best asked for in order.

        Raises:
            ValueError: where PDFium cannot load the page.
        """
        if number not in self._ahead:
            last = min(number + AT_ONCE - 1, self.n_pages)
            self._ahead = self._read_ahead(range(number, max(last, number) + 1))
        found = self._ahead.pop(number)
        if isinstance(found, Exception):
            raise found
        return found

    def _read_ahead(self, numbers: Sequence[int]) -> dict[int, PageWords | Exception]:
        """Return the words of pages, or what went wrong with a page."""
        try:
            return dict(zip(numbers, self._read_together(numbers), strict=True))
        except Exception as error:  # one bad page must not cost the others
            if len(numbers) == 1:
                return {numbers[0]: error}
            return {number: found for each in numbers for number, found in self._read_ahead([each]).items()}

    def _read_together(self, numbers: Sequence[int]) -> list[PageWords]:
        """Return the words of pages that are open together.

        What is computed for all of them at once costs a fraction of the calls.
        """
        pages: list[Handle] = []
        texts: list[Handle] = []
        try:
            for number in numbers:
                pages.append(pdfium.load_page(self._handle, number - 1) or 0)
                if not pages[-1]:
                    raise ValueError(f"PDFium cannot load page {number}.")
                texts.append(pdfium.load_text(pages[-1]) or 0)
                if not texts[-1]:
                    raise ValueError(f"PDFium cannot read the text of page {number}.")
            return self._read_words(numbers, pages, self._letters.turn_to(texts))
        finally:
            for text in filter(None, reversed(texts)):
                pdfium.close_text(text)
            for page in filter(None, reversed(pages)):
                pdfium.close_page(page)

    def _read_words(
        self, numbers: Sequence[int], pages: list[Handle], codes: NDArray[np.uint32]
    ) -> list[PageWords]:
        letters = self._letters
        start, end = split_words(codes)
        first, last = _read_boxes(letters, start, end)
        left, right = np.minimum(first[:, 0], last[:, 0]), np.maximum(first[:, 2], last[:, 2])
        upper, lower = np.maximum(first[:, 1], last[:, 1]), np.minimum(first[:, 3], last[:, 3])
        styles = self._styles.read_styles(letters, start, first, last)
        text = codes.astype("<u4").tobytes().decode("utf-32-le", "replace")
        references = find_references(text, codes, start, end, letters, styles, first, last)
        suspects = self._gaps.find_suspects(codes, start, letters, styles, right - left, upper - lower)
        begins = [*letters.begins, len(codes) + 1]
        bounds = start.searchsorted(begins).tolist()
        found: list[PageWords] = []
        for place, (number, page) in enumerate(zip(numbers, pages, strict=True)):
            begin, stop = begins[place], begins[place + 1]
            own = slice(bounds[place], bounds[place + 1])
            frame, turns = _read_frame(page)
            # Text that runs up or down the page as shown, a wide table for one, is laid out upright.
            turned = _find_turn(styles.angle[own], turns)
            turns = (turns + turned) % 4
            width, height = frame[2] - frame[0], frame[1] - frame[3]
            if turns % 2:
                width, height = height, width
            x0, top, x1, bottom = place_boxes(left[own], upper[own], right[own], lower[own], frame, turns)
            rects, pictured = read_shapes(
                page, frame, turns, texts=styles.distinct, look_for_pictures=own.stop - own.start < FEW_WORDS
            )
            words = PageWords(
                number=number,
                width=width,
                height=height,
                text=text[begin : stop - 1],
                start=start[own] - begin,
                end=end[own] - begin,
                x0=x0,
                top=top,
                x1=x1,
                bottom=bottom,
                size=styles.size[own],
                bold=styles.bold[own],
                italic=styles.italic[own],
                mcid=styles.mcid[own],
                artifact=styles.artifact[own],
                rects=rects,
                n_chars=int((end[own] - start[own]).sum()),
                label=self._read_label(number),
                pictured=pictured,
                turned=turned,
            )
            cut_references(words, [(at - begin, mark) for at, mark in references if begin <= at < stop])
            if not turns:
                inside = [word - own.start for word in suspects if own.start <= word < own.stop]
                self._gaps.part_words(words, inside, letters, begin, frame[0])
            found.append(words)
        return found

    def _read_label(self, number: int) -> str:
        if not self._labelled:
            return ""
        size = pdfium.get_label(self._handle, number - 1, None, 0)
        if size <= 2:
            return ""
        buffer = ctypes.create_string_buffer(size)
        pdfium.get_label(self._handle, number - 1, ctypes.addressof(buffer), size)
        return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _read_frame(page: Handle) -> tuple[tuple[float, ...], int]:
    """Return left, upper, right and lower edge of a page, and the quarter turns clockwise of it as shown."""
    bounds = np.zeros(4, dtype=np.float32)
    pdfium.get_page_box(page, bounds.ctypes.data)
    return tuple(bounds.tolist()), pdfium.get_rotation(page) % 4


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
    both = np.column_stack((start, end - 1)).ravel()
    asked = np.ones(len(both), dtype=np.bool_)
    asked[1::2] = end - start > 1
    boxes = letters.read_boxes(both[asked])
    places = asked.cumsum() - 1  # a word of one letter has one box
    first, last = boxes[places[::2]], boxes[places[1::2]]
    return first, last
