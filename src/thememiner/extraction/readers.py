"""The readers, and the order in which they are tried: no file is given up before each had its turn."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import pikepdf
import pypdfium2

from thememiner.collector import paused_collector
from thememiner.errors import LockedError, ReadError
from thememiner.extraction.document.build import build_document
from thememiner.extraction.document.outline import Bookmark, read_outline
from thememiner.extraction.engines.memory import open_bytes, release_memory
from thememiner.extraction.engines.ocr import name_engine, read_scans
from thememiner.extraction.engines.passwords import is_locked, unlock
from thememiner.extraction.engines.pdfium import PdfiumFile
from thememiner.extraction.engines.sniff import check_bytes
from thememiner.extraction.layout.structure import Structure
from thememiner.extraction.layout.structure_tree import read_structure
from thememiner.extraction.words import PageWords
from thememiner.records import Document

MANY_ELEMENTS = 5000
"""Trees with more elements leave behind memory worth giving back."""
# What it logs of damaged files is said in their failures.
logging.getLogger("pikepdf").setLevel(logging.CRITICAL)

READERS = ("auto", "pdfium", "pdfplumber")

_LOCKED = (
    "The file is locked with a password.",
    "Give the password with --password-file, or ask its publisher for a copy that opens without one.",
)
_NO_PAGES = "The PDF has no pages."
_AGAIN = "Download it again, or open it in a PDF viewer and print it to a new PDF."


class _OpenFile(Protocol):
    n_pages: int

    @property
    def metadata(self) -> dict[str, str]: ...

    def outline(self) -> Iterator[tuple[int, str, int]]: ...

    def read_page(self, number: int) -> PageWords: ...


def read_pdf(
    source: Path | str | bytes,
    *,
    review_id: str,
    reader: str = "auto",
    ocr: bool = False,
    passwords: Sequence[str] = (),
) -> Document:
    """Return the Document of a PDF.

    With ``auto`` PDFium reads the file; where it fails, the file is saved anew with pikepdf and
    given to PDFium again; where that fails too, pdfplumber reads it. A page that cannot be read costs
    that page only, and pages without a text layer are named: both are in ``Document.warnings``.

    Args:
        source: the file, or its bytes.
        review_id: id of the review, for the Document.
        reader: ``auto``, ``pdfium`` or ``pdfplumber``.
        ocr: read pages that are pictures with OCR.
        passwords: tried on a file that is locked.

    Raises:
        LockedError: where the file is locked and no password opens it.
        ReadError: where the file is no PDF or is beyond repair.
        InputError: where ``ocr`` is asked for and its engine is not installed.
        ValueError: for a reader that does not exist.
    """
    if reader not in READERS:
        raise ValueError(f"There is no reader {reader!r}. Choose one of {', '.join(READERS)}.")
    if ocr:
        name_engine()
    try:
        data = source if isinstance(source, bytes) else Path(source).read_bytes()
    except OSError as error:
        raise ReadError(
            f"The file cannot be opened: {error.strerror}.", "Check its name and its rights."
        ) from error
    check_bytes(data)
    with paused_collector():
        try:
            return _read(data, review_id, reader, ocr)
        except LockedError:
            opened = unlock(data, passwords)
            if opened is None:
                raise
            return _read(opened, review_id, reader, ocr)


def _read(data: bytes, review_id: str, reader: str, ocr: bool) -> Document:
    if reader == "pdfplumber":
        return _read_with_plumber(data, review_id, ocr)
    structure = _read_tags(data)
    try:
        with PdfiumFile(data, tagged=structure is not None) as file:
            if file.n_pages:
                return _read_pages(file, data, review_id, "pdfium", ocr, structure)
        problem = _NO_PAGES
    except pypdfium2.PdfiumError as error:
        problem = str(error)
        if is_locked(data):
            raise LockedError(*_LOCKED) from None
    if reader == "pdfium":
        raise ReadError("PDFium cannot read the file.", _AGAIN)
    for attempt in (_read_resaved, _read_with_plumber):
        try:
            return attempt(data, review_id, ocr)
        except LockedError:
            raise
        except ReadError as error:
            problem += error.error
        except Exception:  # parsers of damaged files raise what they like
            continue
    if _NO_PAGES in problem:
        raise ReadError(_NO_PAGES, _AGAIN)
    raise ReadError("The PDF is damaged beyond repair: none of the readers can open it.", _AGAIN)


def _read_resaved(data: bytes, review_id: str, ocr: bool) -> Document:
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if not len(pdf.pages):
                raise ReadError(_NO_PAGES, _AGAIN)
            buffer = io.BytesIO()
            pdf.save(buffer)
    except pikepdf.PasswordError:
        raise LockedError(*_LOCKED) from None
    data = buffer.getvalue()
    structure = _read_tags(data)
    with PdfiumFile(data, tagged=structure is not None) as file:
        return _read_pages(file, data, review_id, "pdfium-resaved", ocr, structure)


def _read_with_plumber(data: bytes, review_id: str, ocr: bool) -> Document:
    from thememiner.extraction.engines.plumber import PlumberFile

    try:
        with PlumberFile(data) as file:
            if file.n_pages:
                return _read_pages(file, data, review_id, "pdfplumber", ocr)
    except ReadError:
        raise
    except Exception as error:  # pdfminer raises many kinds of error on damaged files
        name = type(error).__name__
        if "Password" in name or "Password" in repr(error):
            raise LockedError(*_LOCKED) from None
        raise ReadError("pdfplumber cannot read the file.", _AGAIN) from error
    raise ReadError(_NO_PAGES, _AGAIN)


def _read_tags(data: bytes) -> Structure | None:
    """Return the structure tree, or None: without it geometry does the work alone."""
    try:
        structure = _read_tree(data)
    except Exception:  # a malformed tree must not cost the document
        return None
    if structure is not None and len(structure.elements) > MANY_ELEMENTS:
        release_memory()
    return structure


def _read_tree(data: bytes) -> Structure | None:
    # A room of its own: pikepdf frees the objects of a file when the last name for it is gone.
    # Nor are its pages loaded, which nothing of the tree asks for. An open file is mapped only where that is
    # asked for, and what cannot be mapped is read as a stream all the same.
    with (
        open_bytes(data) as file,
        pikepdf.open(file, inherit_page_attributes=False, access_mode=pikepdf.AccessMode.mmap) as pdf,
    ):
        return read_structure(pdf)


def _read_bookmarks(file: _OpenFile) -> dict[int, list[Bookmark]]:
    """Return the bookmarks of each page, or none: a malformed outline must not cost the document."""
    try:
        return read_outline(file.outline())
    except Exception:
        return {}


def _read_metadata(file: _OpenFile) -> dict[str, str]:
    """Return what the PDF says of itself, or nothing: undecodable text must not cost the document."""
    try:
        return {key: value.encode("utf-8", "replace").decode() for key, value in file.metadata.items()}
    except Exception:
        return {}


def _read_pages(
    file: _OpenFile,
    data: bytes,
    review_id: str,
    reader: str,
    ocr: bool,
    structure: Structure | None = None,
) -> Document:
    warnings: list[str] = []
    outline: dict[int, list[Bookmark]] = {}

    def read_each() -> Iterator[PageWords]:
        for number in range(1, file.n_pages + 1):
            try:
                yield file.read_page(number)
            except MemoryError:
                warnings.append(f"Page {number} takes more memory than there is and could not be read.")
                yield PageWords.empty(number)
            except Exception:  # one bad page must not cost the others
                warnings.append(f"Page {number} is damaged and could not be read.")
                yield PageWords.empty(number)
        # Only now, for where a bookmark leads is found at once among pages that were loaded.
        outline.update(_read_bookmarks(file))

    return build_document(
        read_scans(data, read_each()) if ocr else read_each(),
        review_id=review_id,
        structure=structure,
        outline=outline,
        reader=reader,
        metadata=_read_metadata(file),
        warnings=warnings,
    )
