"""The sentences and clauses of a passage, by the words that end one or concede something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Clauses:
    """Which sentence and which clause each word of a passage stands in, both counted from 0."""

    sentence: list[int]
    clause: list[int]
    asides: AbstractSet[int]
    """The clauses that concede something ("although training is good, ...")."""
    bounds: list[int]
    """The first word of each sentence, and the number of words."""


def divide(size: int, starts: Sequence[int], marks: Mapping[int, str]) -> Clauses:
    """Return the sentences and clauses of a passage.

    Args:
        size: how many words it has.
        starts: the first word of each sentence, ascending.
        marks: the words at which a "clause" or an "aside" begins, or at which a "pause" ends an aside.
    """
    bounds = [*starts, size]
    sentences: list[int] = []
    for number, (start, end) in enumerate(pairwise(bounds)):
        sentences += [number] * (end - start)
    if not marks:
        return Clauses(sentences, sentences, frozenset(), bounds)
    opens = set(starts)
    clauses: list[int] = []
    asides: set[int] = set()
    clause = 0
    for token in sorted({*opens, *marks}):
        # All tokens from the last mark to this one are of one clause.
        clauses += [clause] * (token - len(clauses))
        says = marks.get(token)
        clause += token in opens and token > 0
        if says in ("clause", "aside") or (says == "pause" and clause in asides):
            clause += 1
        if says == "aside":
            asides.add(clause)
    clauses += [clause] * (size - len(clauses))
    return Clauses(sentences, clauses, asides, bounds)
