"""An evaluation becomes the accuracy card that travels with a codebook."""

from __future__ import annotations

from typing import Any

import pandas as pd

from thememiner.accuracy import Accuracy, AccuracyCard, Measure
from thememiner.tables import iterate_rows

from .scoring import READERS, TOOL, Evaluation


def make_accuracy(evaluation: Evaluation, *, codebook: str, reference: str) -> Accuracy:
    """Return the figures of an evaluation, without a word of its passages.

    Args:
        evaluation: of a codebook on a reference.
        codebook: version of the codebook.
        reference: what the reference is, in a few words.
    """
    rows = list(iterate_rows(evaluation.scores))
    target = READERS if len(evaluation.readers) > 1 else evaluation.readers[0]
    among = {
        (row.level, row.theme_id): float(row.f1)
        for row in rows
        if row.coding != TOOL and len(evaluation.readers) == 2 and _number(row.f1) is not None
    }
    cards = {
        row.theme_id if row.level == "theme" else "": _make_card(row, among.get((row.level, row.theme_id)))
        for row in rows
        if row.coding == TOOL and row.reference == target and row.level != "macro"
    }
    overall = cards.pop("")
    return Accuracy(
        codebook=codebook,
        reference=reference,
        n_passages=evaluation.n_passages,
        n_readers=len(evaluation.readers),
        overall=overall,
        themes=dict(sorted(cards.items())),
    )


def _make_card(row: Any, reader_f1: float | None) -> AccuracyCard:
    measures = {
        name: Measure(
            value=_number(getattr(row, name)),
            low=_number(getattr(row, f"{name}_low")),
            high=_number(getattr(row, f"{name}_high")),
        )
        for name in ("precision", "recall", "f1", "kappa", "polarity")
    }
    return AccuracyCard(
        n_reference=int(row.n_any), n_tagged=round(float(row.n_coded)), reader_f1=reader_f1, **measures
    )


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else round(float(value), 3)
