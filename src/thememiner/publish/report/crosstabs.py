"""Themes by year, publisher, kind, incident, or any column of the manifest that has a few values."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from thememiner.columns import REVIEWS
from thememiner.tables import Tables, wilson_interval

FEWEST, MOST = 2, 12
"""Values of a column that can be crossed."""
_THEMES = 30
_LABELS = {
    "year": "Year of publication",
    "publisher": "Publisher",
    "kind": "Kind of document",
    "incident": "Incident",
    "child_gender": "Gender",
    "known_to_social_care": "Known to children's social care",
    "legal_status": "Legal status",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """Reviews of one value with a theme as a concern: how many, what share, between which bounds."""

    n: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Crosstab:
    """Themes in rows, the values of a column of ``reviews`` in columns.

    Attributes:
        name: of the column.
        label: what readers call it.
        values: each value and how many reviews have it.
        n_silent: reviews without a value.
        rows: theme id, its label, and a cell per value.
    """

    name: str
    label: str
    values: list[tuple[str, int]]
    n_silent: int
    rows: list[tuple[str, str, list[Cell]]]


def count_crosstabs(tables: Tables, read: pd.DataFrame, themes: Sequence[Any]) -> list[Crosstab]:
    """Return a crosstab for each column that has two to twelve values.

    Args:
        tables: every table.
        read: the reviews that could be read.
        themes: rows of ``themes``, the most frequent first.
    """
    with_theme: dict[str, set[str]] = defaultdict(set)
    for mention in tables.rows("mentions", "theme_id", "review_id", "status", "polarity"):
        if mention.status == "asserted" and mention.polarity == "concern":
            with_theme[mention.theme_id].add(mention.review_id)
    found = []
    for name, values in _list_columns(read):
        of = {review: value for review, value in zip(read["review_id"], values, strict=True) if value}
        sizes = Counter(of.values())
        if not FEWEST <= len(sizes) <= MOST:
            continue
        ordered = sorted(sizes) if name == "year" else sorted(sizes, key=lambda v: (-sizes[v], v))
        rows = []
        for theme in themes[:_THEMES]:
            having = Counter(of[review] for review in with_theme.get(theme.theme_id, ()) if review in of)
            rows.append((theme.theme_id, theme.label, [_make_cell(having[v], sizes[v]) for v in ordered]))
        label = _LABELS.get(name, name.replace("_", " ").capitalize())
        found.append(
            Crosstab(name, label, [(value, sizes[value]) for value in ordered], len(read) - len(of), rows)
        )
    return found


def _make_cell(n: int, of: int) -> Cell:
    low, high = wilson_interval(n, of)
    return Cell(n, n / of, low or 0.0, high or 0.0)


def _list_columns(read: pd.DataFrame) -> Iterator[tuple[str, list[str]]]:
    yield "year", _name_years([str(date)[:4] for date in read["published_on"]])
    for name in _LABELS:
        if name != "year":
            yield name, [str(value) for value in read[name]]
    for name in read.columns[len(REVIEWS.columns) :]:
        yield str(name), [str(value) for value in read[name]]


def _name_years(years: list[str]) -> list[str]:
    """Return each review's year, or its span of years where single years would be too many columns.

    >>> _name_years(["2001", "2014", "", "2015"])[:3] == ["2001", "2014", ""]
    True
    >>> _name_years([str(year) for year in range(2000, 2015)])[-2:]
    ['2012–2013', '2014–2015']
    """
    known = sorted({int(year) for year in years if year})
    if len(known) <= MOST:
        return years
    width = -(-(known[-1] - known[0] + 1) // MOST)
    starts = {year: known[0] + (year - known[0]) // width * width for year in known}
    return [f"{starts[int(year)]}–{starts[int(year)] + width - 1}" if year else "" for year in years]
