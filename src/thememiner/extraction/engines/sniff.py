"""What a file that calls itself a PDF really is, told from its first bytes."""

from __future__ import annotations

import re

from thememiner.errors import ReadError

HEADER_WITHIN = 1024
"""Readers accept a PDF header this many bytes into the file."""

_AGAIN = "Download the document again from its publisher."


def check_bytes(data: bytes) -> None:
    """Raise where the bytes are plainly no PDF, and say what they are.

    Raises:
        ReadError: with what the file is and what to do about it.
    """
    if not data:
        raise ReadError("The file is empty.", _AGAIN)
    head = data[:HEADER_WITHIN]
    if b"%PDF" in head:
        return
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\0")
    low = start[:512].lower()
    if not start:
        raise ReadError("The file holds nothing but blanks.", _AGAIN)
    if start.startswith(b"version https://git-lfs"):
        raise ReadError(
            "The file is a Git LFS pointer, not the document itself.",
            "Run 'git lfs pull' in the repository that it came from.",
        )
    if low.startswith((b"<!doctype html", b"<html", b"<head")) or b"<html" in low:
        raise ReadError(
            "The file is a web page saved under the name of a PDF.",
            "Open it in a browser to see what the site said, then download the document itself.",
        )
    if start.startswith(b"PK\x03\x04"):
        raise ReadError(*_name_archive(data))
    for magic, name, advice in _MAGIC:
        if start.startswith(magic):
            raise ReadError(f"The file is {name}, not a PDF.", advice)
    if low.startswith((b"<?xml", b"<")):
        raise ReadError("The file is an XML document, not a PDF.", _AGAIN)
    if b" obj" in data[:65536] or b"startxref" in data[-2048:]:
        return  # a PDF that lost its header: the readers may still mend it
    if _is_text(head):
        raise ReadError(
            "The file is plain text, not a PDF.", "Tag text with 'thememiner tag', or find the PDF."
        )
    raise ReadError("The file is not a PDF: it has no PDF header.", _AGAIN)


_EXPORT = "Open it in its own program and export it as PDF."
_MAGIC = (
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office document (Word, Excel or PowerPoint)", _EXPORT),
    (b"{\\rtf", "an RTF document", _EXPORT),
    (b"\x89PNG", "a picture (PNG)", "Turn it into a PDF with a text layer (OCR)."),
    (b"\xff\xd8\xff", "a picture (JPEG)", "Turn it into a PDF with a text layer (OCR)."),
    (b"II*\0", "a picture (TIFF)", "Turn it into a PDF with a text layer (OCR)."),
    (b"MM\0*", "a picture (TIFF)", "Turn it into a PDF with a text layer (OCR)."),
    (b"GIF8", "a picture (GIF)", "Turn it into a PDF with a text layer (OCR)."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"%!PS", "a PostScript file", "Convert it to PDF first."),
)


def _name_archive(data: bytes) -> tuple[str, str]:
    for part, name in (
        (b"word/", "a Word document (.docx)"),
        (b"xl/", "an Excel workbook (.xlsx)"),
        (b"ppt/", "a PowerPoint file (.pptx)"),
        (b"opendocument", "an OpenDocument file"),
    ):
        if part in data[:65536] or part in data[-65536:]:
            return f"The file is {name}, not a PDF.", _EXPORT
    return "The file is a ZIP archive, not a PDF.", "Unpack it first."


def _is_text(head: bytes) -> bool:
    return re.fullmatch(rb"[\t\r\n\x20-\x7e\x80-\xff]+", head) is not None
