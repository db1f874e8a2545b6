"""Pages of PDFs as pictures, drawn in a process of its own.

A PDF can crash or stall what draws it. It then costs its own picture, after
``SECONDS``, and never the site.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from concurrent.futures import Future
from pathlib import Path
from threading import Lock

from thememiner.errors import ReadError
from thememiner.extraction.views.picture import render_page
from thememiner.pdf_files import locate_pdf
from thememiner.workers import WorkerLostError, WorkerPool

WIDTH = 1000
"""Pixels."""
SECONDS = 20
_MEMORY_MB = 1500
_KEPT = 96
"""Pictures; some 100 KB each."""


class Pictures:
    """Draws pages, one at a time, and keeps the latest."""

    def __init__(self) -> None:
        self._pool: WorkerPool | None = None
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, int], Future[bytes]] = OrderedDict()

    def draw(self, file: Path, sha256: str, page: int) -> bytes:
        """Return a page as a PNG.

        Args:
            file: the PDF.
            sha256: of the PDF; pictures are kept under it.
            page: number of the page, from 1.

        Raises:
            ReadError: where the page cannot be drawn.
        """
        key = (sha256, page)
        with self._lock:
            if self._pool is None:
                self._pool = WorkerPool(1, seconds=SECONDS, memory_mb=_MEMORY_MB)
            future = self._kept.get(key)
            if future is None:
                # Whoever asks for the same page meanwhile waits for the same picture.
                future = self._pool.submit(render_page, file, page, width=WIDTH)
                self._kept[key] = future
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
        try:
            return future.result()
        except WorkerLostError as error:
            raise ReadError("The page could not be drawn.", "Open the PDF in a viewer.") from error

    def close(self) -> None:
        """End the process."""
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(wait=False, cancel_futures=True)
                self._pool = None


class Originals:
    """Finds the PDF of a review in the corpus folder, and makes sure that it is the one that was read."""

    def __init__(self) -> None:
        self._checked: dict[tuple[str, int, int], str] = {}

    def find(self, folder: Path | None, path: str, sha256: str) -> Path | None:
        """Return the file; None where it is gone, lies elsewhere or is another one now.

        Args:
            folder: of the corpus.
            path: as the report's table of reviews has it.
            sha256: of the file that was read.
        """
        if folder is None or not path:
            return None
        try:
            file = locate_pdf(folder, path).resolve()
            if not file.is_relative_to(folder.resolve()) or not file.is_file():
                return None
            found = file.stat()
            key = (str(file), found.st_mtime_ns, found.st_size)
            if key not in self._checked:
                with file.open("rb") as opened:
                    self._checked[key] = hashlib.file_digest(opened, "sha256").hexdigest()
        except (OSError, ValueError):
            return None
        return file if self._checked[key] == sha256 else None
