"""Answered: which recommendation of the corpus a response repeats.

A government or a board that answers a review prints each recommendation again above its
answer. Such a copy is told by its words, near enough those of one other review's
recommendation; where several come near, by the number as well.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pandas as pd

from thememiner.tables import Tables

COPIED_AT = 0.5
"""Share of a copy's word triples, or of its model's where that is shorter, that the two have in common."""
NUMBERED_AT = 0.25
"""The same, where both carry the same printed number."""
_MIN_TRIPLES = 4
_WORD = re.compile(r"[a-z0-9]+")
_LABEL = re.compile(r"recommendation|[^0-9a-z]")


def find_restated(tables: Tables) -> pd.Series:
    """Return the ``restates`` of each row of recommendations; "" where it repeats none of the corpus.

    Args:
        tables: with ``recommendations``; only rows with ``is_restatement`` repeat others,
            and only rows without are repeated.
    """
    recs = tables["recommendations"]
    copies = list(recs["is_restatement"] == 1)
    triples = {i: _split_triples(text) for i, text in enumerate(recs["text"]) if copies[i]}
    numbers = [_LABEL.sub("", number.lower()) for number in recs["number"]]
    ids = list(recs["recommendation_id"])
    copied = {triple for found in triples.values() for triple in found}
    holders: dict[str, list[int]] = defaultdict(list)
    sizes: dict[int, int] = {}
    for i, text in enumerate(recs["text"]):
        if not copies[i] and copied:
            found = _split_triples(text)
            sizes[i] = len(found)
            for triple in sorted(found & copied) if len(found) >= _MIN_TRIPLES else ():
                holders[triple].append(i)
    restated = [""] * len(recs)
    for i, found in triples.items():
        if len(found) < _MIN_TRIPLES:
            continue
        shared = Counter(j for triple in found for j in holders.get(triple, ()))
        ranked = []
        for j, n in shared.items():
            share = n / min(len(found), sizes[j])
            numbered = bool(numbers[i]) and numbers[i] == numbers[j]
            if share >= (NUMBERED_AT if numbered else COPIED_AT):
                ranked.append((share + NUMBERED_AT * numbered, -j))
        restated[i] = ids[-max(ranked)[1]] if ranked else ""
    return pd.Series(restated, index=recs.index, dtype=object)


def _split_triples(text: str) -> frozenset[str]:
    words = _WORD.findall(text.lower())
    return frozenset(" ".join(words[i : i + 3]) for i in range(len(words) - 2))
