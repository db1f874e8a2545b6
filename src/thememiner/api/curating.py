"""``codebook suggest``, ``codebook diff``: what a codebook misses, and what a change does."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from thememiner.corpus import load_corpus
from thememiner.curation import (
    Difference,
    compare_codebooks,
    suggest_phrases,
)

from .report import Report, open_report


def suggest_codebook(report: Report | Path | str, *, min_reviews: int = 3, limit: int = 200) -> pd.DataFrame:
    """Return phrases typical of the findings and recommendations that no theme was found in.

    Args:
        report: a report or its folder.
        min_reviews: a phrase must stand in so many reviews.
        limit: phrases at most.

    Returns:
        A row per phrase with counts, keyness, an example and its page; the most telling first.

    Raises:
        ReportError: where there is no such report.
        InputError: where it has nothing to compare.
    """
    opened = open_report(report)
    return suggest_phrases(opened.tables, min_reviews=min_reviews, limit=limit)


def diff_codebook(old: Path | str | None, new: Path | str | None, source: Report | Path | str) -> Difference:
    """Return each theme that a new codebook gives or takes, with its sentence, and a summary.

    Args:
        old: folder of a codebook; the packaged one where None.
        new: likewise.
        source: a report, its folder, or the corpus of a report in ``reports/``. The text
            is the report's; no PDF is read.

    Raises:
        ReportError: where there is no report of the corpus.
        CodebookError: where a codebook has problems.
    """
    if isinstance(source, Report):
        return compare_codebooks(old, new, source.tables)
    folder = Path(source)
    if not (folder / "run.json").exists():
        folder = Path("reports") / load_corpus(folder).name
    return compare_codebooks(old, new, Report(folder).tables)
