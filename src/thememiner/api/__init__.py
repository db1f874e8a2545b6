"""Every command as a function, each file a part of the work; the package hands them out as its own."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thememiner.corpus import Corpus
    from thememiner.curation import (
        Difference,
        codebook_from_qdc,
        codebook_from_xlsx,
        codebook_to_qdc,
        codebook_to_xlsx,
    )
    from thememiner.evaluation import Evaluation, ItemEvaluation
    from thememiner.tagging import check_codebook

    from .asking import annual, evidence, search
    from .curating import diff_codebook, suggest_codebook
    from .exporting import EXPORT_FORMATS, NETWORK_FORMATS, ExportFormat, export
    from .judging import export_judgements, import_judgements, list_judgements
    from .measuring import evaluate, evaluate_recommendations
    from .mining import ENGINES, Engine, Progress, Stage, run
    from .reading import extract, fetch, tag
    from .report import Report, find_corpus_folder

__all__ = [
    "ENGINES",
    "EXPORT_FORMATS",
    "NETWORK_FORMATS",
    "Corpus",
    "Difference",
    "Engine",
    "Evaluation",
    "ExportFormat",
    "ItemEvaluation",
    "Progress",
    "Report",
    "Stage",
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
    "find_corpus_folder",
    "import_judgements",
    "list_judgements",
    "run",
    "search",
    "suggest_codebook",
    "tag",
]

_HOMES = {
    "thememiner.corpus": ("Corpus",),
    "thememiner.curation": (
        "Difference", "codebook_from_qdc", "codebook_from_xlsx", "codebook_to_qdc", "codebook_to_xlsx",
    ),
    "thememiner.evaluation": ("Evaluation", "ItemEvaluation"),
    "thememiner.tagging": ("check_codebook",),
    "thememiner.api.asking": ("annual", "evidence", "search"),
    "thememiner.api.curating": ("diff_codebook", "suggest_codebook"),
    "thememiner.api.exporting": ("EXPORT_FORMATS", "NETWORK_FORMATS", "ExportFormat", "export"),
    "thememiner.api.judging": ("export_judgements", "import_judgements", "list_judgements"),
    "thememiner.api.measuring": ("evaluate", "evaluate_recommendations"),
    "thememiner.api.mining": ("ENGINES", "Engine", "Progress", "Stage", "run"),
    "thememiner.api.reading": ("extract", "fetch", "tag"),
    "thememiner.api.report": ("Report", "find_corpus_folder"),
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a command's libraries when it is first used: a run that has nothing to do needs none of them."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)
