"""Asked before: recommendations of different reviews that ask for the same thing.

Precision before recall: a wrong pair misleads. All members of a group are alike, each with each
(complete linkage), so that a chain of likenesses cannot glue a whole theme together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pandas as pd

from thememiner.records import make_id
from thememiner.tables import Tables, iterate_rows

from .alike import Pair, find_alike
from .asks import select_asks
from .likeness import Wording, read_wordings

ALIKE_AT = 0.5
"""Likeness from which two recommendations ask for the same thing; docs/network.md says how well."""
_MIN_TERMS = 3
"""A recommendation of fewer words, such as a heading, says too little to be compared."""


def find_lineages(tables: Tables) -> pd.Series:
    """Return the ``lineage_id`` of each row of recommendations; "" where it stands alone.

    Args:
        tables: with ``recommendations`` and ``reviews``. Only what asks is compared
            (``select_asks``); different wordings of one review are never joined, as they are
            different by their author's will. What one publisher says twice on one day of one area,
            as in a report and its press release, is not asked again.

    Source: complete linkage, Soerensen, Biol. Skr. 5 (1948) 1-34, from the most alike pair on.
    """
    wordings, rows_of = gather_wordings(tables)
    recs = tables["recommendations"]
    reviews = [set(recs.loc[rows, "review_id"]) for rows in rows_of]
    occasions = _find_occasions(tables)
    lineage = pd.Series("", index=recs.index, dtype=object)
    for group in link_completely(find_alike(wordings, ALIKE_AT), reviews):
        if len({occasions[review] for member in group for review in reviews[member]}) > 1:
            rows = [row for member in group for row in rows_of[member]]
            ids = sorted(recs.loc[rows, "recommendation_id"])
            lineage.loc[rows] = f"l{make_id(*ids, length=10)}"
    return lineage


def gather_wordings(tables: Tables) -> tuple[list[Wording], list[list[int]]]:
    """Return the different wordings of what asks, and the rows of recommendations that have each."""
    asks = select_asks(tables)
    rows_of: dict[Wording, list[int]] = defaultdict(list)
    for row, wording in zip(asks.index, read_wordings(list(asks["text"])), strict=True):
        if len(wording.terms) >= _MIN_TERMS:
            rows_of[wording].append(row)
    wordings = sorted(rows_of, key=lambda wording: wording.terms)
    return wordings, [rows_of[wording] for wording in wordings]


def _find_occasions(tables: Tables) -> dict[str, tuple[str, ...]]:
    """By whom, when and of what area each review is: a report and its press release are one occasion."""
    return {
        row.review_id: (row.publisher, row.published_on, row.area)
        if row.publisher and row.published_on
        else (row.review_id,)
        for row in iterate_rows(tables["reviews"])
    }


def link_completely(pairs: Sequence[Pair], reviews: Sequence[set[str]]) -> list[list[int]]:
    """Return groups in which every member is alike with every other, those of one member included.

    Args:
        pairs: what is alike: (i, j, likeness).
        reviews: where each member stands; no two members of a group stand in the same review.

    >>> link_completely([(0, 1, 0.9), (1, 2, 0.8)], [{"a"}, {"b"}, {"c"}])
    [[0, 1], [2]]
    """
    alike = {(i, j) for i, j, _ in pairs}
    group_of = list(range(len(reviews)))
    members = {i: [i] for i in group_of}
    standing = {i: set(reviews[i]) for i in group_of}
    for i, j, _ in sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1])):
        one, other = group_of[i], group_of[j]
        if one == other or standing[one] & standing[other]:
            continue
        if all((min(a, b), max(a, b)) in alike for a in members[one] for b in members[other]):
            for member in members[other]:
                group_of[member] = one
            members[one] += members.pop(other)
            standing[one] |= standing.pop(other)
    return [sorted(group) for _, group in sorted(members.items())]
