"""The small notation in which recommendations.yaml writes phrases, made into patterns.

============  =============================================
``(s)``       may be missing; ``(a |b )`` one of these, or nothing
``[a|b]``     one of these
``~``         anything, up to sixty characters
``#``         digits
============  =============================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_SIGNS = {
    "(": "(?:",
    ")": ")?",
    "[": "(?:",
    "]": ")",
    "|": "|",
    "~": r"[^\n]{0,60}?",
    "#": r"\d+",
    " ": r"\s+",
}
_PLAIN = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-",
        "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\n": " ", "\t": " ", "\r": " ",
    }
)  # fmt: skip


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    r"""Return the text with straight quotes, plain hyphens and plain spaces, character for character.

    >>> plain("the Board’s\u00a0plan")
    "the Board's plan"
    """
    return text.translate(_PLAIN)


def read_phrase(phrase: str) -> str:
    """Return the regular expression that a phrase stands for.

    >>> import re
    >>> bool(re.fullmatch(read_phrase("(our )recommendation(s)"), "recommendations"))
    True
    """
    return "".join(_SIGNS.get(sign) or re.escape(sign) for sign in phrase)


def search_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the phrases between word boundaries."""
    return re.compile(rf"(?<![\w-])(?:{_join(phrases)})(?!\w)", re.IGNORECASE)


def whole_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for ``fullmatch``: a whole heading or a whole cell."""
    return re.compile(rf"(?:{_join(phrases)})".replace("{0,60}?", "{0,160}?"), re.IGNORECASE)


def _join(phrases: Iterable[str]) -> str:
    found = "|".join(f"(?:{read_phrase(phrase)})" for phrase in phrases)
    return found or r"(?!)"
