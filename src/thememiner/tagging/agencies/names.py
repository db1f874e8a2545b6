"""Find the names of bodies in running text: listed names, and those of families.

A listed name ("Care Quality Commission") is looked up word by word in a tree of all
names; the heads of families ("... Safeguarding Children Board") are in the same tree, so
that one walk over the words finds both. Where names compete, the longest wins.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from thememiner.tagging.agencies.families import (
    Candidate,
    Family,
    Gazetteer,
    Grammar,
    name_key,
)
from thememiner.tagging.agencies.members import read_label, read_left, read_right
from thememiner.tagging.agencies.words import Words, split_words

NameCase = Literal["any", "first", "title", "exact"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One way to print a body, and when those words mean it."""

    printed: str
    agency_id: str
    """Empty for words that look like an agency and are none."""
    rule: str
    """name, alias, acronym or role."""
    case: NameCase = "first"
    near: tuple[str, ...] = ()
    """Words of which one must stand in the same sentence (an ordinary word such as Shelter)."""

    def fits(self, words: Words, start: int, end: int) -> bool:
        """Return whether the words from ``start`` to ``end`` are printed as the name asks."""
        if self.case == "any" or (self.case == "first" and end - start >= 3):
            fitting = True
        elif self.case == "first":
            fitting = words.is_capital(start) or not self.printed[0].isupper()
        else:
            own = split_words(self.printed)
            if self.case == "exact":
                fitting = all(
                    words.printed(start + i).startswith(own.printed(i))
                    for i in range(min(len(own), end - start))
                )
            else:
                fitting = all(
                    words.is_capital(start + i) or not own.is_capital(i)
                    for i in range(min(len(own), end - start))
                )
        if fitting and self.near:
            sentence = _sentence_around(words, start, end)
            fitting = any(word.lower() in sentence for word in self.near)
        return fitting


def _sentence_around(words: Words, start: int, end: int) -> str:
    """Return the sentence that holds some words, in lower case."""
    first = start
    while first > 0 and words.keys[first - 1] not in ".!?":
        first -= 1
    last = end
    while last < len(words) and words.keys[last] not in ".!?":
        last += 1
    return words.text[words.starts[first] : words.ends[last - 1]].lower()


class NameTree:
    """All listed names and family heads, as a tree of words."""

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._root: dict[str, Any] = {}
        self.gazetteer = gazetteer or Gazetteer()

    def add(self, item: Name | Family, printed: str) -> None:
        """Add a name, or a head of a family, under the words of ``printed``."""
        node = self._root
        for key in name_key(printed):
            node = node.setdefault(key, {})
        node.setdefault("", []).append(item)

    def walk(self, words: Words) -> Iterator[tuple[int, int, Name | Family]]:
        """Yield first word, word after the last, and item for all names in the words."""
        keys, stems = words.keys, words.stems
        n_words = len(keys)
        root = self._root
        for start, first in enumerate(map(root.get, keys)):
            if first is None:
                # "Ofsted's" is Ofsted; "LA2" is the second LA
                key = keys[start]
                bare = stems[start] or (key[:-1] if key[-1].isdecimal() else "")
                for item in root.get(bare, {}).get("", ()) if bare else ():
                    if stems[start] or (isinstance(item, Family) and item.side == "label"):
                        yield start, start + 1, item
                continue
            node: dict[str, Any] | None = first
            end = start
            while node is not None:
                end += 1
                for item in node.get("", ()):
                    yield start, end, item
                if end == n_words:
                    break
                following = node.get(keys[end])
                if following is None and stems[end] and stems[end] in node:
                    for item in node[stems[end]].get("", ()):
                        yield start, end + 1, item
                node = following


def find_names(words: Words, tree: NameTree) -> list[Candidate]:
    """Return the names in a text, longest first where they compete, none overlapping.

    Args:
        words: the words of one passage.
        tree: all listed names and family heads.

    Returns:
        Candidates in order of place. ``agency_id`` is "" for words that only look like
        an agency; several candidates share a place where a name is ambiguous.
    """
    found: list[Candidate] = []
    heads: list[tuple[int, int, Family]] = []
    for start, end, item in tree.walk(words):
        if isinstance(item, Family):
            if item.any_case or words.is_capital(start):
                heads.append((start, end, item))
        elif item.fits(words, start, end):
            found.append(Candidate(start=start, end=end, agency_id=item.agency_id, rule=item.rule))
    if heads:
        name_ends = {candidate.end for candidate in found} | {end for _, end, _ in heads}
        name_ends |= {end + 1 for _, end, family in heads if family.side == "right"}
        own_ends: dict[int, list[int]] = {}
        for _, end, family in heads:
            insort(own_ends.setdefault(id(family), []), end)
        for start, end, family in heads:
            if family.side == "left":
                ends = own_ends[id(family)]  # a name does not reach into the one before it
                before = bisect_right(ends, start)
                floor = ends[before - 1] if before else 0
                found.extend(read_left(words, start, end, family, tree.gazetteer, name_ends, floor))
            elif family.side == "label":
                found.extend(read_label(words, start, end, family))
        starts = {candidate.start for candidate in found}
        for start, end, family in heads:
            if family.side == "right":
                found.extend(read_right(words, start, end, family, tree.gazetteer, starts))
    return settle_overlaps(found, words, tree.gazetteer.grammar)


def settle_overlaps(found: list[Candidate], words: Words, grammar: Grammar) -> list[Candidate]:
    """Return the candidates that remain when the longest wins, in order of place."""
    starts_by_end: dict[int, list[int]] = {}
    ends_by_start: dict[int, list[int]] = {}
    for candidate in found:
        if candidate.rule in ("name", "alias"):
            starts_by_end.setdefault(candidate.end, []).append(candidate.start)
            ends_by_start.setdefault(candidate.start, []).append(candidate.end)

    def is_swallowed(candidate: Candidate) -> bool:
        """A grammar's name that only adds a neighbour to a listed name gives way to it."""
        if candidate.family is None or candidate.family.side == "label":
            return False
        if candidate.family.side == "right":
            ends = ends_by_start.get(candidate.start, ())
            return any(
                end < candidate.end
                and (words.keys[end] not in ("and", ",", "of") or end - candidate.start >= _LONG_NAME)
                for end in ends
            )
        return any(
            candidate.start < start < candidate.head and words.keys[start - 1] not in grammar.qualifiers
            for start in starts_by_end.get(candidate.end, ())
        )

    order = sorted(
        (candidate for candidate in found if not is_swallowed(candidate)),
        key=lambda c: (c.rule == "unresolved", c.start - c.end, c.start, _rank(c), c.head, c.agency_id),
    )
    kept: list[Candidate] = []
    best: dict[tuple[int, int], tuple[int, int]] = {}
    taken: set[int] = set()
    for candidate in order:
        span = (candidate.start, candidate.end)
        rank = (_rank(candidate), candidate.head)
        if span in best:
            if rank == best[span]:
                kept.append(candidate)
        elif taken.isdisjoint(range(*span)):
            best[span] = rank
            taken.update(range(*span))
            kept.append(candidate)
    return sorted(kept, key=lambda c: (c.start, c.agency_id))


def _rank(candidate: Candidate) -> int:
    """Return the order of preference between readings of the same words."""
    return _RANKS.index(candidate.rule)


_LONG_NAME = 6
"""So long a listed name is whole: what follows "and" is another."""
_RANKS = ("none", "name", "alias", "acronym", "pattern", "role", "unresolved")
