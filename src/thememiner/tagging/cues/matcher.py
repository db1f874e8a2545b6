"""Anchored matching: what spaCy's ``Matcher`` finds, without trying every pattern everywhere.

``Matcher`` tries each pattern at each token, and nearly all of that work fails on the
first word. Here each pattern is filed under the one word of it that is rarest in
reports (its anchor). A word calls up only the patterns anchored at it; most of these are
dropped for the word beside it, and what is left is matched rightwards and leftwards from
the anchor. All of this is done for the words of many texts at once, in arrays. A property
test holds the matches to those of spaCy's ``Matcher``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy
from spacy.tokens import Doc

from thememiner.tagging.language.columns import Words
from thememiner.tagging.language.texts import Numbers, Texts, count_up, join_texts

from .anchors import AnchoredPatterns, Steps
from .matches import Found, Match, keep_leftmost
from .notation import Pattern
from .word_tests import WordTests


class AnchoredMatcher:
    """Finds many patterns in texts at the cost of a few.

    Args:
        words: the words of the pipeline that makes the docs, see ``words_of``.
        patterns: the patterns of each key (a cue id).
    """

    def __init__(self, words: Words, patterns: Mapping[str, Sequence[Pattern]]) -> None:
        self.keys = sorted(patterns)
        tests = (test for choices in patterns.values() for pattern in choices for test in pattern)
        self._tests = WordTests(words, (test for test in tests if not test.gap))
        self._patterns = AnchoredPatterns({key: patterns[key] for key in self.keys}, self._tests)
        # What the words of each kind call up: the patterns of one kind after those of another.
        self._called = numpy.zeros(0, dtype="intp")
        self._counts = numpy.zeros(1, dtype="intp")
        self._firsts = numpy.zeros(1, dtype="intp")

    def find_matches(self, spacy_doc: Doc) -> list[Match]:
        """Return the matches in one doc, see ``find_all``."""
        return self.find_all([spacy_doc])[0]

    def find_all(self, spacy_docs: Sequence[Doc]) -> list[list[Match]]:
        """Return the matches in each doc that lie within one sentence, leftmost-longest per key.

        White space between words is no hindrance.

        Args:
            spacy_docs: made by the pipeline whose words the matcher was given.
        """
        texts = join_texts(spacy_docs)
        return keep_leftmost(self.search(texts)).list_matches(texts, self.keys)

    def search(self, texts: Texts, wanted: Numbers | None = None) -> Found:
        """Return all matches: for each start and anchor the longest.

        Args:
            texts: words of the pipeline whose words the matcher was given.
            wanted: which keys (columns) are looked for in which sentence (rows); everything where None.
        """
        self._meet_words()
        # One more at the end, of kind 0, stands before the first word and after the last.
        kinds = numpy.append(self._tests.find_kinds(texts.words), 0)
        counts = self._counts[kinds[:-1]]
        if wanted is not None:
            counts *= wanted.any(axis=1)[texts.sentences]
        anchors = numpy.flatnonzero(counts)
        counts = counts[anchors]
        patterns = self._called[self._firsts[kinds[anchors]].repeat(counts) + count_up(counts)]
        anchors = anchors.repeat(counts)
        if wanted is not None:
            chosen = wanted[texts.sentences[anchors], self._patterns.keys[patterns]]
            patterns, anchors = patterns[chosen], anchors[chosen]
        beside = kinds[anchors + self._patterns.ways[patterns]]
        chosen = self._tests.passes(beside, self._patterns.beside[patterns])
        patterns, anchors = patterns[chosen], anchors[chosen]
        tries, lasts = self._walk(self._patterns.after, patterns, anchors, 1, texts.after, kinds)
        longest = numpy.diff(tries, append=-1) != 0
        lasts, patterns, anchors = lasts[longest], patterns[tries[longest]], anchors[tries[longest]]
        tries, firsts = self._walk(self._patterns.before, patterns, anchors, -1, texts.before, kinds)
        return Found(firsts, lasts[tries], self._patterns.keys[patterns[tries]])

    def _walk(
        self, steps: Steps, patterns: Numbers, places: Numbers, way: int, room: Numbers, kinds: Numbers
    ) -> tuple[Numbers, Numbers]:
        """Return which tries take all their steps to one side, and where that leads; in order of both.

        Args:
            steps: of the patterns to that side.
            patterns: that are tried.
            places: the word from which each starts.
            way: 1 to the right, -1 to the left.
            room: of each word, how many stand there on that side of it in its sentence.
            kinds: of each word its kind.
        """
        tries = numpy.arange(len(patterns))
        arrived: list[tuple[Numbers, Numbers]] = []
        number = 0
        while True:
            left = steps.counts[patterns[tries]] - number
            arrived.append((tries[left == 0], places[left == 0]))
            tries, places = tries[left > 0], places[left > 0]
            if not len(tries):
                break
            step = steps.firsts[patterns[tries]] + number
            width = numpy.minimum(steps.gaps[step] + 1, room[places])
            to = (places + way).repeat(width) + way * count_up(width)
            passed = self._tests.passes(kinds[to], steps.tests[step].repeat(width))
            stays = steps.optional[step]
            # One number for both, so that two ways to the same place are one.
            reached = numpy.concatenate(
                (
                    tries[stays] * len(kinds) + places[stays],
                    tries.repeat(width)[passed] * len(kinds) + to[passed],
                )
            )
            tries, places = numpy.divmod(numpy.unique(reached), len(kinds))
            number += 1
        tries, places = (numpy.concatenate(parts) for parts in zip(*arrived, strict=True))
        order = numpy.lexsort((places, tries))
        return tries[order], places[order]

    def _meet_words(self) -> None:
        """Note what new words call up."""
        called = [
            [pattern for test in tests for pattern in self._patterns.by_anchor.get(test, ())]
            for tests in self._tests.meet_words()
        ]
        if called:
            flat = numpy.array([pattern for patterns in called for pattern in patterns], dtype="intp")
            self._called = numpy.concatenate((self._called, flat))
            counts = numpy.array([len(patterns) for patterns in called], dtype="intp")
            self._counts = numpy.concatenate((self._counts, counts))
            self._firsts = self._counts.cumsum() - self._counts
