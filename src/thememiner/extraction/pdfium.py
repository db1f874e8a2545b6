"""PDFium: the words, rules and marks of a page, through its raw C interface.

The calls that run once per word are bound with ``PYFUNCTYPE``, which keeps the interpreter lock and
costs a third less than the usual binding; PDFium may not be called from two threads anyway. Only the
first and last character of a word are asked for their boxes: that is what makes this affordable.
"""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Callable, Iterator
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from thememiner.extraction.words import PageWords, Rect, split_words

MOST_OBJECTS = 6000
"""Pages with more page objects are drawings; their paths are not looked at."""

FEW_WORDS = 20
"""Pages with fewer words are looked at for pictures of text."""
MANY_PATHS = 300
"""A page without text but with this many drawn shapes holds its text as outlines."""

_PATH, _IMAGE = 2, 3
_STROKED = 2
"""The rendering mode that fills and strokes: a font made bold by its outline."""

Handle = int


def _bind(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = ctypes.cast(getattr(pdfium_c, name), ctypes.c_void_p).value
    if not address:
        raise ImportError(f"PDFium has no function {name}.")
    bound: Callable[..., Any] = ctypes.PYFUNCTYPE(result, *arguments)(address)
    return bound


_pointer, _int, _ulong = ctypes.c_void_p, ctypes.c_int, ctypes.c_ulong
_load_page = _bind("FPDF_LoadPage", _pointer, _pointer, _int)
_close_page = _bind("FPDF_ClosePage", None, _pointer)
_load_text = _bind("FPDFText_LoadPage", _pointer, _pointer)
_close_text = _bind("FPDFText_ClosePage", None, _pointer)
_count_chars = _bind("FPDFText_CountChars", _int, _pointer)
_get_text = _bind("FPDFText_GetText", _int, _pointer, _int, _int, _pointer)
_get_unicode = _bind("FPDFText_GetUnicode", ctypes.c_uint, _pointer, _int)
_get_box = _bind("FPDFText_GetLooseCharBox", _int, _pointer, _int, _pointer)
_get_text_object = _bind("FPDFText_GetTextObject", _pointer, _pointer, _int)
_get_font_size = _bind("FPDFTextObj_GetFontSize", _int, _pointer, _pointer)
_get_matrix = _bind("FPDFPageObj_GetMatrix", _int, _pointer, _pointer)
_get_font = _bind("FPDFTextObj_GetFont", _pointer, _pointer)
_get_font_name = _bind("FPDFFont_GetBaseFontName", _ulong, _pointer, _pointer, _ulong)
_get_font_flags = _bind("FPDFFont_GetFlags", _int, _pointer)
_get_font_weight = _bind("FPDFFont_GetWeight", _int, _pointer)
_get_render_mode = _bind("FPDFTextObj_GetTextRenderMode", _int, _pointer)
_get_mcid = _bind("FPDFPageObj_GetMarkedContentID", _int, _pointer)
_count_marks = _bind("FPDFPageObj_CountMarks", _int, _pointer)
_get_mark = _bind("FPDFPageObj_GetMark", _pointer, _pointer, _ulong)
_get_mark_name = _bind("FPDFPageObjMark_GetName", _int, _pointer, _pointer, _ulong, _pointer)
_count_objects = _bind("FPDFPage_CountObjects", _int, _pointer)
_get_object = _bind("FPDFPage_GetObject", _pointer, _pointer, _int)
_get_type = _bind("FPDFPageObj_GetType", _int, _pointer)
_get_bounds = _bind("FPDFPageObj_GetBounds", _int, _pointer, _pointer, _pointer, _pointer, _pointer)
_get_draw_mode = _bind("FPDFPath_GetDrawMode", _int, _pointer, _pointer, _pointer)
_get_fill = _bind("FPDFPageObj_GetFillColor", _int, _pointer, _pointer, _pointer, _pointer, _pointer)
_get_page_box = _bind("FPDF_GetPageBoundingBox", _int, _pointer, _pointer)
_get_rotation = _bind("FPDFPage_GetRotation", _int, _pointer)
_get_label = _bind("FPDF_GetPageLabel", _ulong, _pointer, _int, _pointer, _ulong)


class PdfiumFile:
    """An open PDF. Use it as a context manager: PDFium's handles are closed on leaving.

    Raises:
        pypdfium2.PdfiumError: where PDFium cannot open the bytes.
    """

    def __init__(self, source: Path | bytes) -> None:
        self._doc = pypdfium2.PdfDocument(source)
        self._handle: Handle = ctypes.cast(self._doc.raw, ctypes.c_void_p).value or 0
        self._fonts: dict[Handle | None, tuple[bool, bool]] = {}
        self.n_pages = len(self._doc)
        self._labelled = _get_label(self._handle, 0, None, 0) > 2

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
        page = _load_page(self._handle, number - 1)
        if not page:
            raise ValueError(f"PDFium cannot load page {number}.")
        try:
            text_page = _load_text(page)
            if not text_page:
                raise ValueError(f"PDFium cannot read the text of page {number}.")
            try:
                return self._read_words(number, page, text_page)
            finally:
                _close_text(text_page)
        finally:
            _close_page(page)

    def _read_words(self, number: int, page: Handle, text_page: Handle) -> PageWords:
        bounds = np.zeros(4, dtype=np.float32)
        _get_page_box(page, bounds.ctypes.data)
        frame = tuple(float(value) for value in bounds)
        turns = _get_rotation(page) % 4

        codes = _read_codes(text_page)
        start, end = split_words(codes)
        n = len(start)
        text = codes.astype("<u4").tobytes().decode("utf-32-le", "replace")
        boxes = np.zeros((2 * n, 4), dtype=np.float32)
        address = boxes.ctypes.data
        both = np.concatenate([start, end - 1]).tolist()
        deque(map(_get_box, repeat(text_page), both, range(address, address + 32 * n, 16)), maxlen=0)
        first, last = boxes[:n].astype(np.float64), boxes[n:].astype(np.float64)
        objects = list(map(_get_text_object, repeat(text_page), start.tolist()))
        styles = self._read_styles(objects)
        index = styles.index
        # Text that runs up or down the page as shown, a wide table for one, is laid out upright.
        turned = _find_turn(styles.angle[index], turns)
        turns = (turns + turned) % 4
        width, height = frame[2] - frame[0], frame[1] - frame[3]
        if turns % 2:
            width, height = height, width
        words = PageWords(
            number=number,
            width=width,
            height=height,
            text=text,
            start=start,
            end=end,
            x0=np.minimum(first[:, 0], last[:, 0]),
            top=np.maximum(first[:, 1], last[:, 1]),
            x1=np.maximum(first[:, 2], last[:, 2]),
            bottom=np.minimum(first[:, 3], last[:, 3]),
            size=styles.size[index],
            bold=styles.bold[index],
            italic=styles.italic[index],
            mcid=styles.mcid[index],
            artifact=styles.artifact[index],
            n_chars=int((end - start).sum()),
            label=self._read_label(number),
            turned=turned,
        )
        words.rects, words.pictured = _read_shapes(page, frame, turns, look_for_pictures=n < FEW_WORDS)
        words.x0, words.top, words.x1, words.bottom = _place(
            words.x0, words.top, words.x1, words.bottom, frame, turns
        )
        _cut_references(words, codes, text_page, objects, styles, first)
        return words

    def _read_label(self, number: int) -> str:
        if not self._labelled:
            return ""
        size = _get_label(self._handle, number - 1, None, 0)
        if size <= 2:
            return ""
        buffer = ctypes.create_string_buffer(size)
        _get_label(self._handle, number - 1, ctypes.addressof(buffer), size)
        return buffer.raw[: size - 2].decode("utf-16-le", "replace")

    def _read_styles(self, objects: list[Handle | None]) -> _Styles:
        """Return size, weight and marks of each distinct text object, and each word's index into them."""
        places: dict[Handle | None, int] = {}
        index = [places.setdefault(handle, len(places)) for handle in objects]
        if None in places:  # a word without an object: it borrows another's looks
            known = next((handle for handle in places if handle), None)
            if known is None:
                return _Styles(max(len(places), 1), np.array(index, dtype=np.int64))
            handles = [handle or known for handle in places]
        else:
            handles = [handle for handle in places if handle]
        n = len(handles)
        styles = _Styles(n, np.array(index, dtype=np.int64))
        if not n:
            return styles
        sizes = np.zeros(n, dtype=np.float32)
        matrices = np.zeros((n, 6), dtype=np.float32)
        size_at, matrix_at = sizes.ctypes.data, matrices.ctypes.data
        deque(map(_get_font_size, handles, range(size_at, size_at + 4 * n, 4)), maxlen=0)
        deque(map(_get_matrix, handles, range(matrix_at, matrix_at + 24 * n, 24)), maxlen=0)
        a, b, c, d = matrices[:, :4].astype(np.float64).T
        scale = np.sqrt(np.abs(a * d - b * c))
        styles.size = sizes.astype(np.float64) * np.where(scale > 0, scale, 1.0)
        styles.angle = np.degrees(np.arctan2(b, a))
        weights = [self._weight_of(font) for font in map(_get_font, handles)]
        stroked = [mode == _STROKED for mode in map(_get_render_mode, handles)]
        styles.bold = np.array([bold for bold, _ in weights]) | np.array(stroked)
        styles.italic = np.array([italic for _, italic in weights])
        styles.mcid = np.array(list(map(_get_mcid, handles)), dtype=np.int64)
        for row in np.flatnonzero(styles.mcid < 0).tolist():
            styles.artifact[row] = _is_artifact(handles[row])
        return styles

    def _weight_of(self, font: Handle | None) -> tuple[bool, bool]:
        weight = self._fonts.get(font)
        if weight is None:
            weight = self._fonts[font] = _read_weight(font)
        return weight


class _Styles:
    """What the distinct text objects of a page look like; ``index`` gives each word's row."""

    __slots__ = ("angle", "artifact", "bold", "index", "italic", "mcid", "size")

    def __init__(self, n: int, index: NDArray[np.int64]) -> None:
        self.index = index
        self.size = np.zeros(n)
        self.angle = np.zeros(n)
        self.bold = np.zeros(n, dtype=np.bool_)
        self.italic = np.zeros(n, dtype=np.bool_)
        self.artifact = np.zeros(n, dtype=np.bool_)
        self.mcid = np.full(n, -1, dtype=np.int64)


def _read_codes(text_page: Handle) -> NDArray[np.uint32]:
    """Return the code points of a page, one per PDFium character."""
    count = _count_chars(text_page)
    if count <= 0:
        return np.zeros(0, dtype=np.uint32)
    units = np.zeros(2 * count + 2, dtype=np.uint16)
    written = _get_text(text_page, 0, count, units.ctypes.data)
    surrogates = (units >= 0xD800) & (units <= 0xDFFF)
    if written == count + 1 and not surrogates.any():
        return units[:count].astype(np.uint32)
    codes = np.array([_get_unicode(text_page, place) for place in range(count)], dtype=np.uint32)
    codes[((codes >= 0xD800) & (codes <= 0xDFFF)) | (codes > 0x10FFFF)] = 0
    return codes


def _find_turn(angles: NDArray[np.float64], turns: int) -> int:
    """Return the quarter turns clockwise that most words of a page as shown need to stand upright."""
    if not len(angles):
        return 0
    needed = (np.round(angles / 90).astype(np.int64) - turns) % 4
    counts = np.bincount(needed, minlength=4)
    turn = int(counts.argmax())
    return turn if counts[turn] > 0.6 * len(angles) else 0


def _place(
    x0: Any, top: Any, x1: Any, bottom: Any, frame: tuple[float, ...], turns: int
) -> tuple[Any, Any, Any, Any]:
    """Turn PDF coordinates into points from the top left of the page as shown."""
    left, upper, right, lower = frame
    if turns == 1:
        return bottom - lower, x0 - left, top - lower, x1 - left
    if turns == 2:
        return right - x1, bottom - lower, right - x0, top - lower
    if turns == 3:
        return upper - top, right - x1, upper - bottom, right - x0
    return x0 - left, upper - top, x1 - left, upper - bottom


def _read_weight(font: Handle | None) -> tuple[bool, bool]:
    """Return whether a font is bold and whether it is italic."""
    if not font:
        return False, False
    buffer = ctypes.create_string_buffer(256)
    _get_font_name(font, ctypes.addressof(buffer), 256)
    name = buffer.value.decode("utf-8", "replace").lower()
    flags = max(_get_font_flags(font), 0)
    heavy = any(part in name for part in ("bold", "black", "heavy", "demi")) and "semilight" not in name
    slanted = "italic" in name or "oblique" in name
    return heavy or bool(flags & (1 << 18)) or _get_font_weight(font) >= 650, slanted or bool(flags & 64)


def _is_artifact(handle: Handle) -> bool:
    buffer = ctypes.create_string_buffer(64)
    length = _ulong()
    for place in range(max(_count_marks(handle), 0)):
        mark = _get_mark(handle, place)
        if mark and _get_mark_name(mark, ctypes.addressof(buffer), 64, ctypes.addressof(length)):
            name = buffer.raw[: min(length.value, 64)].decode("utf-16-le", "replace").rstrip("\0")
            if name == "Artifact":
                return True
    return False


def _read_shapes(
    page: Handle, frame: tuple[float, ...], turns: int, *, look_for_pictures: bool
) -> tuple[list[Rect], bool]:
    """Return the painted rules and rectangles of a page, and whether pictures cover much of it."""
    count = _count_objects(page)
    if count <= 0:
        return [], False
    if count > MOST_OBJECTS:
        return [], True
    handles = list(map(_get_object, repeat(page), range(count)))
    kinds = list(map(_get_type, handles))
    left, upper, right, lower = frame
    pictured = False
    images = []
    if look_for_pictures:
        images = [handle for handle, kind in zip(handles, kinds, strict=True) if kind == _IMAGE]
    for x0, y0, x1, y1 in _read_bounds(images).tolist():
        wide = min(x1, right) - max(x0, left)
        high = min(y1, upper) - max(y0, lower)
        pictured = pictured or max(wide, 0) * max(high, 0) > 0.3 * (right - left) * (upper - lower)
    paths = [handle for handle, kind in zip(handles, kinds, strict=True) if kind == _PATH]
    pictured = pictured or len(paths) > MANY_PATHS
    if not paths:
        return [], pictured
    bounds = _read_bounds(paths)
    x0s, tops, x1s, bottoms = _place(bounds[:, 0], bounds[:, 3], bounds[:, 2], bounds[:, 1], frame, turns)
    fill_mode, stroke = ctypes.c_int(), ctypes.c_int()
    fill_at, stroke_at = ctypes.addressof(fill_mode), ctypes.addressof(stroke)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    addresses = [ctypes.addressof(value) for value in (red, green, blue, alpha)]
    rects = []
    places = zip(x0s.tolist(), tops.tolist(), x1s.tolist(), bottoms.tolist(), strict=True)
    for handle, (x0, top, x1, bottom) in zip(paths, places, strict=True):
        if not math.isfinite(x0 + top + x1 + bottom):
            continue
        _get_draw_mode(handle, fill_at, stroke_at)
        filled = False
        if fill_mode.value and _get_fill(handle, *addresses):
            white = min(red.value, green.value, blue.value) >= 250 or alpha.value < 8
            filled = not white
            if white and not stroke.value:
                continue
        elif not stroke.value:
            continue
        rects.append(Rect(x0, top, x1, bottom, filled))
    return rects, pictured


def _read_bounds(handles: list[Handle]) -> NDArray[np.float64]:
    """Return left, bottom, right and top of page objects, a row each."""
    bounds = np.zeros((len(handles), 4), dtype=np.float32)
    at = bounds.ctypes.data
    for handle in handles:
        _get_bounds(handle, at, at + 4, at + 8, at + 12)
        at += 16
    return bounds.astype(np.float64)


def _cut_references(
    words: PageWords,
    codes: NDArray[np.uint32],
    text_page: Handle,
    objects: list[Handle | None],
    styles: _Styles,
    first: NDArray[np.float64],
) -> None:
    """Blank the raised digits of footnote references inside words: ``review.3`` becomes ``review.``."""
    if not words.n_words:
        return
    digit = (codes >= 0x30) & (codes <= 0x39)
    glued = np.zeros_like(digit)
    glued[1:] = digit[1:] & ~digit[:-1]
    owner = np.searchsorted(words.start, np.flatnonzero(glued), side="right") - 1
    buffer = np.zeros(4, dtype=np.float32)
    size, matrix = np.zeros(1, dtype=np.float32), np.zeros(6, dtype=np.float32)
    cut: list[int] = []
    for place, word in zip(np.flatnonzero(glued).tolist(), owner.tolist(), strict=True):
        if place <= words.start[word] or place >= words.end[word]:
            continue
        handle = _get_text_object(text_page, place)
        if not handle or handle == objects[word]:
            continue
        _get_font_size(handle, size.ctypes.data)
        _get_matrix(handle, matrix.ctypes.data)
        scale = math.sqrt(abs(float(matrix[0] * matrix[3] - matrix[1] * matrix[2]))) or 1.0
        main = float(styles.size[styles.index[word]])
        if float(size[0]) * scale > 0.8 * main:
            continue
        _get_box(text_page, place, buffer.ctypes.data)
        if buffer[1] + buffer[3] <= first[word, 1] + first[word, 3]:
            continue
        stop = place
        while stop < words.end[word] and digit[stop]:
            stop += 1
        cut.extend(range(place, stop))
    if cut:
        chars = list(words.text)
        for place in cut:
            chars[place] = "\0"
        words.text = "".join(chars)
        words.n_dropped += len(cut)
