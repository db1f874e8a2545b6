"""Themes that meet more often than chance would have it.

Raw counts mislead: two frequent themes meet often by chance alone, and a paragraph that
is printed in every review of a publisher makes the same pair again and again. So a text
counts once wherever it is printed, every count stands beside the one expected, and the
chance of an accident is corrected for the number of pairs looked at.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import combinations
from math import log, sqrt
from typing import Literal

import numpy as np
import scipy  # its stats take a second to load, and only when they are used

from thememiner.tables import Tables

from .backbone import measure_disparity
from .register import Numbers, Register, make_numbers

Unit = Literal["passage", "review"]
SIGNIFICANT = 0.05
"""Below this q a pair is no accident, and below this disparity a link is part of the backbone."""
_WORD = re.compile(r"[^\W\d_]+")


_Pair = tuple[str, str]


class _Sets:
    """Passages by the set of themes that they hold: there are far fewer sets than passages."""

    def __init__(self) -> None:
        self.register = Register()
        self.n_reviews: Counter[_Pair] = Counter()
        """Reviews in which a pair is met."""
        self.in_reviews = _Met()
        self._number_of: dict[frozenset[str], int] = {}
        self._by_set, self._ends = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        """Passages in the order of their sets, and where those of each set end."""
        self._sets = array("I")
        self._words = array("Q")
        """Of each passage the number of its set, and a number for its words."""

    def add_review(self, review_id: str, themes_in: Mapping[str, set[str]], words: Mapping[str, int]) -> None:
        """Note the passages of a review with the themes that they hold and their words (``_digest``)."""
        self.register.open_review(review_id)
        held = dict.fromkeys(frozenset(themes) for themes in themes_in.values())
        for passage_id, themes in themes_in.items():
            self.register.enter(passage_id)
            self._sets.append(self._number_of.setdefault(frozenset(themes), len(self._number_of)))
            self._words.append(words[passage_id])
        if held:
            self.in_reviews.n_units += 1
            self.in_reviews.add(frozenset().union(*held), 1)
            self.n_reviews.update({pair for themes in held for pair in _list_pairs(themes)})

    def count_passages(self) -> _Met:
        """Return how often themes are met in passages; a text that is printed again counts once.

        Where copies of a text hold different themes, it holds all of them, and a pair that one of
        the copies holds.
        """
        sets, words = np.asarray(self._sets), np.asarray(self._words)
        order = np.argsort(words, kind="stable")
        again = np.zeros(len(words), dtype=bool)
        again[order[1:]] = words[order[1:]] == words[order[:-1]]
        met = _Met(n_units=int(len(words) - again.sum()))
        self._by_set = np.argsort(np.where(again, len(self._number_of), sets), kind="stable")
        n_of = np.bincount(sets[~again], minlength=len(self._number_of))
        self._ends = np.cumsum(n_of)
        for themes, number in self._number_of.items():
            for pair in met.add(themes, int(n_of[number])):
                met.sets[pair].append(number)
        self._add_copies(met, order, again, sets)
        return met

    def _add_copies(self, met: _Met, order: np.ndarray, again: np.ndarray, sets: np.ndarray) -> None:
        """Count what copies of a text hold that the first one does not."""
        listed = list(self._number_of)
        held: list[int] = []
        for place in order[np.flatnonzero(again[order] | np.roll(again[order], -1))]:
            held = held if again[place] else []
            if sets[place] not in held:
                if held:
                    before = [listed[number] for number in held]
                    for pair in met.add(listed[sets[place]], 1, before):
                        met.copies[pair].append(int(place))
                held.append(sets[place])

    def list_evidence(self, met: _Met, pair: _Pair) -> tuple[str, ...]:
        """Return the passages that hold a pair, the first of each text, in order."""
        spans = (
            self._by_set[self._ends[number - 1] if number else 0 : self._ends[number]]
            for number in met.sets.get(pair, ())
        )
        places = np.concatenate([*spans, np.array(met.copies.get(pair, ()), dtype=np.int64)])
        return self.register.list_passages(np.sort(places))


@dataclass(slots=True)
class _Met:
    """Units (passages, or reviews) by theme and by pair of themes."""

    n_units: int = 0
    n_of: Counter[str] = field(default_factory=Counter)
    n_both: Counter[_Pair] = field(default_factory=Counter)
    sets: dict[_Pair, Numbers] = field(default_factory=lambda: defaultdict(make_numbers))
    """Numbers of the sets that hold both."""
    copies: dict[_Pair, Numbers] = field(default_factory=lambda: defaultdict(make_numbers))
    """Numbers of passages that hold both where the first copy of their text does not."""

    def add(self, themes: frozenset[str], n: int, before: Sequence[frozenset[str]] = ()) -> list[_Pair]:
        """Count units that hold the same themes; return the pairs of these.

        Args:
            themes: that each holds.
            n: how many there are.
            before: themes for which the same units have been counted.
        """
        fresh = [pair for pair in _list_pairs(themes) if not any(held.issuperset(pair) for held in before)]
        for theme in themes.difference(*before):
            self.n_of[theme] += n
        for pair in fresh:
            self.n_both[pair] += n
        return fresh


def _list_pairs(themes: frozenset[str]) -> Iterator[_Pair]:
    return combinations(sorted(themes), 2)


def list_cooccurrence(tables: Tables) -> Iterator[tuple[object, ...]]:
    """Yield the rows of ``cooccurrence``: every pair of themes that meets, in passages and in reviews.

    Chance is that of passages (reviews) that hold any theme at all: those that hold none, such as
    headings and cells of tables, would make every pair look more than chance.

    Args:
        tables: with ``mentions`` and ``passages``.

    Source: hypergeometric test as in Fisher (1935); correction of Benjamini and Hochberg,
        J. R. Stat. Soc. B 57 (1995) 289-300; G2 of Dunning, Comput. Linguist. 19 (1993) 61-74;
        cosine of Ochiai (1957); disparity of Serrano et al., PNAS 106 (2009) 6483-6488.
    """
    found = _Sets()
    mention_columns = ("passage_id", "theme_id", "status")
    for review_id, rows in tables.walk(mentions=mention_columns, passages=("passage_id", "text")):
        themes_in: dict[str, set[str]] = defaultdict(set)
        for row in rows["mentions"]:
            if row.status == "asserted":
                themes_in[row.passage_id].add(row.theme_id)
        words = {row.passage_id: _digest(row.text) for row in rows["passages"] if row.passage_id in themes_in}
        found.add_review(review_id, themes_in, words)
    yield from _measure(found.count_passages(), "passage", found)
    yield from _measure(found.in_reviews, "review", found)


def _digest(text: str) -> int:
    """A number for the words of a text.

    Numbers, punctuation and capitals make no difference, so that a paragraph printed in many
    reviews, or on many pages, is one. 64 bits: of a million texts two different ones share a
    number with a chance of 1 in 37 million.
    """
    words = " ".join(_WORD.findall(text.casefold())) or text
    return int.from_bytes(blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _measure(met: _Met, unit: Unit, found: _Sets) -> Iterator[tuple[object, ...]]:
    """Rows of the table, the least accidental first."""
    if not met.n_both:
        return
    pairs, n_units = sorted(met.n_both), met.n_units
    both = np.array([met.n_both[pair] for pair in pairs])
    n_a = np.array([met.n_of[one] for one, _ in pairs])
    n_b = np.array([met.n_of[other] for _, other in pairs])
    expected = n_a * n_b / n_units
    p = np.clip(scipy.stats.hypergeom.sf(both - 1, n_units, n_a, n_b), 0.0, 1.0)
    q = scipy.stats.false_discovery_control(p)
    disparity = measure_disparity({pair: float(n) for pair, n in zip(pairs, both, strict=True)})
    ones, others = zip(*pairs, strict=True)
    for i in np.lexsort((others, ones, -both / expected, p)):  # adding 0.0 makes 0.0 of -0.0
        pair, lift = pairs[i], both[i] / expected[i]
        strong = lift > 1 and q[i] < SIGNIFICANT and disparity[pair] < SIGNIFICANT
        yield (
            *pair, unit, both[i], n_a[i], n_b[i], n_units,
            found.n_reviews[pair] if unit == "passage" else both[i],
            round(float(expected[i]), 3), round(float(lift), 3), _shorten(p[i]), _shorten(q[i]),
            round(log_likelihood(int(both[i]), int(n_a[i]), int(n_b[i]), n_units), 2) + 0.0,
            round(float(both[i] / (n_a[i] + n_b[i] - both[i])), 4),
            round(float(both[i] / sqrt(n_a[i] * n_b[i])), 4),
            _shorten(disparity[pair]), int(strong), found.list_evidence(met, pair),
        )  # fmt: skip


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
