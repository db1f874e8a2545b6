"""Memory that was freed, given back to the system: a worker stays as small as its documents let it."""

from __future__ import annotations

import ctypes
import sys


def release_memory() -> None:
    """Give freed memory back, where the C library keeps it (glibc); elsewhere do nothing.

    The structure tree of a long report takes tens of megabytes while it is read. Freed but kept, they would
    lie beside all that is read after it.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)
