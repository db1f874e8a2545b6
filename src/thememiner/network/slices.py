"""Parts of a corpus: the reviews of some years, publishers or kinds, and what stands on them alone."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from thememiner.columns import DERIVED
from thememiner.errors import InputError
from thememiner.tables import Tables

Years = tuple[int | None, int | None]
"""First and last year, both included; None is open."""


def read_years(text: str) -> Years:
    """Return the years that a text names.

    Raises:
        InputError: where it names none.

    >>> read_years("2018:2022"), read_years("2018:"), read_years("2020")
    ((2018, 2022), (2018, None), (2020, 2020))
    """
    first, colon, last = text.partition(":")
    try:
        begin = int(first) if first.strip() else None
        end = (int(last) if last.strip() else None) if colon else begin
    except ValueError:
        begin = end = None
    if begin is None and end is None:
        raise InputError(f"{text!r} names no years. Write 2020, 2018:2022, 2018: or :2022.")
    return begin, end


def slice_tables(tables: Tables, *, years: Years | None = None, **columns: str | Sequence[str]) -> Tables:
    """Return the tables with the rows of some reviews only.

    What was counted over the whole corpus (nodes, edges, cooccurrence ...) is left out, apart from the
    lists of themes and agencies; ``lineage_id`` and ``restates`` keep to the reviews that are left.

    Args:
        tables: every table.
        years: first and last year of publication; reviews without a date fall out.
        columns: values of columns of ``reviews``, the corpus's own included:
            ``kind="inspection"``, ``publisher=["Ofsted", "CQC"]``, ``region="North"``.

    Raises:
        InputError: where there is no such column or no such review.
    """
    reviews = tables["reviews"]
    kept = pd.Series(True, index=reviews.index)
    if years is not None:
        year = pd.to_numeric(reviews["published_on"].str[:4], errors="coerce")
        kept &= year.between(years[0] or 0, years[1] or 9999)
    for name, wanted in columns.items():
        if name not in reviews:
            raise InputError(f"reviews has no column {name}; it has: {', '.join(reviews.columns)}.")
        values = [wanted] if isinstance(wanted, str) else list(wanted)
        known = sorted({str(value) for value in reviews[name] if value})
        unknown = [value for value in values if value not in known]
        if unknown:
            raise InputError(f"No review has {name} {', '.join(unknown)}; there are: {', '.join(known)}.")
        kept &= reviews[name].isin(values)
    if not kept.any():
        raise InputError("No review is left: its year, publisher and kind must fit at once.")
    ids = set(reviews.loc[kept, "review_id"])
    counted = {table.name for table in DERIVED} - {"themes", "cues", "agencies"}
    part = Tables({name: _cut_rows(tables, name, ids) for name in tables if name not in counted})
    part["recommendations"] = _cut_ties(part["recommendations"])
    return part


def _cut_rows(tables: Tables, name: str, ids: set[str]) -> pd.DataFrame:
    if "review_id" not in tables.names(name):
        return tables[name]
    kept = [batch[batch["review_id"].isin(ids)] for batch in tables.batches(name)]
    return pd.concat(kept, ignore_index=True)


def _cut_ties(recs: pd.DataFrame) -> pd.DataFrame:
    """Recommendations whose ties lead only to recommendations that are left."""
    recs = recs.copy()
    shared = recs.groupby("lineage_id")["review_id"].transform("nunique") > 1
    recs["lineage_id"] = recs["lineage_id"].where(shared, "")
    recs["restates"] = recs["restates"].where(recs["restates"].isin(recs["recommendation_id"]), "")
    return recs
