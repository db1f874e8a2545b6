"""The sentences and clauses of a passage, by the words that end one or concede something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clauses:
    """Which sentence and which clause each word of a passage stands in, both counted from 0."""

    sentence: list[int]
    clause: list[int]
    asides: set[int]
    """The clauses that concede something ("although training is good, ...")."""
    bounds: list[int]
    """The first word of each sentence, and the number of words."""

    def sentence_at(self, token: int) -> tuple[int, int]:
        """Return the token offsets of the sentence that holds a token."""
        number = self.sentence[token]
        return self.bounds[number], self.bounds[number + 1]

    def is_conceded(self, token: int) -> bool:
        """Return whether a token stands in what its sentence concedes."""
        return self.clause[token] in self.asides


def divide(size: int, starts: Sequence[int], marks: Mapping[int, str]) -> Clauses:
    """Return the sentences and clauses of a passage.

    Args:
        size: how many words it has.
        starts: the first word of each sentence, ascending.
        marks: the words at which a "clause" or an "aside" begins, or at which a "pause" ends an aside.
    """
    opens = set(starts)
    sentences: list[int] = []
    clauses: list[int] = []
    asides: set[int] = set()
    sentence = clause = 0
    last = 0
    for token in sorted({0, *opens, *marks}):
        # All tokens from the last mark to this one are of one clause.
        sentences += [sentence] * (token - last)
        clauses += [clause] * (token - last)
        last = token
        says = marks.get(token)
        if token in opens and token:
            sentence, clause = sentence + 1, clause + 1
        if says in ("clause", "aside") or (says == "pause" and clause in asides):
            clause += 1
        if says == "aside":
            asides.add(clause)
    sentences += [sentence] * (size - last)
    clauses += [clause] * (size - last)
    return Clauses(sentences, clauses, asides, [*starts, size])
