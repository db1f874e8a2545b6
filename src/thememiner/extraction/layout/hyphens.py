"""Hyphens at line ends: kept or closed by what the document itself shows.

In published reports most hyphens at the end of a line are true ones (multi-agency), so a hyphen stays
unless there is evidence that it only broke the word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from thememiner.extraction.words import HYPHEN_MARK

_LAST = re.compile(r"([^\W\d_]+)$")
_FIRST = re.compile(r"[^\W\d_]+")
_HYPHENS = (HYPHEN_MARK, "-", "‐")
LINE_ENDS = frozenset({*_HYPHENS, "/", "–"})
"""What a line may end in that is not followed by a plain space."""
_AT_ONCE = 200
"""Lines that are split together: few enough for their words to stay in the processor's cache."""
_MARKS = ".,;:!?()[]{}'\"‘’“”…*"


@dataclass(slots=True, frozen=True)
class Vocabulary:
    """The words of a document as printed, lower-cased; what is broken at a line's end keeps its hyphen."""

    words: frozenset[str]

    def keeps_hyphen(self, left: str, right: str) -> bool:
        """Return whether ``left-right`` is a compound rather than a word broken at the line's end."""
        if right[0].isupper():
            return True
        left, right = left.lower(), right.lower()
        if f"{left}-{right}" in self.words:
            return True
        if left + right in self.words:
            return False
        return left in self.words or right in self.words or left in _load_prefixes()


def read_vocabulary(lines: Sequence[str]) -> Vocabulary:
    """Return the vocabulary of a document.

    Args:
        lines: the text of each printed line.
    """
    # What the line end may have broken has its hyphen here, so that it is no evidence for itself.
    tokens: set[str] = set()
    for at in range(0, len(lines), _AT_ONCE):
        tokens.update(" ".join(lines[at : at + _AT_ONCE]).split())
    distinct = " ".join(tokens).lower().replace("‐", "-").split()
    return Vocabulary(frozenset([token.strip(_MARKS) for token in distinct]))


def join_lines(before: str, after: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """Return the first line as it should read and what goes between it and the next.

    Args:
        before: text of a line.
        after: text of the line that follows it in the same paragraph.
        vocabulary: the words of the document.

    >>> words = read_vocabulary(["some information", "a multi-agency plan for infor-"])
    >>> join_lines("more infor-", "mation", words), join_lines("a multi-", "agency plan", words)
    (('more infor', ''), ('a multi-', ''))
    """
    last = before[-1:]
    if last not in _HYPHENS:
        glued = last in "/–" and len(before) > 1 and not before[-2].isspace()
        return before, "" if glued else " "
    stem = before[:-1]
    if not stem or stem[-1].isspace():
        return stem + "-", " "
    left, right = _LAST.search(stem), _FIRST.match(after)
    if left and right and not vocabulary.keeps_hyphen(left[1], right[0]):
        return stem, ""
    return stem + "-", ""


@cache
def _load_prefixes() -> frozenset[str]:
    text = files("thememiner").joinpath("codebook/prefixes.yaml").read_text(encoding="utf-8")
    return frozenset(yaml.safe_load(text)["prefixes"])
