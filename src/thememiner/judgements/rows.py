"""Judgements as a table: to a spreadsheet and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any, cast, get_args

import pandas as pd

from thememiner.columns import JUDGEMENTS
from thememiner.errors import InputError
from thememiner.records import Judgement, Polarity, Verdict
from thememiner.tables import iterate_rows, make_frame

from .making import VERDICTS, make_judgement

_NAMES = tuple(field.name for field in fields(Judgement))
_NUMBERS = ("page", "start", "end")
_ITEM_COLUMNS = ("item_id", "mention_id", "recommendation_id")
_DISARMED = re.compile(r"'[=+\-@\t\r]")
_SHOWN = 20


def read_table(file: Path) -> pd.DataFrame:
    """Return a CSV as text cells, without the apostrophes that keep a spreadsheet from running them.

    Raises:
        InputError: where it cannot be read.
    """
    try:
        table = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError, pd.errors.ParserError) as error:
        raise InputError(f"{file} cannot be read as CSV in UTF-8 ({error}).") from error
    return table.map(lambda cell: cell[1:] if _DISARMED.match(cell) else cell)


def list_judgements(judgements: Sequence[Judgement]) -> pd.DataFrame:
    """Return judgements as the declared table, in their order."""
    return make_frame(JUDGEMENTS, [astuple(judgement) for judgement in judgements])


def read_rows(
    table: pd.DataFrame, mentions: pd.DataFrame, recommendations: pd.DataFrame, *, reviewer: str = ""
) -> tuple[Judgement, ...]:
    """Return the judgements of a table that was exported, or written by hand.

    Args:
        table: text cells; columns of ``judgements``, or at least item_id (or mention_id,
            recommendation_id) and verdict; reviewer, polarity and note where wanted. Rows
            without a verdict are passed over.
        mentions: table of the report, for rows that bring only an id.
        recommendations: table of the report, likewise.
        reviewer: who judged, where a row does not say it.

    Raises:
        InputError: with every problem of the table at once, each with its row.
    """
    id_column = next((name for name in _ITEM_COLUMNS if name in table.columns), "")
    if not id_column or "verdict" not in table.columns:
        raise InputError(
            "The table needs the columns verdict and item_id (or mention_id, recommendation_id)."
        )
    items = {row.mention_id: row for row in iterate_rows(mentions)}
    items |= {row.recommendation_id: row for row in iterate_rows(recommendations)}
    problems: list[str] = []
    read = list(_read(table, id_column, items, reviewer, problems))
    if problems:
        more = f"\n... and {len(problems) - _SHOWN} more." if len(problems) > _SHOWN else ""
        raise InputError("\n".join(problems[:_SHOWN]) + more)
    return tuple(read)


def _read(
    table: pd.DataFrame, id_column: str, items: dict[str, Any], reviewer: str, problems: list[str]
) -> Iterator[Judgement]:
    for number, cells in enumerate(table.to_dict("records"), start=2):
        row = {str(name): str(value).strip() for name, value in cells.items() if not pd.isna(value)}
        verdict, tone = row.get("verdict", "").lower(), row.get("polarity", "").lower()
        if id_column == "mention_id":
            # A mentions table with a column verdict: its polarity is the tool's, not the reviewer's.
            tone = row.get("reviewer_polarity", "").lower()
        if not verdict:
            continue
        who = row.get("reviewer", "") or reviewer
        before = len(problems)
        if verdict not in VERDICTS:
            problems.append(f"Row {number}: {verdict!r} is no verdict; these are: {', '.join(VERDICTS)}.")
        if tone and tone not in get_args(Polarity):
            problems.append(
                f"Row {number}: {tone!r} is no polarity; these are: {', '.join(get_args(Polarity))}."
            )
        if not who:
            problems.append(f"Row {number}: nobody is named as reviewer; name one with --reviewer.")
        whole = bool(row.get("judgement_id")) and all(name in table.columns for name in _NAMES)
        item = items.get(row.get(id_column, ""))
        if not whole and item is None:
            problems.append(f"Row {number}: the report has no item {row.get(id_column, '')!r}.")
        if whole and any(row.get(name) and not row[name].isdecimal() for name in _NUMBERS):
            problems.append(f"Row {number}: page, start and end must be whole numbers.")
        if len(problems) > before:
            continue
        if whole:
            parts: dict[str, Any] = {name: row.get(name, "") for name in _NAMES}
            parts |= {name: int(row[name]) if row.get(name) else None for name in _NUMBERS}
            yield Judgement(**{**parts, "verdict": verdict, "page": parts["page"] or 1})
        else:
            yield make_judgement(
                item, cast(Verdict, verdict), reviewer=who, note=row.get("note", ""), polarity=tone,
                judged_at=row.get("judged_at", ""),
            )  # fmt: skip
