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
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import NamedTuple

from spacy.tokens import Doc
from spacy.vocab import Vocab

from .language import estimate_frequency
from .notation import Pattern, TokenTest


class Match(NamedTuple):
    """A cue found: half-open token offsets in the doc."""

    start: int
    end: int
    key: str


class Columns(NamedTuple):
    """What matchers read of a doc; several can share it."""

    words: list[tuple[int, int, int]]
    """Orth, norm and lemma of each token."""
    starts: list[int]
    """The first token of each sentence."""


def read_columns(spacy_doc: Doc) -> Columns:
    """Return what matchers read of a doc with norms, lemmas and sentences set."""
    if not len(spacy_doc):
        return Columns([], [])
    orths, norms, lemmas, begins = spacy_doc.to_array(["ORTH", "NORM", "LEMMA", "SENT_START"]).T.tolist()
    starts = [0, *(i for i, begin in enumerate(begins) if begin == 1 and i)]
    return Columns(list(zip(orths, norms, lemmas, strict=True)), starts)


@dataclass(slots=True)
class _Test:
    """A token test and the words, by number, that pass it; filled as words are met."""

    bit: int
    members: set[int] = field(default_factory=set)


_Step = tuple[int, set[int] | None, bool]
"""How many words may stand between, the words that pass (None: only the words between),
whether the step may be left out."""


@dataclass(slots=True)
class _Pattern:
    """A pattern, seen from its anchor."""

    key: str
    required: int
    """Bits of the tests that something in the sentence must pass."""
    anchor: _Test
    before: tuple[_Step, ...]
    """Steps to the left of the anchor, nearest first."""
    after: tuple[_Step, ...]


class AnchoredMatcher:
    """Finds many patterns in a doc at the cost of a few.

    Args:
        vocab: the vocabulary of the docs to come.
        patterns: the patterns of each key (a cue id).
        on_demand: keys that are looked for only when asked (``Scan.find_key``).
    """

    def __init__(
        self,
        vocab: Vocab,
        patterns: Mapping[str, Sequence[Pattern]],
        on_demand: Collection[str] = (),
    ) -> None:
        self._strings = vocab.strings
        self._tests: dict[TokenTest, _Test] = {}
        self._literals: dict[tuple[str, str], list[_Test]] = {}
        self._prefixes: dict[str, list[_Test]] = {}
        self._anchored: dict[int, list[_Pattern]] = {}
        self._demanded: dict[str, list[_Pattern]] = {key: [] for key in on_demand}
        for key, choices in patterns.items():
            for tests in choices:
                pattern = self._file(key, tests)
                if key in self._demanded:
                    self._demanded[key].append(pattern)
                else:
                    self._anchored.setdefault(pattern.anchor.bit, []).append(pattern)
        self._words = _Words(self._meet)
        # By the number of a word: the bits of the tests that it passes; the patterns that it
        # calls up, each with the bits of what else it requires.
        self._masks: list[int] = []
        self._calls: list[tuple[tuple[int, _Pattern], ...]] = []

    def _file(self, key: str, tests: Pattern) -> _Pattern:
        at = _choose_anchor(tests)
        required = 0
        for test in tests:
            if not test.gap and not test.optional:
                required |= 1 << self._test(test).bit
        return _Pattern(
            key=key,
            required=required,
            anchor=self._test(tests[at]),
            before=self._steps(tests[:at][::-1]),
            after=self._steps(tests[at + 1 :]),
        )

    def _test(self, test: TokenTest) -> _Test:
        bare = TokenTest(test.attribute, test.values, prefix=test.prefix)
        found = self._tests.get(bare)
        if found is None:
            found = self._tests[bare] = _Test(len(self._tests))
            for value in test.values:
                if test.prefix:
                    self._prefixes.setdefault(value, []).append(found)
                else:
                    self._literals.setdefault((test.attribute, value), []).append(found)
        return found

    def _steps(self, tests: Sequence[TokenTest]) -> tuple[_Step, ...]:
        steps: list[_Step] = []
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

    def _meet(self, word: tuple[int, int, int]) -> int:
        """Number a word that is new, and note which tests it passes; -1 for white space."""
        orth, norm, lemma = (self._strings[part] for part in word)
        if not orth.strip():
            return -1
        number = len(self._masks)
        passed = [
            test
            for attribute, value in (("ORTH", orth), ("NORM", norm), ("LEMMA", lemma))
            for test in self._literals.get((attribute, value), ())
        ]
        for length in range(1, len(norm) + 1):
            passed += self._prefixes.get(norm[:length], ())
        mask = 0
        for test in passed:
            mask |= 1 << test.bit
            test.members.add(number)
        self._masks.append(mask)
        self._calls.append(
            tuple(
                (pattern.required & ~(1 << bit), pattern)
                for bit in dict.fromkeys(test.bit for test in passed)
                for pattern in self._anchored.get(bit, ())
            )
        )
        return number

    def scan(self, source: Doc | Columns) -> Scan:
        """Return a doc made ready for matching.

        Args:
            source: a doc with norms, lemmas and sentences set, or its columns.
        """
        words, starts = source if isinstance(source, Columns) else read_columns(source)
        numbers = list(map(self._words.__getitem__, words))
        bounds = itertools.pairwise((*starts, len(numbers)))
        return Scan(self, [_read_sentence(numbers, start, end) for start, end in bounds])

    def find_matches(self, spacy_doc: Doc) -> list[Match]:
        """Return the matches that lie within one sentence, leftmost-longest per key.

        White space between words is no hindrance.

        Args:
            spacy_doc: a doc with norms, lemmas and sentences set.
        """
        return self.scan(spacy_doc).find_all()

    def search(self, sentence: _Sentence) -> list[Match]:
        """Return what the words of a sentence call up: for each start and anchor the longest."""
        found: list[Match] = []
        calls = self._calls
        absent = 0
        for at, word in enumerate(sentence.words):
            called = calls[word]
            if called:
                absent = absent or ~self._present(sentence)
                for required, pattern in called:
                    if not required & absent:
                        _match_at(sentence, at, pattern, found)
        return found

    def search_key(self, sentence: _Sentence, key: str) -> list[Match]:
        """Return the matches of a key on demand in a sentence."""
        found: list[Match] = []
        absent = ~self._present(sentence)
        for pattern in self._demanded[key]:
            if not pattern.required & absent:
                for at, word in enumerate(sentence.words):
                    if word in pattern.anchor.members:
                        _match_at(sentence, at, pattern, found)
        return found

    def _present(self, sentence: _Sentence) -> int:
        if sentence.present < 0:
            sentence.present = reduce(or_, map(self._masks.__getitem__, sentence.words), 0)
        return sentence.present


class _Words(dict[tuple[int, int, int], int]):
    """The numbers of the words met so far."""

    def __init__(self, meet: Callable[[tuple[int, int, int]], int]) -> None:
        self._meet = meet

    def __missing__(self, word: tuple[int, int, int]) -> int:
        number = self[word] = self._meet(word)
        return number


@dataclass(slots=True)
class _Sentence:
    """The words of a sentence by number, and where each stands in the doc."""

    start: int
    end: int
    words: list[int]
    places: Sequence[int]
    present: int = -1
    """Bits of the tests that some word passes; -1 until they are needed."""


def _read_sentence(numbers: list[int], start: int, end: int) -> _Sentence:
    words = numbers[start:end]
    if -1 not in words:
        return _Sentence(start, end, words, range(start, end))
    places = [start + i for i, word in enumerate(words) if word >= 0]
    return _Sentence(start, end, [word for word in words if word >= 0], places)


def _match_at(sentence: _Sentence, at: int, pattern: _Pattern, found: list[Match]) -> None:
    """Add the matches of a pattern whose anchor stands at a word, for each start the longest."""
    words, places = sentence.words, sentence.places
    last = at
    if pattern.after:
        reached = _walk(words, at, pattern.after, 1)
        if not reached:
            return
        last = max(reached)
    end = places[last] + 1
    firsts = _walk(words, at, pattern.before, -1) if pattern.before else (at,)
    found += [Match(places[first], end, pattern.key) for first in firsts]


def _walk(words: list[int], at: int, steps: tuple[_Step, ...], way: int) -> set[int]:
    """Return where the steps can lead from a word, going right (1) or left (-1)."""
    reached = {at}
    limit = len(words)
    for gap, members, optional in steps:
        stepped = set(reached) if optional or members is None else set()
        for place in reached:
            for to in range(place + way, place + way * (gap + 1 + (members is not None)), way):
                if not 0 <= to < limit:
                    break
                if members is None or words[to] in members:
                    stepped.add(to)
        if not stepped:
            return stepped
        reached = stepped
    return reached


class Scan:
    """A doc made ready for matching; remembers what was looked for on demand."""

    def __init__(self, matcher: AnchoredMatcher, sentences: list[_Sentence]) -> None:
        self._matcher, self._sentences = matcher, sentences
        self._starts = [sentence.start for sentence in sentences]
        self._found: dict[tuple[str, int], list[Match]] = {}

    @property
    def starts(self) -> list[int]:
        """The first token of each sentence."""
        return self._starts

    def find_all(self) -> list[Match]:
        """Return the matches of every key but those on demand, in order of place."""
        return _keep_leftmost(itertools.chain.from_iterable(map(self._matcher.search, self._sentences)))

    def find_key(self, key: str, token: int | None = None) -> list[Match]:
        """Return the matches of a key on demand, overlapping ones too.

        Args:
            key: one of the keys on demand.
            token: looks only in the sentence that holds this token; in all where None.
        """
        if token is None:
            return [match for at in range(len(self._sentences)) for match in self._find(key, at)]
        return self._find(key, bisect_right(self._starts, token) - 1)

    def _find(self, key: str, at: int) -> list[Match]:
        found = self._found.get((key, at))
        if found is None:
            found = self._found[key, at] = self._matcher.search_key(self._sentences[at], key)
        return found


def keep_matches(spacy_doc: Doc, matches: Iterable[Match]) -> list[Match]:
    """Return the matches within one sentence; of overlapping ones of a key the leftmost, longest."""
    starts = [token.i for token in spacy_doc if token.is_sent_start]
    return _keep_leftmost(
        match for match in matches if bisect_right(starts, match.start) == bisect_right(starts, match.end - 1)
    )


def _keep_leftmost(matches: Iterable[Match]) -> list[Match]:
    """Of overlapping matches of a key keep the leftmost, of these the longest."""
    kept: list[Match] = []
    reached: dict[str, int] = {}
    for match in sorted(set(matches), key=_by_place):
        if match.start >= reached.get(match.key, 0):
            reached[match.key] = match.end
            kept.append(match)
    return kept


def _by_place(match: Match) -> tuple[int, int, str]:
    return match.start, -match.end, match.key


def keep_longest(matches: Iterable[Match]) -> list[Match]:
    """Return matches that do not overlap, the longest first served, in order of place."""
    kept: list[Match] = []
    taken: set[int] = set()
    for match in sorted(matches, key=lambda m: (m.start - m.end, m.start, m.key)):
        tokens = range(match.start, match.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(match)
    return sorted(kept)


def _choose_anchor(pattern: Pattern) -> int:
    """The place of the required word that stands most rarely in a report."""

    def cost(at: int) -> tuple[float, int]:
        test = pattern[at]
        # A beginning of words stands for many words.
        each = 50 if test.prefix else 1
        return (each * sum(estimate_frequency(value.lower()) for value in test.values), at)

    required = [i for i, test in enumerate(pattern) if not test.optional and not test.gap]
    return min(required, key=cost)
