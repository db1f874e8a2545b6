"""Hyphens at line ends: kept or closed by what the document itself shows.

In published reports most hyphens at the end of a line are true ones (multi-agency), so a hyphen stays
unless there is evidence that it only broke the word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from thememiner.extraction.words import HYPHEN_MARK

_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_LAST = re.compile(r"([^\W\d_]+)$")
_FIRST = re.compile(r"[^\W\d_]+")
_HYPHENS = HYPHEN_MARK + "-‐\xad"


def count_vocabulary(texts: Iterable[str]) -> Counter[str]:
    """Return how often each word and each hyphenated compound occurs inside lines, lower-cased."""
    vocabulary: Counter[str] = Counter()
    for text in texts:
        words = _WORD.findall(text.lower().replace("‐", "-"))
        if words and text[-1:] in _HYPHENS:
            words.pop()
        vocabulary.update(words)
    return vocabulary


def join_lines(before: str, after: str, vocabulary: Counter[str], *, broken: bool = False) -> tuple[str, str]:
    """Return the first line as it should read and what goes between it and the next.

    Args:
        before: text of a line.
        after: text of the line that follows it in the same paragraph.
        vocabulary: the words of the document, from :func:`count_vocabulary`.
        broken: the producer says that the hyphen broke the word (a soft hyphen).

    >>> words = count_vocabulary(["some information", "a multi-agency plan"])
    >>> join_lines("more infor-", "mation", words), join_lines("a multi-", "agency plan", words)
    (('more infor', ''), ('a multi-', ''))
    """
    if before[-1:] not in _HYPHENS:
        return before, "" if before.endswith(("/", "–")) and not before.endswith((" –", " /")) else " "
    stem = before[:-1]
    if not stem or stem[-1].isspace():
        return stem + "-", " "
    last, first = _LAST.search(stem), _FIRST.match(after)
    if not last or not first:
        return stem + "-", ""
    if broken or not _keep(last[1], first[0], vocabulary):
        return stem, ""
    return stem + "-", ""


def _keep(left: str, right: str, vocabulary: Counter[str]) -> bool:
    if right[0].isupper():
        return True
    low_left, low_right = left.lower(), right.lower()
    closed, open_ = vocabulary[low_left + low_right], vocabulary[f"{low_left}-{low_right}"]
    if closed or open_:
        return open_ >= closed
    return vocabulary[low_left] > 0 or vocabulary[low_right] > 0 or low_left in _PREFIXES


_PREFIXES = frozenset(
    "anti co counter cross cyber ex inter intra mid multi non post pre pro re self semi sub under well".split()
)
