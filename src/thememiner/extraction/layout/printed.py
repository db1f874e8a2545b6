"""The text of one printed line: odd characters, raised marks, letters that are set apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from thememiner.extraction.words import PageWords

_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip
_TO_DELETE = [0, 0xAD, 0xFFFD, 0xFFFF, 0xFEFF, *range(0x200B, 0x2010), *range(0x2028, 0x202F), 0x2060]
_CLEAN = {ord(key): value for key, value in _LIGATURES.items()} | dict.fromkeys(_TO_DELETE, "")
_CLEAN |= dict.fromkeys([*range(1, 33), *range(0x7F, 0xA1), *range(0x2000, 0x200B), 0x202F, 0x3000], " ")
_CLEAN[0x2011] = "-"
_ODD_LETTERS = (*_LIGATURES, "\u2011", "\ufffd")
"""Of what is cleaned, what ``str.isprintable`` takes for any other letter."""
_UNUSUAL = re.compile(
    f"[{re.escape(''.join(char for char in map(chr, sorted(_CLEAN)) if not char.isspace()))}\ud800-\udfff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_CLOSING = frozenset(",.;:)")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})


def clean_text(text: str) -> str:
    r"""Return text with single spaces and without ligatures, soft hyphens and control characters.

    >>> clean_text("o\ufb03ce\u00a0 hours\u00ad")
    'office hours'
    """
    if _UNUSUAL.search(text):
        text = _SURROGATES.sub("", text).translate(_CLEAN)
    return " ".join(text.split())


def has_odd_letters(text: str) -> bool:
    """Return whether a text holds letters to clean that are printable like any other: ligatures mostly."""
    return not text.isascii() and any(letter in text for letter in _ODD_LETTERS)


def list_references(text: str, end: int, marks: Iterable[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    """Return the marks of footnotes in a segment, each with the number of visible characters after it.

    Args:
        text: the text that holds the segment; marks that are blanked in it do not count.
        end: where the segment ends.
        marks: where each mark begins, and its digits.
    """
    found: list[tuple[int, str]] = []
    n_after, done = 0, end
    for place, mark in sorted(marks, reverse=True):
        n_after += len("".join(text[place + len(mark) : done].replace("\0", "").split()))
        done = place
        found.extend((n_after, number) for number in reversed(re.findall(r"\d+", mark)))
    return tuple(reversed(found))


def close_letters(words: PageWords, first: int, last: int) -> str:
    """Return the text of a letter-spaced line: single letters, closed up where the gaps are the narrow ones.

    Left as it is where the letters are no words: initials, the columns of a grid, a row of ticks.
    """
    parts = [words.text[words.start[place] : words.end[place]] for place in range(first, last + 1)]
    if sum(map(str.isalpha, parts)) < 0.8 * len(parts):
        return " ".join(parts)
    gaps = (words.x0[first + 1 : last + 1] - words.x1[first:last]).tolist()
    ordered = sorted(gaps)
    median = (ordered[(len(gaps) - 1) // 2] + ordered[len(gaps) // 2]) / 2  # np.median loads numpy.ma first
    narrow = max(median, 0.0)
    text = parts[0]
    for gap, part in zip(gaps, parts[1:], strict=True):
        text += part if gap <= 1.7 * narrow + 0.3 else " " + part
    return text


def read_mixed(
    words: PageWords, sizes: Sequence[float], first: int
) -> tuple[str, float, float, float, list[tuple[int, str]]]:
    """Return text, size, top, bottom and the marks left out of a segment with words of several sizes.

    Its size is that of most of its characters. A raised number much smaller than that is a footnote
    reference and is left out, unless it opens the segment: there it is the number of a footnote.

    Args:
        words: the words of the page.
        sizes: of each word of the segment, in points.
        first: the first word of the segment.
    """
    own = slice(first, first + len(sizes))
    starts, ends = words.start[own].tolist(), words.end[own].tolist()
    upper, lower = words.top[own].tolist(), words.bottom[own].tolist()
    counts: dict[float, int] = {}
    for size, start, end in zip(sizes, starts, ends, strict=True):
        key = round(size, 1)
        counts[key] = counts.get(key, 0) + end - start
    main = max(counts, key=lambda key: (counts[key], key))
    kept: list[str] = []
    tops: list[float] = []
    bottoms: list[float] = []
    raised: list[tuple[int, str]] = []
    before = 0  # after "neglect 62 63" the second number is raised above the word, not above the first
    for place, start in enumerate(starts):
        part = words.text[start : ends[place]]
        small = sizes[place] <= 0.8 * main
        if small and place and part.strip(",;*†‡").isdecimal() and len(part) <= 4:
            middle = (upper[place] + lower[place]) / 2
            if middle < (upper[before] + lower[before]) / 2 - 0.02 * main:
                raised.append((start, part))
                continue
        if not small:
            before = place
        if small and kept and part.lower() in _ORDINALS and kept[-1][-1:].isdigit():
            kept[-1] += part
            continue
        if raised and part[0] in _CLOSING and raised[-1][0] == starts[place - 1]:
            kept[-1] += part  # "school¹ ," is "school,"
        else:
            kept.append(part)
        if not small:
            tops.append(upper[place])
            bottoms.append(lower[place])
    top = min(tops) if tops else upper[0]
    bottom = max(bottoms) if bottoms else lower[0]
    return " ".join(kept), main, top, bottom, raised
