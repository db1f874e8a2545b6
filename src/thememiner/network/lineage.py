"""Asked before: recommendations of different reviews that ask for the same thing.

Two recommendations are alike where their words are, the rarer the more (cosine of
tf-idf vectors). Only those that share rare words are compared, so the work grows with
the corpus and not with its square. Precision before recall: a wrong pair misleads.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from math import log, sqrt

import pandas as pd

from thememiner.records import make_id
from thememiner.tables import Tables

ALIKE_AT = 0.55
"""Cosine from which two recommendations ask for the same thing."""
_KEYS = 8
"""Rarest words of a recommendation under which it is looked up."""
_COMMON = 200
"""A word in more recommendations than this finds too many to be a key."""
_MIN_WORDS = 5
_SMALL = 500
"""In a corpus of fewer recommendations every word is rare; weigh words as in one of this size."""
_FORMULA = frozenset(
    """
    and any are been being also all can could each ensure ensures every for from had has have how into
    may must need needs not other recommend recommendation recommends review reviews shall should such
    than that the their them there these they this those was were what when where which who will with
    would its
    """.split()
)
"""Words that recommendations are made with, whatever they ask for."""
_WORD = re.compile(r"[a-z]{3,}")
_KINDS = (
    "recommendation",
    "priority_action",
    "area_for_improvement",
    "matter_of_concern",
    "question_for_board",
)


def find_lineages(tables: Tables) -> pd.Series:
    """Return the ``lineage_id`` of each row of recommendations; "" where it stands alone.

    Args:
        tables: with ``recommendations``; rows of one review are never joined with each
            other directly, as they are different by their author's will. What a document
            only repeats in order to answer it (``is_restatement``) was not asked again.
    """
    recs = tables["recommendations"]
    words = [
        Counter(word for word in _WORD.findall(text.lower()) if word not in _FORMULA)
        if kind in _KINDS and not is_restatement
        else Counter()
        for text, kind, is_restatement in zip(recs["text"], recs["kind"], recs["is_restatement"], strict=True)
    ]
    reviews = list(recs["review_id"])
    spread = Counter(word for counted in words for word in counted)
    vectors = [_weigh(counted, spread, len(words)) for counted in words]
    group = list(range(len(words)))

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    for i, j in _find_candidates(words, spread):
        if reviews[i] != reviews[j] and _cosine(vectors[i], vectors[j]) >= ALIKE_AT:
            low, high = sorted((root(i), root(j)))
            group[high] = low
    members: dict[int, list[int]] = defaultdict(list)
    for i in range(len(words)):
        members[root(i)].append(i)
    ids = list(recs["recommendation_id"])
    lineage = [""] * len(words)
    for found in members.values():
        if len(found) > 1:
            name = f"l{make_id(*sorted(ids[i] for i in found), length=10)}"
            for i in found:
                lineage[i] = name
    return pd.Series(lineage, index=recs.index, dtype=object)


def _weigh(counted: Counter[str], spread: Counter[str], total: int) -> dict[str, float]:
    """The unit vector of a text: each word by its count and its rarity."""
    if sum(counted.values()) < _MIN_WORDS:
        return {}
    size = max(total, _SMALL)
    weights = {word: (1 + log(n)) * log((2 + size) / (1 + spread[word])) for word, n in counted.items()}
    length = sqrt(sum(w * w for w in weights.values())) or 1.0
    return {word: w / length for word, w in weights.items()}


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(w * other.get(word, 0.0) for word, w in one.items())


def _find_candidates(words: list[Counter[str]], spread: Counter[str]) -> list[tuple[int, int]]:
    """Pairs that share a rare word."""
    holders: dict[str, list[int]] = defaultdict(list)
    pairs: set[tuple[int, int]] = set()
    for i, counted in enumerate(words):
        rare = sorted(counted, key=lambda word: (spread[word], word))
        for word in [word for word in rare if 1 < spread[word] <= _COMMON][:_KEYS]:
            pairs.update((j, i) for j in holders[word])
            holders[word].append(i)
    return sorted(pairs)
