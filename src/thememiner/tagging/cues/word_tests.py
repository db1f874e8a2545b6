"""Which words pass which tests of patterns; noted once for each word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy

from thememiner.tagging.language.columns import Words
from thememiner.tagging.language.texts import Numbers

from .notation import TokenTest

ANY = 0
"""The test that every word passes."""


class WordTests:
    """Numbers tests, and knows which of them each word passes.

    Words that pass the same tests are of one kind. Most pass none and are of kind 0.

    Args:
        words: the words of the pipeline that makes the docs, see ``words_of``.
        tests: of all patterns; gaps are none.
    """

    def __init__(self, words: Words, tests: Iterable[TokenTest]) -> None:
        self._words = words
        bare = dict.fromkeys(map(_strip, tests))
        self._numbers = {test: number for number, test in enumerate(bare, start=ANY + 1)}
        self._literals: dict[str, dict[str, list[int]]] = {"ORTH": {}, "NORM": {}, "LEMMA": {}}
        self._beginnings: dict[str, list[int]] = {}
        for test, number in self._numbers.items():
            filed = self._beginnings if test.prefix else self._literals[test.attribute]
            for value in test.values:
                filed.setdefault(value, []).append(number)
        self._lengths = sorted({len(beginning) for beginning in self._beginnings})
        self._kinds: dict[tuple[int, ...], int] = {}
        self._kind_of: Numbers = numpy.zeros(0, dtype="intp")
        # Kinds in rows, of which there is room for more, and tests in columns.
        self._passed: Any = numpy.zeros((1, len(bare) + 1), dtype=bool)
        self._add_kinds([()])

    def number(self, test: TokenTest) -> int:
        """Return the number of a test, whether or not its word may be left out."""
        return self._numbers[_strip(test)]

    def meet_words(self) -> list[tuple[int, ...]]:
        """Note the words that are new; return the tests that each new kind of them passes."""
        met = len(self._kind_of)
        if met == len(self._words.forms):
            return []
        passed = [self._find_passed(*forms) for forms in self._words.forms[met:]]
        new = [tests for tests in dict.fromkeys(passed) if tests not in self._kinds]
        self._add_kinds(new)
        kinds = numpy.array([self._kinds[tests] for tests in passed], dtype="intp")
        self._kind_of = numpy.concatenate((self._kind_of, kinds))
        return new

    def find_kinds(self, words: Numbers) -> Numbers:
        """Return the kind of each word that was met."""
        return self._kind_of[words]

    def passes(self, kinds: Numbers, tests: Numbers) -> Numbers:
        """Return whether the words of a kind pass a test, for pairs of both."""
        return self._passed.ravel().take(kinds * self._passed.shape[1] + tests)

    def _add_kinds(self, new: list[tuple[int, ...]]) -> None:
        for tests in new:
            kind = self._kinds[tests] = len(self._kinds)
            if kind == len(self._passed):
                self._passed = numpy.concatenate((self._passed, numpy.zeros_like(self._passed)))
            self._passed[kind, [ANY, *tests]] = True

    def _find_passed(self, orth: str, norm: str, lemma: str) -> tuple[int, ...]:
        orths, norms, lemmas = self._literals.values()
        passed = [*orths.get(orth, ()), *norms.get(norm, ()), *lemmas.get(lemma, ())]
        for length in self._lengths:
            passed += self._beginnings.get(norm[:length], ())
        return tuple(dict.fromkeys(passed))


def _strip(test: TokenTest) -> TokenTest:
    """Return a test by itself: that its word may be left out is said of a pattern's step."""
    return TokenTest(test.attribute, test.values, prefix=test.prefix)
