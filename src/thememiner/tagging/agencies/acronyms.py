"""Find where a document defines its own acronyms and short names.

The rule is that of Schwartz and Hearst (2003): an acronym in brackets stands for the
shortest run of words before it whose letters, read from the right, spell the acronym,
the first at the start of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from thememiner.tagging.agencies.words import Words

_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9&/-]*[A-Z][A-Za-z0-9]*s?")
_SHORT_NAME = re.compile(
    r"(?:(?:hereafter|hereinafter|henceforth|known as|referred to as|called|or|from here on|in this report)"
    r"[,:]?\s+)*"
    r"(?:(?:hereafter|hereinafter|referred to as|known as|called)\s+)*[‘'“\"]?"
    r"(?P<short>the [A-Z][a-z]+|[A-Z][A-Za-z0-9&/-]*[A-Z][A-Za-z0-9]*s?)[’'”\"]?",
)
_MAX_SHORT_CHARS = 60


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form and the words it stands for.

    Attributes:
        short: the acronym or short name ("BSCB", "the Board").
        start: index of the first word of the long form.
        end: index after its last word.
    """

    short: str
    start: int
    end: int


def find_definitions(words: Words) -> Iterator[Definition]:
    """Yield the short forms that a passage defines.

    Three layouts are read: "Long Form (LF)", "LF (Long Form)" and a glossary line
    "LF Long Form".

    >>> from thememiner.tagging.agencies.words import split_words
    >>> words = split_words("The Anytown Safeguarding Children Board (ASCB) met.")
    >>> [(d.short, d.start, d.end) for d in find_definitions(words)]
    [('ASCB', 1, 5)]
    """
    keys = words.keys
    for opening, key in enumerate(keys):
        if key != "(" or opening == 0:
            continue
        closing = next((i for i in range(opening + 1, min(opening + 14, len(keys))) if keys[i] == ")"), 0)
        if not closing:
            continue
        inner = words.text[words.ends[opening] : words.starts[closing]].strip()
        if len(inner) <= _MAX_SHORT_CHARS and (match := _SHORT_NAME.fullmatch(inner)):
            short = match["short"]
            if short.startswith("the "):
                yield Definition(short, max(opening - 8, 0), opening)
            elif (start := find_long_form(words, short, opening)) is not None:
                yield Definition(short, start, opening)
            continue
        before = words.printed(opening - 1)
        if _ACRONYM.fullmatch(before):
            long_start = find_long_form(words, before, closing, opening + 1)
            if long_start == opening + 1:
                yield Definition(before, long_start, closing)
    yield from _find_glossary_line(words)


def _find_glossary_line(words: Words) -> Iterator[Definition]:
    """Yield the definition that a line of a glossary is: "MASH  Multi-agency safeguarding hub"."""
    if not 3 <= len(words) <= 14 or not _ACRONYM.fullmatch(words.printed(0)):
        return
    first = 1
    while first < len(words) and not words.keys[first].isalnum():
        first += 1
    end = len(words)
    while end > first and not words.keys[end - 1].isalnum():
        end -= 1
    if end - first >= 2 and find_long_form(words, words.printed(0), end, first) == first:
        yield Definition(words.printed(0), first, end)


def find_long_form(words: Words, short: str, end: int, floor: int = 0) -> int | None:
    """Return the index of the first word of the long form that ends before ``end``, or None.

    Args:
        words: the words of the passage.
        short: the acronym.
        end: index after the last word of the long form.
        floor: index that the long form may not begin before.
    """
    letters = [c.lower() for c in short if c.isalnum()]
    if len(letters) > 2 and short.endswith("s") and not short.isupper():
        letters.pop()
    floor = max(floor, end - min(len(letters) + 5, len(letters) * 2 + 2))
    while floor < end and any(words.keys[i] in ".;:()" for i in range(floor, end)):
        floor += 1
    index = end - 1
    if index < floor:
        return None
    position = len(words.keys[index]) - 1
    for letter in reversed(letters[1:]):
        while True:
            if index < floor:
                return None
            if position < 0:
                index -= 1
                position = len(words.keys[index]) - 1 if index >= floor else -1
                continue
            if words.keys[index][position] == letter:
                position -= 1
                break
            position -= 1
    if position < 0:
        index -= 1
    while index >= floor:
        if words.keys[index].startswith(letters[0]):
            return index
        index -= 1
    return None
