"""How the words of a page are set: size, weight, slant and marks, asked once per text object.

Letters of one font whose loose boxes are equally high are of one size. So an upright text object is asked for
its size and matrix only where its font and height have not been met before in the document.
"""

from __future__ import annotations

import ctypes
from collections import deque
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from thememiner.extraction.words import Bools, Floats, Ints

from . import bindings as pdfium
from .bindings import Handle
from .letters import Letters

_STROKED = 2
"""The rendering mode that fills and strokes: a font made bold by its outline."""
_LEVEL_PT = 0.01
_HIGHEST = 1 << 30
"""Thousandths of a point: what is higher is as good as this high."""
_ASKEW = -(1 << 62)
"""The kind of all text that does not stand upright: nothing is known of its size before it is asked."""
_NEAR = 64
"""So many objects are asked one thing after another while they are in the processor's memory."""


@dataclass(slots=True)
class Styles:
    """How words are set, an entry per word."""

    objects: NDArray[np.uint64]
    """The text object that a word begins in, 0 where there is none."""
    size: Floats
    angle: Floats
    bold: Bools
    italic: Bools
    mcid: Ints
    artifact: Bools
    font: Ints
    """The font, as the file's fonts are numbered in the order in which they are met."""
    distinct: frozenset[Handle] = frozenset()
    """The text objects that words begin in."""


class StyleReader:
    """Reads styles; it remembers the fonts of one document.

    Args:
        tagged: ask for marked content ids, which only a structure tree has a use for.
    """

    def __init__(self, *, tagged: bool) -> None:
        self._tagged = tagged
        self._fonts: dict[Handle, int] = {}
        self._looks: list[tuple[bool, bool]] = []
        """Whether a font is bold and whether it is italic."""
        self._loose: dict[int, bool] = {}
        """Whether the letters of a font have boxes of one height rather than each its own."""
        self._sizes: dict[int, float] = {}
        """Size by kind of text: its font and the height of a letter's loose box."""

    def read_styles(self, letters: Letters, start: Ints, first: Floats, last: Floats) -> Styles:
        """Return how the words of a page are set.

        Args:
            letters: of the page.
            start: where each word begins.
            first: left, top, right and bottom of the first letter of each word, in PDF coordinates.
            last: the same of the last letter.
        """
        n = len(start)
        objects = _find_objects(letters, start)
        if not np.count_nonzero(objects):
            none = np.zeros(n, dtype=np.bool_)
            return Styles(
                objects, np.zeros(n), np.zeros(n), none, none, np.full(n, -1), none, np.zeros(n, int)
            )
        opens = np.empty(n, dtype=np.bool_)
        opens[0] = True
        np.not_equal(objects[1:], objects[:-1], out=opens[1:])
        row_of_word = opens.cumsum() - 1
        begin = opens.nonzero()[0]
        end = np.empty_like(begin)
        end[:-1], end[-1] = begin[1:] - 1, n - 1
        handles: list[Handle] = objects[begin].tolist()
        distinct = frozenset(handles)
        if 0 in handles:  # a word without an object: it borrows another's looks
            known = next(handle for handle in handles if handle)
            handles = [handle or known for handle in handles]
        fonts: list[Handle] = []
        modes: list[int] = []
        marks: list[int] = []
        for at in range(0, len(handles), _NEAR):
            part = handles[at : at + _NEAR]
            fonts += map(pdfium.get_font, part)
            modes += map(pdfium.get_render_mode, part)
            marks += map(pdfium.get_mcid, part) if self._tagged else [-1] * len(part)
        for font in fonts:
            if font not in self._fonts:
                self._fonts[font] = len(self._looks)
                self._looks.append(_read_font(font))
        numbers = np.fromiter(map(self._fonts.__getitem__, fonts), np.int64, len(fonts))
        bold, italic = np.array(self._looks)[numbers].T
        bold |= np.array(modes) == _STROKED
        head, tail = first[begin], last[end]
        size, angle = self._read_sizes(letters, handles, numbers, start[begin], head, tail)
        mcid = np.array(marks)
        artifact = np.zeros(len(handles), dtype=np.bool_)
        seen: dict[Handle, bool] = {0: False}
        for row in (mcid < 0).nonzero()[0].tolist():
            artifact[row] = _is_artifact(handles[row], seen)
        return Styles(
            objects,
            size[row_of_word],
            angle[row_of_word],
            bold[row_of_word],
            italic[row_of_word],
            mcid[row_of_word],
            artifact[row_of_word],
            numbers[row_of_word],
            distinct,
        )

    def _read_sizes(
        self,
        letters: Letters,
        handles: list[Handle],
        fonts: Ints,
        places: Ints,
        head: Floats,
        tail: Floats,
    ) -> tuple[Floats, Floats]:
        """Return size and angle of each object, whose first and last letters have these boxes."""
        # In an object that stands upright the letters go to the right on one level.
        upright = (tail[:, 0] >= head[:, 0]) & (abs(tail[:, 3] - head[:, 3]) < _LEVEL_PT)
        height = np.where(upright, (head[:, 1] - head[:, 3]) * 1000, 0).clip(-_HIGHEST, _HIGHEST)
        keys = np.where(upright, fonts * (4 * _HIGHEST) + np.rint(height).astype(np.int64), _ASKEW)
        kinds, firsts, kind_of = np.unique(keys, return_index=True, return_inverse=True)
        size, angle = np.zeros(len(keys)), np.zeros(len(keys))
        for asked in (firsts, slice(None)):  # the first of a kind tells of most of the others
            known = self._recall(kinds)
            rows = np.arange(len(keys))[asked][np.isnan(known[kind_of[asked]])].tolist()
            if not rows:
                break
            size[rows], angle[rows], plain = measure_objects([handles[row] for row in rows])
            for row in compress(rows, plain & upright[rows]):
                font = int(fonts[row])
                if font not in self._loose:
                    self._loose[font] = _is_loose(letters, int(places[row]), head[row])
                if self._loose[font]:
                    self._sizes[int(keys[row])] = float(size[row])
        known = self._recall(kinds)[kind_of]
        return np.where(np.isnan(known), size, known), angle

    def _recall(self, kinds: Ints) -> Floats:
        """Return the sizes of kinds of text, not a number where they are not known."""
        return np.array([self._sizes.get(kind, np.nan) for kind in kinds.tolist()])


def _find_objects(letters: Letters, places: Ints) -> NDArray[np.uint64]:
    """Return the text objects of letters, 0 where there is none; what stands between two of one is of it."""
    n = len(places)
    objects = np.zeros(n, dtype=np.uint64)
    objects[::2] = letters.find_objects(places[::2])
    objects[1:-1:2] = objects[:-2:2]
    unsure = np.zeros(n, dtype=np.bool_)
    unsure[1:-1:2] = objects[:-2:2] != objects[2::2]
    unsure[n - 1 :] = n % 2 == 0
    objects[unsure] = letters.find_objects(places[unsure])
    return objects


def measure_objects(handles: list[Handle]) -> tuple[Floats, Floats, Bools]:
    """Return of text objects the font size as shown, in points, the angle, in degrees, and which are plain.

    A plain object stands upright and is neither condensed nor expanded.
    """
    n = len(handles)
    sizes, matrices = np.zeros(n, dtype=np.float32), np.zeros((n, 6), dtype=np.float32)
    size_at, matrix_at = sizes.ctypes.data, matrices.ctypes.data
    deque(map(pdfium.get_font_size, handles, range(size_at, size_at + 4 * n, 4)), maxlen=0)
    deque(map(pdfium.get_matrix, handles, range(matrix_at, matrix_at + 24 * n, 24)), maxlen=0)
    a, b, c, d = matrices[:, :4].astype(np.float64).T
    scale = np.sqrt(np.abs(a * d - b * c))
    plain = (a > 0) & (b == 0) & (c == 0) & (np.abs(a - d) < 0.001 * a)
    return sizes.astype(np.float64) * np.where(scale > 0, scale, 1.0), np.degrees(np.arctan2(b, a)), plain


def _is_loose(letters: Letters, place: int, box: Floats) -> bool:
    """Return whether a letter's loose box is more than its tight one: some fonts have no other."""
    _, top, _, bottom = letters.read_tight_box(place)
    return bool(abs(box[1] - top) + abs(box[3] - bottom) > _LEVEL_PT)


def _read_font(handle: Handle) -> tuple[bool, bool]:
    """Return whether a font is bold and whether it is italic."""
    if not handle:
        return False, False
    buffer = ctypes.create_string_buffer(256)
    pdfium.get_font_name(handle, ctypes.addressof(buffer), 256)
    name = buffer.value.decode("utf-8", "replace").lower()
    flags = max(pdfium.get_font_flags(handle), 0)
    heavy = any(part in name for part in ("bold", "black", "heavy", "demi")) and "semilight" not in name
    slanted = "italic" in name or "oblique" in name
    bold = heavy or bool(flags & (1 << 18)) or pdfium.get_font_weight(handle) >= 650
    return bold, slanted or bool(flags & 64)


def _is_artifact(handle: Handle, seen: dict[Handle, bool]) -> bool:
    """Return whether an object is marked as no part of the content; objects of one stretch share a mark."""
    for place in range(pdfium.count_marks(handle)):
        mark = pdfium.get_mark(handle, place) or 0
        if mark not in seen:
            seen[mark] = _name_mark(mark) == "Artifact"
        if seen[mark]:
            return True
    return False


def _name_mark(mark: Handle) -> str:
    buffer, length = ctypes.create_string_buffer(64), ctypes.c_ulong()
    if not pdfium.get_mark_name(mark, ctypes.addressof(buffer), 64, ctypes.addressof(length)):
        return ""
    return buffer.raw[: min(length.value, 64)].decode("utf-16-le", "replace").rstrip("\0")
