"""Recommendations that ask: what is found, praised or only answered is none."""

from __future__ import annotations

import pandas as pd

from thememiner.tables import Tables, list_own

ASKS = (
    "recommendation",
    "priority_action",
    "area_for_improvement",
    "matter_of_concern",
    "question_for_board",
    "learning_point",
)
"""Kinds that ask for something; findings and good practice do not."""


def select_asks(tables: Tables) -> pd.DataFrame:
    """Return the rows of ``recommendations`` that ask for something in their own right.

    A response prints again what it answers: that is not asked again.
    """
    own = list_own(tables["recommendations"])
    return own[own["kind"].isin(ASKS)]
