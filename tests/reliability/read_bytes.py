"""What a worker of a run does with a PDF; a module of its own, so that workers need nothing else of the tests."""

from __future__ import annotations

from thememiner.extraction import extract_review, split_passages


def read_bytes(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Return the status, the text and what is told of it."""
    found = extract_review(data, "a.pdf", review_id="r")
    text = found.document.text if found.document else ""
    if found.document:
        assert split_passages(found.document) == found.passages
    return found.status, text, tuple(f"{failure.error} {failure.advice}" for failure in found.failures)
