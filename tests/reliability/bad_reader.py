"""A PDF reader that is made to crash, hang and eat memory, by the name of the file that it reads."""

from __future__ import annotations

import ctypes
import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from thememiner.extraction import readers
from thememiner.extraction.engines.pdfium import PdfiumFile
from thememiner.workers import WorkerPool

HASTY = 4
"""Seconds after which a worker that reads the file that hangs is lost."""


def hang() -> None:
    """Never return, and let no other thread of Python run, as a library in C may."""
    ctypes.PyDLL(None).sleep(600)


def hoard() -> None:
    held = []
    while True:
        held.append(bytearray(2**30))


DEEDS: dict[str, Callable[[], Any]] = {
    "segfault.pdf": lambda: ctypes.string_at(0),
    "hang.pdf": hang,
    "glutton.pdf": hoard,
    "once.pdf": lambda: None,
}


def mine_badly(fn: Callable[..., Any], job: Any, *rest: Any, **named: Any) -> Any:
    """Do the pipeline's work with a reader that misbehaves on the files of ``DEEDS``."""
    file: Path = job.source.file
    deed = DEEDS.get(file.name)
    if deed is not None:
        tried = file.with_suffix(".tried")
        if file.name == "once.pdf" and not tried.exists():
            tried.touch()
            deed = os.abort

        class BadFile(PdfiumFile):
            def read_page(self, number: int) -> Any:
                deed()
                return super().read_page(number)

        readers.PdfiumFile = BadFile  # type: ignore[misc]
    try:
        return fn(job, *rest, **named)
    finally:
        readers.PdfiumFile = PdfiumFile  # type: ignore[misc]


class BadPool(Executor):
    """Workers whose reader misbehaves; they are patient with all files but the one that hangs."""

    def __init__(self) -> None:
        self.patient = WorkerPool(2, seconds=300, memory_mb=1500)
        self.hasty = WorkerPool(1, seconds=HASTY, memory_mb=1500)
        self.tries: Counter[str] = Counter()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.tries[args[0].source.path] += 1
        pool = self.hasty if args[0].source.path == "hang.pdf" else self.patient
        return pool.submit(mine_badly, fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        for pool in (self.patient, self.hasty):
            pool.shutdown(wait, cancel_futures=cancel_futures)
