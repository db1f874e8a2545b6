"""Two periods compared: which themes, and which pairs of themes, more or fewer reviews have."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from math import sqrt
from typing import Literal

import pandas as pd
import scipy  # its stats take a second to load, and only when they are used

from thememiner.tables import Tables, iterate_rows, wilson_interval

from .slices import Years, slice_tables

Item = Literal["themes", "pairs"]


def compare_periods(tables: Tables, before: Years, after: Years, *, items: Item = "themes") -> pd.DataFrame:
    """Return how the share of reviews with each theme changed from one period to another.

    Args:
        tables: with ``reviews``, ``mentions`` and ``themes``.
        before: first and last year of the earlier period.
        after: first and last year of the later one.
        items: themes, or pairs of themes that meet in a passage.

    Returns:
        One row per item: ``item``, ``n_before`` of ``of_before`` reviews, ``n_after`` of ``of_after``,
        both shares, ``change`` with its 95% interval, ``p`` (Fisher's exact test) and ``q`` (corrected for
        the number of items); the least accidental first.

    Raises:
        InputError: where a period has no reviews.

    Source: interval of a difference of shares from Wilson intervals, Newcombe, Statist. Med. 17 (1998)
        873-890, method 10; correction of Benjamini and Hochberg (1995).
    """
    counts = [_count(slice_tables(tables, years=years), items) for years in (before, after)]
    (n_in, of_before), (n_after_in, of_after) = counts
    rows = []
    for item in sorted({*n_in, *n_after_in}):
        one, other = n_in.get(item, 0), n_after_in.get(item, 0)
        low, high = difference_interval(other, of_after, one, of_before)
        p = scipy.stats.fisher_exact([[one, of_before - one], [other, of_after - other]]).pvalue
        rows.append(
            (
                item, one, of_before, other, of_after, round(one / of_before, 4), round(other / of_after, 4),
                round(other / of_after - one / of_before, 4), low, high, float(f"{min(p, 1.0):.3g}"),
            )
        )  # fmt: skip
    names = ["item", "n_before", "of_before", "n_after", "of_after", "share_before", "share_after",
             "change", "change_low", "change_high", "p"]  # fmt: skip
    table = pd.DataFrame(rows, columns=names)
    table["q"] = scipy.stats.false_discovery_control(table["p"]) if rows else []
    return table.sort_values(["p", "item"], kind="stable", ignore_index=True)


def difference_interval(n_one: int, of_one: int, n_other: int, of_other: int) -> tuple[float, float]:
    """Return the 95% interval of the difference of two shares (Newcombe's method 10).

    Source: Newcombe (1998), table II: 56/70 - 48/80 is 0.2 with the interval 0.0524 to 0.3339.

    >>> difference_interval(56, 70, 48, 80)
    (0.0524, 0.3339)
    """
    (low_1, high_1), (low_2, high_2) = (_wilson(n_one, of_one), _wilson(n_other, of_other))
    one, other = n_one / of_one, n_other / of_other
    below = sqrt((one - low_1) ** 2 + (high_2 - other) ** 2)
    above = sqrt((high_1 - one) ** 2 + (other - low_2) ** 2)
    return round(one - other - below, 4), round(one - other + above, 4)


def _wilson(n: int, total: int) -> tuple[float, float]:
    low, high = wilson_interval(n, total)
    return low or 0.0, high or 0.0


def _count(tables: Tables, items: Item) -> tuple[dict[str, int], int]:
    """Reviews with each item, and reviews that could be read."""
    mentions = tables["mentions"]
    unit = "review_id" if items == "themes" else "passage_id"
    themes_in: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in iterate_rows(mentions[mentions["status"] == "asserted"]):
        themes_in[row.review_id, getattr(row, unit)].add(row.theme_id)
    reviews_with: dict[str, set[str]] = defaultdict(set)
    for (review_id, _), themes in themes_in.items():
        told = themes if items == "themes" else (" + ".join(p) for p in combinations(sorted(themes), 2))
        for item in told:
            reviews_with[item].add(review_id)
    n_read = int(tables["reviews"]["status"].isin(["ok", "partial"]).sum())
    return {item: len(reviews) for item, reviews in reviews_with.items()}, n_read
