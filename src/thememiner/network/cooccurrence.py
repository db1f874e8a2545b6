"""Themes that meet more often than chance would have it.

Raw counts mislead: two frequent themes meet often by chance alone, and a paragraph that
is printed in every review of a publisher makes the same pair again and again. So a text
counts once wherever it is printed, every count stands beside the one expected, and the
chance of an accident is corrected for the number of pairs looked at.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log, sqrt
from typing import Literal

import numpy as np
import pandas as pd
from scipy import stats

from thememiner.columns import COOCCURRENCE
from thememiner.tables import Tables, iterate_rows, make_frame

from .backbone import measure_disparity

Unit = Literal["passage", "review"]
SIGNIFICANT = 0.05
"""Below this q a pair is no accident, and below this disparity a link is part of the backbone."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Met:
    """Units by theme and by pair of themes."""

    n_units: int
    n_of: Mapping[str, int]
    pairs: Mapping[tuple[str, str], Sequence[str]]
    """Where both are met: the first place of each unit."""
    places: Mapping[tuple[str, str], Sequence[str]]
    """The same with every copy."""


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
    mentions = tables["mentions"]
    asserted = mentions[mentions["status"] == "asserted"]
    review_of = dict(zip(asserted["passage_id"], asserted["review_id"], strict=True))
    copies = find_copies(tables["passages"], set(review_of))
    in_passages = _count(zip(asserted["passage_id"], asserted["theme_id"], strict=True), copies)
    in_reviews = _count(zip(asserted["review_id"], asserted["theme_id"], strict=True), {})
    n_reviews = {pair: len(reviews) for pair, reviews in in_reviews.pairs.items()}
    met_in = {
        pair: len({review_of[passage_id] for passage_id in passages})
        for pair, passages in in_passages.places.items()
    }
    return make_frame(
        COOCCURRENCE,
        [*_measure(in_passages, "passage", met_in), *_measure(in_reviews, "review", n_reviews)],
    )


def find_copies(passages: pd.DataFrame, wanted: set[str]) -> dict[str, str]:
    """Return for each wanted passage the first one of the same words.

    Numbers, punctuation and capitals make no difference, so that a paragraph printed in many
    reviews, or on many pages, is one.
    """
    first: dict[str, str] = {}
    copies: dict[str, str] = {}
    for row in iterate_rows(passages[passages["passage_id"].isin(wanted)]):
        words = " ".join(_WORD.findall(row.text.casefold()))
        copies[row.passage_id] = first.setdefault(words or row.text, row.passage_id)
    return copies


def _count(coded: Iterable[tuple[str, str]], copies: Mapping[str, str]) -> _Met:
    """Count the units and pairs of (place, theme), where places that are copies are one unit."""
    themes_in: dict[str, dict[str, None]] = defaultdict(dict)
    for place, theme_id in coded:
        themes_in[place][theme_id] = None
    units: dict[str, set[str]] = defaultdict(set)
    pairs: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for place, themes in themes_in.items():
        unit = copies.get(place, place)
        units[unit].update(themes)
        for pair in combinations(sorted(themes), 2):
            pairs[pair].setdefault(unit, place)
            places[pair].append(place)
    return _Met(
        n_units=len(units),
        n_of=Counter(theme_id for themes in units.values() for theme_id in themes),
        pairs={pair: tuple(met.values()) for pair, met in sorted(pairs.items())},
        places=places,
    )


def _measure(met: _Met, unit: Unit, n_reviews: Mapping[tuple[str, str], int]) -> list[tuple[object, ...]]:
    if not met.pairs:
        return []
    pairs = list(met.pairs)
    both = np.array([len(met.pairs[pair]) for pair in pairs])
    n_a = np.array([met.n_of[one] for one, _ in pairs])
    n_b = np.array([met.n_of[other] for _, other in pairs])
    expected = n_a * n_b / met.n_units
    p = np.clip(stats.hypergeom.sf(both - 1, met.n_units, n_a, n_b), 0.0, 1.0)
    q = stats.false_discovery_control(p)
    disparity = measure_disparity({pair: float(n) for pair, n in zip(pairs, both, strict=True)})
    rows = []
    for i, pair in enumerate(pairs):  # adding 0.0 makes 0.0 of -0.0
        lift = both[i] / expected[i]
        strong = lift > 1 and q[i] < SIGNIFICANT and disparity[pair] < SIGNIFICANT
        rows.append(
            (
                *pair, unit, both[i], n_a[i], n_b[i], met.n_units,
                n_reviews[pair],
                round(float(expected[i]), 3), round(float(lift), 3), _shorten(p[i]), _shorten(q[i]),
                round(log_likelihood(int(both[i]), int(n_a[i]), int(n_b[i]), met.n_units), 2) + 0.0,
                round(float(both[i] / (n_a[i] + n_b[i] - both[i])), 4),
                round(float(both[i] / sqrt(n_a[i] * n_b[i])), 4),
                _shorten(disparity[pair]), int(strong), met.pairs[pair] if unit == "passage" else (),
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
