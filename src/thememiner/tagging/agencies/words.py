"""Cut a text into words that compare equal when a reader would call them the same.

Names of bodies are printed with straight and curly apostrophes, or none; with "&" and
"and"; with hyphens, spaces and line ends. The words of ``split_words`` are blind to all
of these, and keep the place of each in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ‘`´][^\W_]+)*|[^\w\s]")
_APOSTROPHES = re.compile(r"['’ʼ‘`´]")
_HYPHENS = frozenset("-‐‑–­/")
_CLOSING = frozenset("'’")
_SAINT = frozenset({"st", "dr", "no"})


@dataclass(frozen=True, slots=True)
class Words:
    """The words and punctuation marks of a text, in order.

    Attributes:
        text: the text itself.
        keys: what each compares as: lower case, without apostrophes, "and" for "&".
        starts: offset of the first character of each in ``text``.
        ends: offset after the last character of each.
        stems: the key without a possessive ending where it has one, else "".
    """

    text: str
    keys: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    stems: tuple[str, ...]

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
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    stems: list[str] = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        start, end = match.span()
        stem = ""
        if not word[0].isalnum():
            if word in _HYPHENS and ends and ends[-1] == start and text[end : end + 1].isalnum():
                continue
            if word in _CLOSING and ends and ends[-1] == start and keys[-1][-1] == "s":
                continue
            if word == "." and ends and ends[-1] == start and keys[-1] in _SAINT:
                continue
            key = "and" if word == "&" else word
        else:
            key = word.lower()
            if not key.isalnum():
                stem = key[:-2] if key[-1] == "s" and len(key) > 2 and not key[-2].isalnum() else ""
                key = _APOSTROPHES.sub("", key)
        keys.append(key)
        starts.append(start)
        ends.append(end)
        stems.append(stem)
    return Words(text, tuple(keys), tuple(starts), tuple(ends), tuple(stems))
