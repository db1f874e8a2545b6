"""Tagging: passages and a codebook become mentions, agencies, figures and recommendations."""

from .agencies import list_agencies, load_authority
from .check import check_codebook
from .codebook.load import Codebook, load_codebook
from .language.pipeline import make_nlp, read_texts
from .themes.tagger import ThemeTagger

__all__ = [
    "Codebook",
    "ThemeTagger",
    "check_codebook",
    "list_agencies",
    "load_authority",
    "load_codebook",
    "make_nlp",
    "read_texts",
]
