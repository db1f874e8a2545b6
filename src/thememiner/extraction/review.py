"""All that is read of one PDF: a pure function of its bytes, whose faults are rows and never raised.

It stands here and not beside the order of the stages, so that a process that only reads PDFs loads nothing
of what tags them: half of its memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from thememiner.errors import LockedError, ReadError
from thememiner.extraction.facts.find import Facts, find_facts
from thememiner.extraction.passages.split import split_passages
from thememiner.extraction.readers import read_pdf
from thememiner.records import Document, Failure, Passage, ReviewStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """A PDF as text: what tagging needs and the cache keeps."""

    status: ReviewStatus
    facts: Facts
    document: Document | None = None
    passages: tuple[Passage, ...] = ()
    failures: tuple[Failure, ...] = ()


def extract_review(
    data: bytes,
    path: str,
    *,
    review_id: str,
    reader: str = "auto",
    ocr: bool = False,
    passwords: Sequence[str] = (),
) -> Extracted:
    """Return the text of a PDF, or the reason why there is none.

    Args:
        data: the PDF.
        path: how the corpus calls it.
        review_id: id to give it.
        reader: auto or pdfplumber.
        ocr: read pages without a text layer with OCR.
        passwords: tried on a file that is locked.

    Raises:
        LockedError: where the file is locked and no password opens it.
    """
    try:
        doc = read_pdf(data, review_id=review_id, reader=reader, ocr=ocr, passwords=passwords)
    except LockedError:
        raise
    except ReadError as error:
        failure = Failure(
            review_id=review_id, path=path, stage="extraction", error=error.error, advice=error.advice
        )
        return Extracted(status="failed", facts=Facts(), failures=(failure,))
    passages = split_passages(doc)
    failures = tuple(
        Failure(
            review_id=review_id,
            path=path,
            stage="extraction",
            error=warning,
            advice=_advise(warning, ocr=ocr),
        )
        for warning in doc.warnings
    )
    status: ReviewStatus = "ok" if not failures else "partial" if doc.text else "no_text"
    return Extracted(status=status, facts=find_facts(doc), document=doc, passages=passages, failures=failures)


def _advise(warning: str, *, ocr: bool) -> str:
    if "text layer" in warning or "no text" in warning:
        if ocr:
            return "OCR found no words there: look at it in a PDF viewer."
        return "Run again with --ocr (pip install 'thememiner[ocr]')."
    return "Look at the page in a PDF viewer; the rest of the review was read."
