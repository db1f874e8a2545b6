"""Strings of which one stands in everything that a regular expression matches.

Looking for a few strings takes a hundredth of the time of a search, so that a text in
which none of them stands need not be searched.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Sequence
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any

from .alternation import choose_words

# There is no public way to the parts of a regular expression.
_parser: Any = importlib.import_module("re._parser")
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


Clues = tuple[tuple[str, ...], ...]


def list_clues(pattern: re.Pattern[str]) -> Clues:
    r"""Return sets of strings; of each set one stands, in lower case, in every match of a pattern.

    Args:
        pattern: a pattern for text.

    Returns:
        The sets, the most telling first; none where nothing of two letters has to stand there.

    >>> list_clues(re.compile(r"\b(?:was|had been) (?:\w+ )?(?:killed|hurt)\b", re.IGNORECASE))
    (('hurt', 'killed'), ('had been', 'was'))
    >>> list_clues(re.compile(r"\d+(?: years)?"))
    ()
    """
    found = _read(_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))
    return tuple(tuple(sorted(clues)) for clues in found if _tell(clues) > (1, 0))


class Sieve:
    """Tells which of many patterns can match in a text at all.

    Args:
        patterns: the clues of each, see ``list_clues``.

    >>> sieve = Sieve([(("hurt", "killed"), ("was", "were")), (("seen",),), ()])
    >>> sieve.sift("nobody was seen"), sieve.sift("they were hurt")
    ([1, 2], [0, 2])
    """

    def __init__(self, patterns: Sequence[Clues]) -> None:
        choices = {choice: 1 << number for number, choice in enumerate(sorted({*chain(*patterns)}))}
        self._needs = [sum(choices[choice] for choice in {*clues}) for clues in patterns]
        clues = sorted({*chain(*choices)})
        self._bits = dict.fromkeys(clues, 0)
        for choice, bit in choices.items():
            for clue in clues:
                # Where a longer clue stands, so do its beginnings.
                self._bits[clue] |= bit * clue.startswith(choice)
        # A look ahead, so that clues may overlap; of those that begin at a place the longest is found.
        self._clues = re.compile(f"(?=({choose_words(clues, blank=' ')}))")

    def sift(self, text: str) -> list[int]:
        """Return the numbers of the patterns that can match, in order.

        Args:
            text: in lower case; letters beyond ASCII may stand for others and rule nothing out.
        """
        if not text.isascii():
            return list(range(len(self._needs)))
        absent = ~reduce(or_, map(self._bits.__getitem__, self._clues.findall(text)), 0)
        return [number for number, needed in enumerate(self._needs) if not needed & absent]


def _read(sequence: Any) -> list[frozenset[str]]:
    """Return the clues of things that follow one another, the most telling first."""
    found: list[frozenset[str]] = []
    run = ""
    for sign, value in sequence:
        name = str(sign)
        if name == "LITERAL" and value < 128:
            run += chr(value).lower()
        elif name != "AT":  # the edge of a word is no letter
            found += [frozenset({run}), *_read_part(name, value)]
            run = ""
    found.append(frozenset({run}))
    return sorted((clues for clues in found if all(clues)), key=_tell, reverse=True)


def _read_part(name: str, value: Any) -> list[frozenset[str]]:
    if name == "SUBPATTERN":
        return _read(value[-1])
    if name == "ATOMIC_GROUP":
        return _read(value)
    if name in _REPEATS and value[0] > 0:
        return _read(value[2])
    if name == "ASSERT":
        return _read(value[1])
    if name == "BRANCH":
        branches = [_read(branch) for branch in value[1]]
        return [frozenset().union(*(branch[0] for branch in branches))] if all(branches) else []
    return []


def _tell(clues: frozenset[str]) -> tuple[int, int]:
    """Return how much a set of clues tells: the more, the longer its shortest and the fewer they are."""
    return (min(map(len, clues)), -len(clues))
