"""Python's cycle collector, held back where it finds nothing.

It looks through all objects each time that many were made. A review makes a hundred thousand
records, words and matches, and none of them refers back to itself.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_collector() -> Iterator[None]:
    """Hold the cycle collector back; a context, or a decorator of a function that is no generator."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
