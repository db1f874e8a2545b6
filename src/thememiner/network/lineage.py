"""Asked before: recommendations of different reviews that ask for the same thing.

Precision before recall: a wrong pair misleads. All members of a group are alike, each with each
(complete linkage), so that a chain of likenesses cannot glue a whole theme together.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from thememiner.records import make_id
from thememiner.tables import Tables, iterate_rows

from .alike import PAIR, find_alike
from .asks import iterate_asks
from .likeness import Wording, WordingReader, weigh_words

ALIKE_AT = 0.5
"""Likeness from which two recommendations ask for the same thing; docs/network.md says how well."""
_MIN_TERMS = 3
"""A recommendation of fewer words, such as a heading, says too little to be compared."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What asks for something, ready to be compared."""

    wordings: list[Wording]
    """Each different one once."""
    rows_of: list[list[int]]
    """The rows of recommendations that have each."""
    weighed: sparse.csr_matrix
    """Their words (``weigh_words``)."""


def compare_recommendations(tables: Tables) -> Compared:
    """Return the different wordings of what asks, with their words weighed."""
    rows_of: dict[Wording, list[int]] = defaultdict(list)
    read = WordingReader()
    for place, rec in iterate_asks(tables, "text"):
        wording = read(rec.text)
        if len(wording.terms) >= _MIN_TERMS:
            rows_of[wording].append(place)
    wordings = sorted(rows_of, key=lambda wording: wording.terms)
    return Compared(wordings, [rows_of[wording] for wording in wordings], weigh_words(wordings))


def find_lineages(tables: Tables, compared: Compared | None = None) -> pd.Series:
    """Return the ``lineage_id`` of each row of recommendations; "" where it stands alone.

    Args:
        tables: with ``recommendations`` and ``reviews``. Only what asks is compared
            (``select_asks``); different wordings of one review are never joined, as they are
            different by their author's will. What one publisher says twice on one day of one area,
            as in a report and its press release, is not asked again.
        compared: what ``compare_recommendations`` makes of the tables, where it is known.

    Source: complete linkage, Soerensen, Biol. Skr. 5 (1948) 1-34, from the most alike pair on.
    """
    compared = compared or compare_recommendations(tables)
    recs = tables.columns("recommendations", "recommendation_id", "review_id")
    in_review, id_of = list(recs["review_id"]), list(recs["recommendation_id"])
    reviews = [tuple({in_review[row]: None for row in rows}) for rows in compared.rows_of]
    occasions = _find_occasions(tables)
    lineage = [""] * len(recs)
    pairs = find_alike(compared.wordings, ALIKE_AT, compared.weighed)
    for group in link_completely(pairs, reviews):
        if len({occasions[review] for member in group for review in reviews[member]}) > 1:
            rows = [row for member in group for row in compared.rows_of[member]]
            ids = sorted(id_of[row] for row in rows)
            for row in rows:
                lineage[row] = f"l{make_id(*ids, length=10)}"
    return pd.Series(lineage, dtype=object)


def _find_occasions(tables: Tables) -> dict[str, tuple[str, ...]]:
    """By whom, when and of what area each review is: a report and its press release are one occasion."""
    return {
        row.review_id: (row.publisher, row.published_on, row.area)
        if row.publisher and row.published_on
        else (row.review_id,)
        for row in iterate_rows(tables["reviews"])
    }


def link_completely(
    pairs: np.ndarray | Sequence[tuple[int, int, float]], reviews: Sequence[Collection[str]]
) -> list[list[int]]:
    """Return groups in which every member is alike with every other, those of one member included.

    Args:
        pairs: what is alike, each pair once: (one, other, likeness) with one < other.
        reviews: where each member stands; no two members of a group stand in the same review.

    >>> link_completely([(0, 1, 0.9), (1, 2, 0.8)], ["a", "b", "c"])
    [[0, 1], [2]]
    """
    found, n = np.asarray(pairs, PAIR), len(reviews)
    alike = array("q", np.sort(found["one"] * np.int64(n) + found["other"]).tobytes())
    linked = np.unique((found["one"], found["other"])).tolist()
    group_of = {i: i for i in linked}
    members = {i: [i] for i in linked}
    standing = {i: set(reviews[i]) for i in linked}
    for place in np.lexsort((found["other"], found["one"], -found["likeness"])):
        one, other = (group_of[int(found[end][place])] for end in ("one", "other"))
        if one == other or standing[one] & standing[other]:
            continue
        if all(_holds(alike, min(a, b) * n + max(a, b)) for a in members[one] for b in members[other]):
            for member in members[other]:
                group_of[member] = one
            members[one] += members.pop(other)
            standing[one] |= standing.pop(other)
    alone = ([i] for i in range(len(reviews)) if i not in group_of)
    return sorted([*(sorted(group) for group in members.values()), *alone])


def _holds(numbers: array[int], number: int) -> bool:
    """Whether sorted numbers hold one: a set of millions takes ten times the room."""
    place = bisect_left(numbers, number)
    return place < len(numbers) and numbers[place] == number
