"""Cut a text into words that compare equal when a reader would call them the same.

Names of bodies are printed with straight and curly apostrophes, or none; with "&" and
"and"; with hyphens, spaces and line ends. The words of ``split_words`` are blind to all
of these, and keep the place of each in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from operator import attrgetter
from typing import NamedTuple

_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ‘`´][^\W_]+)*|[^\w\s]")
_APOSTROPHES = re.compile(r"['’ʼ‘`´]")
_HYPHENS = frozenset("-‐‑–­/")
_CLOSING = frozenset("'’")
_SAINT = frozenset({"st", "dr", "no"})
_JOINING = _HYPHENS | _CLOSING | {"."}
_MAX_KNOWN = 200_000
"""So many words are remembered: more than a large corpus has, and not without end."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words and punctuation marks of a text, in order.

    Attributes:
        text: the text itself.
        keys: what each compares as: lower case, without apostrophes, "and" for "&".
        starts: offset of the first character of each in ``text``.
        ends: offset after the last character of each.
        stems: the key without a possessive ending where it has one, else "".
        capitals: the indexes of those that begin with a capital letter.
    """

    text: str
    keys: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    stems: tuple[str, ...]
    capitals: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.keys)

    def printed(self, index: int) -> str:
        """Return the word as it stands in the text."""
        return self.text[self.starts[index] : self.ends[index]]

    def is_capital(self, index: int) -> bool:
        """Return whether the word begins with a capital letter."""
        return self.text[self.starts[index]].isupper()


def split_words(text: str) -> Words:
    """Return the words of a text.

    A hyphen or slash inside a compound is dropped, as are the full stop of "St." and the
    apostrophe of "St Thomas'";
    every other mark is a word of its own, so that no name reaches across it.

    >>> split_words("St. Helens Children’s Board & Co").keys
    ('st', 'helens', 'childrens', 'board', 'and', 'co')
    >>> split_words("multi-agency, police").keys
    ('multi', 'agency', ',', 'police')
    """
    found = list(_TOKEN.finditer(text))
    spans = list(map(re.Match.span, found))
    read = list(map(_known.__getitem__, map(re.Match.group, found)))
    kept = _find_kept(text, spans, read)
    if not all(kept):
        spans, read = list(compress(spans, kept)), list(compress(read, kept))
    if not read:
        return Words(text, (), (), (), (), ())
    starts, ends = zip(*spans, strict=True)
    keys, stems, _, capital = zip(*read, strict=True)
    return Words(text, keys, starts, ends, stems, tuple(compress(range(len(keys)), capital)))


class _Word(NamedTuple):
    """What a word or a mark is, wherever it stands."""

    key: str
    stem: str
    joins: bool
    """It is a mark that may be no word of its own."""
    capital: bool


_JOINS = attrgetter("joins")


class _Known(dict[str, _Word]):
    """The words met so far."""

    def __missing__(self, printed: str) -> _Word:
        stem = ""
        if not printed[0].isalnum():
            key = "and" if printed == "&" else printed
        else:
            key = printed.lower()
            if not key.isalnum():
                stem = key[:-2] if key[-1] == "s" and len(key) > 2 and not key[-2].isalnum() else ""
                key = _APOSTROPHES.sub("", key)
        word = _Word(key, stem, printed in _JOINING, printed[0].isupper())
        if len(self) < _MAX_KNOWN:
            self[printed] = word
        return word


_known = _Known()


def _find_kept(text: str, spans: Sequence[tuple[int, int]], read: Sequence[_Word]) -> bytearray:
    """Return 1 for each word, and 0 for a mark that is no word of its own."""
    kept = bytearray(b"\1") * len(read)
    for index in compress(range(len(read)), map(_JOINS, read)):
        if not index or not kept[index - 1]:
            continue
        word, (start, end) = read[index], spans[index]
        before = read[index - 1].key
        if spans[index - 1][1] == start and (
            (word.key in _HYPHENS and text[end : end + 1].isalnum())
            or (word.key in _CLOSING and before[-1] == "s")
            or (word.key == "." and before in _SAINT)
        ):
            kept[index] = 0
    return kept
