"""Which words pass which tests of patterns; noted once for each word."""

from __future__ import annotations

from collections.abc import Iterable

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
        self._literals: dict[tuple[str, str], list[int]] = {}
        self._beginnings: dict[str, list[int]] = {}
        for test, number in self._numbers.items():
            for value in test.values:
                if test.prefix:
                    self._beginnings.setdefault(value, []).append(number)
                else:
                    self._literals.setdefault((test.attribute, value), []).append(number)
        self._kinds: dict[tuple[int, ...], int] = {}
        self._kind_of: Numbers = numpy.zeros(0, dtype="intp")
        self._passed: Numbers = numpy.zeros(0, dtype=bool)
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
        return self._passed.take(kinds * (len(self._numbers) + 1) + tests)

    def _add_kinds(self, new: list[tuple[int, ...]]) -> None:
        rows = numpy.zeros((len(new), len(self._numbers) + 1), dtype=bool)
        rows[:, ANY] = True
        for row, tests in zip(rows, new, strict=True):
            row[list(tests)] = True
            self._kinds[tests] = len(self._kinds)
        self._passed = numpy.concatenate((self._passed, rows.ravel()))

    def _find_passed(self, orth: str, norm: str, lemma: str) -> tuple[int, ...]:
        passed = [
            test
            for form in (("ORTH", orth), ("NORM", norm), ("LEMMA", lemma))
            for test in self._literals.get(form, ())
        ]
        for length in range(1, len(norm) + 1):
            passed += self._beginnings.get(norm[:length], ())
        return tuple(dict.fromkeys(passed))


def _strip(test: TokenTest) -> TokenTest:
    """Return a test by itself: that its word may be left out is said of a pattern's step."""
    return TokenTest(test.attribute, test.values, prefix=test.prefix)
