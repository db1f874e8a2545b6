"""Curation: the codebook looked after. Suggested, compared, taken to a spreadsheet and back."""

from .difference import Difference, compare_codebooks
from .exchange import codebook_from_qdc, codebook_from_xlsx, codebook_to_qdc, codebook_to_xlsx
from .keyness import suggest_phrases

__all__ = [
    "Difference",
    "codebook_from_qdc",
    "codebook_from_xlsx",
    "codebook_to_qdc",
    "codebook_to_xlsx",
    "compare_codebooks",
    "suggest_phrases",
]
