"""Memory as the system offers it: files held in it, and what was freed given back."""

from __future__ import annotations

import ctypes
import io
import os
import sys
from contextlib import suppress
from typing import BinaryIO


def open_bytes(data: bytes) -> BinaryIO:
    """Open bytes as a file: one that can be mapped where the system holds files in memory (Linux).

    A reader that goes to and fro in a file does so at once in a mapped one; in a stream of Python's each step
    is a call.

    >>> with open_bytes(b"%PDF-1.7") as file:
    ...     file.read()
    b'%PDF-1.7'
    """
    create = getattr(os, "memfd_create", None)
    if create is not None:
        with suppress(OSError):  # forbidden, or no room
            file = os.fdopen(create("pdf"), "w+b")
            try:
                file.write(data)
                file.seek(0)
            except OSError:
                file.close()
                raise
            return file
    return io.BytesIO(data)


def release_memory() -> None:
    """Give freed memory back, where the C library keeps it (glibc); elsewhere do nothing.

    The structure tree of a long report takes tens of megabytes while it is read. Freed but kept, they would
    lie beside all that is read after it.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)
