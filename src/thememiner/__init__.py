"""thememiner: practice themes, recommendations, agencies and their network from published reviews.

>>> import thememiner
>>> sorted(thememiner.__all__)[:3]
['CodebookError', 'CorpusError', 'InputError']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from thememiner.errors import CodebookError, CorpusError, InputError, ReadError, ReportError, ThememinerError

if TYPE_CHECKING:
    from thememiner.api import (
        Report,
        annual,
        check_codebook,
        codebook_from_qdc,
        codebook_from_xlsx,
        codebook_to_qdc,
        codebook_to_xlsx,
        diff_codebook,
        evaluate,
        evaluate_recommendations,
        evidence,
        export,
        export_judgements,
        extract,
        fetch,
        import_judgements,
        list_judgements,
        run,
        search,
        suggest_codebook,
        tag,
    )
    from thememiner.web import serve

__version__ = "0.1.0"

__all__ = [
    "CodebookError",
    "CorpusError",
    "InputError",
    "ReadError",
    "Report",
    "ReportError",
    "ThememinerError",
    "annual",
    "check_codebook",
    "codebook_from_qdc",
    "codebook_from_xlsx",
    "codebook_to_qdc",
    "codebook_to_xlsx",
    "diff_codebook",
    "evaluate",
    "evaluate_recommendations",
    "evidence",
    "export",
    "export_judgements",
    "extract",
    "fetch",
    "import_judgements",
    "list_judgements",
    "run",
    "search",
    "serve",
    "suggest_codebook",
    "tag",
]


def __getattr__(name: str) -> Any:
    """Load the commands when they are first used, so that ``--help`` answers at once."""
    if name == "serve":
        return import_module("thememiner.web").serve
    if name in __all__:
        return getattr(import_module("thememiner.api"), name)
    raise AttributeError(f"module 'thememiner' has no attribute {name!r}")
