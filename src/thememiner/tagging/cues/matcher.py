"""Anchored matching: what spaCy's ``Matcher`` finds, without trying every pattern everywhere.

``Matcher`` tries each pattern at each token, and nearly all of that work fails on the
first word. Here each pattern is filed under the one word of it that is rarest in
reports (its anchor). A token calls up only the patterns anchored at it; a pattern is
then dropped unless all its required words stand in the sentence, which one operation on
two bit masks tells; what is left, very little, is matched leftwards and rightwards from
the anchor. A property test holds the matches to those of spaCy's ``Matcher``.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from functools import reduce
from operator import or_

from spacy.tokens import Doc

from thememiner.tagging.language.columns import Columns, Sentence, Words, read_columns

from .anchors import AnchoredPattern, Step, WordTest, choose_anchor, find_next, match_at
from .matches import Match, keep_leftmost
from .notation import Pattern, TokenTest

_BITS = 509
"""Bits of a mask: few enough for quick operations, many enough for most tests to have one alone."""
_Called = dict[str, list[tuple[int, AnchoredPattern]]]
"""The patterns of each key that a word calls up, each with the bits of what else it requires."""


class AnchoredMatcher:
    """Finds many patterns in a doc at the cost of a few.

    Args:
        words: the words of the pipeline that makes the docs, see ``words_of``.
        patterns: the patterns of each key (a cue id).
        on_demand: keys that are looked for only when asked (``Scan.find_key``).
    """

    def __init__(
        self,
        words: Words,
        patterns: Mapping[str, Sequence[Pattern]],
        on_demand: Collection[str] = (),
    ) -> None:
        self._words = words
        self._tests: dict[TokenTest, WordTest] = {}
        self._literals: dict[tuple[str, str], list[WordTest]] = {}
        self._prefixes: dict[str, list[WordTest]] = {}
        self._anchored: dict[int, list[AnchoredPattern]] = {}
        self._demanded: dict[int, list[AnchoredPattern]] = {}
        demanded = frozenset(on_demand)
        for key, choices in patterns.items():
            for tests in choices:
                pattern = self._file(key, tests)
                filed = self._demanded if key in demanded else self._anchored
                filed.setdefault(pattern.anchor.index, []).append(pattern)
        # By the number of a word: the bits of the tests that it passes; the patterns that it
        # calls up, each with the bits of what else it requires.
        self._masks: list[int] = []
        self._calls: list[tuple[tuple[int, AnchoredPattern], ...]] = []
        self._called_on_demand: list[_Called] = []

    def _file(self, key: str, tests: Pattern) -> AnchoredPattern:
        at = choose_anchor(tests)
        required = 0
        for test in tests:
            if not test.gap and not test.optional:
                required |= self._test(test).bit
        before, after = self._steps(tests[:at][::-1]), self._steps(tests[at + 1 :])
        return AnchoredPattern(
            key=key,
            required=required,
            anchor=self._test(tests[at]),
            before=before,
            after=after,
            preceding=find_next(before),
            following=find_next(after),
        )

    def _test(self, test: TokenTest) -> WordTest:
        bare = TokenTest(test.attribute, test.values, prefix=test.prefix)
        found = self._tests.get(bare)
        if found is None:
            index = len(self._tests)
            found = self._tests[bare] = WordTest(index, 1 << index % _BITS)
            for value in test.values:
                if test.prefix:
                    self._prefixes.setdefault(value, []).append(found)
                else:
                    self._literals.setdefault((test.attribute, value), []).append(found)
        return found

    def _steps(self, tests: Sequence[TokenTest]) -> tuple[Step, ...]:
        steps: list[Step] = []
        gap = 0
        for test in tests:
            if test.gap:
                gap += test.gap
                continue
            if test.optional and gap:
                # The gap stays where the word is left out.
                steps.append((gap, None, False))
                gap = 0
            steps.append((gap, self._test(test).members, test.optional))
            gap = 0
        return tuple(steps)

    def _meet(self, number: int) -> None:
        """Note which tests a new word passes."""
        orth, norm, lemma = self._words.forms[number]
        passed = [
            test
            for attribute, value in (("ORTH", orth), ("NORM", norm), ("LEMMA", lemma))
            for test in self._literals.get((attribute, value), ())
        ]
        for length in range(1, len(norm) + 1):
            passed += self._prefixes.get(norm[:length], ())
        mask = 0
        for test in passed:
            mask |= test.bit
            test.members.add(number)
        self._masks.append(mask)
        distinct = {test.index: test for test in passed}.values()
        self._calls.append(
            tuple(
                (pattern.required & ~test.bit, pattern)
                for test in distinct
                for pattern in self._anchored.get(test.index, ())
            )
        )
        on_demand: _Called = {}
        for test in distinct:
            for pattern in self._demanded.get(test.index, ()):
                on_demand.setdefault(pattern.key, []).append((pattern.required & ~test.bit, pattern))
        self._called_on_demand.append(on_demand)

    def scan(self, spacy_doc: Doc) -> Scan:
        """Return a doc made ready for matching.

        Args:
            spacy_doc: made by the pipeline whose words the matcher was given.
        """
        for number in range(len(self._masks), len(self._words.forms)):
            self._meet(number)
        return Scan(self, read_columns(spacy_doc))

    def find_matches(self, spacy_doc: Doc) -> list[Match]:
        """Return the matches that lie within one sentence, leftmost-longest per key.

        White space between words is no hindrance.

        Args:
            spacy_doc: made by the pipeline whose words the matcher was given.
        """
        return self.scan(spacy_doc).find_all()

    def search(self, sentence: Sentence) -> list[Match]:
        """Return what the words of a sentence call up: for each start and anchor the longest."""
        found: list[Match] = []
        words, calls = sentence.words, self._calls
        absent = 0
        for at in itertools.compress(range(len(words)), map(calls.__getitem__, words)):
            absent = absent or ~self.find_bits(sentence)
            for required, pattern in calls[words[at]]:
                if not required & absent:
                    match_at(sentence, at, pattern, found)
        return found

    def find_called(self, sentence: Sentence) -> list[tuple[int, _Called]]:
        """Return what the words of a sentence call up on demand, each with its place in the sentence."""
        words, called = sentence.words, self._called_on_demand
        return [
            (at, called[words[at]])
            for at in itertools.compress(range(len(words)), map(called.__getitem__, words))
        ]

    def find_bits(self, sentence: Sentence) -> int:
        """Return the bits of the tests that some word of a sentence passes."""
        return reduce(or_, map(self._masks.__getitem__, sentence.words), 0)


class Scan:
    """A doc made ready for matching; remembers what was looked for on demand."""

    def __init__(self, matcher: AnchoredMatcher, columns: Columns) -> None:
        self._matcher, self._columns = matcher, columns
        self._looked: dict[int, tuple[int, list[tuple[int, _Called]]]] = {}
        self._found: dict[tuple[str, int], list[Match]] = {}

    @property
    def starts(self) -> list[int]:
        """The first token of each sentence."""
        return self._columns.starts

    def find_all(self) -> list[Match]:
        """Return the matches of every key but those on demand, in order of place."""
        found = list(itertools.chain.from_iterable(map(self._matcher.search, self._columns.sentences)))
        return keep_leftmost(found) if found else found

    def find_key(self, key: str, token: int) -> list[Match]:
        """Return the matches of a key on demand, overlapping ones too, in the sentence of a token.

        Args:
            key: one of the keys on demand.
            token: the sentence that holds this token is looked through.
        """
        return self._find(key, bisect_right(self.starts, token) - 1)

    def has_key(self, key: str, token: int) -> bool:
        """Return whether a key on demand matches anywhere; looks first about a token."""
        near = bisect_right(self.starts, token) - 1
        others = (at for at in range(len(self.starts)) if at != near)
        return any(self._find(key, number) for number in itertools.chain((near,), others))

    def _find(self, key: str, number: int) -> list[Match]:
        found = self._found.get((key, number))
        if found is None:
            found = self._found[key, number] = []
            sentence = self._columns.sentences[number]
            absent, called = self._look(number, sentence)
            for at, patterns in called:
                for required, pattern in patterns.get(key, ()):
                    if not required & absent:
                        match_at(sentence, at, pattern, found)
        return found

    def _look(self, number: int, sentence: Sentence) -> tuple[int, list[tuple[int, _Called]]]:
        """Return the bits that a sentence lacks and what its words call up on demand."""
        looked = self._looked.get(number)
        if looked is None:
            absent = ~self._matcher.find_bits(sentence)
            looked = self._looked[number] = absent, self._matcher.find_called(sentence)
        return looked
