"""``judgements``: what people say of mentions and recommendations."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from thememiner import judgements, publish, refi
from thememiner.columns import JUDGEMENTS

from .report import Report, open_report


def list_judgements(report: Report | Path | str) -> pd.DataFrame:
    """Return what people said of a report's mentions and recommendations, in order of time.

    Raises:
        ReportError: where the judgements cannot be read.
    """
    folder = report.folder if isinstance(report, Report) else Path(report)
    return judgements.list_judgements(judgements.read_judgements(folder))


def import_judgements(
    report: Report | Path | str, file: Path | str, *, reviewer: str = "", kept_is_accepted: bool = False
) -> int:
    """Add verdicts to a report: from a table, or from a REFI-QDA project that people corrected.

    Args:
        report: a report or its folder.
        file: CSV as ``export_judgements`` writes it, or with the columns item_id and
            verdict; or a .qdpx that came from ``export`` and was corrected.
        reviewer: who judged, where the file does not say it.
        kept_is_accepted: .qdpx: whether a coding that was left as it was counts as accepted.

    Returns:
        How many judgements were new.

    Raises:
        ReportError: where there is no such report.
        InputError: where the file cannot be used, with all its problems.
    """
    opened = open_report(report)
    source, tables = Path(file), opened.tables
    if source.suffix.lower() == ".qdpx":
        found = refi.read_corrections(source, tables, reviewer=reviewer, kept_is_accepted=kept_is_accepted)
    else:
        table = judgements.read_table(source)
        found = judgements.read_rows(table, tables["mentions"], tables["recommendations"], reviewer=reviewer)
    return judgements.add_new(opened.folder, found, tables["mentions"], tables["recommendations"])


def export_judgements(report: Report | Path | str, path: Path | str) -> Path:
    """Write a report's judgements as CSV, to be read again or to be sent to a colleague.

    Raises:
        ReportError: where the judgements cannot be read.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    publish.write_table(JUDGEMENTS, list_judgements(report), target)
    return target
