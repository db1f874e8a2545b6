"""What is painted on a page besides text: rules, rectangles, and whether pictures cover it."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Container
from itertools import repeat

import numpy as np

from thememiner.extraction.words import Floats, Rect

from . import bindings as pdfium
from .bindings import Handle

MOST_OBJECTS = 6000
"""Pages with more page objects are drawings; their paths are not looked at."""
MANY_PATHS = 300
"""A page without text but with this many drawn shapes holds its text as outlines."""

_PATH, _IMAGE = 2, 3


def read_shapes(
    page: Handle, frame: tuple[float, ...], turns: int, *, texts: Container[Handle], look_for_pictures: bool
) -> tuple[list[Rect], bool]:
    """Return the painted rules and rectangles of a page, and whether pictures cover much of it.

    Args:
        page: the page.
        frame: left, upper, right and lower edge of the page.
        turns: quarter turns clockwise that the page is shown with.
        texts: objects known to be text.
        look_for_pictures: look at images too.
    """
    count = pdfium.count_objects(page)
    if count <= 0:
        return [], False
    if count > MOST_OBJECTS:
        return [], True
    objects = map(pdfium.get_object, repeat(pdfium.pass_pointer(page)), range(count))
    handles = [handle for handle in objects if handle not in texts]
    kinds = list(map(pdfium.get_type, handles))
    pictured = look_for_pictures and _is_pictured(
        [handle for handle, kind in zip(handles, kinds, strict=True) if kind == _IMAGE], frame
    )
    paths = [handle for handle, kind in zip(handles, kinds, strict=True) if kind == _PATH]
    return _read_rects(paths, frame, turns), pictured or len(paths) > MANY_PATHS


def _is_pictured(images: list[Handle], frame: tuple[float, ...]) -> bool:
    left, upper, right, lower = frame
    for x0, y0, x1, y1 in _read_bounds(images).tolist():
        wide = min(x1, right) - max(x0, left)
        high = min(y1, upper) - max(y0, lower)
        if max(wide, 0) * max(high, 0) > 0.3 * (right - left) * (upper - lower):
            return True
    return False


def _read_rects(paths: list[Handle], frame: tuple[float, ...], turns: int) -> list[Rect]:
    """Return the bounds of the paths that leave a mark on white paper."""
    if not paths:
        return []
    bounds = _read_bounds(paths)
    sides = place_boxes(bounds[:, 0], bounds[:, 3], bounds[:, 2], bounds[:, 1], frame, turns)
    fill_mode, stroke = ctypes.c_int(), ctypes.c_int()
    fill_at, stroke_at = ctypes.addressof(fill_mode), ctypes.addressof(stroke)
    colour = np.zeros(4, dtype=np.uint32)
    addresses = range(colour.ctypes.data, colour.ctypes.data + 16, 4)
    rects = []
    for handle, x0, top, x1, bottom in zip(paths, *(side.tolist() for side in sides), strict=True):
        if not math.isfinite(x0 + top + x1 + bottom):
            continue
        pdfium.get_draw_mode(handle, fill_at, stroke_at)
        filled = False
        if fill_mode.value and pdfium.get_fill(handle, *addresses):
            red, green, blue, alpha = colour.tolist()
            filled = min(red, green, blue) < 250 and alpha >= 8
            if not filled and not stroke.value:
                continue
        elif not stroke.value:
            continue
        rects.append(Rect(x0, top, x1, bottom, filled))
    return rects


def place_boxes(
    x0: Floats, top: Floats, x1: Floats, bottom: Floats, frame: tuple[float, ...], turns: int
) -> tuple[Floats, Floats, Floats, Floats]:
    """Turn boxes in PDF coordinates into points from the top left of the page as shown.

    Args:
        x0, top, x1, bottom: the sides of the boxes.
        frame: left, upper, right and lower edge of the page.
        turns: quarter turns clockwise that the page is shown with.
    """
    left, upper, right, lower = frame
    if turns == 1:
        return bottom - lower, x0 - left, top - lower, x1 - left
    if turns == 2:
        return right - x1, bottom - lower, right - x0, top - lower
    if turns == 3:
        return upper - top, right - x1, upper - bottom, right - x0
    return x0 - left, upper - top, x1 - left, upper - bottom


def _read_bounds(handles: list[Handle]) -> Floats:
    """Return left, bottom, right and top of page objects, a row each."""
    bounds = np.zeros((len(handles), 4), dtype=np.float32)
    at = bounds.ctypes.data
    for handle in handles:
        pdfium.get_bounds(handle, at, at + 4, at + 8, at + 12)
        at += 16
    return bounds.astype(np.float64)
