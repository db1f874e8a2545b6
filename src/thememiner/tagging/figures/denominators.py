"""Find what a share is a share of: the number of people or cases it counts from.

A denominator is worded after the share ("of the 175 final reports"), or stands before
it: at the head of the sentence ("Of 538 cases, ..."), in the line that leads a list in,
or as the number that "of these" points back to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from thememiner.tagging.cues.alternation import choose_words
from thememiner.tagging.figures.numerals import Numeral

_MAX_NOUN_WORDS = 10
_MAX_PLAIN_WORDS = 5
_ROUNDING = 0.5
_HEDGE_TOLERANCE = 5.0
_LOOK_BACK_CHARS = 60
_MAX_SENTENCE_CHARS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A number of people or cases that shares may be a part of."""

    count: int
    wording: str
    start: int
    """Offset in its passage; -1 where it stands in an earlier passage."""
    explicit: bool = False
    """Introduced as the whole: "Of 538 cases, ...", or by the line that leads a list in."""
    loose: bool = False
    """Any number before: only "of whom" can mean it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A count, a share or both, as printed."""

    start: int
    end: int
    count: int | None = None
    percentage: float | None = None
    decimals: int = 0
    hedged: bool = False
    whole: Whole | None = None
    wording: str = ""
    """What the share is of, where no number says it: "of care leavers"."""
    used: int = 0
    """Offset up to which numbers belong to this part: its denominator may stand after it."""


def check_share(
    count: int | None,
    denominator: int | None,
    percentage: float | None,
    *,
    decimals: int = 0,
    hedged: bool = False,
) -> str:
    """Return "agrees" or "disagrees", or "" where a number is missing.

    Args:
        count: the part.
        denominator: the whole.
        percentage: the share as printed, of 100.
        decimals: digits after the point in print; the share may be rounded to these.
        hedged: whether the share is "almost" or "over" so much.

    >>> check_share(244, 538, 45.4, decimals=1)
    'agrees'
    >>> check_share(244, 538, 41)
    'disagrees'
    """
    if count is None or not denominator or percentage is None:
        return ""
    tolerance = _HEDGE_TOLERANCE if hedged else _ROUNDING * 10**-decimals + 0.01
    return "agrees" if abs(100 * count / denominator - percentage) <= tolerance else "disagrees"


def find_whole(text: str, part: Part, wholes: Sequence[Whole], *, sentence_start: int) -> Part:
    """Return the part with the whole that it is plainly a share of, if there is one.

    A whole serves where it was introduced as one in the sentence, or by the line that
    leads the list in; where the sentence says "of these"; or where count, whole and
    percentage agree.

    Args:
        text: the passage.
        part: a count, a share or both.
        wholes: numbers of people or cases before it, in order of place.
        sentence_start: offset at which the part's sentence begins.
    """
    of_them = OF_THESE_AFTER.match(text, part.end) is not None
    of_these = _OF_THESE.search(text, max(sentence_start, part.start - _MAX_SENTENCE_CHARS), part.start)
    of_whom = of_these is not None and of_these.group().lower().endswith(("whom", "which"))
    points = of_them or of_these is not None
    chosen: Whole | None = None
    for whole in reversed(wholes):
        is_near = whole.start >= sentence_start
        if of_whom and not is_near:
            break
        if whole.loose and not (is_near and (of_whom or of_them)):
            continue
        if part.count is not None and part.count > whole.count:
            continue
        is_introduced = whole.explicit and (whole.start < 0 or is_near)
        if part.count is not None and part.percentage is not None:
            check = check_share(
                part.count, whole.count, part.percentage, decimals=part.decimals, hedged=part.hedged
            )
            if check == "agrees":
                chosen = whole
                break
            if is_introduced or points:
                chosen = chosen or whole
        elif (is_introduced or points) and not part.wording:
            chosen = whole
            break
    return part if chosen is None else replace(part, whole=chosen)


def points_back(text: str) -> bool:
    """Return whether a line such as "Of this number:" means a number said before.

    >>> points_back("Of this number:"), points_back("Of 20 children:")
    (True, False)
    """
    return _OF_THESE.search(text) is not None


_OF_THESE = re.compile(
    r"\b(?:of|among|amongst)\s+(?:these|those|them|whom|which|this\s+(?:number|total|group|cohort|sample))\b",
    re.IGNORECASE,
)
OF_THESE_AFTER = re.compile(
    r"\s+(?:\w+\s+)?of\s+(?:these|them|whom|which|those(?!\s+(?:who|that|in|with|whose|\w+ing|\w+ed)\b))\b",
    re.IGNORECASE,
)
OF = re.compile(
    r"\s+(?:out\s+)?of\s+(?:(?:the|these|those|all|all\s+the|our|its|a\s+total\s+of)\s+)?", re.IGNORECASE
)
_INTRODUCES = re.compile(
    r"(?:(?:^|[.;:,(–—]\s*|\b[Oo]ut\s+)[Oo]f\s+"
    r"(?:the\s+|these\s+|those\s+|all\s+|all\s+the\s+|a\s+total\s+of\s+)?(?:\w+\s+)?|\b[Nn]\s*=\s*)$"
)
_OF_BEFORE = re.compile(
    r"\b(?:out\s+)?of\s+(?:the\s+|these\s+|those\s+|all\s+the\s+|all\s+)?$", re.IGNORECASE
)
_JOINS = frozenset({"of", "and", "or"})
_WORD = re.compile(r"\s*(\S+)")


class WholeReader:
    """Reads denominators and their wording by the word lists of the codebook."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        counted = choose_words(words["counted"])
        self.counted = re.compile(
            rf"\s+(?:[A-Za-z][\w'’-]*\s+){{0,2}}?(?:{counted})\b(?!['’]s)(?!\s+(?:act|board|panel|plan|services?)\b)",
            re.IGNORECASE,
        )
        self._nouns = frozenset(noun.split()[-1].lower() for noun in words["counted"])
        self._stops = frozenset(words["stops"])
        self._articles = frozenset(words["articles"])
        self._tails = tuple(tuple(tail.split()) for tail in words["tails"])

    def counts_something(self, text: str, number: Numeral) -> bool:
        """Return whether people or cases stand after a number: "538 serious cases"."""
        match = self.counted.match(text, number.end)
        if match is None:
            return False
        between = match.group().split()[:-1]
        if between and between[0][0].isupper() and between[0].endswith("ing"):
            return False  # "10 Giving patients a voice" is a heading
        return not any(word.lower() in self._stops | _JOINS for word in between)

    def read_whole(self, text: str, number: Numeral, *, least: int) -> Whole | None:
        """Return the whole that a number is, or None.

        Args:
            text: the passage.
            number: a number that counts something.
            least: the smallest number that is a whole without being introduced as one.
        """
        explicit = _INTRODUCES.search(text, max(number.start - _LOOK_BACK_CHARS, 0), number.start) is not None
        if not explicit and not (number.value >= least and self.counts_something(text, number)):
            return None
        return self.take_whole(text, number, explicit=explicit)

    def take_whole(self, text: str, number: Numeral, *, explicit: bool = True) -> Whole:
        """Return a number as a whole, with its wording: "of the 175 final reports"."""
        lead = _OF_BEFORE.search(text, max(number.start - _LOOK_BACK_CHARS, 0), number.start)
        begin = lead.start() if explicit and lead else number.start
        wording = f"{text[begin : number.end]} {self.read_noun(text, number.end, plural=True)}"
        return Whole(
            count=int(number.value), wording=" ".join(wording.split()), start=number.start, explicit=explicit
        )

    def read_noun(self, text: str, start: int, *, plural: bool = False) -> str:
        """Return the words of the noun phrase at an offset: "final reports".

        Args:
            text: the passage.
            start: where the noun phrase may begin.
            plural: whether it must be in the plural, as after a number.
        """
        words: list[str] = []
        head = 0
        position = start
        while len(words) < _MAX_NOUN_WORDS and (match := _WORD.match(text, position)):
            word = match[1]
            bare = word.rstrip(".,;:)]’'\"”")
            key = bare.lower()
            if not bare or not (bare[0].isalpha() or bare[0] in "‘'\"“"):
                break
            is_article = key in self._articles and (not words or words[-1].lower() == "of")
            if (key in self._stops and not is_article) or (head and key.endswith("ing")):
                break
            if head == len(words) and words and not self._goes_on(text, match.start(1), key):
                break
            words.append(bare)
            if key in self._nouns or _is_plural(key):
                head = len(words)
            position = match.end()
            if bare != word:
                break
        following = text[position : position + _LOOK_BACK_CHARS].lower().split() if head else []
        for tail in self._tails:
            if tuple(following[: len(tail)]) == tail:
                words.extend(tail)
        if not head:
            words = [] if plural else words[:_MAX_PLAIN_WORDS]
        while words and words[-1].lower() in ("of", "and", "or", *self._articles):
            words.pop()
        return " ".join(words)

    def _goes_on(self, text: str, start: int, key: str) -> bool:
        """Return whether a noun phrase goes on after its head noun: "cases of ...", "women and girls"."""
        if key == "of":
            return True
        following = text[start : start + 40].lower().split()[1:3]
        return key in ("and", "or") and any(word.strip(".,;:") in self._nouns for word in following)


def _is_plural(key: str) -> bool:
    """Return whether a word looks like a noun in the plural."""
    return len(key) > 3 and key.endswith("s") and not key.endswith(("ss", "us", "is", "'s", "’s"))
