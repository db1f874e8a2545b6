"""Words that a wrong white space or a narrow cell parted: mended where the document itself proves it.

A first letter stands apart from its word ("R ecommendation"), a last one does ("recommendatio n"), or a cell
too narrow for a word broke it without a hyphen. It is one word where the document prints it whole elsewhere
and a part of it is no word at all; whatever else could be meant stays as it is printed.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Sequence
from functools import cache, cached_property
from importlib.resources import files

import numpy as np

from .hyphens import Vocabulary
from .lines import Segment, on_row

TOUCHING_EM = 0.08
"""Two texts on one row that stand no further apart than this, in ems, are printed as one word."""
LEAST_AFTER_VOWEL = 4
"""After a letter that is a word by itself in some language, shorter rests are left alone."""

_EDGE = r"[\w'’@./&-]"
_FIRST_APART = re.compile(
    rf" (?<=[A-Zb-df-hj-np-tvxz] )(?<!{_EDGE}. )([a-z]{{2,}})(?!{_EDGE}*[@/\d'’-])", re.ASCII
)
_LAST_APART = re.compile(rf" ([b-hj-z])(?!{_EDGE})(?<=[a-z][a-z]..)")
_STEM = re.compile(rf"(?<!{_EDGE})[A-Za-z][a-z]{{2,}}$")
_LAST_WORD = re.compile(r"(?:^|(?<=\s))[^\W\d_]+$")
_FIRST_WORD = re.compile(r"[^\W\d_A-Z]+(?![\w'’@/-])")
_JOINED, _PARTING, _LONE = range(3)
_KINDS = bytes(
    _JOINED if char in "ai0123456789_'@./&-" else _LONE if char.isalpha() else _PARTING
    for char in map(chr, range(128))
).ljust(256, b"\0")
"""Of each ASCII character whether it may be a letter that stands apart, stand beside one, or neither."""
_VOWELS = frozenset("AEIOUY")
_ARTICLES = frozenset("AaIi")


class Fragments:
    """Mends the words of one document.

    Args:
        lines: the text of each printed line, single spaces in it.
        vocabulary: the words that the document prints whole.
    """

    def __init__(self, lines: Sequence[str], vocabulary: Vocabulary) -> None:
        self._lines = lines
        self._words = vocabulary.words

    def mend_lines(self) -> Sequence[str]:
        """Return the lines of the document with letters put back to their words."""
        printed = "\n".join(self._lines)
        if not any(self._is_apart(printed, place) for place in _find_lone_letters(printed)):
            return self._lines  # as of most documents
        mended = _LAST_APART.sub(self._close_last, _FIRST_APART.sub(self._close_first, printed))
        return mended.split("\n")

    def are_one_word(self, before: Segment, after: Segment) -> bool:
        """Return whether the last word of a line goes on with the first of the next.

        Args:
            before: the line; a word broken by a narrow cell takes up all of it.
            after: the line that follows it in the same block.
        """
        near = abs(after.x0 - before.x1) <= TOUCHING_EM * after.size
        if not (near or before.text.isalpha()) or not after.text[:1].islower():
            return False
        touching = near and on_row(before, after)
        if not touching and not before.text.isalpha():
            return False
        left, right = _LAST_WORD.search(before.text), _FIRST_WORD.match(after.text)
        if not left or not right or (left[0] + right[0]).lower() not in self._words:
            return False
        if len(left[0]) == 1:
            return touching and left[0] not in _ARTICLES
        return not self._is_word(left[0])

    def _is_apart(self, printed: str, place: int) -> bool:
        """Return whether the letter at a place is the first or the last one of the word beside it."""
        first, last = _FIRST_APART.match(printed, place + 1), _LAST_APART.match(printed, place - 1)
        return (first is not None and self._close_first(first) != first[0]) or (
            last is not None and self._close_last(last) != last[0]
        )

    def _close_first(self, match: re.Match[str]) -> str:
        letter, rest = match.string[match.start() - 1], match[1]
        if letter in _VOWELS and len(rest) < LEAST_AFTER_VOWEL:
            return match[0]
        return rest if self._is_parted(letter + rest, rest) else match[0]

    def _close_last(self, match: re.Match[str]) -> str:
        begin = match.string.rfind("\n", 0, match.start()) + 1
        stem, letter = _STEM.search(match.string[begin : match.start()]), match[1]
        return letter if stem and self._is_parted(stem[0] + letter, stem[0]) else match[0]

    def _is_parted(self, whole: str, part: str) -> bool:
        return whole.lower() in self._words and not self._is_word(part)

    def _is_word(self, text: str) -> bool:
        """Return whether a text is a word: of English, or one that the document prints within a line."""
        text = text.lower()
        if f'"{text}"'.encode() in _read_english():
            return True
        # Alone on its line or beside a single letter it may be a part of a word there too.
        part = re.escape(text)
        beside = rf"{part}(?<!\w{part})(?<!\b\w {part})(?!\w)(?! \w\b)"
        return re.search(rf"{beside}(?:(?<=[^\n]{part})|(?=[^\n]))", self._lower) is not None

    @cached_property
    def _lower(self) -> str:
        return "\n".join(self._lines).lower()


def _find_lone_letters(printed: str) -> list[int]:
    """Return where single letters stand between what parts words: one line of ten has any."""
    kinds = np.frombuffer(f"\n{printed}\n".encode("ascii", "replace").translate(_KINDS), dtype=np.uint8)
    lone = (kinds[:-2] == _PARTING) & (kinds[1:-1] == _LONE) & (kinds[2:] == _PARTING)
    places: list[int] = lone.nonzero()[0].tolist()
    return places


@cache
def _read_english() -> bytes:
    """Return the words of English as quoted in two tables; read only where a doubt arises, never unpacked."""
    data = files("spacy_lookups_data").joinpath("data")
    tables = "en_lemma_lookup.json.gz", "en_lemma_index.json.gz"
    return b"".join(gzip.decompress(data.joinpath(table).read_bytes()) for table in tables)
