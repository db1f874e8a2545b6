"""Praise and criticism around a mention: which words count, how far they reach, how they add up."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .clauses import Clauses
from .modifiers import Hit, Hits, Modifier

_ENOUGH = 6.0
"""The score of one mention at which more evidence changes nothing."""
_CRITICISM = 1.8
"""What criticism at one mention weighs against praise at another."""
_RULES = 50
"""In a passage of rules one word of so many or fewer says what may, must or should be,"""
_FEW = 2
"""and no more than so many praise or criticise."""
_PLAIN = 1.0
"""The weight from which a modifier alone is a judgement, not a hint of one."""
_ADJACENT = 1
"""Words between two denials that undo each other: "no lack of", but not "a lack of staff and no plan"."""
_STRONG_CRITICISM = -2.0
"""The force of a modifier that criticises beyond doubt."""
_OWN = {"concern": -6.0, "strength": 6.0}
_NEAR = {"clause": 6.0, "sentence": 4.0, "aside": 2.0, "beside": 1.5, "passage": 0.5}
"""What one cue counts for, by where it stands seen from the mention."""


class ToneAt(NamedTuple):
    """What is said where a mention stands."""

    clause: int
    score: float
    """What the words around the mention say of it, see ``Tone.score_at``."""
    is_judged: bool
    """Whether its clause holds plain praise or criticism."""
    ought: bool
    """Whether its sentence says what ought to be."""
    conceded: bool
    """Whether its clause is what the sentence concedes."""
    praise: float
    """How much praise its clause holds, 0 or more,"""
    criticism: float
    """and how much criticism."""
    net: float
    """What its sentence says to the others, praise above 0."""


class Tone:
    """The praise and the criticism of a passage.

    Args:
        hits: what was found in it; the signs of those that something reverses are changed.
        clauses: its sentences and clauses.
        headings: what the headings above it say, each plain word 1, praise above 0.
        role: its role in the document.
    """

    def __init__(self, hits: Hits, clauses: Clauses, headings: float, role: str) -> None:
        sentence, clause = clauses.sentence, clauses.clause
        self._sentence, self._clause, self._asides = sentence, clause, clauses.asides
        self.leaning = headings * _NEAR["sentence"]
        """What the headings above the passage say of it, praise above 0."""
        told = _keep_longest(hits["tone"], hits["nothing"])
        self._continuing = {sentence[hit.start] for hit in hits["continues"]}
        neutral = [hit for hit in hits["neutral"] if not any(other.covers(hit) for other in hits["nothing"])]
        critical = {i for hit in told if hit.modifier.says == "concern" for i in range(hit.start, hit.end)}
        rules = [hit for hit in neutral if hit.start not in critical]
        self._normative = {sentence[hit.start] for hit in rules if hit.modifier.weight >= _PLAIN}
        # Where things may, can or will be done, a hint of praise says nothing of how it is.
        general = {sentence[hit.start] for hit in neutral if hit.modifier.weight < _PLAIN}
        if general:
            told = [
                hit
                for hit in told
                if hit.modifier.says != "strength"
                or hit.modifier.weight >= _PLAIN
                or sentence[hit.start] not in general
            ]
        _reverse(told, clause)
        self._told: dict[int, list[tuple[int, float]]] = {}
        self._praise: dict[int, float] = {}
        self._criticism: dict[int, float] = {}
        self._heading = 0.0
        for hit in told:
            if hit.modifier.reach == "passage":
                self._heading += hit.sign * _NEAR["clause"]
            else:
                at, sign = clause[hit.start], hit.sign
                self._told.setdefault(sentence[hit.start], []).append((at, sign))
                if sign > 0:
                    self._praise[at] = self._praise.get(at, 0.0) + sign
                elif sign < 0:
                    self._criticism[at] = self._criticism.get(at, 0.0) - sign
        # What each sentence says to the others; what ought to be says nothing of how it is.
        self._net = {
            at: sum(sign for _, sign in signs)
            for at, signs in self._told.items()
            if at not in self._normative
        }
        self.total = sum(self._net.values())
        """What all of them say."""
        judgements = [hit for hit in told if hit.modifier.weight >= _PLAIN]
        self._judged = {clause[hit.start] for hit in judgements}
        self.n_judgements = len(judgements)
        """How often the passage plainly praises or criticises."""
        size, n_sentences = clauses.bounds[-1], len(clauses.bounds) - 1
        self.is_rules = (
            # "This is a significant gap" is said of no rule.
            len(rules) * _RULES >= size
            and self.n_judgements <= _FEW
            and not any(hit.sign <= _STRONG_CRITICISM for hit in judgements)
        )
        """Whether the passage tells what may, must or should be, and judges hardly anything."""
        self.is_recommendation = role == "recommendation" and not self._heading + self.leaning
        """Whether it is asked for, and no heading says what it is asked for: that judges nothing."""
        self.share_of_ought = len(self._normative) / max(n_sentences, 1)
        """The share of its sentences that say what ought to be."""

    def score_at(self, start: int, *, own: str = "") -> float:
        """Return what the words around a mention say of it: praise above 0, criticism below.

        Args:
            start: its first token.
            own: what its cue says by itself, if anything; the sentence may contradict it.
        """
        sentence, clause = self._sentence[start], self._clause[start]
        # What ought to be says nothing of how it is, unless it stands under such a heading.
        normative = sentence in self._normative or self.is_rules
        if own == "neutral" or self.is_recommendation or (normative and not self._heading + self.leaning):
            return 0.0
        # What is conceded ("although training is good, ...") counts least, for the main clause is
        # what the sentence says.
        asides = self._asides
        beside = _NEAR["clause" if clause in asides else "sentence"]
        stated = 0.0
        for other, sign in self._told.get(sentence, ()):
            near = _NEAR["aside"] if other in asides else _NEAR["clause"] if other == clause else beside
            stated += sign * near
        if own and stated * _OWN[own] >= 0:
            return _OWN[own]
        net = self._net
        before, after = net.get(sentence - 1, 0.0), net.get(sentence + 1, 0.0)
        apart = self.total - net.get(sentence, 0.0) - before - after
        continued = _NEAR["sentence" if sentence in self._continuing else "beside"]
        around = before * continued + after * _NEAR["beside"] + apart * _NEAR["passage"]
        # Rounded, so that what cancels out is nothing.
        return round(stated + self._heading + around + self.leaning, 6)

    def read_at(self, start: int, *, own: str = "") -> ToneAt:
        """Return what is said where a mention stands.

        Args:
            start: its first token.
            own: what its cue says by itself, if anything.
        """
        sentence, clause = self._sentence[start], self._clause[start]
        return ToneAt(
            clause,
            self.score_at(start, own=own),
            clause in self._judged,
            sentence in self._normative,
            clause in self._asides,
            self._praise.get(clause, 0.0),
            self._criticism.get(clause, 0.0),
            self._net.get(sentence, 0.0),
        )


def weigh_scores(scores: ArrayLike) -> NDArray[np.float64]:
    """Return what each score counts for where those of a theme in a passage are added up.

    A coder gives a theme one polarity in a passage. Praise and criticism at its mentions
    add up, and criticism weighs more: "Most visits are good. However, some are late" is
    mostly read as a concern.

    Args:
        scores: of mentions, see ``Tone.score_at``.

    >>> weigh_scores([7.0, -6.0]).tolist()
    [6.0, -10.8]
    """
    capped = np.clip(np.asarray(scores, np.float64), -_ENOUGH, _ENOUGH)
    return np.where(capped < 0, capped * _CRITICISM, capped)


def _reverse(told: Sequence[Hit], clauses: Sequence[int]) -> None:
    """Let “not”, “lack of” ... turn the praise or criticism that they stand before."""
    for i in range(len(told) - 1, -1, -1):
        hit = told[i]
        if hit.modifier.says != "reversed":
            continue
        limit = hit.end + int(hit.modifier.reach)
        turned = [
            other
            for other in takewhile(lambda other: other.start < limit, told[i + 1 :])  # noqa: B023
            if other.sign
            and clauses[other.start] == clauses[hit.start]
            and (other.sign > 0 or _turns_criticism(hit.modifier))
            and (other.modifier.says != "reversed" or other.start - hit.end <= _ADJACENT)
        ]
        if not turned or (turned[0].sign > 0 and not hit.modifier.weight):
            continue  # "reduce" turns a delay, but no praise
        praised = turned[0].sign > 0
        for other in turned:
            if (other.sign > 0) == praised:
                # "Not supported" is as plain as "not".
                force = max(abs(other.sign), hit.modifier.weight if other is turned[0] else 0)
                other.sign = -force if praised else force
        hit.sign = 0


def _turns_criticism(modifier: Modifier) -> bool:
    """Whether it makes praise of criticism: "no delay" does, "not always ... delay" does not."""
    return modifier.weight <= _PLAIN


def _keep_longest(told: list[Hit], nothing: list[Hit]) -> list[Hit]:
    """Return what is told, of overlapping hits the longest, where it is not covered by what says nothing."""
    hits = sorted([*nothing, *told], key=_begin)
    if all(hit.end <= other.start for hit, other in pairwise(hits)):
        return told
    taken: set[int] = set()
    kept: list[Hit] = []
    for hit in sorted([*nothing, *told], key=lambda hit: (hit.start - hit.end, hit.start)):
        tokens = range(hit.start, hit.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(hit)
    return sorted((hit for hit in kept if hit.modifier.says != "nothing"), key=_begin)


_begin = attrgetter("start")
