"""Agreement between two ways of coding the same passages: the measures, each with its interval.

Everything is computed from counts of (passage, theme) pairs: coded by both, by the
first only, by the second only, by neither. Counts may be means over several readers, so
they need not be whole. Arrays of counts give arrays of measures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SEED = 20
RESAMPLES = 1000
_BATCH = 50


@dataclass(frozen=True, slots=True)
class Counts:
    """How many pairs both coded, the first only, the second only, and neither."""

    both: Any
    first: Any
    second: Any
    neither: Any

    @property
    def precision(self) -> Any:
        """Share of the first's pairs that the second has too."""
        return _divide(self.both, self.both + self.first)

    @property
    def recall(self) -> Any:
        """Share of the second's pairs that the first has too."""
        return _divide(self.both, self.both + self.second)

    @property
    def f1(self) -> Any:
        """Harmonic mean of precision and recall."""
        return _divide(2 * self.both, 2 * self.both + self.first + self.second)

    @property
    def kappa(self) -> Any:
        """Agreement beyond chance.

        Source: J. Cohen, Educational and Psychological Measurement 20 (1960) 37-46.
        """
        n = self.both + self.first + self.second + self.neither
        observed = _divide(self.both + self.neither, n)
        ones = (self.both + self.first) * (self.both + self.second)
        chance = _divide(ones + (self.second + self.neither) * (self.first + self.neither), n * n)
        return _divide(observed - chance, 1 - chance)

    @property
    def alpha(self) -> Any:
        """Krippendorff's alpha of two coders without missing values (see ``krippendorff_alpha``)."""
        n = self.both + self.first + self.second + self.neither
        ones = 2 * self.both + self.first + self.second
        expected = _divide(2 * ones * (2 * n - ones), 2 * n * (2 * n - 1))
        return 1 - _divide(_divide(self.first + self.second, n), expected)


MEASURES = ("precision", "recall", "f1", "kappa", "alpha")


def _divide(numerator: Any, denominator: Any) -> Any:
    """Divide; nothing by nothing is not a number rather than a warning."""
    over = np.asarray(denominator, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(over != 0, np.asarray(numerator, dtype=float) / over, np.nan)[()]


def krippendorff_alpha(values: NDArray[np.int64] | Array) -> float:
    """Return Krippendorff's alpha for nominal values, any number of coders, missing values allowed.

    Args:
        values: a row per unit, a column per value: how many coders gave the unit that
            value. Units with fewer than two values do not count.

    Returns:
        1 where all agree, 0 at chance, below 0 where they agree less; not a number
        where all units have one and the same value.

    Source: K. Krippendorff, Computing Krippendorff's alpha-reliability (2011), whose
    worked examples are the tests.

    >>> krippendorff_alpha(np.array([[2, 0], [0, 2], [1, 1], [2, 0]]))  # doctest: +ELLIPSIS
    0.53...
    """
    counts = np.asarray(values, dtype=float)
    m = counts.sum(axis=1)
    counts, m = counts[m > 1], m[m > 1]
    n = m.sum()
    observed = float(((counts * (m[:, None] - counts)).sum(axis=1) / (m - 1)).sum() / n) if n else 0.0
    totals = counts.sum(axis=0)
    expected = float((totals * (n - totals)).sum() / (n * (n - 1))) if n > 1 else 0.0
    return 1 - observed / expected if expected else float("nan")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Two ways of coding, side by side: passages x themes, as counts of each pair's outcome.

    Attributes:
        both, first, second: shape (passages, themes), 0 to 1; means over readers where
            the second is several.
        units: shape (passages,); 1 where the passage was read by both sides.
    """

    both: Array
    first: Array
    second: Array
    units: Array

    def count_themes(self, weights: Array | None = None) -> Counts:
        """Return the counts of each theme, shape (themes,); (samples, themes) under weights."""
        w = np.ones((1, len(self.units))) if weights is None else weights
        both, first, second = w @ self.both, w @ self.first, w @ self.second
        neither = (w @ self.units)[:, None] - both - first - second
        parts = (both, first, second, neither)
        return Counts(*(part[0] if weights is None else part for part in parts))


def pair_codings(
    first: NDArray[np.bool_], readers: list[NDArray[np.bool_]], read: list[NDArray[np.bool_]]
) -> Pairs:
    """Set one coding beside one or several readers', as means over the readers.

    Args:
        first: shape (passages, themes).
        readers: the same shape, one per reader.
        read: shape (passages,), one per reader: the passages that both sides read.
    """
    shape = first.shape
    both, only_first, only_second = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for codes, seen in zip(readers, read, strict=True):
        mask = seen[:, None]
        both += first & codes & mask
        only_first += first & ~codes & mask
        only_second += ~first & codes & mask
    n = max(len(readers), 1)
    units = sum((seen.astype(float) for seen in read), np.zeros(shape[0])) / n
    return Pairs(both / n, only_first / n, only_second / n, units)


def pool(counts: Counts) -> Counts:
    """Return the counts of all themes together (the last axis summed)."""
    return Counts(
        *(np.sum(part, axis=-1) for part in (counts.both, counts.first, counts.second, counts.neither))
    )


def average(counts: Counts, measure: str) -> Any:
    """Return a measure's mean over the themes that the second side coded at all (macro average)."""
    values = np.nan_to_num(np.asarray(getattr(counts, measure), dtype=float))
    coded = np.asarray(counts.both + counts.second) > 0
    return _divide(np.where(coded, values, 0.0).sum(axis=-1), coded.sum(axis=-1))


def resample(pairs: Pairs, resamples: int = RESAMPLES, seed: int = SEED) -> Counts:
    """Return the counts of each theme in samples of the passages, drawn with replacement.

    Whole passages are drawn, because the themes of one passage are not independent.

    Args:
        pairs: two codings.
        resamples: how many samples.
        seed: of the random numbers; the same seed gives the same samples.

    Returns:
        Counts of shape (resamples, themes).

    Source: B. Efron and R. Tibshirani, An introduction to the bootstrap (1993), ch. 13.
    """
    n = len(pairs.units)
    busy = np.flatnonzero((pairs.both + pairs.first + pairs.second).any(axis=1))
    # The passages that nobody coded are alike: one column stands for all of them.
    quiet = np.setdiff1d(np.arange(n), busy)
    both, first, second = (
        np.vstack([part[busy], np.zeros((1, part.shape[1]))])
        for part in (pairs.both, pairs.first, pairs.second)
    )
    kept = Pairs(
        both,
        first,
        second,
        np.append(pairs.units[busy], pairs.units[quiet].mean() if len(quiet) else 0.0),
    )
    share = np.append(np.full(len(busy), 1 / n), len(quiet) / n)
    generator = np.random.default_rng(seed)
    parts = []
    for begin in range(0, resamples, _BATCH):
        weights = generator.multinomial(n, share, size=min(_BATCH, resamples - begin)).astype(float)
        parts.append(kept.count_themes(weights))
    return Counts(
        *(np.vstack([getattr(part, name) for part in parts]) for name in Counts.__dataclass_fields__)
    )


def percentile_interval(values: Array) -> tuple[float | None, float | None]:
    """Return the middle 95% of resampled values; (None, None) where fewer than half could be computed."""
    known = values[~np.isnan(values)]
    if 2 * len(known) < len(values) or not len(known):
        return None, None
    low, high = np.percentile(known, (2.5, 97.5))
    return round(float(low), 4), round(float(high), 4)
