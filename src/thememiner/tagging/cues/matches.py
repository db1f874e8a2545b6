"""What a matcher finds, and which of the matches that overlap are kept."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from spacy.tokens import Doc


class Match(NamedTuple):
    """A cue found: half-open token offsets in the doc."""

    start: int
    end: int
    key: str


def keep_matches(spacy_doc: Doc, matches: Iterable[Match]) -> list[Match]:
    """Return the matches within one sentence; of overlapping ones of a key the leftmost, longest."""
    starts = [token.i for token in spacy_doc if token.is_sent_start]
    return keep_leftmost(
        match for match in matches if bisect_right(starts, match.start) == bisect_right(starts, match.end - 1)
    )


def keep_leftmost(matches: Iterable[Match]) -> list[Match]:
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
