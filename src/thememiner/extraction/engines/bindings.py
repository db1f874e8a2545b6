"""PDFium's functions, bound for calls by the thousand.

``PYFUNCTYPE`` keeps the interpreter lock and costs a third less than the usual binding; PDFium may not be
called from two threads anyway. A handle is a plain number; 0 or None is none.

The functions that are called for every word are bound without the types of their arguments, which
halves the cost of a call again: numbers go as C integers, and pointers are made ready by ``pass_pointer``.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium_c

Handle = int


def _bind(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = ctypes.cast(getattr(pdfium_c, name), ctypes.c_void_p).value
    if not address:
        raise ImportError(f"PDFium has no function {name}.")
    bound: Callable[..., Any] = ctypes.PYFUNCTYPE(result, *arguments)(address)
    return bound


def pass_pointer(address: int) -> Any:
    """Return an address as it is handed to the functions that are bound without types."""
    return ctypes.c_void_p.from_param(address)


_pointer, _size, _int, _ulong = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_ulong
load_page = _bind("FPDF_LoadPage", _pointer, _pointer, _int)
close_page = _bind("FPDF_ClosePage", None, _pointer)
load_text = _bind("FPDFText_LoadPage", _pointer, _pointer)
close_text = _bind("FPDFText_ClosePage", None, _pointer)
count_chars = _bind("FPDFText_CountChars", _int, _pointer)
get_text = _bind("FPDFText_GetText", _int, _pointer, _int, _int, _pointer)
get_unicode = _bind("FPDFText_GetUnicode", ctypes.c_uint, _pointer, _int)
get_box = _bind("FPDFText_GetLooseCharBox", None)
get_tight_box = _bind("FPDFText_GetCharBox", _int, _pointer, _int, _pointer, _pointer, _pointer, _pointer)
get_text_object = _bind("FPDFText_GetTextObject", _size)
get_font_size = _bind("FPDFTextObj_GetFontSize", _int, _pointer, _pointer)
get_matrix = _bind("FPDFPageObj_GetMatrix", _int, _pointer, _pointer)
get_font = _bind("FPDFTextObj_GetFont", _size, _pointer)
get_font_name = _bind("FPDFFont_GetBaseFontName", _ulong, _pointer, _pointer, _ulong)
get_font_flags = _bind("FPDFFont_GetFlags", _int, _pointer)
get_font_weight = _bind("FPDFFont_GetWeight", _int, _pointer)
get_render_mode = _bind("FPDFTextObj_GetTextRenderMode", _int, _pointer)
get_mcid = _bind("FPDFPageObj_GetMarkedContentID", _int, _pointer)
count_marks = _bind("FPDFPageObj_CountMarks", _int, _pointer)
get_mark = _bind("FPDFPageObj_GetMark", _pointer, _pointer, _ulong)
get_mark_name = _bind("FPDFPageObjMark_GetName", _int, _pointer, _pointer, _ulong, _pointer)
count_objects = _bind("FPDFPage_CountObjects", _int, _pointer)
get_object = _bind("FPDFPage_GetObject", _size)
get_type = _bind("FPDFPageObj_GetType", _int, _pointer)
get_bounds = _bind("FPDFPageObj_GetBounds", _int, _pointer, _pointer, _pointer, _pointer, _pointer)
get_draw_mode = _bind("FPDFPath_GetDrawMode", _int, _pointer, _pointer, _pointer)
get_fill = _bind("FPDFPageObj_GetFillColor", _int, _pointer, _pointer, _pointer, _pointer, _pointer)
get_page_box = _bind("FPDF_GetPageBoundingBox", _int, _pointer, _pointer)
get_rotation = _bind("FPDFPage_GetRotation", _int, _pointer)
get_label = _bind("FPDF_GetPageLabel", _ulong, _pointer, _int, _pointer, _ulong)
