"""Every command as a function, each file a part of the work; the package hands them out as its own."""

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
