"""``evaluate``: a report held against people."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from thememiner import judgements
from thememiner.evaluation import (
    Evaluation,
    ItemEvaluation,
    evaluate_items,
    evaluate_judgements,
    evaluate_mentions,
    evaluate_report,
    evaluate_texts,
    read_items,
)
from thememiner.tagging import (
    load_codebook,
)

from .report import Report, open_report


def evaluate(
    source: Report | Path | str,
    gold: Path | str | None = None,
    *,
    codebook: Path | str | None = None,
    kind: str = "",
) -> Evaluation:
    """Hold the tool's themes against people's: precision, recall, F1, kappa, alpha, with intervals.

    Args:
        source: a report or its folder, whose passages the reference names or quotes; a
            CSV that ``tag`` made from the reference's passages; or, where ``gold`` is
            None, a reference whose texts are tagged on the spot, or a report whose
            judgements are the reference.
        gold: the reference: JSONL, CSV or a REFI-QDA project (docs/evaluate.md).
        codebook: to tag with, or to name the themes of a CSV; the packaged one where None.
        kind: of the documents that texts tagged on the spot are from ("serious case review"); a report
            knows the kinds of its own.

    Returns:
        Scores over all and per theme, and every disagreement.

    Raises:
        ReportError: where there is no such report.
        InputError: where the reference cannot be used, with all its problems.
        CodebookError: where the codebook has problems.
    """
    if gold is None and not isinstance(source, Report) and not Path(source).is_dir():
        return evaluate_texts(Path(source), _label_themes(codebook), codebook, kind=kind)
    if gold is not None and not isinstance(source, Report) and Path(source).suffix.lower() == ".csv":
        mentions = pd.read_csv(source, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        return evaluate_mentions(mentions, Path(gold), _label_themes(codebook))
    opened = open_report(source)
    if gold is None:
        return evaluate_judgements(judgements.read_judgements(opened.folder), opened.tables)
    return evaluate_report(opened.tables, Path(gold))


def evaluate_recommendations(report: Report | Path | str, gold: Path | str) -> ItemEvaluation:
    """Hold the recommendations of a report against readers': found, page, number, kind, addressees.

    Args:
        report: a report or its folder.
        gold: CSV, a JSON file or a folder of them (docs/evaluate.md).

    Returns:
        A row of scores per review and over all, and every disagreement.

    Raises:
        ReportError: where there is no such report.
        InputError: where the reference cannot be used, or is of other reviews.
    """
    opened = open_report(report)
    return evaluate_items(opened.tables, read_items(Path(gold)))


def _label_themes(codebook: Path | str | None) -> dict[str, str]:
    return {code.code_id: code.label for code in load_codebook(codebook).codes}
