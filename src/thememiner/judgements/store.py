"""The file of judgements: only added to, by any number of writers at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

import pandas as pd

from thememiner.columns import JUDGEMENTS
from thememiner.errors import ReportError
from thememiner.records import Judgement, Mention, Recommendation, Verdict

from .making import make_judgement
from .matching import latest_judgements, match_judgements

FILE = "judgements.db"
SECONDS_TO_WAIT = 30.0
"""For another writer."""
_NAMES = tuple(field.name for field in fields(Judgement))
_TYPES = {"int": "INTEGER", "text": "TEXT"}


def add_judgement(
    report_dir: Path | str,
    item: Mention | Recommendation | Any,
    verdict: Verdict,
    *,
    reviewer: str,
    note: str = "",
    polarity: str = "",
    judged_at: str = "",
) -> Judgement:
    """Add a verdict on an item to a report, and return it. The arguments are those of ``make_judgement``.

    Raises:
        InputError: where the verdict, the polarity or the reviewer's name is none.
        ReportError: where the report's folder cannot be written.
    """
    judgement = make_judgement(
        item, verdict, reviewer=reviewer, note=note, polarity=polarity, judged_at=judged_at
    )
    add_judgements(report_dir, [judgement])
    return judgement


def add_judgements(report_dir: Path | str, judgements: Iterable[Judgement]) -> int:
    """Add judgements to a report, all or none, and return how many were new.

    A judgement that is there already (the same verdict of the same person at the same
    second) is not added again, so that a file can be imported twice.

    Raises:
        ReportError: where the report's folder cannot be written.
    """
    folder = Path(report_dir)
    if not folder.is_dir():
        raise ReportError(f"There is no report {folder}. Make it with: thememiner run CORPUS")
    marks = ", ".join("?" * len(_NAMES))
    try:
        with closing(sqlite3.connect(folder / FILE, timeout=SECONDS_TO_WAIT)) as db, db:
            db.execute("BEGIN IMMEDIATE")
            for statement in _list_statements():
                db.execute(statement)
            before = db.total_changes
            db.executemany(f"INSERT OR IGNORE INTO judgements VALUES ({marks})", map(astuple, judgements))
            return db.total_changes - before
    except sqlite3.Error as error:
        raise ReportError(
            f"{folder / FILE} cannot be written ({error}). Is the folder writable, and the disk not full?"
        ) from error


def add_new(
    report_dir: Path | str,
    judgements: Iterable[Judgement],
    mentions: pd.DataFrame,
    recommendations: pd.DataFrame,
) -> int:
    """Add the judgements that say something new, and return how many these were.

    What a reviewer already says of an item, with the same polarity and note, is not said
    again: the same file can be imported twice.

    Args:
        report_dir: folder of the report.
        judgements: of its items.
        mentions: table of the report.
        recommendations: table of the report.

    Raises:
        ReportError: where the report's folder cannot be written.
    """
    given = tuple(judgements)
    known = read_judgements(report_dir)
    matched = match_judgements((*known, *given), mentions, recommendations)

    def what(judgement: Judgement) -> tuple[object, ...]:
        place = (judgement.review_id, judgement.theme_id, judgement.start, judgement.end, judgement.text)
        item = matched.get(judgement.judgement_id) or judgement.item_id or place
        return (
            judgement.reviewer, judgement.kind, item, judgement.verdict, judgement.polarity, judgement.note,
        )  # fmt: skip

    said = {what(judgement) for judgement in latest_judgements(known, matched)}
    return add_judgements(report_dir, [judgement for judgement in given if what(judgement) not in said])


def read_judgements(report_dir: Path | str) -> tuple[Judgement, ...]:
    """Return every judgement of a report in order of time; none where nobody has judged.

    Raises:
        ReportError: where the file cannot be read.
    """
    file = Path(report_dir) / FILE
    if not file.is_file():
        return ()
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as db:
            rows = db.execute(f"SELECT {_columns()} FROM judgements ORDER BY judged_at, rowid").fetchall()
    except sqlite3.Error as error:
        raise ReportError(f"{file} cannot be read as judgements ({error}).") from error
    return tuple(Judgement(**dict(zip(_NAMES, row, strict=True))) for row in rows)


def _columns() -> str:
    return ", ".join(f'"{name}"' for name in _NAMES)


def _list_statements() -> tuple[str, ...]:
    types = {column.name: _TYPES[column.type] for column in JUDGEMENTS.columns}
    declared = ", ".join(f'"{name}" {types[name]}' for name in _NAMES)
    return (
        f'CREATE TABLE IF NOT EXISTS judgements ({declared}, PRIMARY KEY ("judgement_id"))',
        *(
            f"CREATE TRIGGER IF NOT EXISTS no_{event} BEFORE {event} ON judgements "
            "BEGIN SELECT RAISE(ABORT, 'judgements are only added to'); END"
            for event in ("update", "delete")
        ),
    )
