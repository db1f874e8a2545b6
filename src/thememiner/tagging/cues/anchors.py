"""A pattern seen from its anchor, the word of it that is rarest in reports, and matched around that."""

from __future__ import annotations

from dataclasses import dataclass, field

from thememiner.tagging.language.columns import Sentence
from thememiner.tagging.language.pipeline import estimate_frequency

from .matches import Match
from .notation import Pattern


@dataclass(slots=True)
class WordTest:
    """A token test and the words, by number, that pass it; filled as words are met."""

    index: int
    bit: int
    """One of a few hundred; that tests share a bit lets a pattern be tried in vain, no more."""
    members: set[int] = field(default_factory=set)


Step = tuple[int, set[int] | None, bool]
"""How many words may stand between, the words that pass (None: only the words between),
whether the step may be left out."""


Next = tuple[set[int], int]
"""Words of which one must stand among so many words beside the anchor."""


@dataclass(slots=True)
class AnchoredPattern:
    """A pattern, seen from its anchor."""

    key: str
    required: int
    """Bits of the tests that something in the sentence must pass."""
    anchor: WordTest
    before: tuple[Step, ...]
    """Steps to the left of the anchor, nearest first."""
    after: tuple[Step, ...]
    preceding: Next | None
    """What the first step to the left needs; None where that may be left out."""
    following: Next | None
    """The same to the right."""


def find_next(steps: tuple[Step, ...]) -> Next | None:
    """Return what a first step needs; None where there is none or it may be left out."""
    if not steps:
        return None
    gap, members, optional = steps[0]
    return None if members is None or optional else (members, gap + 1)


def match_at(sentence: Sentence, at: int, pattern: AnchoredPattern, found: list[Match]) -> None:
    """Add the matches of a pattern whose anchor stands at a word, for each start the longest."""
    words, places = sentence.words, sentence.places
    following, preceding = pattern.following, pattern.preceding
    # Most tries end here, with the words right beside the anchor.
    if following is not None and following[0].isdisjoint(words[at + 1 : at + 1 + following[1]]):
        return
    if preceding is not None and preceding[0].isdisjoint(words[max(at - preceding[1], 0) : at]):
        return
    last = at
    if pattern.after:
        reached = _walk(words, at, pattern.after, 1)
        if not reached:
            return
        last = max(reached)
    end = places[last] + 1
    if pattern.before:
        found += [Match(places[first], end, pattern.key) for first in _walk(words, at, pattern.before, -1)]
    else:
        found.append(Match(places[at], end, pattern.key))


def _walk(words: list[int], at: int, steps: tuple[Step, ...], way: int) -> set[int]:
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


def choose_anchor(pattern: Pattern) -> int:
    """The place of the required word that stands most rarely in a report."""

    def cost(at: int) -> tuple[float, int]:
        test = pattern[at]
        # A beginning of words stands for many words.
        each = 50 if test.prefix else 1
        return (each * sum(estimate_frequency(value.lower()) for value in test.values), at)

    required = [i for i, test in enumerate(pattern) if not test.optional and not test.gap]
    return min(required, key=cost)
