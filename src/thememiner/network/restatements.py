"""Answered: which recommendation of the corpus a response repeats.

A government or a board that answers a review prints each recommendation again above its
answer. Such a copy is told by its words, near enough those of one other review's
recommendation; where several come near, by the number as well.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

import pandas as pd

from thememiner.tables import Tables

COPIED_AT = 0.5
"""Share of a copy's word triples, or of its model's where that is shorter, that the two have in common."""
NUMBERED_AT = 0.25
"""The same, where both carry the same printed number."""
_MIN_TRIPLES = 4
_WORD = re.compile(r"[a-z0-9]+")
_LABEL = re.compile(r"recommendation|[^0-9a-z]")


@dataclass(frozen=True, slots=True)
class _Model:
    """A recommendation of which another document prints some words again."""

    recommendation_id: str
    number: str
    n_triples: int


def find_restated(tables: Tables) -> pd.Series:
    """Return the ``restates`` of each row of recommendations; "" where it repeats none of the corpus.

    Args:
        tables: with ``recommendations``; only rows with ``is_restatement`` repeat others,
            and only rows without are repeated.
    """
    copies, copied = _read_copies(tables)
    holders: dict[str, list[int]] = defaultdict(list)
    models: dict[int, _Model] = {}
    columns = ("recommendation_id", "number", "text", "is_restatement")
    for place, rec in enumerate(tables.rows("recommendations", *columns)) if copied else ():
        found = frozenset() if rec.is_restatement == 1 else _split_triples(rec.text)
        if len(found) >= _MIN_TRIPLES and found & copied:
            models[place] = _Model(rec.recommendation_id, _read_number(rec.number), len(found))
            for triple in sorted(found & copied):
                holders[triple].append(place)
    restated = pd.Series("", index=range(tables.count("recommendations")), dtype=object)
    for place, (number, found) in copies.items():
        if len(found) < _MIN_TRIPLES:
            continue
        shared = Counter(j for triple in found for j in holders.get(triple, ()))
        ranked = []
        for j, n in shared.items():
            share = n / min(len(found), models[j].n_triples)
            numbered = bool(number) and number == models[j].number
            if share >= (NUMBERED_AT if numbered else COPIED_AT):
                ranked.append((share + NUMBERED_AT * numbered, -j))
        if ranked:
            restated[place] = models[-max(ranked)[1]].recommendation_id
    return restated


def _read_copies(tables: Tables) -> tuple[dict[int, tuple[str, frozenset[str]]], frozenset[str]]:
    """Number and triples of each row that repeats another, by its place; and all these triples."""
    copies = {
        place: (_read_number(rec.number), _split_triples(rec.text))
        for place, rec in enumerate(tables.rows("recommendations", "number", "text", "is_restatement"))
        if rec.is_restatement == 1
    }
    return copies, frozenset().union(*(found for _, found in copies.values()))


def _read_number(printed: str) -> str:
    return _LABEL.sub("", printed.lower())


def _split_triples(text: str) -> frozenset[str]:
    words = _WORD.findall(text.lower())
    return frozenset(" ".join(words[i : i + 3]) for i in range(len(words) - 2))
