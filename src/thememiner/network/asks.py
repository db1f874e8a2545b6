"""Recommendations that ask: what is found, praised or only answered is none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from thememiner.tables import Tables

ASKS = (
    "recommendation",
    "priority_action",
    "area_for_improvement",
    "matter_of_concern",
    "question_for_board",
    "learning_point",
)
"""Kinds that ask for something; findings and good practice do not."""


def iterate_asks(tables: Tables, *wanted: str) -> Iterator[tuple[int, Any]]:
    """Yield the rows of ``recommendations`` that ask for something in their own right, with their places.

    A response prints again what it answers: that is not asked again.

    Args:
        tables: with ``recommendations``.
        wanted: columns to read.
    """
    columns = dict.fromkeys([*wanted, "is_restatement", "kind"])
    for place, rec in enumerate(tables.rows("recommendations", *columns)):
        if rec.is_restatement == 0 and rec.kind in ASKS:
            yield place, rec
