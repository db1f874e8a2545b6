"""From the bytes of a PDF to text that can be quoted: Document, passages, document facts."""

from thememiner.extraction.engines.ocr import name_engine
from thememiner.extraction.facts.find import Facts, find_facts
from thememiner.extraction.passages.split import cut_text, split_passages
from thememiner.extraction.readers import read_pdf
from thememiner.extraction.review import Extracted, extract_review

__all__ = [
    "Extracted",
    "Facts",
    "cut_text",
    "extract_review",
    "find_facts",
    "name_engine",
    "read_pdf",
    "split_passages",
]
