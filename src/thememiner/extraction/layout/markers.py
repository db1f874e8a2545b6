"""List markers and printed numbers at the start of a line."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import msgspec
import yaml

BULLET = "•"
# Arrows, box drawing, geometric shapes, dingbats and the private use area, where symbol fonts keep theirs.
_SIGNS = "•·‣⁃∙⦁●\u2190-\u21ff\u2500-\u27bf\u2b00-\u2bff\ue000-\uf8ff"
_BULLET = re.compile(rf"(?:[{_SIGNS}]+|[‒–—―−-](?=\s|$)|o(?=\s[A-Za-z])|o$|\*(?=\s|$))\s*")
_SECTION = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,4})(\.|:)?(?=\s|$|[A-Z][a-z]|A\s)\s*")
_INTEGER = re.compile(r"(\d{1,3})([.):])(?=\s|$|[A-Z]{2}|[A-Z][a-z]|A\s)\s*")
_LETTERED_SECTION = re.compile(r"([A-Z]{1,2}\d{0,2}(?:\.\d{1,3}){1,3})(\.)?(?=\s|$)\s*")
_CAPITAL = re.compile(r"([A-Z][.)])(?=\s|$)\s*")
_BARE = re.compile(r"(\d{1,3})(?=\s|$)\s*")
_ROMAN = "ivxIVX"
_ROMANS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()
_PARTS = re.compile(r"(\(?)(\d{1,3}|[A-Za-z]|[ivx]{2,5})([.):]*)", re.ASCII)
_LETTER = re.compile(
    r"(\((?:[a-zA-Z]|[ivxIVX]{1,5}|\d{1,3})\)|(?:[a-zA-Z]|[ivx]{1,5})\)|(?:[a-z]|[ivx]{2,5})\.(?=\s|$))(?=\s|$)\s*"
)


class Marker(msgspec.Struct, frozen=True):
    """A marker: what is printed, what kind it is and where the text after it begins."""

    text: str
    kind: str
    """bullet, section (4.12, B.3), integer (4.), bare (4) or letter (a)."""
    end: int


def find_marker(text: str, *, gap: float = 0.0) -> Marker | None:
    """Return the marker at the start of a line, or None.

    A bare number and a capital count only where a wide gap follows them: "12 children" and "J. Smith" open
    with none.

    Args:
        text: a line's text.
        gap: the space after the first word, in ems.

    >>> find_marker("a) see the child")
    Marker(text='a)', kind='letter', end=3)
    >>> find_marker("12 children") is None
    True
    """
    if text[:2].isalpha() and text[1:2] not in _ROMAN:
        return None  # a word, as most lines begin with
    first = text[:1]
    if first.isdigit():
        found = _SECTION.match(text)
        if found:
            rest = text[found.end() : found.end() + 1]
            if gap > 0.45 or not rest or rest.isupper() or found[2]:
                return Marker(found[1], "section", found.end())
            return None
        found = _INTEGER.match(text)
        if found:
            return Marker(found[1] + found[2], "integer", found.end())
        found = _BARE.match(text)
        if found and gap > 0.6:
            return Marker(found[1], "bare", found.end())
        return None
    if first.isupper():
        found = _LETTERED_SECTION.match(text)
        if found and (gap > 0.45 or found[2] or text[found.end() : found.end() + 1].isupper()):
            return Marker(found[1], "section", found.end())
        found = _CAPITAL.match(text)
        if found and gap > 0.4:
            return Marker(found[1], "letter", found.end())
    found = _BULLET.match(text)
    if found:
        return Marker(BULLET, "bullet", found.end())
    found = _LETTER.match(text)
    if found:
        return Marker(found[1], "letter", found.end())
    return None


def follows(before: str, after: str) -> bool:
    """Return whether a number or letter is the next after another, written alike.

    >>> follows("9.", "10."), follows("(a)", "(b)"), follows("(iii)", "(iv)"), follows("a)", "(b)")
    (True, True, True, False)
    """
    one, other = _PARTS.fullmatch(before), _PARTS.fullmatch(after)
    if not one or not other or one[1] != other[1] or one[3] != other[3]:
        return False
    first, second = one[2], other[2]
    if first.isdecimal() and second.isdecimal():
        return int(second) == int(first) + 1
    if len(first) == len(second) == 1 and ord(second) == ord(first) + 1:
        return True
    return first in _ROMANS[:-1] and second == _ROMANS[_ROMANS.index(first) + 1]


@cache
def _label_pattern() -> re.Pattern[str]:
    data = yaml.safe_load(files("thememiner").joinpath("codebook/labels.yaml").read_text(encoding="utf-8"))

    def any_of(words: list[str]) -> str:
        return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))

    number = (
        r"(?:\d{1,3}(?:\.\d{1,3})*(?:\s?\([a-z]\)|[a-z](?![a-z]))?|[IVX]{1,5}(?![a-z])"
        r"|(?i:one|two|three|four|five|six|seven|eight|nine|ten)\b)"
    )
    return re.compile(
        rf"(?P<label>(?:(?i:(?:{any_of(data['before'])})\s+)?(?i:{any_of(data['words'])})\.?\s+|(?:{any_of(data['letters'])})\s?){number})"
        r"(?=[\s:.)–—-]|$)"
    )


def find_label(text: str) -> str:
    """Return the label and number that a text opens with, or an empty string.

    >>> find_label("Recommendation 3: see the child"), find_label("The third recommendation")
    ('Recommendation 3', '')
    """
    found = _label_pattern().match(text)
    return found["label"] if found else ""
