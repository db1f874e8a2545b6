"""How sure OCR is of what it read: the mean over lines, by their letters."""

from __future__ import annotations

from collections.abc import Iterable

from thememiner.records import Line


def mean_confidence(lines: Iterable[Line]) -> float | None:
    """Return how sure OCR is of lines, 0 to 1; None where all of them are from a text layer.

    Args:
        lines: printed lines; those from a text layer do not count.
    """
    read = [(line.ocr_confidence, line.end - line.start) for line in lines if line.ocr_confidence is not None]
    total = sum(length for _, length in read)
    return round(sum(confidence * length for confidence, length in read) / total, 3) if total else None
