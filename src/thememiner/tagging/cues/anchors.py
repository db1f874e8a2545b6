"""Patterns as arrays, each seen from its anchor: the word of it that is rarest in reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy

from thememiner.tagging.language.pipeline import estimate_frequency
from thememiner.tagging.language.texts import Numbers

from .notation import Pattern, TokenTest
from .word_tests import ANY, WordTests


class Step(NamedTuple):
    """From one word of a pattern to the next."""

    gap: int
    """How many words may stand between,"""
    test: int
    """the test that the next must pass,"""
    optional: bool
    """and whether it may be left out."""


class Steps(NamedTuple):
    """What stands to one side of the anchors: pattern after pattern its steps, the nearest first."""

    firsts: Numbers
    """Of each pattern its first step,"""
    counts: Numbers
    """and how many it has."""
    gaps: Numbers
    tests: Numbers
    optional: Numbers
    """Of each step, see ``Step``."""


class AnchoredPatterns:
    """Patterns by number.

    Args:
        patterns: of each key.
        tests: of their words.

    Attributes:
        keys: of each pattern the number of its key, in the order of the mapping.
        by_anchor: by the number of a test, the patterns whose anchor must pass it.
        before: what stands to the left of the anchors.
        after: what stands to their right.
        ways: of each pattern, on which side of its anchor a word must stand right beside it: -1 before it,
            1 after it, 0 on neither;
        beside: and the test that this word must pass.
    """

    def __init__(self, patterns: Mapping[str, Sequence[Pattern]], tests: WordTests) -> None:
        keys: list[int] = []
        before: list[list[Step]] = []
        after: list[list[Step]] = []
        self.by_anchor: dict[int, list[int]] = {}
        for key, choices in enumerate(patterns.values()):
            for pattern in choices:
                at = choose_anchor(pattern)
                self.by_anchor.setdefault(tests.number(pattern[at]), []).append(len(keys))
                keys.append(key)
                before.append(list(_list_steps(pattern[:at][::-1], tests)))
                after.append(list(_list_steps(pattern[at + 1 :], tests)))
        self.keys = numpy.array(keys, dtype="intp")
        self.before, self.after = _join_steps(before), _join_steps(after)
        beside = [_find_beside(*sides) for sides in zip(before, after, strict=True)]
        self.ways, self.beside = numpy.array(beside, dtype="intp").reshape(-1, 2).T


def _list_steps(tests: Sequence[TokenTest], numbered: WordTests) -> Iterator[Step]:
    gap = 0
    for test in tests:
        if test.gap:
            gap += test.gap
            continue
        if test.optional and gap:
            # The gap stays where the word is left out.
            yield Step(gap - 1, ANY, True)
            gap = 0
        yield Step(gap, numbered.number(test), test.optional)
        gap = 0


def _join_steps(of_patterns: Sequence[Sequence[Step]]) -> Steps:
    counts = numpy.array([len(steps) for steps in of_patterns], dtype="intp")
    joined = numpy.array([step for steps in of_patterns for step in steps], dtype="intp")
    gaps, tests, optional = numpy.ascontiguousarray(joined.reshape(-1, 3).T)
    return Steps(counts.cumsum() - counts, counts, gaps, tests, optional.astype(bool))


def _find_beside(before: Sequence[Step], after: Sequence[Step]) -> tuple[int, int]:
    for way, steps in ((1, after), (-1, before)):
        if steps and not steps[0].gap and not steps[0].optional:
            return way, steps[0].test
    return 0, ANY


def choose_anchor(pattern: Pattern) -> int:
    """The place of the required word that stands most rarely in a report."""

    def cost(at: int) -> tuple[float, int]:
        test = pattern[at]
        # A beginning of words stands for many words.
        each = 50 if test.prefix else 1
        return (each * sum(estimate_frequency(value.lower()) for value in test.values), at)

    required = [i for i, test in enumerate(pattern) if not test.optional and not test.gap]
    return min(required, key=cost)
