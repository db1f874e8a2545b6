"""Anchored matching: what spaCy's ``Matcher`` finds, without trying every pattern everywhere.

``Matcher`` tries each pattern at each token. Nearly all of that work fails on the
first word. Here each pattern is filed under the one word of it that is rarest in the
codebook (its anchor); one look-up per token says which patterns could match at all,
and only those are run, by spaCy, on the few words around. ``find_matches`` gives the
same matches as the plain ``Matcher``; a property test holds the two together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.matcher import Matcher
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from .notation import Pattern, TokenTest


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """A cue found: half-open token offsets in the doc."""

    start: int
    end: int
    key: str


@dataclass(slots=True)
class _Anchor:
    """The patterns that share an anchor and how far they reach around it."""

    matcher: Matcher
    before: int = 0
    after: int = 0


class AnchoredMatcher:
    """Finds many patterns in a doc at the cost of a few.

    Args:
        vocab: the vocabulary of the docs to come.
        patterns: the patterns of each key (a cue id).
    """

    def __init__(self, vocab: Vocab, patterns: Mapping[str, Sequence[Pattern]]) -> None:
        self._vocab = vocab
        self._anchors: list[_Anchor] = []
        self._literals: dict[tuple[str, str], list[int]] = {}
        self._prefixes: dict[str, list[int]] = {}
        # Which anchors a word calls up, by its orth; filled as words are met.
        self._called: dict[tuple[int, int], tuple[int, ...]] = {}
        usage: Counter[tuple[str, str]] = Counter(
            (test.attribute, value)
            for tests in patterns.values()
            for pattern in tests
            for test in pattern
            for value in test.values
        )
        grouped: dict[TokenTest, _Anchor] = {}
        for key, choices in patterns.items():
            for pattern in choices:
                at = _choose_anchor(pattern, usage)
                anchor = grouped.get(pattern[at])
                if anchor is None:
                    anchor = grouped[pattern[at]] = _Anchor(Matcher(vocab))
                    self._file(pattern[at], len(self._anchors))
                    self._anchors.append(anchor)
                anchor.matcher.add(key, [[test.to_spacy() for test in pattern]])
                anchor.before = max(anchor.before, _width(pattern[:at]))
                anchor.after = max(anchor.after, _width(pattern[at + 1 :]))

    def _file(self, test: TokenTest, index: int) -> None:
        for value in test.values:
            place = self._prefixes.setdefault(value, []) if test.prefix else None
            if place is None:
                place = self._literals.setdefault((test.attribute, value), [])
            place.append(index)

    def _calls(self, token: Token) -> tuple[int, ...]:
        found: list[int] = []
        for attribute, value in (("ORTH", token.orth_), ("NORM", token.norm_), ("LEMMA", token.lemma_)):
            found += self._literals.get((attribute, value), ())
        norm = token.norm_
        for length in range(1, len(norm) + 1):
            found += self._prefixes.get(norm[:length], ())
        return tuple(dict.fromkeys(found))

    def find_matches(self, spacy_doc: Doc) -> list[Match]:
        """Return the matches that lie within one sentence, leftmost-longest per key.

        Args:
            spacy_doc: a doc with norms, lemmas and sentences set.
        """
        called = self._called
        spans: dict[int, list[tuple[int, int]]] = {}
        size = len(spacy_doc)
        for i, token in enumerate(spacy_doc):
            word = (token.orth, token.norm)
            indexes = called.get(word)
            if indexes is None:
                indexes = called[word] = self._calls(token)
            for index in indexes:
                anchor = self._anchors[index]
                low, high = max(i - anchor.before, 0), min(i + anchor.after + 1, size)
                windows = spans.setdefault(index, [])
                if windows and low <= windows[-1][1]:
                    windows[-1] = (windows[-1][0], max(high, windows[-1][1]))
                else:
                    windows.append((low, high))
        strings = self._vocab.strings
        found: set[Match] = set()
        for index, windows in spans.items():
            matcher = self._anchors[index].matcher
            for low, high in windows:
                for key, start, end in matcher(spacy_doc[low:high]):
                    found.add(Match(low + start, low + end, strings[key]))
        return keep_matches(spacy_doc, found)


def keep_matches(spacy_doc: Doc, matches: Iterable[Match]) -> list[Match]:
    """Return the matches within one sentence; of overlapping ones of a key the leftmost, longest."""
    sentence: list[int] = []
    count = 0
    for token in spacy_doc:
        count += bool(token.is_sent_start) and token.i > 0
        sentence.append(count)
    kept: list[Match] = []
    reached: dict[str, int] = {}
    for match in sorted(matches, key=lambda m: (m.start, -m.end, m.key)):
        if sentence[match.start] == sentence[match.end - 1] and match.start >= reached.get(match.key, 0):
            reached[match.key] = match.end
            kept.append(match)
    return kept


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


def _width(tests: Sequence[TokenTest]) -> int:
    return sum(test.gap or 1 for test in tests)


def _choose_anchor(pattern: Pattern, usage: Counter[tuple[str, str]]) -> int:
    """The place of the required word that the fewest patterns share; longer words first."""

    def cost(at: int) -> tuple[bool, bool, int, int, int]:
        test = pattern[at]
        common = any(value in STOP_WORDS or not value.isalnum() for value in test.values)
        shared = sum(usage[test.attribute, value] for value in test.values)
        return (common, test.prefix, shared, -min(len(value) for value in test.values), at)

    required = [i for i, test in enumerate(pattern) if not test.optional and not test.gap]
    return min(required, key=cost)
