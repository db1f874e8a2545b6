"""Pairs of recommendations that are alike, found without comparing all with all.

Each text is looked up by its rarest words only. What its other words could add to the likeness of any
pair is less than their length as a vector, so pairs that cannot reach the threshold are left out without
being compared, and none that could is missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from scipy import sparse

from .likeness import Wording, share_aspects, weigh_words

_ROWS = 4_000
"""Texts whose rarest words are found at a time."""
_PRODUCTS = 300_000
"""Words that texts share with others, of the texts that are looked up at a time: bounds the memory."""
_PAIRS = 20_000
"""Pairs compared at a time."""
_ROUNDING = 1e-6
"""More than sums of the same weights in another order differ by."""
_REST = 0.5
"""The rarest words of a text are those that leave at most this share of the threshold to the others."""

PAIR = np.dtype([("one", np.int32), ("other", np.int32), ("likeness", np.float64)])
"""A pair of wordings; of large corpora there may be millions."""


def find_alike(
    wordings: Sequence[Wording], at: float, weighed: sparse.csr_matrix | None = None
) -> np.ndarray:
    """Return every pair of wordings that are alike, and how much.

    Likeness is the cosine of their weighted words, times the mean of 1 and the agreement of their aspects.

    Args:
        wordings: each different one once.
        at: least likeness, above 0 and at most 1.
        weighed: the wordings as ``weigh_words`` gives them, where that is known.

    Returns:
        (one, other, likeness) with one < other, in order: an array of ``PAIR``.

    Source: bounds on the rest of a vector as in Bayardo, Ma and Srikant, WWW (2007) 131-140.
    """
    if not wordings:
        return np.zeros(0, PAIR)
    weighed = weigh_words(wordings) if weighed is None else weighed
    rare, rest = _split_rare(weighed, at)
    turned = weighed.T.tocsr()
    pairs = [np.zeros(0, PAIR)]
    for first, last in pairwise(_cut_rows(rare, weighed)):
        shared = (rare[first:last] @ turned).tocoo()
        one, other = shared.row + first, shared.col
        kept = (one != other) & (shared.data + rest[one] >= at)
        one, other = one[kept], other[kept]
        again = _find_again(rare, weighed, rest, one, other, at)
        pairs.extend(_compare(weighed, wordings, one[~again], other[~again], at))
    return np.unique(np.concatenate(pairs))


def measure_likeness(
    weighed: sparse.csr_matrix, wordings: Sequence[Wording], one: np.ndarray, other: np.ndarray
) -> np.ndarray:
    """Return how alike pairs of wordings are, 0 to 1.

    Args:
        weighed: the wordings as ``weigh_words`` gives them.
        wordings: the same, in the same order.
        one: place of the one wording of each pair.
        other: place of the other.
    """
    cosines = np.asarray(weighed[one].multiply(weighed[other]).sum(axis=1)).ravel()
    agreed = [
        share_aspects(wordings[a].aspects, wordings[b].aspects) for a, b in zip(one, other, strict=True)
    ]
    likeness: np.ndarray = np.round(np.minimum(cosines, 1.0) * (1 + np.array(agreed)) / 2, 6)
    return likeness


def _cut_rows(rare: sparse.csr_matrix, weighed: sparse.csr_matrix) -> list[int]:
    """Where to cut the texts into parts of some thousand, or fewer where their words are common."""
    spread = np.bincount(weighed.indices, minlength=weighed.shape[1])
    products = np.concatenate(([0], np.cumsum(spread[rare.indices])))[rare.indptr]
    cuts = np.flatnonzero(np.diff(products // _PRODUCTS)) + 1
    return sorted({0, *cuts.tolist(), rare.shape[0]})


def _find_again(
    rare: sparse.csr_matrix,
    weighed: sparse.csr_matrix,
    rest: np.ndarray,
    one: np.ndarray,
    other: np.ndarray,
    at: float,
) -> np.ndarray:
    """Which pairs are surely found from their other side, too, which comes first: most of half of them."""
    again = one > other
    for places in np.array_split(np.flatnonzero(again), len(one) // _PAIRS + 1):
        later, sooner = one[places], other[places]
        shared = np.asarray(rare[sooner].multiply(weighed[later]).sum(axis=1)).ravel()
        again[places] = shared + rest[sooner] >= at + _ROUNDING
    return again


def _compare(
    weighed: sparse.csr_matrix, wordings: Sequence[Wording], one: np.ndarray, other: np.ndarray, at: float
) -> Iterator[np.ndarray]:
    for start in range(0, len(one), _PAIRS):
        low = np.minimum(one[start : start + _PAIRS], other[start : start + _PAIRS])
        high = np.maximum(one[start : start + _PAIRS], other[start : start + _PAIRS])
        likeness = measure_likeness(weighed, wordings, low, high)
        kept = likeness >= at
        found = np.zeros(int(kept.sum()), PAIR)
        found["one"], found["other"], found["likeness"] = low[kept], high[kept], likeness[kept]
        yield found


def _split_rare(weighed: sparse.csr_matrix, at: float) -> tuple[sparse.csr_matrix, np.ndarray]:
    """The rarest words of each row, and the length of what is left of it.

    A row's columns are in order of rarity, so its rarest words come first.
    """
    kept, rest = [], np.zeros(weighed.shape[0])
    for first in range(0, weighed.shape[0], _ROWS):
        part = weighed[first : first + _ROWS]
        rare = _keep_rare(part, at)
        kept.append(rare)
        squares = (np.asarray(some.multiply(some).sum(axis=1)).ravel() for some in (part, rare))
        rest[first : first + _ROWS] = np.sqrt(np.clip(np.subtract(*squares), 0.0, None)) + 1e-9
    return sparse.vstack(kept, format="csr"), rest


def _keep_rare(weighed: sparse.csr_matrix, at: float) -> sparse.csr_matrix:
    before = np.concatenate(([0.0], np.cumsum(weighed.data**2)))
    row_end = np.repeat(before[weighed.indptr[1:]], np.diff(weighed.indptr))
    tail = np.sqrt(np.clip(row_end - before[:-1], 0.0, None))  # length from this word on
    keep = tail > at * _REST
    ends = np.concatenate(([0], np.cumsum(keep)))[weighed.indptr]
    return sparse.csr_matrix((weighed.data[keep], weighed.indices[keep], ends), shape=weighed.shape)
