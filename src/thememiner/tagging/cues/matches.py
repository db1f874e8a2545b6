"""What a matcher finds, and which of the matches that overlap are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy

from thememiner.tagging.language.texts import Numbers, Texts


class Match(NamedTuple):
    """A cue found: half-open token offsets in the doc."""

    start: int
    end: int
    key: str


class Found(NamedTuple):
    """Matches as arrays, with one item for each."""

    firsts: Numbers
    """Its first word, as a place in the texts,"""
    lasts: Numbers
    """its last word,"""
    keys: Numbers
    """and the number of its key."""

    def take(self, chosen: Numbers) -> Found:
        """Return some of the matches, by their places or by whether each is one."""
        return Found(*(array[chosen] for array in self))

    def list_matches(self, texts: Texts, keys: Sequence[str]) -> list[list[Match]]:
        """Return the matches in each text.

        Args:
            texts: that were searched.
            keys: by number.
        """
        matches: list[list[Match]] = [[] for _ in range(texts.n_docs)]
        docs, starts = texts.docs[self.firsts].tolist(), texts.tokens[self.firsts].tolist()
        ends = (texts.tokens[self.lasts] + 1).tolist()
        for doc, start, end, key in zip(docs, starts, ends, self.keys.tolist(), strict=True):
            matches[doc].append(Match(start, end, keys[key]))
        return matches


def keep_leftmost(found: Found) -> Found:
    """Of overlapping matches of a key keep the leftmost, of these the longest; in order of place."""
    kept: list[int] = []
    last_key = reached = -1
    order = numpy.lexsort((-found.lasts, found.firsts, found.keys))
    sorted_arrays = (array.tolist() for array in found.take(order))
    for at, first, last, key in zip(order.tolist(), *sorted_arrays, strict=True):
        if key != last_key or first > reached:
            kept.append(at)
            last_key, reached = key, last
    found = found.take(numpy.array(kept, dtype="intp"))
    return found.take(numpy.lexsort((found.keys, -found.lasts, found.firsts)))


def keep_longest(matches: Iterable[Match]) -> list[Match]:
    """Return matches that do not overlap, the longest first served, in order of place."""
    matches = sorted(matches)
    if all(match.end <= other.start for match, other in pairwise(matches)):
        return matches
    kept: list[Match] = []
    taken: set[int] = set()
    for match in sorted(matches, key=lambda m: (m.start - m.end, m.start, m.key)):
        tokens = range(match.start, match.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(match)
    return sorted(kept)
