"""Themes that meet more often than chance would have it.

Raw counts mislead: two frequent themes meet often by chance alone, and a paragraph that
is printed in every review of a publisher makes the same pair again and again. So a text
counts once wherever it is printed, every count stands beside the one expected, and the
chance of an accident is corrected for the number of pairs looked at.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import combinations
from math import log, sqrt
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy import stats

from thememiner.columns import COOCCURRENCE
from thememiner.tables import Tables, make_frame

from .backbone import measure_disparity

Unit = Literal["passage", "review"]
SIGNIFICANT = 0.05
"""Below this q a pair is no accident, and below this disparity a link is part of the backbone."""
_WORD = re.compile(r"[^\W\d_]+")


_Pair = tuple[str, str]


@dataclass(slots=True)
class _Met:
    """Units (passages, or reviews) by theme and by pair of themes, counted while they go by."""

    units: dict[object, tuple[frozenset[str], ...]] = field(default_factory=dict)
    """The themes of each place of a unit; most units have one place."""
    n_of: Counter[str] = field(default_factory=Counter)
    n_both: Counter[_Pair] = field(default_factory=Counter)
    places: dict[_Pair, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Where both are met: the first place of each unit."""
    n_reviews: Counter[_Pair] = field(default_factory=Counter)
    _last: dict[_Pair, str] = field(default_factory=dict)
    """The review in which a pair was met last."""
    _known: dict[Any, Any] = field(default_factory=dict)
    """Each set of themes once: there are fewer of them than places."""

    def add(self, unit: object, themes: set[str], place: str, review_id: str) -> None:
        """Count one place; those of a review come together.

        Args:
            unit: what the place is one of: a passage that is printed again is not another unit.
            themes: that it holds.
            place: id of the passage; "" where no evidence is kept.
            review_id: where it stands.
        """
        own = self._once(frozenset(themes))
        before = self.units.get(unit, ())
        self.n_of.update(own.difference(*before))
        for pair in combinations(sorted(own), 2):
            if not any(earlier.issuperset(pair) for earlier in before):
                self.n_both[pair] += 1
                if place:
                    self.places[pair].append(place)
            if self._last.get(pair) != review_id:
                self._last[pair] = review_id
                self.n_reviews[pair] += 1
        if own not in before:
            self.units[unit] = self._once((*before, own))

    def _once(self, value: Any) -> Any:
        return self._known.setdefault(value, value)


def list_cooccurrence(tables: Tables) -> pd.DataFrame:
    """Return the table ``cooccurrence``: every pair of themes that meets, in passages and in reviews.

    Chance is that of passages (reviews) that hold any theme at all: those that hold none, such as
    headings and cells of tables, would make every pair look more than chance.

    Args:
        tables: with ``mentions`` and ``passages``.

    Source: hypergeometric test as in Fisher (1935); correction of Benjamini and Hochberg,
        J. R. Stat. Soc. B 57 (1995) 289-300; G2 of Dunning, Comput. Linguist. 19 (1993) 61-74;
        cosine of Ochiai (1957); disparity of Serrano et al., PNAS 106 (2009) 6483-6488.
    """
    in_passages, in_reviews = _Met(), _Met()
    mention_columns = ("passage_id", "theme_id", "status")
    for review_id, rows in tables.walk(mentions=mention_columns, passages=("passage_id", "text")):
        themes_in: dict[str, set[str]] = defaultdict(set)
        for row in rows["mentions"]:
            if row.status == "asserted":
                themes_in[row.passage_id].add(row.theme_id)
        words = {row.passage_id: _digest(row.text) for row in rows["passages"] if row.passage_id in themes_in}
        for place, themes in themes_in.items():
            in_passages.add(words[place], themes, place, review_id)
        if themes_in:
            in_reviews.add(review_id, set().union(*themes_in.values()), "", review_id)
    return make_frame(COOCCURRENCE, [*_measure(in_passages, "passage"), *_measure(in_reviews, "review")])


def _digest(text: str) -> int:
    """A number for the words of a text.

    Numbers, punctuation and capitals make no difference, so that a paragraph printed in many
    reviews, or on many pages, is one. 64 bits: of a million texts two different ones share a
    number with a chance of 1 in 37 million.
    """
    words = " ".join(_WORD.findall(text.casefold())) or text
    return int.from_bytes(blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _measure(met: _Met, unit: Unit) -> list[tuple[object, ...]]:
    if not met.n_both:
        return []
    pairs, n_units = sorted(met.n_both), len(met.units)
    both = np.array([met.n_both[pair] for pair in pairs])
    n_a = np.array([met.n_of[one] for one, _ in pairs])
    n_b = np.array([met.n_of[other] for _, other in pairs])
    expected = n_a * n_b / n_units
    p = np.clip(stats.hypergeom.sf(both - 1, n_units, n_a, n_b), 0.0, 1.0)
    q = stats.false_discovery_control(p)
    disparity = measure_disparity({pair: float(n) for pair, n in zip(pairs, both, strict=True)})
    rows = []
    for i, pair in enumerate(pairs):  # adding 0.0 makes 0.0 of -0.0
        lift = both[i] / expected[i]
        strong = lift > 1 and q[i] < SIGNIFICANT and disparity[pair] < SIGNIFICANT
        rows.append(
            (
                *pair, unit, both[i], n_a[i], n_b[i], n_units,
                met.n_reviews[pair],
                round(float(expected[i]), 3), round(float(lift), 3), _shorten(p[i]), _shorten(q[i]),
                round(log_likelihood(int(both[i]), int(n_a[i]), int(n_b[i]), n_units), 2) + 0.0,
                round(float(both[i] / (n_a[i] + n_b[i] - both[i])), 4),
                round(float(both[i] / sqrt(n_a[i] * n_b[i])), 4),
                _shorten(disparity[pair]), int(strong), tuple(met.places[pair]),
            )
        )  # fmt: skip
    order = np.lexsort(([r[1] for r in rows], [r[0] for r in rows], -both / expected, p))
    return [rows[i] for i in order]


def log_likelihood(both: int, n_a: int, n_b: int, n_units: int) -> float:
    """Return G2 of a pair: twice the log-likelihood ratio of its two-by-two table.

    Args:
        both: units with both.
        n_a: units with the one.
        n_b: units with the other.
        n_units: all units.

    Returns:
        0 where they meet as often as chance has it; negative where they meet less often.

    Source: Dunning, Comput. Linguist. 19 (1993) 61-74; "the swiss" is the first line of its table.

    >>> round(log_likelihood(110, 110 + 2442, 110 + 111, 110 + 2442 + 111 + 29114), 2)
    270.72
    """
    observed = (both, n_a - both, n_b - both, n_units - n_a - n_b + both)
    rows, columns = (n_a, n_units - n_a), (n_b, n_units - n_b)
    expected = [
        rows[0] * columns[0], rows[0] * columns[1], rows[1] * columns[0], rows[1] * columns[1]
    ]  # fmt: skip
    g2 = 2 * sum(n * log(n * n_units / e) for n, e in zip(observed, expected, strict=True) if n)
    return max(g2, 0.0) if both * n_units >= n_a * n_b else min(-g2, 0.0)


def _shorten(chance: float) -> float:
    """Three digits of a chance, whatever its size."""
    return float(f"{chance:.3g}")
